//! Names: every element has one in every language, once, and the texts of alerts fit their parameters.

use rustc_hash::FxHashMap;

use super::{LanguageFacts, Named, PackFacts, StringFacts, Violation, Weight, holds_refused};
use crate::diagnostic::Location;

/// The longest name or description, in characters.
const LONGEST: usize = 4000;

/// Checks the names in one language.
pub fn check<'p>(
    facts: &PackFacts<'p>,
    wanted: &Named<'p>,
    language: &LanguageFacts<'p>,
    violations: &mut Vec<Violation>,
) {
    let mut named: FxHashMap<(&str, Option<&str>), &StringFacts<'_>> = FxHashMap::default();
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
        if !wanted.contains(&key) {
            report(
                Weight::Refused,
                origin(),
                format!("{what} has a name but does not exist"),
            );
        } else if named.insert(key, string).is_some() {
            report(Weight::Refused, origin(), format!("{what} is named twice"));
        }
        for text in std::iter::once(string.name).chain(string.description) {
            if let Some(message) = flaw(text) {
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
    let is_pack_named = facts.id.is_empty() || named.contains_key(&(facts.id, None));
    if !is_pack_named && wanted.contains(&(facts.id, None)) {
        report(
            Weight::Flawed,
            language.origin,
            format!("the pack, `{}`, has no name", facts.id),
        );
    }
    for element in facts.elements.iter().filter(|it| !it.is_nameless) {
        let parts = element.parts.iter().map(|part| Some(*part));
        for part in std::iter::once(None).chain(parts) {
            if !named.contains_key(&(element.id, part)) {
                let what = Described((element.id, part));
                let origin = language.origin.or(element.origin);
                report(Weight::Flawed, origin, format!("{what} has no name"));
            }
        }
    }
    for (message, parameters) in &facts.alerts {
        let string = named.get(&(*message, None));
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

/// What is wrong with the text of a name or a description.
fn flaw(text: &str) -> Option<String> {
    if holds_refused(text) {
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
