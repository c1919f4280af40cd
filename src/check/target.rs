//! Where links lead, whatever the language.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::Topic;
use super::wording::Traits;
use crate::locale::Locale;
use crate::model::{KnowledgeBase, Slug};

/// Where a link leads, whatever the language.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Target {
    /// To an article of the set.
    Article(Slug),
    /// To an address without its scheme and language.
    Address(String),
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Article(slug) => write!(f, "the article `{slug}`"),
            Self::Address(address) => write!(f, "`{address}`"),
        }
    }
}

/// Where the links of all texts lead: the same are linked again and again.
pub(crate) struct Targets<'c>(FxHashMap<&'c str, Option<Target>>);

impl<'c> Targets<'c> {
    /// Those of the links in `topics`.
    pub(crate) fn new(knowledge: &KnowledgeBase<'_>, topics: &[Arc<Topic<'c>>]) -> Self {
        let mut targets = FxHashMap::default();
        let units = topics.iter().flat_map(|topic| &topic.units);
        let units = units.filter(|unit| unit.has(Traits::LINK));
        let texts = units.flat_map(|unit| &unit.texts);
        for link in texts.flat_map(|(_, text)| &text.links) {
            let target = targets.entry(link.target);
            target.or_insert_with(|| lead(knowledge, link.target));
        }
        Self(targets)
    }

    /// Where a link that is written `target` leads; `None` if it is a place in the same article.
    pub(crate) fn of(&self, target: &str) -> Option<&Target> {
        self.0.get(target)?.as_ref()
    }
}

fn lead(knowledge: &KnowledgeBase<'_>, target: &str) -> Option<Target> {
    if let Some(set) = knowledge.linked(target) {
        return Some(Target::Article(set.slug.clone()));
    }
    let Some((_, rest)) = target.split_once("://") else {
        // A file that is no article of the set, or none at all.
        let path = target.split('#').next().unwrap_or_default();
        return (!path.is_empty()).then(|| Target::Address(path.to_owned()));
    };
    let lower = rest.to_ascii_lowercase();
    let parts: Vec<&str> = lower
        .split('/')
        .filter(|part| !is_language(part) && *part != "p")
        .collect();
    let address = parts.join("/");
    Some(Target::Address(address.trim_end_matches('/').to_owned()))
}

/// Whether a part of a path is a language tag with a region.
fn is_language(part: &str) -> bool {
    matches!(part.len(), 5..=10)
        && part.contains('-')
        && part
            .parse::<Locale>()
            .is_ok_and(|locale| locale.region().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_an_address_does_not_matter() {
        for (part, expected) in [
            ("pt-br", true),
            ("library", false),
            ("jj150551(v=exchg.150)", false),
            ("a-b", false),
        ] {
            assert_eq!(is_language(part), expected, "{part}");
        }
    }
}
