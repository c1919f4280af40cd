//! `mpkc build`.

use std::io::{self, Write};
use std::mem::ManuallyDrop;

use camino::Utf8Path;
use similar::TextDiff;

use super::args::BuildArgs;
use super::render;
use super::run::{Failure, Outcome, config, outcome_of, read_again};
use super::session::{Known, Occasion, Read, Session, Settings};
use super::streams::{to_stderr, to_stdout};
use super::summary::{self, Counts};
use super::unchanged::{self, Question, Said};
use super::visible::printed;
use crate::build::{Earlier, Outputs, Plan, REPORT, emit_again, plan};
use crate::compile::{Articles, levelled};
use crate::diagnostic::Diagnostic;
use crate::emit::Recall;
use crate::json;
use crate::report::Report;
use crate::timing::{self, Stage, stage};
use crate::workspace::{
    Config, Emit, Outcome as Written, OutputDifference, OutputFile, OutputPath, Written as Writer,
    compare, read_output, survey,
};

pub(super) fn run(args: &BuildArgs) -> Result<Outcome, Failure> {
    // All memory goes back to the system at once when the process ends here: freeing it piece by piece takes longer than
    // some of the stages.
    let articles = ManuallyDrop::new(Read::default());
    let known = ManuallyDrop::new(Known::default());
    let mut session = ManuallyDrop::new(Session::default());
    once(args, &mut session, (&articles, &known), &Occasion::now())
}

