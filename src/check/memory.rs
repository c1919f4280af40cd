//! What an earlier check found in health sets that are still the same.
//!
//! What the rules about one health set find follows from that health set, whole, and from what they may look at of the
//! others: the [`World`]. Health sets are told apart by where they are in memory: all of a [`Memory`] live as long as it,
//! so no place is used twice.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Topic;
use super::glossary::Glossary;
use super::tongue::Tongues;
use super::vocabulary::Vocabulary;
use crate::diagnostic::Diagnostic;
use crate::locale::Locale;
use crate::model::{HealthSet, KnowledgeBase};

/// What earlier checks found.
#[derive(Default)]
pub struct Memory<'c> {
    vocabulary: Option<Arc<Vocabulary<'c>>>,
    tongues: Option<(Vec<Locale>, Arc<Tongues>)>,
    world: Option<World<'c>>,
    known: FxHashMap<usize, Known<'c>>,
}

/// All that was read is many pieces, which take long to free: all threads do it.
impl Drop for Memory<'_> {
    fn drop(&mut self) {
        self.known.par_drain().for_each(drop);
    }
}

/// A health set that was looked at.
struct Known<'c> {
    topic: Arc<Topic<'c>>,
    found: Arc<[Diagnostic]>,
}

/// What a rule about one health set may look at of the others, besides the vocabulary.
struct World<'c> {
    source: Option<Locale>,
    locales: &'c [Locale],
    /// Of the glossary, which terms are translated: how often is of no concern to a single health set.
    glossary: u64,
    /// Identities, kinds, probes and monitors.
    sets: Vec<&'c HealthSet<'c>>,
}

impl World<'_> {
    fn is_like(&self, other: &World<'_>) -> bool {
        let is_like = |(a, b): (&&HealthSet<'_>, &&HealthSet<'_>)| {
            let identity =
                |set: &HealthSet<'_>| (set.id.clone(), set.key.clone(), set.slug.clone(), set.kind);
            place(a) == place(b)
                || identity(a) == identity(b) && a.probes == b.probes && a.monitors == b.monitors
        };
        self.source == other.source
            && self.locales == other.locales
            && self.glossary == other.glossary
            && self.sets.len() == other.sets.len()
            && self.sets.iter().zip(&other.sets).all(is_like)
    }
}

impl<'c> Memory<'c> {
    /// The vocabulary; the earlier one, if it is the same. Otherwise all texts are to be read again.
    pub(super) fn vocabulary(&mut self, vocabulary: Vocabulary<'c>) -> Arc<Vocabulary<'c>> {
        match &self.vocabulary {
            Some(known) if **known == vocabulary => Arc::clone(known),
            _ => {
                self.known.clear();
                let vocabulary = Arc::new(vocabulary);
                self.vocabulary = Some(Arc::clone(&vocabulary));
                vocabulary
            }
        }
    }

    /// The languages of `knowledge`, as they are read.
    pub(super) fn tongues(
        &mut self,
        knowledge: &KnowledgeBase<'_>,
        make: impl FnOnce() -> Tongues,
    ) -> Arc<Tongues> {
        match &self.tongues {
            Some((locales, tongues)) if *locales == knowledge.locales => Arc::clone(tongues),
            _ => {
                let tongues = Arc::new(make());
                self.tongues = Some((knowledge.locales.clone(), Arc::clone(&tongues)));
                tongues
            }
        }
    }

    /// The texts of all health sets: taken from an earlier check, or read by `read`, which gives one topic a set.
    pub(super) fn topics(
        &self,
        knowledge: &'c KnowledgeBase<'c>,
        read: impl FnOnce(&[&'c HealthSet<'c>]) -> Vec<Topic<'c>>,
    ) -> Vec<Arc<Topic<'c>>> {
        let sets = knowledge.health_sets.iter().map(|set| &**set);
        let is_new = |set: &&HealthSet<'_>| !self.known.contains_key(&place(set));
        let new: Vec<&'c HealthSet<'c>> = sets.clone().filter(is_new).collect();
        let mut new = read(&new).into_iter().map(Arc::new);
        let topics = sets.filter_map(|set| match self.known.get(&place(set)) {
            Some(known) => Some(Arc::clone(&known.topic)),
            None => new.next(),
        });
        topics.collect()
    }

    /// Forgets what was found, if the rules look at another world now.
    pub(super) fn settle(&mut self, knowledge: &'c KnowledgeBase<'c>, glossary: &Glossary<'_>) {
        let world = World {
            source: knowledge.source,
            locales: &knowledge.locales,
            glossary: glossary.fingerprint(),
            sets: knowledge.health_sets.iter().map(|set| &**set).collect(),
        };
        if !self
            .world
            .as_ref()
            .is_some_and(|known| known.is_like(&world))
        {
            self.known.clear();
        }
        self.world = Some(world);
    }

    /// What the rules find in a health set: looked for, or taken from an earlier check.
    pub(super) fn found(
        &self,
        topic: &Topic<'_>,
        look: impl FnOnce() -> Vec<Diagnostic>,
    ) -> Arc<[Diagnostic]> {
        match self.known.get(&place(topic.set)) {
            Some(known) => Arc::clone(&known.found),
            None => look().into(),
        }
    }

    /// Keeps what was found in this check, and nothing else.
    pub(super) fn keep(&mut self, topics: &[Arc<Topic<'c>>], found: &[Arc<[Diagnostic]>]) {
        let known = topics.iter().zip(found).map(|(topic, found)| {
            let known = Known {
                topic: Arc::clone(topic),
                found: Arc::clone(found),
            };
            (place(topic.set), known)
        });
        self.known = known.collect();
    }
}

fn place(set: &HealthSet<'_>) -> usize {
    std::ptr::from_ref(set).addr()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::compile;
    use crate::diagnostic::SourceId;
    use crate::workspace::{Config, Source};

    fn source(tag: &str, number: u32) -> Source {
        let path = format!("{tag}/troubleshooting-lamp-health-set.md");
        let text = "---\nms:assetid: 1\nms:mtpsurl: https://lamp.test/ms.exch.scom.lamp(v=B.1)\n---\n# Lamp\n\nIs it on?\n";
        let locale = Some(tag.parse().expect("a tag"));
        let path = path.as_str();
        let mut source = Source::new(
            path.into(),
            path.into(),
            locale,
            Ok(text.as_bytes().to_vec()),
        );
        source.id = SourceId(number);
        source
    }

    #[test]
    fn what_was_found_is_not_looked_for_again() {
        let sources = [source("en-US", 0), source("es-ES", 1)];
        let config = Config::default();
        let read = compile::read(&sources, &config, &[], &[]).expect("articles");
        let aligned = read.align();
        let mut memory = Memory::default();
        let mut found = || -> BTreeMap<usize, Arc<[Diagnostic]>> {
            read.check_again(&aligned, &config, &sources, &mut memory);
            let known = memory.known.iter();
            known
                .map(|(set, known)| (*set, Arc::clone(&known.found)))
                .collect()
        };
        let (first, second) = (found(), found());
        assert_eq!(first.len(), 1);
        for (set, found) in &first {
            assert!(Arc::ptr_eq(found, &second[set]));
        }
    }
}
