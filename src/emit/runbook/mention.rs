//! Steps that send a reader to another recovery, by the names in its heading.

use super::format::{Block, Section, Step};
use super::node::NodeId;
use crate::article::SectionKind;

/// The recoveries of an article and the names in their headings. Names are not translated.
pub(super) struct Mentions(Vec<(NodeId, Vec<String>)>);

impl Mentions {
    /// The recoveries among `sections`.
    pub(super) fn of(sections: &[Section<'_>]) -> Self {
        let recoveries = sections
            .iter()
            .filter(|section| section.kind == SectionKind::Recovery && !section.treats.is_empty());
        let names = |section: &Section<'_>| {
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
    pub(super) fn in_step(&self, step: &Step<'_>) -> Option<NodeId> {
        let mut named = self.0.iter().filter(|(section, names)| {
            *section != step.section
                && texts(&step.blocks).any(|text| names.iter().all(|name| has_word(text, name)))
        });
        match (named.next(), named.next()) {
            (Some((section, _)), None) => Some(section.clone()),
            _ => None,
        }
    }
}

/// Whether `name` stands in `text` as a word of its own.
fn has_word(text: &str, name: &str) -> bool {
    let inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    text.match_indices(name).any(|(at, _)| {
        !text[..at].ends_with(inside) && !text[at + name.len()..].starts_with(inside)
    })
}

fn texts<'b>(blocks: &'b [Block<'b>]) -> impl Iterator<Item = &'b str> {
    blocks
        .iter()
        .filter_map(|block| match block {
            Block::Text(text) => Some(text.text.values().map(|text| &**text)),
            _ => None,
        })
        .flatten()
}
