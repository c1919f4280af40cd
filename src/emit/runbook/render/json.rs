//! A runbook for a pipeline: the nodes that concern a monitor, filled in, in one language.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::effect::Effect;
use super::super::format::{Action, Block, Flow, Text};
use super::super::node::{NodeId, Target};
use super::super::parameter::ParameterName;
use super::RenderError;
use super::view::View;
use crate::locale::Locale;
use crate::model::{HealthSetId, MonitorId, ProbeId, Slug};

/// Where the schema of a filled-in runbook is.
pub(in crate::emit::runbook) const FILLED_RUNBOOK_SCHEMA: &str =
    "https://raw.githubusercontent.com/mpkc/mpkc/main/schemas/filled-runbook.v1.schema.json";

/// The name of the format and its version.
#[derive(Clone, Copy, Serialize, JsonSchema)]
enum FilledFormat {
    /// Version 1.
    #[serde(rename = "mpkc.filled-runbook/1")]
    V1,
}

/// The runbook of one monitor in one language, with values filled in.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::emit::runbook) struct FilledRunbook<'v> {
    /// The address of the schema.
    #[serde(rename = "$schema")]
    schema: &'static str,
    /// The name of the format and its version.
    format: FilledFormat,
    /// The slug of the runbook.
    runbook: &'v Slug,
    /// The monitor.
    monitor: &'v MonitorId,
    /// The health set it belongs to.
    health_set: &'v HealthSetId,
    /// The probes that feed it.
    probes: &'v [ProbeId],
    /// The language of the texts.
    locale: Locale,
    /// What was filled in.
    values: Vec<Value<'v>>,
    /// What was not, though a command needs it.
    missing: Vec<ParameterName>,
    /// Where to begin.
    start: Target,
    /// The sections and steps that concern the monitor, in the order of the article.
    nodes: Vec<Node<'v>>,
}

/// A value that was filled in.
#[derive(Serialize, JsonSchema)]
struct Value<'v> {
    /// What it is the value of.
    name: &'v ParameterName,
    /// The value.
    value: &'v str,
}

/// A section or a step.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct Node<'v> {
    /// Its ID.
    id: &'v NodeId,
    /// The heading of a section.
    #[serde(skip_serializing_if = "Option::is_none")]
    heading: Option<&'v str>,
    /// What a human reads, paragraph by paragraph.
    text: Vec<String>,
    /// What to do, in order.
    actions: Vec<FilledAction<'v>>,
    /// Where to go then; absent where the article goes on.
    #[serde(flatten)]
    flow: Option<Flow>,
}

/// Something to do.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct FilledAction<'v> {
    /// What.
    #[serde(flatten)]
    action: &'v Action,
    /// The command of it, filled in.
    #[serde(skip_serializing_if = "Option::is_none")]
    run: Option<Run>,
}

/// A command, filled in.
#[derive(Serialize, JsonSchema)]
struct Run {
    /// The text to run.
    text: String,
    /// What it does to the server, if that is known.
    effect: Option<Effect>,
    /// What must be filled in before it may run.
    missing: Vec<ParameterName>,
}

pub(super) fn write(view: &View<'_>) -> Result<String, RenderError> {
    let mut nodes = Vec::new();
    for section in view.sections() {
        nodes.push(Node {
            id: &section.id,
            heading: Some(view.text(section.heading)),
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
        schema: FILLED_RUNBOOK_SCHEMA,
        format: FilledFormat::V1,
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
pub(in crate::emit) fn texts(view: &View<'_>, blocks: &[Block<'_>]) -> Vec<String> {
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
fn labelled(view: &View<'_>, text: &Text<'_>) -> String {
    let content = view.text(&text.text);
    match view.text(&text.label) {
        "" => content.to_owned(),
        label => format!("{label}: {content}"),
    }
}
