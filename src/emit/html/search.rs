//! The index of the search box: one script per language, because a page that was opened from a folder may load
//! scripts but read no other file.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Serialize, Serializer};

use super::site::Site;
use super::{Emitted, file};
use crate::emit::Recall;
use crate::locale::{InterfaceKey, Locale};
use crate::model::{CommandId, HealthSet, Node, Slug};
use crate::syntax::normal_text;
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
struct Entry<'p>(usize, &'p str, Place<'p>, Words<'p>);

/// A place on the page of a health set.
#[derive(Clone, Copy, Debug)]
struct Place<'p> {
    slug: &'p Slug,
    anchor: Option<&'p str>,
}

/// A word, and a sentence behind it.
#[derive(Clone, Copy, Debug)]
struct Words<'p>(&'p str, Option<&'p str>);

impl Serialize for Place<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let slug = self.slug.as_str();
        match self.anchor {
            Some(anchor) => serializer.serialize_str(&[slug, ".html#", anchor].concat()),
            None => serializer.serialize_str(&[slug, ".html"].concat()),
        }
    }
}

impl Serialize for Words<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self(word, Some(more)) => serializer.serialize_str(&[word, " \u{b7} ", more].concat()),
            Self(word, None) => serializer.serialize_str(word),
        }
    }
}

/// The indexes.
pub(super) fn emit(site: &Site<'_>, recall: &Recall<'_>) -> Emitted {
    let sets = site.kb.health_sets.par_iter().enumerate();
    let made = |(at, set): (usize, &Arc<HealthSet<'_>>)| {
        recall.or_make(|memory| &memory.found, (at, 0), || found(site, set))
    };
    let found: Vec<Arc<[String]>> = sets.map(made).collect();
    let locales = site.kb.locales.par_iter().enumerate();
    let index = |(number, locale): (usize, &Locale)| {
        let entries = found.iter().filter_map(|entries| entries.get(number));
        index(site, *locale, entries)
    };
    Emitted {
        files: locales.filter_map(index).collect(),
        diagnostics: Vec::new(),
    }
}

fn index<'f>(
    site: &Site<'_>,
    locale: Locale,
    entries: impl Iterator<Item = &'f String> + Clone,
) -> Option<OutputFile> {
    let word = |key| site.languages.text(locale, key);
    let index = Index {
        kinds: KINDS.map(word),
        nothing: word(InterfaceKey::SearchNothing),
        found: word(InterfaceKey::SearchFound),
    };
    let json = serde_json::to_string(&index).ok()?;
    let lengths = entries.clone().map(|entries| entries.len() + 1);
    let mut script = String::with_capacity(json.len() + lengths.sum::<usize>() + 64);
    script.extend(["mpkcSearch(", json.strip_suffix('}')?, ",\"entries\":["]);
    for entries in entries.filter(|entries| !entries.is_empty()) {
        if !script.ends_with('[') {
            script.push(',');
        }
        script.push_str(entries);
    }
    script.push_str("]});\n");
    file(format_args!("html/assets/search-{locale}.js"), script)
}

/// What can be found of a health set, for each language of the site, as JSON without the brackets of a list. Languages
/// differ in titles and headings; what else there is, is written once for all that have the same sections.
fn found(site: &Site<'_>, set: &HealthSet<'_>) -> Arc<[String]> {
    let mut others: FxHashMap<Vec<bool>, String> = FxHashMap::default();
    let found = site.kb.locales.iter().map(|locale| {
        let Some((shown, article)) = set.articles.resolve(*locale, site.kb.source) else {
            return String::new();
        };
        let title = normal_text(&article.title.text);
        let mut found = inside_list(&headed_entries(set, shown, &title));
        let sections = set.all_sections();
        let has_sections = sections.map(|section| section.texts.get(shown).is_some());
        let others = others
            .entry(has_sections.collect())
            .or_insert_with_key(|has_sections| inside_list(&other_entries(set, has_sections)));
        if !others.is_empty() {
            found.extend([",", others]);
        }
        found
    });
    found.collect()
}

/// Entries as JSON without the brackets of a list.
fn inside_list(entries: &[Entry<'_>]) -> String {
    let json = serde_json::to_string(entries).unwrap_or_default();
    let inside = json.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
    inside.unwrap_or_default().to_owned()
}

fn place<'a>(set: &'a HealthSet<'a>, anchor: Option<&'a str>) -> Place<'a> {
    let slug = &set.slug;
    Place { slug, anchor }
}

/// The health set and its monitors, which are found by titles and headings too.
fn headed_entries<'a>(set: &'a HealthSet<'a>, shown: Locale, title: &'a str) -> Vec<Entry<'a>> {
    let id = set.id.as_str();
    let mut entries = Vec::with_capacity(1 + set.monitors.len());
    entries.push(Entry(0, id, place(set, None), Words(title, None)));
    for monitor in &set.monitors {
        let recovery = monitor.recovery.as_ref().and_then(|id| set.section(id));
        let heading = recovery.and_then(|section| section.headings.get(shown));
        let name = monitor.id.as_str();
        let more = Words(id, heading.map(String::as_str));
        entries.push(Entry(1, name, place(set, Some(name)), more));
    }
    entries
}

/// Probes and commands; `has_sections` tells which of all sections a language has.
fn other_entries<'a>(set: &'a HealthSet<'a>, has_sections: &[bool]) -> Vec<Entry<'a>> {
    let words = Words(set.id.as_str(), None);
    let mut entries = Vec::with_capacity(set.probes.len() + set.commands.len());
    for probe in &set.probes {
        // A probe has no anchor of its own; the first monitor it feeds stands in the same row of the table.
        let anchor = probe.monitors.first().map(|monitor| monitor.as_str());
        entries.push(Entry(2, probe.id.as_str(), place(set, anchor), words));
    }
    let mut seen = FxHashSet::default();
    for (section, has_section) in set.all_sections().zip(has_sections) {
        let anchor = has_section.then_some(&*section.id.0);
        each_command(&section.nodes, &mut |command| {
            let text = set.commands.get(command.0).map(|command| &command.text);
            if let Some(text) = text.filter(|text| seen.insert(*text)) {
                entries.push(Entry(3, text, place(set, anchor), words));
            }
        });
    }
    entries
}

/// Shows the commands in `nodes`, in the order of the text.
fn each_command(nodes: &[Node<'_>], show: &mut impl FnMut(CommandId)) {
    for node in nodes {
        match node {
            Node::Command { command } => show(*command),
            Node::List(list) => {
                for item in &list.items {
                    each_command(&item.nodes, show);
                }
            }
            Node::Prose { .. } => {}
        }
    }
}
