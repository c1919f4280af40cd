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
    /// Appends text with the white space of HTML: runs of it are one blank. `exact` says that the text is its own slice of
    /// the file.
    pub(super) fn push_text(&mut self, text: &str, span: Span, exact: bool) {
        // The white space of HTML is that of ASCII.
        let words = text.trim_ascii();
        let leads = !self.after_space && begins_with_space(text);
        self.after_space = text.len() > text.trim_ascii_end().len();
        if words.is_empty() {
            if leads {
                self.text.text(" ", span);
            }
            return;
        }
        if exact && !leads && !self.after_space && is_folded(words) {
            // The place of the words themselves, so that a diagnostic points at them.
            let end = span.end as usize;
            self.text.text(words, Span::new(end - words.len(), end));
            return;
        }
        let mut folded = String::with_capacity(text.len());
        for word in words.split_ascii_whitespace() {
            if leads || !folded.is_empty() {
                folded.push(' ');
            }
            folded.push_str(word);
        }
        if self.after_space {
            folded.push(' ');
        }
        self.text.text(&folded, span);
    }

    /// Ends the paragraph or heading.
    pub(super) fn flush(&mut self, end: usize) {
        self.after_space = true;
        let heading = self.heading.take();
        if self.text.is_empty() {
            return;
        }
        let text = trim(self.text.finish(end));
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
        if self.blocks.is_empty() {
            // Cells and items mostly hold one.
            self.blocks.reserve_exact(1);
        }
        self.blocks.push(Block { kind, span });
    }
}

fn begins_with_space(text: &str) -> bool {
    text.bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_whitespace())
}

/// Whether all white space inside a text is single blanks.
fn is_folded(words: &str) -> bool {
    let mut before = b'x';
    words.bytes().all(|byte| {
        let folded = match byte {
            b' ' => before != b' ',
            _ => !byte.is_ascii_whitespace(),
        };
        before = byte;
        folded
    })
}

/// `text` without blanks and breaks at its ends.
fn trim(mut text: Vec<Inline>) -> Vec<Inline> {
    let blank = |inline: &Inline| match &inline.kind {
        InlineKind::Text { text } => text.bytes().all(|byte| byte == b' '),
        InlineKind::HardBreak | InlineKind::SoftBreak => true,
        _ => false,
    };
    while text.last().is_some_and(blank) {
        text.pop();
    }
    let leading = text.iter().take_while(|inline| blank(inline)).count();
    if leading > 0 {
        text.drain(..leading);
    }
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
