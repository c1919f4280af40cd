//! Where a health set sends a reader: to its verification, to the recovery of a monitor, to another article.

use std::sync::Arc;

use super::format::{Condition, Outcome, Section};
use super::node::{End, NodeId, Target};
use crate::article::{ArticleKind, SectionKind};
use crate::model::{self, KnowledgeBase, MonitorId, Resolution};

/// The ways through the sections of one runbook.
pub(super) struct Routes<'k> {
    kb: &'k KnowledgeBase<'k>,
    set: &'k model::HealthSet<'k>,
    entry: Option<Target>,
    /// The recoveries, each with the monitors that it treats.
    recoveries: Vec<(NodeId, Vec<MonitorId>)>,
    /// The first section that says how to recover, whatever the monitor.
    general: Option<NodeId>,
    /// The articles that this one calls related.
    related: Vec<&'k model::HealthSet<'k>>,
}

/// Whether sections of this kind say how to recover, without naming a monitor.
pub(super) fn is_general(kind: SectionKind) -> bool {
    matches!(
        kind,
        SectionKind::Troubleshooting | SectionKind::ErrorRecovery | SectionKind::Alert
    )
}

impl<'k> Routes<'k> {
    /// The routes of `set`, whose sections are `sections`.
    pub(super) fn of(
        kb: &'k KnowledgeBase<'k>,
        set: &'k model::HealthSet<'k>,
        sections: &[Section<'_>],
    ) -> Self {
        let first = |fits: &dyn Fn(SectionKind) -> bool| {
            sections
                .iter()
                .find(|section| fits(section.kind))
                .map(|section| section.id.clone())
        };
        let related = set.related.iter().filter_map(|slug| kb.by_slug(slug));
        let related: Vec<_> = related.collect();
        let start = first(&|kind| kind == SectionKind::Verification)
            .or_else(|| first(&|kind| kind == SectionKind::Recovery || is_general(kind)))
            .map(Target::Section);
        let elsewhere = match (set.kind, related.as_slice()) {
            (ArticleKind::Pointer, [only]) => Some(Target::Article(only.slug.clone())),
            _ => None,
        };
        Self {
            kb,
            set,
            entry: start.or(elsewhere),
            recoveries: sections.iter().filter_map(recovery).collect(),
            general: first(&is_general),
            related,
        }
    }

    /// Where to begin.
    pub(super) fn entry(&self) -> Option<Target> {
        self.entry.clone()
    }

    /// Where to go when a monitor stays unhealthy: to its recovery; else to what helps with any monitor; else to the
    /// article of the health set it belongs to; else to somebody who knows more.
    pub(super) fn recovery(&self, monitor: &model::Monitor) -> Target {
        let own = self
            .recoveries
            .iter()
            .find(|(_, monitors)| monitors.contains(&monitor.id));
        let general = || self.general.clone().map(Target::Section);
        // Another article that gives guidance.
        let guides = |other: &&Arc<model::HealthSet<'_>>| {
            other.id == monitor.health_set
                && other.slug != self.set.slug
                && other.kind != ArticleKind::Stub
        };
        let elsewhere = || {
            let article = self.kb.health_sets.iter().find(guides);
            article.map(|other| Target::Article(other.slug.clone()))
        };
        own.map(|(section, _)| Target::Section(section.clone()))
            .or_else(general)
            .or_else(elsewhere)
            .unwrap_or(Target::End(End::Escalate))
    }

    /// What verification finds out, and where that leads.
    pub(super) fn decision(&self, monitors: &[model::Monitor]) -> Vec<Outcome> {
        let outcome = |when, to| Outcome {
            when,
            monitors: Vec::new(),
            health_set: None,
            to,
        };
        let mut outcomes = vec![outcome(Condition::Healthy, Target::End(End::Done))];
        for (section, monitors) in &self.recoveries {
            outcomes.push(Outcome {
                monitors: monitors.clone(),
                ..outcome(Condition::Unhealthy, Target::Section(section.clone()))
            });
        }
        for monitor in monitors {
            let to = self.recovery(monitor);
            if matches!(to, Target::Article(_)) {
                outcomes.push(Outcome {
                    monitors: vec![monitor.id.clone()],
                    ..outcome(Condition::Unhealthy, to)
                });
            }
        }
        for other in &self.related {
            outcomes.push(Outcome {
                health_set: Some(other.id.clone()),
                ..outcome(Condition::Unhealthy, Target::Article(other.slug.clone()))
            });
        }
        let rest = self
            .general
            .clone()
            .map_or(Target::End(End::Escalate), Target::Section);
        outcomes.push(outcome(Condition::Unhealthy, rest));
        outcomes
    }
}

/// A recovery and the monitors it treats: those of the probe table, else those that its heading names.
fn recovery(section: &Section<'_>) -> Option<(NodeId, Vec<MonitorId>)> {
    if section.kind != SectionKind::Recovery {
        return None;
    }
    let mut monitors: Vec<MonitorId> = Vec::new();
    for treated in section.treats {
        let named =
            MonitorId::new(&treated.name).filter(|_| treated.resolution == Resolution::Unlisted);
        for monitor in treated.monitors.iter().cloned().chain(named) {
            if !monitors.contains(&monitor) {
                monitors.push(monitor);
            }
        }
    }
    Some((section.id.clone(), monitors))
}
