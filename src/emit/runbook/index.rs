//! The index of the runbooks: from what an alert says to the place that helps.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use super::format::{Monitor, Runbook, Severity, Step};
use super::node::{NodeId, Target};
use crate::article::ArticleKind;
use crate::locale::{Locale, Localized};
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
pub struct Index<'r> {
    /// The address of the schema.
    #[serde(rename = "$schema")]
    pub schema: &'static str,
    /// The name of the format and its version.
    pub format: IndexFormat,
    /// The runbooks, sorted by slug.
    pub runbooks: Vec<IndexedRunbook<'r>>,
    /// The monitors, sorted by name, then health set, then runbook. The same monitor may stand in several articles.
    pub monitors: Vec<IndexedMonitor<'r>>,
}

/// A runbook.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct IndexedRunbook<'r> {
    /// Its slug.
    pub slug: &'r Slug,
    /// Its file, relative to the index.
    pub file: String,
    /// The health set it is about.
    pub health_set: &'r HealthSetId,
    /// The key in the links of alerts (`ms.exch.scom.<key>`).
    pub key: Option<&'r TopicKey>,
    /// How much it says.
    pub content: ArticleKind,
    /// Where it begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<&'r Target>,
    /// Its pages, relative to the index.
    #[schemars(with = "Localized<String>")]
    pub html: Pages<'r>,
}

/// A monitor.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct IndexedMonitor<'r> {
    /// Its name, as alerts carry it.
    pub monitor: &'r MonitorId,
    /// The health set it belongs to, as alerts carry it.
    pub health_set: &'r HealthSetId,
    /// The runbook, by slug.
    pub runbook: &'r Slug,
    /// The probes that feed it.
    pub probes: &'r [ProbeId],
    /// How bad its alert is.
    pub severity: Severity,
    /// Where to begin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<&'r Target>,
    /// Where to go once its problem is known to persist.
    pub recovery: &'r Target,
    /// The first step there, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<&'r NodeId>,
    /// The places of the pages that treat it, relative to the index.
    #[schemars(with = "Localized<String>")]
    pub html: Pages<'r>,
    /// The ID of the monitor in the management pack, if one is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pack_element: Option<&'r str>,
}

/// The page of each language, at the place of a monitor if one is given. Every page has a place for every monitor of its
/// probe table.
#[derive(Clone, Copy, Debug)]
pub struct Pages<'r> {
    runbook: &'r Summary,
    monitor: Option<&'r MonitorId>,
}

impl Serialize for Pages<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let slug = self.runbook.slug.as_str();
        let mut pages = serializer.serialize_map(Some(self.runbook.locales.len()))?;
        for locale in &self.runbook.locales {
            match self.monitor {
                Some(monitor) => {
                    let place = ["../html/", locale, "/", slug, ".html#", monitor.as_str()];
                    pages.serialize_entry(locale, &place.concat())?;
                }
                None => {
                    let page = ["../html/", locale, "/", slug, ".html"];
                    pages.serialize_entry(locale, &page.concat())?;
                }
            }
        }
        pages.end()
    }
}

/// The IDs of monitors in a management pack.
pub type PackElements<'k> = BTreeMap<(&'k HealthSetId, &'k MonitorId), String>;

impl<'r> Index<'r> {
    /// The index of `runbooks`; `elements` are the monitors of the management pack made with them.
    pub fn of(runbooks: impl Iterator<Item = &'r Summary>, elements: &'r PackElements<'_>) -> Self {
        let mut index = Self {
            schema: INDEX_SCHEMA,
            format: IndexFormat::V1,
            runbooks: Vec::new(),
            monitors: Vec::new(),
        };
        for runbook in runbooks {
            let monitors = runbook.monitors.iter();
            index.monitors.extend(monitors.map(|(monitor, step)| {
                let element = elements.get(&(&monitor.health_set, &monitor.id));
                IndexedMonitor {
                    monitor: &monitor.id,
                    health_set: &monitor.health_set,
                    runbook: &runbook.slug,
                    probes: &monitor.probes,
                    severity: monitor.severity,
                    entry: runbook.entry.as_ref(),
                    recovery: &monitor.recovery,
                    step: step.as_ref(),
                    html: Pages {
                        runbook,
                        monitor: Some(&monitor.id),
                    },
                    pack_element: element.map(String::as_str),
                }
            }));
            index.runbooks.push(IndexedRunbook {
                slug: &runbook.slug,
                file: format!("{}.json", runbook.slug),
                health_set: &runbook.health_set,
                key: runbook.key.as_ref(),
                content: runbook.content,
                entry: runbook.entry.as_ref(),
                html: Pages {
                    runbook,
                    monitor: None,
                },
            });
        }
        index.monitors.sort_by(|a, b| {
            (a.monitor, a.health_set, a.runbook).cmp(&(b.monitor, b.health_set, b.runbook))
        });
        index
    }
}

/// What the index says of a runbook.
#[derive(Clone, Debug)]
pub struct Summary {
    slug: Slug,
    health_set: HealthSetId,
    key: Option<TopicKey>,
    content: ArticleKind,
    entry: Option<Target>,
    /// As tags.
    locales: Vec<String>,
    /// Each with the first step of its recovery.
    monitors: Vec<(Monitor, Option<NodeId>)>,
}

impl Summary {
    /// What is left of a runbook.
    pub fn of(runbook: Runbook<'_>) -> Self {
        let steps = runbook.steps;
        let monitors = runbook.monitors.into_iter().map(|monitor| {
            let step = first_step(&steps, &monitor.recovery).cloned();
            (monitor, step)
        });
        Self {
            slug: runbook.slug,
            health_set: runbook.health_set.id.clone(),
            key: runbook.health_set.key.cloned(),
            content: runbook.health_set.content,
            entry: runbook.entry,
            locales: runbook.locales.iter().map(Locale::to_string).collect(),
            monitors: monitors.collect(),
        }
    }
}

/// The first step of a section.
fn first_step<'s>(steps: &'s [Step<'_>], target: &Target) -> Option<&'s NodeId> {
    let Target::Section(id) = target else {
        return None;
    };
    let step = steps.iter().find(|step| step.section == *id)?;
    Some(&step.id)
}
