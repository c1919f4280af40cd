//! From arguments to an exit code.

use std::io::{self, Write};
use std::process::ExitCode;

use camino::Utf8PathBuf;
use clap::Parser;

use super::args::{Cli, Command, InputArgs};
use super::summary::Counts;
use super::visible::visible;
use super::{build, check, explain, locales, model, progress, runbook, verify, watch};
use crate::compile::{self, Articles};
use crate::locale::LanguageFileError;
use crate::timing::{Stage, stage};
use crate::workspace::{
    Config, ConfigError, DiscoverError, Discovered, OutputError, discover, roots,
};

/// How a run ended well enough to say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Nothing at or above the fail level.
    Fine,
    /// Findings at or above the fail level, or outputs that are not current.
    Findings,
}

/// Why a run could not be done.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Input(#[from] DiscoverError),
    #[error(transparent)]
    Language(#[from] LanguageFileError),
    #[error(transparent)]
    Output(#[from] OutputError),
    #[error(
        "{0}: no article here; an article is a file *.md whose front matter has an `ms:mtpsurl` with `ms.exch.scom.<key>`. Name the folder that has them; earlier outputs are left as they are"
    )]
    NoArticle(String),
    #[error("{0}")]
    Monitor(String),
    #[error("cannot use {0} threads: {1}")]
    Threads(usize, String),
    #[error("cannot print: {0}")]
    Print(#[from] io::Error),
    #[error("cannot read {0}: {1}")]
    Pack(Utf8PathBuf, String),
    #[error("{0} is no baseline file: {1}")]
    Baseline(Utf8PathBuf, String),
    #[error("cannot write {0}: {1}")]
    Write(Utf8PathBuf, io::Error),
    #[error("the working folder has no UTF-8 name")]
    WorkingFolder,
    #[error("cannot watch {0}: {1}")]
    Watch(Utf8PathBuf, notify::Error),
    #[error("cannot serve the pages at 127.0.0.1:{0}: {1}")]
    Serve(u16, String),
}

/// Runs the program with the arguments of the process.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let _progress = progress::Progress::start();
    // On a thread of the pool: whoever is none of them waits for them at every turn, and gives them back their memory piece by
    // piece.
    let result = use_threads(&cli.command).and_then(|()| rayon::scope(|_| obey(&cli.command)));
    match result {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        // A reader that has seen enough closes the pipe; that is no failure.
        Err(Failure::Print(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(failure) => {
            report(&failure);
            ExitCode::from(2)
        }
    }
}

fn obey(command: &Command) -> Result<Outcome, Failure> {
    match command {
        Command::Build(args) => build::run(args),
        Command::Watch(args) => watch::run(args),
        Command::Check(args) => check::run(args),
        Command::Verify(args) => verify::run(args),
        Command::Explain(args) => explain::page(args.rule),
        Command::Rules => explain::list(),
        Command::Model(args) => model::run(args),
        Command::Runbook(args) => runbook::run(args),
        Command::Locales(args) => locales::run(args),
    }
}

/// Says why a run could not be done.
pub(super) fn report(failure: &Failure) {
    let style = anstyle::AnsiColor::Red.on_default().bold();
    let message = failure.to_string();
    // Nobody is left to tell if even this cannot be written.
    let _ = writeln!(
        anstream::stderr(),
        "{style}error{style:#}: {}",
        visible(&message)
    );
}

/// The inputs of a run.
pub(super) struct Input {
    pub(super) config: Config,
    pub(super) found: Discovered,
    pub(super) articles: Articles,
}

impl Input {
    /// Reads the configuration and the articles.
    pub(super) fn read(args: &InputArgs, output: Option<&Utf8PathBuf>) -> Result<Self, Failure> {
        let config = config()?;
        let language_files = config.language_files()?;
        let output = output
            .cloned()
            .unwrap_or_else(|| config.root.join(&config.output.folder));
        let found = stage(Stage::Find, || discover(&config, &args.paths, &output))?;
        let articles = read_again(args, &found, &config, &language_files, None)?;
        Ok(Self {
            config,
            found,
            articles,
        })
    }
}

/// Reads the articles, but for those that are in `earlier` articles.
pub(super) fn read_again(
    args: &InputArgs,
    found: &Discovered,
    config: &Config,
    language_files: &[(String, String)],
    earlier: Option<&Articles>,
) -> Result<Articles, Failure> {
    let articles = compile::read_again(
        &found.sources,
        config,
        language_files,
        &args.locales,
        earlier,
    )?;
    // A mistyped folder must not make all outputs stale.
    if articles.articles.is_empty() && articles.rejected.is_empty() {
        return Err(Failure::NoArticle(looked_at(config, args)?));
    }
    Ok(articles)
}

/// Where articles were looked for, and in which languages, if that was said.
fn looked_at(config: &Config, args: &InputArgs) -> Result<String, Failure> {
    let folders = roots(config, &args.paths)?;
    let mut places = list(&folders);
    if !args.locales.is_empty() {
        places = format!("{places} in {}", list(&args.locales));
    }
    Ok(places)
}

fn list(things: &[impl ToString]) -> String {
    let words: Vec<String> = things.iter().map(ToString::to_string).collect();
    words.join(", ")
}

/// Uses as many threads as the arguments say.
fn use_threads(command: &Command) -> Result<(), Failure> {
    let Some(jobs) = command.input().and_then(|input| input.jobs) else {
        return Ok(());
    };
    rayon::ThreadPoolBuilder::new()
        .num_threads(jobs)
        .build_global()
        .map_err(|error| Failure::Threads(jobs, error.to_string()))
}

/// The configuration of the working folder.
pub(super) fn config() -> Result<Config, Failure> {
    let folder = std::env::current_dir().map_err(Failure::Print)?;
    let folder = Utf8PathBuf::from_path_buf(folder).map_err(|_| Failure::WorkingFolder)?;
    let mut config = Config::find(&folder)?;
    // Relative where it can be: paths in messages are shorter, and the same on every machine.
    if let Ok(below) = config.root.strip_prefix(&folder) {
        config.root = below.to_owned();
    }
    Ok(config)
}

/// Whether findings make a run fail: errors do.
pub(super) fn outcome_of(counts: Counts) -> Outcome {
    match counts.errors {
        0 => Outcome::Fine,
        _ => Outcome::Findings,
    }
}
