//! The catalogue of health sets, over all languages.

use std::collections::BTreeMap;

use crate::article::{Catalogue, CatalogueCategory, CatalogueEntry};
use crate::diagnostic::{Diagnostic, Rule, Span};
use crate::locale::{Locale, Localized};
use crate::model::{Category, CategoryId, HealthSetId, ServerRole, Slug, UncoveredHealthSet};

use super::consensus::{Support, Vote, decide};
use super::identity::Names;
use super::sequence;

/// What the catalogue says of one health set.
#[derive(Clone, Debug)]
pub(super) struct Listing {
    pub(super) category: CategoryId,
    pub(super) roles: Vec<ServerRole>,
    pub(super) description: Localized<String>,
}

/// The catalogue.
#[derive(Debug, Default)]
pub(super) struct AlignedCatalogue {
    pub(super) categories: Vec<Category>,
    pub(super) listings: BTreeMap<HealthSetId, Listing>,
    pub(super) uncovered: Vec<UncoveredHealthSet>,
}

/// Aligns the catalogues of all languages: categories by place, rows by the health set they name.
pub(super) fn align(
    catalogues: &[Catalogue],
    names: &Names,
    support: &Support<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> AlignedCatalogue {
    let by_locale = one_per_language(catalogues, diagnostics);
    let keys: Vec<(Locale, Vec<()>)> = by_locale
        .iter()
        .map(|(locale, catalogue)| (locale, vec![(); catalogue.categories.len()]))
        .collect();
    let mut aligned = AlignedCatalogue::default();
    for (number, column) in sequence::align(&keys).into_iter().enumerate() {
        let categories: Localized<&CatalogueCategory> = column
            .iter()
            .filter_map(|(locale, &at)| Some((locale, by_locale.get(locale)?.categories.get(at)?)))
            .collect();
        aligned.category(number, &categories, names, support);
    }
    aligned
}

fn one_per_language<'c>(
    catalogues: &'c [Catalogue],
    diagnostics: &mut Vec<Diagnostic>,
) -> Localized<&'c Catalogue> {
    let mut sorted: Vec<&Catalogue> = catalogues.iter().collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let mut by_locale: Localized<&Catalogue> = Localized::default();
    for catalogue in sorted {
        match by_locale.get(catalogue.locale) {
            Some(other) => diagnostics.push(
                Diagnostic::new(
                    Rule::DuplicateArticle,
                    format!("{} has two catalogues of health sets", catalogue.locale),
                )
                .at(Span::default().within(catalogue.source))
                .related(
                    Span::default().within(other.source),
                    "used is this one, the first by path",
                )
                .help("keep one of the two files"),
            ),
            None => {
                by_locale.insert(catalogue.locale, catalogue);
            }
        }
    }
    by_locale
}

impl AlignedCatalogue {
    fn category(
        &mut self,
        number: usize,
        categories: &Localized<&CatalogueCategory>,
        names: &Names,
        support: &Support<'_>,
    ) {
        let name: Localized<String> = categories
            .iter()
            .map(|(locale, category)| (locale, category.heading.plain_text()))
            .collect();
        let id = self.id_of(number, &name, support.source);
        let mut order: Vec<HealthSetId> = Vec::new();
        let mut rows: BTreeMap<HealthSetId, Localized<&CatalogueEntry>> = BTreeMap::new();
        for (locale, category) in categories.iter() {
            for entry in &category.entries {
                let known = names.known(&entry.health_set.text).cloned();
                let Some(set) = known.or_else(|| HealthSetId::new(&entry.health_set.text)) else {
                    continue;
                };
                if !order.contains(&set) {
                    order.push(set.clone());
                }
                rows.entry(set).or_default().insert(locale, entry);
            }
        }
        for (set, entries) in rows {
            if !names.ids.contains(&set) {
                self.uncovered.push(UncoveredHealthSet {
                    id: set.clone(),
                    category: id.clone(),
                });
            }
            self.listings.entry(set).or_insert_with(|| Listing {
                category: id.clone(),
                roles: roles(&entries, support),
                description: entries
                    .iter()
                    .filter(|(_, entry)| !entry.description.text.is_empty())
                    .map(|(locale, entry)| (locale, entry.description.text.clone()))
                    .collect(),
            });
        }
        self.categories.push(Category {
            id,
            name,
            health_sets: order,
        });
    }

    /// An ID made of the name in the source language, or in any language that is written in ASCII; else of its place.
    fn id_of(&self, number: usize, name: &Localized<String>, source: Option<Locale>) -> CategoryId {
        let own = source
            .and_then(|source| name.get(source))
            .filter(|text| text.is_ascii());
        let slug = own
            .or_else(|| name.values().find(|text| text.is_ascii()))
            .and_then(|text| Slug::of_text(text));
        let by_place = || {
            Slug::of_text(&format!("category-{}", number + 1))
                .expect("letters and digits are a slug")
        };
        let slug = slug.unwrap_or_else(by_place);
        let taken = self
            .categories
            .iter()
            .any(|category| category.id.as_str() == slug.as_str());
        if taken {
            by_place().into()
        } else {
            slug.into()
        }
    }
}

/// The roles that the languages agree on: `CAS` and `Mailbox` are the same tokens in all of them.
fn roles(entries: &Localized<&CatalogueEntry>, support: &Support<'_>) -> Vec<ServerRole> {
    let texts: Vec<(Locale, String)> = entries
        .iter()
        .map(|(locale, entry)| {
            let tokens: Vec<&str> = roles_in(&entry.roles.text)
                .into_iter()
                .map(ServerRole::token)
                .collect();
            (locale, tokens.join(" "))
        })
        .filter(|(_, tokens)| !tokens.is_empty())
        .collect();
    let votes: Vec<Vote<'_, String>> = texts
        .iter()
        .map(|(locale, value)| Vote {
            locale: *locale,
            value,
        })
        .collect();
    decide(&votes, support)
        .map(|at| roles_in(&texts[at].1))
        .unwrap_or_default()
}

fn roles_in(text: &str) -> Vec<ServerRole> {
    let has = |role: ServerRole| {
        text.split(|c: char| !c.is_ascii_alphanumeric())
            .any(|word| word.eq_ignore_ascii_case(role.token()))
    };
    [ServerRole::ClientAccess, ServerRole::Mailbox]
        .into_iter()
        .filter(|role| has(*role))
        .collect()
}
