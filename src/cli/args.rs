//! What can be said on the command line.

use camino::Utf8PathBuf;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::diagnostic::Rule;
use crate::emit::runbook::RenderFormat;
use crate::locale::Locale;
use crate::model::HealthSetId;
use crate::workspace::Emit;

const EXIT_CODES: &str = "\
Exit codes:
  0  fine
  1  findings at or above the fail level, or outputs that are not current (--check)
  2  wrong usage, configuration, or files that cannot be read or written

Settings are read from mpkc.toml in this folder or the nearest one above it.";

/// The management-pack knowledge compiler: health-set articles in many languages to a SCOM management
/// pack, HTML pages and JSON runbooks.
#[derive(Debug, Parser)]
#[command(name = "mpkc", version, after_help = EXIT_CODES, max_term_width = 100)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Compile the articles and write the pack, the pages and the runbooks
    Build(BuildArgs),
    /// Build again whenever an article changes, and show the pages in a browser if asked to
    Watch(WatchArgs),
    /// Compile the articles and report what is wrong with them; writes nothing, unless asked to mend
    Check(CheckArgs),
    /// Report what SCOM refuses in management packs, and what it takes although it is broken
    Verify(VerifyArgs),
    /// Say what a rule is about, why it matters and how to mend what it finds
    Explain(ExplainArgs),
    /// List the rules with their levels
    Rules,
    /// Print the runbook of a monitor, filled in: for a terminal, a ticket, a pipeline, or to be run
    Runbook(RunbookArgs),
    /// Print the knowledge base that the articles compile to
    Model(ModelArgs),
    /// List the languages mpkc has files for, and those of the articles
    Locales(InputArgs),
}

impl Command {
    /// The input of commands that have one.
    pub(super) fn input(&self) -> Option<&InputArgs> {
        match self {
            Self::Build(args) => Some(&args.input),
            Self::Watch(args) => Some(&args.input),
            Self::Check(args) => Some(&args.input),
            Self::Model(args) => Some(&args.input),
            Self::Locales(args) => Some(args),
            Self::Runbook(_) | Self::Verify(_) | Self::Explain(_) | Self::Rules => None,
        }
    }
}

#[derive(Clone, Debug, Args)]
pub(super) struct InputArgs {
    /// Folders with one sub-folder per language, named by its tag (es-ES, pt_br, …) [default: content/, or
    /// what mpkc.toml says]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<Utf8PathBuf>,

    /// Compile only these languages
    #[arg(long = "locale", value_name = "TAG", num_args = 1.., value_delimiter = ',')]
    pub(super) locales: Vec<Locale>,

    /// Use this many threads [default: one per core]
    #[arg(long, value_name = "N")]
    pub(super) jobs: Option<usize>,
}

#[derive(Debug, Args)]
pub(super) struct BuildArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,

    /// Where the outputs go [default: out/, or what mpkc.toml says]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<Utf8PathBuf>,

    /// Make only these targets
    #[arg(long, value_name = "TARGET", num_args = 1.., value_delimiter = ',')]
    pub(super) emit: Vec<Emit>,

    /// Write nothing; fail if the outputs are not what they should be, and print the difference
    #[arg(long)]
    pub(super) check: bool,

    /// Build even if nothing has changed since the last time
    #[arg(long)]
    pub(super) fresh: bool,

    /// Print how long each stage took
    #[arg(long)]
    pub(super) timings: bool,
}

#[derive(Debug, Args)]
pub(super) struct WatchArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,

    /// Where the outputs go [default: out/, or what mpkc.toml says]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<Utf8PathBuf>,

    /// Make only these targets
    #[arg(long, value_name = "TARGET", num_args = 1.., value_delimiter = ',')]
    pub(super) emit: Vec<Emit>,

    /// Show the pages at this port of 127.0.0.1, and reload them when they change; 0 takes a free port
    #[arg(long, value_name = "PORT", num_args = 0..=1, default_missing_value = "8013")]
    pub(super) serve: Option<u16>,

    /// Print how long each stage took
    #[arg(long)]
    pub(super) timings: bool,
}

