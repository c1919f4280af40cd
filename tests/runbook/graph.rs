//! The graph of every runbook holds together.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::support::{articles, content, corpus, folders, only_runbooks, runbooks};

/// The nodes of a runbook: sections and steps, by ID.
fn nodes(runbook: &Value) -> BTreeMap<&str, &Value> {
    fn sections<'v>(list: &'v Value, found: &mut BTreeMap<&'v str, &'v Value>) {
        for section in list.as_array().into_iter().flatten() {
            let id = section["id"].as_str().expect("sections have IDs");
            assert!(found.insert(id, section).is_none(), "{id} twice");
            sections(&section["sections"], found);
        }
    }
    let mut found = BTreeMap::new();
    sections(&runbook["sections"], &mut found);
    for step in runbook["steps"].as_array().expect("steps") {
        let id = step["id"].as_str().expect("steps have IDs");
        assert!(found.insert(id, step).is_none(), "{id} twice");
    }
    found
}

/// Where a node leads.
fn targets(node: &Value) -> Vec<&Value> {
    let outcomes = node["outcomes"].as_array().into_iter().flatten();
    let targets = outcomes.map(|outcome| &outcome["to"]);
    targets.chain(node.get("next")).collect()
}

/// The node of this runbook that a target names.
fn node_of(target: &Value) -> Option<&str> {
    target["step"]
        .as_str()
        .or_else(|| target["section"].as_str())
}

/// The values of every member named `key`, at any depth.
fn members<'v>(value: &'v Value, key: &str, found: &mut Vec<&'v Value>) {
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                if name == key {
                    found.push(value);
                }
                members(value, key, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| members(value, key, found)),
        _ => {}
    }
}

#[test]
fn every_reference_leads_somewhere() {
    for folder in folders() {
        let files = runbooks(&folder, &[]);
        let slugs: BTreeSet<&str> = only_runbooks(&files)
            .map(|(_, runbook)| runbook["slug"].as_str().expect("a slug"))
            .collect();
        for (path, runbook) in only_runbooks(&files) {
            let nodes = nodes(runbook);
            let commands: Vec<&Value> = runbook["commands"]
                .as_array()
                .expect("commands")
                .iter()
                .map(|command| &command["id"])
                .collect();
            let mut targets = Vec::new();
            for key in ["to", "next", "entry", "recovery"] {
                members(runbook, key, &mut targets);
            }
            for target in targets {
                let leads = node_of(target).is_some_and(|id| nodes.contains_key(id))
                    || target["article"]
                        .as_str()
                        .is_some_and(|slug| slugs.contains(slug))
                    || ["done", "escalate"].contains(&target["end"].as_str().unwrap_or_default());
                assert!(leads, "{path}: {target} leads nowhere");
            }
            let mut references = Vec::new();
            members(runbook, "references", &mut references);
            for id in references
                .into_iter()
                .flat_map(|list| list.as_array().expect("a list"))
            {
                assert!(
                    nodes.contains_key(id.as_str().expect("an ID")),
                    "{path}: {id} is no step"
                );
            }
            let mut used = Vec::new();
            members(runbook, "command", &mut used);
            for id in used {
                assert!(commands.contains(&id), "{path}: {id} is no command");
            }
        }
    }
}

#[test]
fn every_step_is_reached_and_every_way_ends() {
    for folder in folders() {
        for (path, runbook) in only_runbooks(&runbooks(&folder, &[])) {
            let nodes = nodes(runbook);
            let recoveries = runbook["monitors"]
                .as_array()
                .expect("monitors")
                .iter()
                .map(|m| &m["recovery"]);
            let mut waiting: Vec<&str> = recoveries
                .chain(runbook.get("entry"))
                .filter_map(node_of)
                .collect();
            let mut reached = BTreeSet::new();
            while let Some(id) = waiting.pop() {
                if reached.insert(id) {
                    let leads_to = targets(nodes[id]);
                    assert!(!leads_to.is_empty(), "{path}: {id} leads nowhere");
                    waiting.extend(leads_to.into_iter().filter_map(node_of));
                }
            }
            for step in runbook["steps"].as_array().expect("steps") {
                let id = step["id"].as_str().expect("an ID");
                assert!(reached.contains(id), "{path}: {id} is never reached");
            }
            assert_no_cycle(path, &nodes);
        }
    }
}

