//! The index of the runbooks: from what an alert says to the place that helps.

use schemars::JsonSchema;
use serde::Serialize;

use super::format::{Runbook, Severity};
use super::node::Target;
use crate::article::ArticleKind;
use crate::locale::Localized;
use crate::model::{HealthSetId, MonitorId, ProbeId, Slug, TopicKey};

/// Where the schema of the index is.
pub const INDEX_SCHEMA: &str =
    "https://raw.githubusercontent.com/mpkc/mpkc/main/schemas/runbook-index.v1.schema.json";

/// The name of the format and its version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum IndexFormat {
    /// Version 1.
    #[serde(rename = "mpkc.runbook-index/1")]
    V1,
}

/// All runbooks, and all monitors that they are about.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Index {
    /// The address of the schema.
    #[serde(rename = "$schema")]
    pub schema: &'static str,
    /// The name of the format and its version.
    pub format: IndexFormat,
    /// The runbooks, sorted by slug.
    pub runbooks: Vec<IndexedRunbook>,
    /// The monitors, sorted by name, then health set, then runbook. The same monitor may stand in several articles.
    pub monitors: Vec<IndexedMonitor>,
}

/// A runbook.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct IndexedRunbook {
    /// Its slug.
    pub slug: Slug,
    /// Its file, relative to the index.
    pub file: String,
    /// The health set it is about.
    pub health_set: HealthSetId,
    /// The key in the links of alerts (`ms.exch.scom.<key>`).
    pub key: Option<TopicKey>,
    /// How much it says.
    pub content: ArticleKind,
    /// Where it begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<Target>,
    /// Its pages, relative to the index.
    pub html: Localized<String>,
}

/// A monitor.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct IndexedMonitor {
    /// Its name, as alerts carry it.
    pub monitor: MonitorId,
    /// The health set it belongs to, as alerts carry it.
    pub health_set: HealthSetId,
    /// The runbook, by slug.
    pub runbook: Slug,
    /// The probes that feed it.
    pub probes: Vec<ProbeId>,
    /// How bad its alert is.
    pub severity: Severity,
    /// Where to begin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<Target>,
    /// Where to go once its problem is known to persist.
    pub recovery: Target,
    /// The places of the pages that treat it, relative to the index.
    pub html: Localized<String>,
}

impl Index {
    /// The index of `runbooks`.
    pub fn of<'r>(runbooks: impl Iterator<Item = &'r Runbook>) -> Self {
        let mut index = Self {
            schema: INDEX_SCHEMA,
            format: IndexFormat::V1,
            runbooks: Vec::new(),
            monitors: Vec::new(),
        };
        for runbook in runbooks {
            index
                .monitors
                .extend(runbook.monitors.iter().map(|monitor| IndexedMonitor {
                    monitor: monitor.id.clone(),
                    health_set: monitor.health_set.clone(),
                    runbook: runbook.slug.clone(),
                    probes: monitor.probes.clone(),
                    severity: monitor.severity,
                    entry: runbook.entry.clone(),
                    recovery: monitor.recovery.clone(),
                    html: html(runbook, Some(&monitor.recovery)),
                }));
            index.runbooks.push(IndexedRunbook {
                slug: runbook.slug.clone(),
                file: format!("{}.json", runbook.slug),
                health_set: runbook.health_set.id.clone(),
                key: runbook.health_set.key.clone(),
                content: runbook.health_set.content,
                entry: runbook.entry.clone(),
                html: html(runbook, None),
            });
        }
        index.monitors.sort_by(|a, b| {
            (&a.monitor, &a.health_set, &a.runbook).cmp(&(&b.monitor, &b.health_set, &b.runbook))
        });
        index
    }
}

/// The page of each language, at the section that `target` names if it names one.
fn html(runbook: &Runbook, target: Option<&Target>) -> Localized<String> {
    let anchor = match target {
        Some(Target::Section(id)) => id.as_str().split_once('/').map(|(_, section)| section),
        _ => None,
    };
    let page = |locale| match anchor {
        Some(anchor) => format!("../html/{locale}/{}.html#{anchor}", runbook.slug),
        None => format!("../html/{locale}/{}.html", runbook.slug),
    };
    runbook
        .locales
        .iter()
        .map(|&locale| (locale, page(locale)))
        .collect()
}
