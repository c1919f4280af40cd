//! The index of the search box: one script per language, because a page that was opened from a folder may load
//! scripts but read no other file.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use super::site::Site;
use super::{Emitted, file};
use crate::emit::Recall;
use crate::locale::{InterfaceKey, Locale};
use crate::model::{CommandId, HealthSet, Node};
use crate::workspace::OutputFile;

/// What can be found, in the order in which it is shown.
const KINDS: [InterfaceKey; 4] = [
    InterfaceKey::HealthSet,
    InterfaceKey::Monitor,
    InterfaceKey::Probe,
    InterfaceKey::Command,
];

/// The index of one language, but for what is found, which is made for each health set.
#[derive(Debug, Serialize)]
struct Index<'p> {
    /// The words for the kinds.
    kinds: [&'p str; 4],
    nothing: &'p str,
    found: &'p str,
}

/// The kind by its number, what is found, the way to it from a page of the language, and other words that find it.
#[derive(Debug, Serialize)]
struct Entry<'p>(usize, &'p str, String, String);

/// The indexes.
pub(super) fn emit(site: &Site<'_>, recall: &Recall<'_>) -> Emitted {
    let locales = site.kb.locales.par_iter().enumerate();
    Emitted {
        files: locales.filter_map(|at| index(site, recall, at)).collect(),
        diagnostics: Vec::new(),
    }
}

fn index(
    site: &Site<'_>,
    recall: &Recall<'_>,
    (number, locale): (usize, &Locale),
) -> Option<OutputFile> {
    let word = |key| site.languages.text(*locale, key);
    let index = Index {
        kinds: KINDS.map(word),
        nothing: word(InterfaceKey::SearchNothing),
        found: word(InterfaceKey::SearchFound),
    };
    let json = serde_json::to_string(&index).ok()?;
    let mut script = format!("mpkcSearch({},\"entries\":[", json.strip_suffix('}')?);
    for (at, set) in site.kb.health_sets.iter().enumerate() {
        let entries = recall.or_make(
            |memory| &memory.found,
            (at, number),
            || entries(site, set, *locale),
        );
        if !entries.is_empty() && !script.ends_with('[') {
            script.push(',');
        }
        script.push_str(&entries);
    }
    script.push_str("]});\n");
    file(format!("html/assets/search-{locale}.js"), script)
}

/// What can be found of a health set, as JSON without the brackets of a list.
fn entries(site: &Site<'_>, set: &HealthSet<'_>, locale: Locale) -> Arc<str> {
    let mut entries = Vec::new();
    push_entries(site, set, locale, &mut entries);
    let json = serde_json::to_string(&entries).unwrap_or_default();
    let inside = json
        .strip_prefix('[')
        .and_then(|json| json.strip_suffix(']'));
    inside.unwrap_or_default().into()
}

fn push_entries<'a>(
    site: &Site<'_>,
    set: &'a HealthSet<'a>,
    locale: Locale,
    entries: &mut Vec<Entry<'a>>,
) {
    let Some((shown, article)) = set.articles.resolve(locale, site.kb.source) else {
        return;
    };
    let page = site.page_name(&set.slug);
    let id = set.id.as_str();
    entries.push(Entry(0, id, page.clone(), article.title.plain_text()));
    for monitor in &set.monitors {
        let recovery = monitor.recovery.as_ref().and_then(|id| set.section(id));
        let heading = recovery.and_then(|section| section.headings.get(shown));
        let more =
            heading.map_or_else(|| id.to_owned(), |heading| format!("{id} \u{b7} {heading}"));
        entries.push(Entry(
            1,
            monitor.id.as_str(),
            format!("{page}#{}", monitor.id),
            more,
        ));
    }
    for probe in &set.probes {
        // A probe has no anchor of its own; the first monitor it feeds stands in the same row of the table.
        let anchor = probe.monitors.first().map(|monitor| format!("#{monitor}"));
        let href = format!("{page}{}", anchor.unwrap_or_default());
        entries.push(Entry(2, probe.id.as_str(), href, id.to_owned()));
    }
    let mut seen = BTreeSet::new();
    for section in set.all_sections() {
        let mut found = Vec::new();
        commands(&section.nodes, &mut found);
        let anchor = section.texts.get(shown).map(|_| format!("#{}", section.id));
        let href = format!("{page}{}", anchor.unwrap_or_default());
        for command in found.iter().filter_map(|id| set.commands.get(id.0)) {
            if seen.insert(&command.text) {
                entries.push(Entry(3, &command.text, href.clone(), id.to_owned()));
            }
        }
    }
}

/// The commands in `nodes`, in the order of the text.
fn commands(nodes: &[Node<'_>], found: &mut Vec<CommandId>) {
    for node in nodes {
        match node {
            Node::Command { command } => found.push(*command),
            Node::List(list) => {
                for item in &list.items {
                    commands(&item.nodes, found);
                }
            }
            Node::Prose { .. } => {}
        }
    }
}
