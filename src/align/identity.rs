//! The names of the health sets.
//!
//! The key in `ms:mtpsurl` and the file name have the name without its capitals and dots. The name itself is the
//! word of titles, cells and the catalogue that fits one of them; what most places write is right.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::article::{Article, Block, Catalogue};
use crate::model::HealthSetId;
use crate::syntax::{Words, name_part, plain_text};

use super::topic::Topic;

/// The names of all health sets.
#[derive(Debug, PartialEq)]
pub(super) struct Names {
    /// The name of each topic, in the order of topics.
    pub(super) ids: Vec<HealthSetId>,
    by_fold: FxHashMap<String, HealthSetId>,
}

impl Names {
    /// Finds the names of `topics` and of the health sets that only the catalogue has. `known` has the names of topics,
    /// by their place, for which the same articles and catalogues were looked at before.
    pub(super) fn of<'k>(
        topics: &[Topic<'_>],
        catalogues: &[Arc<Catalogue>],
        known: impl Fn(usize) -> Option<&'k HealthSetId> + Sync,
    ) -> Self {
        let mut catalogued: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        let entries = catalogues
            .iter()
            .flat_map(|catalogue| &catalogue.categories)
            .flat_map(|category| &category.entries);
        for entry in entries {
            let word = entry.health_set.text.as_str();
            catalogued.entry(fold(word)).or_default().push(word);
        }
        let ids: Vec<HealthSetId> = topics
            .par_iter()
            .enumerate()
            .map(|(at, topic)| {
                let known = known(at).cloned();
                known.unwrap_or_else(|| name(topic, &catalogued))
            })
            .collect();
        let mut by_fold = FxHashMap::default();
        for id in &ids {
            by_fold
                .entry(fold(id.as_str()))
                .or_insert_with(|| id.clone());
        }
        for (folded, words) in catalogued {
            if let Some(id) = words.first().copied().and_then(HealthSetId::new) {
                by_fold.entry(folded).or_insert(id);
            }
        }
        Self { ids, by_fold }
    }

    /// The known health set that `text` names, capitals aside.
    pub(super) fn known(&self, text: &str) -> Option<&HealthSetId> {
        self.by_fold.get(&fold(text))
    }

    /// The longest known health set named in a text.
    pub(super) fn within(&self, text: &str) -> Option<&HealthSetId> {
        Words::of(text)
            .filter_map(|(_, word)| self.known(word).or_else(|| self.known(name_part(word))))
            .max_by_key(|id| id.as_str().len())
    }
}

/// A name without capitals and dots, as it stands in keys and file names.
fn fold(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, '.' | '-' | '_'))
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

/// Whether `fold(word)` is `folded`, without making it.
fn folds_to(word: &str, folded: &str) -> bool {
    word.bytes()
        .filter(|b| !matches!(b, b'.' | b'-' | b'_'))
        .map(|b| b.to_ascii_lowercase())
        .eq(folded.bytes())
}

fn name(topic: &Topic<'_>, catalogued: &BTreeMap<String, Vec<&str>>) -> HealthSetId {
    let mut wanted: Vec<String> = topic
        .articles
        .values()
        .flat_map(|article| {
            let key = article.key.as_ref().map(|key| fold(key.as_str()));
            [Some(fold(article.slug.as_str())), key]
        })
        .flatten()
        .collect();
    wanted.sort();
    wanted.dedup();
    let fits = |word: &str| wanted.iter().any(|wanted| folds_to(word, wanted));
    let mut votes: BTreeMap<String, usize> = BTreeMap::new();
    let mut vote = |word: &str| *votes.entry(word.to_owned()).or_default() += 1;
    for word in wanted
        .iter()
        .filter_map(|key| catalogued.get(key))
        .flatten()
    {
        vote(word);
    }
    for article in topic.articles.values() {
        let title = plain_text(&article.title.text);
        let mut words = Words::of(&title).flat_map(|(_, word)| [word, name_part(word)]);
        if let Some(word) = words.find(|word| fits(word)) {
            vote(word);
        }
        let cells = article
            .probe_table()
            .into_iter()
            .flat_map(|table| &table.rows);
        if let Some(row) = cells.into_iter().find(|row| fits(&row.health_set.text)) {
            vote(&row.health_set.text);
        }
    }
    let most = |votes: &BTreeMap<String, usize>| {
        votes
            .iter()
            .max_by_key(|(word, count)| (**count, std::cmp::Reverse((*word).clone())))
            .and_then(|(word, _)| HealthSetId::new(word))
    };
    most(&votes)
        .or_else(|| {
            let mut votes = BTreeMap::new();
            topic
                .articles
                .values()
                .for_each(|article| words_that_fit(article, &fits, &mut votes));
            most(&votes)
        })
        .or_else(|| {
            topic
                .most(|article| article.key.as_ref())
                .and_then(|key| HealthSetId::new(key.as_str()))
        })
        .or_else(|| HealthSetId::new(topic.slug.as_str()))
        .unwrap_or_else(|| {
            HealthSetId::new(&format!("HealthSet-{}", topic.slug))
                .expect("a slug is letters, digits and dashes")
        })
}

/// Words of commands and sentences, for an article whose title and table were translated to the last word.
fn words_that_fit(
    article: &Article,
    fits: &dyn Fn(&str) -> bool,
    votes: &mut BTreeMap<String, usize>,
) {
    count_in(&article.introduction, fits, votes);
    for section in &article.sections {
        count_in(&section.blocks, fits, votes);
    }
}

fn count_in(blocks: &[Block], fits: &dyn Fn(&str) -> bool, votes: &mut BTreeMap<String, usize>) {
    for block in blocks {
        let text = match block {
            Block::Paragraph(paragraph) => plain_text(&paragraph.text),
            Block::Note(note) => plain_text(&note.text),
            Block::Command(command) => Cow::Borrowed(command.text.as_str()),
            Block::Steps(steps) => {
                steps
                    .steps
                    .iter()
                    .for_each(|step| count_in(&step.blocks, fits, votes));
                continue;
            }
            Block::Items(list) => {
                list.items
                    .iter()
                    .for_each(|item| count_in(item, fits, votes));
                continue;
            }
            _ => continue,
        };
        let names =
            Words::of(&text).map(|(_, word)| if fits(word) { word } else { name_part(word) });
        for word in names.filter(|word| fits(word)) {
            *votes.entry(word.to_owned()).or_default() += 1;
        }
    }
}
