//! Facts in running text, compared over the languages: names, numbers, literals, links.

use std::borrow::Cow;
use std::ops::Range;

use super::consensus::{Dispute, disputes, list, scope};
use super::text::Text;
use super::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule, Scope};
use crate::locale::Locale;

/// Something a text says that must be the same in every language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fact<'t> {
    /// What is compared.
    pub(crate) value: Cow<'t, str>,
    /// Where it stands in the plain text.
    pub(crate) range: Range<usize>,
    /// How many times the text has said it before; 0 where that does not matter.
    pub(crate) nth: usize,
}

impl<'t> Fact<'t> {
    /// A fact of which it matters only whether it is said.
    pub(crate) fn new(value: impl Into<Cow<'t, str>>, range: Range<usize>) -> Self {
        Self {
            value: value.into(),
            range,
            nth: 0,
        }
    }
}

impl Fact<'_> {
    fn key(&self) -> Key<'_> {
        (&self.value, self.nth)
    }
}

/// What is compared: the value and its number among the same in the text.
type Key<'v> = (&'v str, usize);

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
    /// Whether it is about a second or later mention of the same.
    pub(crate) repeated: bool,
}

/// The facts of one unit that differ. Two facts of which `similar` holds are one that was changed. What
/// only stands in a neighbouring text has been moved, and is no difference.
pub(crate) fn differences(
    context: &Context<'_>,
    topic: &Topic<'_>,
    at: usize,
    extract: &dyn for<'t> Fn(&'t Text<'_>) -> Vec<Fact<'t>>,
    similar: &dyn Fn(&str, &str) -> bool,
) -> Vec<Difference> {
    let unit = &topic.units[at];
    let facts: Vec<(Locale, Vec<Fact<'_>>)> = unit
        .sure()
        .map(|(locale, text)| (locale, extract(text)))
        .collect();
    if facts.iter().all(|(_, facts)| facts.is_empty()) {
        return Vec::new();
    }
    let said: Vec<(Locale, Vec<Key<'_>>)> = facts
        .iter()
        .map(|(locale, facts)| (*locale, facts.iter().map(Fact::key).collect()))
        .collect();
    let disputed = disputes(&said, context.source);
    let mut pairs = Pairs::default();
    for dispute in &disputed {
        let wrong = dispute.wrong().iter().copied();
        for locale in wrong.filter(|locale| !has_moved(topic, at, extract, dispute, *locale)) {
            pairs.add(dispute, locale, &disputed, similar, context.source);
        }
    }
    let place = |locale: Locale, value: Option<Key<'_>>| {
        let text = unit.text(locale)?;
        let (_, facts) = facts.iter().find(|(tag, _)| *tag == locale)?;
        let fact = value.and_then(|value| facts.iter().find(|fact| fact.key() == value));
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
            repeated: pair.expected.or(pair.found).is_some_and(|(_, nth)| nth > 0),
            expected: pair.expected.map(|(value, _)| value.to_owned()),
            found: pair.found.map(|(value, _)| value.to_owned()),
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
    expected: Option<Key<'v>>,
    found: Option<Key<'v>>,
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
        dispute: &'v Dispute<Key<'v>>,
        locale: Locale,
        all: &'v [Dispute<Key<'v>>],
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
    dispute: &Dispute<Key<'v>>,
    locale: Locale,
    all: &'v [Dispute<Key<'v>>],
    similar: &dyn Fn(&str, &str) -> bool,
) -> Option<&'v Dispute<Key<'v>>> {
    let fits = |other: &&Dispute<Key<'_>>| {
        other.is_right != dispute.is_right
            && other.wrong().contains(&locale)
            && similar(dispute.value.0, other.value.0)
    };
    let mut fitting = all.iter().filter(fits).peekable();
    let first = fitting.next()?;
    if fitting.peek().is_none() {
        return Some(first);
    }
    let fitting = std::iter::once(first).chain(fitting);
    fitting.min_by_key(|other| strsim::osa_distance(dispute.value.0, other.value.0))
}

/// Whether `locale` says the value in a neighbouring text instead, where a language that is right does not;
/// or the other way round for a value too many.
fn has_moved(
    topic: &Topic<'_>,
    at: usize,
    extract: &dyn for<'t> Fn(&'t Text<'_>) -> Vec<Fact<'t>>,
    dispute: &Dispute<Key<'_>>,
    locale: Locale,
) -> bool {
    const NEAR: usize = 2;
    // Said once more or once less than elsewhere: where the other one is says nothing.
    if dispute.value.1 > 0 {
        return false;
    }
    let Some(reference) = dispute.right().first() else {
        return false;
    };
    let near = at.saturating_sub(NEAR)..(at + NEAR + 1).min(topic.units.len());
    near.filter(|&other| other != at).any(|other| {
        let says = |tag: Locale| {
            // Not every fact is written as it is compared: step `2.c.` is `2c`.
            let said = topic.units[other].text(tag).map(extract);
            said.is_some_and(|facts| facts.iter().any(|fact| fact.value == dispute.value.0))
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
            (_, Scope::Translations) => format!("{message} in the translations, which all agree"),
            _ => format!("{message} in {}", list(&right)),
        };
        let mut diagnostic = Diagnostic::new(rule, message).scope(self.scope);
        let mut wrong = self.wrong.iter();
        if let Some((_, at)) = wrong.next() {
            diagnostic = diagnostic.at(*at);
        }
        for (locale, at) in wrong {
            diagnostic = diagnostic.also(*at, locale);
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