/// No way goes in circles unless somebody decides or waits on it.
fn assert_no_cycle(path: &str, nodes: &BTreeMap<&str, &Value>) {
    fn leave<'v>(
        id: &'v str,
        nodes: &BTreeMap<&'v str, &'v Value>,
        open: &mut BTreeSet<&'v str>,
        left: &mut BTreeSet<&'v str>,
        path: &str,
    ) {
        if left.contains(id) {
            return;
        }
        let pauses = nodes[id].get("outcomes").is_some()
            || nodes[id]["actions"]
                .as_array()
                .into_iter()
                .flatten()
                .any(|action| action["kind"] == "wait");
        if pauses {
            return;
        }
        assert!(open.insert(id), "{path}: a cycle through {id}");
        for target in targets(nodes[id]).into_iter().filter_map(node_of) {
            leave(target, nodes, open, left, path);
        }
        open.remove(id);
        left.insert(id);
    }
    let mut left = BTreeSet::new();
    for id in nodes.keys() {
        leave(id, nodes, &mut BTreeSet::new(), &mut left, path);
    }
}

#[test]
fn every_step_and_command_of_the_model_is_there() {
    for folder in folders() {
        let project = articles(&folder, &[]);
        let compilation = project.compile();
        let files = runbooks(&folder, &[]);
        for set in &compilation.knowledge.health_sets {
            let runbook = &files[&format!("runbooks/{}.json", set.slug)];
            let texts: BTreeSet<&str> = runbook["commands"]
                .as_array()
                .expect("commands")
                .iter()
                .map(|command| command["text"].as_str().expect("a text"))
                .collect();
            for command in &set.commands {
                assert!(
                    texts.contains(command.text.as_ref()),
                    "{}: {}",
                    set.slug,
                    command.text
                );
            }
            let sections = set
                .all_sections()
                .map(|section| steps_in(&section.nodes))
                .sum::<usize>();
            assert_eq!(
                runbook["steps"].as_array().expect("steps").len(),
                sections,
                "{}",
                set.slug
            );
        }
    }
}

