//! A change of an article, and which of many are made.

use std::collections::BTreeSet;
use std::ops::Range;

/// Other text at a place of an article.
#[derive(Clone, Debug)]
pub struct Change {
    pub kind: &'static str,
    pub at: Range<usize>,
    pub to: String,
}

/// All changes that could be made to an article.
#[derive(Debug, Default)]
pub struct Changes(Vec<Change>);

impl Changes {
    pub fn add(&mut self, kind: &'static str, at: Range<usize>, to: impl Into<String>) {
        let to = to.into();
        self.0.push(Change { kind, at, to });
    }

    /// One of each kind: always the same, at other places in every article, for its length says which.
    pub fn one_of_each(self, text: &str) -> Vec<Change> {
        let kinds: BTreeSet<&str> = self.0.iter().map(|change| change.kind).collect();
        let of_kind = |kind| self.0.iter().filter(move |change| change.kind == kind);
        let pick = |kind| {
            let number = text.len() % of_kind(kind).count();
            of_kind(kind).nth(number).cloned()
        };
        kinds.into_iter().filter_map(pick).collect()
    }
}
