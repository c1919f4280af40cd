//! Articles of every language to one knowledge base.
//!
//! 1. [`topic`] puts the articles of one health set together, by identity, never by title.
//! 2. [`identity`] finds the names of the health sets.
//! 3. [`rows`] aligns the probe tables and decides every cell by [`consensus`].
//! 4. [`dependency`] learns the language-neutral terms from the aligned cells.
//! 5. [`section`] aligns sections, and [`node`] the blocks in them, by [`sequence`], with [`likeness`] where languages
//!    have different numbers of parts; commands are decided there.
//!
//! A fact is what the languages agree on. A language that says otherwise is on record as a dissent.

mod block;
mod catalogue;
mod category;
mod consensus;
mod dependency;
mod health_set;
mod identity;
mod item;
mod likeness;
mod memory;
mod node;
mod rows;
mod section;
mod sections_differ;
mod sequence;
mod topic;

use std::sync::Arc;

use rayon::prelude::*;

use crate::article::{Article, Catalogue};
use crate::diagnostic::Diagnostic;
use crate::locale::{Languages, Locale};
use crate::model::KnowledgeBase;
use consensus::Support;
use memory::Built;
pub use memory::Memory;

/// The knowledge base, and what was odd about the articles.
#[derive(Debug)]
pub struct Aligned<'a> {
    /// The knowledge base.
    pub knowledge: KnowledgeBase<'a>,
    /// Duplicates, contradictory identities, sections that do not fit.
    pub diagnostics: Vec<Diagnostic>,
}

/// Aligns articles. `source` is the language that the others were translated from, if it is among them.
pub fn align<'a>(
    articles: &'a [Arc<Article>],
    catalogues: &'a [Arc<Catalogue>],
    languages: &Languages,
    source: Option<Locale>,
) -> Aligned<'a> {
    align_again(
        articles,
        catalogues,
        languages,
        source,
        &mut Memory::default(),
    )
}

/// [`align`], but for health sets whose articles are those of an earlier alignment with the same languages.
pub fn align_again<'a>(
    articles: &'a [Arc<Article>],
    catalogues: &'a [Arc<Catalogue>],
    languages: &Languages,
    source: Option<Locale>,
    memory: &mut Memory<'a>,
) -> Aligned<'a> {
    let mut diagnostics = Vec::new();
    let mut locales: Vec<Locale> = articles.iter().map(|article| article.locale).collect();
    locales.sort();
    locales.dedup();
    let source = source.filter(|source| locales.contains(source));
    let topics = topic::group(articles, &mut diagnostics);
    let counts = memory.counts(articles, source);
    let names = identity::Names::of(&topics, catalogues);
    let tables: Vec<rows::Table<'a>> = topics
        .par_iter()
        .zip(&names.ids)
        .map(|(topic, id)| {
            let support = Support::new(&counts, source);
            rows::align(topic, id, &names, languages, &support)
        })
        .collect();
    let terms = dependency::Terms::learn(&tables, languages, source);
    let support = Support::new(&counts, source);
    let catalogue = catalogue::align(catalogues, &names, &support, &mut diagnostics);
    let slugs = topic::slugs(&topics);
    let context = health_set::Context {
        slugs: &slugs,
        terms: &terms,
        counts: &counts,
        source,
        catalogue: &catalogue,
    };
    let built: Vec<Built<'a>> = (&topics, &names.ids, tables)
        .into_par_iter()
        .map(|(topic, id, table)| {
            let outer = health_set::outer(topic, id, table, &context);
            memory.or_build(topic, outer, &counts, |outer| {
                health_set::build(topic, outer, &context)
            })
        })
        .collect();
    let mut health_sets = Vec::with_capacity(built.len());
    for built in &built {
        health_sets.push(Arc::clone(&built.set));
        diagnostics.extend_from_slice(&built.diagnostics);
    }
    memory.keep(built, counts, source);
    health_sets.sort_by(|a, b| a.slug.cmp(&b.slug));
    let knowledge = KnowledgeBase {
        locales,
        source,
        categories: catalogue.categories,
        dependencies: terms.into_dependencies(),
        health_sets,
        uncovered: catalogue.uncovered,
    };
    Aligned {
        knowledge,
        diagnostics,
    }
}
