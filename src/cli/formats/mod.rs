//! Diagnostics for machines: lines, JSON, SARIF, commands of GitHub Actions. All go to standard output.

mod sarif;

use std::io::{self, Write};

use super::streams::to_stdout;
use super::visible::{print_json, visible};
use crate::diagnostic::{Diagnostic, Location, Severity};
use crate::findings::Findings;
use crate::workspace::Source;

pub(super) use sarif::sarif;

/// `path:line:column: level[rule] message`.
pub(super) fn concise(diagnostics: &[Diagnostic], sources: &[Source]) -> io::Result<()> {
    let mut out = Vec::new();
    for diagnostic in diagnostics {
        if let Some((path, line, column)) = diagnostic.primary.and_then(|at| place(at, sources)) {
            write!(out, "{}:{line}:{column}: ", visible(path))?;
        }
        writeln!(
            out,
            "{}[{}] {}",
            diagnostic.severity.name(),
            diagnostic.rule.name(),
            visible(&diagnostic.message)
        )?;
    }
    to_stdout(&out)
}

/// The findings as JSON.
pub(super) fn json(findings: &Findings<'_>) -> io::Result<()> {
    print_json(findings)
}

/// Workflow commands: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.
pub(super) fn github(diagnostics: &[Diagnostic], sources: &[Source]) -> io::Result<()> {
    let mut out = Vec::new();
    for diagnostic in diagnostics {
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note | Severity::Off => "notice",
        };
        write!(
            out,
            "::{command} title=mpkc ({})",
            property(diagnostic.rule.name())
        )?;
        if let Some((path, line, column)) = diagnostic.primary.and_then(|at| place(at, sources)) {
            write!(out, ",file={},line={line},col={column}", property(path))?;
        }
        let help = diagnostic
            .help
            .as_ref()
            .map(|help| format!("\n{help}"))
            .unwrap_or_default();
        writeln!(
            out,
            "::{}",
            escape(&format!("{}{help}", diagnostic.message))
        )?;
    }
    to_stdout(&out)
}

fn place(location: Location, sources: &[Source]) -> Option<(&str, usize, usize)> {
    let source = sources.get(location.source.0 as usize)?;
    let at = source.line_column(location.span.start);
    Some((source.path.as_str(), at.line, at.column))
}

/// A message: line breaks and `%` escaped.
fn escape(text: &str) -> String {
    visible(text).replace('%', "%25").replace('\n', "%0A")
}

/// A property, in which `:` and `,` end things.
fn property(text: &str) -> String {
    escape(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workflow_commands_are_escaped() {
        assert_eq!(escape("50% a\nb"), "50%25 a%0Ab");
        assert_eq!(property("c:\\a,b"), "c%3A\\a%2Cb");
    }
}
