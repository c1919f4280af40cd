//! The format `mpkc.runbook/1`: what a runbook file says.
//!
//! **Compatibility.** Within version 1 members are only ever added. A reader must ignore members it does not know,
//! and treat an unknown kind of action as `instruct`. The meaning of a member and the form of an ID never
//! change; whatever would need that is version 2, with another `format` and another schema.
//!
//! A runbook has one graph for all languages. Its nodes are [`Section`]s and [`Step`]s; facts and commands stand in
//! it once, texts stand in it once per language, under the tag of the language.

use schemars::JsonSchema;
use serde::Serialize;

use super::command::{Command, CommandKey, Parameter};
use super::node::{NodeId, Target};
use crate::article::{ArticleKind, SectionKind, Translation};
use crate::locale::{Locale, Localized};
use crate::model::{
    AssetId, CategoryId, Dependency, DependencyId, HealthSetId, IsoDate, MonitorId, ProbeId,
    ServerRole, Slug, TopicKey, Treated,
};

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
pub struct Runbook {
    /// The address of the schema.
    #[serde(rename = "$schema")]
    pub schema: &'static str,
    /// The name of the format and its version.
    pub format: Format,
    /// The short name of the health set in file names; every ID of the runbook begins with it.
    pub slug: Slug,
    /// The health set.
    pub health_set: HealthSet,
    /// The languages of the texts.
    pub locales: Vec<Locale>,
    /// The language that the others were translated from, if it is among them.
    pub source_locale: Option<Locale>,
    /// The article of each language, which is where everything else comes from.
    pub articles: Localized<SourceArticle>,
    /// The probe table, row by row.
    pub rows: Vec<Row>,
    /// The probes of the table.
    pub probes: Vec<Probe>,
    /// The monitors of the table.
    pub monitors: Vec<Monitor>,
    /// What the probes depend on.
    pub dependencies: Vec<Dependency>,
    /// Where to begin; absent if the article gives no guidance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<Target>,
    /// What the article says before its first section.
    pub introduction: Vec<Block>,
    /// The sections of the article, in its order.
    pub sections: Vec<Section>,
    /// The steps of all procedures, in the order of the text: a step stands before its sub-steps.
    pub steps: Vec<Step>,
    /// What must be filled in before commands can run.
    pub parameters: Vec<Parameter>,
    /// The commands, each once, in the order of the text.
    pub commands: Vec<Command>,
}

/// The health set that a runbook is about.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct HealthSet {
    /// Its name in managed availability.
    pub id: HealthSetId,
    /// The identity of its article over all languages (`ms:assetid`).
    pub asset_id: Option<AssetId>,
    /// The key in the links of alerts.
    pub key: Option<TopicKey>,
    /// How much its article says.
    pub content: ArticleKind,
    /// The title of its article.
    pub title: Localized<String>,
    /// Its category, if the catalogue of health sets names it.
    pub category: Option<Category>,
    /// The servers it lives on, if the catalogue says so.
    pub roles: Vec<ServerRole>,
    /// What it monitors, if the catalogue says so.
    pub description: Localized<String>,
    /// Health sets that its article calls related, by slug.
    pub related: Vec<Slug>,
}

/// A category of health sets.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Category {
    /// Its ID.
    pub id: CategoryId,
    /// Its name.
    pub name: Localized<String>,
}

/// The article of one language.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SourceArticle {
    /// Its file, relative to the folder of all articles.
    pub path: String,
    /// The hash (BLAKE3, hexadecimal) of the file.
    pub hash: String,
    /// Who translated it, if it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub translation: Option<Translation>,
    /// The day of its last change, if it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<IsoDate>,
    /// The lines under its title, such as the products it applies to.
    pub metadata: Vec<Metadata>,
}

/// A line under the title of an article.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Metadata {
    /// Its label.
    pub label: String,
    /// What it says.
    pub value: String,
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

/// A section of the article.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Section {
    /// Its ID: `imap/ImapCTPMonitor`.
    pub id: NodeId,
    /// What it is for.
    pub kind: SectionKind,
    /// Its heading.
    pub heading: Localized<String>,
    /// What its heading says it treats.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub treats: Vec<Treated>,
    /// What to do there before its steps, for the sections that are part of the graph. What stands behind a `decide`
    /// is done only if the section applies.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
    /// Where to go then. Only the sections that say what to do are part of the graph.
    #[serde(flatten)]
    pub flow: Option<Flow>,
    /// What stands in it before its sub-sections.
    pub blocks: Vec<Block>,
    /// Its sub-sections.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
    /// The line of its heading in each language.
    pub lines: Localized<usize>,
}

