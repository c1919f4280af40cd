//! Languages that are read alike: the variants of one language, where they have the same lexicon.

use rayon::prelude::*;

use super::sense::Senses;
use super::thing::Finder;
use crate::locale::{Languages, Lexicon, Locale, Localized};

/// A language, or some variants of it that are read alike.
#[derive(Debug)]
pub(crate) struct Tongue {
    /// One of the variants.
    pub(crate) locale: Locale,
    /// The lexicon of health and existence, if there is one.
    pub(crate) senses: Option<Senses>,
    /// What finds things that must not be taken for each other, if the lexicon has any.
    pub(crate) things: Option<Finder>,
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
        let read = |&(locale, lexicon): &(Locale, Option<&Lexicon>)| Tongue {
            locale,
            senses: lexicon.and_then(|lexicon| Senses::new(&lexicon.polarity)),
            things: lexicon.and_then(|lexicon| Finder::new(&lexicon.things)),
        };
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
