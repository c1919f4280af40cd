//! The real articles compile whole: nothing is lost, and every count is right.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use serde_json::{Value, json};

fn report() -> Option<Value> {
    let corpus = common::corpus()?;
    let out = tempfile::tempdir().unwrap();
    let run = common::run(
        &common::root(),
        &[
            "build",
            corpus.to_str().unwrap(),
            "--out",
            out.path().to_str().unwrap(),
        ],
    );
    assert!(run.code == Some(0) || run.code == Some(1), "{}", run.stderr);
    let report = std::fs::read(out.path().join("report.json")).unwrap();
    Some(serde_json::from_slice(&report).unwrap())
}

#[test]
fn the_totals_are_those_of_the_articles() {
    let Some(report) = report() else { return };
    let totals = &report["totals"];
    for (key, value) in [
        ("articles", 483),
        ("locales", 7),
        ("healthSets", 69),
        ("probeRows", 179),
        ("probes", 59),
        ("monitors", 176),
        ("commands", 191),
    ] {
        assert_eq!(totals[key], json!(value), "{key}");
    }
    let locales = report["locales"].as_object().unwrap();
    assert_eq!(locales.len(), 7);
    for (locale, coverage) in locales {
        for (key, value) in [
            ("articles", 69),
            ("stubs", 36),
            ("pointers", 6),
            ("full", 27),
            ("probeRows", 179),
            ("monitorCells", 182),
            ("dependencyCells", 77),
            ("orderedItems", 479),
            ("bulletItems", 336),
            ("commands", 191),
            ("notes", 17),
            ("stepReferences", 76),
            ("stepReferencesResolved", 76),
        ] {
            assert_eq!(coverage[key], json!(value), "{locale} {key}");
        }
        assert_eq!(coverage["missing"], json!([]), "{locale}");
    }
    assert_eq!(report["rejected"], json!([]));
}

#[test]
fn files_that_are_no_articles_are_named_and_left_alone() {
    let Some(report) = report() else { return };
    let others = report["otherFiles"].as_array().unwrap();
    assert!(others.contains(&json!("es-ES/health-sets/toc.yml")));
    assert!(others.contains(&json!("en-US/guide/appendix-b-additional-resources.md")));
    assert!(!others.contains(&json!("en-US/guide/appendix-a-exchange-health-sets.md")));
}

/// Every place of the model where an identifier stands.
fn identifiers(value: &Value, found: &mut Vec<String>) {
    const KEYS: &[&str] = &[
        "id",
        "slug",
        "key",
        "category",
        "probe",
        "healthSet",
        "dependencies",
        "monitors",
        "probes",
    ];
    match value {
        Value::Object(fields) => {
            for (key, field) in fields {
                match field {
                    Value::String(text) if KEYS.contains(&key.as_str()) => found.push(text.clone()),
                    Value::Array(items) if KEYS.contains(&key.as_str()) => {
                        for item in items {
                            match item {
                                Value::String(text) => found.push(text.clone()),
                                other => identifiers(other, found),
                            }
                        }
                    }
                    // What a language wrote is no fact.
                    _ if ["cells", "articles", "text", "uses", "dissents"]
                        .contains(&key.as_str()) => {}
                    other => identifiers(other, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| identifiers(item, found)),
        _ => {}
    }
}

#[test]
fn no_identifier_has_a_letter_that_is_not_ascii() {
    let Some(corpus) = common::corpus() else {
        return;
    };
    let run = common::run(&common::root(), &["model", corpus.to_str().unwrap()]);
    let model: Value = serde_json::from_str(&run.stdout).unwrap();
    let mut found = Vec::new();
    identifiers(&model, &mut found);
    assert!(found.len() > 1000, "only {} identifiers", found.len());
    for identifier in found {
        assert!(
            identifier.is_ascii() && !identifier.contains(' '),
            "{identifier}"
        );
    }
}

#[test]
fn the_model_needs_no_english() {
    let Some(corpus) = common::corpus() else {
        return;
    };
    let project = common::Project::new(&[]);
    for (locale, slug) in [
        ("es-ES", "imap"),
        ("pt-BR", "imap"),
        ("zh-CN", "imap"),
        ("it-IT", "imap"),
        ("es-ES", "pop"),
    ] {
        let name = format!("troubleshooting-{slug}-health-set.md");
        let text = std::fs::read(corpus.join(locale).join("health-sets").join(&name)).unwrap();
        project.write(&format!("content/{locale}/{name}"), text);
    }
    let model = project.model();
    let sets = model["healthSets"].as_array().unwrap();
    let ids: Vec<&str> = sets.iter().map(|set| set["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["IMAP", "POP"]);
    let monitors: Vec<(&str, &str)> = sets[0]["monitors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|monitor| {
            (
                monitor["healthSet"].as_str().unwrap(),
                monitor["id"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        monitors,
        [
            ("IMAP", "ImapCTPMonitor"),
            ("IMAP.Proxy", "ImapProxyTestMonitor"),
            ("IMAP.Protocol", "IMAP.Protocol"),
            ("IMAP", "AverageCommandProcessingTimeGt60sMonitor"),
        ]
    );
    let terms: Vec<&str> = model["dependencies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|term| term["id"].as_str().unwrap())
        .collect();
    assert_eq!(
        terms,
        [
            "active-directory",
            "authentication",
            "high-availability",
            "information-store",
            "mailbox-server-authentication",
            "network"
        ]
    );
}
