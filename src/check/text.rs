//! Running text as rules look at it: what it reads, and where each character of it stands in the file.

use std::ops::{Deref, Range};
use std::sync::Arc;

use super::wording::{LinkUse, Piece, PieceKind, Wording};
use crate::article::Article;
use crate::diagnostic::{Location, Span};
use crate::workspace::Source;

/// A piece of running text of one article: a [`Wording`] at a place.
#[derive(Debug)]
pub(crate) struct Text<'a> {
    /// The article it is of.
    pub(crate) article: &'a Article,
    /// Its place.
    pub(crate) span: Span,
    /// Whether the text may have been paired with the wrong texts of other languages, because its
    /// neighbours are not those of the other languages.
    pub(crate) shaky: bool,
    /// What it reads, shared with all texts that are alike; `None` until it is read.
    pub(crate) wording: Option<Arc<Wording<'a>>>,
}

/// A place where markup begins or ends.
#[derive(Clone, Debug)]
pub(crate) struct Seam {
    /// The byte of [`Wording::plain`].
    pub(crate) at: usize,
    /// The byte of the file, outside the markup.
    pub(crate) file: usize,
    /// The pieces on both sides, as bytes of [`Wording::plain`].
    pub(crate) around: Range<usize>,
}

/// What is read in a text that is still to be read: nothing.
static UNREAD: Wording<'static> = Wording::empty();

impl<'a> Deref for Text<'a> {
    type Target = Wording<'a>;

    fn deref(&self) -> &Wording<'a> {
        self.wording.as_deref().unwrap_or(&UNREAD)
    }
}

impl<'a> Text<'a> {
    /// The text at `span` of `article`, which is still to be read.
    pub(crate) fn unread(article: &'a Article, span: Span, shaky: bool) -> Self {
        Self {
            article,
            span,
            shaky,
            wording: None,
        }
    }

    /// The steps it refers to: the number of each and, counted from 1, the letter.
    pub(crate) fn steps(&self) -> impl Iterator<Item = (u32, u32)> {
        let references = &self.article.references;
        let first = references.partition_point(|reference| reference.span.start < self.span.start);
        references[first..]
            .iter()
            .take_while(|reference| reference.span.end <= self.span.end)
            .map(|reference| {
                (
                    u32::from(reference.label.number),
                    u32::from(reference.label.letter),
                )
            })
    }

    /// Where bold type, code or a link begins or ends beside plain text.
    pub(crate) fn seams(&self) -> impl Iterator<Item = Seam> {
        let marks = self.pieces.windows(2).filter_map(|pair| {
            let file = match (pair[0].kind, pair[1].kind) {
                (PieceKind::Plain, PieceKind::Plain) => return None,
                (PieceKind::Plain, _) => self.in_file(pair[0].span).end,
                (_, PieceKind::Plain) => self.in_file(pair[1].span).start,
                _ => return None,
            };
            Some(Seam {
                at: pair[1].range().start,
                file: file as usize,
                around: pair[0].range().start..pair[1].range().end,
            })
        });
        let links = self.links.iter().flat_map(|link| {
            let (range, span) = (&link.range, self.in_file(link.span));
            let ends = [
                (range.start, span.start, 0..range.end),
                (range.end, span.end, range.start..self.plain.len()),
            ];
            ends.map(|(at, file, around)| Seam {
                at,
                file: file as usize,
                around,
            })
        });
        marks.chain(links)
    }

    /// A span of the wording, which counts from the beginning of the text, in the file.
    fn in_file(&self, span: Span) -> Span {
        let start = self.span.start;
        Span {
            start: start.wrapping_add(span.start),
            end: start.wrapping_add(span.end),
        }
    }

    /// The whole text as a place.
    pub(crate) fn whole(&self) -> Location {
        self.span.within(self.article.source)
    }

    /// The place of a link of this text.
    pub(crate) fn place_of(&self, link: &LinkUse<'_>) -> Location {
        self.in_file(link.span).within(self.article.source)
    }

    /// Where the bytes `range` of [`Wording::plain`] stand in the file.
    pub(crate) fn place(&self, range: &Range<usize>, sources: &[Source]) -> Location {
        let last = range.end.saturating_sub(1).max(range.start);
        let (Some(first), Some(last)) = (self.piece_at(range.start), self.piece_at(last)) else {
            return self.whole();
        };
        let span = self.in_file(first.span);
        if first.range() != last.range() {
            return span.to(self.in_file(last.span)).within(self.article.source);
        }
        self.within_piece(first, range, sources)
            .unwrap_or(span)
            .within(self.article.source)
    }

    /// The place of a part of one piece, exact although escapes make the source longer than the text.
    fn within_piece(
        &self,
        piece: &Piece,
        range: &Range<usize>,
        sources: &[Source],
    ) -> Option<Span> {
        let (own, span) = (piece.range(), self.in_file(piece.span));
        let start = span.start as usize;
        if own.len() == (span.end - span.start) as usize {
            let offset = start + range.start - own.start;
            return Some(Span::new(offset, offset + range.len()));
        }
        let source = sources.get(self.article.source.0 as usize)?;
        let raw = span.of(&source.text);
        let wanted = self.plain.get(range.clone())?;
        let before = self
            .plain
            .get(own.start..range.start)?
            .matches(wanted)
            .count();
        let (at, _) = raw.match_indices(wanted).nth(before)?;
        Some(Span::new(start + at, start + at + wanted.len()))
    }

    /// The article's bytes at `location`, which is a place of this text.
    pub(crate) fn raw<'s>(&self, location: Location, sources: &'s [Source]) -> &'s str {
        sources
            .get(location.source.0 as usize)
            .map_or("", |source| location.span.of(&source.text))
    }
}
