//! The last lines of a run.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::streams::to_stderr;
use crate::diagnostic::{Diagnostic, Severity};
use crate::findings::{RuleCounts, Translated};
use crate::model::KnowledgeBase;
use crate::report::Totals;
use crate::timing::Stage;
use crate::workspace;

/// How many findings there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Counts {
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) notes: usize,
}

impl Counts {
    /// Those of `diagnostics`.
    pub(super) fn of(diagnostics: &[Diagnostic]) -> Self {
        let of = |severity| {
            let with = diagnostics.iter().filter(|d| d.severity == severity);
            with.count()
        };
        Self {
            errors: of(Severity::Error),
            warnings: of(Severity::Warning),
            notes: of(Severity::Note),
        }
    }
}

/// Writes what was compiled, and how long it took, to standard error.
pub(super) fn summary(totals: &Totals, counts: Counts, since: Instant) -> io::Result<()> {
    let mut out = Vec::new();
    writeln!(
        out,
        "{} in {}: {}, {}, {}, {}, {}",
        count(totals.articles, "article", "articles"),
        count(totals.locales, "locale", "locales"),
        count(totals.health_sets, "health set", "health sets"),
        count(totals.probes, "probe", "probes"),
        count(totals.monitors, "monitor", "monitors"),
        count(totals.steps, "step", "steps"),
        count(totals.commands, "command", "commands"),
    )?;
    let found = [
        count(counts.errors, "error", "errors"),
        count(counts.warnings, "warning", "warnings"),
        count(counts.notes, "note", "notes"),
    ];
    writeln!(
        out,
        "{} ({} ms)",
        found.join(", "),
        since.elapsed().as_millis()
    )?;
    to_stderr(&out)
}

/// Writes how many findings each rule has in each language, and what each language has of the articles, to standard
/// error.
pub(super) fn tables(knowledge: &KnowledgeBase<'_>, diagnostics: &[Diagnostic]) -> io::Result<()> {
    let mut out = Vec::new();
    let counts = RuleCounts::of_each(knowledge, diagnostics);
    let coverage = Translated::into_each(knowledge);
    let tags: Vec<String> = coverage
        .locales()
        .map(|locale| locale.to_string())
        .collect();
    if !counts.is_empty() {
        let width = counts.keys().map(|name| name.len()).max().unwrap_or(0);
        row(&mut out, "findings", width, "total", &tags)?;
        for (name, count) in &counts {
            let cells: Vec<String> = tags
                .iter()
                .map(|tag| {
                    count
                        .locales
                        .get(tag)
                        .map_or_else(|| "-".to_owned(), usize::to_string)
                })
                .collect();
            row(&mut out, name, width, &count.total.to_string(), &cells)?;
        }
        writeln!(out)?;
    }
    let of = |number: fn(&Translated) -> usize| -> Vec<String> {
        coverage
            .values()
            .map(|counted| number(counted).to_string())
            .collect()
    };
    row(&mut out, "coverage", 21, "", &tags)?;
    row(
        &mut out,
        "articles",
        21,
        "",
        &of(|counted| counted.articles),
    )?;
    row(
        &mut out,
        "missing",
        21,
        "",
        &of(|counted| counted.missing.len()),
    )?;
    row(
        &mut out,
        "older than source",
        21,
        "",
        &of(|counted| counted.older_than_source.len()),
    )?;
    row(
        &mut out,
        "translated by machine",
        21,
        "",
        &of(|counted| counted.machine_translated),
    )?;
    writeln!(out)?;
    to_stderr(&out)
}

fn row(
    out: &mut impl Write,
    name: &str,
    width: usize,
    total: &str,
    cells: &[String],
) -> io::Result<()> {
    write!(out, "{name:<width$} {total:>5}")?;
    for cell in cells {
        write!(out, " {cell:>6}")?;
    }
    writeln!(out)
}

/// Writes what became of the outputs, and how long after the first change, if somebody waits for that.
pub(super) fn written(
    outcome: workspace::Outcome,
    withheld: usize,
    folder: &camino::Utf8Path,
    after: Option<Duration>,
) -> io::Result<()> {
    let mut out = Vec::new();
    write!(
        out,
        "{folder}/: {} written, {} unchanged, {} deleted",
        outcome.written, outcome.unchanged, outcome.deleted
    )?;
    if let Some(after) = after {
        let milliseconds = after.as_secs_f64() * 1000.0;
        write!(out, " after {milliseconds:.1} ms")?;
    }
    if withheld > 0 {
        write!(
            out,
            "; {} left as before, because an article in them cannot be used",
            count(withheld, "file", "files")
        )?;
    }
    writeln!(out)?;
    to_stderr(&out)
}

/// Writes how long the stages took, to standard error; nothing if nothing was recorded.
pub(super) fn timings(recorded: &[(Stage, Duration)]) -> io::Result<()> {
    let mut out = Vec::new();
    for (stage, time) in recorded {
        let milliseconds = time.as_secs_f64() * 1000.0;
        writeln!(out, "  {:<20} {milliseconds:>9.1} ms", stage.name())?;
    }
    to_stderr(&out)
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
