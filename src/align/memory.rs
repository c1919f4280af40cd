//! What an earlier alignment made of articles that are still the same.
//!
//! Articles are told apart by where they are in memory: all of a [`Memory`] live as long as it, so no place is used
//! twice. What a stage makes anew and finds to be as it was keeps its place too; so the stages after it, which depend on
//! it, see in one look whether they have to do anything. What was made of counted words holds as long as the answers do.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::catalogue::AlignedCatalogue;
use super::consensus::{Answer, Counts, Support};
use super::dependency::Terms;
use super::health_set::{Context, Outer};
use super::identity::Names;
use super::rows::Table;
use super::topic::Topic;
use crate::article::{Article, Catalogue};
use crate::diagnostic::Diagnostic;
use crate::locale::{Locale, Localized};
use crate::model::{HealthSet, HealthSetId, Slug};

/// What earlier alignments made.
#[derive(Debug, Default)]
pub struct Memory<'a> {
    sets: FxHashMap<Vec<usize>, Built<'a>>,
    world: Option<World<'a>>,
}

/// What all health sets have in common.
#[derive(Debug)]
pub(super) struct World<'a> {
    pub(super) source: Option<Locale>,
    pub(super) catalogues: &'a [Arc<Catalogue>],
    pub(super) counts: Arc<Counts<'a>>,
    pub(super) names: Arc<Names>,
    /// The tables of the topics, in their order.
    pub(super) tables: Vec<Tabled<'a>>,
    pub(super) terms: Arc<Terms<'a>>,
    pub(super) listed: Listed,
    pub(super) slugs: Arc<[Slug]>,
}

/// A table, and what was asked about words when it was made.
#[derive(Clone, Debug)]
pub(super) struct Tabled<'a> {
    pub(super) table: Arc<Table<'a>>,
    answers: Arc<[Answer]>,
}

/// The catalogue, what was odd about it, and what was asked about words.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub(super) catalogue: Arc<AlignedCatalogue>,
    pub(super) diagnostics: Arc<[Diagnostic]>,
    answers: Arc<[Answer]>,
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
    /// Its table.
    tabled: Tabled<'a>,
}

/// What is known of the topics of an alignment.
pub(super) struct Recall<'m, 'a> {
    world: Option<&'m World<'a>>,
    /// What was built of the same articles under the same slug, for each topic.
    sets: Vec<Option<&'m Built<'a>>>,
    /// Whether the catalogues are those of then.
    has_catalogues: bool,
    source: Option<Locale>,
    /// The words of this alignment.
    counts: Arc<Counts<'a>>,
}

impl<'a> Memory<'a> {
    /// What is known of `topics`, which were made of `articles`.
    pub(super) fn recall(
        &self,
        topics: &[Topic<'a>],
        articles: &'a [Arc<Article>],
        catalogues: &'a [Arc<Catalogue>],
        source: Option<Locale>,
    ) -> Recall<'_, 'a> {
        let world = self.world.as_ref().filter(|world| world.source == source);
        let known = |topic: &Topic<'a>| {
            let built = self.sets.get(&places(&topic.articles));
            built.filter(|built| world.is_some() && built.set.slug == topic.slug)
        };
        Recall {
            sets: topics.iter().map(known).collect(),
            has_catalogues: world.is_some_and(|world| {
                let (then, now) = (world.catalogues.iter(), catalogues);
                then.len() == now.len() && then.zip(now).all(|(a, b)| Arc::ptr_eq(a, b))
            }),
            source,
            counts: Counts::again(articles, source, world.map(|world| &world.counts)),
            world,
        }
    }

    /// Keeps what the alignment that has just ended made, and nothing else.
    pub(super) fn keep(&mut self, built: Vec<Built<'a>>, world: World<'a>) {
        let keyed = |built: Built<'a>| (places(&built.set.articles), built);
        self.sets = built.into_iter().map(keyed).collect();
        self.world = Some(world);
    }
}

