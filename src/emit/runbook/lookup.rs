//! From what an alert says to the article that helps most.

use crate::article::ArticleKind;
use crate::model::{HealthSet, HealthSetId, KnowledgeBase, Monitor};

/// A monitor in an article.
#[derive(Clone, Copy, Debug)]
pub struct Lookup<'k> {
    /// The article's health set.
    pub set: &'k HealthSet<'k>,
    /// The monitor.
    pub monitor: &'k Monitor,
}

/// The monitors called `name`, in any case, of the health set `owner` if one is given, each with the article that says
/// most about it: one that treats it rather than one that mentions it, the one of its own health set rather than
/// another. Sorted by health set; several mean that the name alone is not enough.
pub fn lookup<'k>(
    kb: &'k KnowledgeBase<'k>,
    name: &str,
    owner: Option<&HealthSetId>,
) -> Vec<Lookup<'k>> {
    let mut found: Vec<Lookup<'k>> = kb
        .health_sets
        .iter()
        .flat_map(|set| {
            set.monitors
                .iter()
                .map(move |monitor| Lookup { set, monitor })
        })
        .filter(|found| found.monitor.id.as_str().eq_ignore_ascii_case(name))
        .filter(|found| owner.is_none_or(|owner| found.monitor.health_set == *owner))
        .collect();
    found.sort_by_key(|found| (&found.monitor.health_set, found.rank()));
    found.dedup_by_key(|found| &found.monitor.health_set);
    found
}

impl Lookup<'_> {
    /// The lower, the better.
    fn rank(&self) -> (bool, bool, bool) {
        (
            self.monitor.recovery.is_none(),
            self.set.id != self.monitor.health_set,
            self.set.kind != ArticleKind::Full,
        )
    }
}
