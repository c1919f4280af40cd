//! A page per name of a monitor, for links from alerts that know neither the health set nor the reader's language.

use std::borrow::Cow;

use rayon::prelude::*;
use serde::Serialize;

use super::page::{self, Frame, Page, language_name};
use super::site::Site;
use super::stencil::{Value, mark};
use super::templates::PageKind;
use super::text::direction;
use super::{Emitted, file};
use crate::diagnostic::Diagnostic;
use crate::file_name::is_device;
use crate::locale::Locale;
use crate::model::{HealthSet, MonitorId};
use crate::syntax::normal_text;

/// What `monitor.hbs` gets.
#[derive(Debug, Serialize)]
struct MonitorPage<'v> {
    page: Page,
    monitor: Value<'v>,
    languages: Vec<Language<'v>>,
}

/// The articles about the monitor, for readers of one language.
#[derive(Debug, Serialize)]
struct Language<'v> {
    lang: Locale,
    dir: &'static str,
    name: Cow<'v, str>,
    articles: Vec<Article<'v>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Article<'v> {
    href: Value<'v>,
    health_set: Value<'v>,
    /// The language of the title.
    lang: Value<'v>,
    title: Value<'v>,
}

/// An article about a monitor, for readers of one language.
struct Mention<'a> {
    /// The place of the monitor on its page, by its name as the table of this page has it.
    place: String,
    health_set: &'a str,
    /// The language of the title.
    lang: &'a str,
    title: Cow<'a, str>,
}

/// A name, and the health sets whose articles list it, each with the name as it has it.
struct Known<'a> {
    id: &'a MonitorId,
    sets: Vec<(&'a HealthSet<'a>, &'a MonitorId)>,
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
fn known<'a>(site: &'a Site<'_>) -> Vec<Known<'a>> {
    let sets = site.kb.health_sets.iter().map(|set| &**set);
    let mut all: Vec<(&HealthSet<'_>, &MonitorId)> = sets
        .flat_map(|set| set.monitors.iter().map(move |monitor| (set, &monitor.id)))
        .collect();
    let lower = |id: &'a MonitorId| id.as_str().bytes().map(|byte| byte.to_ascii_lowercase());
    all.sort_by(|(_, a), (_, b)| lower(a).cmp(lower(b)));
    let same = all.chunk_by(|(_, a), (_, b)| a.as_str().eq_ignore_ascii_case(b.as_str()));
    let known = same.map(|sets| {
        let (_, id) = sets[0];
        let mut sets = sets.to_vec();
        sets.dedup_by_key(|(set, _)| &set.slug);
        sets.sort_by_key(|(set, _)| rank(set, id));
        Known { id, sets }
    });
    known.collect()
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
    let frame = Frame::neutral(site, locale, "../", &[], monitor.id.as_str());
    let mut mentions = Vec::with_capacity(site.kb.locales.len() * monitor.sets.len());
    let mut counts = Vec::with_capacity(site.kb.locales.len());
    for &locale in &site.kb.locales {
        let before = mentions.len();
        mentions.extend(mentions_in(site, locale, monitor));
        counts.push(mentions.len() - before);
    }
    let own = [Value::Text(monitor.id.as_str())];
    let texts = mentions.iter().flat_map(Mention::values);
    let values: Vec<Value<'_>> = frame.texts().into_iter().chain(own).chain(texts).collect();
    let mut diagnostics: Vec<Diagnostic> = frame.failures().collect();
    let html = if site.templates.are_own() {
        let context = MonitorPage::of(site, frame.page().0, &counts, &values);
        let (html, failure) = site.templates.render(PageKind::Monitor, &context);
        diagnostics.extend(failure);
        html
    } else {
        // In how many articles there are in each language, and in texts, all pages differ.
        let stencil = site.monitor_pages.get(counts, |counts| {
            let marks: Vec<String> = (0..values.len()).map(mark).collect();
            let values: Vec<Value<'_>> = marks.iter().map(|mark| Value::Text(mark)).collect();
            let context = MonitorPage::of(site, frame.marked(), counts, &values);
            site.templates.render(PageKind::Monitor, &context)
        });
        let mut html = String::new();
        stencil.fill(&values, &mut html);
        diagnostics.extend(stencil.failure.clone());
        html
    };
    Emitted {
        files: file(
            format_args!("html/monitors/{}.html", page_name(monitor.id)),
            html,
        )
        .into_iter()
        .collect(),
        diagnostics,
    }
}

impl<'v> MonitorPage<'v> {
    /// The page with so many articles in each language. Of `values`, the first are those of the page around it, then comes
    /// the name of the monitor, and then [`Mention::values`] of each article.
    fn of(site: &'v Site<'_>, page: Page, counts: &[usize], values: &[Value<'v>]) -> Self {
        let mut values = values.iter().copied().skip(page::TEXTS);
        let mut next = || values.next().unwrap_or(Value::Nothing);
        let monitor = next();
        let languages = site.kb.locales.iter().zip(counts);
        let languages = languages.map(|(&lang, count)| Language {
            lang,
            dir: direction(site.languages, lang),
            name: language_name(site, lang),
            articles: (0..*count)
                .map(|_| Article {
                    href: next(),
                    health_set: next(),
                    lang: next(),
                    title: next(),
                })
                .collect(),
        });
        Self {
            page,
            monitor,
            languages: languages.collect(),
        }
    }
}

impl Mention<'_> {
    /// What [`Article`] has.
    fn values(&self) -> [Value<'_>; 4] {
        [
            Value::Text(&self.place),
            Value::Text(self.health_set),
            Value::Text(self.lang),
            Value::Text(&self.title),
        ]
    }
}

fn mentions_in<'a>(
    site: &'a Site<'_>,
    locale: Locale,
    monitor: &Known<'a>,
) -> impl Iterator<Item = Mention<'a>> {
    monitor.sets.iter().filter_map(move |(set, anchor)| {
        let (lang, article) = set.articles.resolve(locale, site.kb.source)?;
        let (slug, page) = (set.slug.as_str(), site.tag(locale));
        Some(Mention {
            place: ["../", page, "/", slug, ".html#", anchor.as_str()].concat(),
            health_set: set.id.as_str(),
            lang: site.tag(lang),
            title: normal_text(&article.title.text),
        })
    })
}
