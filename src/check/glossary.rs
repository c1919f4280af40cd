//! What each language makes of the headings and link texts of the source, learnt from all articles.

use std::collections::BTreeMap;
use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::Topic;
use super::text::Text;
use super::token::{Token, TokenKind};
use super::unit::{Role, Unit};
use super::vocabulary::NameKind;
use super::wording::{Group, LinkUse, Traits, Wording};
use crate::diagnostic::Location;
use crate::locale::Locale;
use crate::model::KnowledgeBase;
use crate::syntax::normalize_space;

/// The translations of a term in one language, each with its places.
pub(crate) type Translations<'t> = BTreeMap<&'t str, Vec<Location>>;

/// The translations of the terms of the source.
#[derive(Debug, Default)]
pub(crate) struct Glossary<'t> {
    languages: BTreeMap<Locale, FxHashMap<&'t str, Translations<'t>>>,
}

impl<'t> Glossary<'t> {
    /// Learns from the aligned headings and links; without a source there is nothing to learn.
    pub(crate) fn learn(topics: &'t [Arc<Topic<'_>>], knowledge: &KnowledgeBase<'_>) -> Self {
        let Some(source) = knowledge.source else {
            return Self::default();
        };
        let lessons: Vec<Lesson<'t>> = topics
            .par_iter()
            .flat_map_iter(|topic| topic.units.iter().flat_map(|unit| lessons(unit, source)))
            .collect();
        let locales = knowledge.locales.par_iter();
        let others = locales.filter(|locale| locale.language() != source.language());
        let languages = others.map(|&locale| (locale, of_language(&lessons, locale)));
        Self {
            languages: languages.collect(),
        }
    }

    /// Whether a language has another text for what a part of the source says, mostly.
    pub(crate) fn is_translated(&self, term: &str, locale: Locale) -> bool {
        let terms = self.languages.get(&locale);
        let translations = terms.and_then(|terms| terms.get(term));
        translations.is_some_and(|translations| is_translated(term, translations))
    }

    /// A hash of all that [`Self::is_translated`] says, whatever the order.
    pub(crate) fn fingerprint(&self) -> u64 {
        let all = self.all();
        let translated = all.filter(|(term, _, translations)| is_translated(term, translations));
        let hashes = translated.map(|(term, locale, _)| FxBuildHasher.hash_one((term, locale)));
        hashes.fold(0, u64::wrapping_add)
    }

    fn all(&self) -> impl Iterator<Item = (&'t str, Locale, &Translations<'t>)> {
        let languages = self.languages.iter();
        languages.flat_map(|(locale, terms)| {
            let terms = terms.iter();
            terms.map(|(term, translations)| (*term, *locale, translations))
        })
    }

    /// Every term with its translations, in order.
    pub(crate) fn terms(&self) -> Vec<(&'t str, Locale, &Translations<'t>)> {
        let mut all: Vec<_> = self.all().collect();
        all.sort_unstable_by_key(|(term, locale, _)| (*term, *locale));
        all
    }
}

fn is_translated(term: &str, translations: &Translations<'_>) -> bool {
    let same = translations.get(term).map_or(0, Vec::len);
    let other: usize = translations.values().map(Vec::len).sum::<usize>() - same;
    other > same
}

/// A heading or link text of the source, and where it stands.
struct Lesson<'t> {
    term: &'t str,
    unit: &'t Unit<'t>,
    /// The number of the link; `None` for a heading.
    link: Option<usize>,
    /// How many links the source has there.
    links: usize,
    /// The sum of its names.
    names: u64,
}

/// What can be learnt from a unit.
fn lessons<'t>(unit: &'t Unit<'t>, source: Locale) -> impl Iterator<Item = Lesson<'t>> {
    let is_heading = matches!(unit.role, Role::Heading(_));
    let may_teach = is_heading || unit.has(Traits::LINK);
    let original = may_teach.then(|| unit.text(source)).flatten();
    let original = original.filter(|text| !text.shaky);
    original.into_iter().flat_map(move |original| {
        let lesson = move |term, link| Lesson {
            term,
            unit,
            link,
            links: original.links.len(),
            names: original.sums[Group::Names as usize],
        };
        let heading = is_heading.then(|| lesson(original.form(), None));
        let links = original.links.iter().enumerate();
        let links = links.map(move |(number, link)| lesson(original.link_form(link), Some(number)));
        heading.into_iter().chain(links)
    })
}

/// What a language makes of all terms.
fn of_language<'t>(lessons: &[Lesson<'t>], locale: Locale) -> FxHashMap<&'t str, Translations<'t>> {
    let mut terms: FxHashMap<&str, Translations<'_>> = FxHashMap::default();
    for lesson in lessons {
        let text = lesson.unit.text(locale).filter(|text| !text.shaky);
        // Whose names are damaged, its other words are no translation of those of the source.
        let text = text.filter(|text| text.sums[Group::Names as usize] == lesson.names);
        if let Some((translation, place)) = text.and_then(|text| lesson.translation(text)) {
            let translations = terms.entry(lesson.term).or_default();
            translations.entry(translation).or_default().push(place);
        }
    }
    terms
}

impl<'t> Lesson<'t> {
    /// What a text makes of the term, and where.
    fn translation(&self, text: &'t Text<'_>) -> Option<(&'t str, Location)> {
        let Some(number) = self.link else {
            return Some((text.form(), text.whole()));
        };
        let links: &'t [LinkUse<'_>] = &text.links;
        let link = links.get(number).filter(|_| links.len() == self.links)?;
        let form = text.link_form(link);
        // A link that lost a name, which the text has elsewhere, is no translation either.
        let names = |form: &str| form.matches('*').count();
        (names(form) == names(self.term)).then(|| (form, text.place_of(link)))
    }
}

/// A part of a text without the names in it and the colon at its end.
pub(super) fn form(text: &Wording<'_>, part: Range<usize>) -> String {
    let Range { start, end } = part;
    let is_name = |token: &&Token<'_>| {
        let kind = token.kind;
        let name = matches!(kind, TokenKind::Name(kind) if kind != NameKind::Other);
        (name || kind == TokenKind::HealthSetWord)
            && token.range.start >= start
            && token.range.end <= end
    };
    let mut form = String::with_capacity(end - start);
    let mut at = start;
    for token in text.tokens.iter().filter(is_name) {
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
