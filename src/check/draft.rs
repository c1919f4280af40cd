//! Texts that are still to be read: the inlines they are made of.

use std::borrow::Cow;

use super::wording::{LinkUse, Piece, PieceKind, Wording};
use crate::article::{Article, Block};
use crate::diagnostic::Span;
use crate::syntax::{self, Inline, InlineKind};

/// A text that is still to be read.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    /// The article it is of.
    pub(crate) article: &'a Article,
    /// Its place.
    pub(crate) span: Span,
    runs: Runs<'a>,
}

/// Runs of inlines, between which there are blanks.
#[derive(Debug)]
enum Runs<'a> {
    One(&'a [Inline]),
    Many(Vec<&'a [Inline]>),
}

impl<'a> Draft<'a> {
    /// The text of `inlines`, which stand at `span` of `article`.
    pub(crate) fn new(article: &'a Article, inlines: &'a [Inline], span: Span) -> Self {
        Self {
            article,
            span,
            runs: Runs::One(inlines),
        }
    }

    /// The text of a block; `None` for those that are compared cell by cell or have none.
    pub(crate) fn of_block(article: &'a Article, block: &'a Block) -> Option<Self> {
        let mut runs = Vec::new();
        match block {
            Block::Paragraph(own) => return Some(Self::new(article, &own.text, own.span)),
            Block::Note(own) => return Some(Self::new(article, &own.text, own.span)),
            Block::Heading(own) => return Some(Self::new(article, &own.text, own.span)),
            Block::Quote(_) => collect(block, &mut runs),
            Block::Table(table) => {
                let rows = table.table.header.iter().chain(&table.table.rows);
                let cells = rows.flat_map(|row| &row.cells);
                runs.extend(cells.flat_map(|cell| &cell.blocks).filter_map(
                    |block| match &block.kind {
                        syntax::BlockKind::Paragraph(inlines) => Some(inlines.as_slice()),
                        _ => None,
                    },
                ));
            }
            _ => return None,
        }
        Some(Self {
            article,
            span: block.span(),
            runs: Runs::Many(runs),
        })
    }

    fn runs(&self) -> &[&'a [Inline]] {
        match &self.runs {
            Runs::One(run) => std::slice::from_ref(run),
            Runs::Many(runs) => runs,
        }
    }

    /// Whether another text has the same characters and the same markup at the same places, counted from its beginning.
    pub(crate) fn reads_like(&self, other: &Draft<'_>) -> bool {
        let (own, there) = (self.runs(), other.runs());
        let starts = (self.span.start, other.span.start);
        let mut pairs = own.iter().zip(there);
        own.len() == there.len() && pairs.all(|(own, there)| are_alike(own, there, starts))
    }

    /// The characters of one run after the other.
    pub(crate) fn leaves(&self, each: &mut impl FnMut(&str)) {
        fn visit(inlines: &[Inline], each: &mut impl FnMut(&str)) {
            for inline in inlines {
                match leaf(&inline.kind) {
                    Some(text) => each(text),
                    None => visit(inline.children(), each),
                }
            }
        }
        self.runs().iter().for_each(|run| visit(run, each));
    }

    /// Its characters, links and markup.
    pub(crate) fn wording(&self) -> Wording<'a> {
        let mut writer = Writer {
            span: self.span,
            wording: Wording::empty(),
        };
        let wording = &mut writer.wording;
        wording.pieces = Vec::with_capacity(self.runs().iter().map(|run| run.len()).sum());
        for run in self.runs() {
            if !writer.wording.plain.is_empty() {
                writer.write(" ");
            }
            writer.inlines(run, PieceKind::Plain);
        }
        writer.wording
    }
}

/// The runs of a block in a quotation.
fn collect<'a>(block: &'a Block, runs: &mut Vec<&'a [Inline]>) {
    let mut all = |blocks: &'a [Block]| blocks.iter().for_each(|block| collect(block, runs));
    match block {
        Block::Paragraph(own) => runs.push(&own.text),
        Block::Note(own) => runs.push(&own.text),
        Block::Heading(own) => runs.push(&own.text),
        Block::Steps(own) => own.steps.iter().for_each(|step| all(&step.blocks)),
        Block::Items(own) => own.items.iter().for_each(|item| all(item)),
        Block::Quote(own) => all(&own.blocks),
        _ => {}
    }
}

