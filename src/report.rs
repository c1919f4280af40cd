//! `report.json`: what was compiled, counts and coverage per language, and what was found wrong.

use std::collections::BTreeSet;

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::article::{Article, ArticleKind, Block, Section};
use crate::compile::Articles;
use crate::diagnostic::{Diagnostic, Location};
use crate::locale::{Locale, Localized};
use crate::model::{KnowledgeBase, ListStyle, Node, Slug};
use crate::syntax::plain_text;
use crate::workspace::{Discovered, Source};

/// The format of the file. Within a version, only additions.
const FORMAT: &str = "mpkc.report/1";

/// The report of one run.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Report<'a> {
    /// `mpkc.report/1`.
    pub format: &'static str,
    /// Counts over everything; facts once, articles per language.
    pub totals: Totals,
    /// Counts and coverage per language.
    pub locales: Localized<Coverage>,
    /// Files that are no health-set articles and were left alone.
    pub other_files: Vec<String>,
    /// Articles that could not be used.
    pub rejected: Vec<String>,
    /// The outputs of this run, and those of earlier ones that are still valid.
    pub outputs: Vec<String>,
    /// Outputs that exist and were left as they are, because an article they carry could not be used.
    pub withheld: Vec<String>,
    /// What was found wrong, by place.
    pub diagnostics: Vec<ReportedDiagnostic<'a>>,
}

/// Counts over everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Totals {
    /// Articles, every language counted.
    pub articles: usize,
    /// Languages.
    pub locales: usize,
    /// Health sets with an article.
    pub health_sets: usize,
    /// Rows of probe tables.
    pub probe_rows: usize,
    /// Distinct probes.
    pub probes: usize,
    /// Distinct monitors, of a name and a health set each.
    pub monitors: usize,
    /// Steps of procedures.
    pub steps: usize,
    /// Commands.
    pub commands: usize,
    /// Diagnostics.
    pub diagnostics: usize,
}

/// Counts of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Coverage {
    /// Articles.
    pub articles: usize,
    /// Articles without sections.
    pub stubs: usize,
    /// Articles that only refer to another.
    pub pointers: usize,
    /// All other articles.
    pub full: usize,
    /// Articles translated by machine.
    pub machine_translated: usize,
    /// Rows of probe tables.
    pub probe_rows: usize,
    /// Entries of the column of monitors.
    pub monitor_cells: usize,
    /// Entries of the column of dependencies.
    pub dependency_cells: usize,
    /// Items of ordered lists.
    pub ordered_items: usize,
    /// Items of bullet lists.
    pub bullet_items: usize,
    /// Commands.
    pub commands: usize,
    /// Remarks with a label.
    pub notes: usize,
    /// References to steps.
    pub step_references: usize,
    /// References to steps that lead to one.
    pub step_references_resolved: usize,
    /// Health sets that have an article in another language and none in this.
    pub missing: Vec<Slug>,
}

/// A diagnostic with its places as people and editors name them.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportedDiagnostic<'a> {
    /// The rule.
    pub rule: &'static str,
    /// `note`, `warning` or `error`.
    pub severity: &'static str,
    /// What is wrong.
    pub message: &'a str,
    /// Where.
    #[serde(flatten)]
    pub place: Option<ReportedPlace<'a>>,
    /// How to mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<&'a str>,
    /// Evidence elsewhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<ReportedRelated<'a>>,
}

/// A place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportedPlace<'a> {
    /// The file, relative to the input folder.
    pub file: &'a str,
    /// The line, from 1.
    pub line: usize,
    /// The column in Unicode scalar values, from 1.
    pub column: usize,
}

/// Evidence elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportedRelated<'a> {
    /// Where.
    #[serde(flatten)]
    pub place: ReportedPlace<'a>,
    /// What is to be seen there.
    pub label: &'a str,
}

impl<'a> Report<'a> {
    /// The report of a compilation; `outputs` and `withheld` are for the caller to fill.
    pub fn new(
        found: &'a Discovered,
        articles: &Articles,
        knowledge: &KnowledgeBase<'_>,
        diagnostics: &'a [Diagnostic],
    ) -> Self {
        let sources = &found.sources;
        let mut other_files: Vec<String> = found
            .others
            .iter()
            .chain(&articles.others)
            .map(ToString::to_string)
            .collect();
        other_files.sort();
        let label = |id: crate::diagnostic::SourceId| {
            sources
                .get(id.0 as usize)
                .map(|source| source.label.to_string())
                .unwrap_or_default()
        };
        let coverage = |&locale: &Locale| (locale, Coverage::of(knowledge, locale));
        let (locales, diagnostics) = rayon::join(
            || {
                knowledge
                    .locales
                    .par_iter()
                    .map(coverage)
                    .collect::<Vec<_>>()
            },
            || {
                let reported = diagnostics.par_iter();
                reported
                    .map(|it| ReportedDiagnostic::new(it, sources))
                    .collect::<Vec<_>>()
            },
        );
        Self {
            format: FORMAT,
            totals: Totals::of(knowledge, diagnostics.len()),
            locales: locales.into_iter().collect(),
            other_files,
            rejected: articles
                .rejected
                .iter()
                .map(|rejected| label(rejected.source))
                .collect(),
            outputs: Vec::new(),
            withheld: Vec::new(),
            diagnostics,
        }
    }
}

