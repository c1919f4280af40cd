//! `step-reference-unresolved`: "step 9z" where there is no such step.

use crate::check::Context;
use crate::diagnostic::{Diagnostic, Rule};

pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let articles = context
        .knowledge
        .health_sets
        .iter()
        .flat_map(|set| set.articles.values());
    articles
        .flat_map(|article| {
            let lost = article.references.iter().filter(|reference| reference.target.is_none());
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
