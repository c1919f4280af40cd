//! A reference to a step that does not exist.
//!
//! Rule: `step-reference-unresolved`.
//!
//! ## What it does
//! Looks for the step of every reference such as `2c` in the section of the reference and in the verification.
//!
//! ## Why it matters
//! "Do step 2c again" stops an operator who finds no step 2c.
//!
//! ## How to mend it
//! Refer to a step that there is; number the steps as the reference expects.
//!
//! ## What it cannot see
//! References in words. Steps that the same reference leads to in another language: what is missing here is reported as
//! missing.
//!
//! ## Example
//! The second step of the verification has the sub-steps a, b and c:
//!
//! ```markdown
//! 3. Wait 45 seconds, then do step 2f again.
//! ```

use std::collections::BTreeMap;

use crate::check::Context;
use crate::check::consensus::scope;
use crate::check::places::{at_places, source_first};
use crate::diagnostic::{Diagnostic, Location, Rule, Scope};
use crate::locale::Locale;
use crate::model::HealthSet;
use crate::syntax::StepLabel;

pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    context.knowledge.health_sets.iter().flat_map(|set| of_set(context, set)).collect()
}

/// One finding for all languages that have the reference.
fn of_set(context: &Context<'_>, set: &HealthSet<'_>) -> Vec<Diagnostic> {
    let leads = |label: StepLabel| {
        let mut references = set.articles.values().flat_map(|article| &article.references);
        references.any(|other| other.label == label && other.target.is_some())
    };
    let mut lost: BTreeMap<(StepLabel, usize), Vec<(Locale, Location)>> = BTreeMap::new();
    for (locale, article) in set.articles.iter() {
        let mut seen: BTreeMap<StepLabel, usize> = BTreeMap::new();
        let unresolved = article.references.iter().filter(|reference| reference.target.is_none());
        for reference in unresolved.filter(|reference| !leads(reference.label)) {
            let number = seen.entry(reference.label).or_default();
            let places = lost.entry((reference.label, *number)).or_default();
            places.push((locale, reference.span.within(article.source)));
            *number += 1;
        }
    }
    let report = |((label, _), places): ((StepLabel, usize), Vec<(Locale, Location)>)| {
        let everywhere = places.len() > 1 && places.len() == set.articles.locales().count();
        let locales: Vec<Locale> = places.iter().map(|(locale, _)| *locale).collect();
        let letter = char::from_u32(u32::from(b'a') + u32::from(label.letter).checked_sub(1)?)?;
        let diagnostic = Diagnostic::new(
            Rule::StepReferenceUnresolved,
            format!("there is no step {}{letter} in this article", label.number),
        )
        .scope(if everywhere { Scope::Everywhere } else { scope(&locales) })
        .help("name a step of the verification or of this section, as the other languages do");
        at_places(diagnostic, &source_first(places, context.source))
    };
    lost.into_iter().filter_map(report).collect()
}
