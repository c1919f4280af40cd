//! The format `mpkc.runbook/1`: what a runbook file says.
//!
//! **Compatibility.** Within version 1 members are only ever added. A reader must ignore members it does not know,
//! and treat an unknown kind of action as `instruct`. The meaning of a member and the form of an ID never
//! change; whatever would need that is version 2, with another `format` and another schema.
//!
//! A runbook has one graph for all languages: [`graph`]. Its nodes are [`Section`]s and [`Step`]s; facts and commands
//! stand in it once, texts ([`text`]) stand in it once per language, under the tag of the language.

mod graph;
mod text;

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;

use super::command::{Command, Parameter};
use super::node::Target;
use crate::article::{ArticleKind, Translation};
use crate::locale::{Locale, Localized};
use crate::model::{
    AssetId, CategoryId, Dependency, DependencyId, HealthSetId, IsoDate, MonitorId, ProbeId,
    ServerRole, Slug, TopicKey,
};

pub use graph::{Action, Condition, Execution, Flow, Outcome, Section, Step};
pub use text::{Block, Item, Link, LinkMeaning, Text, TextStyle};

/// Where the schema of a runbook is.
pub const RUNBOOK_SCHEMA: &str =
    "https://raw.githubusercontent.com/mpkc/mpkc/main/schemas/runbook.v1.schema.json";

/// The name of the format and its version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum Format {
    /// Version 1.
    #[serde(rename = "mpkc.runbook/1")]
    V1,
}

/// What to do when a health set is unhealthy.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Runbook<'k> {
    /// The address of the schema.
    #[serde(rename = "$schema")]
    pub schema: &'static str,
    /// The name of the format and its version.
    pub format: Format,
    /// The short name of the health set in file names; every ID of the runbook begins with it.
    pub slug: Slug,
    /// The health set.
    pub health_set: HealthSet<'k>,
    /// The languages of the texts.
    pub locales: Vec<Locale>,
    /// The language that the others were translated from, if it is among them.
    pub source_locale: Option<Locale>,
    /// The article of each language, which is where everything else comes from.
    pub articles: Localized<SourceArticle<'k>>,
    /// The probe table, row by row.
    pub rows: Vec<Row>,
    /// The probes of the table.
    pub probes: Vec<Probe>,
    /// The monitors of the table.
    pub monitors: Vec<Monitor>,
    /// What the probes depend on.
    pub dependencies: Vec<&'k Dependency>,
    /// Where to begin; absent if the article gives no guidance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<Target>,
    /// What the article says before its first section.
    pub introduction: Vec<Block<'k>>,
    /// The sections of the article, in its order.
    pub sections: Vec<Section<'k>>,
    /// The steps of all procedures, in the order of the text: a step stands before its sub-steps.
    pub steps: Vec<Step<'k>>,
    /// What must be filled in before commands can run.
    pub parameters: Vec<Parameter>,
    /// The commands, each once, in the order of the text.
    pub commands: Vec<Command>,
}

/// The health set that a runbook is about.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct HealthSet<'k> {
    /// Its name in managed availability.
    pub id: &'k HealthSetId,
    /// The identity of its article over all languages (`ms:assetid`).
    pub asset_id: Option<&'k AssetId>,
    /// The key in the links of alerts.
    pub key: Option<&'k TopicKey>,
    /// How much its article says.
    pub content: ArticleKind,
    /// The title of its article.
    pub title: Localized<Cow<'k, str>>,
    /// Its category, if the catalogue of health sets names it.
    pub category: Option<Category<'k>>,
    /// The servers it lives on, if the catalogue says so.
    pub roles: &'k [ServerRole],
    /// What it monitors, if the catalogue says so.
    pub description: &'k Localized<String>,
    /// Health sets that its article calls related, by slug.
    pub related: &'k [Slug],
}

/// A category of health sets.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Category<'k> {
    /// Its ID.
    pub id: &'k CategoryId,
    /// Its name.
    pub name: &'k Localized<String>,
}

/// The article of one language.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SourceArticle<'k> {
    /// Its file, relative to the folder of all articles.
    pub path: &'k str,
    /// The hash (BLAKE3, hexadecimal) of the file.
    pub hash: &'k str,
    /// Who translated it, if it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub translation: Option<Translation>,
    /// The day of its last change, if it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<IsoDate>,
    /// The lines under its title, such as the products it applies to.
    pub metadata: Vec<Metadata<'k>>,
}

/// A line under the title of an article.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Metadata<'k> {
    /// Its label.
    pub label: &'k str,
    /// What it says.
    pub value: &'k str,
}

/// A row of the probe table.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// The probe; absent where a notification or check feeds the monitors.
    pub probe: Option<ProbeId>,
    /// The health set that the row is about.
    pub health_set: HealthSetId,
    /// What the probe depends on.
    pub dependencies: Vec<DependencyId>,
    /// The monitors that it feeds.
    pub monitors: Vec<MonitorId>,
}

/// A probe.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Probe {
    /// Its name.
    pub id: ProbeId,
    /// The health set it belongs to.
    pub health_set: HealthSetId,
    /// What `Invoke-MonitoringProbe` calls it.
    pub identity: String,
    /// What it depends on.
    pub dependencies: Vec<DependencyId>,
    /// The monitors that it feeds.
    pub monitors: Vec<MonitorId>,
}

/// A monitor.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Monitor {
    /// Its name.
    pub id: MonitorId,
    /// The health set it belongs to.
    pub health_set: HealthSetId,
    /// The probes that feed it.
    pub probes: Vec<ProbeId>,
    /// How bad its alert is.
    pub severity: Severity,
    /// Where to go once its problem is known to persist.
    pub recovery: Target,
}

/// How bad an alert is, as management packs count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The name of the monitor says that it only warns: `PrivateWorkingSetWarning.x`.
    Warning,
    /// Everything else.
    Error,
}