impl<'a> Recall<'_, 'a> {
    /// The words of this alignment.
    pub(super) fn counts(&self) -> &Arc<Counts<'a>> {
        &self.counts
    }

    /// The name of the health set of the topic at `at`.
    pub(super) fn id(&self, at: usize) -> Option<&HealthSetId> {
        let built = self.sets[at].filter(|_| self.has_catalogues);
        built.map(|built| &built.set.id)
    }

    /// `names`, where they were if they are the same.
    pub(super) fn names(&self, names: Names) -> Arc<Names> {
        let known = self.world.map(|world| &world.names);
        let same = known.filter(|known| ***known == names);
        same.map_or_else(|| Arc::new(names), Arc::clone)
    }

    /// `slugs`, where they were if they are the same.
    pub(super) fn slugs(&self, slugs: Vec<Slug>) -> Arc<[Slug]> {
        let known = self.world.map(|world| &world.slugs);
        let same = known.filter(|known| ***known == *slugs);
        same.map_or_else(|| slugs.into(), Arc::clone)
    }

    /// The table of the topic at `at`, which depends on its articles and on the names.
    pub(super) fn table(
        &self,
        at: usize,
        names: &Arc<Names>,
        align: impl FnOnce(&Support<'a>) -> Table<'a>,
    ) -> Tabled<'a> {
        let known = self.sets[at].filter(|known| {
            self.has_names(names)
                && known.set.id == names.ids[at]
                && self.counts.would_answer(&known.tabled.answers)
        });
        if let Some(known) = known {
            return known.tabled.clone();
        }
        let support = self.support();
        Tabled {
            table: Arc::new(align(&support)),
            answers: support.into_answers().into(),
        }
    }

    /// The terms, which depend on the dependencies in all tables.
    pub(super) fn terms(
        &self,
        tables: &[Tabled<'a>],
        learn: impl FnOnce() -> Terms<'a>,
    ) -> Arc<Terms<'a>> {
        let is_like = |(a, b): (&Tabled<'_>, &Tabled<'_>)| {
            Arc::ptr_eq(&a.table, &b.table) || a.table.dependencies().eq(b.table.dependencies())
        };
        let known = self.world.filter(|world| {
            world.tables.len() == tables.len() && world.tables.iter().zip(tables).all(is_like)
        });
        known.map_or_else(|| Arc::new(learn()), |world| Arc::clone(&world.terms))
    }

    /// The catalogue, which depends on its files and on the names.
    pub(super) fn listed(
        &self,
        names: &Arc<Names>,
        align: impl FnOnce(&Support<'a>, &mut Vec<Diagnostic>) -> AlignedCatalogue,
    ) -> Listed {
        let known = self.world.map(|world| &world.listed).filter(|known| {
            self.has_catalogues && self.has_names(names) && self.counts.would_answer(&known.answers)
        });
        if let Some(known) = known {
            return known.clone();
        }
        let support = self.support();
        let mut diagnostics = Vec::new();
        Listed {
            catalogue: Arc::new(align(&support, &mut diagnostics)),
            diagnostics: diagnostics.into(),
            answers: support.into_answers().into(),
        }
    }

    /// The health set of the topic at `at`: built of what it begins as, or taken from the earlier alignment.
    pub(super) fn health_set(
        &self,
        at: usize,
        tabled: Tabled<'a>,
        context: &Context<'_, 'a>,
        begin: impl FnOnce(&Table<'a>) -> Outer<'a>,
        build: impl FnOnce(Outer<'a>, &Support<'a>) -> (HealthSet<'a>, Vec<Diagnostic>),
    ) -> Built<'a> {
        let known = self.sets[at];
        let known = known.filter(|known| self.counts.would_answer(&known.answers));
        let is_begun = |known: &&Built<'_>| {
            Arc::ptr_eq(&known.tabled.table, &tabled.table) && self.has_context(context)
        };
        if let Some(known) = known.filter(is_begun) {
            return known.clone();
        }
        let begun = begin(&tabled.table);
        if let Some(known) = known.filter(|known| known.begun.is_like(&begun)) {
            return Built {
                tabled,
                ..known.clone()
            };
        }
        let support = self.support();
        let (set, diagnostics) = build(begun.clone(), &support);
        Built {
            set: Arc::new(set),
            diagnostics: diagnostics.into(),
            answers: support.into_answers().into(),
            begun: Arc::new(begun),
            tabled,
        }
    }

    fn support(&self) -> Support<'a> {
        Support::new(&self.counts, self.source)
    }

    fn has_names(&self, names: &Arc<Names>) -> bool {
        let known = self.world.map(|world| &world.names);
        known.is_some_and(|known| Arc::ptr_eq(known, names))
    }

    fn has_context(&self, context: &Context<'_, 'a>) -> bool {
        self.world.is_some_and(|world| {
            Arc::ptr_eq(&world.slugs, context.slugs)
                && Arc::ptr_eq(&world.terms, context.terms)
                && Arc::ptr_eq(&world.listed.catalogue, context.catalogue)
        })
    }
}

fn places(articles: &Localized<&Article>) -> Vec<usize> {
    let place = |article: &&Article| std::ptr::from_ref::<Article>(article).addr();
    articles.values().map(place).collect()
}
