//! What stands around the content of a page: its head and its bar. They are the same on all pages that differ in
//! nothing but title, file name, and which languages have the page.

use std::sync::Arc;

use serde::Serialize;

use super::page::LanguageLink;
use super::stencil::{Flag, Stencil, Stencils, mark};
use super::templates::{PageKind, Templates};
use crate::locale::Locale;

/// The numbers of the texts of a shell. Behind them comes for each language whether it has the page.
const TITLE: usize = 0;
const NAME: usize = 1;
const LANGUAGES: usize = 2;

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

/// In what shells differ: the template, its language, the way to the root, how many languages there are, and, where the
/// template is one of a project, which of them have the page.
type Shape = (PageKind, Locale, &'static str, usize, Vec<bool>);

/// The shells made so far.
#[derive(Debug, Default)]
pub(super) struct Shells(Stencils<Shape>);

/// A head and a bar.
#[derive(Debug)]
pub(super) struct Shell {
    pub(super) head: Arc<Stencil>,
    pub(super) bar: Arc<Stencil>,
}

impl Shells {
    /// Head and bar of a page. `links` makes its links to other languages; it gets what stands for the file name.
    pub(super) fn around(
        &self,
        templates: &Templates<'_>,
        (lang, dir, root): (Locale, &'static str, &'static str),
        translated: impl ExactSizeIterator<Item = bool> + Clone,
        links: impl Fn(&str) -> Vec<LanguageLink>,
    ) -> Shell {
        let stencil = |kind| {
            let known = match templates.are_own() {
                true => translated.clone().collect(),
                false => Vec::new(),
            };
            let shape = (kind, lang, root, translated.len(), known);
            self.0.get(shape, |_| {
                let mut links = links(&mark(NAME));
                if !templates.are_own() {
                    let marks = (LANGUAGES..).map(mark).map(Flag::Mark);
                    let flags = links.iter_mut().map(|link| &mut link.translated);
                    flags.zip(marks).for_each(|(flag, mark)| *flag = mark);
                }
                let page = ShellPage {
                    lang,
                    dir,
                    title: mark(TITLE),
                    root,
                    languages: &links,
                };
                templates.render(kind, &Context { page })
            })
        };
        Shell {
            head: stencil(PageKind::Head),
            bar: stencil(PageKind::Bar),
        }
    }
}
