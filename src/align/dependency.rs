//! What probes depend on, as language-neutral terms.
//!
//! Cells of the same row and place mean the same in every language. A term is named by the language files where one
//! of them knows the cell, else by the source language, else by what other rows taught about the same words.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::locale::{Languages, Locale, Localized};
use crate::model::{Dependency, DependencyId, Slug};

use super::rows::Table;

/// The terms, and what every language calls them.
#[derive(Debug, Default)]
pub(super) struct Terms<'a> {
    /// The term of a cell, by language and text; `None` for cells that say there is no dependency.
    known: FxHashMap<(Locale, &'a str), Option<DependencyId>>,
    /// How often each language uses each name.
    names: BTreeMap<DependencyId, BTreeMap<Locale, BTreeMap<&'a str, usize>>>,
    /// The names that language files show.
    shown: FxHashMap<(Locale, DependencyId), String>,
}

impl<'a> Terms<'a> {
    /// Learns from aligned tables.
    pub(super) fn learn(
        tables: &[&Table<'a>],
        languages: &Languages,
        source: Option<Locale>,
    ) -> Self {
        let mut terms = Self::default();
        let cells = || {
            let tables = tables.iter();
            tables.flat_map(|table| table.dependencies())
        };
        // What the language files know comes first, so that no order of rows decides.
        let mut looked_up: FxHashMap<(Locale, &str), Option<Meaning>> = FxHashMap::default();
        for cell in cells() {
            let meanings: Vec<Meaning> = cell
                .iter()
                .filter_map(|(locale, text)| {
                    let meaning = looked_up
                        .entry((locale, text))
                        .or_insert_with(|| meaning(languages, locale, text));
                    meaning.clone()
                })
                .collect();
            if let Some(meaning) = majority(&meanings) {
                terms.teach(cell, &meaning);
            }
        }
        for cell in cells() {
            if cell
                .iter()
                .any(|(locale, text)| !terms.known.contains_key(&(locale, *text)))
            {
                let meaning = terms
                    .taught(cell)
                    .unwrap_or_else(|| Meaning::Term(named_after(cell, source)));
                terms.teach(cell, &meaning);
            }
        }
        for (locale, data) in terms
            .locales()
            .into_iter()
            .filter_map(|l| Some((l, languages.get(l)?)))
        {
            for (term, names) in &data.lexicon.dependencies {
                if let (Some(id), Some(name)) = (Slug::of_text(term), names.first()) {
                    terms.shown.insert((locale, id.into()), name.clone());
                }
            }
        }
        terms
    }

    fn locales(&self) -> Vec<Locale> {
        let mut locales: Vec<Locale> = self
            .names
            .values()
            .flat_map(BTreeMap::keys)
            .copied()
            .collect();
        locales.sort();
        locales.dedup();
        locales
    }

    fn teach(&mut self, cell: &Localized<&'a str>, meaning: &Meaning) {
        let id = match meaning {
            Meaning::None => None,
            Meaning::Term(id) => Some(id.clone()),
        };
        for (locale, text) in cell.iter() {
            self.known
                .entry((locale, *text))
                .or_insert_with(|| id.clone());
            if let Some(id) = &id {
                let names = self
                    .names
                    .entry(id.clone())
                    .or_default()
                    .entry(locale)
                    .or_default();
                *names.entry(*text).or_default() += 1;
            }
        }
    }

    fn taught(&self, cell: &Localized<&str>) -> Option<Meaning> {
        let meanings: Vec<Meaning> = cell
            .iter()
            .filter_map(|(locale, text)| self.known.get(&(locale, *text)))
            .map(|id| id.clone().map_or(Meaning::None, Meaning::Term))
            .collect();
        majority(&meanings)
    }

    /// The term of an aligned cell; `None` if it says that there is no dependency.
    pub(super) fn of(&self, cell: &Localized<&str>) -> Option<DependencyId> {
        match self.taught(cell)? {
            Meaning::None => None,
            Meaning::Term(id) => Some(id),
        }
    }

    /// The terms with their names: those of the language files, else the most frequent ones.
    pub(super) fn dependencies(&self) -> Vec<Dependency> {
        self.names
            .iter()
            .map(|(id, by_locale)| {
                let name = by_locale
                    .iter()
                    .filter_map(|(&locale, names)| {
                        let frequent = names
                            .iter()
                            .max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)))
                            .map(|(&name, _)| name.to_owned());
                        let shown = self.shown.get(&(locale, id.clone())).cloned();
                        Some((locale, shown.or(frequent)?))
                    })
                    .collect();
                Dependency {
                    id: id.clone(),
                    name,
                }
            })
            .collect()
    }
}

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Meaning {
    None,
    Term(DependencyId),
}

