//! The last lines of a run.

use std::io::{self, Write};
use std::time::Instant;

use crate::diagnostic::{Diagnostic, Severity};
use crate::report::Report;
use crate::workspace;

/// Writes what was compiled, and how long it took, to standard error.
pub(super) fn summary(
    report: &Report,
    diagnostics: &[Diagnostic],
    since: Instant,
) -> io::Result<()> {
    let mut out = anstream::stderr().lock();
    let totals = &report.totals;
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
    let of = |severity| {
        diagnostics
            .iter()
            .filter(|d| d.severity == severity)
            .count()
    };
    let found = [
        count(of(Severity::Error), "error", "errors"),
        count(of(Severity::Warning), "warning", "warnings"),
        count(of(Severity::Note), "note", "notes"),
    ];
    writeln!(
        out,
        "{} ({} ms)",
        found.join(", "),
        since.elapsed().as_millis()
    )
}

/// Writes what became of the outputs.
pub(super) fn written(
    outcome: workspace::Outcome,
    withheld: usize,
    folder: &camino::Utf8Path,
) -> io::Result<()> {
    let mut out = anstream::stderr().lock();
    write!(
        out,
        "{folder}/: {} written, {} unchanged, {} deleted",
        outcome.written, outcome.unchanged, outcome.deleted
    )?;
    if withheld > 0 {
        write!(
            out,
            "; {} left as before, because an article in them cannot be used",
            count(withheld, "file", "files")
        )?;
    }
    writeln!(out)
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
