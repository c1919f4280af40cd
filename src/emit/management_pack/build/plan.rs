//! Which elements the pack needs: the health sets, and for each its monitors and probes, each once, whichever articles
//! name them.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Location;
use crate::model::{HealthSet, HealthSetId, KnowledgeBase, Monitor, MonitorId, Probe, ProbeId};

/// What health sets are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// A category of the catalogue, by its place in the model.
    Category(usize),
    /// Health sets that the catalogue does not name, although there is one.
    Uncategorized,
    /// All health sets, where there is no catalogue.
    All,
}

/// What the pack is made of.
#[derive(Debug)]
pub struct Plan<'k> {
    /// The groups that have health sets, in the order of the catalogue.
    pub groups: Vec<Group>,
    /// The health sets, in the order of the model.
    pub sets: Vec<SetPlan<'k>>,
}

/// A health set and what belongs to it.
#[derive(Debug)]
pub struct SetPlan<'k> {
    /// The health set.
    pub set: &'k HealthSet<'k>,
    /// Its group.
    pub group: Group,
    /// Its monitors, in the order in which articles name them.
    pub monitors: Vec<MonitorPlan<'k>>,
    /// Its probes, likewise.
    pub probes: Vec<ProbePlan<'k>>,
}

/// A monitor.
#[derive(Clone, Copy, Debug)]
pub struct MonitorPlan<'k> {
    /// The health set it belongs to, which may have no article.
    pub owner: &'k HealthSetId,
    /// The monitor, as the article with the most to say about it has it.
    pub monitor: &'k Monitor,
    /// The place in the model of the health set with that article.
    pub article: usize,
    /// Where the article names it.
    pub origin: Option<Location>,
}

/// A probe.
#[derive(Clone, Copy, Debug)]
pub struct ProbePlan<'k> {
    /// The health set it belongs to, which may have no article.
    pub owner: &'k HealthSetId,
    /// The probe.
    pub probe: &'k ProbeId,
}

impl<'k> Plan<'k> {
    /// Plans the pack.
    pub fn new(kb: &'k KnowledgeBase<'k>) -> Self {
        let mut sets: Vec<SetPlan<'k>> = kb
            .health_sets
            .iter()
            .map(|set| SetPlan {
                set,
                group: group_of(kb, set),
                monitors: Vec::new(),
                probes: Vec::new(),
            })
            .collect();
        plan_monitors(kb, &mut sets);
        plan_probes(kb, &mut sets);
        let mut groups: Vec<Group> = sets.iter().map(|plan| plan.group).collect();
        groups.sort();
        groups.dedup();
        Self { groups, sets }
    }
}

fn group_of(kb: &KnowledgeBase<'_>, set: &HealthSet<'_>) -> Group {
    if kb.categories.is_empty() {
        return Group::All;
    }
    let category = kb
        .categories
        .iter()
        .position(|category| set.category.as_ref() == Some(&category.id));
    category.map_or(Group::Uncategorized, Group::Category)
}

/// Which health set of the plan something of `owner` goes to: `owner` itself, else the one whose article names it.
fn home(kb: &KnowledgeBase<'_>, owner: &HealthSetId, named_by: usize) -> usize {
    let is_owner = |set: &Arc<HealthSet<'_>>| set.id == *owner;
    if kb.health_sets.get(named_by).is_some_and(is_owner) {
        return named_by;
    }
    kb.health_sets.iter().position(is_owner).unwrap_or(named_by)
}

fn plan_monitors<'k>(kb: &'k KnowledgeBase<'k>, sets: &mut [SetPlan<'k>]) {
    let mut places: BTreeMap<(&HealthSetId, &MonitorId), (usize, usize)> = BTreeMap::new();
    for (article, set) in kb.health_sets.iter().enumerate() {
        for monitor in &set.monitors {
            let plan = MonitorPlan {
                owner: &monitor.health_set,
                monitor,
                article,
                origin: origin(kb, set, monitor),
            };
            match places.get(&(plan.owner, &monitor.id)) {
                None => {
                    let home = home(kb, plan.owner, article);
                    places.insert((plan.owner, &monitor.id), (home, sets[home].monitors.len()));
                    sets[home].monitors.push(plan);
                }
                Some(&(home, at)) => {
                    let planned = &mut sets[home].monitors[at];
                    if worth(kb, &plan) > worth(kb, planned) {
                        *planned = plan;
                    }
                }
            }
        }
    }
}

/// How much an article has to say about a monitor: a recovery counts more than being that of its own health set.
fn worth(kb: &KnowledgeBase<'_>, plan: &MonitorPlan<'_>) -> (bool, bool) {
    (
        plan.monitor.recovery.is_some(),
        kb.health_sets[plan.article].id == *plan.owner,
    )
}

fn plan_probes<'k>(kb: &'k KnowledgeBase<'k>, sets: &mut [SetPlan<'k>]) {
    let mut known: BTreeMap<(&HealthSetId, &ProbeId), ()> = BTreeMap::new();
    for (article, set) in kb.health_sets.iter().enumerate() {
        for Probe { id, health_set, .. } in &set.probes {
            if known.insert((health_set, id), ()).is_none() {
                sets[home(kb, health_set, article)].probes.push(ProbePlan {
                    owner: health_set,
                    probe: id,
                });
            }
        }
    }
}

/// Where the article of the source language, or the first other, names a monitor.
fn origin(kb: &KnowledgeBase<'_>, set: &HealthSet<'_>, monitor: &Monitor) -> Option<Location> {
    let (row, at) = set.rows.iter().find_map(|row| {
        let is_it = |mention: &crate::model::MonitorMention| {
            mention.id == monitor.id && mention.health_set == monitor.health_set
        };
        row.monitors.iter().position(is_it).map(|at| (row, at))
    })?;
    let first = row.cells.locales().next()?;
    let (locale, cells) = row.cells.resolve(kb.source.unwrap_or(first), None)?;
    let source = set.articles.get(locale)?.source;
    let span = cells
        .monitors
        .get(at)
        .map_or(cells.span, |cell| cell.cell.span);
    Some(span.within(source))
}

/// Where an article names a probe.
pub fn origin_of_probe(kb: &KnowledgeBase<'_>, plan: ProbePlan<'_>) -> Option<Location> {
    let is_it = |row: &&crate::model::ProbeRow<'_>| {
        row.probe.as_ref() == Some(plan.probe) && row.health_set == *plan.owner
    };
    let mut sets = kb.health_sets.iter();
    let (set, row) = sets.find_map(|set| Some((set, set.rows.iter().find(is_it)?)))?;
    let first = row.cells.locales().next()?;
    let (locale, cells) = row.cells.resolve(kb.source.unwrap_or(first), None)?;
    let source = set.articles.get(locale)?.source;
    Some(cells.probe.span.within(source))
}

/// Where the article of the source language, or the first other, is about a health set as such.
pub fn origin_of_set(kb: &KnowledgeBase<'_>, set: &HealthSet<'_>) -> Option<Location> {
    let first = set.articles.locales().next()?;
    let (_, article) = set.articles.resolve(kb.source.unwrap_or(first), None)?;
    Some(article.title.span.within(article.source))
}
