//! Running text as rules look at it: the characters a reader sees, and where each of them stands in the file.

use std::ops::Range;
use std::sync::Arc;

use super::sense::Mentions;
use super::token::{Parts, Token, Words, parts};
use super::wording::Wording;
use crate::article::Article;
use crate::diagnostic::{Location, Span};
use crate::syntax::{Inline, InlineKind};
use crate::workspace::Source;

/// A piece of running text of one article.
#[derive(Debug)]
pub(crate) struct Text<'a> {
    /// The article it is of.
    pub(crate) article: &'a Article,
    /// Its place.
    pub(crate) span: Span,
    /// The characters a reader sees, line breaks as blanks.
    pub(crate) plain: String,
    /// The links in it.
    pub(crate) links: Vec<LinkUse<'a>>,
    /// Whether the text may have been paired with the wrong texts of other languages, because its
    /// neighbours are not those of the other languages.
    pub(crate) shaky: bool,
    /// What it has in common with all texts that are alike; `None` until it is read.
    pub(crate) wording: Option<Arc<Wording<'a>>>,
    pieces: Vec<Piece>,
}

/// A link in a text.
#[derive(Debug)]
pub(crate) struct LinkUse<'a> {
    /// Where it leads, as written.
    pub(crate) target: &'a str,
    /// Its text, as bytes of [`Text::plain`].
    pub(crate) range: Range<usize>,
    /// Its place.
    pub(crate) span: Span,
}

/// A place where markup begins or ends.
#[derive(Clone, Debug)]
pub(crate) struct Seam {
    /// The byte of [`Text::plain`].
    pub(crate) at: usize,
    /// The byte of the file, outside the markup.
    pub(crate) file: usize,
    /// The pieces on both sides, as bytes of [`Text::plain`].
    pub(crate) around: Range<usize>,
}

/// Where a part of the plain text comes from.
#[derive(Debug)]
struct Piece {
    start: usize,
    end: usize,
    span: Span,
    kind: PieceKind,
}

/// How a part of a text is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PieceKind {
    /// Not at all.
    Plain,
    /// In bold type.
    Strong,
    /// As code.
    Code,
}

impl<'a> Text<'a> {
    /// The text of `inlines`, which stand at `span` of `article`.
    pub(crate) fn new(article: &'a Article, inlines: &'a [Inline], span: Span) -> Self {
        let mut text = Self {
            article,
            span,
            plain: String::with_capacity((span.end - span.start) as usize),
            links: Vec::new(),
            shaky: false,
            wording: None,
            pieces: Vec::with_capacity(inlines.len() + 2),
        };
        text.push(inlines, PieceKind::Plain);
        text
    }

    /// Appends more inlines, after a blank.
    pub(crate) fn extend(&mut self, inlines: &'a [Inline]) {
        if !self.plain.is_empty() {
            self.plain.push(' ');
        }
        self.push(inlines, PieceKind::Plain);
    }

