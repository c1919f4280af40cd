//! One health set, from its articles, its aligned table and what the catalogue says.

use std::sync::Arc;

use crate::article::{self, Article, ArticleKind, Block, SectionKind};
use crate::diagnostic::Diagnostic;
use crate::locale::{Locale, Localized};
use crate::model::{
    DependencyId, HealthSet, HealthSetId, Monitor, MonitorId, Probe, ProbeId, ProbeRow, Section,
    SectionId, Slug,
};
use crate::syntax::{Inline, InlineKind};

use super::catalogue::AlignedCatalogue;
use super::consensus::Support;
use super::dependency::Terms;
use super::node::NodeBuilder;
use super::rows::Table;
use super::section;
use super::topic::Topic;

/// What all health sets share.
pub(super) struct Context<'c, 'a> {
    pub(super) slugs: &'c Arc<[Slug]>,
    pub(super) terms: &'c Arc<Terms<'a>>,
    pub(super) catalogue: &'c Arc<AlignedCatalogue>,
}

/// A health set without its texts and commands: what the other health sets have a say in.
#[derive(Clone, Debug)]
pub(super) struct Outer<'a> {
    pub(super) set: HealthSet<'a>,
    /// What was odd about its table.
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Outer<'_> {
    /// Whether two that are begun with the same articles are the same.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        let (a, b) = (&self.set, &other.set);
        // Everything else follows from these and the articles.
        a.id == b.id
            && a.slug == b.slug
            && a.category == b.category
            && a.roles == b.roles
            && a.description == b.description
            && a.described == b.described
            && a.related == b.related
            && a.rows == b.rows
            && a.dissents == b.dissents
            && self.diagnostics == other.diagnostics
    }
}

/// Begins the health set `id` of a topic.
pub(super) fn outer<'a>(
    topic: &Topic<'a>,
    id: &HealthSetId,
    table: &Table<'a>,
    context: &Context<'_, 'a>,
) -> Outer<'a> {
    let rows: Vec<ProbeRow<'a>> = table
        .rows
        .iter()
        .map(|row| {
            let mut dependencies: Vec<DependencyId> = Vec::new();
            for term in row
                .dependencies
                .iter()
                .filter_map(|cell| context.terms.of(cell))
            {
                if !dependencies.contains(&term) {
                    dependencies.push(term);
                }
            }
            ProbeRow {
                probe: row.probe.clone(),
                health_set: row.health_set.clone(),
                dependencies,
                monitors: row.monitors.clone(),
                cells: row.cells.clone(),
            }
        })
        .collect();
    let listing = context.catalogue.listings.get(id);
    let set = HealthSet {
        id: id.clone(),
        asset_id: topic.most(|article| article.asset_id.as_ref()),
        key: topic.most(|article| article.key.as_ref()),
        slug: topic.slug.clone(),
        kind: kind(topic),
        category: listing.map(|listing| listing.category.clone()),
        roles: listing
            .map(|listing| listing.roles.clone())
            .unwrap_or_default(),
        description: listing
            .map(|listing| listing.description.clone())
            .unwrap_or_default(),
        described: listing
            .map(|listing| listing.described.clone())
            .unwrap_or_default(),
        related: links_to_siblings(topic, context.slugs),
        probes: probes(&rows),
        monitors: monitors(&rows),
        rows,
        introduction: Vec::new(),
        sections: Vec::new(),
        commands: Vec::new(),
        command_ids: Localized::default(),
        dissents: table.dissents.clone(),
        articles: topic.articles.clone(),
    };
    Outer {
        set,
        diagnostics: table.diagnostics.clone(),
    }
}

