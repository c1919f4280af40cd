//! What every page needs to know of the whole.

use std::collections::BTreeMap;

use super::HtmlOptions;
use super::row::RowShape;
use super::shell::Shells;
use super::stencil::Stencils;
use super::templates::Templates;
use crate::emit::Links;
use crate::locale::{Languages, Locale, Localized};
use crate::model::{Category, HealthSet, HealthSetId, KnowledgeBase, Slug};

/// The site that is made.
#[derive(Debug)]
pub(super) struct Site<'a> {
    pub(super) kb: &'a KnowledgeBase<'a>,
    pub(super) languages: &'a Languages,
    pub(super) options: &'a HtmlOptions,
    pub(super) templates: Templates<'a>,
    pub(super) links: Links<'a>,
    pub(super) shells: Shells,
    /// By the language of the page.
    pub(super) article_pages: Stencils<Locale>,
    pub(super) monitor_pages: Stencils<Vec<usize>>,
    pub(super) rows: Stencils<RowShape>,
    tags: Localized<String>,
    by_id: BTreeMap<&'a HealthSetId, &'a HealthSet<'a>>,
}

impl<'a> Site<'a> {
    pub(super) fn new(
        kb: &'a KnowledgeBase<'a>,
        languages: &'a Languages,
        options: &'a HtmlOptions,
        templates: Templates<'a>,
    ) -> Self {
        let sets = kb.health_sets.iter().rev();
        let tags = kb.locales.iter().map(|tag| (*tag, tag.to_string()));
        Self {
            kb,
            languages,
            options,
            templates,
            links: Links::of(kb),
            shells: Shells::default(),
            article_pages: Stencils::default(),
            monitor_pages: Stencils::default(),
            rows: Stencils::default(),
            tags: tags.collect(),
            // Backwards, so that of two articles about one health set the first wins.
            by_id: sets.map(|set| (&set.id, &**set)).collect(),
        }
    }

    /// A language of the site, as text.
    pub(super) fn tag(&self, locale: Locale) -> &str {
        self.tags.get(locale).map_or("", String::as_str)
    }

    /// The health set with this ID, if it has an article.
    pub(super) fn health_set(&self, id: &HealthSetId) -> Option<&'a HealthSet<'a>> {
        self.by_id.get(id).copied()
    }

    /// The category of a health set.
    pub(super) fn category(&self, set: &HealthSet<'_>) -> Option<&'a Category> {
        let id = set.category.as_ref()?;
        self.kb
            .categories
            .iter()
            .find(|category| category.id == *id)
    }

    /// The file name of the page of a health set, in every language.
    pub(super) fn page_name(&self, slug: &Slug) -> String {
        [slug.as_str(), ".html"].concat()
    }

    /// The language of pages that belong to none: that the others were translated from, else the first.
    pub(super) fn default_locale(&self) -> Option<Locale> {
        self.kb.source.or(self.kb.locales.first().copied())
    }

    /// The language whose article stands for `set` in `locale`: the language itself, else that the others were
    /// translated from, else the first there is.
    pub(super) fn shown(&self, set: &HealthSet<'_>, locale: Locale) -> Option<Locale> {
        set.articles
            .resolve(locale, self.kb.source)
            .map(|(locale, _)| locale)
    }
}
