//! A reference to a step is not that of the other languages.
//!
//! Rule: `step-reference-differs`.
//!
//! ## What it does
//! Compares tokens such as `2c`, which refer to steps, with the same paragraph in the other languages.
//!
//! ## Why it matters
//! It sends an operator to the wrong step.
//!
//! ## How to mend it
//! Refer to the step of the other languages.
//!
//! ## What it cannot see
//! References in words.

use crate::check::difference::{Fact, differences};
use crate::check::text::Text;
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Rule};

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut articles = topic.set.articles.values();
    if articles.all(|article| article.references.is_empty()) {
        return found;
    }
    for (at, unit) in topic.units.iter().enumerate() {
        if unit.sure().all(|(_, text)| text.steps().next().is_none()) {
            continue;
        }
        for difference in differences(context, topic, at, &labels, &|_, _| true) {
            let message = match (&difference.expected, &difference.found) {
                (Some(expected), Some(instead)) => {
                    format!("this refers to step {instead}, but to step {expected}")
                }
                (Some(expected), None) => {
                    format!("a reference to step {expected} is missing here, but stands")
                }
                (None, Some(instead)) => {
                    format!("the reference to step {instead} stands here, but not")
                }
                (None, None) => continue,
            };
            let help = "refer to the same steps as the other languages";
            found.push(
                difference
                    .report(Rule::StepReferenceDiffers, &message)
                    .help(help),
            );
        }
    }
    found
}

fn labels<'t>(text: &'t Text<'_>) -> Vec<Fact<'t>> {
    let letter = |number: u32| char::from_u32(u32::from(b'a') + number.checked_sub(1)?);
    text.steps()
        .filter_map(|(number, step)| Some(Fact::new(format!("{number}{}", letter(step)?), 0..0)))
        .collect()
}