/// A step of a procedure.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// Its ID: `imap/ImapCTPMonitor/3.2`.
    pub id: NodeId,
    /// Its section.
    pub section: NodeId,
    /// The step it is part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<NodeId>,
    /// Its number as a reader sees it.
    pub number: u64,
    /// What to do, in order. An action never needs more than its members say; the texts tell a human the same.
    pub actions: Vec<Action>,
    /// Where to go then.
    #[serde(flatten)]
    pub flow: Flow,
    /// What the article says.
    pub blocks: Vec<Block>,
    /// The line of the step in the article of each language; `articles` has the file and its hash.
    pub lines: Localized<usize>,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Action {
    /// A human reads the texts of the step and does what they say.
    Instruct,
    /// A human finds out which outcome of the step is the case; the texts say how.
    Decide,
    /// Wait.
    Wait {
        /// How long: a duration as in ISO 8601, such as `PT10M`.
        #[schemars(regex(pattern = r"^PT([0-9]+H)?([0-9]+M)?([0-9]+S)?$"))]
        duration: String,
    },
    /// Run a command.
    Run(Execution),
    /// Rerun the probe of the monitor and look at its result.
    RerunProbe(Execution),
    /// Restart a service.
    RestartService {
        /// The service; absent for the services of IIS together.
        #[serde(skip_serializing_if = "Option::is_none")]
        service: Option<String>,
        /// How.
        #[serde(flatten)]
        execution: Execution,
    },
    /// Recycle application pools of IIS.
    RecycleApplicationPool {
        /// The pools.
        pools: Vec<String>,
        /// How.
        #[serde(flatten)]
        execution: Execution,
    },
    /// Restart the server.
    RestartServer(Execution),
}

/// A command that an action runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Execution {
    /// The command.
    pub command: CommandKey,
    /// Commands that show the same with sample values.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<CommandKey>,
}

/// Where to go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Flow {
    /// To one place.
    Next(Target),
    /// To the place of the first outcome that is the case.
    Outcomes(Vec<Outcome>),
}

/// A possible outcome and where it leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// The outcome.
    pub when: Condition,
    /// Only for these monitors.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub monitors: Vec<MonitorId>,
    /// Only for monitors of this health set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub health_set: Option<HealthSetId>,
    /// Where it leads.
    pub to: Target,
}

/// What was found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// The probe succeeds, or the monitor is healthy: the issue is gone.
    Healthy,
    /// The probe fails, or a monitor is unhealthy: the issue persists.
    Unhealthy,
    /// The heading of the section is what the alert says.
    Applies,
    /// The heading of the section is not what the alert says.
    DoesNotApply,
}

/// A piece of the article.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "block")]
pub enum Block {
    /// Running text.
    Text(Text),
    /// The place of the probe table, whose content is in `rows`.
    ProbeTable {
        /// The headings of its columns.
        columns: Localized<Vec<String>>,
    },
    /// Another table, cell by cell.
    Table {
        /// Its rows; the first is the header if there is one.
        rows: Localized<Vec<Vec<String>>>,
    },
    /// A command.
    Command {
        /// Which.
        command: CommandKey,
    },
    /// A procedure.
    Steps {
        /// Its steps.
        steps: Vec<NodeId>,
    },
    /// A list that is no procedure.
    List {
        /// Whether its items are numbered.
        numbered: bool,
        /// Its items.
        items: Vec<Item>,
    },
}

/// An item of a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Item {
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// Running text.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Text {
    /// What kind of text.
    pub style: TextStyle,
    /// The text of each language, plain.
    pub text: Localized<String>,
    /// For remarks, their label in each language, such as "Note".
    #[serde(skip_serializing_if = "Localized::is_empty")]
    pub label: Localized<String>,
    /// The steps that the text refers to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<NodeId>,
    /// The links in the text.
    #[serde(skip_serializing_if = "Localized::is_empty")]
    pub links: Localized<Vec<Link>>,
}

/// The kinds of running text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TextStyle {
    /// A paragraph.
    #[default]
    Paragraph,
    /// A remark with a label.
    Note,
    /// A quotation.
    Quote,
    /// A heading.
    Heading,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Link {
    /// The text of the link.
    pub text: String,
    /// What it leads to.
    pub meaning: LinkMeaning,
    /// The health set whose article it leads to, by slug.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<Slug>,
    /// Its address, if it leads out of the articles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// What a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LinkMeaning {
    /// The article of a health set.
    Article,
    /// A place where help can be asked for.
    Support,
    /// Any other page.
    Page,
    /// A page that is not part of the output and has no public address.
    Unresolved,
}
