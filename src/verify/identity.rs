//! IDs: well-formed, one space for the whole document, and leading somewhere.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{PackFacts, Violation};
use crate::diagnostic::Location;
use crate::locale::is_scom_code;

/// The longest ID the schema allows, in characters.
const LONGEST: usize = 256;

/// Checks IDs, references, and which languages there are.
pub fn check(facts: &PackFacts<'_>, violations: &mut Vec<Violation>) {
    let mut report = |message: String, origin: Option<Location>| {
        violations.push(Violation::refused(message, origin))
    };
    let elements = facts
        .elements
        .iter()
        .map(|element| (element.id, element.origin));
    let codes = facts.languages.iter().map(|language| (language.code, None));
    let aliases = facts.aliases.iter().map(|alias| (*alias, None));
    let mut taken: FxHashMap<String, &str> = FxHashMap::default();
    for (id, origin) in std::iter::once((facts.id, None))
        .chain(aliases)
        .chain(elements)
        .chain(codes)
    {
        if !is_id(id) {
            report(
                format!(
                    "`{id}` is no ID: it takes letters, digits, `_` and `.`, at most {LONGEST}"
                ),
                origin,
            );
        }
        if let Some(first) = taken.insert(id.to_ascii_lowercase(), id) {
            let message = if id == first {
                format!("the ID `{id}` is given twice")
            } else {
                format!("the ID `{id}` is the ID `{first}` in other capitals")
            };
            report(message, origin);
        }
    }
    let known: FxHashSet<&str> = facts.elements.iter().map(|element| element.id).collect();
    for element in &facts.elements {
        for reference in element.references.iter().filter(|it| !known.contains(*it)) {
            let message = format!(
                "`{}` refers to `{reference}`, which does not exist",
                element.id
            );
            report(message, element.origin);
        }
    }
    languages(facts, violations);
}

/// Checks which languages there are.
pub fn languages(facts: &PackFacts<'_>, violations: &mut Vec<Violation>) {
    let mut flaw = |message: String, origin| violations.push(Violation::flawed(message, origin));
    let mut defaults = facts.languages.iter().filter(|it| it.is_default);
    match (facts.languages.first(), defaults.next(), defaults.next()) {
        (None, ..) => flaw(
            "the pack has no language pack, so nothing has a name".to_owned(),
            None,
        ),
        (Some(first), None, _) => flaw(ONE_DEFAULT.to_owned(), first.origin),
        (Some(_), Some(_), None) => {}
        (Some(_), Some(_), Some(second)) => {
            violations.push(Violation::refused(ONE_DEFAULT.to_owned(), second.origin));
        }
    }
    for language in &facts.languages {
        if !is_scom_code(language.code) {
            let code = language.code;
            let message = format!(
                "no console asks for the language pack `{code}`: Windows has no such language"
            );
            violations.push(Violation::flawed(message, language.origin));
        }
    }
}

const ONE_DEFAULT: &str = "one language pack must be the default, and no more than one";

fn is_id(id: &str) -> bool {
    id.len() <= LONGEST
        && id.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_'))
}
