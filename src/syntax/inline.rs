//! Builds running text from the pieces that Markdown and HTML give, with inline HTML as what it means.

use super::label;
use super::tree::{Inline, InlineKind};
use crate::diagnostic::Span;

/// Deeper nesting than this is flattened: no reader can see it, and a stack is not endless.
const DEEPEST: usize = 32;

/// What an open element becomes when it is closed.
#[derive(Clone, Debug, PartialEq, Hash)]
pub(super) enum Wrapper {
    Emphasis,
    Strong,
    Code,
    Link(String),
    Image(String),
    /// An element that only groups.
    Transparent,
}

#[derive(Debug)]
struct Frame {
    wrapper: Wrapper,
    /// The name of the HTML element; `None` for Markdown.
    element: Option<String>,
    /// The number of its first child among all that are collected.
    first: usize,
    start: usize,
}

/// Collects inlines. Elements that are still open at the end, or at the end of the Markdown around
/// them, are closed there.
#[derive(Debug, Default)]
pub(super) struct InlineBuilder {
    /// What is finished, of open elements and of those around them: the children of the innermost are the last.
    collected: Vec<Inline>,
    open: Vec<Frame>,
    /// Markdown containers that were too deep to open.
    skipped: usize,
    /// Whether some text has a `*`, which may be a mark of emphasis that CommonMark could not see.
    has_mark: bool,
}

impl InlineBuilder {
    /// Appends a finished inline.
    pub(super) fn push(&mut self, kind: InlineKind, span: Span) {
        self.collected.push(Inline { kind, span });
    }

    /// Appends text that stands at `span`.
    pub(super) fn text(&mut self, text: &str, span: Span) {
        self.has_mark |= memchr::memchr(b'*', text.as_bytes()).is_some();
        let first = self.open.last().map_or(0, |frame| frame.first);
        // Most text is in one piece in the end; where there are marks, their places are to be known first.
        if !self.has_mark
            && let Some(Inline {
                kind: InlineKind::Text { text: before },
                span: place,
            }) = self.collected[first..].last_mut()
        {
            before.push_str(text);
            *place = place.to(span);
            return;
        }
        self.collected.push(Inline::text(text, span));
    }

    /// Whether nothing was collected.
    pub(super) fn is_empty(&self) -> bool {
        self.collected.is_empty() && self.open.is_empty()
    }

    /// Opens a Markdown container.
    pub(super) fn open(&mut self, wrapper: Wrapper, start: usize) {
        if self.open.len() >= DEEPEST {
            self.skipped += 1;
            return;
        }
        self.open.push(Frame {
            wrapper,
            element: None,
            first: self.collected.len(),
            start,
        });
    }

    /// Closes the innermost Markdown container, and the elements left open in it.
    pub(super) fn close(&mut self, end: usize) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        while let Some(frame) = self.open.pop() {
            let is_markdown = frame.element.is_none();
            self.wrap(frame, end);
            if is_markdown {
                break;
            }
        }
    }

    /// Opens an HTML element.
    pub(super) fn open_element(&mut self, name: &str, wrapper: Wrapper, start: usize) {
        if self.open.len() < DEEPEST {
            self.open.push(Frame {
                wrapper,
                element: Some(name.to_owned()),
                first: self.collected.len(),
                start,
            });
        }
    }

    /// Closes the innermost open HTML element of this name, if it is not outside the innermost
    /// Markdown container.
    pub(super) fn close_element(&mut self, name: &str, end: usize) {
        let found = self
            .open
            .iter()
            .rev()
            .take_while(|frame| frame.element.is_some())
            .position(|frame| frame.element.as_deref() == Some(name));
        for _ in 0..found.map_or(0, |above| above + 1) {
            if let Some(frame) = self.open.pop() {
                self.wrap(frame, end);
            }
        }
    }

    fn wrap(&mut self, frame: Frame, end: usize) {
        let span = Span::new(frame.start, end);
        let children = self.take(frame.first);
        let kind = match frame.wrapper {
            Wrapper::Emphasis => InlineKind::Emphasis { children },
            Wrapper::Strong => InlineKind::Strong { children },
            Wrapper::Code => InlineKind::Code {
                text: super::plain_text(&children).into_owned(),
            },
            Wrapper::Link(target) => InlineKind::Link { target, children },
            Wrapper::Image(target) => InlineKind::Image {
                target,
                alt: super::plain_text(&children).into_owned(),
            },
            Wrapper::Transparent => {
                self.collected.extend(children);
                return;
            }
        };
        self.push(kind, span);
    }

    /// The inlines. What comes after begins anew.
    pub(super) fn finish(&mut self, end: usize) -> Vec<Inline> {
        while let Some(frame) = self.open.pop() {
            self.wrap(frame, end);
        }
        let inlines = self.take(0);
        self.skipped = 0;
        self.has_mark = false;
        inlines
    }

    /// Takes the children from number `first` on, tidily: with emphasis mended that CommonMark could not see, neighbouring
    /// text joined and step labels marked.
    fn take(&mut self, first: usize) -> Vec<Inline> {
        // As long as need be, since it is kept.
        let inlines: Vec<Inline> = self.collected.drain(first..).collect();
        let mended = if self.has_mark && inlines.len() > 1 {
            mend_strong(join_contiguous(inlines))
        } else {
            inlines
        };
        mark_labels(join_text(mended, |_, _| true))
    }
}

