//! Runbooks: what to do when a health set is unhealthy, for machines to follow.
//!
//! [`format`] says what a runbook file holds; [`build`] makes it of a health set, with [`text`] for what humans
//! read, [`command`] (and [`parameter`], [`effect`]) for what machines run, and [`graph`] for where each step leads.
//! [`index`] finds the runbook of a monitor.

mod action;
mod build;
mod command;
mod effect;
mod format;
mod graph;
mod index;
mod lookup;
mod mention;
mod node;
mod parameter;
pub(in crate::emit) mod render;
mod route;
mod schema;
mod severity;
mod switch;
mod text;
mod words;

use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use super::Recall;
use crate::json;
use crate::locale::Languages;
use crate::model::{self, KnowledgeBase};
use crate::workspace::{OutputFile, OutputPath};
use text::Links;
use words::Words;

pub use command::{Cmdlet, Command, CommandKey, Parameter, Slot};
pub use effect::Effect;
pub use format::{
    Action, Block, Category, Condition, Execution, Flow, Format, HealthSet, Item, Link,
    LinkMeaning, Metadata, Monitor, Outcome, Probe, RUNBOOK_SCHEMA, Row, Runbook, Section,
    Severity, SourceArticle, Step, Text, TextStyle,
};
pub use index::{
    INDEX_SCHEMA, Index, IndexFormat, IndexedMonitor, IndexedRunbook, PackElements, Pages, Summary,
};
pub use lookup::{Lookup, lookup};
pub use node::{End, NodeId, Target};
pub use parameter::ParameterName;
pub use render::{RenderError, RenderFormat, Request, render};
pub use schema::{MODEL_SCHEMA, schemas};

/// The runbooks of all health sets and their index: `runbooks/<slug>.json` and `runbooks/index.json`.
pub fn emit(kb: &KnowledgeBase<'_>, languages: &Languages) -> Vec<OutputFile> {
    emit_beside_pack(kb, languages, &PackElements::new())
}

/// [`emit`], with the monitors of the management pack that is made with the runbooks.
pub fn emit_beside_pack(
    kb: &KnowledgeBase<'_>,
    languages: &Languages,
    elements: &PackElements<'_>,
) -> Vec<OutputFile> {
    emit_again(kb, languages, elements, &Recall::nothing())
}

/// [`emit_beside_pack`], but for what an earlier build made.
pub fn emit_again<'k>(
    kb: &'k KnowledgeBase<'k>,
    languages: &Languages,
    elements: &PackElements<'_>,
    recall: &Recall<'_>,
) -> Vec<OutputFile> {
    let (words, links) = (Words::of(languages), Links::of(kb));
    let make = |set: &'k model::HealthSet<'k>| {
        let runbook = build::runbook(kb, set, &words, &links);
        let file = json_file(format!("runbooks/{}.json", set.slug), &runbook);
        Arc::new((Summary::of(runbook), file))
    };
    let runbooks: Vec<Made> = kb
        .health_sets
        .par_iter()
        .enumerate()
        .map(|(at, set)| recall.or_make(|memory| &memory.runbooks, (at, 0), || make(set)))
        .collect();
    let index = Index::of(runbooks.iter().map(|made| &made.0), elements);
    let index = json_file("runbooks/index.json".to_owned(), &index);
    index
        .into_iter()
        .chain(runbooks.iter().filter_map(|made| made.1.clone()))
        .collect()
}

/// What the index says of a runbook, and its file.
pub type Made = Arc<(Summary, Option<OutputFile>)>;

/// The runbook of one health set.
pub fn runbook<'k>(
    kb: &'k KnowledgeBase<'k>,
    set: &'k model::HealthSet<'k>,
    languages: &Languages,
) -> Runbook<'k> {
    build::runbook(kb, set, &Words::of(languages), &Links::of(kb))
}

/// A value as a file: two blanks a level, and a final line break. `None` cannot happen: slugs are harmless names, and
/// the types have no map whose keys are no strings.
fn json_file(path: String, value: &impl Serialize) -> Option<OutputFile> {
    let path = OutputPath::new(path).ok()?;
    Some(OutputFile {
        path,
        bytes: json::to_file(value).ok()?.into(),
    })
}
