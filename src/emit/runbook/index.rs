//! The index of the runbooks: from what an alert says to the place that helps.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::format::{Runbook, Severity};
use super::node::{NodeId, Target};
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
    /// The first step there, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<NodeId>,
    /// The places of the pages that treat it, relative to the index.
    pub html: Localized<String>,
    /// The ID of the monitor in the management pack, if one is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pack_element: Option<String>,
}

/// The IDs of monitors in a management pack.
pub type PackElements<'k> = BTreeMap<(&'k HealthSetId, &'k MonitorId), String>;

impl Index {
    /// The index of `runbooks`; `elements` are the monitors of the management pack made with them.
    pub fn of<'r>(
        runbooks: impl Iterator<Item = &'r Runbook>,
        elements: &PackElements<'_>,
    ) -> Self {
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
                    step: first_step(runbook, &monitor.recovery),
                    // Every page has a place for every monitor of its probe table.
                    html: html(runbook, Some(&monitor.id)),
                    pack_element: elements.get(&(&monitor.health_set, &monitor.id)).cloned(),
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

/// The page of each language, at the place of a monitor if one is given.
fn html(runbook: &Runbook, monitor: Option<&MonitorId>) -> Localized<String> {
    let anchor = monitor
        .map(|monitor| format!("#{monitor}"))
        .unwrap_or_default();
    let page = |locale| format!("../html/{locale}/{}.html{anchor}", runbook.slug);
    runbook
        .locales
        .iter()
        .map(|&locale| (locale, page(locale)))
        .collect()
}

/// The first step of a section.
fn first_step(runbook: &Runbook, target: &Target) -> Option<NodeId> {
    let Target::Section(id) = target else {
        return None;
    };
    let step = runbook.steps.iter().find(|step| step.section == *id)?;
    Some(step.id.clone())
}
