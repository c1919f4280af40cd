//! Categories of the catalogue: which are one in all languages, and what their IDs are.
//!
//! A category is what it holds: its heading is text, its place may change, and a language may lack it. So the health sets in
//! it say which categories are the same, and which is the one that Exchange itself has a name for.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::article::{Catalogue, CatalogueCategory, CatalogueEntry};
use crate::diagnostic::SourceId;
use crate::locale::{Locale, Localized};
use crate::model::{CategoryId, HealthGroup, HealthSetId, Slug};

use super::identity::Names;

/// A category of every language that has it.
#[derive(Default)]
pub(super) struct Column<'c> {
    pub(super) categories: Localized<(SourceId, &'c CatalogueCategory)>,
    /// Its health sets, in the order in which languages name them.
    pub(super) order: Vec<HealthSetId>,
    pub(super) rows: BTreeMap<HealthSetId, Localized<&'c CatalogueEntry>>,
}

/// The categories over all languages: those that hold the same health sets are one. They are in the order of the first
/// language; what that lacks comes behind.
pub(super) fn columns<'c>(catalogues: &Localized<&'c Catalogue>, names: &Names) -> Vec<Column<'c>> {
    let mut columns: Vec<Column<'c>> = Vec::new();
    for (locale, catalogue) in catalogues.iter() {
        for category in &catalogue.categories {
            let held = health_sets(category, names);
            let shared = |column: &Column<'_>| {
                let is_free = column.categories.get(locale).is_none();
                held.iter()
                    .filter(|(set, _)| is_free && column.rows.contains_key(set))
                    .count()
            };
            let (most, Reverse(at)) = columns
                .iter()
                .zip(0..)
                .map(|(column, at)| (shared(column), Reverse(at)))
                .max()
                .unwrap_or_default();
            if most == 0 {
                columns.push(Column::default());
            }
            let at = if most == 0 { columns.len() - 1 } else { at };
            columns[at].add(locale, (catalogue.source, category), held);
        }
    }
    columns
}

/// The health sets of a category in one language, each with its row.
fn health_sets<'c>(
    category: &'c CatalogueCategory,
    names: &Names,
) -> Vec<(HealthSetId, &'c CatalogueEntry)> {
    let named = |entry: &'c CatalogueEntry| {
        let known = names.known(&entry.health_set.text).cloned();
        let set = known.or_else(|| HealthSetId::new(&entry.health_set.text))?;
        Some((set, entry))
    };
    category.entries.iter().filter_map(named).collect()
}

