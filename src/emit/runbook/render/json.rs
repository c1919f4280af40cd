//! A runbook for a pipeline: the nodes that concern a monitor, filled in, in one language.

use serde::Serialize;

use super::super::effect::Effect;
use super::super::format::{Action, Block, Flow, Text};
use super::super::node::{NodeId, Target};
use super::super::parameter::ParameterName;
use super::RenderError;
use super::view::View;
use crate::locale::Locale;
use crate::model::{HealthSetId, MonitorId, ProbeId, Slug};

/// What is written.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FilledRunbook<'v> {
    format: &'static str,
    runbook: &'v Slug,
    monitor: &'v MonitorId,
    health_set: &'v HealthSetId,
    probes: &'v [ProbeId],
    locale: Locale,
    values: Vec<Value<'v>>,
    missing: Vec<ParameterName>,
    start: Target,
    nodes: Vec<Node<'v>>,
}

#[derive(Serialize)]
struct Value<'v> {
    name: &'v ParameterName,
    value: &'v str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Node<'v> {
    id: &'v NodeId,
    #[serde(skip_serializing_if = "Option::is_none")]
    heading: Option<&'v str>,
    text: Vec<String>,
    actions: Vec<FilledAction<'v>>,
    #[serde(flatten)]
    flow: Option<Flow>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FilledAction<'v> {
    #[serde(flatten)]
    action: &'v Action,
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<Run>,
}

/// A command filled in.
#[derive(Serialize)]
struct Run {
    text: String,
    effect: Option<Effect>,
    /// What must be filled in before it may run.
    missing: Vec<ParameterName>,
}

pub(super) fn write(view: &View<'_>) -> Result<String, RenderError> {
    let mut nodes = Vec::new();
    for section in view.sections() {
        nodes.push(Node {
            id: &section.id,
            heading: Some(view.text(&section.heading)),
            text: texts(view, &section.blocks),
            actions: actions(view, &section.actions),
            flow: section.flow.as_ref().map(|flow| view.flow(flow)),
        });
        nodes.extend(view.steps(section).map(|step| Node {
            id: &step.id,
            heading: None,
            text: texts(view, &step.blocks),
            actions: actions(view, &step.actions),
            flow: Some(view.flow(&step.flow)),
        }));
    }
    let filled = FilledRunbook {
        format: "mpkc.filled-runbook/1",
        runbook: &view.runbook.slug,
        monitor: &view.monitor.id,
        health_set: &view.monitor.health_set,
        probes: &view.monitor.probes,
        locale: view.locale,
        values: view
            .values
            .iter()
            .map(|(name, value)| Value { name, value })
            .collect(),
        missing: view.missing(),
        start: view.start(),
        nodes,
    };
    let mut text = serde_json::to_string_pretty(&filled)
        .map_err(|error| RenderError::Json(error.to_string()))?;
    text.push('\n');
    Ok(text)
}

fn actions<'v>(view: &View<'_>, actions: &'v [Action]) -> Vec<FilledAction<'v>> {
    let run = |action: &Action| {
        let key = action.execution()?.command;
        let filled = view.filled(key, &[]);
        Some(Run {
            text: filled.text,
            effect: view.command(key).effect,
            missing: filled.missing,
        })
    };
    actions
        .iter()
        .map(|action| FilledAction {
            action,
            run: run(action),
        })
        .collect()
}

/// The texts of a node, those of its sub-steps aside.
pub(in crate::emit) fn texts(view: &View<'_>, blocks: &[Block]) -> Vec<String> {
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Text(text) => found.push(labelled(view, text)),
            Block::List { items, .. } => {
                items
                    .iter()
                    .for_each(|item| found.extend(texts(view, &item.blocks)));
            }
            _ => {}
        }
    }
    found
}

/// A text behind its label.
fn labelled(view: &View<'_>, text: &Text) -> String {
    let content = view.text(&text.text);
    match view.text(&text.label) {
        "" => content.to_owned(),
        label => format!("{label}: {content}"),
    }
}
