//! What the languages disagree about, as diagnostics.

mod alone;
mod bytes;
mod consensus;
mod difference;
mod draft;
mod glossary;
mod lacking;
mod lookup;
mod memory;
mod moved;
mod order;
mod phrases;
mod pieces;
mod places;
mod reader;
mod rules;
mod run;
mod sense;
mod slip;
mod suppression;
mod target;
mod text;
mod thing;
mod token;
mod tongue;
mod topic;
mod unit;
mod vocabulary;
mod wording;

use std::sync::Arc;

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Rule, Scope};
use crate::locale::{Languages, Locale};
use crate::model::KnowledgeBase;
use crate::workspace::Source;
use glossary::Glossary;
pub use memory::Memory;
use reader::Reader;
pub use suppression::suppress;
use target::Targets;
use tongue::Tongues;
use topic::Topic;
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
    let (vocabulary, tongues) = rayon::join(
        || Vocabulary::new(knowledge),
        || memory.tongues(knowledge, || Tongues::new(&knowledge.locales, languages)),
    );
    let vocabulary = memory.vocabulary(vocabulary);
    let reader = Reader {
        vocabulary: &vocabulary,
        tongues: &tongues,
        sources,
    };
    let topics = memory.topics(knowledge, |sets| Topic::read(sets, &reader));
    let (glossary, targets) = rayon::join(
        || Glossary::learn(&topics, knowledge),
        || Targets::new(knowledge, &topics),
    );
    memory.settle(knowledge, &glossary);
    let context = Context {
        knowledge,
        languages,
        sources,
        source: knowledge.source,
        vocabulary,
        tongues: &tongues,
        targets,
        topics: &topics,
        glossary,
    };
    let run = |topic: &Arc<Topic<'c>>| {
        memory.found(topic, || {
            let rules = rules::OF_TOPICS.iter();
            rules.flat_map(|rule| rule(&context, topic)).collect()
        })
    };
    let all = rules::OF_ALL.par_iter();
    let (of_all, of_topics): (Vec<Vec<Diagnostic>>, Vec<Arc<[Diagnostic]>>) = rayon::join(
        || all.map(|rule| rule(&context)).collect(),
        || topics.par_iter().map(run).collect(),
    );
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
    /// What is known of the languages of texts.
    pub(crate) tongues: &'c Tongues,
    /// The health sets with their aligned texts.
    pub(crate) topics: &'c [Arc<Topic<'c>>],
    /// Where links lead.
    pub(crate) targets: Targets<'c>,
    /// What languages make of headings and link texts.
    pub(crate) glossary: Glossary<'c>,
}