impl<'c> Column<'c> {
    fn add(
        &mut self,
        locale: Locale,
        category: (SourceId, &'c CatalogueCategory),
        held: Vec<(HealthSetId, &'c CatalogueEntry)>,
    ) {
        self.categories.insert(locale, category);
        for (set, entry) in held {
            let rows = self.rows.entry(set.clone()).or_default();
            if rows.iter().next().is_none() {
                self.order.push(set);
            }
            rows.insert(locale, entry);
        }
    }

    /// Its health sets in alphabetical order, without the slips of a few languages.
    fn members(&self) -> impl Iterator<Item = &HealthSetId> {
        self.rows
            .iter()
            .filter(|(_, rows)| !self.is_slip(rows))
            .map(|(set, _)| set)
    }

    fn is_slip(&self, rows: &Localized<&CatalogueEntry>) -> bool {
        rows.iter().count() * 2 <= self.categories.iter().count()
    }

    /// The slugs of its health sets in alphabetical order, slips last.
    fn slugs(&self) -> Vec<Slug> {
        let slug = |(set, rows): (&HealthSetId, &Localized<&CatalogueEntry>)| {
            Some((self.is_slip(rows), Slug::of_text(set.as_str())?))
        };
        let mut slugs: Vec<(bool, Slug)> = self.rows.iter().filter_map(slug).collect();
        slugs.sort();
        slugs.into_iter().map(|(_, slug)| slug).collect()
    }

    /// How many of its health sets Exchange has in a group; 0 if fewer than half of them are.
    fn weight(&self, group: HealthGroup) -> usize {
        let is_in = |set: &&HealthSetId| HealthGroup::of(set) == Some(group);
        let weight = self.members().filter(is_in).count();
        if weight * 2 >= self.members().count() {
            weight
        } else {
            0
        }
    }

    /// How many of its health sets are the whole of which `other` has parts, as `OAB` is of `OAB.Proxy`.
    fn wholes_of(&self, other: &Self) -> usize {
        let own: BTreeSet<&str> = self.members().map(HealthSetId::as_str).collect();
        let wholes = |part: &'_ HealthSetId| {
            part.as_str()
                .split_once('.')
                .map(|(whole, _)| whole.to_owned())
        };
        let wholes: BTreeSet<String> = other.members().filter_map(wholes).collect();
        wholes
            .iter()
            .filter(|whole| own.contains(whole.as_str()))
            .count()
    }
}

/// The IDs of the categories: the name of the group of Exchange's that a category is, or the first of its health sets in
/// the alphabet that no other category holds. It depends on facts alone, so that it stays when headings are reworded or
/// translated, languages are added, or categories and rows change places. Without such a health set it is the
/// place.
pub(super) fn ids(columns: &[Column<'_>]) -> Vec<CategoryId> {
    let groups = groups(columns);
    let slugs: Vec<Vec<Slug>> = columns.iter().map(Column::slugs).collect();
    let mut holders: BTreeMap<&Slug, usize> = BTreeMap::new();
    for slug in slugs.iter().flatten() {
        *holders.entry(slug).or_default() += 1;
    }
    let is_group = |slug: &Slug| HealthGroup::of_category(&slug.clone().into()).is_some();
    let by_content = |held: &[Slug], number: usize| {
        let own = held
            .iter()
            .find(|slug| holders.get(slug) == Some(&1) && !is_group(slug));
        own.cloned().unwrap_or_else(|| {
            Slug::of_text(&format!("category-{number}")).expect("letters and digits are a slug")
        })
    };
    let id = |((group, held), number): ((&Option<HealthGroup>, &Vec<Slug>), usize)| match group {
        Some(group) => group.category(),
        None => by_content(held, number).into(),
    };
    groups.iter().zip(&slugs).zip(1..).map(id).collect()
}

/// Which group of Exchange's each category is, if it is one. Most of what it holds decides; in a catalogue of four, of which
/// that tells some, so does that the touch points are the wholes of which the service components are parts, and
/// then what is left over.
fn groups(columns: &[Column<'_>]) -> Vec<Option<HealthGroup>> {
    let mut groups = by_members(columns);
    if columns.len() != HealthGroup::ALL.len() || groups.iter().all(Option::is_none) {
        return groups;
    }
    let place = |groups: &[Option<HealthGroup>], group| {
        groups.iter().position(|known| *known == Some(group))
    };
    if let (None, Some(parts)) = (
        place(&groups, HealthGroup::CustomerTouchPoints),
        place(&groups, HealthGroup::ServiceComponents),
    ) {
        let wholes = |at: usize| columns[at].wholes_of(&columns[parts]);
        let mut rest: Vec<(usize, usize)> = (0..columns.len())
            .filter(|&at| groups[at].is_none())
            .map(|at| (wholes(at), at))
            .collect();
        rest.sort_by_key(|&(wholes, _)| Reverse(wholes));
        match rest.as_slice() {
            [(most, at), rest @ ..] if rest.iter().all(|(wholes, _)| wholes < most) => {
                groups[*at] = Some(HealthGroup::CustomerTouchPoints).filter(|_| *most > 0);
            }
            _ => {}
        }
    }
    let missing = |group: &HealthGroup| place(&groups, *group).is_none();
    let missing: Vec<HealthGroup> = HealthGroup::ALL.into_iter().filter(missing).collect();
    if let [last] = missing.as_slice()
        && let Some(at) = groups.iter().position(Option::is_none)
    {
        groups[at] = Some(*last);
    }
    groups
}

/// The categories of which most health sets are in one group. Each group is that category that has the most of it; of two
/// that have as many, the one whose health sets come first in the alphabet.
fn by_members(columns: &[Column<'_>]) -> Vec<Option<HealthGroup>> {
    let mut candidates: Vec<(Reverse<usize>, Vec<Slug>, usize, HealthGroup)> = Vec::new();
    for (at, column) in columns.iter().enumerate() {
        let weights = HealthGroup::ALL.map(|group| (column.weight(group), group));
        let fits = weights.into_iter().filter(|(weight, _)| *weight > 0);
        candidates.extend(fits.map(|(weight, group)| (Reverse(weight), column.slugs(), at, group)));
    }
    candidates.sort();
    let mut groups = vec![None; columns.len()];
    let mut taken = BTreeSet::new();
    for (_, _, at, group) in candidates {
        if groups[at].is_none() && taken.insert(group) {
            groups[at] = Some(group);
        }
    }
    groups
}
