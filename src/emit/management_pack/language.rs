//! Language packs: which there are, what each element is called in them, and their articles.

use std::sync::Arc;

use super::build::Group;
use super::element::{Naming, Pack, Words};
use super::knowledge::Article;
use super::write::push_escaped;
use crate::diagnostic::Location;
use crate::locale::{InterfaceKey, Languages, Locale};
use crate::model::KnowledgeBase;

/// Names and articles in one language.
#[derive(Debug)]
pub struct LanguagePack {
    /// The code of the language.
    pub code: String,
    /// Whether it stands in where the language of the console has no pack.
    pub is_default: bool,
    /// Names, in the order of [`Pack::names`].
    pub strings: Arc<[DisplayString]>,
    /// Articles.
    pub articles: Vec<KnowledgeArticle>,
}

/// What an element is called.
#[derive(Debug, PartialEq)]
pub struct DisplayString {
    /// The element.
    pub element: String,
    /// A part of it.
    pub part: Option<&'static str>,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// The Markdown that its words come from.
    pub origin: Option<Location>,
}

/// An article.
#[derive(Debug)]
pub struct KnowledgeArticle {
    /// The element it is about, as it is referred to.
    pub element: String,
    /// The content of `MamlContent`.
    pub maml: Article,
    /// The Markdown it comes from.
    pub origin: Option<Location>,
}

/// The language packs of a model.
#[derive(Debug, Default)]
pub struct Choice {
    /// Each with its code, the default first.
    pub languages: Vec<(Locale, String)>,
    /// Languages that Windows has no name for.
    pub nameless: Vec<Locale>,
    /// Languages whose name another has already: with the other.
    pub shared: Vec<(Locale, Locale)>,
}

impl Choice {
    /// Chooses the codes: the source language first, then the others in the order of their tags.
    pub fn new(kb: &KnowledgeBase<'_>, languages: &Languages) -> Self {
        let mut choice = Self::default();
        let others = kb
            .locales
            .iter()
            .copied()
            .filter(|locale| Some(*locale) != kb.source);
        for locale in kb.source.into_iter().chain(others) {
            match languages.scom(locale) {
                None => choice.nameless.push(locale),
                Some(code) => match choice.languages.iter().find(|(_, taken)| taken == code) {
                    Some((first, _)) => choice.shared.push((locale, *first)),
                    None => choice.languages.push((locale, code.to_owned())),
                },
            }
        }
        choice
    }
}

/// Names of elements in one language.
pub fn strings(
    pack: &Pack,
    kb: &KnowledgeBase<'_>,
    languages: &Languages,
    locale: Locale,
) -> Arc<[DisplayString]> {
    let speaker = Speaker {
        kb,
        languages,
        locale,
    };
    let string = |naming: &Naming| DisplayString {
        element: match &naming.element {
            Some(id) => id.to_string(),
            None => pack.id.to_string(),
        },
        part: naming.part,
        name: speaker.say(&naming.name),
        description: naming.description.as_ref().map(|words| speaker.say(words)),
        origin: naming
            .description
            .as_ref()
            .and_then(|words| speaker.heard(words)),
    };
    pack.names.iter().map(string).collect()
}

/// Puts words into a language.
struct Speaker<'k> {
    kb: &'k KnowledgeBase<'k>,
    languages: &'k Languages,
    locale: Locale,
}

