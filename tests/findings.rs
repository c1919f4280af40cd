//! What `mpkc check` promises beyond its rules: formats that follow their schemas, findings that do not depend on which other
//! languages are there, and mends that are certain.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
#![allow(clippy::print_stderr, reason = "what is skipped is said")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::Value;

/// The findings of `folder`, with more arguments.
fn findings(folder: &Path, more: &[&str]) -> Value {
    let arguments = [&["check", ".", "--format", "json"], more].concat();
    let run = common::run(folder, &arguments);
    serde_json::from_str(&run.stdout).unwrap()
}

/// A copy of the real articles that may be changed.
fn copy() -> Option<tempfile::TempDir> {
    let corpus = common::corpus()?;
    let folder = tempfile::tempdir().unwrap();
    for entry in walkdir::WalkDir::new(&corpus) {
        let entry = entry.unwrap();
        let place = folder
            .path()
            .join(entry.path().strip_prefix(&corpus).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(place).unwrap();
        } else {
            fs::write(place, fs::read(entry.path()).unwrap()).unwrap();
        }
    }
    Some(folder)
}

/// `MPKC_UPDATE_SCHEMAS=1 cargo test` writes it anew.
#[test]
fn the_schema_of_findings_is_current_and_findings_follow_it() {
    let path = common::root().join("schemas/check.v1.schema.json");
    let text = mpkc::findings::schema();
    if std::env::var_os("MPKC_UPDATE_SCHEMAS").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == text,
        "not current: run the tests with MPKC_UPDATE_SCHEMAS=1"
    );
    let schema: Value = serde_json::from_str(&text).unwrap();
    let validator = jsonschema::draft202012::new(&schema).unwrap();
    for folder in [Some(common::root().join("content")), common::corpus()]
        .into_iter()
        .flatten()
    {
        let found = findings(&folder, &[]);
        let errors: Vec<String> = validator
            .iter_errors(&found)
            .map(|error| error.to_string())
            .collect();
        assert!(
            errors.is_empty(),
            "{}: {:?}",
            folder.display(),
            errors.first()
        );
        assert!(!found["findings"].as_array().unwrap().is_empty());
    }
}

/// The schema is OASIS's and not ours to copy: `MPKC_SARIF_SCHEMA` says where it is (`sarif-schema-2.1.0.json` of
/// <https://github.com/oasis-tcs/sarif-spec>).
#[test]
fn sarif_follows_its_schema() {
    let Some(path) = std::env::var_os("MPKC_SARIF_SCHEMA") else {
        eprintln!("SKIPPED: MPKC_SARIF_SCHEMA does not say where the schema of SARIF 2.1.0 is");
        return;
    };
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for folder in [Some(common::root().join("content")), common::corpus()]
        .into_iter()
        .flatten()
    {
        let run = common::run(&folder, &["check", ".", "--format", "sarif"]);
        let log: Value = serde_json::from_str(&run.stdout).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&log)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(
            errors.is_empty(),
            "{}: {:?}",
            folder.display(),
            errors.first()
        );
    }
}

/// Where something was found: rule, file, line.
type Place = (String, String, u64);

/// Every place that a finding is about.
fn about(finding: &Value) -> Vec<Place> {
    let place = |at: &Value| -> Option<Place> {
        let rule = finding["rule"].as_str()?.to_owned();
        Some((rule, at["file"].as_str()?.to_owned(), at["line"].as_u64()?))
    };
    let same = related(finding).filter(|other| is_same(other));
    std::iter::once(finding)
        .chain(same)
        .filter_map(place)
        .collect()
}

fn related(finding: &Value) -> impl Iterator<Item = &Value> {
    finding["related"].as_array().into_iter().flatten()
}

fn is_same(related: &Value) -> bool {
    related["label"]
        .as_str()
        .unwrap()
        .starts_with("the same in")
}

