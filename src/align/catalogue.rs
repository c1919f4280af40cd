//! The catalogue of health sets, over all languages.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::article::{Catalogue, CatalogueEntry};
use crate::diagnostic::{Diagnostic, Location, Rule, Span};
use crate::locale::{Locale, Localized};
use crate::model::{Category, CategoryId, HealthSetId, ServerRole, UncoveredHealthSet};

use super::category::{self, Column};
use super::consensus::{Support, Vote, decide};
use super::identity::Names;

/// What the catalogue says of one health set.
#[derive(Clone, Debug)]
pub(super) struct Listing {
    pub(super) category: CategoryId,
    pub(super) roles: Vec<ServerRole>,
    pub(super) description: Localized<String>,
    /// Where the description stands.
    pub(super) described: Localized<Location>,
}

/// The catalogue.
#[derive(Debug, Default)]
pub(super) struct AlignedCatalogue {
    pub(super) categories: Vec<Category>,
    pub(super) listings: BTreeMap<HealthSetId, Listing>,
    pub(super) uncovered: Vec<UncoveredHealthSet>,
}

/// Aligns the catalogues of all languages: categories by the health sets in them, rows by the health set they name.
pub(super) fn align(
    catalogues: &[Arc<Catalogue>],
    names: &Names,
    support: &Support<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> AlignedCatalogue {
    let by_locale = one_per_language(catalogues, diagnostics);
    let columns = category::columns(&by_locale, names);
    let ids = category::ids(&columns);
    let mut aligned = AlignedCatalogue::default();
    for (column, id) in columns.into_iter().zip(ids) {
        aligned.category(column, id, names, support);
    }
    aligned
}

fn one_per_language<'c>(
    catalogues: &'c [Arc<Catalogue>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Localized<&'c Catalogue> {
    let mut sorted: Vec<&Catalogue> = catalogues.iter().map(|catalogue| &**catalogue).collect();
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
        column: Column<'_>,
        id: CategoryId,
        names: &Names,
        support: &Support<'_>,
    ) {
        for (set, entries) in column.rows {
            if !names.ids.contains(&set) {
                self.uncovered.push(UncoveredHealthSet {
                    id: set.clone(),
                    category: id.clone(),
                });
            }
            let described = || {
                let filled = |entry: &CatalogueEntry| !entry.description.text.is_empty();
                entries.iter().filter(move |(_, entry)| filled(entry))
            };
            let source = |locale| column.categories.get(locale).map(|(source, _)| *source);
            self.listings.entry(set).or_insert_with(|| Listing {
                category: id.clone(),
                roles: roles(&entries, support),
                description: described()
                    .map(|(locale, entry)| (locale, entry.description.text.clone()))
                    .collect(),
                described: described()
                    .filter_map(|(locale, entry)| {
                        Some((locale, entry.description.span.within(source(locale)?)))
                    })
                    .collect(),
            });
        }
        let headings = || {
            let categories = column.categories.iter();
            categories.map(|(locale, (source, category))| (locale, *source, &category.heading))
        };
        self.categories.push(Category {
            id,
            name: headings()
                .map(|(locale, _, heading)| (locale, heading.plain_text()))
                .collect(),
            headings: headings()
                .map(|(locale, source, heading)| (locale, heading.span.within(source)))
                .collect(),
            health_sets: column.order,
        });
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
