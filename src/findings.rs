//! `mpkc check --format json`: the findings, how many there are per rule and language, and what is translated.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use crate::article::Translation;
use crate::diagnostic::{Diagnostic, Scope};
use crate::locale::{Locale, Localized};
use crate::model::{KnowledgeBase, Slug};
use crate::report::{ReportedDiagnostic, ReportedPlace};
use crate::workspace::Source;

/// The format. Within a version, only additions.
const FORMAT: &str = "mpkc.check/1";

/// The findings of one run.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Findings<'a> {
    /// `mpkc.check/1`.
    pub format: &'static str,
    /// The findings, by place.
    pub findings: Vec<Finding<'a>>,
    /// How many findings each rule has, and how many of them are about each language: a finding about several languages counts
    /// for each of them, one about no file for none.
    pub counts: BTreeMap<&'static str, RuleCounts>,
    /// What each language has of the articles.
    pub coverage: Localized<Translated>,
}

/// A finding.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Finding<'a> {
    /// What is wrong, and where.
    #[serde(flatten)]
    pub diagnostic: ReportedDiagnostic<'a>,
    /// Whom it is about.
    pub scope: Scope,
    /// The changes that mend it, where that is certain.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fix: Vec<ReportedEdit<'a>>,
}

/// A change of bytes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportedEdit<'a> {
    /// Where it begins.
    #[serde(flatten)]
    pub place: ReportedPlace<'a>,
    /// The first byte to replace, counted from the start of the file.
    pub start: u32,
    /// One past the last byte to replace.
    pub end: u32,
    /// What stands there afterwards.
    pub text: &'a str,
}

/// Findings of one rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RuleCounts {
    /// All of them.
    pub total: usize,
    /// By the language of their place.
    pub locales: BTreeMap<String, usize>,
}

/// What one language has of the articles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Translated {
    /// Articles.
    pub articles: usize,
    /// Articles that another language has and this lacks.
    pub missing: Vec<Slug>,
    /// Translations that are older than their source, where both say when they were changed.
    pub older_than_source: Vec<Slug>,
    /// Articles translated by machine.
    pub machine_translated: usize,
}

impl<'a> Findings<'a> {
    /// What was found wrong in a knowledge base, which was made from `sources`.
    pub fn new(
        knowledge: &KnowledgeBase<'_>,
        diagnostics: &'a [Diagnostic],
        sources: &'a [Source],
    ) -> Self {
        Self {
            format: FORMAT,
            findings: diagnostics
                .iter()
                .map(|diagnostic| Finding::new(diagnostic, sources))
                .collect(),
            counts: RuleCounts::of_each(knowledge, diagnostics),
            coverage: Translated::into_each(knowledge),
        }
    }
}

impl<'a> Finding<'a> {
    fn new(diagnostic: &'a Diagnostic, sources: &'a [Source]) -> Self {
        let edits = diagnostic.fix.iter().filter_map(|edit| {
            Some(ReportedEdit {
                place: ReportedPlace::of(edit.location, sources)?,
                start: edit.location.span.start,
                end: edit.location.span.end,
                text: &edit.text,
            })
        });
        Self {
            diagnostic: ReportedDiagnostic::new(diagnostic, sources),
            scope: diagnostic.scope,
            fix: edits.collect(),
        }
    }
}

impl RuleCounts {
    /// The counts of each rule that found something.
    pub fn of_each(
        knowledge: &KnowledgeBase<'_>,
        diagnostics: &[Diagnostic],
    ) -> BTreeMap<&'static str, Self> {
        let sets = knowledge.health_sets.iter();
        let locales: BTreeMap<_, Locale> = sets
            .flat_map(|set| set.articles.values())
            .map(|article| (article.source, article.locale))
            .collect();
        let mut counts: BTreeMap<&'static str, Self> = BTreeMap::new();
        for diagnostic in diagnostics {
            let count = counts.entry(diagnostic.rule.name()).or_default();
            count.total += 1;
            let same = diagnostic.related.iter().filter(|related| related.same);
            let places = same.map(|related| related.location);
            let about: BTreeSet<_> = diagnostic
                .primary
                .into_iter()
                .chain(places)
                .filter_map(|place| locales.get(&place.source))
                .collect();
            for locale in about {
                *count.locales.entry(locale.to_string()).or_default() += 1;
            }
        }
        counts
    }
}

impl Translated {
    /// What each language has.
    pub fn into_each(knowledge: &KnowledgeBase<'_>) -> Localized<Self> {
        let locales = knowledge.locales.iter();
        locales
            .map(|&locale| (locale, Self::of(knowledge, locale)))
            .collect()
    }

    fn of(knowledge: &KnowledgeBase<'_>, locale: Locale) -> Self {
        let mut counted = Self::default();
        for set in &knowledge.health_sets {
            let Some(article) = set.articles.get(locale) else {
                counted.missing.push(set.slug.clone());
                continue;
            };
            counted.articles += 1;
            counted.machine_translated +=
                usize::from(article.translation == Some(Translation::Machine));
            let original = knowledge.source.and_then(|source| set.articles.get(source));
            let dates = original
                .and_then(|original| Some((original.last_modified()?, article.last_modified()?)));
            if dates.is_some_and(|(source, own)| own < source) {
                counted.older_than_source.push(set.slug.clone());
            }
        }
        counted
    }
}

/// The schema of the format (JSON Schema, draft 2020-12), as it stands in `schemas/check.v1.schema.json`.
pub fn schema() -> String {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let schema = settings
        .into_generator()
        .into_root_schema_for::<Findings<'_>>();
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
