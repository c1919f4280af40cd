//! Rows of lists and tables, each made with a template of its own.

use std::collections::BTreeMap;

use serde::Serialize;

use super::site::Site;
use super::stencil::{Value, mark};
use super::templates::PageKind;
use crate::diagnostic::Diagnostic;
use crate::locale::Locale;

/// What the template of a row gets: texts and constants by name, null where there is none.
#[derive(Debug, Serialize)]
struct Context<'r> {
    page: Page,
    #[serde(flatten)]
    values: BTreeMap<&'static str, Value<'r>>,
}

#[derive(Debug, Serialize)]
struct Page {
    lang: Locale,
}

/// A row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'r, const N: usize> {
    /// Its template.
    pub(super) template: PageKind,
    /// The language of the page.
    pub(super) lang: Locale,
    /// Its texts.
    pub(super) texts: [(&'static str, Value<'r>); N],
    /// A word that the template may compare. There are few of them.
    pub(super) word: Option<(&'static str, Option<&'static str>)>,
}

/// In what the templates of rows differ but for texts: the template, the language of the page, and the word.
pub(super) type RowShape = (PageKind, Locale, Option<&'static str>);

/// Rows as HTML, and what is wrong with their templates.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) html: String,
    pub(super) failures: Vec<Diagnostic>,
}

impl Rows {
    /// Appends a row.
    pub(super) fn push<const N: usize>(&mut self, site: &Site<'_>, row: Row<'_, N>) {
        if site.templates.are_own() {
            // A template of a project may look at texts.
            let (html, failure) = site.templates.render(row.template, &row.context());
            self.html.push_str(&html);
            self.failures.extend(failure);
            return;
        }
        let shape = (row.template, row.lang, row.word.and_then(|(_, word)| word));
        let stencil = site.rows.get(shape, |_| {
            let marks: [String; N] = std::array::from_fn(mark);
            let texts = std::array::from_fn(|at| (row.texts[at].0, Value::Text(&marks[at])));
            let marked = Row { texts, ..row };
            site.templates.render(row.template, &marked.context())
        });
        stencil.fill(&row.texts.map(|(_, text)| text), &mut self.html);
        self.failures.extend(stencil.failure.clone());
    }
}

impl<'r, const N: usize> Row<'r, N> {
    fn context(&self) -> Context<'r> {
        let word = self.word.map(|(name, word)| (name, word.into()));
        Context {
            page: Page { lang: self.lang },
            values: self.texts.into_iter().chain(word).collect(),
        }
    }
}