impl<'a> ReportedDiagnostic<'a> {
    /// A diagnostic for a report.
    pub fn new(diagnostic: &'a Diagnostic, sources: &'a [Source]) -> Self {
        Self {
            rule: diagnostic.rule.name(),
            severity: diagnostic.severity.name(),
            message: &diagnostic.message,
            place: diagnostic
                .primary
                .and_then(|at| ReportedPlace::of(at, sources)),
            help: diagnostic.help.as_deref(),
            related: diagnostic
                .related
                .iter()
                .filter_map(|related| {
                    Some(ReportedRelated {
                        place: ReportedPlace::of(related.location, sources)?,
                        label: &related.label,
                    })
                })
                .collect(),
        }
    }
}

impl<'a> ReportedPlace<'a> {
    /// Where a place begins; `None` if it is in none of `sources`.
    pub(crate) fn of(location: Location, sources: &'a [Source]) -> Option<Self> {
        let source = sources.get(location.source.0 as usize)?;
        let at = source.line_column(location.span.start);
        Some(Self {
            file: source.label.as_str(),
            line: at.line,
            column: at.column,
        })
    }
}

impl Totals {
    /// The counts of a knowledge base in which so many diagnostics were found.
    pub fn of(knowledge: &KnowledgeBase<'_>, diagnostics: usize) -> Self {
        let sets = &knowledge.health_sets;
        let probes: BTreeSet<_> = sets
            .iter()
            .flat_map(|set| &set.probes)
            .map(|probe| &probe.id)
            .collect();
        let monitors: BTreeSet<_> = sets
            .iter()
            .flat_map(|set| &set.monitors)
            .map(|monitor| (&monitor.health_set, &monitor.id))
            .collect();
        Self {
            articles: sets.iter().map(|set| set.articles.len()).sum(),
            locales: knowledge.locales.len(),
            health_sets: sets.len(),
            probe_rows: sets.iter().map(|set| set.rows.len()).sum(),
            probes: probes.len(),
            monitors: monitors.len(),
            steps: sets
                .iter()
                .flat_map(|set| set.all_sections())
                .map(|section| steps_in(&section.nodes))
                .sum(),
            commands: sets.iter().map(|set| set.commands.len()).sum(),
            diagnostics,
        }
    }
}

fn steps_in(nodes: &[Node<'_>]) -> usize {
    nodes
        .iter()
        .map(|node| match node {
            Node::List(list) => {
                let own = if list.style == ListStyle::Steps {
                    list.items.len()
                } else {
                    0
                };
                own + list
                    .items
                    .iter()
                    .map(|item| steps_in(&item.nodes))
                    .sum::<usize>()
            }
            Node::Prose { .. } | Node::Command { .. } => 0,
        })
        .sum()
}

impl Coverage {
    fn of(knowledge: &KnowledgeBase<'_>, locale: Locale) -> Self {
        let mut coverage = Self::default();
        for set in &knowledge.health_sets {
            match set.articles.get(locale) {
                Some(article) => coverage.article(article),
                None => coverage.missing.push(set.slug.clone()),
            }
        }
        coverage
    }

    fn article(&mut self, article: &Article) {
        self.articles += 1;
        match article.kind {
            ArticleKind::Stub => self.stubs += 1,
            ArticleKind::Pointer => self.pointers += 1,
            ArticleKind::Full => self.full += 1,
        }
        let machine = Some(crate::article::Translation::Machine);
        self.machine_translated += usize::from(article.translation == machine);
        self.commands += article.commands;
        self.step_references += article.references.len();
        let resolved = article
            .references
            .iter()
            .filter(|reference| reference.target.is_some());
        self.step_references_resolved += resolved.count();
        self.blocks(&article.introduction);
        article
            .sections
            .iter()
            .for_each(|section| self.section(section));
    }

    fn section(&mut self, section: &Section) {
        self.blocks(&section.blocks);
        section
            .children
            .iter()
            .for_each(|child| self.section(child));
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Steps(steps) => {
                    self.ordered_items += steps.steps.len();
                    steps
                        .steps
                        .iter()
                        .for_each(|step| self.blocks(&step.blocks));
                }
                Block::Items(list) => {
                    let count = match list.start {
                        Some(_) => &mut self.ordered_items,
                        None => &mut self.bullet_items,
                    };
                    *count += list.items.len();
                    list.items.iter().for_each(|item| self.blocks(item));
                }
                Block::Probes(table) => {
                    self.probe_rows += table.rows.len();
                    for row in &table.rows {
                        self.monitor_cells += row.monitors.len();
                        self.dependency_cells += row.dependencies.as_ref().map_or(0, Vec::len);
                    }
                }
                Block::Quote(quote) => self.blocks(&quote.blocks),
                Block::Note(note) => self.notes += usize::from(!plain_text(&note.text).is_empty()),
                _ => {}
            }
        }
    }
}
