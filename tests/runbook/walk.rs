//! A small interpreter walks runbooks with scripted answers.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::{content, corpus, runbooks};

/// How a walk ended, and what was done on the way.
#[derive(Debug, PartialEq, Eq)]
struct Walk {
    end: String,
    /// The kinds of actions with the step they belong to.
    done: Vec<String>,
}

/// Somebody who knows the answers: for a node, what was found there. Everywhere else the issue persists.
type Answers<'a> = &'a [(&'a str, &'a str)];

/// Walks `runbook` for an alert of `monitor`, which belongs to `health_set`.
fn walk(runbook: &Value, monitor: &str, health_set: &str, answers: Answers<'_>) -> Walk {
    let mut nodes = BTreeMap::new();
    collect(&runbook["sections"], &mut nodes);
    collect(&runbook["steps"], &mut nodes);
    let mut done = Vec::new();
    let mut target = &runbook["entry"];
    for _ in 0..1000 {
        let Some(id) = target["step"]
            .as_str()
            .or_else(|| target["section"].as_str())
        else {
            let end = target["end"]
                .as_str()
                .or_else(|| target["article"].as_str());
            return Walk {
                end: end.expect("an end").to_owned(),
                done,
            };
        };
        let node = nodes[id];
        let kinds = node["actions"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|action| &action["kind"]);
        done.extend(kinds.map(|kind| format!("{id} {}", kind.as_str().expect("a kind"))));
        target = match node.get("next") {
            Some(next) => next,
            None => {
                // Where nothing else is said, the worst: the issue persists, and what a step describes is the case.
                let asks_for_health = node["outcomes"][0]["when"] == "healthy";
                let worst = if asks_for_health {
                    "unhealthy"
                } else {
                    "applies"
                };
                let found = answers
                    .iter()
                    .find(|(node, _)| *node == id)
                    .map_or(worst, |(_, found)| found);
                choose(node, found, monitor, health_set)
            }
        };
    }
    panic!("the walk does not end");
}

fn collect<'v>(list: &'v Value, nodes: &mut BTreeMap<&'v str, &'v Value>) {
    for node in list.as_array().into_iter().flatten() {
        nodes.insert(node["id"].as_str().expect("an ID"), node);
        collect(&node["sections"], nodes);
    }
}

fn choose<'v>(node: &'v Value, found: &str, monitor: &str, health_set: &str) -> &'v Value {
    let outcomes = node["outcomes"].as_array().expect("a node goes on");
    let concerns = |outcome: &&Value| {
        let monitors = outcome["monitors"].as_array();
        outcome["when"] == found
            && monitors.is_none_or(|monitors| monitors.iter().any(|name| name == monitor))
            && outcome["healthSet"]
                .as_str()
                .is_none_or(|name| name == health_set)
    };
    &outcomes
        .iter()
        .find(concerns)
        .expect("every answer has an outcome")["to"]
}

fn imap() -> Option<Value> {
    let corpus = corpus()?;
    runbooks(&corpus, &[]).remove("runbooks/imap.json")
}

#[test]
fn a_transient_issue_is_done_after_verification() {
    let Some(imap) = imap() else { return };
    let walk = walk(
        &imap,
        "ImapCTPMonitor",
        "IMAP",
        &[("imap/verify/2.4", "healthy")],
    );
    assert_eq!(walk.end, "done");
    assert!(
        walk.done
            .contains(&"imap/verify/2.3 rerun-probe".to_owned()),
        "{walk:#?}"
    );
    assert!(!walk.done.iter().any(|step| step.contains("ImapCTPMonitor")));
}

#[test]
fn a_persistent_issue_is_escalated() {
    let Some(imap) = imap() else { return };
    for (monitor, health_set) in [
        ("ImapCTPMonitor", "IMAP"),
        ("ImapProxyTestMonitor", "IMAP.Proxy"),
        ("AverageCommandProcessingTimeGt60sMonitor", "IMAP"),
    ] {
        let walk = walk(
            &imap,
            monitor,
            health_set,
            &[("imap/ImapCTPMonitor/3.7", "does-not-apply")],
        );
        assert_eq!(walk.end, "escalate", "{monitor}");
        let last = walk.done.last().expect("something is done");
        assert!(
            last.starts_with(&format!("imap/{monitor}/")) && last.ends_with(" decide"),
            "{last}"
        );
    }
}

#[test]
fn other_health_sets_have_other_articles() {
    let Some(imap) = imap() else { return };
    assert_eq!(
        walk(&imap, "SomeOtherMonitor", "IMAP.Proxy", &[]).end,
        "imap-proxy"
    );
    assert_eq!(
        walk(&imap, "SomeOtherMonitor", "IMAP.Protocol", &[]).end,
        "imap-protocol"
    );
    assert_eq!(
        walk(&imap, "SomeOtherMonitor", "Store", &[]).end,
        "escalate"
    );
}

#[test]
fn what_was_switched_on_is_switched_off_again() {
    let Some(imap) = imap() else { return };
    let early = [("imap/ImapCTPMonitor/2", "healthy")];
    assert_eq!(walk(&imap, "ImapCTPMonitor", "IMAP", &early).end, "done");
    let late = [
        ("imap/ImapCTPMonitor/3.3", "healthy"),
        ("imap/ImapCTPMonitor/8", "healthy"),
    ];
    let walk = walk(&imap, "ImapCTPMonitor", "IMAP", &late);
    assert_eq!(walk.end, "done");
    assert!(
        walk.done.contains(&"imap/ImapCTPMonitor/6 run".to_owned()),
        "{walk:#?}"
    );
    assert!(
        !walk
            .done
            .iter()
            .any(|step| step.starts_with("imap/ImapCTPMonitor/4 ")),
        "{walk:#?}"
    );
}

#[test]
fn one_recovery_leads_to_another() {
    let Some(imap) = imap() else { return };
    let walk = walk(&imap, "ImapCTPMonitor", "IMAP", &[]);
    assert_eq!(walk.end, "escalate");
    assert!(
        walk.done
            .iter()
            .any(|step| step.starts_with("imap/IMAP.Protocol/7 ")),
        "{walk:#?}"
    );
    assert!(
        !walk
            .done
            .iter()
            .any(|step| step.starts_with("imap/IMAP.Protocol/6 ")),
        "databases go back only if the probe succeeds: {walk:#?}"
    );
}

#[test]
fn our_own_articles_can_be_walked() {
    let files = runbooks(&content(), &["it-IT"]);
    let store = &files["runbooks/store.json"];
    for monitor in store["monitors"].as_array().expect("monitors") {
        let name = |key: &str| monitor[key].as_str().expect("a name");
        let healthy = walk(
            store,
            name("id"),
            name("healthSet"),
            &[("store/verify/2.4", "healthy")],
        );
        let unhealthy = walk(store, name("id"), name("healthSet"), &[]);
        assert_eq!(
            (healthy.end.as_str(), unhealthy.end.as_str()),
            ("done", "escalate"),
            "{monitor}"
        );
    }
}
