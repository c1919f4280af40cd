//! Known findings, so that a run fails on new ones only.
//!
//! A finding is known by its rule, its file and its message, not by its line: text above it may change. A file holds as
//! many of the same as there were.

use std::collections::BTreeMap;

use camino::Utf8Path;
use serde::{Deserialize, Serialize};

use super::run::Failure;
use crate::diagnostic::Diagnostic;
use crate::workspace::{Source, read_text, replace};

/// The name and version of the format.
const FORMAT: &str = "mpkc-baseline/1";

/// A file of known findings.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Baseline {
    format: String,
    findings: BTreeMap<String, usize>,
}

fn key(diagnostic: &Diagnostic, sources: &[Source]) -> String {
    let source = diagnostic
        .primary
        .and_then(|place| sources.get(place.source.0 as usize));
    let file = source.map_or("", |source| source.label.as_str());
    format!("{}: {file}: {}", diagnostic.rule.name(), diagnostic.message)
}

/// Writes the findings to `path`.
pub(super) fn write(
    path: &Utf8Path,
    diagnostics: &[Diagnostic],
    sources: &[Source],
) -> Result<(), Failure> {
    let mut baseline = Baseline {
        format: FORMAT.to_owned(),
        ..Baseline::default()
    };
    for diagnostic in diagnostics {
        *baseline
            .findings
            .entry(key(diagnostic, sources))
            .or_default() += 1;
    }
    let mut text = serde_json::to_string_pretty(&baseline)
        .map_err(|error| Failure::Write(path.to_owned(), error.into()))?;
    text.push('\n');
    replace(path, text.as_bytes()).map_err(|error| Failure::Write(path.to_owned(), error))
}

/// The findings that `path` does not know.
pub(super) fn unknown(
    path: &Utf8Path,
    diagnostics: Vec<Diagnostic>,
    sources: &[Source],
) -> Result<Vec<Diagnostic>, Failure> {
    let refuse = |reason: String| Failure::Baseline(path.to_owned(), reason);
    let text = read_text(path).map_err(|error| refuse(error.to_string()))?;
    let mut known: Baseline =
        serde_json::from_str(&text).map_err(|error| refuse(error.to_string()))?;
    if known.format != FORMAT {
        return Err(refuse(format!(
            "its format is `{}`, not `{FORMAT}`",
            known.format
        )));
    }
    let mut is_new =
        |diagnostic: &Diagnostic| match known.findings.get_mut(&key(diagnostic, sources)) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        };
    Ok(diagnostics
        .into_iter()
        .filter(|diagnostic| is_new(diagnostic))
        .collect())
}
