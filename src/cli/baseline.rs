//! Known findings, so that a run fails on new ones only.
//!
//! A finding is known by its rule, its file and its message, not by its line: text above it may change. A file holds as
//! many of the same as there were.

use std::collections::BTreeMap;

use camino::Utf8Path;
use serde::{Deserialize, Serialize};

use super::run::Failure;
use crate::diagnostic::Diagnostic;
use crate::locale::Locale;
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

/// What a finding is known by at each of its places. The languages that a message names are left out: they change with
/// what happens in other files.
fn keys(diagnostic: &Diagnostic, sources: &[Source]) -> Vec<String> {
    let is_tag = |word: &&str| {
        let tag = word.trim_matches([',', ':', '(', ')']).parse::<Locale>();
        word.contains('-') && tag.is_ok_and(|locale| locale.region().is_some())
    };
    let words: Vec<&str> = diagnostic
        .message
        .split(' ')
        .filter(|word| !is_tag(word))
        .collect();
    let message = words.join(" ");
    let key = |file: &str| format!("{}: {file}: {message}", diagnostic.rule.name());
    let of_places = diagnostic.places().map(|place| {
        let source = sources.get(place.source.0 as usize);
        key(source.map_or("", |source| source.label.as_str()))
    });
    let keys: Vec<String> = of_places.collect();
    if keys.is_empty() { vec![key("")] } else { keys }
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
    for key in diagnostics
        .iter()
        .flat_map(|diagnostic| keys(diagnostic, sources))
    {
        *baseline.findings.entry(key).or_default() += 1;
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
    let mut is_known = |key: &String| match known.findings.get_mut(key) {
        Some(left) if *left > 0 => {
            *left -= 1;
            true
        }
        _ => false,
    };
    // A finding about several languages is new if it is new in one.
    let mut is_new = |diagnostic: &Diagnostic| {
        let keys = keys(diagnostic, sources);
        keys.iter().filter(|key| !is_known(key)).count() > 0
    };
    Ok(diagnostics
        .into_iter()
        .filter(|diagnostic| is_new(diagnostic))
        .collect())
}
