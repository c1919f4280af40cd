//! Reads texts: all that are alike once.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::draft::Draft;
use super::lookup::Words;
use super::order;
use super::rules;
use super::text::Text;
use super::token::{Token, TokenKind, parts};
use super::tongue::{Tongue, Tongues};
use super::unit::Sheet;
use super::vocabulary::{NameKind, Vocabulary};
use super::wording::{Group, PieceKind, Traits, Wording};
use crate::locale::Locale;
use crate::workspace::Source;

/// Reads texts.
pub(crate) struct Reader<'r, 'a> {
    /// The names to look for.
    pub(crate) vocabulary: &'r Vocabulary<'a>,
    /// The languages.
    pub(crate) tongues: &'r Tongues,
    /// The files.
    pub(crate) sources: &'r [Source],
}

/// A text with what is to be read.
type Unread<'t, 'a> = (&'t mut Text<'a>, &'t Draft<'a>);

impl<'a> Reader<'_, 'a> {
    /// Reads all texts of some health sets.
    pub(crate) fn read(&self, sheets: &mut [Sheet<'a>]) {
        let tongues = self.tongues.all();
        let sheets = sheets.par_iter_mut().map(|sheet| self.by_tongue(sheet));
        let mut sheets: Vec<Vec<Vec<Unread<'_, 'a>>>> = sheets.collect();
        let mut of_tongue = |number: usize| -> Vec<Unread<'_, 'a>> {
            let sheets = sheets.iter_mut();
            sheets
                .flat_map(|sheet| std::mem::take(&mut sheet[number]))
                .collect()
        };
        let texts: Vec<_> = (0..tongues.len()).map(&mut of_tongue).collect();
        let tongues = tongues.par_iter().zip(texts);
        tongues.for_each(|(tongue, texts)| self.read_alike(tongue, texts));
    }

    /// The texts of a health set by what they are read in.
    fn by_tongue<'t>(&self, sheet: &'t mut Sheet<'a>) -> Vec<Vec<Unread<'t, 'a>>> {
        let mut by_tongue = Vec::new();
        by_tongue.resize_with(self.tongues.all().len(), Vec::new);
        let texts = sheet.units.iter_mut().flat_map(|unit| &mut unit.texts);
        for ((locale, text), draft) in texts.zip(&sheet.drafts) {
            if let Some(number) = self.tongues.number(*locale) {
                by_tongue[number].push((text, draft));
            }
        }
        by_tongue
    }

    /// Reads texts of one language.
    fn read_alike(&self, tongue: &Tongue, texts: Vec<Unread<'_, 'a>>) {
        let mut known: FxHashMap<Look<'_, 'a>, usize> = FxHashMap::default();
        known.reserve(texts.len());
        let mut distinct = Vec::new();
        let places = texts.iter().map(|&(_, draft)| {
            *known.entry(self.look(draft)).or_insert_with(|| {
                distinct.push(draft);
                distinct.len() - 1
            })
        });
        let places: Vec<usize> = places.collect();
        let read: Vec<Arc<Wording<'a>>> = distinct
            .par_iter()
            .map_init(
                || Words::new(self.vocabulary),
                |words, draft| self.wording(words, tongue, draft),
            )
            .collect();
        for ((text, _), at) in texts.into_iter().zip(places) {
            text.wording = Some(Arc::clone(&read[at]));
        }
    }

    fn look<'t>(&'t self, draft: &'t Draft<'a>) -> Look<'t, 'a> {
        let source = self.sources.get(draft.article.source.0 as usize);
        let raw = source.map_or("", |source| draft.span.of(&source.text));
        Look { raw, draft }
    }

    fn wording(
        &self,
        words: &mut Words<'_, 'a>,
        tongue: &Tongue,
        draft: &Draft<'a>,
    ) -> Arc<Wording<'a>> {
        let mut wording = draft.wording();
        let parts = parts(&wording.plain, wording.edges(), words);
        let plain = &*wording.plain;
        let compounds = || parts.compounds.iter().cloned();
        wording.doubles = compounds()
            .flat_map(|at| rules::doubles(plain, at))
            .collect();
        wording.abbreviations = compounds()
            .flat_map(|at| rules::abbreviations(plain, at))
            .collect();
        wording.told = order::told(plain, &parts.tokens);
        wording.sums = Group::ALL.map(|group| order::sum(plain, &parts.tokens, |it| group.has(it)));
        wording.tokens = parts.tokens;
        if let Some(senses) = &tongue.senses {
            (wording.said, wording.things) = senses.read(&wording);
        }
        wording.traits = traits(tongue.locale, &wording);
        self.judged(draft, wording)
    }

    /// A wording with what the rules about texts alone say of it.
    fn judged(&self, draft: &Draft<'a>, wording: Wording<'a>) -> Arc<Wording<'a>> {
        let mut text = Text::unread(draft.article, draft.span, false);
        text.wording = Some(Arc::new(wording));
        let mut rules = rules::OF_TEXTS.iter();
        let is_sound = rules.all(|is_sound| is_sound(&text, self.sources));
        let mut wording = text.wording.unwrap_or_else(|| Arc::new(Wording::empty()));
        if let Some(own) = Arc::get_mut(&mut wording) {
            own.traits.set(Traits::UNSOUND, !is_sound);
        }
        wording
    }
}

/// What there is in a text, but for what the rules about texts alone say.
fn traits(locale: Locale, wording: &Wording<'_>) -> Traits {
    let mut pieces = wording.pieces.iter();
    let tokens = &wording.tokens;
    [
        (Traits::TOKEN, !tokens.is_empty()),
        (
            Traits::ODD_CASE,
            tokens.iter().any(|token| token.usual.is_some()),
        ),
        (Traits::STRANGE_NAME, tokens.iter().any(rules::is_strange)),
        (Traits::PART_NAME, tokens.iter().any(is_part)),
        (Traits::LINK, !wording.links.is_empty()),
        (
            Traits::MARKED,
            pieces.any(|piece| piece.kind != PieceKind::Plain),
        ),
        (Traits::DOUBLE, !wording.doubles.is_empty()),
        (Traits::ABBREVIATION, !wording.abbreviations.is_empty()),
        (
            Traits::SENSE,
            wording.said.iter().any(|said| said.all() > 0),
        ),
        (Traits::THING, !wording.things.is_empty()),
        (Traits::FOREIGN, rules::is_foreign(locale, &wording.plain)),
    ]
    .into_iter()
    .filter_map(|(own, is_there)| is_there.then_some(own))
    .collect()
}

/// Whether a token names a part of Exchange.
fn is_part(token: &Token<'_>) -> bool {
    matches!(token.kind, TokenKind::Name(kind) if !matches!(kind, NameKind::Cmdlet | NameKind::Other))
}

/// All that a wording follows from, but for its language.
struct Look<'t, 'a> {
    /// The text as the file has it; nothing without files.
    raw: &'t str,
    draft: &'t Draft<'a>,
}

impl PartialEq for Look<'_, '_> {
    /// The same bytes are read in more than one way: a link may be defined elsewhere, and HTML knows no escapes.
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw && self.draft.reads_like(other.draft)
    }
}

impl Eq for Look<'_, '_> {}

impl Hash for Look<'_, '_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.raw.hash(state);
        if self.raw.is_empty() {
            self.draft.leaves(&mut |text| text.hash(state));
        }
    }
}
