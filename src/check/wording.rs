//! What texts of one language have in common that are alike, markup and all: found out once for all of them. More than
//! half of what an article says other articles say, too, word for word.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

use bitflags::bitflags;

use super::glossary::form;
use super::sense::Said;
use super::thing::Things;
use super::token::{Token, TokenKind};
use crate::diagnostic::Span;

/// What a text reads and what follows from that. Spans count from where the text begins.
#[derive(Debug)]
pub(crate) struct Wording<'a> {
    /// The characters a reader sees, line breaks as blanks.
    pub(crate) plain: Cow<'a, str>,
    /// The links in it.
    pub(crate) links: Vec<LinkUse<'a>>,
    /// Where its parts come from, in order.
    pub(crate) pieces: Vec<Piece>,
    /// The words in it that rules compare, in its order.
    pub(crate) tokens: Vec<Token<'a>>,
    /// Sums of the tokens of each [`Group`], whatever their order.
    pub(crate) sums: [u64; Group::COUNT],
    /// Runs of letters that may be two words.
    pub(crate) doubles: Vec<Range<usize>>,
    /// Abbreviations.
    pub(crate) abbreviations: Vec<Range<usize>>,
    /// What it says, as far as the lexicon of its language knows.
    pub(crate) said: Said,
    /// The things it names that must not be taken for each other; nothing without a lexicon.
    pub(crate) things: Things,
    /// What there is in it.
    pub(crate) traits: Traits,
    form: OnceLock<Box<str>>,
}

/// A link in a text.
#[derive(Debug)]
pub(crate) struct LinkUse<'a> {
    /// Where it leads, as written.
    pub(crate) target: &'a str,
    /// Its text, as bytes of [`Wording::plain`].
    pub(crate) range: Range<usize>,
    /// Its place; see [`super::text::Text::place_of`].
    pub(super) span: Span,
    form: OnceLock<Box<str>>,
}

/// Where a part of the plain text comes from.
#[derive(Debug)]
pub(crate) struct Piece {
    start: u32,
    end: u32,
    pub(super) span: Span,
    pub(super) kind: PieceKind,
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

/// Tokens that are compared together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// Names, and words with numbers.
    Names,
    /// Numbers.
    Numbers,
    /// Paths.
    Paths,
}

impl Group {
    /// How many there are.
    pub(crate) const COUNT: usize = 3;

    /// The group of the tokens of `kind`.
    pub(crate) fn of(kind: TokenKind) -> Option<Self> {
        match kind {
            TokenKind::Name(_)
            | TokenKind::Numbered
            | TokenKind::HealthSetWord
            | TokenKind::Element => Some(Self::Names),
            TokenKind::Number => Some(Self::Numbers),
            TokenKind::Path => Some(Self::Paths),
            TokenKind::Literal | TokenKind::Word => None,
        }
    }
}

bitflags! {
    /// What there is in a text: most texts have nothing of what most rules look at.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub(crate) struct Traits: u16 {
        /// A token.
        const TOKEN = 1;
        /// A token that is usually written in other case.
        const ODD_CASE = 1 << 1;
        /// A link.
        const LINK = 1 << 2;
        /// Bold type or code.
        const MARKED = 1 << 3;
        /// Letters that may be two words.
        const DOUBLE = 1 << 4;
        /// An abbreviation.
        const ABBREVIATION = 1 << 5;
        /// Something about health or existence.
        const SENSE = 1 << 6;
        /// Something that rules about texts alone have to say.
        const UNSOUND = 1 << 7;
        /// No letter of the script of its language.
        const FOREIGN = 1 << 8;
        /// A name that no table or command has.
        const STRANGE_NAME = 1 << 9;
        /// A name of a health set, of a probe or monitor, or of an application pool.
        const PART_NAME = 1 << 10;
        /// A negation, or a word that has one in it.
        const NEGATION = 1 << 11;
    }
}

impl<'a> LinkUse<'a> {
    /// A link to `target`.
    pub(super) fn new(target: &'a str, range: Range<usize>, span: Span) -> Self {
        Self {
            target,
            range,
            span,
            form: OnceLock::new(),
        }
    }
}

