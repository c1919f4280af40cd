//! Language packs: which there are, what each element is called in them, and their articles.

use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;

use super::build::Group;
use super::element::{Naming, Pack, Words};
use super::knowledge::Article;
use super::write::push_escaped;
use crate::diagnostic::Location;
use crate::locale::{InterfaceKey, Languages, Locale};
use crate::model::KnowledgeBase;

/// How many bytes a piece of an article has that is shared with the output; copying a shorter one costs less.
const SHARED: usize = 512;

/// Names and articles in one language.
#[derive(Debug)]
pub struct LanguagePack {
    /// The code of the language.
    pub code: String,
    /// Whether it stands in where the language of the console has no pack.
    pub is_default: bool,
    /// Names.
    pub strings: Arc<Strings>,
    /// Articles.
    pub articles: Vec<KnowledgeArticle>,
}

/// What all elements are called, in the order of [`Pack::names`].
#[derive(Debug)]
pub struct Strings {
    pack: Arc<Pack>,
    /// The names and descriptions, one behind the other.
    text: String,
    places: Vec<Place>,
}

/// Where the words of one element stand in the text of all: they begin where those of the element before end.
#[derive(Debug)]
struct Place {
    /// Where the name ends.
    name: usize,
    /// Where the description ends, if there is one.
    description: Option<usize>,
    /// The Markdown that the words come from.
    origin: Option<Location>,
}

/// What an element is called.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DisplayString<'s> {
    /// The element.
    pub element: &'s str,
    /// A part of it.
    pub part: Option<&'static str>,
    /// Its name.
    pub name: &'s str,
    /// What it is for.
    pub description: Option<&'s str>,
    /// The Markdown that its words come from.
    pub origin: Option<Location>,
}

/// An article.
#[derive(Debug)]
pub struct KnowledgeArticle {
    /// The element it is about, as it is referred to.
    pub element: Arc<str>,
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

impl Strings {
    /// The names of the elements of `pack` in one language.
    pub fn new(
        pack: &Arc<Pack>,
        kb: &KnowledgeBase<'_>,
        languages: &Languages,
        locale: Locale,
    ) -> Self {
        /// About how many bytes the words of an element take.
        const WORDS: usize = 160;
        let speaker = Speaker {
            kb,
            languages,
            locale,
        };
        let mut text = String::with_capacity(pack.names.len() * WORDS);
        let mut say = |words: &Words| {
            speaker.say(&mut text, words);
            text.len()
        };
        let place = |naming: &Naming| Place {
            name: say(&naming.name),
            description: naming.description.as_ref().map(&mut say),
            origin: naming
                .description
                .as_ref()
                .and_then(|words| speaker.heard(words)),
        };
        Self {
            places: pack.names.iter().map(place).collect(),
            pack: Arc::clone(pack),
            text,
        }
    }

    /// The names, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = DisplayString<'_>> {
        let mut start = 0;
        let names = self.pack.names.iter().zip(&self.places);
        names.map(move |(naming, place)| {
            let name = &self.text[start..place.name];
            start = place.description.unwrap_or(place.name);
            DisplayString {
                element: match &naming.element {
                    Some(id) => id.as_str(),
                    None => self.pack.id.as_str(),
                },
                part: naming.part,
                name,
                description: place.description.map(|end| &self.text[place.name..end]),
                origin: place.origin,
            }
        })
    }

    /// All names and descriptions, one behind the other.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// About how many bytes of XML they take.
    fn xml_len(&self) -> usize {
        const TAGS: usize = 128;
        let elements = self.iter().map(|it| it.element.len() + TAGS);
        // What is escaped is longer.
        elements.sum::<usize>() + self.text.len() + self.text.len() / 8
    }
}

impl PartialEq for Strings {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

/// Puts words into a language.
struct Speaker<'k> {
    kb: &'k KnowledgeBase<'k>,
    languages: &'k Languages,
    locale: Locale,
}

