//! Facts in running text, compared over the languages: names, numbers, literals, links.

use std::ops::Range;

use super::consensus::{Dispute, disputes, list, scope};
use super::text::Text;
use super::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule, Scope};
use crate::locale::Locale;

/// Something a text says that must be the same in every language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fact {
    /// What is compared.
    pub(crate) value: String,
    /// Where it stands in the plain text.
    pub(crate) range: Range<usize>,
}

/// A fact that some languages have otherwise than the others.
#[derive(Debug)]
pub(crate) struct Difference {
    /// What should be said, if anything.
    pub(crate) expected: Option<String>,
    /// What is said in its place, if anything.
    pub(crate) found: Option<String>,
    /// Where it is wrong: the fact, or the whole text that lacks it.
    pub(crate) wrong: Vec<(Locale, Location)>,
    /// Where it is right.
    pub(crate) right: Vec<(Locale, Location)>,
    /// Whom it is about.
    pub(crate) scope: Scope,
}

/// The facts of one unit that differ. Two facts of which `similar` holds are one that was changed. What
/// only stands in a neighbouring text has been moved, and is no difference.
pub(crate) fn differences(
    context: &Context<'_>,
    topic: &Topic<'_>,
    at: usize,
    extract: &dyn Fn(&Text<'_>) -> Vec<Fact>,
    similar: &dyn Fn(&str, &str) -> bool,
) -> Vec<Difference> {
    let unit = &topic.units[at];
    let facts: Vec<(Locale, Vec<Fact>)> = unit
        .sure()
        .map(|(locale, text)| (locale, extract(text)))
        .collect();
    if facts.iter().all(|(_, facts)| facts.is_empty()) {
        return Vec::new();
    }
    let said: Vec<(Locale, Vec<&str>)> = facts
        .iter()
        .map(|(locale, facts)| {
            (
                *locale,
                facts.iter().map(|fact| fact.value.as_str()).collect(),
            )
        })
        .collect();
    let disputed = disputes(&said, context.source);
    let mut pairs = Pairs::default();
    for dispute in &disputed {
        let wrong = dispute.wrong().iter().copied();
        for locale in wrong.filter(|locale| !has_moved(topic, at, dispute, *locale)) {
            pairs.add(dispute, locale, &disputed, similar, context.source);
        }
    }
    let place = |locale: Locale, value: Option<&str>| {
        let text = unit.text(locale)?;
        let (_, facts) = facts.iter().find(|(tag, _)| *tag == locale)?;
        let fact = value.and_then(|value| facts.iter().find(|fact| fact.value == value));
        Some((
            locale,
            fact.map_or(text.whole(), |fact| {
                text.place(&fact.range, context.sources)
            }),
        ))
    };
    pairs
        .entries
        .into_iter()
        .map(|pair| Difference {
            wrong: pair
                .wrong
                .iter()
                .filter_map(|&locale| place(locale, pair.found))
                .collect(),
            right: lead(pair.right, context.source)
                .into_iter()
                .filter_map(|locale| place(locale, pair.expected))
                .collect(),
            scope: if pair.is_drift {
                Scope::Translations
            } else {
                scope(&pair.wrong)
            },
            expected: pair.expected.map(str::to_owned),
            found: pair.found.map(str::to_owned),
        })
        .filter(|difference| !difference.wrong.is_empty())
        .collect()
}

/// The source first.
fn lead(locales: &[Locale], source: Option<Locale>) -> Vec<Locale> {
    let mut locales = locales.to_vec();
    locales.sort_by_key(|locale| Some(*locale) != source);
    locales
}

#[derive(Debug)]
struct Pair<'v> {
    expected: Option<&'v str>,
    found: Option<&'v str>,
    wrong: Vec<Locale>,
    right: &'v [Locale],
    is_drift: bool,
}

#[derive(Debug, Default)]
struct Pairs<'v> {
    entries: Vec<Pair<'v>>,
}

impl<'v> Pairs<'v> {
    /// Notes that `locale` is on the wrong side of `dispute`: as a change, if there is another value that it
    /// says in place of this one.
    fn add(
        &mut self,
        dispute: &'v Dispute<&'v str>,
        locale: Locale,
        all: &'v [Dispute<&'v str>],
        similar: &dyn Fn(&str, &str) -> bool,
        source: Option<Locale>,
    ) {
        let partner = partner(dispute, locale, all, similar)
            .filter(|&other| {
                partner(other, locale, all, similar).is_some_and(|back| back.value == dispute.value)
            })
            .map(|other| other.value);
        let (expected, found) = if dispute.is_right {
            (Some(dispute.value), partner)
        } else if partner.is_some() {
            // Told from the side of what is right.
            return;
        } else {
            (None, Some(dispute.value))
        };
        let known = self
            .entries
            .iter_mut()
            .find(|pair| pair.expected == expected && pair.found == found);
        match known {
            Some(pair) => pair.wrong.push(locale),
            None => self.entries.push(Pair {
                expected,
                found,
                wrong: vec![locale],
                right: dispute.right(),
                is_drift: dispute.is_drift(source),
            }),
        }
    }
}

/// The value most like that of `dispute` that `locale` has on the other side.
fn partner<'v>(
    dispute: &Dispute<&'v str>,
    locale: Locale,
    all: &'v [Dispute<&'v str>],
    similar: &dyn Fn(&str, &str) -> bool,
) -> Option<&'v Dispute<&'v str>> {
    let fits = |other: &&Dispute<&str>| {
        other.is_right != dispute.is_right
            && other.wrong().contains(&locale)
            && similar(dispute.value, other.value)
    };
    all.iter()
        .filter(fits)
        .min_by_key(|other| strsim::osa_distance(dispute.value, other.value))
}

/// Whether `locale` says the value in a neighbouring text instead, where a language that is right does not;
/// or the other way round for a value too many.
fn has_moved(topic: &Topic<'_>, at: usize, dispute: &Dispute<&str>, locale: Locale) -> bool {
    const NEAR: usize = 2;
    let Some(reference) = dispute.right().first() else {
        return false;
    };
    let near = at.saturating_sub(NEAR)..(at + NEAR + 1).min(topic.units.len());
    near.filter(|&other| other != at).any(|other| {
        let says = |tag: Locale| {
            topic.units[other]
                .text(tag)
                .is_some_and(|text| text.plain.contains(dispute.value))
        };
        if dispute.is_right {
            says(locale) && !says(*reference)
        } else {
            !says(locale) && says(*reference)
        }
    })
}

impl Difference {
    /// The difference as a diagnostic; `message` begins a sentence that the languages end.
    pub(crate) fn report(&self, rule: Rule, message: &str) -> Diagnostic {
        let right: Vec<Locale> = self.right.iter().map(|(locale, _)| *locale).collect();
        let message = match (&self.expected, self.scope) {
            (_, Scope::Translations) => format!("{message}; all translations differ"),
            _ => format!("{message} in {}", list(&right)),
        };
        let mut diagnostic = Diagnostic::new(rule, message).scope(self.scope);
        let mut wrong = self.wrong.iter();
        if let Some((_, at)) = wrong.next() {
            diagnostic = diagnostic.at(*at);
        }
        for (locale, at) in wrong {
            diagnostic = diagnostic.related(*at, format!("the same in {locale}"));
        }
        if let Some((locale, at)) = self.right.first() {
            let label = match &self.expected {
                Some(expected) => format!("{locale} says `{expected}`"),
                None => format!("the text in {locale}"),
            };
            diagnostic = diagnostic.related(*at, label);
        }
        diagnostic
    }
}
