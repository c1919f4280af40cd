//! Names: every element has one in every language, once, and the texts of alerts fit their parameters.

use super::{Key, LanguageFacts, Named, PackFacts, StringFacts, Violation, Weight, holds_refused};
use crate::diagnostic::Location;

/// The longest name or description, in characters.
const LONGEST: usize = 4000;

/// What the names in every language are checked against.
pub struct Wanted<'f, 'p> {
    facts: &'f PackFacts<'p>,
    named: &'f Named<'p>,
    /// What nobody should miss a name of: with its number, and what it comes from.
    shown: Vec<(Key<'p>, usize, Option<Location>)>,
}

impl<'f, 'p> Wanted<'f, 'p> {
    /// What `facts` want names for, with the numbers of `named`.
    pub fn new(facts: &'f PackFacts<'p>, named: &'f Named<'p>) -> Self {
        let mut shown = Vec::new();
        for element in facts.elements.iter().filter(|it| !it.is_nameless) {
            let parts = element.parts.iter().map(|part| Some(*part));
            for part in std::iter::once(None).chain(parts) {
                let key = (element.id, part);
                let number = named.get(&key).copied();
                shown.extend(number.map(|number| (key, number, element.origin)));
            }
        }
        Self {
            facts,
            named,
            shown,
        }
    }
}

/// Checks the names in one language.
pub fn check(
    wanted: &Wanted<'_, '_>,
    language: &LanguageFacts<'_>,
    violations: &mut Vec<Violation>,
) {
    let facts = wanted.facts;
    let mut named: Vec<Option<&StringFacts<'_>>> = vec![None; wanted.named.len()];
    let mut report = |weight: Weight, origin: Option<Location>, message: String| {
        violations.push(Violation {
            weight,
            message: format!("{}: {message}", language.code),
            help: String::new(),
            origin,
            piece: None,
        });
    };
    for string in &language.strings {
        let key = (string.element, string.part);
        let what = Described(key);
        let origin = || string.origin.or_else(|| facts.origin(string.element));
        match wanted.named.get(&key) {
            None => report(
                Weight::Refused,
                origin(),
                format!("{what} has a name but does not exist"),
            ),
            Some(number) if named[*number].replace(string).is_some() => {
                report(Weight::Refused, origin(), format!("{what} is named twice"));
            }
            Some(_) => {}
        }
        for text in std::iter::once(string.name).chain(string.description) {
            if let Some(message) = flaw(text, language.is_clean) {
                report(
                    Weight::Refused,
                    origin(),
                    format!("the name or description of {what} {message}"),
                );
            }
        }
        if string.name.trim().is_empty() {
            report(
                Weight::Flawed,
                origin(),
                format!("the name of {what} is empty"),
            );
        }
    }
    let name = |key: &Key<'_>| *named.get(*wanted.named.get(key)?)?;
    if !facts.id.is_empty() && name(&(facts.id, None)).is_none() {
        report(
            Weight::Flawed,
            language.origin,
            format!("the pack, `{}`, has no name", facts.id),
        );
    }
    for (key, number, origin) in &wanted.shown {
        if named[*number].is_none() {
            let what = Described(*key);
            let origin = language.origin.or(*origin);
            report(Weight::Flawed, origin, format!("{what} has no name"));
        }
    }
    for (message, parameters) in &facts.alerts {
        let string = name(&(*message, None));
        let text = string.and_then(|it| it.description).unwrap_or_default();
        let origin = || {
            string
                .and_then(|it| it.origin)
                .or_else(|| facts.origin(message))
        };
        if text.is_empty() {
            report(
                Weight::Flawed,
                origin(),
                format!("the alert `{message}` has no text"),
            );
        }
        if let Some(number) = placeholders(text).find(|number| number >= parameters) {
            report(
                Weight::Flawed,
                origin(),
                format!(
                    "the text of the alert `{message}` wants {{{number}}}, which no parameter fills"
                ),
            );
        }
    }
}

/// What is wrong with the text of a name or a description, which holds no character that XML cannot if it `is_clean`.
fn flaw(text: &str, is_clean: bool) -> Option<String> {
    if !is_clean && holds_refused(text) {
        return Some("holds a character that XML cannot".to_owned());
    }
    let is_long = text.len() > LONGEST && text.chars().nth(LONGEST).is_some();
    is_long.then(|| format!("has more than {LONGEST} characters"))
}

/// The numbers in `{0}`, `{1}` … of the text of an alert.
fn placeholders(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.split('{')
        .skip(1)
        .filter_map(|tail| tail.split_once('}')?.0.parse().ok())
}

/// An element or a part of one, in a message.
pub struct Described<'p>(pub (&'p str, Option<&'p str>));

impl std::fmt::Display for Described<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            (element, None) => write!(f, "`{element}`"),
            (element, Some(part)) => write!(f, "the part `{part}` of `{element}`"),
        }
    }
}