/// What the language file of `locale` says about a cell.
fn meaning(languages: &Languages, locale: Locale, text: &str) -> Option<Meaning> {
    let lexicon = &languages.get(locale)?.lexicon;
    if lexicon.none.iter().any(|none| none == text) {
        return Some(Meaning::None);
    }
    let names = lexicon.dependencies.iter();
    names
        .chain(&lexicon.dependency_mistakes)
        .find(|(_, names)| names.iter().any(|name| name == text))
        .and_then(|(term, _)| Slug::of_text(term))
        .map(|slug| Meaning::Term(slug.into()))
}

/// The most frequent meaning; of equally frequent ones the smallest.
fn majority(meanings: &[Meaning]) -> Option<Meaning> {
    let mut counts: BTreeMap<&Meaning, usize> = BTreeMap::new();
    for meaning in meanings {
        *counts.entry(meaning).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(a.0)))
        .map(|(meaning, _)| meaning.clone())
}

/// A new term, named by the words of the source language, or of the first language whose letters can stand
/// in an ID; a term that no language writes so is named by a hash of its words.
fn named_after(cell: &Localized<&str>, source: Option<Locale>) -> DependencyId {
    let ascii = |text: &&&str| text.is_ascii();
    let own = source.and_then(|source| cell.get(source)).filter(ascii);
    own.or_else(|| cell.values().find(ascii))
        .and_then(|text| Slug::of_text(text))
        .or_else(|| {
            let text = cell.values().next()?;
            let hash = blake3::hash(text.as_bytes()).to_hex();
            Slug::of_text(&format!("term-{}", &hash[..8]))
        })
        .unwrap_or_else(|| Slug::of_text("term").expect("letters are a slug"))
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locale(tag: &str) -> Locale {
        tag.parse().expect("a tag")
    }

    fn cell<'a>(texts: &[(&str, &'a str)]) -> Localized<&'a str> {
        texts
            .iter()
            .map(|(tag, text)| (locale(tag), *text))
            .collect()
    }

    fn learn(cells: Vec<Localized<&'static str>>, source: Option<&str>) -> Terms<'static> {
        let rows = cells
            .into_iter()
            .map(|cell| super::super::rows::Row {
                probe: None,
                health_set: crate::model::HealthSetId::new("X").expect("an ID"),
                monitors: Vec::new(),
                cells: Localized::default(),
                dependencies: vec![cell],
            })
            .collect();
        let table = Table {
            rows,
            ..Table::default()
        };
        let locales = [locale("en-US"), locale("it-IT"), locale("tlh")];
        let languages = Languages::load(&locales, None, &[]).expect("loads");
        Terms::learn(&[&table], &languages, source.map(locale))
    }

    #[test]
    fn one_language_that_knows_teaches_those_that_do_not() {
        let known = cell(&[("en-US", "Authentication"), ("tlh", "qawHaq")]);
        let alone = cell(&[("tlh", "qawHaq")]);
        let terms = learn(vec![alone.clone(), known], Some("en-US"));
        assert_eq!(terms.of(&alone).expect("a term").as_str(), "authentication");
    }

    #[test]
    fn new_terms_are_named_by_the_source_and_never_by_other_letters() {
        let new = cell(&[("en-US", "Disk Queue"), ("it-IT", "Coda")]);
        assert_eq!(
            learn(vec![new.clone()], Some("en-US"))
                .of(&new)
                .expect("a term")
                .as_str(),
            "disk-queue"
        );
        let foreign = cell(&[("ja-JP", "\u{30c7}\u{30a3}\u{30b9}\u{30af}")]);
        let id = learn(vec![foreign.clone()], None)
            .of(&foreign)
            .expect("a term");
        assert!(id.as_str().is_ascii() && id.as_str().starts_with("term-"));
    }

    #[test]
    fn none_is_no_dependency() {
        let none = cell(&[("en-US", "None"), ("it-IT", "Nessuno")]);
        assert_eq!(learn(vec![none.clone()], Some("en-US")).of(&none), None);
    }
}
