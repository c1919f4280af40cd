//! Finished articles, and what is wrong with them.

use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;

use crate::verify::{ArticleFlaw, ArticlePieces};

/// Where a piece of an article stands in the text of all.
pub type Piece = Range<usize>;

/// The articles of one health set in one language. Shared, because a later build may need the same.
#[derive(Clone, Debug)]
pub struct SetArticles(Arc<Finished>);

#[derive(Debug)]
struct Finished {
    text: Bytes,
    articles: Vec<Judged>,
}

#[derive(Debug)]
struct Judged {
    pieces: Vec<Piece>,
    flaws: Vec<ArticleFlaw>,
}

/// The content of `MamlContent`, and what is wrong with it.
#[derive(Clone, Debug)]
pub struct Article {
    set: SetArticles,
    at: usize,
}

impl SetArticles {
    /// Articles that are pieces of one text: each a number of whole elements of MAML.
    pub fn new(text: &str, articles: Vec<Vec<Piece>>) -> Self {
        let judge = ArticlePieces::new(text);
        let judged = |pieces: Vec<Piece>| Judged {
            flaws: judge.flaws(&pieces),
            pieces,
        };
        let articles = articles.into_iter().map(judged).collect();
        let text = Bytes::copy_from_slice(text.as_bytes());
        Self(Arc::new(Finished { text, articles }))
    }

    /// A single article.
    pub fn one(text: &str) -> Self {
        let whole = std::iter::once(0..text.len());
        let pieces = vec![whole.collect()];
        Self::new(text, pieces)
    }

    /// The articles, in order.
    pub fn articles(&self) -> impl Iterator<Item = Article> {
        let article = |at| Article {
            set: self.clone(),
            at,
        };
        (0..self.0.articles.len()).map(article)
    }
}

impl Article {
    fn judged(&self) -> &Judged {
        &self.set.0.articles[self.at]
    }

    /// What SCOM refuses in it, or the console stumbles over.
    pub fn flaws(&self) -> &[ArticleFlaw] {
        &self.judged().flaws
    }

    /// The MAML, in pieces of the text that it shares with others.
    pub fn pieces(&self) -> impl ExactSizeIterator<Item = Bytes> {
        let text = &self.set.0.text;
        self.judged().pieces.iter().map(|it| text.slice(it.clone()))
    }

    fn texts(&self) -> impl Iterator<Item = &[u8]> {
        let text = &self.set.0.text;
        self.judged().pieces.iter().map(|it| &text[it.clone()])
    }

    /// Whether both say the same. Those of different builds are cut in the same way if they do.
    pub fn is_same(&self, other: &Self) -> bool {
        let is_one = Arc::ptr_eq(&self.set.0, &other.set.0) && self.at == other.at;
        is_one || self.texts().eq(other.texts())
    }
}
