//! What stands around the content of a page: its head and its bar. They are the same on all pages that differ in
//! nothing but title and file name.

use serde::Serialize;

use super::page::LanguageLink;
use super::stencil::{Stencils, Value, mark};
use super::templates::{PageKind, Templates};
use crate::diagnostic::Diagnostic;
use crate::locale::Locale;

/// The numbers of the texts of a shell.
const TITLE: usize = 0;
const NAME: usize = 1;

/// What `head.hbs` and `bar.hbs` get.
#[derive(Debug, Serialize)]
struct Context<'s> {
    page: ShellPage<'s>,
}

#[derive(Debug, Serialize)]
struct ShellPage<'s> {
    lang: Locale,
    dir: &'static str,
    title: String,
    root: &'static str,
    languages: &'s [LanguageLink],
}

/// In what shells differ: the template, its language, the way to the root, and which languages have the page.
type Shape = (PageKind, Locale, &'static str, Vec<bool>);

/// The shells made so far.
#[derive(Debug, Default)]
pub(super) struct Shells(Stencils<Shape>);

/// A head and a bar, and what is wrong with their templates.
#[derive(Debug, Default)]
pub(super) struct Shell {
    pub(super) head: String,
    pub(super) bar: String,
    pub(super) failures: Vec<Diagnostic>,
}

impl Shells {
    /// Head and bar of a page. `links` makes its links to other languages; it gets what stands for the file name.
    pub(super) fn around(
        &self,
        templates: &Templates<'_>,
        (lang, dir, root): (Locale, &'static str, &'static str),
        translated: &[bool],
        links: impl Fn(&str) -> Vec<LanguageLink>,
        (title, name): (&str, &str),
    ) -> Shell {
        let mut shell = Shell::default();
        let values = [Value::Text(title), Value::Text(name)];
        for (kind, out) in [
            (PageKind::Head, &mut shell.head),
            (PageKind::Bar, &mut shell.bar),
        ] {
            let shape = (kind, lang, root, translated.to_vec());
            let stencil = self.0.get(shape, |_| {
                let page = ShellPage {
                    lang,
                    dir,
                    title: mark(TITLE),
                    root,
                    languages: &links(&mark(NAME)),
                };
                templates.render(kind, &Context { page })
            });
            stencil.fill(&values, out);
            shell.failures.extend(stencil.failure.clone());
        }
        shell
    }
}
