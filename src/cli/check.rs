//! `mpkc check`.

use std::mem::ManuallyDrop;
use std::time::Instant;

use super::args::{CheckArgs, CheckFormat};
use super::run::{Failure, Input, Outcome};
use super::summary::Counts;
use super::{baseline, fix, formats, render, summary};
use crate::align;
use crate::check;
use crate::diagnostic::{Diagnostic, Severity};
use crate::findings::Findings;
use crate::report::Totals;
use crate::timing::{self, Stage, stage};

pub(super) fn run(args: &CheckArgs) -> Result<Outcome, Failure> {
    let since = Instant::now();
    if args.timings {
        timing::record();
    }
    // The process ends here, and all its memory goes back to the system at once.
    let mut input = ManuallyDrop::new(Input::read(&args.input, None)?);
    if args.fix || args.diff {
        let found = input
            .articles
            .compile(&input.config, &input.found.sources)
            .diagnostics;
        let mended = fix::mended(&chosen(found, args), &input.found.sources);
        if args.diff {
            fix::print(&mended)?;
            return Ok(Outcome::Fine);
        }
        fix::write(&mended)?;
        drop(mended);
        // Files have changed.
        input = ManuallyDrop::new(Input::read(&args.input, None)?);
    }
    let sources = &input.found.sources;
    let mut of_aligning = ManuallyDrop::new(align::Memory::default());
    let aligned = ManuallyDrop::new(input.articles.align_again(&mut of_aligning));
    let knowledge = &aligned.knowledge;
    let mut of_checking = ManuallyDrop::new(check::Memory::default());
    let found = input
        .articles
        .check_again(&aligned, &input.config, sources, &mut of_checking);
    let mut found = chosen(found, args);
    if let Some(path) = &args.write_baseline {
        baseline::write(path, &found, sources)?;
        return Ok(Outcome::Fine);
    }
    if let Some(path) = &args.baseline {
        found = baseline::unknown(path, found, sources)?;
    }
    let found = &*ManuallyDrop::new(found);
    stage(Stage::Print, || match args.format {
        CheckFormat::Human => render::diagnostics(found, sources),
        CheckFormat::Concise => formats::concise(found, sources),
        CheckFormat::Github => formats::github(found, sources),
        CheckFormat::Sarif => formats::sarif(found, sources),
        CheckFormat::Json => formats::json(&Findings::new(knowledge, found, sources)),
    })?;
    if matches!(args.format, CheckFormat::Human | CheckFormat::Concise) {
        summary::tables(knowledge, found)?;
    }
    let totals = Totals::of(knowledge, found.len());
    summary::summary(&totals, Counts::of(found), since)?;
    summary::timings(&timing::recorded())?;
    Ok(outcome(found, args))
}

/// The findings of the rules that were asked for.
fn chosen(diagnostics: Vec<Diagnostic>, args: &CheckArgs) -> Vec<Diagnostic> {
    let wanted = |diagnostic: &Diagnostic| {
        (args.select.is_empty() || args.select.contains(&diagnostic.rule))
            && !args.ignore.contains(&diagnostic.rule)
    };
    diagnostics.into_iter().filter(wanted).collect()
}

fn outcome(diagnostics: &[Diagnostic], args: &CheckArgs) -> Outcome {
    let least = match args.deny.as_str() {
        "note" => Severity::Note,
        "warning" => Severity::Warning,
        _ => Severity::Error,
    };
    if diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity >= least)
    {
        Outcome::Findings
    } else {
        Outcome::Fine
    }
}
