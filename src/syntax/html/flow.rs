//! Running text inside HTML, with HTML's white space.

use crate::diagnostic::Span;
use crate::syntax::inline::InlineBuilder;
use crate::syntax::is_blank;
use crate::syntax::tree::{Block, BlockKind, Inline, InlineKind};

/// A place for blocks: the document, a cell, an item.
#[derive(Debug, Default)]
pub(super) struct Flow {
    pub(super) blocks: Vec<Block>,
    pub(super) text: InlineBuilder,
    pub(super) start: usize,
    /// The level of the heading the text belongs to, if it belongs to one.
    pub(super) heading: Option<u8>,
    /// Whether white space at the end of the text so far was already written.
    pub(super) after_space: bool,
}

impl Flow {
    /// Appends text with the white space of HTML: runs of it are one blank.
    pub(super) fn push_text(&mut self, text: &str, span: Span, exact: bool) {
        let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
        let mut folded = String::with_capacity(text.len());
        for c in text.chars() {
            if is_space(c) {
                if !self.after_space {
                    folded.push(' ');
                }
                self.after_space = true;
            } else {
                folded.push(c);
                self.after_space = false;
            }
        }
        if folded.is_empty() {
            return;
        }
        // The place of the words themselves, so that a diagnostic points at them.
        let words = text.trim_matches(is_space);
        let (folded, span) = if exact && folded == words {
            let start =
                span.start as usize + (text.len() - text.trim_start_matches(is_space).len());
            (folded, Span::new(start, start + words.len()))
        } else {
            (folded, span)
        };
        self.text.text(&folded, span);
    }

    /// Ends the paragraph or heading.
    pub(super) fn flush(&mut self, end: usize) {
        self.after_space = true;
        let heading = self.heading.take();
        if self.text.is_empty() {
            return;
        }
        let text = trim(std::mem::take(&mut self.text).finish(end));
        let (Some(first), Some(last)) = (text.first(), text.last()) else {
            return;
        };
        let span = first.span.to(last.span);
        if is_blank(&text) {
            return;
        }
        let kind = match heading {
            Some(level) => BlockKind::Heading { level, text },
            None => BlockKind::Paragraph(text),
        };
        self.blocks.push(Block { kind, span });
    }
}

/// `text` without blanks and breaks at its ends.
fn trim(mut text: Vec<Inline>) -> Vec<Inline> {
    let blank = |inline: &Inline| match &inline.kind {
        InlineKind::Text { text } => text.trim_matches(' ').is_empty(),
        InlineKind::HardBreak | InlineKind::SoftBreak => true,
        _ => false,
    };
    while text.last().is_some_and(blank) {
        text.pop();
    }
    let leading = text.iter().take_while(|inline| blank(inline)).count();
    text.drain(..leading);
    if let Some(Inline {
        kind: InlineKind::Text { text },
        span,
    }) = text.last_mut()
    {
        let kept = text.trim_end_matches(' ').len();
        let cut = u32::try_from(text.len() - kept).unwrap_or(0);
        if (span.end - span.start) as usize == text.len() {
            span.end -= cut;
        }
        text.truncate(kept);
    }
    text
}
