//! What each language makes of the headings and link texts of the source, learnt from all articles.

use std::collections::BTreeMap;
use std::hash::BuildHasher;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::Topic;
use super::text::Text;
use super::token::{Token, TokenKind};
use super::unit::{Role, Unit};
use super::vocabulary::NameKind;
use crate::diagnostic::Location;
use crate::locale::Locale;
use crate::syntax::normalize_space;

/// The translations of a term in one language, each with its places.
pub(crate) type Translations = BTreeMap<String, Vec<Location>>;

/// The translations of the terms of the source.
#[derive(Debug, Default)]
pub(crate) struct Glossary {
    terms: FxHashMap<(String, Locale), Translations>,
}

impl Glossary {
    /// Learns from the aligned headings and links; without a source there is nothing to learn.
    pub(crate) fn learn(topics: &[Arc<Topic<'_>>], source: Option<Locale>) -> Self {
        let mut glossary = Self::default();
        let Some(source) = source else {
            return glossary;
        };
        let topics = topics.par_iter();
        let lessons: Vec<Vec<Lesson>> = topics
            .map(|topic| {
                let mut lessons = Vec::new();
                for unit in &topic.units {
                    if let Some(original) = unit.text(source).filter(|text| !text.shaky) {
                        teach(unit, source, original, &mut lessons);
                    }
                }
                lessons
            })
            .collect();
        for lesson in lessons.into_iter().flatten() {
            let terms = glossary.terms.entry((lesson.term, lesson.locale));
            let translation = terms.or_default().entry(lesson.translation);
            translation.or_default().push(lesson.place);
        }
        glossary
    }

    /// Whether a language has another text for what a part of the source says, mostly.
    pub(crate) fn is_translated(
        &self,
        text: &Text<'_>,
        start: usize,
        end: usize,
        locale: Locale,
    ) -> bool {
        let term = form(text, start, end);
        let translations = self.terms.get(&(term.clone(), locale));
        translations.is_some_and(|translations| {
            let same = translations.get(&term).map_or(0, Vec::len);
            let other: usize = translations.values().map(Vec::len).sum::<usize>() - same;
            other > same
        })
    }

    /// A hash of everything but places, whatever the order.
    pub(crate) fn fingerprint(&self) -> u64 {
        let counts = self.terms.iter().flat_map(|(term, translations)| {
            let counts = translations.iter();
            counts.map(move |(translation, places)| (term, translation, places.len()))
        });
        let hashes = counts.map(|count| FxBuildHasher.hash_one(count));
        hashes.fold(0, u64::wrapping_add)
    }

    /// Every term with its translations, in order.
    pub(crate) fn terms(&self) -> Vec<(&str, Locale, &Translations)> {
        let terms = self.terms.iter();
        let mut all: Vec<_> = terms
            .map(|((term, locale), translations)| (term.as_str(), *locale, translations))
            .collect();
        all.sort_by_key(|(term, locale, _)| (*term, *locale));
        all
    }
}

/// What one text makes of a term.
struct Lesson {
    term: String,
    locale: Locale,
    translation: String,
    place: Location,
}

/// What the texts of a unit make of its heading and its links.
fn teach(unit: &Unit<'_>, source: Locale, original: &Text<'_>, lessons: &mut Vec<Lesson>) {
    let others = || {
        unit.sure()
            .filter(|(locale, _)| locale.language() != source.language())
    };
    if matches!(unit.role, Role::Heading(_)) {
        let term = form(original, 0, original.plain.len());
        lessons.extend(others().map(|(locale, text)| Lesson {
            term: term.clone(),
            locale,
            translation: form(text, 0, text.plain.len()),
            place: text.whole(),
        }));
    }
    for (number, link) in original.links.iter().enumerate() {
        let term = form(original, link.range.start, link.range.end);
        let others = others().filter(|(_, text)| text.links.len() == original.links.len());
        lessons.extend(others.map(|(locale, text)| {
            let own = &text.links[number];
            Lesson {
                term: term.clone(),
                locale,
                translation: form(text, own.range.start, own.range.end),
                place: own.span.within(text.article.source),
            }
        }));
    }
}

/// A part of a text without the names in it and the colon at its end.
pub(crate) fn form(text: &Text<'_>, start: usize, end: usize) -> String {
    let is_name = |token: &&Token<'_>| {
        let kind = token.kind;
        let name = matches!(kind, TokenKind::Name(kind) if kind != NameKind::Other);
        (name || kind == TokenKind::HealthSetWord)
            && token.range.start >= start
            && token.range.end <= end
    };
    let mut form = String::with_capacity(end - start);
    let mut at = start;
    for token in text.tokens().iter().filter(is_name) {
        form.push_str(text.plain.get(at..token.range.start).unwrap_or_default());
        form.push('*');
        at = token.range.end;
    }
    form.push_str(text.plain.get(at..end).unwrap_or_default());
    let mut form = normalize_space(&form);
    let end = form.trim_end_matches([':', '\u{ff1a}', ' ']).len();
    form.truncate(end);
    form
}
