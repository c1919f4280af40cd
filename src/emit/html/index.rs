//! The index of each language, and the page from which a reader chooses a language.

use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use super::page::{Frame, LanguageLink, Page, Text, links};
use super::row::{Row, Rows};
use super::site::Site;
use super::stencil::Value;
use super::templates::PageKind;
use super::text::direction;
use super::{Emitted, file};
use crate::article::ArticleKind;
use crate::diagnostic::Diagnostic;
use crate::locale::{InterfaceKey, Locale};
use crate::model::{CategoryId, HealthSet, HealthSetId, ServerRole};

/// What `index.hbs` gets.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct IndexPage<'p> {
    page: Page,
    groups: Vec<Group<'p>>,
    health_sets: usize,
    monitors: usize,
}

/// A category and its health sets; without a category those that have none.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Group<'p> {
    id: Option<&'p CategoryId>,
    name: Text<'p>,
    /// The rows of the table, as HTML.
    health_sets: String,
}

/// A health set.
#[derive(Debug)]
struct Entry<'p> {
    id: &'p HealthSetId,
    /// `None` for a health set of the catalogue that no article is about.
    href: Option<String>,
    description: Option<Text<'p>>,
    roles: Vec<&'static str>,
    kind: Option<ArticleKind>,
    /// The language of the article, where that of the page has none.
    fallback: Option<Locale>,
}

/// The indexes and the start page.
pub(super) fn emit(site: &Site<'_>) -> Emitted {
    let locales = site.kb.locales.par_iter();
    let pages: Vec<Emitted> = locales.map(|&locale| index(site, locale)).collect();
    let mut emitted = start(site);
    for page in pages {
        emitted.append(page);
    }
    emitted
}

fn index(site: &Site<'_>, locale: Locale) -> Emitted {
    let title = site.languages.text(locale, InterfaceKey::SiteTitle);
    let frame = Frame::in_language(site, locale, title, "index.html", |_| true);
    let (page, mut diagnostics) = frame.page();
    let context = IndexPage {
        page,
        groups: groups(site, locale, &mut diagnostics),
        health_sets: site.kb.health_sets.len(),
        monitors: site
            .kb
            .health_sets
            .iter()
            .map(|set| set.monitors.len())
            .sum(),
    };
    let (html, failure) = site.templates.render(PageKind::Index, &context);
    diagnostics.extend(failure);
    Emitted {
        files: file(format_args!("html/{locale}/index.html"), html)
            .into_iter()
            .collect(),
        diagnostics,
    }
}

fn groups<'a>(
    site: &'a Site<'_>,
    locale: Locale,
    failures: &mut Vec<Diagnostic>,
) -> Vec<Group<'a>> {
    let other = Text {
        lang: locale,
        dir: direction(site.languages, locale),
        text: site.languages.text(locale, InterfaceKey::Uncategorized),
    };
    let categories = site.kb.categories.iter().filter_map(|category| {
        let name = Text::resolve(site, &category.name, locale)?;
        Some((Some(&category.id), name))
    });
    let mut groups = Vec::new();
    for (id, name) in categories.chain([(None, other)]) {
        let entries = entries(site, locale, id);
        if entries.is_empty() {
            continue;
        }
        let mut rows = Rows::default();
        entries
            .iter()
            .for_each(|entry| entry.push(site, locale, &mut rows));
        failures.append(&mut rows.failures);
        groups.push(Group {
            id,
            name,
            health_sets: rows.html,
        });
    }
    groups
}

/// How templates call a kind of article.
fn word(kind: ArticleKind) -> &'static str {
    match kind {
        ArticleKind::Stub => "stub",
        ArticleKind::Pointer => "pointer",
        ArticleKind::Full => "full",
    }
}

impl Entry<'_> {
    fn push(&self, site: &Site<'_>, locale: Locale, rows: &mut Rows) {
        let description = self.description.as_ref();
        let roles = self.roles.join(", ");
        let row = Row {
            template: PageKind::Set,
            lang: locale,
            texts: [
                ("id", Value::Text(self.id.as_str())),
                ("href", self.href.as_deref().into()),
                (
                    "descriptionLang",
                    description.map_or(Value::Nothing, |text| Value::Shown(&text.lang)),
                ),
                ("descriptionDir", description.map(|text| text.dir).into()),
                ("description", description.map(|text| text.text).into()),
                ("roles", Value::Text(&roles)),
                (
                    "fallback",
                    self.fallback
                        .as_ref()
                        .map_or(Value::Nothing, |locale| Value::Shown(locale)),
                ),
            ],
            word: Some(("kind", self.kind.map(word))),
        };
        rows.push(site, row);
    }
}

fn entries<'a>(
    site: &'a Site<'_>,
    locale: Locale,
    category: Option<&CategoryId>,
) -> Vec<Entry<'a>> {
    let known = |id: Option<&CategoryId>| site.kb.categories.iter().any(|c| Some(&c.id) == id);
    let belongs = |set: &&Arc<HealthSet<'_>>| match category {
        Some(category) => set.category.as_ref() == Some(category),
        None => !known(set.category.as_ref()),
    };
    let covered = site.kb.health_sets.iter().filter(belongs);
    let uncovered = site
        .kb
        .uncovered
        .iter()
        .filter(|set| Some(&set.category) == category);
    let mut entries: Vec<Entry<'a>> = covered
        .map(|set| entry(site, locale, set))
        .chain(uncovered.map(|set| Entry {
            id: &set.id,
            href: None,
            description: None,
            roles: Vec::new(),
            kind: None,
            fallback: None,
        }))
        .collect();
    entries.sort_by_cached_key(|entry| (entry.id.as_str().to_ascii_lowercase(), entry.id));
    entries
}

fn entry<'a>(site: &'a Site<'_>, locale: Locale, set: &'a HealthSet<'a>) -> Entry<'a> {
    Entry {
        id: &set.id,
        href: Some(site.page_name(&set.slug)),
        description: Text::resolve(site, &set.description, locale),
        roles: set
            .roles
            .iter()
            .map(|role| ServerRole::token(*role))
            .collect(),
        kind: Some(set.kind),
        fallback: site.shown(set, locale).filter(|&shown| shown != locale),
    }
}

/// What `start.hbs` gets.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct StartPage {
    page: Page,
    languages: Vec<LanguageLink>,
}

fn start(site: &Site<'_>) -> Emitted {
    let Some(locale) = site.default_locale() else {
        return Emitted::default();
    };
    let title = site.languages.text(locale, InterfaceKey::SiteTitle);
    let languages = links(site, None, "", "index.html", |_| true);
    let frame = Frame::neutral(site, locale, "", &languages, title);
    let (page, mut diagnostics) = frame.page();
    let context = StartPage { page, languages };
    let (html, failure) = site.templates.render(PageKind::Start, &context);
    diagnostics.extend(failure);
    Emitted {
        files: file(format_args!("html/index.html"), html)
            .into_iter()
            .collect(),
        diagnostics,
    }
}
