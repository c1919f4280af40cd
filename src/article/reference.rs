//! References to steps: `2c` in the prose of a recovery is the third sub-step of step 2 of the verification.

use schemars::JsonSchema;
use serde::Serialize;
use smallvec::smallvec;

use super::types::{Block, Section, SectionKind, Step, StepPath, StepSegment};
use crate::diagnostic::Span;
use crate::syntax::{Inline, InlineKind, StepLabel};

/// A token in the text that refers to a step.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct StepReference {
    /// Its place.
    pub span: Span,
    /// What it says.
    pub label: StepLabel,
    /// The step it leads to; `None` if it leads nowhere.
    pub target: Option<StepTarget>,
}

/// A step of an article.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub struct StepTarget {
    /// The section, by its number in the article, from 0.
    pub section: usize,
    /// The step in the section.
    pub path: StepPath,
}

/// Finds the references of an article, in the order of the text. A label is a reference if it leads to a step, of
/// the verification or else of its own section; or if one of `words` ("step", "paso" …) stands before it, and
/// then it may lead nowhere.
pub(super) fn find(sections: &[Section], words: &[String]) -> Vec<StepReference> {
    let verification = sections
        .iter()
        .position(|section| section.kind == SectionKind::Verification);
    let mut found = Vec::new();
    for (number, section) in sections.iter().enumerate() {
        let mut visitor = Visitor {
            sections,
            candidates: [verification, Some(number)],
            words,
            found: &mut found,
        };
        visitor.section(section);
    }
    found.sort_by_key(|reference| reference.span.start);
    found
}

struct Visitor<'a> {
    sections: &'a [Section],
    /// The sections a label may lead to, the likelier first.
    candidates: [Option<usize>; 2],
    words: &'a [String],
    found: &'a mut Vec<StepReference>,
}

impl Visitor<'_> {
    fn section(&mut self, section: &Section) {
        self.blocks(&section.blocks);
        for child in &section.children {
            self.section(child);
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => self.text(&paragraph.text),
                Block::Note(note) => self.text(&note.text),
                Block::Steps(steps) => steps
                    .steps
                    .iter()
                    .for_each(|step| self.blocks(&step.blocks)),
                Block::Items(list) => list.items.iter().for_each(|item| self.blocks(item)),
                Block::Quote(quote) => self.blocks(&quote.blocks),
                Block::Command(_)
                | Block::Probes(_)
                | Block::Table(_)
                | Block::Heading(_)
                | Block::Rule { .. } => {}
            }
        }
    }

    fn text(&mut self, inlines: &[Inline]) {
        let mut before = "";
        for inline in inlines {
            match &inline.kind {
                InlineKind::Label { label, .. } => self.label(*label, inline.span, before),
                InlineKind::Text { text } => before = text,
                _ => {
                    self.text(inline.children());
                    before = "";
                }
            }
        }
    }

    fn label(&mut self, label: StepLabel, span: Span, before: &str) {
        let segment = |number| StepSegment { list: 0, number };
        let path = StepPath(smallvec![segment(label.number), segment(label.letter)]);
        let target = self.candidates.into_iter().flatten().find_map(|section| {
            has_step(&self.sections[section].blocks, &path).then(|| StepTarget {
                section,
                path: path.clone(),
            })
        });
        if target.is_some() || ends_with_word(before, self.words) {
            self.found.push(StepReference {
                span,
                label,
                target,
            });
        }
    }
}

/// Whether `text` ends with one of `words`, blanks and case aside.
fn ends_with_word(text: &str, words: &[String]) -> bool {
    let text = text.trim_end().to_lowercase();
    words
        .iter()
        .any(|word| text.ends_with(&word.to_lowercase()))
}

fn has_step(blocks: &[Block], path: &StepPath) -> bool {
    steps_of(blocks).any(|step| {
        step.path == *path || path.0.starts_with(&step.path.0) && has_step(&step.blocks, path)
    })
}

fn steps_of(blocks: &[Block]) -> impl Iterator<Item = &Step> {
    blocks.iter().flat_map(|block| match block {
        Block::Steps(steps) => steps.steps.as_slice(),
        _ => &[],
    })
}