fn steps_in(nodes: &[mpkc::model::Node<'_>]) -> usize {
    nodes
        .iter()
        .map(|node| match node {
            mpkc::model::Node::List(list) => list
                .items
                .iter()
                .map(|item| usize::from(item.step.is_some()) + steps_in(&item.nodes))
                .sum(),
            _ => 0,
        })
        .sum()
}

/// The graph of a runbook: its nodes with what is done in them and where they lead.
fn graph(runbook: &Value) -> BTreeMap<&str, Value> {
    const PARTS: &[&str] = &[
        "kind", "section", "parent", "number", "actions", "next", "outcomes",
    ];
    let parts = |node: &Value| {
        let parts = PARTS
            .iter()
            .filter_map(|part| Some(((*part).to_owned(), node.get(*part)?.clone())));
        Value::Object(parts.collect())
    };
    nodes(runbook)
        .into_iter()
        .map(|(id, node)| (id, parts(node)))
        .collect()
}

/// Where the graphs of some languages are not those of all.
fn differences(all: &BTreeMap<String, Value>, some: &BTreeMap<String, Value>) -> Vec<String> {
    let mut found = Vec::new();
    for (path, runbook) in only_runbooks(some) {
        let (expected, graph) = (graph(&all[path]), graph(runbook));
        if expected.keys().ne(graph.keys()) {
            found.push(format!("{path}: other nodes"));
            continue;
        }
        for (id, node) in graph {
            if expected[id] != node {
                found.push(format!("{id}: {} / {node}", expected[id]));
            }
        }
    }
    found
}

#[test]
fn any_set_of_languages_has_the_same_graph() {
    let content = content();
    let all = runbooks(&content, &[]);
    for subset in [&["es-ES"][..], &["zh-CN"], &["it-IT", "pt-BR"], &["en-US"]] {
        assert_eq!(
            differences(&all, &runbooks(&content, subset)),
            Vec::<String>::new(),
            "{subset:?}"
        );
    }
}

/// Articles that are damaged in one language, which alone cannot know better: language, article, what is wrong in it.
const DAMAGED: &[(&str, &str, &str)] = &[
    ("es-ES", "mrs", "a command is missing"),
    ("fr-FR", "mrs", "a command is missing"),
    (
        "it-IT",
        "imap",
        "the name of a monitor in a heading is translated",
    ),
    ("it-IT", "mrs", "a command is missing"),
    ("ja-JP", "mrs", "a command is missing"),
    ("pt-BR", "activesync", "a heading names another monitor"),
    ("pt-BR", "ews-protocol", "a heading names another monitor"),
    ("pt-BR", "mrs", "a command is missing"),
    ("zh-CN", "mrs", "a command is missing"),
    (
        "zh-CN",
        "owa",
        "a heading names a monitor of another health set",
    ),
];

/// Real articles, each language alone: the graph is that of all, but for articles that say facts wrongly. The list of
/// those is exact: who mends an article, or the reading of it, takes it off the list.
#[test]
fn real_articles_of_one_language_have_the_graph_of_all() {
    let Some(corpus) = corpus() else { return };
    let all = runbooks(&corpus, &[]);
    for locale in [
        "en-US", "es-ES", "fr-FR", "it-IT", "ja-JP", "pt-BR", "zh-CN",
    ] {
        let different = differences(&all, &runbooks(&corpus, &[locale]));
        let mut found: Vec<&str> = different
            .iter()
            .map(|difference| {
                let name = difference.trim_start_matches("runbooks/");
                name.split(['.', '/', ':']).next().unwrap_or_default()
            })
            .collect();
        found.sort_unstable();
        found.dedup();
        let damaged = DAMAGED.iter().filter(|(of, ..)| *of == locale);
        let expected: Vec<&str> = damaged.map(|(_, slug, _)| *slug).collect();
        assert_eq!(found, expected, "{locale}: {different:#?}");
    }
}

#[test]
fn every_monitor_of_the_index_has_its_place_on_the_pages() {
    let project = articles(&content(), &[]);
    let compilation = project.compile();
    let options = mpkc::emit::html::HtmlOptions::default();
    let pages: BTreeMap<String, String> = mpkc::emit::html::emit(
        &compilation.knowledge,
        &project.articles.languages,
        &options,
    )
    .files
    .into_iter()
    .map(|file| {
        (
            file.path.as_str().to_owned(),
            String::from_utf8_lossy(&file.bytes.joined()).into_owned(),
        )
    })
    .collect();
    let files = runbooks(&content(), &[]);
    let index = &files["runbooks/index.json"];
    for monitor in index["monitors"].as_array().expect("monitors") {
        for link in monitor["html"].as_object().expect("pages").values() {
            let link = link
                .as_str()
                .and_then(|link| link.strip_prefix("../"))
                .expect("a page");
            let (page, anchor) = link.split_once('#').expect("a place");
            assert!(pages[page].contains(&format!("id=\"{anchor}\"")), "{link}");
        }
    }
}

#[test]
fn an_alert_finds_the_article_that_treats_its_monitor() {
    use mpkc::emit::runbook::lookup;
    let Some(corpus) = corpus() else { return };
    let project = articles(&corpus, &[]);
    let compilation = project.compile();
    let found = |name| {
        let found = lookup(&compilation.knowledge, name, None);
        found
            .iter()
            .map(|found| found.set.slug.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(found("ImapCTPMonitor"), ["imap"]);
    assert_eq!(
        found("ewsselftestmonitor"),
        ["ews-protocol"],
        "ews only mentions it"
    );
    assert_eq!(
        found("AverageCommandProcessingTimeGt60sMonitor"),
        ["imap", "pop"]
    );
    assert!(found("NoSuchMonitor").is_empty());
}

#[test]
fn every_monitor_of_the_index_is_in_the_pack() {
    use mpkc::emit::{management_pack, runbook};
    let project = articles(&content(), &[]);
    let compilation = project.compile();
    let (knowledge, languages) = (&compilation.knowledge, &project.articles.languages);
    let pack = management_pack::emit(knowledge, languages, &project.config.pack)
        .file
        .expect("a pack");
    let pack = pack.bytes.joined();
    let pack = String::from_utf8_lossy(&pack);
    let elements =
        management_pack::Elements::new(knowledge, languages, &project.config.pack).monitor_ids();
    let files = runbook::emit_beside_pack(knowledge, languages, &elements);
    let index = files
        .iter()
        .find(|file| file.path.as_str() == "runbooks/index.json")
        .expect("an index");
    let index: Value = serde_json::from_slice(&index.bytes.joined()).expect("JSON");
    for monitor in index["monitors"].as_array().expect("monitors") {
        let id = monitor["packElement"].as_str().expect("an element");
        assert!(pack.contains(&format!("<UnitMonitor ID=\"{id}\"")), "{id}");
    }
}
