//! What several languages agree on.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::{Article, Block, Section};
use crate::locale::Locale;
use crate::syntax::{Inline, InlineKind, Words};

/// What one language says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Vote<'v, T> {
    pub(super) locale: Locale,
    pub(super) value: &'v T,
}

/// Decides between the votes of the languages: what most of them say; of equally frequent values what the source
/// says, then what is known elsewhere, then the smallest.
///
/// A source that stands alone against translations that agree has probably been edited since they were made.
/// It wins if all that is new in it occurs elsewhere in the source language too; a slip of the pen does not.
pub(super) fn decide<T: Ord + AsRef<str>>(
    votes: &[Vote<'_, T>],
    support: &Support<'_>,
) -> Option<usize> {
    if votes.windows(2).all(|pair| pair[0].value == pair[1].value) {
        return (!votes.is_empty()).then(|| source_or_first(votes, support));
    }
    let mut counts: BTreeMap<&T, Vec<usize>> = BTreeMap::new();
    for (at, vote) in votes.iter().enumerate() {
        counts.entry(vote.value).or_default().push(at);
    }
    let source = votes
        .iter()
        .position(|vote| Some(vote.locale) == support.source);
    let most = counts.values().map(Vec::len).max().unwrap_or(0);
    let leaders: Vec<&Vec<usize>> = counts
        .values()
        .filter(|voters| voters.len() == most)
        .collect();
    if let Some(source) = source {
        if leaders.iter().any(|voters| voters.contains(&source)) {
            return Some(source);
        }
        let value = votes[source].value.as_ref();
        let rivals = counts.len() - 1;
        let rival = leaders
            .first()
            .and_then(|voters| voters.first())
            .map(|&at| votes[at].value.as_ref());
        if rivals == 1 && rival.is_some_and(|rival| support.knows_news(value, rival)) {
            return Some(source);
        }
    }
    leaders
        .into_iter()
        .filter_map(|voters| voters.first().copied())
        .max_by_key(|&at| {
            (
                support.count(votes[at].value.as_ref()),
                std::cmp::Reverse(votes[at].value),
            )
        })
}

fn source_or_first<T>(votes: &[Vote<'_, T>], support: &Support<'_>) -> usize {
    votes
        .iter()
        .position(|vote| Some(vote.locale) == support.source)
        .unwrap_or(0)
}

/// How often words occur in the articles, for telling what is meant from what slipped in. Counted only
/// when languages disagree.
///
/// Every answer is on record, so that a decision of an earlier build holds as long as its answers do.
pub(super) struct Support<'a> {
    pub(super) source: Option<Locale>,
    counts: Arc<Counts<'a>>,
    asked: RefCell<Vec<Answer>>,
}

/// A word that was asked for, and how often it occurs.
pub(super) type Answer = (String, usize);

/// The words of articles, counted when one is asked for.
#[derive(Debug)]
pub(super) struct Counts<'a> {
    articles: Vec<&'a Article>,
    counts: OnceLock<FxHashMap<&'a str, isize>>,
}

impl<'a> Counts<'a> {
    /// Counts in the source language, or where there is none in all.
    pub(super) fn new(articles: &'a [Arc<Article>], source: Option<Locale>) -> Self {
        let articles = articles.iter().map(|article| &**article);
        Self {
            articles: articles
                .filter(|article| source.is_none_or(|source| source == article.locale))
                .collect(),
            counts: OnceLock::new(),
        }
    }

    /// [`Self::new`], from what was counted of articles that are mostly the same.
    pub(super) fn again(
        articles: &'a [Arc<Article>],
        source: Option<Locale>,
        known: Option<&Arc<Self>>,
    ) -> Arc<Self> {
        let new = Self::new(articles, source);
        let Some(known) = known else {
            return Arc::new(new);
        };
        let missing = |from: &Self, others: &Self| -> Vec<&'a Article> {
            let others = others.articles.iter();
            let others: FxHashSet<usize> = others.map(|article| place(article)).collect();
            let own = from.articles.iter().copied();
            own.filter(|article| !others.contains(&place(article)))
                .collect()
        };
        let (gone, come) = (missing(known, &new), missing(&new, known));
        if gone.is_empty() && come.is_empty() {
            return Arc::clone(known);
        }
        if let Some(counts) = known.counts.get()
            && (gone.len() + come.len()) * 2 < new.articles.len()
        {
            let counts = Counter::change(counts.clone(), &gone, -1);
            let counts = Counter::change(counts, &come, 1);
            return Arc::new(Self {
                counts: OnceLock::from(counts),
                ..new
            });
        }
        Arc::new(new)
    }

    fn count(&self, word: &str) -> usize {
        let all = || Counter::change(FxHashMap::default(), &self.articles, 1);
        let count = self.counts.get_or_init(all).get(word);
        count.map_or(0, |&count| usize::try_from(count).unwrap_or(0))
    }

    /// Whether all would be answered as they were.
    pub(super) fn would_answer(&self, answers: &[Answer]) -> bool {
        answers
            .iter()
            .all(|(word, count)| self.count(word) == *count)
    }
}