/// Completes a health set.
pub(super) fn build<'a>(
    topic: &Topic<'a>,
    outer: Outer<'a>,
    source: Option<Locale>,
    support: &Support<'a>,
) -> (HealthSet<'a>, Vec<Diagnostic>) {
    let Outer {
        mut set,
        mut diagnostics,
    } = outer;
    let (outlines, ids) = section::outline(
        &topic.articles,
        source,
        &set.probes,
        &set.monitors,
        &mut diagnostics,
    );
    let mut nodes = NodeBuilder::new(&topic.articles, &ids, support);
    let introductions: Vec<(Locale, &'a [Block])> = topic
        .articles
        .iter()
        .map(|(tag, article)| (tag, article.introduction.as_slice()))
        .collect();
    set.introduction = nodes.section(&introductions, None);
    set.sections = section::fill(outlines, &mut nodes);
    for monitor in &mut set.monitors {
        monitor.recovery = recovery_of(&monitor.id, &set.sections);
    }
    set.command_ids = nodes.command_ids();
    set.dissents.append(&mut nodes.dissents);
    set.commands = nodes.commands;
    (set, diagnostics)
}

/// What most languages have; of equally frequent kinds the fullest.
fn kind(topic: &Topic<'_>) -> ArticleKind {
    let count = |kind: ArticleKind| {
        topic
            .articles
            .values()
            .filter(|article| article.kind == kind)
            .count()
    };
    [ArticleKind::Stub, ArticleKind::Pointer, ArticleKind::Full]
        .into_iter()
        .max_by_key(|&kind| (count(kind), kind))
        .unwrap_or(ArticleKind::Stub)
}

fn probes(rows: &[ProbeRow<'_>]) -> Vec<Probe> {
    let mut probes: Vec<Probe> = Vec::new();
    for row in rows {
        let Some(id) = &row.probe else { continue };
        let at = probes
            .iter()
            .position(|probe| probe.id == *id)
            .unwrap_or_else(|| {
                probes.push(Probe {
                    id: id.clone(),
                    health_set: row.health_set.clone(),
                    dependencies: Vec::new(),
                    monitors: Vec::new(),
                });
                probes.len() - 1
            });
        extend_unique(&mut probes[at].dependencies, &row.dependencies);
        let monitors: Vec<MonitorId> = row
            .monitors
            .iter()
            .map(|monitor| monitor.id.clone())
            .collect();
        extend_unique(&mut probes[at].monitors, &monitors);
    }
    probes
}

fn monitors(rows: &[ProbeRow<'_>]) -> Vec<Monitor> {
    let mut monitors: Vec<Monitor> = Vec::new();
    for row in rows {
        let probe: Vec<ProbeId> = row.probe.iter().cloned().collect();
        for mention in &row.monitors {
            let same = |monitor: &Monitor| {
                monitor.id == mention.id && monitor.health_set == mention.health_set
            };
            match monitors.iter_mut().find(|monitor| same(monitor)) {
                Some(monitor) => extend_unique(&mut monitor.probes, &probe),
                None => monitors.push(Monitor {
                    id: mention.id.clone(),
                    health_set: mention.health_set.clone(),
                    probes: probe.clone(),
                    recovery: None,
                }),
            }
        }
    }
    monitors
}

fn extend_unique<T: PartialEq + Clone>(list: &mut Vec<T>, more: &[T]) {
    for value in more {
        if !list.contains(value) {
            list.push(value.clone());
        }
    }
}

/// The section that treats a monitor: the one whose heading means it.
fn recovery_of(monitor: &MonitorId, sections: &[Section<'_>]) -> Option<SectionId> {
    sections
        .iter()
        .filter(|section| section.kind == SectionKind::Recovery)
        .find(|section| {
            section
                .treats
                .iter()
                .any(|treated| treated.monitors.contains(monitor))
        })
        .map(|section| section.id.clone())
}

/// The articles that the introduction, the explanation and the user action link to, in the order of their first
/// link, if at least half of the languages have the link.
fn links_to_siblings(topic: &Topic<'_>, slugs: &[Slug]) -> Vec<Slug> {
    let mut found: Vec<(Slug, usize)> = Vec::new();
    for article in topic.articles.values() {
        for slug in linked_slugs(article) {
            if slug == topic.slug || slugs.binary_search(&slug).is_err() {
                continue;
            }
            match found.iter_mut().find(|(known, _)| *known == slug) {
                Some((_, count)) => *count += 1,
                None => found.push((slug, 1)),
            }
        }
    }
    found
        .into_iter()
        .filter(|(_, count)| count * 2 >= topic.articles.len())
        .map(|(slug, _)| slug)
        .collect()
}

fn linked_slugs(article: &Article) -> Vec<Slug> {
    let mut targets = Vec::new();
    collect_targets(&article.introduction, &mut targets);
    for section in &article.sections {
        if matches!(
            section.kind,
            SectionKind::Explanation | SectionKind::UserAction
        ) {
            collect_targets(&section.blocks, &mut targets);
        }
    }
    let mut slugs: Vec<Slug> = Vec::new();
    for target in targets {
        let path = target.split(['#', '?']).next().unwrap_or_default();
        let is_markdown = path
            .rsplit_once('.')
            .is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("md"));
        if !is_markdown || path.contains("://") {
            continue;
        }
        if let Some(slug) = Slug::of_file_name(path).filter(|slug| !slugs.contains(slug)) {
            slugs.push(slug);
        }
    }
    slugs
}

fn collect_targets<'t>(blocks: &'t [article::Block], targets: &mut Vec<&'t str>) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => collect_links(&paragraph.text, targets),
            Block::Note(note) => collect_links(&note.text, targets),
            Block::Items(list) => list
                .items
                .iter()
                .for_each(|item| collect_targets(item, targets)),
            Block::Steps(steps) => steps
                .steps
                .iter()
                .for_each(|step| collect_targets(&step.blocks, targets)),
            Block::Quote(quote) => collect_targets(&quote.blocks, targets),
            _ => {}
        }
    }
}

fn collect_links<'t>(inlines: &'t [Inline], targets: &mut Vec<&'t str>) {
    for inline in inlines {
        if let InlineKind::Link { target, .. } = &inline.kind {
            targets.push(target);
        }
        collect_links(inline.children(), targets);
    }
}
