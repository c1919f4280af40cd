//! Reads texts: all that are alike once.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::draft::Draft;
use super::lookup::Words;
use super::order;
use super::phrases::Starts;
use super::rules;
use super::sense::Negation;
use super::text::Text;
use super::token::{Token, TokenKind, parts};
use super::tongue::{Tongue, Tongues};
use super::unit::Sheet;
use super::vocabulary::{NameKind, Vocabulary};
use super::wording::{PieceKind, Traits, Wording};
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

/// What is to be read in texts of one language.
struct Alike<'t, 'a> {
    /// One of all that are alike.
    distinct: Vec<&'t Draft<'a>>,
    /// Which of them each text is like.
    numbers: Vec<usize>,
}

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
        let alike: Vec<Alike<'_, 'a>> = texts.par_iter().map(|texts| self.alike(texts)).collect();
        let distinct = alike.iter().zip(tongues).flat_map(|(alike, tongue)| {
            let drafts = alike.distinct.iter();
            drafts.map(move |draft| (tongue, *draft))
        });
        let distinct: Vec<(&Tongue, &Draft<'a>)> = distinct.collect();
        // Names are the same in all languages, so each is looked up once for all of them.
        let wordings: Vec<Arc<Wording<'a>>> = distinct
            .par_iter()
            .map_init(
                || (Words::new(self.vocabulary), Starts::default()),
                |(words, starts), (tongue, draft)| self.wording(words, starts, tongue, draft),
            )
            .collect();
        let mut rest = wordings.as_slice();
        for (texts, alike) in texts.into_iter().zip(alike) {
            let own;
            (own, rest) = rest.split_at(alike.distinct.len());
            for ((text, _), at) in texts.into_iter().zip(alike.numbers) {
                text.wording = Some(Arc::clone(&own[at]));
            }
        }
    }

    /// The texts of a health set by what they are read in.
    fn by_tongue<'t>(&self, sheet: &'t mut Sheet<'a>) -> Vec<Vec<Unread<'t, 'a>>> {
        let texts = || Vec::with_capacity(sheet.units.len());
        let mut by_tongue: Vec<_> = self.tongues.all().iter().map(|_| texts()).collect();
        let mut drafts = sheet.drafts.iter();
        for unit in &mut sheet.units {
            // Both are in the order of the tags.
            let mut numbers = self.tongues.numbers();
            for ((locale, text), draft) in unit.texts.iter_mut().zip(&mut drafts) {
                if let Some((_, number)) = numbers.find(|(tag, _)| tag == locale) {
                    by_tongue[number].push((text, draft));
                }
            }
        }
        by_tongue
    }

    /// Which texts of one language are alike.
    fn alike<'t>(&self, texts: &[Unread<'t, 'a>]) -> Alike<'t, 'a> {
        let mut known: FxHashMap<Look<'_, 'a>, usize> = FxHashMap::default();
        known.reserve(texts.len());
        let mut distinct = Vec::new();
        let numbers = texts.iter().map(|&(_, draft)| {
            *known.entry(self.look(draft)).or_insert_with(|| {
                distinct.push(draft);
                distinct.len() - 1
            })
        });
        let numbers = numbers.collect();
        Alike { distinct, numbers }
    }

    fn look<'t>(&'t self, draft: &'t Draft<'a>) -> Look<'t, 'a> {
        let source = self.sources.get(draft.article.source.0 as usize);
        let raw = source.map_or("", |source| draft.span.of(&source.text));
        Look { raw, draft }
    }

    fn wording(
        &self,
        words: &mut Words<'_, 'a>,
        starts: &mut Starts,
        tongue: &Tongue,
        draft: &Draft<'a>,
    ) -> Arc<Wording<'a>> {
        let mut wording = draft.wording();
        let parts = parts(&wording.plain, wording.edges(), words);
        wording.sums = order::sums(&wording.plain, &parts.tokens);
        wording.tokens = parts.tokens;
        wording.doubles = parts.doubles;
        wording.abbreviations = parts.abbreviations;
        tongue.read(&mut wording, starts);
        wording.traits = traits(tongue.locale, &wording);
        if parts.is_glued {
            wording.traits.insert(Traits::DOUBLE);
        }
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
    let (tokens, mut pieces) = (&wording.tokens, wording.pieces.iter());
    let is_marked = pieces.any(|piece| piece.kind != PieceKind::Plain);
    let is_odd = |token: &Token<'_>| token.usual.is_some();
    let says = wording.said.topics.iter().any(|said| said.all() > 0);
    let negates = wording.said.negation != Negation::None;
    let mut traits = Traits::empty();
    traits.set(Traits::TOKEN, !tokens.is_empty());
    traits.set(Traits::ODD_CASE, tokens.iter().any(is_odd));
    traits.set(Traits::STRANGE_NAME, tokens.iter().any(rules::is_strange));
    traits.set(Traits::PART_NAME, tokens.iter().any(is_part));
    traits.set(Traits::LINK, !wording.links.is_empty());
    traits.set(Traits::MARKED, is_marked);
    traits.set(Traits::DOUBLE, !wording.doubles.is_empty());
    traits.set(Traits::ABBREVIATION, !wording.abbreviations.is_empty());
    traits.set(Traits::SENSE, says);
    traits.set(Traits::NEGATION, negates);
    traits.set(Traits::FOREIGN, rules::is_foreign(locale, &wording.plain));
    traits
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
