//! A runbook for one monitor in one language, filled in: for a terminal, a ticket, a pipeline, or to be run.
//!
//! [`view`] selects what concerns the monitor, [`fill`] puts values into commands, and one module each writes
//! a format. Rendering is pure; whoever calls it reads the values and prints.

mod fill;
mod json;
mod powershell;
mod prose;
pub(in crate::emit) mod view;

use std::collections::BTreeMap;

use super::format::Runbook;
use super::parameter::ParameterName;
use crate::locale::{Languages, Locale};
use crate::model::{HealthSetId, MonitorId};
use view::View;

pub(in crate::emit) use json::texts;
pub(in crate::emit::runbook) use json::{FILLED_RUNBOOK_SCHEMA, FilledRunbook};

/// How to write a runbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RenderFormat {
    /// Plain text, for a terminal.
    Text,
    /// Markdown, for a ticket.
    Markdown,
    /// JSON, for a pipeline.
    Json,
    /// A PowerShell script that asks before it changes anything.
    PowerShell,
}

/// What to write.
#[derive(Clone, Copy, Debug)]
pub struct Request<'r> {
    /// The runbook.
    pub runbook: &'r Runbook<'r>,
    /// The monitor that raised the alert.
    pub monitor: &'r MonitorId,
    /// The health set of the monitor, where several have one of that name.
    pub health_set: Option<&'r HealthSetId>,
    /// The language. Where a text has none in it, the source language is taken, else any.
    pub locale: Locale,
    /// What to fill in, by parameter. Health set, monitor and probe are known without being given.
    pub values: &'r BTreeMap<ParameterName, String>,
    /// The words of the languages.
    pub languages: &'r Languages,
}

/// Why a runbook cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// The runbook is not about the monitor.
    #[error("the runbook `{runbook}` is not about a monitor `{monitor}`")]
    UnknownMonitor {
        /// The slug of the runbook.
        runbook: String,
        /// The monitor.
        monitor: String,
    },
    /// A value was given for something that no command of the runbook needs.
    #[error("no command needs `{name}`; what can be set: {known}")]
    UnknownParameter {
        /// The name that was given.
        name: String,
        /// The names there are.
        known: String,
    },
    /// The value could not be written as JSON, which cannot happen with the types of a runbook.
    #[error("cannot write JSON: {0}")]
    Json(String),
}

/// Writes the runbook of a monitor.
///
/// # Errors
/// [`RenderError`] if the runbook has no such monitor, or a value has no place in it.
pub fn render(request: &Request<'_>, format: RenderFormat) -> Result<String, RenderError> {
    let view = View::of(request)?;
    match format {
        RenderFormat::Text => Ok(prose::write(&view, prose::Markup::Plain)),
        RenderFormat::Markdown => Ok(prose::write(&view, prose::Markup::Markdown)),
        RenderFormat::Json => json::write(&view),
        RenderFormat::PowerShell => Ok(powershell::write(&view)),
    }
}