fn places(found: &Value) -> BTreeSet<Place> {
    found["findings"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(about)
        .collect()
}

/// The languages that a finding needs for one of its places: that of the place, the source, and those that it names as
/// evidence. Where the source is wrong against all, or everybody is, those that it is about.
fn evidence(finding: &Value, locale: &str, all: &[String]) -> BTreeSet<String> {
    let message = finding["message"].as_str().unwrap();
    let mut needed: BTreeSet<String> = [locale, "en-US"].map(str::to_owned).into();
    needed.extend(
        all.iter()
            .filter(|tag| message.contains(tag.as_str()))
            .cloned(),
    );
    let others = related(finding).filter(|other| !is_same(other));
    needed.extend(others.filter_map(locale_of));
    if matches!(
        finding["scope"].as_str(),
        Some("everywhere" | "translations")
    ) {
        needed.extend(related(finding).filter_map(locale_of));
    }
    needed
}

fn locale_of(place: &Value) -> Option<String> {
    let (locale, _) = place["file"].as_str()?.split_once('/')?;
    Some(locale.to_owned())
}

/// Rules that may say more where there are fewer languages. Of two that differ the source is right, of three or more the most;
/// and a sentence or word that another language lacks or has as well is no finding.
const MAY_SAY_MORE: &[&str] = &[
    "date-differs",
    "paragraph-missing",
    "part-moved",
    "sentence-missing",
    "words-glued",
];

/// Every finding is found again beside those languages alone that it names as its evidence.
#[test]
fn the_evidence_alone_gives_the_same_findings() {
    let Some(corpus) = common::corpus() else {
        return;
    };
    let full = findings(&corpus, &[]);
    let coverage = full["coverage"].as_object().unwrap();
    let all: Vec<String> = coverage.keys().cloned().collect();
    let mut subsets: BTreeMap<BTreeSet<String>, BTreeSet<Place>> = BTreeMap::new();
    for finding in full["findings"].as_array().unwrap() {
        for place in about(finding) {
            let (locale, _) = place.1.split_once('/').unwrap();
            let subset = evidence(finding, locale, &all);
            subsets.entry(subset).or_default().insert(place);
        }
    }
    assert!(subsets.len() > 20, "{}", subsets.len());
    let known = places(&full);
    for (subset, expected) in subsets {
        let arguments: Vec<&str> = subset.iter().flat_map(|tag| ["--locale", tag]).collect();
        let found = places(&findings(&corpus, &arguments));
        let lost: Vec<&Place> = expected.difference(&found).collect();
        assert!(lost.is_empty(), "{subset:?} have lost {lost:#?}");
        let mut new = found
            .difference(&known)
            .filter(|place| !MAY_SAY_MORE.contains(&place.0.as_str()));
        assert_eq!(new.next(), None, "{subset:?}");
    }
}

/// One language alone: what is wrong inside an article is found, nothing is compared, nothing fails.
#[test]
fn one_language_is_checked_alone() {
    let Some(corpus) = common::corpus() else {
        return;
    };
    let all = [
        "en-US", "es-ES", "fr-FR", "it-IT", "ja-JP", "pt-BR", "zh-CN",
    ];
    for locale in all {
        let found = findings(&corpus, &["--locale", locale]);
        for finding in found["findings"].as_array().unwrap() {
            assert_eq!(finding["scope"], "locale", "{finding:#}");
            let message = finding["message"].as_str().unwrap();
            let mut others = all.iter().filter(|other| **other != locale);
            assert!(!others.any(|other| message.contains(other)), "{finding:#}");
        }
    }
}

/// Outside the places that findings say to mend every byte is as it was.
fn nothing_else_changes(found: &Value, old: &[(String, Vec<u8>)], new: &[(String, Vec<u8>)]) {
    let findings = found["findings"].as_array().unwrap().iter();
    let fixes: Vec<&Value> = findings
        .filter_map(|finding| finding["fix"].as_array())
        .flatten()
        .collect();
    for ((path, old), (_, new)) in old.iter().zip(new) {
        let mut edits: Vec<(usize, usize, &str)> = fixes
            .iter()
            .filter(|fix| fix["file"] == **path)
            .map(|fix| {
                let at = |name: &str| usize::try_from(fix[name].as_u64().unwrap()).unwrap();
                (at("start"), at("end"), fix["text"].as_str().unwrap())
            })
            .collect();
        edits.sort_unstable();
        let mut expected = Vec::new();
        let mut done = 0;
        for (start, end, text) in edits {
            // Of edits that overlap the first by place is made.
            if start < done {
                continue;
            }
            expected.extend_from_slice(&old[done..start]);
            expected.extend_from_slice(text.as_bytes());
            done = end;
        }
        expected.extend_from_slice(&old[done..]);
        assert!(
            expected == *new,
            "{path}: more than the findings say has changed"
        );
    }
}

/// After the mends there is nothing left to mend, no new finding, and the facts are the same or better.
#[test]
fn mends_are_certain_and_done_once() {
    let Some(folder) = copy() else { return };
    let model = |folder: &Path| -> Value {
        let run = common::run(folder, &["model", ".", "--format", "json"]);
        serde_json::from_str(&run.stdout).unwrap()
    };
    let ids = |model: &Value| -> Vec<String> {
        let sets = model["healthSets"].as_array().unwrap().iter();
        let rows = sets.flat_map(|set| set["rows"].as_array().unwrap().clone());
        rows.map(|row| format!("{} {} {}", row["probe"], row["healthSet"], row["monitors"]))
            .collect()
    };
    let before = findings(folder.path(), &[]);
    let facts = ids(&model(folder.path()));
    let old = common::tree(folder.path());
    let run = common::run(folder.path(), &["check", ".", "--fix"]);
    assert!(run.stderr.contains("mended"), "{}", run.stderr);
    nothing_else_changes(&before, &old, &common::tree(folder.path()));
    let after = findings(folder.path(), &[]);
    let fixes = |found: &Value| {
        found["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|finding| finding["fix"].is_array())
            .count()
    };
    assert!(fixes(&before) > 30);
    assert_eq!(fixes(&after), 0);
    assert_eq!(ids(&model(folder.path())), facts);
    let all = |found: &Value| -> BTreeSet<String> {
        let findings = found["findings"].as_array().unwrap().iter();
        let place = |finding: &Value| {
            format!(
                "{} {} {}",
                finding["rule"], finding["file"], finding["line"]
            )
        };
        findings.map(place).collect()
    };
    let (before, after) = (all(&before), all(&after));
    let new: Vec<&String> = after.difference(&before).collect();
    assert!(new.is_empty(), "new findings: {new:#?}");
    assert!(after.len() < before.len());
    let files = common::tree(folder.path());
    common::run(folder.path(), &["check", ".", "--fix"]);
    assert_eq!(
        common::tree(folder.path()),
        files,
        "a second run changes nothing"
    );
}
