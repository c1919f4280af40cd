//! Articles that contradict each other.
//!
//! Rules: `dependencies-contradict`, `relation-not-mutual`.
//!
//! ## What it does
//! Compares what the tables of different articles say about one probe, and looks for health sets that refer to
//! another as related which does not refer back.
//!
//! ## Why it matters
//! Of two tables that contradict each other one is wrong, and an operator cannot know which.
//!
//! ## How to mend it
//! Make both tables say the same; add the link back, or delete the one.
//!
//! ## What it cannot see
//! Which article is right.

use std::collections::BTreeMap;

use crate::check::Context;
use crate::diagnostic::{Diagnostic, Location, Rule, Scope};
use crate::model::{DependencyId, HealthSet, ProbeRow};

pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    contradictions(context).into_iter().chain(one_way(context)).collect()
}

fn contradictions(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<&str, (&HealthSet<'_>, &ProbeRow<'_>)> = BTreeMap::new();
    let mut found = Vec::new();
    for set in &context.knowledge.health_sets {
        for row in &set.rows {
            let Some(probe) = &row.probe else { continue };
            let Some((first, known)) = seen.get(probe.as_str()) else {
                seen.insert(probe.as_str(), (set, row));
                continue;
            };
            let sorted = |row: &ProbeRow<'_>| -> Vec<DependencyId> {
                let mut all = row.dependencies.clone();
                all.sort();
                all
            };
            if first.slug == set.slug || sorted(known) == sorted(row) {
                continue;
            }
            let names = |row: &ProbeRow<'_>| -> String {
                let names: Vec<&str> = row.dependencies.iter().map(|id| id.as_str()).collect();
                if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
            };
            let message = format!(
                "`{probe}` depends on {} here, but on {} in the article about `{}`",
                names(row),
                names(known),
                first.id
            );
            let (Some(at), Some(other)) = (place(context, set, row), place(context, first, known)) else { continue };
            found.push(
                Diagnostic::new(Rule::DependenciesContradict, message)
                    .at(at)
                    .related(other, "the other table")
                    .scope(Scope::Everywhere)
                    .help("make both tables say the same"),
            );
        }
    }
    found
}

fn place(context: &Context<'_>, set: &HealthSet<'_>, row: &ProbeRow<'_>) -> Option<Location> {
    let (locale, cells) = row.cells.resolve(context.source.or_else(|| row.cells.locales().next())?, None)?;
    Some(cells.span.within(set.articles.get(locale)?.source))
}

fn one_way(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for set in &context.knowledge.health_sets {
        for slug in &set.related {
            let Some(other) = context.knowledge.by_slug(slug) else { continue };
            if other.slug == set.slug || other.related.contains(&set.slug) {
                continue;
            }
            let lead = |set: &HealthSet<'_>| {
                let (_, article) = set.articles.resolve(context.source.or_else(|| set.articles.locales().next())?, None)?;
                Some(article.title.span.within(article.source))
            };
            let (Some(at), Some(there)) = (lead(other), lead(set)) else { continue };
            let message = format!("the article about `{}` refers to this one as related, but not the other way round", set.id);
            found.push(
                Diagnostic::new(Rule::RelationNotMutual, message)
                    .at(at)
                    .related(there, "the article that refers here")
                    .scope(Scope::Everywhere)
                    .help("link back"),
            );
        }
    }
    found
}
