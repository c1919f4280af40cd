//! A number in running text is not that of the other languages.
//!
//! Rule: `number-changed`.
//!
//! ## What it does
//! Compares the numbers of a paragraph with those of the same paragraph in the other languages.
//!
//! ## Why it matters
//! Thresholds, ports, versions and waiting times are facts.
//!
//! ## How to mend it
//! Write the number of the other languages.
//!
//! ## What it cannot see
//! Numbers in words: that a number up to twelve is missing is not reported. Numbers that one language has in addition.

use crate::check::difference::{Fact, differences};
use crate::check::text::Text;
use crate::check::token::{TokenKind, plain_number};
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Rule, Scope};

/// Numbers up to this are often written as words.
const TWELVE: u64 = 12;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (at, unit) in topic.units.iter().enumerate() {
        if !unit.differs(|kind| kind == TokenKind::Number) {
            continue;
        }
        for difference in differences(context, topic, at, &numbers, &|_, _| true) {
            if difference.scope == Scope::Translations {
                continue;
            }
            let message = match (&difference.expected, &difference.found) {
                (Some(expected), Some(instead)) => {
                    format!("the number `{instead}` stands here where it is `{expected}`")
                }
                (Some(expected), None)
                    if expected.parse().is_ok_and(|number: u64| number > TWELVE) =>
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
    let numbers = text.tokens.iter().filter(|token| token.kind == TokenKind::Number);
    numbers
        .map(|token| {
            let value = plain_number(&text.plain[token.range.clone()]);
            Fact::new(value, token.range.clone())
        })
        .collect()
}
