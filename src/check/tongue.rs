//! Languages that are read alike: the variants of one language, where they have the same lexicon.

use std::ops::Range;

use rayon::prelude::*;

use super::phrases::{Beginnings, Starts};
use super::sense::{Negation, Senses};
use super::thing::{Finder, Things};
use super::wording::Wording;
use crate::locale::{Languages, Lexicon, Locale, Localized};

/// A language, or some variants of it that are read alike.
#[derive(Debug)]
pub(crate) struct Tongue {
    /// One of the variants.
    pub(crate) locale: Locale,
    /// The lexicon of opposites, if there is one.
    senses: Option<Senses>,
    /// What finds things that must not be taken for each other, if the lexicon has any.
    things: Option<Finder>,
    /// How the phrases of both begin.
    beginnings: Beginnings,
}

impl Tongue {
    fn new(locale: Locale, lexicon: Option<&Lexicon>) -> Self {
        let senses = lexicon.and_then(|lexicon| Senses::new(&lexicon.polarity));
        let things = lexicon.and_then(|lexicon| Finder::new(&lexicon.things));
        let of_senses = senses.iter().map(Senses::beginnings);
        let of_things = things.iter().map(Finder::beginnings);
        let beginnings = Beginnings::of_all(of_senses.chain(of_things));
        Self {
            locale,
            senses,
            things,
            beginnings,
        }
    }

    /// Reads what the lexicon tells of a text of which the tokens are known. What `starts` holds is of another text.
    pub(crate) fn read(&self, text: &mut Wording<'_>, starts: &mut Starts) {
        if self.senses.is_none() && self.things.is_none() {
            return;
        }
        // Bold type ends a word, although the blank behind it was lost.
        let edges = text.edges().map(|(edge, _)| edge);
        starts.read(&text.plain, edges, &self.beginnings);
        if let Some(senses) = &self.senses {
            text.said = senses.read(text, starts);
        }
        if let Some(things) = &self.things {
            text.things = things.all(&text.plain, starts);
        }
    }

    /// Whether the lexicon has opposites and negations.
    pub(crate) fn negates(&self) -> bool {
        self.senses.is_some()
    }

    /// How a text negates, read as one of this language.
    pub(crate) fn negation(&self, text: &Wording<'_>) -> Negation {
        let edges = text.edges().map(|(edge, _)| edge);
        let starts = Starts::of(&text.plain, edges, &self.beginnings);
        let said = self
            .senses
            .as_ref()
            .map(|senses| senses.read(text, &starts));
        said.map_or(Negation::None, |said| said.negation)
    }

    /// Where a text of this language first names one of `things`.
    pub(crate) fn first(&self, text: &Wording<'_>, things: Things) -> Option<Range<usize>> {
        let finder = self.things.as_ref()?;
        let edges = text.edges().map(|(edge, _)| edge);
        let starts = Starts::of(&text.plain, edges, finder.beginnings());
        finder.first(&text.plain, &starts, things)
    }
}

/// All languages of the articles.
#[derive(Debug, Default)]
pub(crate) struct Tongues {
    all: Vec<Tongue>,
    numbers: Localized<usize>,
}

impl Tongues {
    /// Those of `locales`.
    pub(crate) fn new(locales: &[Locale], languages: &Languages) -> Self {
        let mut numbers = Localized::default();
        let mut distinct: Vec<(Locale, Option<&Lexicon>)> = Vec::new();
        for &locale in locales {
            let lexicon = languages.get(locale).map(|data| &data.lexicon);
            let is_alike = |(other, known): &(Locale, Option<&Lexicon>)| {
                other.language() == locale.language()
                    && other.script() == locale.script()
                    && *known == lexicon
            };
            let number = distinct.iter().position(is_alike).unwrap_or_else(|| {
                distinct.push((locale, lexicon));
                distinct.len() - 1
            });
            numbers.insert(locale, number);
        }
        let read = |&(locale, lexicon)| Tongue::new(locale, lexicon);
        Self {
            all: distinct.par_iter().map(read).collect(),
            numbers,
        }
    }

    /// All of them, one after the other.
    pub(crate) fn all(&self) -> &[Tongue] {
        &self.all
    }

    /// The one that `locale` belongs to.
    pub(crate) fn of(&self, locale: Locale) -> Option<&Tongue> {
        self.all.get(*self.numbers.get(locale)?)
    }

    /// Which of [`Self::all`] each language belongs to, in the order of the tags.
    pub(crate) fn numbers(&self) -> impl Iterator<Item = (Locale, usize)> {
        self.numbers
            .iter()
            .map(|(locale, number)| (locale, *number))
    }
}
