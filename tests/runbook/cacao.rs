//! Playbooks of CACAO 2.0: whole as graphs, and valid where the schemas are at hand.
//!
//! The schemas of `cyentific-rni/cacao-json-schemas` (branch `cacao-v2.0-cs01`) have no licence and are not part of this
//! repository; `MPKC_CACAO_SCHEMAS` names their folder. They let unknown members, dangling steps and empty commands
//! pass, so those are looked for here in any case.

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8Path;
use serde_json::Value;

use crate::support::{articles, content, folders};

fn playbooks(folder: &Utf8Path, locales: &[&str]) -> BTreeMap<String, Value> {
    let project = articles(folder, locales);
    let compilation = project.compile();
    mpkc::emit::cacao::emit(&compilation.knowledge, &project.articles.languages)
        .into_iter()
        .map(|file| {
            let value = serde_json::from_slice(&file.bytes.joined()).expect("playbooks are JSON");
            (file.path.as_str().to_owned(), value)
        })
        .collect()
}

fn members(value: &Value) -> BTreeSet<&str> {
    value
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect()
}

/// Where a step leads.
fn leads(step: &Value) -> Vec<&str> {
    ["on_completion", "on_success", "on_failure"]
        .iter()
        .filter_map(|way| step[*way].as_str())
        .collect()
}

#[test]
fn every_playbook_is_a_whole_graph() {
    for folder in folders() {
        let playbooks = playbooks(&folder, &[]);
        assert!(!playbooks.is_empty());
        let mut ids = BTreeSet::new();
        for (path, playbook) in &playbooks {
            assert!(
                ids.insert(playbook["id"].as_str().expect("an ID")),
                "{path}: its ID is not its own"
            );
            let workflow = playbook["workflow"].as_object().expect("a workflow");
            let start = playbook["workflow_start"].as_str().expect("a start");
            assert_eq!(workflow[start]["type"], "start", "{path}");
            let mut reached = BTreeSet::new();
            let mut ways_to_ends = BTreeMap::new();
            let mut waiting = vec![start];
            while let Some(id) = waiting.pop() {
                if !reached.insert(id) {
                    continue;
                }
                let step = workflow
                    .get(id)
                    .unwrap_or_else(|| panic!("{path}: {id} is missing"));
                assert!(
                    id.starts_with(&format!("{}--", step["type"].as_str().expect("a type"))),
                    "{path}"
                );
                for next in leads(step) {
                    if next.starts_with("end--") {
                        *ways_to_ends.entry(next).or_insert(0) += 1;
                    }
                    waiting.push(next);
                }
            }
            assert_eq!(
                reached.len(),
                workflow.len(),
                "{path}: steps that nothing leads to"
            );
            assert!(
                !ways_to_ends.is_empty() && ways_to_ends.values().all(|&ways| ways == 1),
                "{path}: shared ends"
            );
        }
    }
}

#[test]
fn every_step_says_what_it_must() {
    const KNOWN: &[&str] = &[
        "type",
        "name",
        "description",
        "delay",
        "on_completion",
        "on_success",
        "on_failure",
        "commands",
        "agent",
    ];
    for folder in folders() {
        for (path, playbook) in playbooks(&folder, &[]) {
            let agents = members(&playbook["agent_definitions"]);
            let variables = members(&playbook["playbook_variables"]);
            for (id, step) in playbook["workflow"].as_object().expect("a workflow") {
                assert!(
                    members(step).iter().all(|member| KNOWN.contains(member)),
                    "{path}: {step}"
                );
                let ways = leads(step).len();
                match step["type"].as_str().expect("a type") {
                    "end" => assert_eq!(ways, 0, "{path}: {id}"),
                    "start" => assert!(
                        step.get("on_completion").is_some() && ways == 1,
                        "{path}: {id}"
                    ),
                    "action" => {
                        let both =
                            step.get("on_success").is_some() && step.get("on_failure").is_some();
                        assert!(
                            ways == 1 && step.get("on_completion").is_some() || ways == 2 && both,
                            "{path}: {step}"
                        );
                        assert!(
                            agents.contains(step["agent"].as_str().expect("an agent")),
                            "{path}: {id}"
                        );
                        let command = &step["commands"][0];
                        let text = command["command"].as_str().expect("a text");
                        assert!(!text.trim().is_empty(), "{path}: {id}");
                        if command["type"] == "powershell" {
                            assert!(!text.contains('<'), "{path}: {text}");
                            for variable in text
                                .split(":value")
                                .filter_map(|head| head.rsplit("__").nth(1))
                            {
                                let name = format!("__{variable}__");
                                assert!(
                                    !text.contains(&name) || variables.contains(name.as_str()),
                                    "{path}: {text}"
                                );
                            }
                        }
                    }
                    other => panic!("{path}: {other}"),
                }
            }
        }
    }
}

#[test]
fn languages_have_the_same_steps() {
    let all = playbooks(&content(), &[]);
    for (path, playbook) in &all {
        let other = path.replacen(path.split('/').nth(1).expect("a locale"), "en-US", 1);
        assert_eq!(
            members(&playbook["workflow"]),
            members(&all[&other]["workflow"]),
            "{path}"
        );
    }
    let alone = playbooks(&content(), &["it-IT"]);
    for (path, playbook) in &alone {
        assert_eq!(playbook["workflow"], all[path]["workflow"], "{path}");
    }
}

struct Schemas(String);

impl jsonschema::Retrieve for Schemas {
    fn retrieve(
        &self,
        uri: &jsonschema::Uri<String>,
    ) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let (_, place) = uri
            .as_str()
            .split_once("/schemas/")
            .ok_or("an unknown schema")?;
        let text = std::fs::read_to_string(format!("{}/{place}", self.0))?;
        Ok(serde_json::from_str(&text)?)
    }
}

#[test]
fn every_playbook_follows_the_schemas() {
    let Ok(folder) = std::env::var("MPKC_CACAO_SCHEMAS") else {
        eprintln!("SKIPPED: no schemas of CACAO; set MPKC_CACAO_SCHEMAS");
        return;
    };
    let schema = |name: &str| {
        let text = std::fs::read_to_string(format!("{folder}/{name}.json")).expect("a schema");
        let schema: Value = serde_json::from_str(&text).expect("schemas are JSON");
        jsonschema::options()
            .with_draft(jsonschema::Draft::Draft7)
            .with_retriever(Schemas(folder.clone()))
            .build(&schema)
            .expect("schemas are schemas")
    };
    let playbook = schema("playbook");
    let commands = [
        ("manual", schema("commands/manual")),
        ("powershell", schema("commands/powershell")),
    ];
    let mut count = 0;
    for articles in folders() {
        for (path, value) in playbooks(&articles, &[]) {
            let errors: Vec<String> = playbook
                .iter_errors(&value)
                .map(|error| error.to_string())
                .take(3)
                .collect();
            assert!(errors.is_empty(), "{path}: {errors:#?}");
            for step in value["workflow"].as_object().expect("a workflow").values() {
                for command in step["commands"].as_array().into_iter().flatten() {
                    let (_, validator) = commands
                        .iter()
                        .find(|(kind, _)| command["type"] == *kind)
                        .expect("a kind");
                    assert!(validator.is_valid(command), "{path}: {command}");
                }
            }
            count += 1;
        }
    }
    eprintln!("{count} playbooks follow the schemas of CACAO 2.0");
}
