//! A page per name of a monitor, for links from alerts that know neither the health set nor the reader's language.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use super::page::{Page, language_name};
use super::site::Site;
use super::stencil::{Value, mark};
use super::templates::PageKind;
use super::text::direction;
use super::{Emitted, file};
use crate::file_name::is_device;
use crate::locale::Locale;
use crate::model::{HealthSet, MonitorId};

/// What `monitor.hbs` gets.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct MonitorPage {
    page: Page,
    monitor: String,
    languages: Vec<Language>,
}

/// The articles about the monitor, for readers of one language.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Language {
    lang: Locale,
    dir: &'static str,
    name: String,
    articles: Vec<Article>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Article {
    href: String,
    health_set: String,
    /// The language of the title.
    lang: String,
    title: String,
}

/// A name, and the health sets whose articles list it.
struct Known<'a> {
    id: &'a MonitorId,
    sets: Vec<&'a HealthSet<'a>>,
}

/// The pages.
pub(super) fn emit(site: &Site<'_>) -> Emitted {
    let pages: Vec<Emitted> = known(site)
        .par_iter()
        .map(|monitor| page(site, monitor))
        .collect();
    let mut emitted = Emitted::default();
    for page in pages {
        emitted.append(page);
    }
    emitted
}

/// Every monitor, once. Names that differ in case alone share a page, because they would share a file on Windows.
fn known<'a>(site: &Site<'a>) -> Vec<Known<'a>> {
    let mut known: BTreeMap<String, Known<'a>> = BTreeMap::new();
    for set in &site.kb.health_sets {
        for monitor in &set.monitors {
            known
                .entry(monitor.id.as_str().to_ascii_lowercase())
                .or_insert_with(|| Known {
                    id: &monitor.id,
                    sets: Vec::new(),
                })
                .sets
                .push(set);
        }
    }
    let mut known: Vec<Known<'a>> = known.into_values().collect();
    for monitor in &mut known {
        monitor.sets.dedup_by_key(|set| &set.slug);
        monitor.sets.sort_by_key(|set| rank(set, monitor.id));
    }
    known
}

/// Articles that treat the monitor come first, then that of the health set it belongs to.
fn rank(set: &HealthSet<'_>, id: &MonitorId) -> (bool, bool) {
    let own = set.monitors.iter().find(|monitor| monitor.id == *id);
    let treated = own.is_some_and(|monitor| monitor.recovery.is_some());
    let at_home = own.is_some_and(|monitor| monitor.health_set == set.id);
    (!treated, !at_home)
}

/// The name of the page of a monitor, without ending: its own, unless Windows has no file of that name.
fn page_name(id: &MonitorId) -> String {
    if is_device(id.as_str()) {
        format!("{id}-monitor")
    } else {
        id.to_string()
    }
}

fn page(site: &Site<'_>, monitor: &Known<'_>) -> Emitted {
    let Some(locale) = site.default_locale() else {
        return Emitted::default();
    };
    let (page, mut diagnostics) = Page::neutral(site, locale, "../", &[], monitor.id.to_string());
    let locales = site.kb.locales.iter();
    let languages = locales
        .map(|&locale| language(site, locale, monitor))
        .collect();
    let context = MonitorPage {
        page,
        monitor: monitor.id.to_string(),
        languages,
    };
    let html = if site.templates.are_own() {
        let (html, failure) = site.templates.render(PageKind::Monitor, &context);
        diagnostics.extend(failure);
        html
    } else {
        let stencil = site.monitor_pages.get(context.shape(), |_| {
            let context = context.marked();
            site.templates.render(PageKind::Monitor, &context)
        });
        let mut html = String::new();
        stencil.fill(&context.values(), &mut html);
        diagnostics.extend(stencil.failure.clone());
        html
    };
    Emitted {
        files: file(
            format!("html/monitors/{}.html", page_name(monitor.id)),
            html,
        )
        .into_iter()
        .collect(),
        diagnostics,
    }
}

impl MonitorPage {
    /// How many articles there are in each language: in this and in texts all pages differ.
    fn shape(&self) -> Vec<usize> {
        let languages = self.languages.iter();
        languages.map(|language| language.articles.len()).collect()
    }

    fn values(&self) -> Vec<Value<'_>> {
        let articles = self
            .languages
            .iter()
            .flat_map(|language| &language.articles);
        let texts = articles
            .flat_map(Article::texts)
            .map(|text| Value::Text(text));
        let own = [Value::Text(&self.monitor)];
        self.page
            .texts()
            .into_iter()
            .chain(own)
            .chain(texts)
            .collect()
    }

    /// The same with marks in the order of [`Self::values`].
    fn marked(&self) -> Self {
        let known = self.page.texts().len();
        let mut marks = (known..).map(mark);
        let mut next = || marks.next().unwrap_or_default();
        let monitor = next();
        let mut marked = |language: &Language| Language {
            lang: language.lang,
            dir: language.dir,
            name: language.name.clone(),
            articles: language
                .articles
                .iter()
                .map(|_| Article {
                    href: next(),
                    health_set: next(),
                    lang: next(),
                    title: next(),
                })
                .collect(),
        };
        Self {
            page: self.page.marked(),
            monitor,
            languages: self.languages.iter().map(&mut marked).collect(),
        }
    }
}

impl Article {
    fn texts(&self) -> [&String; 4] {
        [&self.href, &self.health_set, &self.lang, &self.title]
    }
}

fn language(site: &Site<'_>, locale: Locale, monitor: &Known<'_>) -> Language {
    let articles = monitor.sets.iter().filter_map(|set| {
        let (lang, article) = set.articles.resolve(locale, site.kb.source)?;
        // The anchor is the name as this article's table has it.
        let own = set
            .monitors
            .iter()
            .find(|own| own.id.as_str().eq_ignore_ascii_case(monitor.id.as_str()))?;
        Some(Article {
            href: format!("../{locale}/{}#{}", site.page_name(&set.slug), own.id),
            health_set: set.id.to_string(),
            lang: lang.to_string(),
            title: article.title.plain_text(),
        })
    });
    Language {
        lang: locale,
        dir: direction(site.languages, locale),
        name: language_name(site, locale),
        articles: articles.collect(),
    }
}
