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
    /// The pieces of all articles, one article behind the other.
    pieces: Box<[Piece]>,
    articles: Vec<Judged>,
}

#[derive(Debug)]
struct Judged {
    /// The places of its pieces among those of all.
    pieces: Range<usize>,
    flaws: Vec<ArticleFlaw>,
}

/// The content of `MamlContent`, and what is wrong with it.
#[derive(Clone, Debug)]
pub struct Article {
    set: SetArticles,
    at: usize,
}

impl SetArticles {
    /// Articles that are `pieces` of one text, each a number of whole elements of MAML. Of an article there are the places
    /// of its pieces.
    pub fn new(
        text: &str,
        pieces: &[Piece],
        articles: impl IntoIterator<Item = Range<usize>>,
    ) -> Self {
        let judge = ArticlePieces::new(text);
        let judged = |places: Range<usize>| Judged {
            flaws: judge.flaws(&pieces[places.clone()]),
            pieces: places,
        };
        Self(Arc::new(Finished {
            articles: articles.into_iter().map(judged).collect(),
            text: Bytes::copy_from_slice(text.as_bytes()),
            pieces: pieces.into(),
        }))
    }

    /// A single article.
    pub fn one(text: &str) -> Self {
        let whole = std::iter::once(0..text.len());
        Self::new(text, &whole.collect::<Vec<_>>(), std::iter::once(0..1))
    }

    /// An article, by its place among those that there are.
    pub fn article(&self, at: usize) -> Article {
        Article {
            set: self.clone(),
            at,
        }
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

    /// The text that the MAML is made of pieces of.
    pub fn text(&self) -> &Bytes {
        &self.set.0.text
    }

    /// The pieces, in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.set.0.pieces[self.judged().pieces.clone()]
    }

    fn texts(&self) -> impl Iterator<Item = &[u8]> {
        self.pieces().iter().map(|it| &self.text()[it.clone()])
    }

    /// Whether both say the same. Those of different builds are cut in the same way if they do.
    pub fn is_same(&self, other: &Self) -> bool {
        let is_one = Arc::ptr_eq(&self.set.0, &other.set.0) && self.at == other.at;
        is_one || self.texts().eq(other.texts())
    }
}
