//! What an earlier build of the same process made and need not be made again.
//!
//! What is made for one health set is made of that health set, whole, and of the outline of the others: names, places,
//! headings, titles. Both are hashed; where the hashes are those of the build before, so is what was made. A [`Memory`]
//! is for one configuration: whoever reads another one begins with a fresh memory.

use std::hash::{Hash, Hasher};
use std::sync::{Mutex, PoisonError};

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
    /// Runbooks.
    pub runbooks: Memo<runbook::Made>,
    /// Knowledge articles of the pack, by place of the language.
    pub knowledge: Memo<management_pack::SetArticles>,
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

impl<'m> Recall<'m> {
    /// Nothing: everything is made.
    pub fn nothing() -> Self {
        Self::default()
    }

    /// What `memory` knows of the health sets of `kb`.
    pub fn of(memory: &'m Memory, kb: &KnowledgeBase<'_>) -> Self {
        let outline = outline(kb);
        let hash = |set: &HealthSet<'_>| {
            let mut hasher = FxHasher::default();
            outline.hash(&mut hasher);
            set.hash(&mut hasher);
            hasher.finish()
        };
        Self {
            known: Some(Hashed {
                memory,
                outline,
                sets: kb.health_sets.par_iter().map(hash).collect(),
            }),
        }
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
        self.runbooks.forget_unused();
        self.knowledge.forget_unused();
    }
}

/// Everything that what is made of one health set may say about the whole.
fn outline(kb: &KnowledgeBase<'_>) -> u64 {
    let mut hasher = FxHasher::default();
    (&kb.locales, kb.source, &kb.categories).hash(&mut hasher);
    (&kb.dependencies, &kb.uncovered).hash(&mut hasher);
    for set in &kb.health_sets {
        outline_of(set, &mut hasher);
    }
    hasher.finish()
}

fn outline_of(set: &HealthSet<'_>, hasher: &mut FxHasher) {
    (&set.id, &set.asset_id, &set.key, &set.slug, set.kind).hash(hasher);
    (&set.category, &set.roles, &set.description, &set.related).hash(hasher);
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