/// What an inline without others in it says.
fn leaf(kind: &InlineKind) -> Option<&str> {
    match kind {
        InlineKind::Text { text } | InlineKind::Label { text, .. } | InlineKind::Code { text } => {
            Some(text)
        }
        InlineKind::Image { alt, .. } => Some(alt),
        InlineKind::SoftBreak | InlineKind::HardBreak => Some(" "),
        InlineKind::Emphasis { .. } | InlineKind::Strong { .. } | InlineKind::Link { .. } => None,
    }
}

/// Whether inlines are the same, and at the same places from `starts`.
fn are_alike(own: &[Inline], there: &[Inline], starts: (u32, u32)) -> bool {
    let mut pairs = own.iter().zip(there);
    own.len() == there.len()
        && pairs.all(|(a, b)| {
            let places = (from(a.span, starts.0), from(b.span, starts.1));
            let targets = match (&a.kind, &b.kind) {
                (InlineKind::Link { target: own, .. }, InlineKind::Link { target, .. }) => {
                    own == target
                }
                _ => true,
            };
            std::mem::discriminant(&a.kind) == std::mem::discriminant(&b.kind)
                && places.0 == places.1
                && targets
                && leaf(&a.kind) == leaf(&b.kind)
                && are_alike(a.children(), b.children(), starts)
        })
}

/// A span counted from `start`.
fn from(span: Span, start: u32) -> Span {
    Span {
        start: span.start.wrapping_sub(start),
        end: span.end.wrapping_sub(start),
    }
}

/// Writes the characters of inlines one after the other.
struct Writer<'a> {
    span: Span,
    wording: Wording<'a>,
}

impl<'a> Writer<'a> {
    fn inlines(&mut self, inlines: &'a [Inline], around: PieceKind) {
        for inline in inlines {
            let start = self.wording.plain.len();
            let inside = match &inline.kind {
                InlineKind::Strong { .. } => PieceKind::Strong,
                InlineKind::Code { .. } => PieceKind::Code,
                _ => around,
            };
            let leaf = leaf(&inline.kind);
            match leaf {
                Some(text) => self.write(text),
                None => self.inlines(inline.children(), inside),
            }
            let range = start..self.wording.plain.len();
            let span = from(inline.span, self.span.start);
            if let InlineKind::Link { target, .. } = &inline.kind {
                let link = LinkUse::new(target, range, span);
                self.wording.links.push(link);
            } else if leaf.is_some() {
                let piece = Piece::new(&range, span, inside);
                self.wording.pieces.push(piece);
            }
        }
    }

    /// Most texts are one inline, and nothing is copied.
    fn write(&mut self, text: &'a str) {
        let plain = &mut self.wording.plain;
        match plain {
            _ if plain.is_empty() => *plain = Cow::Borrowed(text),
            Cow::Owned(plain) => plain.push_str(text),
            Cow::Borrowed(first) => {
                let mut all = String::with_capacity((self.span.end - self.span.start) as usize);
                all.push_str(first);
                all.push_str(text);
                *plain = Cow::Owned(all);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{BlockKind, parse_body};

    fn link(target: &str, start: usize) -> Inline {
        let children = vec![Inline::text("lamp", Span::new(start + 1, start + 5))];
        let target = target.to_owned();
        Inline {
            kind: InlineKind::Link { target, children },
            span: Span::new(start, start + 8),
        }
    }

    #[test]
    fn places_count_from_the_beginning_and_targets_matter() {
        let (here, there) = ([link("a", 10)], [link("a", 90)]);
        assert!(are_alike(&here, &there, (10, 90)));
        assert!(!are_alike(&here, &there, (10, 91)));
        assert!(!are_alike(&here, &[link("b", 90)], (10, 90)));
        assert!(!are_alike(&here, &[], (10, 90)));
    }

    #[test]
    fn the_same_bytes_in_html_are_another_text() {
        let paragraph = |text: &str| match parse_body(text, 0).blocks.remove(0).kind {
            BlockKind::Paragraph(text) => text,
            other => panic!("{other:?}"),
        };
        for text in ["a\\*b", "**a**", "a *b* c", "`a`"] {
            let (markdown, html) = (paragraph(text), paragraph(&format!("<p>{text}</p>")));
            assert!(!are_alike(&markdown, &html, (0, 3)), "{text}");
        }
        assert!(are_alike(&paragraph("ab"), &paragraph("<p>ab</p>"), (0, 3)));
    }
}
