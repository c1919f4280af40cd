//! What can be said on the command line.

use camino::Utf8PathBuf;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::locale::Locale;
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
    /// Compile the articles and report what is wrong with them; writes nothing
    Check(CheckArgs),
    /// Print the knowledge base that the articles compile to
    Model(ModelArgs),
    /// List the languages mpkc has files for, and those of the articles
    Locales(InputArgs),
}

#[derive(Debug, Args)]
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
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
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