/// One build, of those that a session has.
pub(super) fn once<'r, 'k>(
    args: &BuildArgs,
    session: &mut Session<'r, 'k>,
    (articles, known): (&'r Read, &'k Known<'r>),
    occasion: &Occasion,
) -> Result<Outcome, Failure> {
    let since = occasion.since;
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
    let earlier = std::mem::take(&mut session.kept.found);
    let again = match &occasion.files {
        Some(files) => stage(Stage::Find, || earlier.read_again(files)),
        None => Err(earlier),
    };
    let (found, question) = match again {
        Ok(found) => (found, None),
        Err(earlier) => {
            let survey = stage(Stage::Find, || survey(config, &args.input.paths, &folder))?;
            let question = (!args.fresh && !args.check)
                .then(|| Question::new(args, &settings, &survey, &folder, targets))
                .flatten();
            if let Some(said) = question.as_ref().and_then(Question::answer) {
                return Ok(unchanged::say(&said, &folder, since)?);
            }
            let found = stage(Stage::Find, || survey.read(earlier.sources));
            (found, question)
        }
    };
    let read = read_again(
        &args.input,
        &found,
        config,
        &settings.language_files,
        session.earlier(),
    )?;
    let articles = articles.put(read);
    session.articles = Some(articles);
    let aligned = known.put(articles.align_again(&mut session.align));
    let knowledge = &aligned.knowledge;
    let recall = match &session.kept.memory {
        Some(memory) => Recall::of(memory, knowledge, &mut session.hashes),
        None => Recall::nothing(),
    };
    let emit = |ready: &(dyn Fn(&OutputFile) + Sync)| {
        emit_again(
            articles,
            knowledge,
            config,
            &settings.html,
            targets,
            &recall,
            ready,
        )
    };
    let is_partial = !args.input.locales.is_empty();
    let report_path = OutputPath::new(REPORT).map_err(io::Error::other)?;
    let earlier = if session.kept.written.is_ours(&folder, &report_path) {
        session.kept.listed.clone()
    } else {
        Earlier::read(read_output(&folder, &report_path).as_deref())
    };
    let make = || {
        let writer = &session.kept.written;
        let outputs = emit(&|file| {
            if !args.check {
                stage(Stage::Write, || writer.prepare(&folder, file));
            }
        });
        let made = Made::new(
            outputs, &earlier, &folder, articles, config, targets, is_partial,
        );
        // What is new is announced first, in a report that has to wait for the findings.
        let now = !args.check && made.announced.is_none();
        let written = now.then(|| made.write(&folder, &mut session.kept.written));
        Ok::<_, Failure>((made, written.transpose()?))
    };
    let (mut diagnostics, made) = rayon::join(
        || articles.check_again(aligned, config, &found.sources, &mut session.check),
        make,
    );
    let (made, mut written) = made?;
    diagnostics.extend_from_slice(&made.diagnostics);
    let diagnostics = levelled(diagnostics, config);
    let report = Report {
        outputs: made.listed.clone(),
        withheld: listed(&made.plan.withheld),
        ..Report::new(&found, articles, knowledge, &diagnostics)
    };
    let counts = Counts::of(&diagnostics);
    let mut result = outcome_of(counts);
    let last_file = report_file(&report)?;
    // Outputs come first: a reader that closes the pipe must not keep them from being written.
    if !args.check {
        let outputs = &mut session.kept.written;
        if let Some(outputs_then) = &made.announced {
            let announcement = Report {
                outputs: outputs_then.clone(),
                ..report.clone()
            };
            outputs.write(&folder, &[report_file(&announcement)?], &[])?;
            written = Some(made.write(&folder, outputs)?);
        }
        let last = outputs.write(&folder, std::slice::from_ref(&last_file), &[])?;
        let is_new = made.announced.is_some() || last.written > 0;
        if let Some(written) = &mut written {
            written.written += usize::from(is_new);
            written.unchanged += usize::from(!is_new);
        }
    }
    // How long a save takes is of interest where there are many.
    let latency = session.kept.memory.is_some().then(|| since.elapsed());
    let findings = stage(Stage::Print, || {
        let sources = &found.sources;
        let findings = match session.kept.memory {
            Some(_) => session.kept.rendered.again(&diagnostics, sources),
            None => render::rendered(&diagnostics, sources),
        };
        to_stderr(findings.as_bytes()).map(|()| findings)
    })?;
    if args.check {
        let mut differences = compare(&folder, &made.plan.write, &made.plan.stale);
        differences.extend(compare(&folder, std::slice::from_ref(&last_file), &[]));
        print_differences(&folder, &differences)?;
        if !differences.is_empty() {
            result = Outcome::Findings;
        }
    }
    if let Some(written) = written {
        summary::written(written, made.plan.withheld.len(), &folder, latency)?;
    }
    summary::summary(&report.totals, counts, since)?;
    summary::timings(&timing::recorded())?;
    // Where an article cannot be used, it depends on what outputs there are what is done and said.
    if let Some(question) = question
        && articles.rejected.is_empty()
    {
        let mut outputs = made.plan.write;
        outputs.push(last_file);
        let said = Said {
            findings,
            totals: report.totals,
            counts,
            outputs: outputs.len(),
        };
        question.keep(&found.sources, &folder, &outputs, said);
        return Ok(result);
    }
    if let Some(memory) = &mut session.kept.memory {
        memory.forget_unused();
        let mut outputs = made.plan.write;
        outputs.push(last_file);
        session.kept.written.remember(&folder, outputs);
        session.kept.listed = Earlier {
            outputs: report.outputs,
        };
    }
    session.kept.found = found;
    Ok(result)
}

/// The outputs, and what becomes of them.
struct Made {
    plan: Plan,
    /// The outputs that the report lists.
    listed: Vec<String>,
    /// Where it lists some for the first time: these with those that were listed before. They are listed before they are
    /// written, so that the next run knows what this one made, even if it is interrupted.
    announced: Option<Vec<String>>,
    diagnostics: Vec<Diagnostic>,
}

impl Made {
    fn new(
        outputs: Outputs,
        earlier: &Earlier,
        folder: &Utf8Path,
        articles: &Articles,
        config: &Config,
        targets: &[Emit],
        is_partial: bool,
    ) -> Self {
        let plan = plan(
            outputs.files,
            earlier,
            &articles.rejected,
            &config.pack.id,
            targets,
            is_partial,
            |path: &OutputPath| folder.join(path.as_str()).exists(),
        );
        let written = plan.write.iter().map(|file| &file.path);
        let mut listed = listed(written.chain(&plan.withheld).chain(&plan.kept));
        listed.sort();
        Self {
            announced: earlier.announcement(&listed),
            plan,
            listed,
            diagnostics: outputs.diagnostics,
        }
    }

    /// Writes the outputs and deletes the stale ones.
    fn write(&self, folder: &Utf8Path, outputs: &mut Writer) -> Result<Written, Failure> {
        stage(Stage::Write, || {
            Ok(outputs.write(folder, &self.plan.write, &self.plan.stale)?)
        })
    }
}

fn listed<'p>(paths: impl IntoIterator<Item = &'p OutputPath>) -> Vec<String> {
    let paths = paths.into_iter();
    paths.map(|path| path.as_str().to_owned()).collect()
}

fn report_file(report: &Report<'_>) -> Result<OutputFile, Failure> {
    let bytes = json::to_file(report).map_err(io::Error::from)?;
    let path = OutputPath::new(REPORT).map_err(io::Error::other)?;
    Ok(OutputFile {
        path,
        bytes: bytes.into(),
    })
}

/// Prints what is different on disk, as a diff, to standard output.
fn print_differences(folder: &Utf8Path, differences: &[OutputDifference]) -> io::Result<()> {
    let mut out = Vec::new();
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
        let line = format!("{count} outputs are not current; run `mpkc build`\n");
        to_stderr(line.as_bytes())?;
    }
    to_stdout(&out)
}