impl Piece {
    /// The bytes `range` of the plain text, which come from `span`.
    pub(super) fn new(range: &Range<usize>, span: Span, kind: PieceKind) -> Self {
        // Clamped as places are.
        let Span { start, end } = Span::new(range.start, range.end);
        Self {
            start,
            end,
            span,
            kind,
        }
    }

    /// The bytes of the plain text.
    pub(super) fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl Wording<'_> {
    /// Nothing at all.
    pub(super) const fn empty() -> Self {
        Self {
            plain: Cow::Borrowed(""),
            links: Vec::new(),
            pieces: Vec::new(),
            tokens: Vec::new(),
            sums: [0; Group::COUNT],
            doubles: Vec::new(),
            abbreviations: Vec::new(),
            said: Said::NOTHING,
            traits: Traits::empty(),
            form: OnceLock::new(),
            things: Things::empty(),
        }
    }

    /// Whether there is something of `traits`.
    pub(crate) fn has(&self, traits: Traits) -> bool {
        self.traits.intersects(traits)
    }

    /// Runs of letters that may be two words, with their places.
    pub(crate) fn doubles(&self) -> impl Iterator<Item = (usize, &str)> {
        self.parts_at(&self.doubles)
    }

    /// Abbreviations with their places.
    pub(crate) fn abbreviations(&self) -> impl Iterator<Item = (usize, &str)> {
        self.parts_at(&self.abbreviations)
    }

    fn parts_at(&self, ranges: &[Range<usize>]) -> impl Iterator<Item = (usize, &str)> {
        let ranges = ranges.iter();
        ranges.map(|range| (range.start, &self.plain[range.clone()]))
    }

    /// All of it as a term of the [`super::glossary::Glossary`].
    pub(crate) fn form(&self) -> &str {
        let whole = || form(self, 0..self.plain.len()).into();
        self.form.get_or_init(whole)
    }

    /// The text of a link of this text as a term of the [`super::glossary::Glossary`].
    pub(crate) fn link_form<'t>(&self, link: &'t LinkUse<'_>) -> &'t str {
        let text = || form(self, link.range.clone()).into();
        link.form.get_or_init(text)
    }

    /// How the character at byte `at` is marked.
    pub(crate) fn kind_at(&self, at: usize) -> PieceKind {
        self.piece_at(at)
            .map_or(PieceKind::Plain, |piece| piece.kind)
    }

    /// Where code stands in [`Self::plain`].
    pub(crate) fn codes(&self) -> impl Iterator<Item = Range<usize>> {
        let codes = self
            .pieces
            .iter()
            .filter(|piece| piece.kind == PieceKind::Code);
        codes.map(Piece::range)
    }

    /// The parts in bold type or code.
    pub(crate) fn marked(&self) -> impl Iterator<Item = &str> {
        let marked = self
            .pieces
            .iter()
            .filter(|piece| piece.kind != PieceKind::Plain);
        marked.filter_map(|piece| self.plain.get(piece.range()))
    }

    /// Where parts in bold type or code stand that are marked alike from end to end.
    pub(crate) fn marked_ranges(&self) -> Vec<Range<usize>> {
        let groups = self.pieces.chunk_by(|a, b| a.kind == b.kind);
        let marked =
            groups.filter(|group| group.iter().all(|piece| piece.kind != PieceKind::Plain));
        let ends = marked.filter_map(|group| Some((group.first()?, group.last()?)));
        ends.map(|(first, last)| first.range().start..last.range().end)
            .collect()
    }

    /// Where a part begins that is marked in another way than the one before it, and whether it is in bold type or code. No
    /// mark comes before the first.
    pub(super) fn edges(&self) -> impl Iterator<Item = (usize, bool)> {
        let mut before = PieceKind::Plain;
        self.pieces.iter().filter_map(move |piece| {
            let is_edge = std::mem::replace(&mut before, piece.kind) != piece.kind;
            is_edge.then(|| (piece.range().start, piece.kind != PieceKind::Plain))
        })
    }

    /// The part that the byte `at` belongs to.
    pub(super) fn piece_at(&self, at: usize) -> Option<&Piece> {
        let next = self.pieces.partition_point(|piece| piece.range().end <= at);
        let piece = self.pieces.get(next);
        piece.filter(|piece| piece.range().start <= at)
    }
}
