//! What `mpkc check` promises beyond its rules: formats that follow their schemas, findings that do not depend on which other
//! languages are there, and mends that are certain.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
#![allow(clippy::print_stderr, reason = "what is skipped is said")]

mod common;

use std::collections::BTreeSet;
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

/// What was found in a language, whatever the others are: rule, file, line, and what is wrong without the names of
/// languages.
fn in_locale(found: &Value, locale: &str) -> BTreeSet<String> {
    let of_place = |finding: &Value, place: &Value| {
        let file = place["file"].as_str().unwrap_or_default();
        file.starts_with(locale).then(|| {
            format!(
                "{} {file}:{}",
                finding["rule"].as_str().unwrap(),
                place["line"]
            )
        })
    };
    let all = found["findings"].as_array().unwrap().iter();
    all.flat_map(|finding| {
        let same = finding["related"].as_array().cloned().unwrap_or_default();
        let same = same
            .into_iter()
            .filter(|place| place["label"].as_str().unwrap().starts_with("the same in"));
        let places = std::iter::once(finding.clone()).chain(same);
        places
            .filter_map(|place| of_place(finding, &place))
            .collect::<Vec<_>>()
    })
    .collect()
}

/// Errors of one language are found beside the source and one other language too. Only what a translation says may depend on
/// others: of the source, more translations can say that it has changed.
#[test]
fn fewer_languages_find_the_same_errors() {
    let Some(corpus) = common::corpus() else {
        return;
    };
    let all = findings(&corpus, &[]);
    let errors = |found: &Value| -> BTreeSet<String> {
        let names = [
            "name-changed ",
            "name-lost ",
            "probe-id-differs ",
            "monitor-id-differs ",
            "output-literal-changed ",
            "polarity-differs ",
        ];
        let mut kept = in_locale(found, "it-IT");
        kept.retain(|finding| names.iter().any(|name| finding.starts_with(name)));
        kept
    };
    let few = findings(
        &corpus,
        &[
            "--locale", "en-US", "--locale", "it-IT", "--locale", "fr-FR", "--locale", "ja-JP",
        ],
    );
    let (expected, found) = (errors(&all), errors(&few));
    let lost: Vec<_> = expected.difference(&found).collect();
    let new: Vec<_> = found.difference(&expected).collect();
    assert!(expected.len() > 20);
    assert!(lost.len() * 20 <= expected.len(), "lost: {lost:#?}");
    assert!(new.len() * 20 <= expected.len(), "new: {new:#?}");
}

/// One language alone: what is wrong inside an article is found, nothing is compared, nothing fails.
#[test]
fn one_language_is_checked_alone() {
    let Some(corpus) = common::corpus() else {
        return;
    };
    for locale in ["en-US", "ja-JP"] {
        let found = findings(&corpus, &["--locale", locale]);
        for finding in found["findings"].as_array().unwrap() {
            assert_eq!(finding["scope"], "locale", "{finding:#}");
        }
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
    let run = common::run(folder.path(), &["check", ".", "--fix"]);
    assert!(run.stderr.contains("mended"), "{}", run.stderr);
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
    let count = |found: &Value| found["findings"].as_array().unwrap().len();
    assert!(count(&after) < count(&before));
    let files = common::tree(folder.path());
    common::run(folder.path(), &["check", ".", "--fix"]);
    assert_eq!(
        common::tree(folder.path()),
        files,
        "a second run changes nothing"
    );
}
