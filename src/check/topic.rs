//! Health sets with their aligned texts.

use rayon::prelude::*;

use super::lacking::Lacking;
use super::order::{self, Swap};
use super::reader::Reader;
use super::unit::{self, Sheet, Unit};
use crate::locale::Locale;
use crate::model::HealthSet;

/// One health set with its aligned texts.
pub(crate) struct Topic<'c> {
    pub(crate) set: &'c HealthSet<'c>,
    pub(crate) units: Vec<Unit<'c>>,
    /// For each section, the languages whose texts there are not to be compared; see [`unit::astray`].
    pub(crate) astray: Vec<Vec<Locale>>,
    /// Texts that changed places.
    pub(crate) swaps: Vec<Swap>,
    /// Commands that a language lacks.
    pub(crate) lacking: Lacking<'c>,
    /// How many bytes the texts of each language have.
    lengths: Vec<(Locale, usize)>,
}

impl<'c> Topic<'c> {
    /// The topics of `sets`, in their order.
    pub(super) fn read(sets: &[&'c HealthSet<'c>], reader: &Reader<'_, 'c>) -> Vec<Self> {
        let astray: Vec<Vec<Vec<Locale>>> = sets.par_iter().map(|set| unit::astray(set)).collect();
        let sheets = sets.par_iter().zip(&astray);
        let mut sheets: Vec<Sheet<'c>> = sheets
            .map(|(set, astray)| unit::sheet(set, astray))
            .collect();
        reader.read(&mut sheets);
        let parts = sets.par_iter().zip(astray).zip(sheets);
        parts
            .map(|((set, astray), sheet)| Self::new(set, astray, sheet.units))
            .collect()
    }

    fn new(set: &'c HealthSet<'c>, astray: Vec<Vec<Locale>>, mut units: Vec<Unit<'c>>) -> Self {
        units.iter_mut().for_each(Unit::sum_up);
        let swaps = order::swaps(&units);
        // What was swapped is reported as such, and not compared with what it is not.
        for swap in &swaps {
            for at in [swap.first, swap.second] {
                units[at].doubt(swap.locale);
            }
        }
        let locales = set.articles.locales();
        let mut lengths: Vec<(Locale, usize)> = locales.map(|locale| (locale, 0)).collect();
        for unit in &units {
            // Both are in the order of the tags.
            let mut lengths = lengths.iter_mut();
            for (locale, text) in &unit.texts {
                let own = lengths.find(|(tag, _)| tag == locale);
                own.into_iter()
                    .for_each(|(_, length)| *length += text.plain.len());
            }
        }
        Self {
            set,
            units,
            astray,
            swaps,
            lacking: Lacking::of(set),
            lengths,
        }
    }

    /// How many bytes the article of `locale` has.
    pub(crate) fn length(&self, locale: Locale) -> usize {
        let mut lengths = self.lengths.iter();
        let own = lengths.find(|(tag, _)| *tag == locale);
        own.map_or(0, |(_, length)| *length)
    }
}