/// A piece of text in which every `**` is either a mark of emphasis or not there.
enum Piece {
    Inline(Inline),
    /// `**` at this byte.
    Mark(u32),
}

/// `**` that touch letters of scripts without blanks, or a no-break space, open and close nothing in
/// CommonMark (its "flanking" rules), or pair with the wrong partner. If an even number of them is left
/// as characters, all marks of the text are paired anew, from left to right, as their author meant them.
fn mend_strong(inlines: Vec<Inline>) -> Vec<Inline> {
    let left_over: usize = inlines
        .iter()
        .map(|inline| match &inline.kind {
            InlineKind::Text { text } => text.matches("**").count(),
            _ => 0,
        })
        .sum();
    if left_over < 2 || !left_over.is_multiple_of(2) {
        return inlines;
    }
    let mut mended = Vec::with_capacity(inlines.len() + 2);
    let mut inside: Option<(Vec<Inline>, u32)> = None;
    for piece in inlines.into_iter().flat_map(pieces) {
        match (piece, inside.as_mut()) {
            (Piece::Inline(inline), Some((children, _))) => children.push(inline),
            (Piece::Inline(inline), None) => mended.push(inline),
            (Piece::Mark(at), None) => inside = Some((Vec::new(), at)),
            (Piece::Mark(at), Some(_)) => {
                if let Some((children, start)) = inside.take() {
                    let kind = InlineKind::Strong { children };
                    let span = Span { start, end: at + 2 };
                    mended.push(Inline { kind, span });
                }
            }
        }
    }
    mended.extend(inside.into_iter().flat_map(|(children, _)| children));
    mended
}

fn pieces(inline: Inline) -> Vec<Piece> {
    match inline.kind {
        InlineKind::Text { ref text } if text.contains("**") => {
            let mut pieces = Vec::new();
            let mut at = inline.span.start;
            for (number, part) in text.split("**").enumerate() {
                if number > 0 {
                    pieces.push(Piece::Mark(at));
                    at += 2;
                }
                let end = at + length(part);
                if !part.is_empty() {
                    pieces.push(Piece::Inline(Inline::text(part, Span { start: at, end })));
                }
                at = end;
            }
            pieces
        }
        InlineKind::Strong { children } if has_two_byte_marks(&children, inline.span) => {
            std::iter::once(Piece::Mark(inline.span.start))
                .chain(children.into_iter().map(Piece::Inline))
                .chain(std::iter::once(Piece::Mark(inline.span.end - 2)))
                .collect()
        }
        _ => vec![Piece::Inline(inline)],
    }
}

/// Whether strong emphasis was written with `**`, not with an HTML element.
fn has_two_byte_marks(children: &[Inline], span: Span) -> bool {
    matches!((children.first(), children.last()), (Some(first), Some(last))
        if first.span.start == span.start + 2 && last.span.end + 2 == span.end)
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

/// Whether the text is its own slice of the file: nothing in it was escaped.
fn is_exact(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Text { text } => inline.span.end - inline.span.start == length(text),
        _ => false,
    }
}

/// Joins text that also touches in the file; `\*\*` does not, so it never looks like a mark.
fn join_contiguous(inlines: Vec<Inline>) -> Vec<Inline> {
    join_text(inlines, |before, after| {
        before.span.end == after.span.start && is_exact(before) && is_exact(after)
    })
}

fn join_text(inlines: Vec<Inline>, joins: impl Fn(&Inline, &Inline) -> bool) -> Vec<Inline> {
    let is_text = |inline: &Inline| matches!(inline.kind, InlineKind::Text { .. });
    if !inlines.windows(2).any(|pair| pair.iter().all(is_text)) {
        return inlines;
    }
    let mut joined: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        if let InlineKind::Text { text } = &inline.kind
            && let Some(last) = joined.last_mut()
            && matches!(last.kind, InlineKind::Text { .. })
            && joins(last, &inline)
            && let InlineKind::Text { text: before } = &mut last.kind
        {
            before.push_str(text);
            last.span = last.span.to(inline.span);
            continue;
        }
        joined.push(inline);
    }
    joined
}

fn mark_labels(inlines: Vec<Inline>) -> Vec<Inline> {
    let has_label = |inline: &Inline| match &inline.kind {
        InlineKind::Text { text } => !label::find(text).is_empty(),
        _ => false,
    };
    if !inlines.iter().any(has_label) {
        return inlines;
    }
    let mut marked = Vec::with_capacity(inlines.len() + 2);
    for inline in inlines {
        let InlineKind::Text { text } = &inline.kind else {
            marked.push(inline);
            continue;
        };
        let exact = is_exact(&inline);
        let place = |range: std::ops::Range<usize>| {
            if exact {
                let start = inline.span.start as usize;
                Span::new(start + range.start, start + range.end)
            } else {
                inline.span
            }
        };
        let mut at = 0;
        for (range, label) in label::find(text) {
            if at < range.start {
                marked.push(Inline::text(&text[at..range.start], place(at..range.start)));
            }
            at = range.end;
            let kind = InlineKind::Label {
                text: text[range.clone()].to_owned(),
                label,
            };
            marked.push(Inline {
                kind,
                span: place(range),
            });
        }
        if at < text.len() {
            marked.push(Inline::text(&text[at..], place(at..text.len())));
        }
    }
    marked
}
