//! `title-not-translated`: a title left in the source language.

use crate::check::Context;
use crate::diagnostic::{Diagnostic, Rule};

pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let Some(source) = context.knowledge.source else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for set in &context.knowledge.health_sets {
        let Some(original) = set.articles.get(source) else {
            continue;
        };
        let title = original.title.plain_text();
        for (locale, article) in set.articles.iter() {
            if locale.language() == source.language() || article.title.plain_text() != title {
                continue;
            }
            found.push(
                Diagnostic::new(
                    Rule::TitleNotTranslated,
                    format!("the title is the same as in {source}"),
                )
                .at(article.title.span.within(article.source))
                .related(
                    original.title.span.within(original.source),
                    format!("the title in {source}"),
                )
                .help(format!(
                    "translate the title; `{}` itself stays as it is",
                    set.id
                )),
            );
        }
    }
    found
}
