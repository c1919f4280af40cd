//! What the languages disagree about, as diagnostics.

mod alone;
mod consensus;
mod difference;
mod glossary;
mod lacking;
mod memory;
mod moved;
mod order;
mod places;
mod rules;
mod sense;
mod suppression;
mod text;
mod token;
mod unit;
mod vocabulary;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Rule, Scope};
use crate::locale::{Languages, Locale};
use crate::model::{HealthSet, KnowledgeBase};
use crate::workspace::Source;
use glossary::Glossary;
use lacking::Lacking;
pub use memory::Memory;
use order::Swap;
use sense::Senses;
pub use suppression::suppress;
use unit::Unit;
use vocabulary::Vocabulary;

/// Runs every rule over the knowledge base, which was made from `sources`.
pub fn check(
    knowledge: &KnowledgeBase<'_>,
    languages: &Languages,
    sources: &[Source],
) -> Vec<Diagnostic> {
    check_again(knowledge, languages, sources, &mut Memory::default())
}

/// [`check`], but for what an earlier check with the same languages found in the same health sets.
pub fn check_again<'c>(
    knowledge: &'c KnowledgeBase<'c>,
    languages: &Languages,
    sources: &[Source],
    memory: &mut Memory<'c>,
) -> Vec<Diagnostic> {
    let vocabulary = memory.vocabulary(Vocabulary::new(knowledge));
    let senses = memory.senses(knowledge, || senses(knowledge, languages));
    let sets = knowledge.health_sets.par_iter();
    let topics: Vec<Arc<Topic<'c>>> = sets
        .map(|set| memory.topic(set, || Topic::new(set, &vocabulary)))
        .collect();
    let glossary = Glossary::learn(&topics, knowledge.source);
    memory.settle(knowledge, &glossary);
    let context = Context {
        knowledge,
        languages,
        sources,
        source: knowledge.source,
        vocabulary,
        senses,
        topics: topics.clone(),
        glossary,
    };
    let run = |topic: &Arc<Topic<'c>>| {
        memory.found(topic, || {
            let rules = rules::OF_TOPICS.iter();
            rules.flat_map(|rule| rule(&context, topic)).collect()
        })
    };
    let of_topics: Vec<Arc<[Diagnostic]>> = topics.par_iter().map(run).collect();
    let of_all: Vec<Vec<Diagnostic>> = rules::OF_ALL
        .par_iter()
        .map(|rule| rule(&context))
        .collect();
    memory.keep(&topics, &of_topics);
    let of_topics = of_topics.iter().flat_map(|found| found.iter().cloned());
    let of_all = of_all.into_iter().flatten();
    let mut found: Vec<Diagnostic> = of_all.chain(of_topics).collect();
    if let [_] = knowledge.locales.as_slice() {
        // What every language has wrong is what this one has wrong.
        found
            .iter_mut()
            .for_each(|diagnostic| diagnostic.scope = Scope::Locale);
    }
    found
}

fn senses(knowledge: &KnowledgeBase<'_>, languages: &Languages) -> BTreeMap<Locale, Senses> {
    let of = |&locale: &Locale| {
        let lexicon = &languages.get(locale)?.lexicon;
        Some((locale, Senses::new(&lexicon.polarity)?))
    };
    knowledge.locales.par_iter().filter_map(of).collect()
}

/// What `mpkc explain` says about a rule, as Markdown.
pub fn page(rule: Rule) -> String {
    let own = rules::page(rule);
    own.unwrap_or_else(|| rule.explanation().to_owned())
}

/// What rules look at. A rule about one health set may look at nothing of the others but what is part of
/// [`memory::World`].
pub(crate) struct Context<'c> {
    pub(crate) knowledge: &'c KnowledgeBase<'c>,
    pub(crate) languages: &'c Languages,
    pub(crate) sources: &'c [Source],
    /// The language that the others were translated from.
    pub(crate) source: Option<Locale>,
    pub(crate) vocabulary: Arc<Vocabulary<'c>>,
    /// The lexicon of health and existence of each language that has one.
    pub(crate) senses: Arc<BTreeMap<Locale, Senses>>,
    /// The health sets with their aligned texts.
    pub(crate) topics: Vec<Arc<Topic<'c>>>,
    /// What languages make of headings and link texts.
    pub(crate) glossary: Glossary,
}

/// One health set with its aligned texts.
pub(crate) struct Topic<'c> {
    pub(crate) set: &'c HealthSet<'c>,
    pub(crate) units: Vec<Unit<'c>>,
    /// For each section, the languages whose texts there are not to be compared; see [`unit::astray`].
    pub(crate) astray: Vec<Vec<Locale>>,
    /// Texts that changed places.
    pub(crate) swaps: Vec<Swap>,
    /// Commands that a language lacks.
    pub(crate) lacking: Lacking<'c>,
    /// How many bytes the texts of each language have.
    lengths: BTreeMap<Locale, usize>,
}

impl<'c> Topic<'c> {
    fn new(set: &'c HealthSet<'c>, vocabulary: &Vocabulary<'c>) -> Self {
        let astray = unit::astray(set);
        let mut units = unit::units(set, &astray, vocabulary);
        let swaps = order::swaps(&units);
        // What was swapped is reported as such, and not compared with what it is not.
        for swap in &swaps {
            for at in [swap.first, swap.second] {
                units[at].doubt(swap.locale);
            }
        }
        let mut lengths = BTreeMap::new();
        for (locale, text) in units.iter().flat_map(|unit| &unit.texts) {
            *lengths.entry(*locale).or_default() += text.plain.len();
        }
        Self {
            set,
            units,
            astray,
            swaps,
            lacking: Lacking::of(set),
            lengths,
        }
    }

    /// How many bytes the article of `locale` has.
    pub(crate) fn length(&self, locale: Locale) -> usize {
        self.lengths.get(&locale).copied().unwrap_or_default()
    }
}
