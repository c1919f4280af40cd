//! Steps that send a reader to another recovery, by the names in its heading.

use std::collections::BTreeSet;

use super::format::{Block, Section, Step};
use super::node::NodeId;
use crate::article::SectionKind;
use crate::syntax::Words;

/// The recoveries of an article and the names in their headings. Names are not translated.
pub(super) struct Mentions(Vec<(NodeId, Vec<String>)>);

impl Mentions {
    /// The recoveries among `sections`.
    pub(super) fn of(sections: &[Section]) -> Self {
        let recoveries = sections
            .iter()
            .filter(|section| section.kind == SectionKind::Recovery && !section.treats.is_empty());
        let names = |section: &Section| {
            section
                .treats
                .iter()
                .map(|treated| treated.name.clone())
                .collect()
        };
        Self(
            recoveries
                .map(|section| (section.id.clone(), names(section)))
                .collect(),
        )
    }

    /// The one other recovery whose every name stands in a text of `step`.
    pub(super) fn in_step(&self, step: &Step) -> Option<NodeId> {
        let words: Vec<BTreeSet<&str>> = texts(&step.blocks)
            .map(|text| Words::of(text).map(|(_, word)| word).collect())
            .collect();
        let mut named = self.0.iter().filter(|(section, names)| {
            *section != step.section
                && words
                    .iter()
                    .any(|words| names.iter().all(|name| words.contains(name.as_str())))
        });
        match (named.next(), named.next()) {
            (Some((section, _)), None) => Some(section.clone()),
            _ => None,
        }
    }
}

fn texts(blocks: &[Block]) -> impl Iterator<Item = &str> {
    blocks.iter().flat_map(|block| match block {
        Block::Text(text) => text.text.values().map(String::as_str).collect(),
        _ => Vec::new(),
    })
}
