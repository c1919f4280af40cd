//! A path or an address in running text is not that of the other languages.
//!
//! Rule: `path-changed`.
//!
//! ## What it does
//! Compares the parts of paths (`Logging\\HttpProxy`), registry keys and addresses in every paragraph with those of the
//! same paragraph in the other languages. Placeholders and the language in an address do not count, but a path that
//! stands right before its placeholder is reported where it follows the placeholder in three or more languages, and most.
//!
//! ## Why it matters
//! A folder that does not exist is not found.
//!
//! ## How to mend it
//! Write the path of the other languages.
//!
//! ## What it cannot see
//! Paths without a backslash; paths that only one language has.

use std::ops::Range;

use crate::check::consensus::list;
use crate::check::difference::{Fact, differences};
use crate::check::places::in_some;
use crate::check::text::Text;
use crate::check::token::{TokenKind, follows_placeholder};
use crate::check::unit::Unit;
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
        found.extend(turned(context, unit));
    }
    found
}

/// So many languages say where the placeholder of a path belongs.
const ENOUGH: usize = 3;

/// A path of which some languages have put the placeholder that it begins with behind it.
fn turned(context: &Context<'_>, unit: &Unit<'_>) -> Option<Diagnostic> {
    let mut begun = unit.sure().flat_map(|(_, text)| {
        let own = tokens(text).filter(|range| is_begun(text, range));
        own.map(move |range| (text, range))
    });
    begun.find_map(|(text, range)| {
        let path = neutral(&text.plain[range]);
        let own = |text: &Text<'_>| tokens(text).find(|range| neutral(&text.plain[range.clone()]) == path);
        let (mut right, mut wrong) = (Vec::new(), Vec::new());
        for (locale, text) in unit.sure() {
            match own(text) {
                Some(range) if is_begun(text, &range) => {
                    right.push((locale, text.place(&first_part(text, &range), context.sources)));
                }
                Some(range) if is_before_placeholder(text, &range) => {
                    wrong.push((locale, text.place(&first_part(text, &range), context.sources)));
                }
                _ => {}
            }
        }
        if right.len() < ENOUGH || right.len() <= wrong.len() {
            return None;
        }
        let holders: Vec<Locale> = right.iter().map(|(locale, _)| *locale).collect();
        let others = list(&holders);
        let message = format!("the path `{path}` stands before its placeholder here, but behind it in {others}");
        let finding = Diagnostic::new(Rule::PathChanged, message).help("begin the path with the placeholder");
        let (locale, there) = *right.first()?;
        let finding = in_some(finding, wrong.into_iter(), context.source)?;
        Some(finding.related(there, format!("the path in {locale}")))
    })
}

/// The first part of a path. Markdown escapes what separates the parts.
fn first_part(text: &Text<'_>, path: &Range<usize>) -> Range<usize> {
    let first = text.plain[path.clone()].split(['\\', '/']).next().map_or(0, str::len);
    path.start..path.start + first
}

/// Whether a path follows the placeholder that it begins with.
fn is_begun(text: &Text<'_>, path: &Range<usize>) -> bool {
    follows_placeholder(&text.plain[..path.start])
}

/// Whether a placeholder follows, with nothing but blanks between.
fn is_before_placeholder(text: &Text<'_>, path: &Range<usize>) -> bool {
    text.plain[path.end..].trim_start().starts_with('<')
}

/// Where a text has paths.
fn tokens<'t>(text: &'t Text<'_>) -> impl Iterator<Item = Range<usize>> + 't {
    let paths = text.tokens.iter().filter(|token| token.kind == TokenKind::Path);
    paths.map(|token| token.range.clone())
}

fn paths<'t>(text: &'t Text<'_>) -> Vec<Fact<'t>> {
    tokens(text).map(|range| Fact::new(neutral(&text.plain[range.clone()]), range)).collect()
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
