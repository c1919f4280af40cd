//! The page of an article.

use rayon::prelude::*;
use serde::Serialize;

use super::anchors::aligned;
use super::blocks::{Body, body};
use super::fill_in::FillIn;
use super::page::{Page, Text, language_name};
use super::picture::{self, Picture};
use super::site::Site;
use super::templates::PageKind;
use super::text::direction;
use super::{Emitted, file};
use crate::article::{Article, ArticleKind, Translation};
use crate::locale::{InterfaceKey, Locale};
use crate::model::{
    DependencyId, HealthSet, HealthSetId, Monitor, MonitorMention, Probe, ProbeId, ProbeRow,
    ServerRole, Slug,
};
use crate::syntax::{Inline, InlineKind, escape_html};

/// What `article.hbs` gets.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ArticlePage<'p> {
    page: Page,
    health_set: Facts<'p>,
    article: ArticleText<'p>,
}

/// The health set, as the model has it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Facts<'p> {
    id: &'p HealthSetId,
    slug: &'p Slug,
    kind: ArticleKind,
    category: Option<Text<'p>>,
    roles: Vec<&'static str>,
    /// Rows, probes and monitors: only for templates of a project, because the built-in one shows them in the body.
    rows: Vec<Row<'p>>,
    probes: &'p [Probe],
    monitors: &'p [Monitor],
    related: Vec<Related<'p>>,
}

/// A row of the probe table, without its texts.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'p> {
    probe: Option<&'p ProbeId>,
    health_set: &'p HealthSetId,
    dependencies: &'p [DependencyId],
    monitors: &'p [MonitorMention],
}

impl<'p> Row<'p> {
    fn of(row: &'p ProbeRow<'_>) -> Self {
        Self {
            probe: row.probe.as_ref(),
            health_set: &row.health_set,
            dependencies: &row.dependencies,
            monitors: &row.monitors,
        }
    }
}

/// A related health set.
#[derive(Debug, Serialize)]
struct Related<'p> {
    id: &'p HealthSetId,
    href: String,
}

/// The article that is shown.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ArticleText<'p> {
    lang: Locale,
    dir: &'static str,
    /// The own name of its language.
    language: String,
    /// Whether it stands in for a translation that is missing.
    is_fallback: bool,
    is_machine_translated: bool,
    /// As HTML.
    title: &'p str,
    metadata: &'p [Metadata<'p>],
    contents: Vec<Content<'p>>,
    /// As HTML.
    body: &'p str,
    picture: Option<Picture>,
    /// What the box that fills in commands offers; nothing where no command has a place for it.
    fill_in: Option<FillIn<'p>>,
    source: &'p str,
    edit_link: Option<String>,
}

/// A line under the title.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Metadata<'p> {
    label: &'p str,
    value: String,
    is_date: bool,
}

/// A section in the table of contents.
#[derive(Debug, Serialize)]
struct Content<'p> {
    anchor: String,
    title: &'p str,
}

/// What is the same on every page that shows one article.
struct Rendered<'a> {
    article: &'a Article,
    title: String,
    body: Body,
    metadata: Vec<Metadata<'a>>,
}

/// The pages of a health set, one per language.
pub(super) fn emit<'a>(site: &'a Site<'a>, set: &'a HealthSet<'a>) -> Emitted {
    let articles: Vec<Rendered<'a>> = set
        .articles
        .values()
        .copied()
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|article| render(site, set, article))
        .collect();
    let pages: Vec<Emitted> = site
        .kb
        .locales
        .par_iter()
        .map(|&locale| {
            let shown = site.shown(set, locale);
            let article = articles
                .iter()
                .find(|known| Some(known.article.locale) == shown);
            article.map_or_else(Emitted::default, |article| page(site, set, locale, article))
        })
        .collect();
    let mut emitted = Emitted::default();
    for article in articles {
        emitted.diagnostics.extend(article.body.diagnostics);
    }
    for page in pages {
        emitted.append(page);
    }
    emitted
}

fn render<'a>(site: &'a Site<'a>, set: &'a HealthSet<'a>, article: &'a Article) -> Rendered<'a> {
    let mut title = String::new();
    title_html(&article.title.text, &mut title);
    Rendered {
        article,
        title,
        body: body(site, set, article),
        metadata: metadata(site, article),
    }
}

