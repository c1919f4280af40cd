//! What articles are rendered with: the model, the language, and where links of it lead.

use super::maml::{Maml, Runs, Style};
use std::borrow::Cow;

use crate::address::{SiteUrl, safe_address};
use crate::diagnostic::Location;
use crate::emit::{Link, Published, resolve_link};
use crate::locale::{InterfaceKey, Languages, Locale, Localized};
use crate::model::{HealthSet, KnowledgeBase};

/// What all articles of one health set in one language are rendered with.
#[derive(Clone, Copy, Debug)]
pub struct Context<'k> {
    /// The model.
    pub kb: &'k KnowledgeBase<'k>,
    /// The words of the languages.
    pub languages: &'k Languages,
    /// The health set.
    pub set: &'k HealthSet<'k>,
    /// The language.
    pub locale: Locale,
    /// Where the pages are published, if they are.
    pub pages: Option<&'k SiteUrl>,
    /// Whether the health set has an article in this language.
    pub is_written: bool,
    /// Whether the articles remember what their pieces come from.
    pub is_traced: bool,
}

impl<'k> Context<'k> {
    /// The value in this language; where it has none, in the source language; where there is no article in this
    /// language at all, in any.
    pub fn pick<'l, T>(&self, values: &'l Localized<T>) -> Option<(Locale, &'l T)> {
        if !self.is_written {
            return values.resolve(self.locale, self.kb.source);
        }
        let of = |locale| values.get(locale).map(|value| (locale, value));
        of(self.locale).or_else(|| self.kb.source.and_then(of))
    }

    /// An article in the making.
    pub fn maml(&self) -> Maml {
        Maml::new(self.is_traced)
    }

    /// The title of the article that is shown.
    pub fn title(&self) -> Option<Location> {
        let (_, article) = self.set.articles.resolve(self.locale, self.kb.source)?;
        Some(article.title.span.within(article.source))
    }

    /// Adds `label` as the language sets it before a text.
    pub fn push_label(&self, runs: &mut Runs, label: &str) {
        let form = self.word(InterfaceKey::LabelledText);
        let before = form.split("{text}").next().unwrap_or_default();
        runs.push(&Style::Strong, &before.replace("{label}", label));
    }

    /// Adds the name of `set` as the language sets it before a text, with a link to its page.
    pub fn push_name(&self, runs: &mut Runs, set: &HealthSet<'_>, before_text: bool) {
        let name = set.id.as_str();
        match self.published().address(set, self.locale, None) {
            Some(address) if self.pages.is_some() => {
                runs.push(&Style::Link(address), name);
                if before_text {
                    self.push_label(runs, "");
                }
            }
            _ if before_text => self.push_label(runs, name),
            _ => runs.push(&Style::Strong, name),
        }
    }

    fn published(&self) -> Published<'k> {
        Published {
            pages: self.pages,
            source: self.kb.source,
        }
    }

    /// The address that a link leads to from the console, if it leads anywhere.
    pub fn address(&self, target: &str) -> Option<String> {
        let (set, fragment) = match resolve_link(self.kb, target) {
            Link::External(address) => return Some(address.into_owned()),
            Link::Article(set, fragment) => (set, fragment),
            Link::Fragment(fragment) if self.pages.is_some() => (self.set, Some(fragment)),
            Link::Fragment(_) | Link::Nowhere => return None,
        };
        let written = || safe_address(target).filter(|_| self.pages.is_none());
        written().map(Cow::into_owned).or_else(|| {
            self.published()
                .address(set, self.locale, fragment.as_deref())
        })
    }

    /// A word of the language.
    pub fn word(&self, key: InterfaceKey) -> &'k str {
        self.languages.text(self.locale, key)
    }
}
