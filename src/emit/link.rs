//! Where links lead, and which are safe to emit.

use std::borrow::Cow;

use super::distinct::Distinct;
use crate::address::{SiteUrl, encode, safe_address};
use crate::locale::Locale;
use crate::model::{HealthSet, KnowledgeBase, Section};

/// Where a link of an article leads.
#[derive(Clone, Debug)]
pub enum Link<'k> {
    /// To the article of a health set, and a place in it.
    Article(&'k HealthSet<'k>, Option<Cow<'k, str>>),
    /// To an address: `http`, `https` or `mailto`, with everything percent-encoded that RFC 3986 wants so.
    External(Cow<'k, str>),
    /// To a place in the same article.
    Fragment(Cow<'k, str>),
    /// Nowhere that the output has: a file that was not compiled, or an address that is not safe. The text
    /// of the link stays; the link goes.
    Nowhere,
}

/// Where links lead, found out once for all that have the same target.
#[derive(Debug)]
pub struct Links<'k> {
    kb: &'k KnowledgeBase<'k>,
    known: Distinct<&'k str, Link<'k>>,
}

impl<'k> Links<'k> {
    /// The links of the articles of `kb`.
    pub fn of(kb: &'k KnowledgeBase<'k>) -> Self {
        let known = Distinct::default();
        Self { kb, known }
    }

    /// Where `target` leads.
    pub fn resolve(&self, target: &'k str) -> Link<'k> {
        self.known
            .get(target, |target| resolve_link(self.kb, target))
    }
}

/// Where `target` leads from an article of `kb`.
pub fn resolve_link<'k>(kb: &'k KnowledgeBase<'k>, target: &'k str) -> Link<'k> {
    let target = target.trim();
    if let Some(set) = kb.linked(target) {
        let fragment = target.split_once('#');
        return Link::Article(set, fragment.map(|(_, fragment)| encode(fragment)));
    }
    if let Some(fragment) = target.strip_prefix('#') {
        return Link::Fragment(encode(fragment));
    }
    safe_address(target).map_or(Link::Nowhere, Link::External)
}

/// Where readers outside of the pages find an article.
#[derive(Clone, Copy, Debug)]
pub struct Published<'p> {
    /// Where the pages are published, if they are.
    pub pages: Option<&'p SiteUrl>,
    /// The language that stands in where one has no article.
    pub source: Option<Locale>,
}

impl Published<'_> {
    /// The address of the article about `set` in `locale`, and of `fragment` if its page has that: among the pages; where
    /// they are not published, the address that the article itself says it is published at (`ms:mtpsurl`).
    pub fn address(
        &self,
        set: &HealthSet<'_>,
        locale: Locale,
        fragment: Option<&str>,
    ) -> Option<String> {
        if let Some(pages) = self.pages {
            let page = pages.of(&format!("{locale}/{}.html", set.slug));
            return Some(match fragment.filter(|it| has_anchor(set, it)) {
                Some(fragment) => format!("{page}#{fragment}"),
                None => page,
            });
        }
        let (_, article) = set.articles.resolve(locale, self.source)?;
        let address = safe_address(article.address.as_deref()?)?;
        address.starts_with("http").then(|| address.into_owned())
    }
}

/// Whether the page of `set` has this anchor in every language.
pub fn has_anchor(set: &HealthSet<'_>, anchor: &str) -> bool {
    let everywhere = |section: &Section<'_>| {
        &*section.id.0 == anchor && section.texts.len() == set.articles.len()
    };
    set.all_sections().any(everywhere)
        || set
            .monitors
            .iter()
            .any(|monitor| monitor.id.as_str() == anchor)
}
