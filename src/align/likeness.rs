//! How alike two parts of an article are in two languages, by what is not translated: names, numbers, commands, links,
//! and by their length. Used only where languages have different numbers of parts, to find out which one is missing.

use crate::article::{Block, CommandUse};
use crate::syntax::{Inline, InlineKind, Words, name_part, plain_text};

/// What of a part survives translation.
#[derive(Debug, Default)]
pub(super) struct Traits {
    /// Hashes of names, numbers and words of commands, sorted.
    facts: Vec<u64>,
    /// Bytes of text. UTF-8 evens out that scripts differ in density.
    length: usize,
    links: usize,
    blocks: usize,
    commands: usize,
}

impl Traits {
    /// The traits of blocks that belong together, such as those of a step.
    pub(super) fn of<'b>(blocks: impl IntoIterator<Item = &'b Block>) -> Self {
        let mut traits = Self::default();
        for block in blocks {
            traits.blocks += 1;
            traits.add(block);
        }
        traits.facts.sort_unstable();
        traits
    }

    fn add(&mut self, block: &Block) {
        match block {
            Block::Paragraph(paragraph) => self.text(&paragraph.text),
            Block::Note(note) => self.text(&note.text),
            Block::Heading(heading) => self.text(&heading.text),
            Block::Command(CommandUse { text, .. }) => {
                self.commands += 1;
                self.length += text.len();
                self.facts
                    .extend(Words::of(text).map(|(_, word)| hash(word)));
            }
            Block::Steps(steps) => {
                let inside = steps.steps.iter().flat_map(|step| &step.blocks);
                inside.for_each(|block| self.add(block));
            }
            Block::Items(list) => list
                .items
                .iter()
                .flatten()
                .for_each(|block| self.add(block)),
            Block::Quote(quote) => quote.blocks.iter().for_each(|block| self.add(block)),
            Block::Probes(_) | Block::Table(_) | Block::Rule { .. } => {}
        }
    }

    fn text(&mut self, inlines: &[Inline]) {
        let plain = plain_text(inlines);
        self.length += plain.len();
        self.links += links(inlines);
        let is_name = |word: &str| {
            let humps = word.bytes().skip(1).any(|b| b.is_ascii_uppercase());
            humps || word.contains(['.', '_']) || word.bytes().any(|b| b.is_ascii_digit())
        };
        let names = Words::of(&plain).map(|(_, word)| name_part(word));
        self.facts
            .extend(names.filter(|word| is_name(word)).map(hash));
        let numbers = plain.split(|c: char| !c.is_ascii_alphanumeric());
        let numbers = numbers.filter(|word| word.starts_with(|c: char| c.is_ascii_digit()));
        self.facts.extend(numbers.map(hash));
    }

    /// How alike two parts are; at least 1.
    pub(super) fn likeness(&self, other: &Self) -> u32 {
        let shared = shared(&self.facts, &other.facts);
        let lonely = self.facts.len() + other.facts.len() - 2 * shared;
        let (short, long) = (self.length.min(other.length), self.length.max(other.length));
        let same = |a: usize, b: usize| i64::from(a == b);
        let score = 10 * shared as i64 - 4 * lonely as i64
            + (12 * short / long.max(1)) as i64
            + 4 * same(self.links, other.links)
            + 6 * same(self.commands, other.commands)
            + 4 * same(self.blocks, other.blocks);
        u32::try_from(score.max(1)).unwrap_or(u32::MAX)
    }
}

fn links(inlines: &[Inline]) -> usize {
    inlines
        .iter()
        .map(|inline| match &inline.kind {
            InlineKind::Link { .. } => 1,
            InlineKind::Emphasis { children } | InlineKind::Strong { children } => links(children),
            _ => 0,
        })
        .sum()
}

fn hash(word: &str) -> u64 {
    use std::hash::BuildHasher;
    rustc_hash::FxBuildHasher.hash_one(word)
}

/// How many elements two sorted lists have in common.
fn shared(a: &[u64], b: &[u64]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while let (Some(left), Some(right)) = (a.get(i), b.get(j)) {
        match left.cmp(right) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                count += 1;
                i += 1;
                j += 1;
            }
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn traits(facts: &[u64], length: usize) -> Traits {
        Traits {
            facts: facts.to_vec(),
            length,
            blocks: 1,
            ..Traits::default()
        }
    }

    #[test]
    fn names_count_more_than_length() {
        let own = traits(&[1, 2], 100);
        assert!(own.likeness(&traits(&[1, 2], 50)) > own.likeness(&traits(&[3], 100)));
        assert!(own.likeness(&traits(&[1, 2], 90)) > own.likeness(&traits(&[1, 2], 30)));
        assert_eq!(shared(&[1, 1, 3], &[1, 3, 3]), 2);
    }
}
