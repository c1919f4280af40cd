//! A number in running text is not that of the other languages.
//!
//! Rule: `number-changed`.
//!
//! ## What it does
//! Compares the numbers of a paragraph with those of the same paragraph in the other languages. Where paragraphs are
//! nearly word for word those of the source, as quoted output is, dates, times and other words with digits are compared
//! too, and the two capitals after a time that say which half of the day is meant.
//!
//! ## Why it matters
//! Thresholds, ports, versions and waiting times are facts.
//!
//! ## How to mend it
//! Write the number of the other languages.
//!
//! ## What it cannot see
//! Numbers in words: that a number up to twelve is missing is not reported. Numbers that one language has in addition, or
//! that the source lacks, perhaps with some translations: it has been edited since.
//! The thousand that a language writes with a blank.

use crate::check::difference::{Difference, Fact, differences};
use crate::check::text::Text;
use crate::check::token::{TokenKind, plain_number};
use crate::check::wording::Group;
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Rule};

/// Numbers up to this are often written as words.
const TWELVE: u64 = 12;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (at, unit) in topic.units.iter().enumerate() {
        if !unit.differs(Group::Numbers) {
            continue;
        }
        let follows_source = |difference: &Difference| {
            difference.wrong.iter().any(|(locale, _)| Some(*locale) == context.source)
        };
        for difference in differences(context, topic, at, &numbers, &|_, _| true) {
            let message = match (&difference.expected, &difference.found) {
                (Some(expected), Some(instead)) => {
                    format!("the number `{instead}` stands here where it is `{expected}`")
                }
                (Some(expected), None)
                    if !follows_source(&difference)
                        && expected.parse().is_ok_and(|number: u64| number > TWELVE) =>
                {
                    format!("the number `{expected}` is missing here, but stands")
                }
                _ => continue,
            };
            found.push(
                difference
                    .report(Rule::NumberChanged, &message)
                    .help("write the number of the other languages"),
            );
        }
    }
    found
}

/// Numbers that stand alone: no part of a name, a version in a name, or a step label such as `2c`.
fn numbers<'t>(text: &'t Text<'_>) -> Vec<Fact<'t>> {
    let mut found: Vec<Fact<'t>> = Vec::new();
    for token in text.tokens.iter().filter(|token| token.kind == TokenKind::Number) {
        let range = token.range.clone();
        let value = &text.plain[range.clone()];
        // `1,000` and `0,5` are one number: where the last one ends, a comma and this one follow.
        let joined = found.last_mut().filter(|last| {
            last.range.end + 1 == range.start && text.plain.as_bytes()[last.range.end] == b','
        });
        match joined {
            Some(last) => {
                let point = if value.len() == 3 { "" } else { "." };
                last.value = format!("{}{point}{value}", last.value).into();
                last.range.end = range.end;
            }
            None => found.push(Fact::new(plain_number(value), range)),
        }
    }
    found
}
