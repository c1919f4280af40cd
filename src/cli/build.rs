//! `mpkc build`.

use std::io::{self, Write};
use std::time::Instant;

use camino::Utf8Path;
use similar::TextDiff;

use super::args::BuildArgs;
use super::render;
use super::run::{Failure, Input, Outcome, config, outcome};
use super::session::{Session, Settings};
use super::summary;
use super::visible::printed;
use crate::build::{Earlier, Plan, REPORT, emit_again, plan};
use crate::compile::{Known, levelled};
use crate::emit::Recall;
use crate::report::Report;
use crate::timing::{self, Stage, stage};
use crate::workspace::{
    Outcome as Written, OutputDifference, OutputError, OutputFile, OutputPath, compare,
    read_output, write,
};

pub(super) fn run(args: &BuildArgs) -> Result<Outcome, Failure> {
    once(args, None)
}

/// One build; with a session, one of many of the same arguments.
pub(super) fn once(
    args: &BuildArgs,
    mut session: Option<&mut Session>,
) -> Result<Outcome, Failure> {
    let since = Instant::now();
    if args.timings {
        timing::record();
    }
    let settings = Settings::read(config()?)?;
    let known = match &mut session {
        Some(session) => {
            session.settle(&settings);
            std::mem::take(&mut session.known)
        }
        None => Known::default(),
    };
    let input = Input::read_again(
        &args.input,
        args.out.as_ref(),
        settings.config.clone(),
        &settings.language_files,
        known,
    )?;
    let config = &input.config;
    let folder = args
        .out
        .clone()
        .unwrap_or_else(|| config.root.join(&config.output.folder));
    let targets = if args.emit.is_empty() {
        &config.output.emit
    } else {
        &args.emit
    };
    let mut compilation = input.articles.compile(config, &input.found.sources);
    let recall = match &session {
        Some(session) => session.recall(&compilation.knowledge),
        None => Recall::nothing(),
    };
    let outputs = emit_again(
        &input.articles,
        &compilation,
        config,
        &settings.html,
        targets,
        &recall,
    );
    compilation.diagnostics.extend(outputs.diagnostics);
    compilation.diagnostics = levelled(compilation.diagnostics, config);
    let earlier = OutputPath::new(REPORT).map_err(io::Error::other)?;
    let earlier = Earlier::read(read_output(&folder, &earlier).as_deref());
    let exists = |path: &OutputPath| folder.join(path.as_str()).exists();
    let plan = plan(
        outputs.files,
        &earlier,
        &input.articles.rejected,
        &config.pack.id,
        targets,
        !args.input.locales.is_empty(),
        exists,
    );
    let mut report = Report::new(
        &input.found.sources,
        &input.found.others,
        &input.articles,
        &compilation,
    );
    fill_in(&mut report, &plan);
    let mut result = outcome(&compilation.diagnostics);
    // Outputs come first: a reader that closes the pipe must not keep them from being written.
    let written = if args.check {
        None
    } else {
        Some(stage(Stage::Write, || {
            write_all(
                &plan,
                &report,
                &earlier,
                |files, stale| match &mut session {
                    Some(session) => session.written.write(&folder, files, stale),
                    None => write(&folder, files, stale),
                },
            )
        })?)
    };
    stage(Stage::Print, || {
        render::diagnostics(&compilation.diagnostics, &input.found.sources)
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
        summary::written(written, plan.withheld.len(), &folder)?;
    }
    summary::summary(&report, &compilation.diagnostics, since)?;
    summary::timings(&timing::recorded())?;
    if let Some(session) = session {
        session.written.remember(&folder, plan.write);
        session.keep(input);
    }
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
