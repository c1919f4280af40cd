//! What an earlier alignment made of articles that are still the same.
//!
//! A health set is made of its articles, of what the other health sets have a say in ([`Outer`]), and of how often some
//! words occur in all articles. Articles are told apart by where they are in memory: all of a [`Memory`] live as long as
//! it, so no place is used twice.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::consensus::{Answer, Counts};
use super::health_set::Outer;
use super::topic::Topic;
use crate::article::Article;
use crate::diagnostic::Diagnostic;
use crate::locale::{Locale, Localized};
use crate::model::HealthSet;

/// What earlier alignments made.
#[derive(Debug, Default)]
pub struct Memory<'a> {
    sets: FxHashMap<Vec<usize>, Built<'a>>,
    counts: Option<(Option<Locale>, Arc<Counts<'a>>)>,
}

/// A health set, and what it was made of.
#[derive(Clone, Debug)]
pub(super) struct Built<'a> {
    /// The health set.
    pub(super) set: Arc<HealthSet<'a>>,
    /// What was odd about it.
    pub(super) diagnostics: Arc<[Diagnostic]>,
    /// What was asked about words.
    answers: Arc<[Answer]>,
    /// What it began as.
    begun: Arc<Outer<'a>>,
}

impl<'a> Memory<'a> {
    /// The words of `articles`, counted once as long as these are the articles.
    pub(super) fn counts(
        &self,
        articles: &'a [Arc<Article>],
        source: Option<Locale>,
    ) -> Arc<Counts<'a>> {
        let counts = Counts::new(articles, source);
        match &self.counts {
            Some((of, known)) if *of == source && known.is_of_same(&counts) => Arc::clone(known),
            _ => Arc::new(counts),
        }
    }

    /// The health set that begins as `begun`: built, or taken from an earlier alignment.
    pub(super) fn or_build(
        &self,
        topic: &Topic<'a>,
        begun: Outer<'a>,
        counts: &Counts<'a>,
        build: impl FnOnce(Outer<'a>) -> (HealthSet<'a>, Vec<Diagnostic>, Vec<Answer>),
    ) -> Built<'a> {
        let known = self
            .sets
            .get(&places(&topic.articles))
            .filter(|known| known.begun.is_like(&begun) && counts.would_answer(&known.answers));
        if let Some(known) = known {
            return known.clone();
        }
        let (set, diagnostics, answers) = build(begun.clone());
        Built {
            set: Arc::new(set),
            diagnostics: diagnostics.into(),
            answers: answers.into(),
            begun: Arc::new(begun),
        }
    }

    /// Keeps what the alignment that has just ended built, and nothing else.
    pub(super) fn keep(
        &mut self,
        built: Vec<Built<'a>>,
        counts: Arc<Counts<'a>>,
        source: Option<Locale>,
    ) {
        let keyed = |built: Built<'a>| (places(&built.set.articles), built);
        self.sets = built.into_iter().map(keyed).collect();
        self.counts = Some((source, counts));
    }
}

fn places(articles: &Localized<&Article>) -> Vec<usize> {
    let place = |article: &&Article| std::ptr::from_ref::<Article>(article).addr();
    articles.values().map(place).collect()
}