    /// Looks for tokens and the like; to be called when the text is complete.
    pub(crate) fn parts<'t>(&'t self, words: &mut Words<'t, 'a>) -> Parts<'a> {
        let pairs = self.pieces.windows(2);
        let edges = pairs
            .filter(|pair| pair[0].kind != pair[1].kind)
            .map(|pair| pair[1].start);
        parts(&self.plain, edges, words)
    }

    /// The words in it that rules compare, in its order.
    pub(crate) fn tokens(&self) -> &[Token<'a>] {
        let wording = self.wording.as_deref();
        wording.map_or(&[], |wording| &wording.parts.tokens)
    }

    /// The runs of bytes of [`Self::plain`] that are more than plain words.
    pub(crate) fn compounds(&self) -> impl Iterator<Item = Range<usize>> {
        let wording = self.wording.iter();
        wording.flat_map(|wording| wording.parts.compounds.iter().cloned())
    }

    /// What it says of health and existence, in the order of [`super::sense::Topic::ALL`].
    pub(crate) fn said(&self) -> [Mentions; 2] {
        let wording = self.wording.as_deref();
        wording.map_or([Mentions::default(); 2], |wording| wording.said)
    }

    /// Whether the rules about texts alone have nothing to say about it.
    pub(crate) fn is_sound(&self) -> bool {
        let wording = self.wording.as_deref();
        wording.is_some_and(|wording| wording.is_sound)
    }

    /// Whether another text reads the same and has the same markup at the same places, counted from its beginning.
    pub(crate) fn is_marked_like(&self, other: &Text<'_>) -> bool {
        let from_start = |text: &Text<'_>, span: Span| {
            let start = text.span.start;
            (span.start.wrapping_sub(start), span.end.wrapping_sub(start))
        };
        let piece = |(own, there): (&Piece, &Piece)| {
            let place = |piece: &Piece| (piece.start, piece.end, piece.kind);
            place(own) == place(there)
                && from_start(self, own.span) == from_start(other, there.span)
        };
        let link = |(own, there): (&LinkUse<'_>, &LinkUse<'_>)| {
            own.range == there.range && from_start(self, own.span) == from_start(other, there.span)
        };
        self.plain == other.plain
            && self.pieces.len() == other.pieces.len()
            && self.links.len() == other.links.len()
            && self.pieces.iter().zip(&other.pieces).all(piece)
            && self.links.iter().zip(&other.links).all(link)
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

    fn push(&mut self, inlines: &'a [Inline], around: PieceKind) {
        for inline in inlines {
            let start = self.plain.len();
            let mut kind = around;
            match &inline.kind {
                InlineKind::Text { text } | InlineKind::Label { text, .. } => {
                    self.plain.push_str(text)
                }
                InlineKind::Code { text } => {
                    kind = PieceKind::Code;
                    self.plain.push_str(text);
                }
                InlineKind::SoftBreak | InlineKind::HardBreak => self.plain.push(' '),
                InlineKind::Image { alt, .. } => self.plain.push_str(alt),
                InlineKind::Emphasis { children } => {
                    self.push(children, around);
                    continue;
                }
                InlineKind::Strong { children } => {
                    self.push(children, PieceKind::Strong);
                    continue;
                }
                InlineKind::Link { target, children } => {
                    self.push(children, around);
                    let range = start..self.plain.len();
                    self.links.push(LinkUse {
                        target,
                        range,
                        span: inline.span,
                    });
                    continue;
                }
            }
            let end = self.plain.len();
            self.pieces.push(Piece {
                start,
                end,
                span: inline.span,
                kind,
            });
        }
    }

    /// How the character at byte `at` is marked.
    pub(crate) fn kind_at(&self, at: usize) -> PieceKind {
        self.piece_at(at)
            .map_or(PieceKind::Plain, |piece| piece.kind)
    }

    /// Where bold type, code or a link begins or ends beside plain text.
    pub(crate) fn seams(&self) -> impl Iterator<Item = Seam> {
        let marks = self.pieces.windows(2).filter_map(|pair| {
            let file = match (pair[0].kind, pair[1].kind) {
                (PieceKind::Plain, PieceKind::Plain) => return None,
                (PieceKind::Plain, _) => pair[0].span.end,
                (_, PieceKind::Plain) => pair[1].span.start,
                _ => return None,
            };
            Some(Seam {
                at: pair[1].start,
                file: file as usize,
                around: pair[0].start..pair[1].end,
            })
        });
        let links = self.links.iter().flat_map(|link| {
            let ends = [
                (link.range.start, link.span.start, 0..link.range.end),
                (
                    link.range.end,
                    link.span.end,
                    link.range.start..self.plain.len(),
                ),
            ];
            ends.map(|(at, file, around)| Seam {
                at,
                file: file as usize,
                around,
            })
        });
        marks.chain(links)
    }

    /// Where code stands in [`Self::plain`].
    pub(crate) fn codes(&self) -> impl Iterator<Item = Range<usize>> {
        let codes = self
            .pieces
            .iter()
            .filter(|piece| piece.kind == PieceKind::Code);
        codes.map(|piece| piece.start..piece.end)
    }

    /// The parts in bold type or code.
    pub(crate) fn marked(&self) -> impl Iterator<Item = &str> {
        let marked = self
            .pieces
            .iter()
            .filter(|piece| piece.kind != PieceKind::Plain);
        marked.filter_map(|piece| self.plain.get(piece.start..piece.end))
    }

    fn piece_at(&self, at: usize) -> Option<&Piece> {
        let next = self.pieces.partition_point(|piece| piece.end <= at);
        self.pieces.get(next).filter(|piece| piece.start <= at)
    }

    /// The whole text as a place.
    pub(crate) fn whole(&self) -> Location {
        self.span.within(self.article.source)
    }

    /// Where the bytes `range` of [`Self::plain`] stand in the file.
    pub(crate) fn place(&self, range: &Range<usize>, sources: &[Source]) -> Location {
        let last = range.end.saturating_sub(1).max(range.start);
        let (Some(first), Some(last)) = (self.piece_at(range.start), self.piece_at(last)) else {
            return self.whole();
        };
        if first.start != last.start {
            return first.span.to(last.span).within(self.article.source);
        }
        self.within_piece(first, range, sources)
            .unwrap_or(first.span)
            .within(self.article.source)
    }

    /// The place of a part of one piece, exact although escapes make the source longer than the text.
    fn within_piece(
        &self,
        piece: &Piece,
        range: &Range<usize>,
        sources: &[Source],
    ) -> Option<Span> {
        let start = piece.span.start as usize;
        if piece.end - piece.start == (piece.span.end - piece.span.start) as usize {
            let offset = start + range.start - piece.start;
            return Some(Span::new(offset, offset + range.len()));
        }
        let source = sources.get(self.article.source.0 as usize)?;
        let raw = piece.span.of(&source.text);
        let wanted = self.plain.get(range.clone())?;
        let before = self
            .plain
            .get(piece.start..range.start)?
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