impl Speaker<'_> {
    fn say(&self, words: &Words) -> String {
        match words {
            Words::Fixed(text) => text.clone(),
            Words::Sentence(key, values) => self.sentence(*key, values),
            Words::Group(group, key) => {
                self.languages
                    .fill(self.locale, *key, &[("category", self.group(*group))])
            }
            Words::Catalogue(at, key, values) => {
                let description = self.kb.health_sets.get(*at).map(|set| &set.description);
                match description.and_then(|texts| texts.resolve(self.locale, self.kb.source)) {
                    Some((_, text)) if !text.trim().is_empty() => text.clone(),
                    _ => self.sentence(*key, values),
                }
            }
        }
    }

    /// Where an author wrote some of the words.
    fn heard(&self, words: &Words) -> Option<Location> {
        let places = match words {
            Words::Catalogue(at, ..) => &self.kb.health_sets.get(*at)?.described,
            Words::Group(Group::Category(at), _) => &self.kb.categories[*at].headings,
            Words::Fixed(_) | Words::Sentence(..) | Words::Group(..) => return None,
        };
        let (_, place) = places.resolve(self.locale, self.kb.source)?;
        Some(*place)
    }

    fn sentence(&self, key: InterfaceKey, values: &[(&'static str, String)]) -> String {
        let values: Vec<(&str, &str)> = values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        self.languages.fill(self.locale, key, &values)
    }

    fn group(&self, group: Group) -> &str {
        match group {
            Group::Category(at) => {
                let category = &self.kb.categories[at];
                let name = category.name.resolve(self.locale, self.kb.source);
                name.map_or(category.id.as_str(), |(_, name)| name.as_str())
            }
            Group::Uncategorized => self
                .languages
                .text(self.locale, InterfaceKey::Uncategorized),
            Group::All => self.languages.text(self.locale, InterfaceKey::HealthSets),
        }
    }
}

impl LanguagePack {
    /// Whether both have the same names and articles.
    pub fn is_same(&self, other: &Self) -> bool {
        let is_same = |(a, b): (&KnowledgeArticle, &KnowledgeArticle)| {
            a.element == b.element && a.maml.is_same(&b.maml)
        };
        self.code == other.code
            && self.is_default == other.is_default
            && self.articles.len() == other.articles.len()
            && self.articles.iter().zip(&other.articles).all(is_same)
            && (Arc::ptr_eq(&self.strings, &other.strings) || self.strings == other.strings)
    }

    /// About how many bytes it takes.
    pub fn len(&self) -> usize {
        const TAGS: usize = 128;
        let articles = self
            .articles
            .iter()
            .map(|it| it.element.len() + it.maml.len() + TAGS);
        let strings = self.strings.iter().map(|it| {
            let words = it.name.len() + it.description.as_ref().map_or(0, String::len);
            // What is escaped is longer.
            it.element.len() + words + words / 8 + TAGS
        });
        articles.chain(strings).sum()
    }

    /// Appends the XML to `out`. A string is one line, and so is a paragraph of an article, so that a change of words
    /// shows as a change of one line.
    pub fn write(&self, out: &mut String) {
        let is_default = if self.is_default { "true" } else { "false" };
        let mut push = |parts: &[&str]| parts.iter().for_each(|part| out.push_str(part));
        push(&["\n    <LanguagePack ID=\"", &self.code]);
        push(&["\" IsDefault=\"", is_default, "\">"]);
        push(&["\n      <DisplayStrings>"]);
        for string in self.strings.iter() {
            string.write(out);
        }
        out.push_str("\n      </DisplayStrings>");
        if !self.articles.is_empty() {
            out.push_str("\n      <KnowledgeArticles>");
            for article in &self.articles {
                article.write(out);
            }
            out.push_str("\n      </KnowledgeArticles>");
        }
        out.push_str("\n    </LanguagePack>");
    }
}

impl DisplayString {
    fn write(&self, out: &mut String) {
        out.push_str("\n        <DisplayString ElementID=\"");
        out.push_str(&self.element);
        if let Some(part) = self.part {
            out.push_str("\" SubElementID=\"");
            out.push_str(part);
        }
        out.push_str("\"><Name>");
        push_escaped(out, &self.name);
        out.push_str("</Name>");
        if let Some(description) = &self.description {
            out.push_str("<Description>");
            push_escaped(out, description);
            out.push_str("</Description>");
        }
        out.push_str("</DisplayString>");
    }
}

impl KnowledgeArticle {
    fn write(&self, out: &mut String) {
        out.push_str("\n        <KnowledgeArticle ElementID=\"");
        out.push_str(&self.element);
        out.push_str("\" Visible=\"true\"><MamlContent>");
        self.maml.pieces().for_each(|piece| out.push_str(piece));
        out.push_str("\n</MamlContent></KnowledgeArticle>");
    }
}
