//! What a template gets to know about the page around its content.

use std::borrow::Cow;

use serde::Serialize;

use super::shell::Shell;
use super::site::Site;
use super::stencil::{Flag, Stencil, Value, mark};
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
    pub(super) translated: Flag,
}

/// A page, and what is wrong with the templates around it.
pub(super) type Framed = (Page, Vec<Diagnostic>);

/// How many texts [`Frame::texts`] gives.
pub(super) const TEXTS: usize = 3;

/// What stands around the content of a page, not yet as HTML.
#[derive(Debug)]
pub(super) struct Frame<'p> {
    lang: Locale,
    dir: &'static str,
    root: &'static str,
    shell: Shell,
    title: &'p str,
    /// What fills the shell.
    values: Vec<Value<'p>>,
}

impl<'p> Frame<'p> {
    /// A page in the folder of `locale` whose file is `name` in every language.
    pub(super) fn in_language(
        site: &Site<'_>,
        locale: Locale,
        title: &'p str,
        name: &'p str,
        is_translated: impl Fn(Locale) -> bool,
    ) -> Self {
        let locales = site.kb.locales.iter();
        let translated = locales.map(|&tag| is_translated(tag));
        let links = |name: &str| links(site, Some(locale), "../", name, &is_translated);
        Self::new(site, (locale, "../"), translated, links, (title, name))
    }

    /// A page that belongs to no language; `locale` is that of its few words, and `languages` are its alternates.
    pub(super) fn neutral(
        site: &Site<'_>,
        locale: Locale,
        root: &'static str,
        languages: &[LanguageLink],
        title: &'p str,
    ) -> Self {
        let translated = languages.iter().map(|_| true);
        let links = |_: &str| languages.to_vec();
        Self::new(site, (locale, root), translated, links, (title, ""))
    }

    fn new(
        site: &Site<'_>,
        (lang, root): (Locale, &'static str),
        translated: impl ExactSizeIterator<Item = bool> + Clone,
        links: impl Fn(&str) -> Vec<LanguageLink>,
        (title, name): (&'p str, &'p str),
    ) -> Self {
        let dir = direction(site.languages, lang);
        let frame = (lang, dir, root);
        let flags = translated.clone().map(Value::from);
        let texts = [Value::Text(title), Value::Text(name)];
        Self {
            lang,
            dir,
            root,
            title,
            values: texts.into_iter().chain(flags).collect(),
            shell: site
                .shells
                .around(&site.templates, frame, translated, links),
        }
    }

    /// What of the page differs between pages of one language: title, head and bar.
    pub(super) fn texts(&self) -> [Value<'_>; TEXTS] {
        [
            Value::Text(self.title),
            Value::Filled(&self.shell.head, &self.values),
            Value::Filled(&self.shell.bar, &self.values),
        ]
    }

    /// The page.
    pub(super) fn page(&self) -> Framed {
        let filled = |stencil: &Stencil| {
            let mut html = String::new();
            stencil.fill(&self.values, &mut html);
            html
        };
        let page = Page {
            lang: self.lang,
            dir: self.dir,
            title: self.title.to_owned(),
            root: self.root,
            head: filled(&self.shell.head),
            bar: filled(&self.shell.bar),
        };
        (page, self.failures().collect())
    }

    /// The page with marks in the place of its texts, which are the first three.
    pub(super) fn marked(&self) -> Page {
        Page {
            lang: self.lang,
            dir: self.dir,
            title: mark(0),
            root: self.root,
            head: mark(1),
            bar: mark(2),
        }
    }

    /// What is wrong with the templates.
    pub(super) fn failures(&self) -> impl Iterator<Item = Diagnostic> {
        let Shell { head, bar } = &self.shell;
        [head, bar]
            .into_iter()
            .filter_map(|stencil| stencil.failure.clone())
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
            name: language_name(site, locale).into_owned(),
            href: format!("{root}{locale}/{name}"),
            current: current == Some(locale),
            is_default: site.default_locale() == Some(locale),
            translated: Flag::Is(is_translated(locale)),
        })
        .collect()
}

/// The own name of a language.
pub(super) fn language_name<'a>(site: &'a Site<'_>, locale: Locale) -> Cow<'a, str> {
    match site.languages.get(locale) {
        Some(data) => data.name.as_str().into(),
        None => locale.to_string().into(),
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
