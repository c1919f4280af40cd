//! `mpkc build`.

use std::io::{self, Write};
use std::time::Instant;

use camino::Utf8Path;
use similar::TextDiff;

use super::args::BuildArgs;
use super::render;
use super::run::{Failure, Outcome, config, outcome, read_again};
use super::session::{Known, Read, Session, Settings};
use super::summary;
use super::visible::printed;
use crate::build::{Earlier, Plan, REPORT, emit_again, plan};
use crate::compile::levelled;
use crate::emit::Recall;
use crate::report::Report;
use crate::timing::{self, Stage, stage};
use crate::workspace::{
    Outcome as Written, OutputDifference, OutputError, OutputFile, OutputPath, compare,
    read_output,
};

pub(super) fn run(args: &BuildArgs) -> Result<Outcome, Failure> {
    let articles = Read::default();
    let known = Known::default();
    once(args, &mut Session::default(), (&articles, &known))
}

/// One build, of those that a session has.
pub(super) fn once<'r, 'k>(
    args: &BuildArgs,
    session: &mut Session<'r, 'k>,
    (articles, known): (&'r Read, &'k Known<'r>),
) -> Result<Outcome, Failure> {
    let since = Instant::now();
    if args.timings {
        timing::record();
    }
    let settings = Settings::read(config()?)?;
    session.settle(&settings);
    let config = &settings.config;
    let folder = args
        .out
        .clone()
        .unwrap_or_else(|| config.root.join(&config.output.folder));
    let targets = if args.emit.is_empty() {
        &config.output.emit
    } else {
        &args.emit
    };
    let sources = std::mem::take(&mut session.kept.sources);
    let (found, read) = read_again(
        &args.input,
        &folder,
        config,
        &settings.language_files,
        sources,
        session.earlier(),
    )?;
    let articles = articles.put(read);
    session.articles = Some(articles);
    let aligned = known.put(articles.align_again(&mut session.align));
    let mut diagnostics =
        articles.check_again(aligned, config, &found.sources, &mut session.check);
    let knowledge = &aligned.knowledge;
    let recall = match &session.kept.memory {
        Some(memory) => Recall::of(memory, knowledge, &mut session.hashes),
        None => Recall::nothing(),
    };
    let outputs = emit_again(
        articles,
        knowledge,
        config,
        &settings.html,
        targets,
        &recall,
    );
    diagnostics.extend(outputs.diagnostics);
    let diagnostics = levelled(diagnostics, config);
    let earlier = OutputPath::new(REPORT).map_err(io::Error::other)?;
    let earlier = Earlier::read(read_output(&folder, &earlier).as_deref());
    let exists = |path: &OutputPath| folder.join(path.as_str()).exists();
    let plan = plan(
        outputs.files,
        &earlier,
        &articles.rejected,
        &config.pack.id,
        targets,
        !args.input.locales.is_empty(),
        exists,
    );
    let mut report = Report::new(&found, articles, knowledge, &diagnostics);
    fill_in(&mut report, &plan);
    let mut result = outcome(&diagnostics);
    // Outputs come first: a reader that closes the pipe must not keep them from being written.
    let written = if args.check {
        None
    } else {
        Some(stage(Stage::Write, || {
            write_all(&plan, &report, &earlier, |files, stale| {
                session.kept.written.write(&folder, files, stale)
            })
        })?)
    };
    let latency = since.elapsed();
    stage(Stage::Print, || {
        render::diagnostics(&diagnostics, &found.sources)
    })?;
    if args.check {
        let mut differences = compare(&folder, &plan.write, &plan.stale);
        differences.extend(compare(&folder, &[report_file(&report)?], &[]));
        print_differences(&folder, &differences)?;
        if !differences.is_empty() {
            result = Outcome::Findings;
        }
    }
    if let Some(written) = written {
        summary::written(written, plan.withheld.len(), &folder, latency)?;
    }
    summary::summary(&report, &diagnostics, since)?;
    summary::timings(&timing::recorded())?;
    if let Some(memory) = &mut session.kept.memory {
        memory.forget_unused();
        session.kept.written.remember(&folder, plan.write);
    }
    session.kept.sources = found.sources;
    Ok(result)
}

/// Writes the outputs, deletes the stale ones, and writes the report. Where the report lists files for the first time, it
/// is written before them as well, with the old ones: so the next run knows what this one made, even if it is interrupted.
fn write_all(
    plan: &Plan,
    report: &Report,
    earlier: &Earlier,
    mut write: impl FnMut(&[OutputFile], &[OutputPath]) -> Result<Written, OutputError>,
) -> Result<Written, Failure> {
    let announced = earlier.announcement(&report.outputs);
    if let Some(outputs) = &announced {
        let announcement = Report {
            outputs: outputs.clone(),
            ..report.clone()
        };
        write(&[report_file(&announcement)?], &[])?;
    }
    let mut written = write(&plan.write, &plan.stale)?;
    let last = write(&[report_file(report)?], &[])?;
    let is_new = announced.is_some() || last.written > 0;
    written.written += usize::from(is_new);
    written.unchanged += usize::from(!is_new);
    Ok(written)
}

fn fill_in(report: &mut Report, plan: &Plan) {
    let mut outputs: Vec<String> = plan
        .write
        .iter()
        .map(|file| &file.path)
        .chain(&plan.withheld)
        .chain(&plan.kept)
        .map(|path| path.as_str().to_owned())
        .collect();
    outputs.sort();
    report.outputs = outputs;
    report.withheld = plan
        .withheld
        .iter()
        .map(|path| path.as_str().to_owned())
        .collect();
}

fn report_file(report: &Report) -> Result<OutputFile, Failure> {
    let mut bytes = serde_json::to_vec_pretty(report).map_err(io::Error::from)?;
    bytes.push(b'\n');
    let path = OutputPath::new(REPORT).map_err(io::Error::other)?;
    Ok(OutputFile {
        path,
        bytes: bytes.into(),
    })
}

/// Prints what is different on disk, as a diff, to standard output.
fn print_differences(folder: &Utf8Path, differences: &[OutputDifference]) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    for difference in differences {
        match difference {
            OutputDifference::Missing(path) => {
                writeln!(out, "missing: {}", folder.join(path.as_str()))?
            }
            OutputDifference::Stale(path) => {
                writeln!(out, "stale: {}", folder.join(path.as_str()))?
            }
            OutputDifference::Changed { path, old, new } => {
                let name = folder.join(path.as_str());
                let (old, new) = (String::from_utf8_lossy(old), String::from_utf8_lossy(new));
                let diff = TextDiff::from_lines(&*old, &*new);
                let text = diff
                    .unified_diff()
                    .context_radius(2)
                    .header(name.as_str(), name.as_str())
                    .to_string();
                out.write_all(printed(&text).as_bytes())?;
            }
        }
    }
    if !differences.is_empty() {
        let count = differences.len();
        writeln!(
            anstream::stderr(),
            "{count} outputs are not current; run `mpkc build`"
        )?;
    }
    out.flush()
}
