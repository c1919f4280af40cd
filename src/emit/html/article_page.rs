//! The page of an article.

use std::borrow::Cow;

use rayon::prelude::*;

use super::anchors::aligned;
use super::article_context::{ArticlePage, Shown};
use super::blocks::{Body, body};
use super::fill_in;
use super::page::{Frame, Text, language_name};
use super::picture;
use super::row::{Row, Rows};
use super::site::Site;
use super::stencil::Value;
use super::templates::PageKind;
use super::text::direction;
use super::{Emitted, file};
use crate::article::{Article, Translation};
use crate::diagnostic::Diagnostic;
use crate::locale::{InterfaceKey, Locale};
use crate::model::HealthSet;
use crate::syntax::{Inline, InlineKind, escape_html, normal_text};

/// What is the same on every page that shows one article.
struct Rendered<'a> {
    article: &'a Article,
    /// As HTML.
    title: String,
    plain_title: Cow<'a, str>,
    body: Body,
}

/// The pages of a health set, one per language.
pub(super) fn emit<'a>(site: &Site<'a>, set: &'a HealthSet<'a>) -> Emitted {
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

fn render<'a>(site: &Site<'a>, set: &'a HealthSet<'a>, article: &'a Article) -> Rendered<'a> {
    let mut title = String::new();
    title_html(&article.title.text, &mut title);
    Rendered {
        article,
        title,
        plain_title: normal_text(&article.title.text),
        body: body(site, set, article),
    }
}

fn page(site: &Site<'_>, set: &HealthSet<'_>, locale: Locale, rendered: &Rendered<'_>) -> Emitted {
    let name = site.page_name(&set.slug);
    let (html, diagnostics) = html(site, set, locale, rendered, &name);
    Emitted {
        files: file(format_args!("html/{locale}/{name}"), html)
            .into_iter()
            .collect(),
        diagnostics,
    }
}

fn html(
    site: &Site<'_>,
    set: &HealthSet<'_>,
    locale: Locale,
    rendered: &Rendered<'_>,
    name: &str,
) -> (String, Vec<Diagnostic>) {
    let article = rendered.article;
    let site_title = site.languages.text(locale, InterfaceKey::SiteTitle);
    let title = format!("{} \u{b7} {site_title}", rendered.plain_title);
    let has = |locale| set.articles.get(locale).is_some();
    let frame = Frame::in_language(site, locale, &title, name, has);
    let category = site.category(set);
    let picture = picture::draw(site, set, locale, article.locale);
    let edit_link = site.options.edit_link_of(article);
    let lists = Lists::of(site, set, locale, article);
    let shown = Shown {
        set,
        category: category.and_then(|category| Text::resolve(site, &category.name, locale)),
        related: &lists.related.html,
        lang: site.tag(article.locale),
        dir: direction(site.languages, article.locale),
        language: &language_name(site, article.locale),
        is_fallback: article.locale != locale,
        is_machine_translated: article.translation == Some(Translation::Machine),
        title: &rendered.title,
        metadata: &lists.metadata.html,
        contents: &lists.contents.html,
        body: &rendered.body.html,
        picture: picture.as_ref(),
        monitors: lists.monitors.as_ref().map(|rows| rows.html.as_str()),
        source: article.path.as_str(),
        edit_link: edit_link.as_deref(),
    };
    let (html, mut diagnostics) = if site.templates.are_own() {
        rendered_for_project(site, &frame, &shown)
    } else {
        filled(site, locale, &frame, &shown)
    };
    diagnostics.extend(lists.failures());
    (html, diagnostics)
}

fn filled(
    site: &Site<'_>,
    locale: Locale,
    frame: &Frame<'_>,
    shown: &Shown<'_>,
) -> (String, Vec<Diagnostic>) {
    let stencil = site.article_pages.get(locale, |_| {
        ArticlePage::marked(frame.marked(), |context| {
            site.templates.render(PageKind::Article, context)
        })
    });
    let mut html = String::new();
    shown.values(frame, |values| stencil.fill(values, &mut html));
    let failures = frame.failures().chain(stencil.failure.clone());
    (html, failures.collect())
}

fn rendered_for_project(
    site: &Site<'_>,
    frame: &Frame<'_>,
    shown: &Shown<'_>,
) -> (String, Vec<Diagnostic>) {
    let (page, mut diagnostics) = frame.page();
    let category_lang = shown.category.map(|text| text.lang.to_string());
    let context = ArticlePage::new(page, shown, category_lang.as_deref().unwrap_or_default());
    let (html, failure) = site.templates.render(PageKind::Article, &context);
    diagnostics.extend(failure);
    (html, diagnostics)
}

/// The lists beside the text.
struct Lists {
    metadata: Rows,
    contents: Rows,
    related: Rows,
    /// What the box that fills in commands offers.
    monitors: Option<Rows>,
}

impl Lists {
    fn of(site: &Site<'_>, set: &HealthSet<'_>, locale: Locale, article: &Article) -> Self {
        Self {
            metadata: metadata(site, locale, article),
            contents: contents(site, set, locale, article),
            related: related(site, set, locale),
            monitors: fill_in::monitors(site, set, locale),
        }
    }

    fn failures(self) -> impl Iterator<Item = Diagnostic> {
        [
            Some(self.metadata),
            Some(self.contents),
            Some(self.related),
            self.monitors,
        ]
        .into_iter()
        .flatten()
        .flat_map(|rows| rows.failures)
    }
}

/// The lines under the title as the author wrote them; where the article only has a date in its front matter, that.
fn metadata(site: &Site<'_>, locale: Locale, article: &Article) -> Rows {
    let mut rows = Rows::default();
    let mut push = |label: &str, value: &str, is_date: bool| {
        let row = Row {
            template: PageKind::Metadata,
            lang: locale,
            texts: [("label", Value::Text(label)), ("value", Value::Text(value))],
            word: Some(("isDate", is_date.then_some("true"))),
        };
        rows.push(site, row);
    };
    for line in &article.metadata {
        push(&line.label, &line.value, line.date.is_some());
    }
    if !article.metadata.iter().any(|line| line.date.is_some())
        && let Some(date) = article.last_modified()
    {
        let label = site
            .languages
            .text(article.locale, InterfaceKey::LastModified);
        push(label, &date.to_string(), true);
    }
    rows
}

/// The sections of the article.
fn contents(site: &Site<'_>, set: &HealthSet<'_>, locale: Locale, article: &Article) -> Rows {
    let mut rows = Rows::default();
    let aligned = aligned(&set.sections, article.locale);
    for section in &article.sections {
        let Some(section) = aligned(section) else {
            continue;
        };
        if let Some(title) = section.headings.get(article.locale) {
            let row = Row {
                template: PageKind::Content,
                lang: locale,
                texts: [
                    ("anchor", Value::Text(&section.id.0)),
                    ("title", Value::Text(title)),
                ],
                word: None,
            };
            rows.push(site, row);
        }
    }
    rows
}

/// The related health sets.
fn related(site: &Site<'_>, set: &HealthSet<'_>, locale: Locale) -> Rows {
    let mut rows = Rows::default();
    for other in set.related.iter().filter_map(|slug| site.kb.by_slug(slug)) {
        let href = site.page_name(&other.slug);
        let row = Row {
            template: PageKind::Related,
            lang: locale,
            texts: [
                ("id", Value::Text(other.id.as_str())),
                ("href", Value::Text(&href)),
            ],
            word: None,
        };
        rows.push(site, row);
    }
    rows
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
