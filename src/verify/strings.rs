//! Names: every element has one in every language, once, and the texts of alerts fit their parameters.

use rustc_hash::FxHashMap;

use super::{LanguageFacts, Named, PackFacts, StringFacts, Violation, holds_refused};

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
    let mut report = |element: &str, message: String| {
        let message = format!("{}: {message}", language.code);
        violations.push(Violation {
            message,
            origin: facts.origin(element),
        });
    };
    for string in &language.strings {
        let key = (string.element, string.part);
        let what = Described(key);
        if !wanted.contains(&key) {
            report(
                string.element,
                format!("{what} has a name but does not exist"),
            );
        } else if named.insert(key, string).is_some() {
            report(string.element, format!("{what} is named twice"));
        }
        for text in std::iter::once(string.name).chain(string.description) {
            if holds_refused(text) {
                report(
                    string.element,
                    format!("the name or description of {what} holds a character that XML cannot"),
                );
            } else if text.len() > LONGEST && text.chars().nth(LONGEST).is_some() {
                report(
                    string.element,
                    format!("the name or description of {what} has more than {LONGEST} characters"),
                );
            }
        }
        if string.name.trim().is_empty() {
            report(string.element, format!("the name of {what} is empty"));
        }
    }
    for element in &facts.elements {
        let parts = element.parts.iter().map(|part| Some(*part));
        for part in std::iter::once(None).chain(parts) {
            if !named.contains_key(&(element.id, part)) {
                report(
                    element.id,
                    format!("{} has no name", Described((element.id, part))),
                );
            }
        }
    }
    for (message, parameters) in &facts.alerts {
        let text = named
            .get(&(*message, None))
            .and_then(|string| string.description)
            .unwrap_or_default();
        if text.is_empty() {
            report(message, format!("the alert `{message}` has no text"));
        }
        if let Some(number) = placeholders(text).find(|number| number >= parameters) {
            report(
                message,
                format!(
                    "the text of the alert `{message}` wants {{{number}}}, which no parameter fills"
                ),
            );
        }
    }
}

/// The numbers in `{0}`, `{1}` … of the text of an alert.
fn placeholders(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.split('{')
        .skip(1)
        .filter_map(|tail| tail.split_once('}')?.0.parse().ok())
}

/// An element or a part of one, in a message.
struct Described<'p>((&'p str, Option<&'p str>));

impl std::fmt::Display for Described<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            (element, None) => write!(f, "`{element}`"),
            (element, Some(part)) => write!(f, "the part `{part}` of `{element}`"),
        }
    }
}
