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
use dependency::Terms;
use identity::Names;
pub use memory::Memory;
use memory::{Built, Tabled, World};

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
    let recall = memory.recall(&topics, articles, catalogues, source);
    let names = Names::of(&topics, catalogues, |at| recall.id(at));
    let names = recall.names(names);
    let numbered = || topics.par_iter().enumerate();
    let tables = numbered().map(|(at, topic)| {
        recall.table(at, &names, |support| {
            rows::align(topic, &names.ids[at], &names, languages, support)
        })
    });
    let tables: Vec<Tabled<'a>> = tables.collect();
    let learn = || {
        let tables: Vec<&rows::Table<'a>> = tables.iter().map(|tabled| &*tabled.table).collect();
        Terms::learn(&tables, languages, source)
    };
    let list = |support: &Support<'a>, diagnostics: &mut Vec<Diagnostic>| {
        catalogue::align(catalogues, &names, support, diagnostics)
    };
    let (terms, listed) = rayon::join(
        || recall.terms(&tables, learn),
        || recall.listed(&names, list),
    );
    diagnostics.extend_from_slice(&listed.diagnostics);
    let slugs = recall.slugs(topic::slugs(&topics));
    let context = health_set::Context {
        slugs: &slugs,
        terms: &terms,
        catalogue: &listed.catalogue,
    };
    let built = numbered().map(|(at, topic)| {
        recall.health_set(
            at,
            tables[at].clone(),
            &context,
            |table| health_set::outer(topic, &names.ids[at], table, &context),
            |outer, support| health_set::build(topic, outer, source, support),
        )
    });
    let built: Vec<Built<'a>> = built.collect();
    let mut health_sets = Vec::with_capacity(built.len());
    for built in &built {
        health_sets.push(Arc::clone(&built.set));
        diagnostics.extend_from_slice(&built.diagnostics);
    }
    health_sets.sort_by(|a, b| a.slug.cmp(&b.slug));
    let knowledge = KnowledgeBase {
        locales,
        source,
        categories: listed.catalogue.categories.clone(),
        dependencies: terms.dependencies(),
        health_sets,
        uncovered: listed.catalogue.uncovered.clone(),
    };
    let world = World {
        source,
        catalogues,
        counts: Arc::clone(recall.counts()),
        names,
        tables,
        terms,
        listed,
        slugs,
    };
    memory.keep(built, world);
    Aligned {
        knowledge,
        diagnostics,
    }
}
