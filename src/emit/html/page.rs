//! What a template gets to know about the page around its content.

use serde::Serialize;

use super::site::Site;
use super::stencil::{Value, mark};
use super::text::direction;
use crate::diagnostic::Diagnostic;
use crate::locale::{Locale, Localized};

/// The page: language, title, where things are, and what stands around its content.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Page {
    /// The language of the page, as a tag.
    lang: Locale,
    /// `ltr` or `rtl`.
    dir: &'static str,
    /// The title, as plain text.
    title: String,
    /// The way to the folder of the site, with a `/` at its end, or nothing.
    root: &'static str,
    /// Everything up to the body, as HTML.
    head: String,
    /// The bar at the top of the body, as HTML.
    bar: String,
}

/// A page in one language.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LanguageLink {
    /// The tag.
    pub(super) lang: Locale,
    /// `ltr` or `rtl`.
    pub(super) dir: &'static str,
    /// The language's own name.
    pub(super) name: String,
    /// The way to the page.
    pub(super) href: String,
    /// Whether this is the language of the page.
    pub(super) current: bool,
    /// Whether it is the page for readers of none of the languages.
    pub(super) is_default: bool,
    /// Whether the content is in this language.
    pub(super) translated: bool,
}

/// A page, and what is wrong with the templates around it.
pub(super) type Framed = (Page, Vec<Diagnostic>);

impl Page {
    /// A page in the folder of `locale` whose file is `name` in every language.
    pub(super) fn in_language(
        site: &Site<'_>,
        locale: Locale,
        title: String,
        name: &str,
        is_translated: impl Fn(Locale) -> bool,
    ) -> Framed {
        let translated: Vec<bool> = site
            .kb
            .locales
            .iter()
            .map(|&tag| is_translated(tag))
            .collect();
        let links = |name: &str| links(site, Some(locale), "../", name, &is_translated);
        Self::new(site, (locale, "../"), &translated, links, (title, name))
    }

    /// A page that belongs to no language; `locale` is that of its few words, and `languages` are its alternates.
    pub(super) fn neutral(
        site: &Site<'_>,
        locale: Locale,
        root: &'static str,
        languages: &[LanguageLink],
        title: String,
    ) -> Framed {
        let translated: Vec<bool> = languages.iter().map(|link| link.translated).collect();
        let links = |_: &str| languages.to_vec();
        Self::new(site, (locale, root), &translated, links, (title, ""))
    }

    fn new(
        site: &Site<'_>,
        (lang, root): (Locale, &'static str),
        translated: &[bool],
        links: impl Fn(&str) -> Vec<LanguageLink>,
        (title, name): (String, &str),
    ) -> Framed {
        let dir = direction(site.languages, lang);
        let frame = (lang, dir, root);
        let shell = site
            .shells
            .around(&site.templates, frame, translated, links, (&title, name));
        let page = Self {
            lang,
            dir,
            title,
            root,
            head: shell.head,
            bar: shell.bar,
        };
        (page, shell.failures)
    }

    /// What of the page differs between pages of one shape: title, head and bar.
    pub(super) fn texts(&self) -> [Value<'_>; 3] {
        [
            Value::Text(&self.title),
            Value::Html(&self.head),
            Value::Html(&self.bar),
        ]
    }

    /// The page with marks in the place of its texts, which are the first three.
    pub(super) fn marked(&self) -> Self {
        Self {
            title: mark(0),
            head: mark(1),
            bar: mark(2),
            ..*self
        }
    }
}

/// Links to the page `name` of every language.
pub(super) fn links(
    site: &Site<'_>,
    current: Option<Locale>,
    root: &str,
    name: &str,
    is_translated: impl Fn(Locale) -> bool,
) -> Vec<LanguageLink> {
    let locales = site.kb.locales.iter().copied();
    locales
        .map(|locale| LanguageLink {
            lang: locale,
            dir: direction(site.languages, locale),
            name: language_name(site, locale),
            href: format!("{root}{locale}/{name}"),
            current: current == Some(locale),
            is_default: site.default_locale() == Some(locale),
            translated: is_translated(locale),
        })
        .collect()
}

/// The own name of a language.
pub(super) fn language_name(site: &Site<'_>, locale: Locale) -> String {
    match site.languages.get(locale) {
        Some(data) => data.name.clone(),
        None => locale.to_string(),
    }
}

/// A text and the language it is really in.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Text<'p> {
    /// The tag.
    pub(super) lang: Locale,
    /// `ltr` or `rtl`.
    pub(super) dir: &'static str,
    /// The text.
    pub(super) text: &'p str,
}

impl<'p> Text<'p> {
    /// The text of `locale`, or what stands in for it.
    pub(super) fn resolve(
        site: &Site<'_>,
        texts: &'p Localized<String>,
        locale: Locale,
    ) -> Option<Self> {
        let (lang, text) = texts.resolve(locale, site.kb.source)?;
        Some(Self {
            lang,
            dir: direction(site.languages, lang),
            text,
        })
    }
}
