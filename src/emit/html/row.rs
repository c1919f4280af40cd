//! Rows of lists and tables, each made with a template of its own.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value as Json;

use super::site::Site;
use super::stencil::{Value, mark};
use super::templates::PageKind;
use crate::diagnostic::Diagnostic;
use crate::locale::Locale;

/// What the template of a row gets: texts and constants by name, null where there is none.
#[derive(Debug, Serialize)]
struct Context {
    page: Page,
    #[serde(flatten)]
    values: BTreeMap<&'static str, Json>,
}

#[derive(Debug, Serialize)]
struct Page {
    lang: Locale,
}

/// A row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'r> {
    /// Its template.
    pub(super) template: PageKind,
    /// The language of the page.
    pub(super) lang: Locale,
    /// Its texts.
    pub(super) texts: &'r [(&'static str, Option<&'r str>)],
    /// Words that the template may compare. There are few of them.
    pub(super) constants: &'r [(&'static str, Option<&'static str>)],
}

/// In what the templates of rows differ: the template, the language of the page, which texts there are, and the constants.
pub(super) type RowShape = (PageKind, Locale, Vec<bool>, Vec<Option<&'static str>>);

/// Rows as HTML, and what is wrong with their templates.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) html: String,
    pub(super) failures: Vec<Diagnostic>,
}

impl Rows {
    /// Appends a row.
    pub(super) fn push(&mut self, site: &Site<'_>, row: Row<'_>) {
        if site.templates.are_own() {
            // A template of a project may look at texts.
            let text = |number: usize| row.texts[number].1.unwrap_or_default().to_owned();
            let (html, failure) = site.templates.render(row.template, &row.context(text));
            self.html.push_str(&html);
            self.failures.extend(failure);
            return;
        }
        let has: Vec<bool> = row.texts.iter().map(|(_, text)| text.is_some()).collect();
        let constants = row.constants.iter().map(|(_, word)| *word).collect();
        let shape = (row.template, row.lang, has, constants);
        let stencil = site.rows.get(shape, |_| {
            site.templates.render(row.template, &row.context(mark))
        });
        let texts = row.texts.iter().map(|(_, text)| text.unwrap_or_default());
        let values: Vec<Value<'_>> = texts.map(Value::Text).collect();
        stencil.fill(&values, &mut self.html);
        self.failures.extend(stencil.failure.clone());
    }
}

impl Row<'_> {
    fn context(&self, text: impl Fn(usize) -> String) -> Context {
        let texts = self.texts.iter().enumerate().map(|(number, (name, own))| {
            let value = own.map_or(Json::Null, |_| Json::String(text(number)));
            (*name, value)
        });
        let constant =
            |word: Option<&str>| word.map_or(Json::Null, |word| Json::String(word.to_owned()));
        let constants = self
            .constants
            .iter()
            .map(|(name, word)| (*name, constant(*word)));
        Context {
            page: Page { lang: self.lang },
            values: texts.chain(constants).collect(),
        }
    }
}
