//! A playbook around its workflow.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::id::Id;
use super::workflow::{self, Step};
use crate::emit::runbook::render::view::View;
use crate::emit::runbook::{Monitor, ParameterName, Request, Runbook};
use crate::locale::{InterfaceKey, Languages, Locale};

/// Where nothing says when an article was changed.
const NO_DATE: &str = "1970-01-01";

#[derive(Serialize)]
pub(super) struct Playbook {
    #[serde(rename = "type")]
    kind: &'static str,
    spec_version: &'static str,
    id: Id,
    name: String,
    description: String,
    playbook_types: [&'static str; 2],
    playbook_activities: [&'static str; 2],
    created_by: Id,
    created: String,
    modified: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    derived_from: Vec<Id>,
    labels: Vec<String>,
    playbook_variables: Entries<String, Variable>,
    workflow_start: Id,
    workflow: Entries<Id, Step>,
    agent_definitions: Entries<Id, Agent>,
}

/// A JSON object whose members keep their order.
pub(super) struct Entries<K, V>(pub(super) Vec<(K, V)>);

impl<K: Serialize, V: Serialize> Serialize for Entries<K, V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

/// A variable: something that must be filled in.
#[derive(Serialize)]
struct Variable {
    #[serde(rename = "type")]
    kind: &'static str,
    description: String,
    external: bool,
}

/// Who does the steps.
#[derive(Serialize)]
struct Agent {
    #[serde(rename = "type")]
    kind: &'static str,
    name: String,
}

impl Playbook {
    /// The playbook of a monitor in one language.
    pub(super) fn of(
        runbook: &Runbook<'_>,
        monitor: &Monitor,
        languages: &Languages,
        locale: Locale,
    ) -> Option<Self> {
        let variables = variables(runbook, monitor);
        let values: BTreeMap<ParameterName, String> = variables
            .iter()
            .map(|name| (name.clone(), format!("{}:value", variable(name))))
            .collect();
        let request = Request {
            runbook,
            monitor: &monitor.id,
            health_set: Some(&monitor.health_set),
            locale,
            values: &values,
            languages,
        };
        let view = View::of(&request).ok()?;
        let key = [
            runbook.slug.as_str(),
            monitor.health_set.as_str(),
            monitor.id.as_str(),
        ];
        let id =
            |locale: Locale| Id::new("playbook", &[key[0], key[1], key[2], &locale.to_string()]);
        let agent = Id::new("individual", &["mpkc"]);
        let workflow = workflow::of(&view, &key, &agent);
        let date = date(runbook, locale);
        Some(Self {
            kind: "playbook",
            spec_version: "cacao-2.0",
            id: id(locale),
            name: view.word(
                InterfaceKey::MonitorName,
                &[("monitor", key[2]), ("health-set", key[1])],
            ),
            description: view.text(&runbook.health_set.title).to_owned(),
            playbook_types: ["investigation", "remediation"],
            playbook_activities: ["analyze-collected-data", "restore-capabilities"],
            created_by: Id::new("identity", &["mpkc"]),
            created: date.clone(),
            modified: date,
            derived_from: runbook
                .source_locale
                .filter(|source| *source != locale)
                .map(id)
                .into_iter()
                .collect(),
            labels: vec![
                locale.to_string(),
                key[0].to_owned(),
                key[1].to_owned(),
                key[2].to_owned(),
            ],
            playbook_variables: Entries(
                variables
                    .iter()
                    .map(|name| (variable(name), declared(name)))
                    .collect(),
            ),
            workflow_start: workflow.start,
            workflow: Entries(workflow.steps),
            agent_definitions: Entries(vec![(
                agent,
                Agent {
                    kind: "individual",
                    name: view.word(InterfaceKey::RunbookAgent, &[]),
                },
            )]),
        })
    }
}

/// What a playbook must be told: what no alert of the monitor says.
fn variables(runbook: &Runbook<'_>, monitor: &Monitor) -> Vec<ParameterName> {
    let is_known = |name: &ParameterName| {
        *name == ParameterName::health_set()
            || *name == ParameterName::monitor()
            || *name == ParameterName::probe() && monitor.probes.len() == 1
    };
    let mut names: Vec<ParameterName> = Vec::new();
    for slot in runbook
        .commands
        .iter()
        .flat_map(|c| c.placeholders.iter().chain(&c.samples))
    {
        if !is_known(&slot.parameter) && !names.contains(&slot.parameter) {
            names.push(slot.parameter.clone());
        }
    }
    names
}

/// The name of a variable. Names of CACAO are ASCII; other characters of a placeholder become `_`.
fn variable(name: &ParameterName) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || c == '-' {
            c
        } else {
            '_'
        }
    };
    let name: String = name.as_str().chars().map(plain).take(190).collect();
    // A name must not begin with a digit or dash.
    let begins = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    format!("__{}{name}__", if begins { "" } else { "_" })
}

fn declared(name: &ParameterName) -> Variable {
    Variable {
        kind: "string",
        description: name.as_str().to_owned(),
        external: true,
    }
}

/// When the article was last changed; if it does not say so, when the article of another language was.
fn date(runbook: &Runbook<'_>, locale: Locale) -> String {
    let own = runbook
        .articles
        .get(locale)
        .and_then(|article| article.last_modified);
    let any = runbook
        .articles
        .values()
        .filter_map(|article| article.last_modified)
        .max();
    let day = own
        .or(any)
        .map_or_else(|| NO_DATE.to_owned(), |date| date.to_string());
    format!("{day}T00:00:00.000Z")
}
