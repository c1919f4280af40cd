//! Where a health set sends a reader: to its verification, to the recovery of a monitor, to another article.

use super::format::{Condition, Outcome, Section};
use super::node::{End, NodeId, Target};
use crate::article::{ArticleKind, SectionKind};
use crate::model::{self, HealthSetId, KnowledgeBase, MonitorId, Resolution, Slug};

/// The ways through the sections of one runbook.
pub(super) struct Routes {
    entry: Option<Target>,
    /// The recoveries, each with the monitors that it treats.
    recoveries: Vec<(NodeId, Vec<MonitorId>)>,
    /// The first section that says how to recover, whatever the monitor.
    general: Option<NodeId>,
    /// Other articles that give guidance, by the health set they are about.
    articles: Vec<(HealthSetId, Slug)>,
    /// The articles that this one calls related.
    related: Vec<(HealthSetId, Slug)>,
}

/// Whether sections of this kind say how to recover, without naming a monitor.
pub(super) fn is_general(kind: SectionKind) -> bool {
    matches!(
        kind,
        SectionKind::Troubleshooting | SectionKind::ErrorRecovery | SectionKind::Alert
    )
}

impl Routes {
    /// The routes of `set`, whose sections are `sections`.
    pub(super) fn of(
        kb: &KnowledgeBase<'_>,
        set: &model::HealthSet<'_>,
        sections: &[Section],
    ) -> Self {
        let first = |fits: &dyn Fn(SectionKind) -> bool| {
            sections
                .iter()
                .find(|section| fits(section.kind))
                .map(|section| section.id.clone())
        };
        let guides = |other: &&model::HealthSet<'_>| {
            other.slug != set.slug && other.kind != ArticleKind::Stub
        };
        let key = |other: &model::HealthSet<'_>| (other.id.clone(), other.slug.clone());
        let related: Vec<_> = set
            .related
            .iter()
            .filter_map(|slug| kb.by_slug(slug))
            .map(key)
            .collect();
        let start = first(&|kind| kind == SectionKind::Verification)
            .or_else(|| first(&|kind| kind == SectionKind::Recovery || is_general(kind)))
            .map(Target::Section);
        let elsewhere = match (set.kind, related.as_slice()) {
            (ArticleKind::Pointer, [(_, slug)]) => Some(Target::Article(slug.clone())),
            _ => None,
        };
        Self {
            entry: start.or(elsewhere),
            recoveries: sections.iter().filter_map(recovery).collect(),
            general: first(&is_general),
            articles: kb
                .health_sets
                .iter()
                .map(|set| &**set)
                .filter(guides)
                .map(key)
                .collect(),
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
        let elsewhere = || {
            let article = self
                .articles
                .iter()
                .find(|(id, _)| *id == monitor.health_set);
            article.map(|(_, slug)| Target::Article(slug.clone()))
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
        for (health_set, slug) in &self.related {
            outcomes.push(Outcome {
                health_set: Some(health_set.clone()),
                ..outcome(Condition::Unhealthy, Target::Article(slug.clone()))
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
fn recovery(section: &Section) -> Option<(NodeId, Vec<MonitorId>)> {
    if section.kind != SectionKind::Recovery {
        return None;
    }
    let mut monitors: Vec<MonitorId> = Vec::new();
    for treated in &section.treats {
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
