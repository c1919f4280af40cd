//! A literal of a program's output was translated.
//!
//! Rule: `output-literal-changed`.
//!
//! ## What it does
//! Compares words that programs print, such as `Unhealthy` and `AlertValue`, and whatever is marked as code, with the
//! same paragraph of the other languages.
//!
//! ## Why it matters
//! Programs print their words in English whatever the language of the article is. Who waits for a translated word waits
//! for ever.
//!
//! ## How to mend it
//! Write the literal as the program prints it; explain it in the language of the article if you like.
//!
//! ## What it cannot see
//! Literals that are not marked as code and not in its list.

use crate::check::difference::{Fact, differences};
use crate::check::text::{PieceKind, Text};
use crate::check::token::TokenKind;
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Rule, Scope};

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for at in 0..topic.units.len() {
        for difference in differences(context, topic, at, &literals, &|_, _| false) {
            let Some(expected) = &difference.expected else {
                continue;
            };
            if difference.scope == Scope::Translations {
                continue;
            }
            let message = format!("the literal `{expected}` is missing here, but stands");
            found.push(
                difference
                    .report(Rule::OutputLiteralChanged, &message)
                    .help(format!(
                        "write `{expected}`: programs print it in every language"
                    )),
            );
        }
    }
    found
}

fn literals<'t>(text: &'t Text<'_>) -> Vec<Fact<'t>> {
    let literals = text.tokens.iter().filter(|token| token.kind == TokenKind::Literal);
    literals
        .filter(|token| text.kind_at(token.range.start) != PieceKind::Plain)
        .map(|token| Fact::new(&text.plain[token.range.clone()], token.range.clone()))
        .collect()
}
