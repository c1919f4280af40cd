//! IDs: well-formed, one space for the whole document, and leading somewhere.

use std::collections::{HashMap, HashSet};

use super::{PackFacts, Violation};
use crate::diagnostic::Location;
use crate::locale::is_scom_code;

/// The longest ID the schema allows, in characters.
const LONGEST: usize = 256;

/// Checks IDs, references, and which languages there are.
pub fn check(facts: &PackFacts<'_>, violations: &mut Vec<Violation>) {
    let mut report =
        |message: String, origin: Option<Location>| violations.push(Violation { message, origin });
    let elements = facts
        .elements
        .iter()
        .map(|element| (element.id, element.origin));
    let languages = facts.languages.iter().map(|language| (language.code, None));
    let aliases = facts.aliases.iter().map(|alias| (*alias, None));
    let mut taken: HashMap<String, &str> = HashMap::new();
    for (id, origin) in std::iter::once((facts.id, None))
        .chain(aliases)
        .chain(elements)
        .chain(languages)
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
            report(format!("the ID `{id}` is taken by `{first}`"), origin);
        }
    }
    let known: HashSet<&str> = facts.elements.iter().map(|element| element.id).collect();
    for element in &facts.elements {
        for reference in element.references.iter().filter(|it| !known.contains(*it)) {
            let message = format!(
                "`{}` refers to `{reference}`, which does not exist",
                element.id
            );
            report(message, element.origin);
        }
    }
    if facts.languages.is_empty() {
        report(
            "the pack has no language pack, so nothing has a name".to_owned(),
            None,
        );
    } else if facts
        .languages
        .iter()
        .filter(|language| language.is_default)
        .count()
        != 1
    {
        report(
            "one language pack must be the default, and no more than one".to_owned(),
            None,
        );
    }
    for language in facts
        .languages
        .iter()
        .filter(|language| !is_scom_code(language.code))
    {
        let code = language.code;
        report(
            format!("no console asks for the language pack `{code}`: Windows has no such language"),
            None,
        );
    }
}

fn is_id(id: &str) -> bool {
    id.len() <= LONGEST
        && id.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_'))
}
