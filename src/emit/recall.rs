//! What an earlier build of the same process made and need not be made again.
//!
//! What is made for one health set is made of that health set, whole, and of the outline of the others: names, places,
//! headings, titles. Both are hashed; where the hashes are those of the build before, so is what was made. A [`Memory`]
//! is for one configuration: whoever reads another one begins with a fresh memory.

use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHasher};

use crate::emit::{html, management_pack, runbook};
use crate::model::{HealthSet, KnowledgeBase};

/// What was made of a health set in the last build and in this one, by what it was made of.
#[derive(Debug)]
pub struct Memo<T> {
    made: Mutex<FxHashMap<Key, Made<T>>>,
}

#[derive(Debug)]
struct Made<T> {
    value: T,
    in_use: bool,
}

/// What something is made of, as hashes: of the health set with the outline of all, and of the part of it.
type Key = (u64, usize);

/// What earlier builds made.
#[derive(Debug, Default)]
pub struct Memory {
    /// Pages of articles.
    pub pages: Memo<html::Emitted>,
    /// Pages that the outline of the whole decides.
    pub outline_pages: Memo<html::Emitted>,
    /// What the search box finds of a health set, in each language.
    pub found: Memo<Arc<[String]>>,
    /// Runbooks.
    pub runbooks: Memo<runbook::Made>,
    /// Knowledge articles of the pack, by place of the language.
    pub knowledge: Memo<management_pack::SetArticles>,
    /// The XML of the pack.
    pub pack: management_pack::PackMemory,
}

/// What a build may take from earlier ones.
#[derive(Debug, Default)]
pub struct Recall<'m> {
    known: Option<Hashed<'m>>,
}

#[derive(Debug)]
struct Hashed<'m> {
    memory: &'m Memory,
    outline: u64,
    /// Of each health set with the outline of all.
    sets: Vec<u64>,
}

/// The hashes of health sets, by where they are in memory: all live as long as this, so no place is used twice.
#[derive(Debug, Default)]
pub struct Hashes<'k>(FxHashMap<usize, SetHashes<'k>>);

#[derive(Clone, Copy, Debug)]
struct SetHashes<'k> {
    /// Keeps the place from being used again.
    _set: &'k HealthSet<'k>,
    outline: u64,
    whole: u64,
}

impl<'m> Recall<'m> {
    /// Nothing: everything is made.
    pub fn nothing() -> Self {
        Self::default()
    }

    /// What `memory` knows of the health sets of `kb`. Those that `hashes` has seen are not hashed again.
    pub fn of<'k>(memory: &'m Memory, kb: &'k KnowledgeBase<'k>, hashes: &mut Hashes<'k>) -> Self {
        let sets = hashes.of(kb);
        let mut hasher = FxHasher::default();
        (&kb.locales, kb.source, &kb.categories).hash(&mut hasher);
        (&kb.dependencies, &kb.uncovered).hash(&mut hasher);
        sets.iter().for_each(|set| set.outline.hash(&mut hasher));
        let outline = hasher.finish();
        let with_outline = |set: &SetHashes<'k>| {
            let mut hasher = FxHasher::default();
            (outline, set.whole).hash(&mut hasher);
            hasher.finish()
        };
        Self {
            known: Some(Hashed {
                memory,
                outline,
                sets: sets.iter().map(with_outline).collect(),
            }),
        }
    }

    /// What is known of the pack, and the hash of the outline.
    pub fn pack(&self) -> Option<(&'m management_pack::PackMemory, u64)> {
        let known = self.known.as_ref()?;
        Some((&known.memory.pack, known.outline))
    }

    /// What is made of `part` of the health set at place `at`: taken from a memo, or made.
    pub fn or_make<T: Clone>(
        &self,
        memo: impl Fn(&Memory) -> &Memo<T>,
        (at, part): (usize, usize),
        make: impl FnOnce() -> T,
    ) -> T {
        let hash = |known: &Hashed<'m>| Some((known.memory, *known.sets.get(at)?));
        match self.known.as_ref().and_then(hash) {
            Some((memory, hash)) => memo(memory).or_make((hash, part), make),
            None => make(),
        }
    }

    /// What is made of `part` of the outline alone: taken from a memo, or made.
    pub fn or_make_of_outline<T: Clone>(
        &self,
        memo: impl Fn(&Memory) -> &Memo<T>,
        part: usize,
        make: impl FnOnce() -> T,
    ) -> T {
        match &self.known {
            Some(known) => memo(known.memory).or_make((known.outline, part), make),
            None => make(),
        }
    }
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self {
            made: Mutex::default(),
        }
    }
}

impl<T: Clone> Memo<T> {
    fn or_make(&self, key: Key, make: impl FnOnce() -> T) -> T {
        let lock = || self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = lock().get_mut(&key) {
            made.in_use = true;
            return made.value.clone();
        }
        let value = make();
        let made = Made {
            value: value.clone(),
            in_use: true,
        };
        lock().insert(key, made);
        value
    }

    fn forget_unused(&mut self) {
        let made = self.made.get_mut().unwrap_or_else(PoisonError::into_inner);
        made.retain(|_, made| std::mem::take(&mut made.in_use));
    }
}

impl Memory {
    /// Forgets what the build that has just ended did not need.
    pub fn forget_unused(&mut self) {
        self.pages.forget_unused();
        self.outline_pages.forget_unused();
        self.found.forget_unused();
        self.runbooks.forget_unused();
        self.knowledge.forget_unused();
    }
}

impl<'k> Hashes<'k> {
    /// The hashes of the health sets of `kb`, in their order.
    fn of(&mut self, kb: &'k KnowledgeBase<'k>) -> Vec<SetHashes<'k>> {
        let known = &self.0;
        let of_set = |set: &'k Arc<HealthSet<'k>>| {
            let place = Arc::as_ptr(set).addr();
            let known = known.get(&place).copied();
            (place, known.unwrap_or_else(|| SetHashes::new(set)))
        };
        let hashes: Vec<_> = kb.health_sets.par_iter().map(of_set).collect();
        self.0 = hashes.iter().copied().collect();
        hashes.into_iter().map(|(_, hashes)| hashes).collect()
    }
}

impl<'k> SetHashes<'k> {
    fn new(set: &'k HealthSet<'k>) -> Self {
        let mut outline = FxHasher::default();
        outline_of(set, &mut outline);
        let mut whole = FxHasher::default();
        set.hash(&mut whole);
        Self {
            _set: set,
            outline: outline.finish(),
            whole: whole.finish(),
        }
    }
}

/// Everything that what is made of another health set may say about this one.
fn outline_of(set: &HealthSet<'_>, hasher: &mut FxHasher) {
    (&set.id, &set.asset_id, &set.key, &set.slug, set.kind).hash(hasher);
    (&set.category, &set.roles, &set.related).hash(hasher);
    (&set.description, &set.described).hash(hasher);
    (&set.probes, &set.monitors).hash(hasher);
    for row in &set.rows {
        (
            &row.probe,
            &row.health_set,
            &row.dependencies,
            &row.monitors,
        )
            .hash(hasher);
    }
    for section in set.all_sections() {
        (
            &section.id,
            section.kind,
            &section.treats,
            &section.headings,
        )
            .hash(hasher);
        section
            .texts
            .locales()
            .for_each(|locale| locale.hash(hasher));
    }
    for (locale, article) in set.articles.iter() {
        (locale, &article.path, &article.title.text, &article.address).hash(hasher);
    }
}