fn page<'a>(
    site: &'a Site<'a>,
    set: &'a HealthSet<'a>,
    locale: Locale,
    rendered: &Rendered<'a>,
) -> Emitted {
    let article = rendered.article;
    let name = site.page_name(&set.slug);
    let title = format!(
        "{} \u{b7} {}",
        article.title.plain_text(),
        site.languages.text(locale, InterfaceKey::SiteTitle)
    );
    let has = |locale| set.articles.get(locale).is_some();
    let context = ArticlePage {
        page: Page::in_language(site, locale, title, &name, has),
        health_set: facts(site, set, locale),
        article: ArticleText {
            lang: article.locale,
            dir: direction(site.languages, article.locale),
            language: language_name(site, article.locale),
            is_fallback: article.locale != locale,
            is_machine_translated: article.translation == Some(Translation::Machine),
            title: &rendered.title,
            metadata: &rendered.metadata,
            contents: contents(set, article),
            body: &rendered.body.html,
            picture: picture::draw(site, set, locale, article.locale),
            fill_in: FillIn::of(set),
            source: article.path.as_str(),
            edit_link: site.options.edit_link_of(article),
        },
    };
    let (html, failure) = site.templates.render(PageKind::Article, &context);
    Emitted {
        files: file(format!("html/{locale}/{name}"), html)
            .into_iter()
            .collect(),
        diagnostics: failure.into_iter().collect(),
    }
}

fn facts<'a>(site: &Site<'a>, set: &'a HealthSet<'a>, locale: Locale) -> Facts<'a> {
    let own = site.templates.are_own();
    let category = site.category(set);
    let related = set.related.iter().filter_map(|slug| site.kb.by_slug(slug));
    Facts {
        id: &set.id,
        slug: &set.slug,
        kind: set.kind,
        category: category.and_then(|category| Text::resolve(site, &category.name, locale)),
        roles: set
            .roles
            .iter()
            .map(|role| ServerRole::token(*role))
            .collect(),
        rows: if own {
            set.rows.iter().map(Row::of).collect()
        } else {
            Vec::new()
        },
        probes: if own { &set.probes } else { &[] },
        monitors: if own { &set.monitors } else { &[] },
        related: related
            .map(|other| Related {
                id: &other.id,
                href: site.page_name(&other.slug),
            })
            .collect(),
    }
}

/// The lines under the title as the author wrote them; where the article only has a date in its front matter, that.
fn metadata<'a>(site: &'a Site<'a>, article: &'a Article) -> Vec<Metadata<'a>> {
    let mut lines: Vec<_> = article
        .metadata
        .iter()
        .map(|line| Metadata {
            label: &line.label,
            value: line.value.clone(),
            is_date: line.date.is_some(),
        })
        .collect();
    if !lines.iter().any(|line| line.is_date)
        && let Some(date) = article.last_modified()
    {
        lines.push(Metadata {
            label: site
                .languages
                .text(article.locale, InterfaceKey::LastModified),
            value: date.to_string(),
            is_date: true,
        });
    }
    lines
}

fn contents<'a>(set: &'a HealthSet<'a>, article: &Article) -> Vec<Content<'a>> {
    let sections = article.sections.iter();
    sections
        .filter_map(|section| {
            let section = aligned(&set.sections, article.locale, section)?;
            let title = section.headings.get(article.locale)?;
            Some(Content {
                anchor: section.id.to_string(),
                title,
            })
        })
        .collect()
}

/// The title without links.
fn title_html(text: &[Inline], out: &mut String) {
    for inline in text {
        match &inline.kind {
            InlineKind::Text { text } | InlineKind::Label { text, .. } => escape_html(text, out),
            InlineKind::Code { text } => {
                out.push_str("<code>");
                escape_html(text, out);
                out.push_str("</code>");
            }
            InlineKind::Image { alt, .. } => escape_html(alt, out),
            InlineKind::SoftBreak | InlineKind::HardBreak => out.push(' '),
            _ => title_html(inline.children(), out),
        }
    }
}
