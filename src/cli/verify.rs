//! `mpkc verify`.

use std::io::Write;

use camino::Utf8Path;
use serde::Serialize;

use super::args::{VerifyArgs, VerifyFormat};
use super::run::{Failure, Outcome};
use super::streams::{to_stderr, to_stdout};
use super::{formats, render};
use crate::diagnostic::{Diagnostic, Rule, Severity, SourceId};
use crate::report::ReportedDiagnostic;
use crate::verify::{Finding, Weight, document, is_unmarked_utf16};
use crate::workspace::{Source, SourceError, read_at_most};

/// The format of the JSON. Within a version, only additions.
const FORMAT: &str = "mpkc.verify/1";

/// The most bytes a pack may have: several times the largest there are.
const LARGEST_PACK: u64 = 64 << 20;

#[derive(Serialize)]
struct Report<'a> {
    format: &'static str,
    findings: Vec<ReportedDiagnostic<'a>>,
}

pub(super) fn run(args: &VerifyArgs) -> Result<Outcome, Failure> {
    let mut packs = Vec::new();
    for (path, number) in args.packs.iter().zip(0..) {
        let mut pack = read(path)?;
        pack.id = SourceId(number);
        packs.push(pack);
    }
    let found: Vec<Diagnostic> = packs.iter().flat_map(findings).collect();
    match args.format {
        VerifyFormat::Human => render::diagnostics(&found, &packs)?,
        VerifyFormat::Concise => formats::concise(&found, &packs)?,
        VerifyFormat::Sarif => formats::sarif(&found, &packs)?,
        VerifyFormat::Github => formats::github(&found, &packs)?,
        VerifyFormat::Json => print(&found, &packs)?,
    }
    summary(&found, packs.len())?;
    let is_fine = found.iter().all(|it| it.severity < Severity::Warning);
    Ok(if is_fine {
        Outcome::Fine
    } else {
        Outcome::Findings
    })
}

/// A pack as text. .NET reads UTF-16 too; other encodings are as good as unreadable.
fn read(path: &Utf8Path) -> Result<Source, Failure> {
    let bytes = read_at_most(path, LARGEST_PACK);
    let source = Source::new(path.to_owned(), path.to_owned(), None, bytes);
    match &source.error {
        Some(SourceError::Unreadable(why)) => Err(Failure::Pack(path.to_owned(), why.clone())),
        Some(SourceError::NotUtf8(span)) if !is_unmarked_utf16(&source.text) => {
            let at = source.line_column(span.start);
            let why = format!("line {}, column {}: no UTF-8", at.line, at.column);
            Err(Failure::Pack(path.to_owned(), why))
        }
        Some(SourceError::NotUtf8(_) | SourceError::Utf16) | None => Ok(source),
    }
}

fn findings(pack: &Source) -> Vec<Diagnostic> {
    let diagnostic = |it: Finding| {
        let rule = match it.weight {
            Weight::Refused => Rule::PackRefused,
            Weight::Flawed => Rule::PackFlawed,
        };
        let diagnostic = Diagnostic::new(rule, it.message).at(it.span.within(pack.id));
        if it.help.is_empty() {
            diagnostic
        } else {
            diagnostic.help(it.help)
        }
    };
    document(&pack.text).into_iter().map(diagnostic).collect()
}

fn print(found: &[Diagnostic], packs: &[Source]) -> Result<(), Failure> {
    let report = Report {
        format: FORMAT,
        findings: found
            .iter()
            .map(|it| ReportedDiagnostic::new(it, packs))
            .collect(),
    };
    let mut out = Vec::new();
    serde_json::to_writer_pretty(&mut out, &report).map_err(std::io::Error::from)?;
    writeln!(out)?;
    Ok(to_stdout(&out)?)
}

fn summary(found: &[Diagnostic], packs: usize) -> Result<(), Failure> {
    let refused = found
        .iter()
        .filter(|it| it.rule == Rule::PackRefused)
        .count();
    let flaws = found.len() - refused;
    let line = format!("{packs} packs: {refused} reasons to refuse, {flaws} flaws\n");
    Ok(to_stderr(line.as_bytes())?)
}