impl<'a> Support<'a> {
    /// Answers of `counts`; `source` is the language that the others were translated from.
    pub(super) fn new(counts: &Arc<Counts<'a>>, source: Option<Locale>) -> Self {
        Self {
            source,
            counts: Arc::clone(counts),
            asked: RefCell::default(),
        }
    }

    /// What was asked.
    pub(super) fn into_answers(self) -> Vec<Answer> {
        self.asked.into_inner()
    }

    fn count(&self, word: &str) -> usize {
        let count = self.counts.count(word);
        self.asked.borrow_mut().push((word.to_owned(), count));
        count
    }

    /// Whether every word of `value` that `rival` lacks occurs at least once more than here.
    fn knows_news(&self, value: &str, rival: &str) -> bool {
        let old: Vec<&str> = Words::of(rival).map(|(_, word)| word).collect();
        Words::of(value)
            .map(|(_, word)| word)
            .filter(|word| !old.contains(word))
            .all(|word| self.count(word) >= 2)
    }
}

fn place(article: &Article) -> usize {
    std::ptr::from_ref(article).addr()
}

struct Counter<'a> {
    counts: FxHashMap<&'a str, isize>,
    step: isize,
}

impl<'a> Counter<'a> {
    /// Adds `step` to `counts` for every word of `articles`.
    fn change(
        counts: FxHashMap<&'a str, isize>,
        articles: &[&'a Article],
        step: isize,
    ) -> FxHashMap<&'a str, isize> {
        let mut counter = Self { counts, step };
        articles.iter().for_each(|article| counter.article(article));
        counter.counts
    }

    fn words(&mut self, text: &'a str) {
        for (_, word) in Words::of(text) {
            *self.counts.entry(word).or_default() += self.step;
        }
    }

    fn article(&mut self, article: &'a Article) {
        self.inlines(&article.title.text);
        self.blocks(&article.introduction);
        article
            .sections
            .iter()
            .for_each(|section| self.section(section));
    }

    fn section(&mut self, section: &'a Section) {
        self.inlines(&section.heading.text);
        self.blocks(&section.blocks);
        section
            .children
            .iter()
            .for_each(|child| self.section(child));
    }

    fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text { text } | InlineKind::Code { text } => self.words(text),
                _ => self.inlines(inline.children()),
            }
        }
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => self.inlines(&paragraph.text),
                Block::Note(note) => self.inlines(&note.text),
                Block::Heading(heading) => self.inlines(&heading.text),
                Block::Command(command) => self.words(&command.text),
                Block::Steps(steps) => steps
                    .steps
                    .iter()
                    .for_each(|step| self.blocks(&step.blocks)),
                Block::Items(list) => list.items.iter().for_each(|item| self.blocks(item)),
                Block::Quote(quote) => self.blocks(&quote.blocks),
                Block::Probes(table) => {
                    for row in &table.rows {
                        self.words(&row.probe.text);
                        self.words(&row.health_set.text);
                        row.monitors
                            .iter()
                            .for_each(|monitor| self.words(&monitor.cell.text));
                    }
                }
                Block::Table(_) | Block::Rule { .. } => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decide_texts(votes: &[(&str, &str)], source: Option<&str>) -> Option<String> {
        let owned: Vec<(Locale, String)> = votes
            .iter()
            .map(|(tag, value)| (tag.parse().expect("a tag"), (*value).to_owned()))
            .collect();
        let votes: Vec<Vote<'_, String>> = owned
            .iter()
            .map(|(locale, value)| Vote {
                locale: *locale,
                value,
            })
            .collect();
        let support = Support::new(
            &Arc::new(Counts::new(&[], None)),
            source.map(|tag| tag.parse().expect("a tag")),
        );
        decide(&votes, &support).map(|at| votes[at].value.clone())
    }

    #[test]
    fn the_majority_wins_and_the_source_breaks_ties() {
        let votes = [("en-US", "A"), ("es", "B"), ("it", "B")];
        assert_eq!(decide_texts(&votes, None).as_deref(), Some("B"));
        let tie = [("en-US", "B"), ("es", "A")];
        assert_eq!(decide_texts(&tie, Some("en-US")).as_deref(), Some("B"));
        assert_eq!(decide_texts(&tie, None).as_deref(), Some("A"));
        assert_eq!(decide_texts(&[], None), None);
    }

    #[test]
    fn a_slip_in_the_source_does_not_win_against_agreeing_translations() {
        let votes = [("en-US", "Slipp"), ("es", "Slip"), ("it", "Slip")];
        assert_eq!(decide_texts(&votes, Some("en-US")).as_deref(), Some("Slip"));
    }
}