impl Speaker<'_> {
    /// Appends words to `out`.
    fn say(&self, out: &mut String, words: &Words) {
        match words {
            Words::Fixed(text) => out.push_str(text),
            Words::Plain(key) => out.push_str(self.languages.text(self.locale, *key)),
            Words::Sentence(key, values) => self.sentence(out, *key, values),
            Words::Group(group, key) => {
                self.sentence(out, *key, &[("category", self.group(*group))]);
            }
            Words::Catalogue(at, key, values) => {
                let description = self.kb.health_sets.get(*at).map(|set| &set.description);
                match description.and_then(|texts| texts.resolve(self.locale, self.kb.source)) {
                    Some((_, text)) if !text.trim().is_empty() => out.push_str(text),
                    _ => self.sentence(out, *key, values),
                }
            }
        }
    }

    /// Where an author wrote some of the words.
    fn heard(&self, words: &Words) -> Option<Location> {
        let places = match words {
            Words::Catalogue(at, ..) => &self.kb.health_sets.get(*at)?.described,
            Words::Group(Group::Category(at), _) => &self.kb.categories[*at].headings,
            Words::Fixed(_) | Words::Plain(_) | Words::Sentence(..) | Words::Group(..) => {
                return None;
            }
        };
        let (_, place) = places.resolve(self.locale, self.kb.source)?;
        Some(*place)
    }

    fn sentence(&self, out: &mut String, key: InterfaceKey, values: &[(&str, impl AsRef<str>)]) {
        self.languages.fill_into(out, self.locale, key, values);
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

    /// The XML, in pieces: what articles say is not copied. A string is one line, and so is a paragraph of an article, so
    /// that a change of words shows as a change of one line.
    pub fn xml(&self) -> Vec<Bytes> {
        let mut frame = String::with_capacity(self.frame_len());
        self.open(&mut frame);
        let mut frame = frame.into_bytes();
        // What is shared, each with the place in the frame where it stands.
        let mut shared: Vec<(usize, Bytes)> = Vec::new();
        if !self.articles.is_empty() {
            frame.extend_from_slice(b"\n      <KnowledgeArticles>");
            for article in &self.articles {
                article.write(&mut frame, &mut shared);
            }
            frame.extend_from_slice(b"\n      </KnowledgeArticles>");
        }
        frame.extend_from_slice(b"\n    </LanguagePack>");
        let frame = Bytes::from(frame);
        let mut xml = Vec::with_capacity(2 * shared.len() + 1);
        let mut from = 0;
        for (at, piece) in shared {
            if from < at {
                xml.push(frame.slice(from..at));
            }
            xml.push(piece);
            from = at;
        }
        xml.push(frame.slice(from..));
        xml
    }

    /// About how many bytes everything takes that is not shared.
    fn frame_len(&self) -> usize {
        const TAGS: usize = 128;
        let articles = self.articles.iter().map(|it| {
            let pieces = it.maml.pieces().iter().map(Range::len);
            it.element.len() + TAGS + pieces.filter(|it| *it < SHARED).sum::<usize>()
        });
        self.strings.xml_len() + articles.sum::<usize>()
    }

    /// Appends the start tag and the names to `out`.
    fn open(&self, out: &mut String) {
        let is_default = if self.is_default { "true" } else { "false" };
        let mut push = |parts: &[&str]| parts.iter().for_each(|part| out.push_str(part));
        push(&["\n    <LanguagePack ID=\"", &self.code]);
        push(&["\" IsDefault=\"", is_default, "\">"]);
        push(&["\n      <DisplayStrings>"]);
        for string in self.strings.iter() {
            string.write(out);
        }
        out.push_str("\n      </DisplayStrings>");
    }
}

impl DisplayString<'_> {
    fn write(&self, out: &mut String) {
        out.push_str("\n        <DisplayString ElementID=\"");
        out.push_str(self.element);
        if let Some(part) = self.part {
            out.push_str("\" SubElementID=\"");
            out.push_str(part);
        }
        out.push_str("\"><Name>");
        push_escaped(out, self.name);
        out.push_str("</Name>");
        if let Some(description) = self.description {
            out.push_str("<Description>");
            push_escaped(out, description);
            out.push_str("</Description>");
        }
        out.push_str("</DisplayString>");
    }
}

impl KnowledgeArticle {
    /// Appends the XML to `out`, but for pieces that are shared.
    fn write(&self, out: &mut Vec<u8>, shared: &mut Vec<(usize, Bytes)>) {
        out.extend_from_slice(b"\n        <KnowledgeArticle ElementID=\"");
        out.extend_from_slice(self.element.as_bytes());
        out.extend_from_slice(b"\" Visible=\"true\"><MamlContent>");
        let text = self.maml.text();
        for piece in self.maml.pieces() {
            if piece.len() < SHARED {
                out.extend_from_slice(&text[piece.clone()]);
            } else {
                shared.push((out.len(), text.slice(piece.clone())));
            }
        }
        out.extend_from_slice(b"\n</MamlContent></KnowledgeArticle>");
    }
}
