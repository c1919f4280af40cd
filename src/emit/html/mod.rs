//! The pages: a static site with one page per article and language, which opens from a folder as well as from a
//! server, asks nothing of another host, and works without scripts.
//!
//! [`blocks`] writes everything an author wrote, in its order, with the identifiers, commands and links
//! of the model; templates put the frame around it.

mod addresses;
mod anchors;
mod article_context;
mod article_page;
mod blocks;
mod commands;
mod fill_in;
mod index;
mod inlines;
mod monitors;
mod overview;
mod page;
mod picture;
mod probe_table;
mod row;
mod search;
mod shell;
mod site;
mod stencil;
mod svg;
mod tables;
mod templates;
mod text;

use std::borrow::Cow;
use std::fmt;

use rayon::prelude::*;

use super::Recall;
use crate::article::Article;
use crate::diagnostic::{self, Diagnostic};
use crate::locale::Languages;
use crate::model::KnowledgeBase;
use crate::workspace::{OutputFile, OutputPath};

use site::Site;
use templates::Templates;

/// How the pages are made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HtmlOptions {
    /// Templates and assets that come before the built-in ones, or beside them: file name and text.
    pub templates: Vec<(String, String)>,
    /// The address at which the source of an article can be improved. `{path}` is the path of its file below the
    /// input folder, `{locale}` its language, `{file}` the name of the file.
    pub edit_link: Option<String>,
}

impl HtmlOptions {
    fn edit_link_of(&self, article: &Article) -> Option<String> {
        let pattern = self.edit_link.as_deref()?;
        let file = article.path.file_name().unwrap_or_default();
        let link = pattern
            .replace("{path}", article.path.as_str())
            .replace("{locale}", &article.locale.to_string())
            .replace("{file}", file);
        crate::address::safe_address(&link).map(Cow::into_owned)
    }
}

/// What emitting gives.
#[derive(Clone, Debug, Default)]
pub struct Emitted {
    /// The files, in the order of their paths.
    pub files: Vec<OutputFile>,
    /// What could not be shown.
    pub diagnostics: Vec<Diagnostic>,
}

impl Emitted {
    fn append(&mut self, mut other: Self) {
        self.files.append(&mut other.files);
        self.diagnostics.append(&mut other.diagnostics);
    }
}

/// Makes the pages of `kb`.
pub fn emit(kb: &KnowledgeBase<'_>, languages: &Languages, options: &HtmlOptions) -> Emitted {
    emit_again(kb, languages, options, &Recall::nothing())
}

/// [`emit`], but for what an earlier build made.
pub fn emit_again(
    kb: &KnowledgeBase<'_>,
    languages: &Languages,
    options: &HtmlOptions,
    recall: &Recall<'_>,
) -> Emitted {
    let (templates, diagnostics) = Templates::new(languages, &options.templates);
    let site = Site::new(kb, languages, options, templates);
    let mut emitted = Emitted {
        files: Vec::new(),
        diagnostics,
    };
    let ((outline, search), pages) = rayon::join(
        || {
            rayon::join(
                || outline_pages(&site, recall),
                || search::emit(&site, recall),
            )
        },
        || article_pages(&site, recall),
    );
    for part in outline.into_iter().chain([search]).chain(pages) {
        emitted.append(part);
    }
    for (name, text) in site.templates.assets() {
        emitted
            .files
            .extend(file(format_args!("html/assets/{name}"), (*text).to_owned()));
    }
    emitted.files.sort_by(|a, b| a.path.cmp(&b.path));
    diagnostic::sort(&mut emitted.diagnostics);
    // A template that fails does so on every page alike.
    emitted.diagnostics.dedup();
    emitted
}

/// What the outline of the whole decides.
fn outline_pages(site: &Site<'_>, recall: &Recall<'_>) -> Vec<Emitted> {
    let parts = [index::emit, overview::emit, monitors::emit, addresses::emit];
    let parts = parts.into_par_iter().enumerate();
    let emitted = parts.map(|(number, part)| {
        if site.templates.are_own() {
            // What is wrong with a template is to be said in every build.
            part(site)
        } else {
            recall.or_make_of_outline(|memory| &memory.outline_pages, number, || part(site))
        }
    });
    emitted.collect()
}

/// The pages of each health set.
fn article_pages(site: &Site<'_>, recall: &Recall<'_>) -> Vec<Emitted> {
    let sets = site.kb.health_sets.par_iter().enumerate();
    let emitted = sets.map(|(at, set)| {
        let make = || article_page::emit(site, set);
        recall.or_make(|memory| &memory.pages, (at, 0), make)
    });
    emitted.collect()
}

/// A file of the output. Paths are made of tags, slugs, identifiers and names of templates, all of which are harmless;
/// a template with a wild name has no page to serve.
fn file(path: fmt::Arguments<'_>, text: String) -> Option<OutputFile> {
    let mut written = String::with_capacity(64);
    text::put!(written, "{path}");
    Some(OutputFile {
        path: OutputPath::new(written).ok()?,
        bytes: text.into(),
    })
}
