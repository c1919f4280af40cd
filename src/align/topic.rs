//! Which articles are the same article in several languages.
//!
//! By `ms:assetid`; where that is missing or wrong, by the key in `ms:mtpsurl`; then by file name. Never by title.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::article::Article;
use crate::diagnostic::{Diagnostic, Rule, Span};
use crate::locale::Localized;
use crate::model::{AssetId, Slug, TopicKey};

/// One article in every language it has.
#[derive(Debug)]
pub(super) struct Topic<'a> {
    pub(super) articles: Localized<&'a Article>,
    pub(super) slug: Slug,
}

impl<'a> Topic<'a> {
    /// The value that most languages have; of equally frequent ones the smallest.
    pub(super) fn most<T: Ord + Clone + 'a>(
        &self,
        of: impl Fn(&'a Article) -> Option<&'a T>,
    ) -> Option<T> {
        let mut counts: BTreeMap<&T, usize> = BTreeMap::new();
        for value in self.articles.values().filter_map(|article| of(article)) {
            *counts.entry(value).or_default() += 1;
        }
        let most = counts.values().copied().max()?;
        counts
            .into_iter()
            .find(|(_, count)| *count == most)
            .map(|(value, _)| value.clone())
    }
}

/// Groups articles; reports articles that exist twice in a language, and contradictory identities.
pub(super) fn group<'a>(
    articles: &'a [Arc<Article>],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Topic<'a>> {
    let mut groups = Groups::default();
    // Sources are numbered in the order of their paths.
    let mut sorted: Vec<&Article> = articles.iter().map(|article| &**article).collect();
    sorted.sort_by_key(|article| article.source);
    for article in sorted {
        groups.add(article, diagnostics);
    }
    let mut topics: Vec<Topic<'a>> = groups
        .topics
        .into_iter()
        .filter_map(|articles| {
            let slug = articles.values().next()?.slug.clone();
            let mut topic = Topic { articles, slug };
            if let Some(slug) = topic.most(|article| Some(&article.slug)) {
                topic.slug = slug;
            }
            Some(topic)
        })
        .collect();
    topics.sort_by(|a, b| a.slug.cmp(&b.slug));
    number_twins(&mut topics);
    topics
}

/// The slugs of all topics, sorted.
pub(super) fn slugs(topics: &[Topic<'_>]) -> Vec<Slug> {
    let mut slugs: Vec<Slug> = topics.iter().map(|topic| topic.slug.clone()).collect();
    slugs.sort();
    slugs
}

/// Two topics may come from files of the same name in different folders; their outputs must not.
fn number_twins(topics: &mut [Topic<'_>]) {
    let mut taken: BTreeSet<Slug> = BTreeSet::new();
    for topic in topics {
        let wanted = topic.slug.clone();
        let mut number = 2;
        while !taken.insert(topic.slug.clone()) {
            topic.slug = wanted.numbered(number);
            number += 1;
        }
    }
}

#[derive(Default)]
struct Groups<'a> {
    topics: Vec<Localized<&'a Article>>,
    by_asset: FxHashMap<&'a AssetId, usize>,
    by_key: FxHashMap<&'a TopicKey, usize>,
    by_slug: FxHashMap<&'a Slug, usize>,
}

impl<'a> Groups<'a> {
    fn add(&mut self, article: &'a Article, diagnostics: &mut Vec<Diagnostic>) {
        let by_asset = article
            .asset_id
            .as_ref()
            .and_then(|id| self.by_asset.get(id))
            .copied();
        let by_key = article
            .key
            .as_ref()
            .and_then(|key| self.by_key.get(key))
            .copied();
        let by_slug = self.by_slug.get(&article.slug).copied();
        for (rank, topic) in [by_asset, by_key, by_slug].into_iter().enumerate() {
            let Some(at) = topic else { continue };
            if let Some(other) = self.topics[at].get(article.locale).copied() {
                if is_same(article, other) {
                    diagnostics.push(duplicate(article, other));
                    return;
                }
                continue;
            }
            if rank > 0
                && article.asset_id.is_some()
                && let Some(other) = self.topics[at].values().next()
            {
                diagnostics.push(asset_differs(article, other));
            }
            self.insert(at, article);
            return;
        }
        self.topics.push(Localized::default());
        self.insert(self.topics.len() - 1, article);
    }

    fn insert(&mut self, at: usize, article: &'a Article) {
        self.topics[at].insert(article.locale, article);
        if let Some(id) = &article.asset_id {
            self.by_asset.entry(id).or_insert(at);
        }
        if let Some(key) = &article.key {
            self.by_key.entry(key).or_insert(at);
        }
        self.by_slug.entry(&article.slug).or_insert(at);
    }
}

/// Whether two articles of one language are the same one twice: two of their three identities agree.
fn is_same(a: &Article, b: &Article) -> bool {
    let same = [
        a.asset_id.is_some() && a.asset_id == b.asset_id,
        a.key.is_some() && a.key == b.key,
        a.slug == b.slug,
    ];
    same.into_iter().filter(|same| *same).count() >= 2
}

fn duplicate(article: &Article, other: &Article) -> Diagnostic {
    let message = format!("{} has this article twice", article.locale);
    Diagnostic::new(Rule::DuplicateArticle, message)
        .at(article.title.span.within(article.source))
        .related(
            other.title.span.within(other.source),
            "used is this one, the first by path",
        )
        .help("delete one of the two files, or give them different `ms:assetid` and `ms:mtpsurl`")
}

fn asset_differs(article: &Article, other: &Article) -> Diagnostic {
    let id = |article: &Article| {
        article
            .asset_id
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default()
    };
    let message = format!(
        "`ms:assetid` is {}, but {} in {}; the articles belong together by key or file name",
        id(article),
        id(other),
        other.locale
    );
    Diagnostic::new(Rule::AssetIdDiffers, message)
        .at(Span::default().within(article.source))
        .related(
            Span::default().within(other.source),
            format!("{} has {}", other.locale, id(other)),
        )
        .help("give the article the `ms:assetid` that it has in the other languages")
}
