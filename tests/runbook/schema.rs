//! The schemas are those of the types, and every output follows them.

use std::fs;

use mpkc::emit::runbook::schemas;
use serde_json::Value;

use crate::support::{articles, folders, runbooks};

pub fn schema(name: &str) -> jsonschema::Validator {
    let (_, text) = schemas()
        .into_iter()
        .find(|(file, _)| *file == name)
        .expect("a known schema");
    let schema: Value = serde_json::from_str(&text).expect("schemas are JSON");
    jsonschema::draft202012::new(&schema).expect("schemas are schemas")
}

pub fn assert_follows(validator: &jsonschema::Validator, value: &Value, name: &str) {
    let errors: Vec<String> = validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .take(3)
        .collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
}

/// `MPKC_UPDATE_SCHEMAS=1 cargo test` writes them anew.
#[test]
fn committed_schemas_are_those_of_the_types() {
    let folder = format!("{}/schemas", env!("CARGO_MANIFEST_DIR"));
    for (name, text) in schemas() {
        let path = format!("{folder}/{name}");
        if std::env::var_os("MPKC_UPDATE_SCHEMAS").is_some() {
            fs::create_dir_all(&folder).expect("the folder can be made");
            fs::write(&path, &text).expect("the schema can be written");
        }
        let committed = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            committed == text,
            "{name} is not current: run the tests with MPKC_UPDATE_SCHEMAS=1"
        );
    }
}

#[test]
fn every_runbook_and_the_index_follow_their_schemas() {
    let (runbook, index) = (
        schema("runbook.v1.schema.json"),
        schema("runbook-index.v1.schema.json"),
    );
    for folder in folders() {
        for (path, value) in runbooks(&folder, &[]) {
            let validator = if path == "runbooks/index.json" {
                &index
            } else {
                &runbook
            };
            assert_follows(validator, &value, &path);
        }
    }
}

#[test]
fn the_model_follows_its_schema() {
    let validator = schema("model.v1.schema.json");
    for folder in folders() {
        let project = articles(&folder, &[]);
        let compilation = project.compile();
        let value = serde_json::to_value(&compilation.knowledge).expect("the model is JSON");
        assert_follows(&validator, &value, folder.as_str());
    }
}