impl WatchArgs {
    /// What is built at every change.
    pub(super) fn build(&self) -> BuildArgs {
        BuildArgs {
            input: self.input.clone(),
            out: self.out.clone(),
            emit: self.emit.clone(),
            check: false,
            fresh: true,
            timings: self.timings,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,

    /// How to report
    #[arg(long, value_enum, default_value_t = CheckFormat::Human)]
    pub(super) format: CheckFormat,

    /// Report only these rules
    #[arg(long, value_name = "RULE", num_args = 1.., value_delimiter = ',')]
    pub(super) select: Vec<Rule>,

    /// Do not report these rules
    #[arg(long, value_name = "RULE", num_args = 1.., value_delimiter = ',')]
    pub(super) ignore: Vec<Rule>,

    /// Fail on findings of this level, not only on errors
    #[arg(long, value_name = "LEVEL", value_parser = ["error", "warning", "note"], default_value = "error")]
    pub(super) deny: String,

    /// Report only what is not in this file of known findings
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<Utf8PathBuf>,

    /// Write the findings to this file, to be known from now on
    #[arg(long, value_name = "FILE", conflicts_with = "baseline")]
    pub(super) write_baseline: Option<Utf8PathBuf>,

    /// Mend what can be mended with certainty, then report the rest
    #[arg(long)]
    pub(super) fix: bool,

    /// Print what --fix would change, and write nothing
    #[arg(long, conflicts_with = "fix")]
    pub(super) diff: bool,

    /// Print how long each stage took
    #[arg(long)]
    pub(super) timings: bool,
}

#[derive(Debug, Args)]
pub(super) struct RunbookArgs {
    /// The monitor that raised the alert
    #[arg(value_name = "MONITOR")]
    pub(super) monitor: String,

    /// Folders with the articles [default: content/, or what mpkc.toml says]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<Utf8PathBuf>,

    /// The health set, where several have a monitor of that name
    #[arg(long, value_name = "ID", value_parser = health_set)]
    pub(super) health_set: Option<HealthSetId>,

    /// The language [default: the source language]
    #[arg(long, value_name = "TAG")]
    pub(super) locale: Option<Locale>,

    /// Fill in a placeholder: server=EX01
    #[arg(long, value_name = "NAME=VALUE")]
    pub(super) set: Vec<String>,

    /// How to print it
    #[arg(long, value_enum, default_value_t = RunbookFormat::Text)]
    pub(super) format: RunbookFormat,
}

fn health_set(text: &str) -> Result<HealthSetId, String> {
    HealthSetId::new(text).ok_or_else(|| format!("`{text}` is no name of a health set"))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum RunbookFormat {
    /// Plain text
    Text,
    /// Markdown
    Markdown,
    /// JSON
    Json,
    /// A PowerShell script that asks before each step that changes something
    Powershell,
}

impl From<RunbookFormat> for RenderFormat {
    fn from(format: RunbookFormat) -> Self {
        match format {
            RunbookFormat::Text => Self::Text,
            RunbookFormat::Markdown => Self::Markdown,
            RunbookFormat::Json => Self::Json,
            RunbookFormat::Powershell => Self::PowerShell,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct VerifyArgs {
    /// Management packs, as XML
    #[arg(value_name = "PACK", required = true)]
    pub(super) packs: Vec<Utf8PathBuf>,

    /// How to report
    #[arg(long, value_enum, default_value_t = VerifyFormat::Human)]
    pub(super) format: VerifyFormat,
}

/// How `mpkc verify` reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum VerifyFormat {
    /// Lines of the pack with carets
    Human,
    /// One line a finding
    Concise,
    /// JSON
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// Commands of GitHub Actions, which annotate a change
    Github,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The name of the rule, as reports show it
    #[arg(value_name = "RULE")]
    pub(super) rule: Rule,
}

/// How `mpkc check` reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckFormat {
    /// Source lines with carets and the lines of other languages
    Human,
    /// One line a finding
    Concise,
    /// JSON, as described by schemas/check.v1.schema.json
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// Commands of GitHub Actions, which annotate a change
    Github,
}

#[derive(Debug, Args)]
pub(super) struct ModelArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,

    /// How to print it
    #[arg(long, value_enum, default_value_t = ModelFormat::Json)]
    pub(super) format: ModelFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ModelFormat {
    /// JSON, as described by schemas/model.v1.schema.json
    Json,
}
