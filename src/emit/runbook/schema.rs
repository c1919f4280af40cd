//! The JSON Schemas of what mpkc writes, made from the types that are written, so that they cannot differ.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};

use super::format::{RUNBOOK_SCHEMA, Runbook};
use super::index::{INDEX_SCHEMA, Index};
use super::render::{FILLED_RUNBOOK_SCHEMA, FilledRunbook};
use crate::model::KnowledgeBase;

/// Where the schema of the knowledge base is.
pub const MODEL_SCHEMA: &str =
    "https://raw.githubusercontent.com/mpkc/mpkc/main/schemas/model.v1.schema.json";

/// Every schema: the name of its file in `schemas/`, and its text (JSON Schema, draft 2020-12).
pub fn schemas() -> Vec<(&'static str, String)> {
    vec![
        (
            "filled-runbook.v1.schema.json",
            text::<FilledRunbook<'static>>(FILLED_RUNBOOK_SCHEMA),
        ),
        (
            "model.v1.schema.json",
            text::<KnowledgeBase<'static>>(MODEL_SCHEMA),
        ),
        (
            "runbook-index.v1.schema.json",
            text::<Index<'static>>(INDEX_SCHEMA),
        ),
        (
            "runbook.v1.schema.json",
            text::<Runbook<'static>>(RUNBOOK_SCHEMA),
        ),
    ]
}

fn text<T: JsonSchema>(address: &str) -> String {
    let mut schema: Schema = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<T>();
    schema.insert("$id".to_owned(), address.into());
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
