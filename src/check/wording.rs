//! What texts of one language have in common that are alike, markup and all: found out once for all of them. More than
//! half of what an article says other articles say, too, word for word.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::order;
use super::rules;
use super::sense::{Mentions, Senses};
use super::text::Text;
use super::token::{Token, Words};
use super::unit::Unit;
use super::vocabulary::Vocabulary;
use crate::locale::Locale;
use crate::workspace::Source;

/// What follows from the characters and the markup of a text alone.
#[derive(Debug)]
pub(crate) struct Wording<'a> {
    /// The words in it that rules compare, in its order.
    pub(crate) tokens: Vec<Token<'a>>,
    /// What its tokens tell it by; see [`order::told`].
    pub(crate) told: u64,
    /// Runs of letters that may be two words.
    pub(crate) doubles: Vec<Range<usize>>,
    /// Abbreviations.
    pub(crate) abbreviations: Vec<Range<usize>>,
    /// What it says of health and existence, in the order of [`super::sense::Topic::ALL`]; nothing without a lexicon.
    pub(crate) said: [Mentions; 2],
    /// Whether the rules about texts alone have nothing to say.
    pub(crate) is_sound: bool,
}

/// Reads texts.
pub(crate) struct Reader<'r, 'a> {
    /// The names to look for.
    pub(crate) vocabulary: &'r Vocabulary<'a>,
    /// The lexicon of health and existence of each language that has one.
    pub(crate) senses: &'r BTreeMap<Locale, Senses>,
    /// The files.
    pub(crate) sources: &'r [Source],
}

impl<'a> Reader<'_, 'a> {
    /// Reads all texts of some health sets.
    pub(crate) fn read(&self, sets: &mut [Vec<Unit<'a>>]) {
        let wordings = self.wordings(sets);
        let texts = sets.iter_mut().flatten().flat_map(|unit| &mut unit.texts);
        for ((_, text), wording) in texts.zip(wordings) {
            text.wording = wording;
        }
    }

    /// The wording of each text, in order.
    fn wordings(&self, sets: &[Vec<Unit<'a>>]) -> Vec<Option<Arc<Wording<'a>>>> {
        let texts = sets.iter().flatten().flat_map(|unit| &unit.texts);
        let mut by_language: BTreeMap<Locale, Vec<(usize, &Text<'a>)>> = BTreeMap::new();
        let mut number = 0;
        for (locale, text) in texts {
            by_language.entry(*locale).or_default().push((number, text));
            number += 1;
        }
        let read: Vec<Vec<(usize, Arc<Wording<'a>>)>> = by_language
            .par_iter()
            .map(|(locale, texts)| self.of_language(*locale, texts))
            .collect();
        let mut wordings = vec![None; number];
        for (at, wording) in read.into_iter().flatten() {
            wordings[at] = Some(wording);
        }
        wordings
    }

    /// The wordings of texts of one language, with the numbers of the texts.
    fn of_language<'t>(
        &self,
        locale: Locale,
        texts: &[(usize, &'t Text<'a>)],
    ) -> Vec<(usize, Arc<Wording<'a>>)> {
        let mut known: FxHashMap<Look<'_, 'a>, usize> = FxHashMap::default();
        known.reserve(texts.len());
        let mut distinct = Vec::new();
        let mut look_up = |text: &'t Text<'a>| {
            let raw = text.raw(text.whole(), self.sources);
            *known.entry(Look { raw, text }).or_insert_with(|| {
                distinct.push(text);
                distinct.len() - 1
            })
        };
        let places: Vec<(usize, usize)> = texts
            .iter()
            .map(|&(number, text)| (number, look_up(text)))
            .collect();
        let read: Vec<Arc<Wording<'a>>> = distinct
            .par_iter()
            .map_init(
                || Words::new(self.vocabulary),
                |words, text| Arc::new(self.wording(words, locale, text)),
            )
            .collect();
        let wording = |(number, at): (usize, usize)| (number, Arc::clone(&read[at]));
        places.into_iter().map(wording).collect()
    }

    fn wording<'t>(
        &self,
        words: &mut Words<'t, 'a>,
        locale: Locale,
        text: &'t Text<'a>,
    ) -> Wording<'a> {
        let parts = text.parts(words);
        let senses = self.senses.get(&locale);
        let said = senses.map(|senses| senses.read(text, &parts.tokens));
        let compounds = || parts.compounds.iter().cloned();
        let plain = text.plain.as_str();
        Wording {
            told: order::told(plain, &parts.tokens),
            doubles: compounds()
                .flat_map(|at| rules::doubles(plain, at))
                .collect(),
            abbreviations: compounds()
                .flat_map(|at| rules::abbreviations(plain, at))
                .collect(),
            said: said.unwrap_or_default(),
            is_sound: rules::OF_TEXTS
                .iter()
                .all(|is_sound| is_sound(text, self.sources)),
            tokens: parts.tokens,
        }
    }
}

/// All that a wording follows from, but for its language.
struct Look<'t, 'a> {
    /// The text as the file has it.
    raw: &'t str,
    text: &'t Text<'a>,
}

impl PartialEq for Look<'_, '_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw && self.text.is_marked_like(other.text)
    }
}

impl Eq for Look<'_, '_> {}

impl Hash for Look<'_, '_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.plain.hash(state);
    }
}
