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

use crate::article::Article;
use crate::check::Context;
use crate::diagnostic::{Diagnostic, Rule};

pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let sets = context.knowledge.health_sets.iter();
    let articles = sets.flat_map(|set| set.articles.values().map(move |article| (set, article)));
    articles
        .flat_map(|(set, article)| {
            let leads = |other: &&Article, label| {
                let mut references = other.references.iter();
                references.any(|other| other.label == label && other.target.is_some())
            };
            let lost = article.references.iter().filter(move |reference| {
                let elsewhere = || set.articles.values().any(|other| leads(other, reference.label));
                reference.target.is_none() && !elsewhere()
            });
            lost.map(|reference| {
                let label = reference.label;
                let message = format!("there is no sub-step {} in step {} of this article", label.letter, label.number);
                Diagnostic::new(Rule::StepReferenceUnresolved, message)
                    .at(reference.span.within(article.source))
                    .help("name a step of the verification or of this section, as the other languages do")
            })
        })
        .collect()
}
