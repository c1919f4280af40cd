//! What texts of one language have in common that are alike, markup and all: found out once for all of them. More than
//! half of what an article says other articles say, too, word for word.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::rules;
use super::sense::{Mentions, Senses};
use super::text::Text;
use super::token::{Parts, Words};
use super::unit::Unit;
use super::vocabulary::Vocabulary;
use crate::locale::Locale;
use crate::workspace::Source;

/// What follows from the characters and the markup of a text alone.
#[derive(Debug)]
pub(crate) struct Wording<'a> {
    /// Its tokens, and what else is more than plain words.
    pub(crate) parts: Parts<'a>,
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
            text.wording = Some(wording);
        }
    }

    /// The wording of each text, in order.
    fn wordings(&self, sets: &[Vec<Unit<'a>>]) -> Vec<Arc<Wording<'a>>> {
        let texts = sets.iter().flatten().flat_map(|unit| &unit.texts);
        let number = texts.clone().count();
        let mut numbers: FxHashMap<Look<'_, 'a>, usize> = FxHashMap::default();
        numbers.reserve(number);
        let mut distinct = Vec::new();
        let all: Vec<usize> = texts
            .map(|(locale, text)| {
                let look = Look {
                    locale: *locale,
                    raw: text.raw(text.whole(), self.sources),
                    text,
                };
                *numbers.entry(look).or_insert_with(|| {
                    distinct.push((*locale, text));
                    distinct.len() - 1
                })
            })
            .collect();
        let distinct = distinct.par_iter();
        let read: Vec<Arc<Wording<'a>>> = distinct
            .map_init(
                || Words::new(self.vocabulary),
                |words, (locale, text)| Arc::new(self.wording(words, *locale, text)),
            )
            .collect();
        all.into_iter().map(|at| Arc::clone(&read[at])).collect()
    }

    fn wording<'t>(
        &self,
        words: &mut Words<'t, 'a>,
        locale: Locale,
        text: &'t Text<'a>,
    ) -> Wording<'a> {
        let parts = text.parts(words);
        let said = self
            .senses
            .get(&locale)
            .map(|senses| senses.read(text, &parts.tokens));
        Wording {
            said: said.unwrap_or_default(),
            is_sound: rules::OF_TEXTS
                .iter()
                .all(|is_sound| is_sound(text, self.sources)),
            parts,
        }
    }
}

/// All that a wording follows from.
struct Look<'t, 'a> {
    locale: Locale,
    /// The text as the file has it.
    raw: &'t str,
    text: &'t Text<'a>,
}

impl PartialEq for Look<'_, '_> {
    fn eq(&self, other: &Self) -> bool {
        self.locale == other.locale && self.raw == other.raw && self.text.is_marked_like(other.text)
    }
}

impl Eq for Look<'_, '_> {}

impl Hash for Look<'_, '_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.plain.hash(state);
    }
}
