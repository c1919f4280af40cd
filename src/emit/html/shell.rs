//! What stands around the content of a page: its head and its bar. They are made once for all pages that differ in
//! nothing but title and file name, because templates are slow beside everything else.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Serialize;

use super::page::LanguageLink;
use super::templates::{PageKind, Templates};
use crate::diagnostic::Diagnostic;
use crate::locale::Locale;
use crate::syntax::escape_html;

/// Stand for the title and the file name while a template is made. They are characters that Unicode sets aside for
/// private use, at the very end of it.
pub(super) const TITLE: &str = "\u{10fffd}";
pub(super) const NAME: &str = "\u{10fffc}";

/// What `head.hbs` and `bar.hbs` get.
#[derive(Debug, Serialize)]
struct Context<'s> {
    page: ShellPage<'s>,
}

#[derive(Debug, Serialize)]
struct ShellPage<'s> {
    lang: Locale,
    dir: &'static str,
    title: &'static str,
    root: &'static str,
    languages: &'s [LanguageLink],
}

/// A head and a bar, with marks for title and file name.
#[derive(Debug)]
struct Shell {
    head: String,
    bar: String,
    failures: Vec<Diagnostic>,
}

/// In what shells differ: language, way to the root, and which languages have the page.
type Key = (Locale, &'static str, Vec<bool>);

/// The shells made so far.
#[derive(Debug, Default)]
pub(super) struct Shells(Mutex<BTreeMap<Key, Arc<Shell>>>);

impl Shells {
    /// Head and bar of a page. `languages` are its links with [`NAME`] as the file name.
    pub(super) fn around(
        &self,
        templates: &Templates<'_>,
        (lang, dir): (Locale, &'static str),
        root: &'static str,
        languages: &[LanguageLink],
        (title, name): (&str, &str),
    ) -> (String, String) {
        let translated = languages.iter().map(|link| link.translated).collect();
        let key = (lang, root, translated);
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lock().get(&key).cloned();
        let shell = known.unwrap_or_else(|| {
            let context = Context {
                page: ShellPage {
                    lang,
                    dir,
                    title: TITLE,
                    root,
                    languages,
                },
            };
            let made = Arc::new(Shell::make(templates, &context));
            lock().entry(key).or_insert(made).clone()
        });
        let mut escaped = String::with_capacity(title.len());
        escape_html(title, &mut escaped);
        let fill = |text: &str| text.replace(TITLE, &escaped).replace(NAME, name);
        (fill(&shell.head), fill(&shell.bar))
    }

    /// What went wrong with the templates.
    pub(super) fn failures(self) -> Vec<Diagnostic> {
        let shells = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        shells
            .into_values()
            .flat_map(|shell| shell.failures.clone())
            .collect()
    }
}

impl Shell {
    fn make(templates: &Templates<'_>, context: &Context<'_>) -> Self {
        let (head, head_failure) = templates.render(PageKind::Head, context);
        let (bar, bar_failure) = templates.render(PageKind::Bar, context);
        Self {
            head,
            bar,
            failures: head_failure.into_iter().chain(bar_failure).collect(),
        }
    }
}
