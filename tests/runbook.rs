//! What is promised of runbooks: they follow their schema, hold together as graphs, lose nothing, and are
//! the same from any set of languages.
#![allow(clippy::print_stderr, reason = "what is skipped is said")]

#[path = "runbook/cacao.rs"]
mod cacao;
#[path = "runbook/graph.rs"]
mod graph;
#[path = "runbook/render.rs"]
mod render;
#[path = "runbook/schema.rs"]
mod schema;
#[path = "runbook/support.rs"]
mod support;
#[path = "runbook/walk.rs"]
mod walk;
