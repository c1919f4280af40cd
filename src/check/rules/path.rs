//! A path or an address in running text is not that of the other languages.
//!
//! Rule: `path-changed`.
//!
//! ## What it does
//! Compares the parts of paths (`Logging\\HttpProxy`), registry keys and addresses in every paragraph with those of the
//! same paragraph in the other languages. Placeholders and the language in an address do not count.
//!
//! ## Why it matters
//! A folder that does not exist is not found.
//!
//! ## How to mend it
//! Write the path of the other languages.
//!
//! ## What it cannot see
//! Paths without a backslash; paths that only one language has.

use crate::check::difference::{Fact, differences};
use crate::check::text::Text;
use crate::check::token::TokenKind;
use crate::check::wording::Group;
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Rule};
use crate::locale::Locale;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (at, unit) in topic.units.iter().enumerate() {
        if !unit.differs(Group::Paths) {
            continue;
        }
        for difference in differences(context, topic, at, &paths, &is_similar) {
            let message = match (&difference.expected, &difference.found) {
                (Some(expected), Some(instead)) => {
                    format!("the path `{instead}` stands here where it is `{expected}`")
                }
                (Some(expected), None) => {
                    format!("the path `{expected}` is missing here, but stands")
                }
                (None, _) => continue,
            };
            let help = "write the path of the other languages";
            found.push(difference.report(Rule::PathChanged, &message).help(help));
        }
    }
    found
}

fn paths<'t>(text: &'t Text<'_>) -> Vec<Fact<'t>> {
    let paths = text.tokens.iter().filter(|token| token.kind == TokenKind::Path);
    paths
        .map(|token| Fact::new(neutral(&text.plain[token.range.clone()]), token.range.clone()))
        .collect()
}

/// Without the language of an address, and with single backslashes.
fn neutral(path: &str) -> String {
    let is_language = |part: &&str| {
        let tag = part.parse::<Locale>();
        part.contains('-') && tag.is_ok_and(|locale| locale.region().is_some())
    };
    let parts: Vec<&str> = path
        .split(['\\', '/'])
        .filter(|part| !part.is_empty() && !is_language(part))
        .collect();
    parts.join(if path.contains('\\') { "\\" } else { "/" })
}

/// Whether most of the longer is in the shorter.
fn is_similar(a: &str, b: &str) -> bool {
    strsim::osa_distance(a, b) * 2 <= a.len().max(b.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_an_address_does_not_count() {
        assert_eq!(neutral("https://a.example/pt-br/x"), "https:/a.example/x");
        assert_eq!(neutral("Logs\\\\Lamp"), "Logs\\Lamp");
    }
}
