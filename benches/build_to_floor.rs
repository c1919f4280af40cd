//! What mpkc costs as a multiple of the floor: reading and rendering the same files with plain pulldown-cmark on the
//! same number of threads. Everything is measured in one run, alternating, so that the ratios mean the same on every
//! machine.
//!
//! ```text
//! cargo bench --bench build_to_floor            # the articles in eleven languages (759 of the real ones)
//! cargo bench --bench build_to_floor -- PATH    # the articles below PATH
//! ```
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and fails loudly"
)]

mod support;

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use mpkc::build::emit_again;
use mpkc::check::Memory;
use mpkc::compile::read;
use mpkc::emit::Recall;
use mpkc::emit::html::HtmlOptions;
use mpkc::workspace::{Config, Emit, OutputFile, discover, write};
use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Does its work on an input and says how much there was of it; the second path is the output folder.
type Stage = fn(&Utf8Path, &Utf8Path) -> usize;

const ROUNDS: usize = 31;

const STAGES: [(&str, Stage); 9] = [
    ("floor: read and render with pulldown-cmark", |input, _| {
        floor(input)
    }),
    ("model: read, align", |input, _| model(input)),
    ("check: that and the rules", |input, _| check(input)),
    ("that and the pack", |input, _| {
        size(&build(input, &[Emit::Pack]))
    }),
    ("that and the pages", |input, _| {
        size(&build(input, &[Emit::Html]))
    }),
    ("that and the runbooks", |input, _| {
        size(&build(input, &[Emit::Runbook]))
    }),
    ("build in memory: everything", |input, _| {
        size(&build(input, Emit::DEFAULT))
    }),
    ("build again, comparing with what is on disk", again),
    ("`mpkc build` as a process: nothing has changed", unchanged),
];

fn main() {
    // On a thread of the pool, as the program.
    rayon::scope(|_| measure());
}

fn measure() {
    let given = std::env::args()
        .skip(1)
        .find(|arg| !arg.starts_with('-'))
        .map(Utf8PathBuf::from);
    let folder = tempfile::tempdir().unwrap();
    let folder = Utf8Path::from_path(folder.path()).unwrap();
    let input = given.unwrap_or_else(|| {
        let input = folder.join("articles");
        support::replicate(&input, 1);
        input
    });
    let output = folder.join("out");
    let files = discover(
        &Config::default(),
        std::slice::from_ref(&input),
        Utf8Path::new("/nowhere"),
    )
    .unwrap()
    .sources
    .len();
    println!(
        "{files} files, {} threads, median of {ROUNDS} rounds",
        rayon::current_num_threads()
    );
    again(&input, &output);
    unchanged(&input, &output);
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); STAGES.len()];
    for _ in 0..ROUNDS {
        for (number, (_, stage)) in STAGES.iter().enumerate() {
            let since = Instant::now();
            std::hint::black_box(stage(&input, &output));
            times[number].push(since.elapsed());
        }
    }
    let medians: Vec<f64> = times
        .iter_mut()
        .map(|times| {
            times.sort();
            times[times.len() / 2].as_secs_f64() * 1000.0
        })
        .collect();
    for ((name, _), median) in STAGES.iter().zip(&medians) {
        println!(
            "{median:8.2} ms  {:5.2} x floor  {name}",
            median / medians[0]
        );
    }
}

fn floor(input: &Utf8Path) -> usize {
    let found = discover(
        &Config::default(),
        &[input.to_owned()],
        Utf8Path::new("/nowhere"),
    )
    .unwrap();
    found
        .sources
        .par_iter()
        .map(|source| {
            let mut page = String::new();
            html::push_html(&mut page, Parser::new_ext(&source.text, Options::empty()));
            page.len()
        })
        .sum()
}

fn model(input: &Utf8Path) -> usize {
    let config = Config::default();
    let found = discover(&config, &[input.to_owned()], Utf8Path::new("/nowhere")).unwrap();
    let articles = read(&found.sources, &config, &[], &[]).unwrap();
    articles.align().knowledge.health_sets.len()
}

fn check(input: &Utf8Path) -> usize {
    let config = Config::default();
    let found = discover(&config, &[input.to_owned()], Utf8Path::new("/nowhere")).unwrap();
    let articles = read(&found.sources, &config, &[], &[]).unwrap();
    articles.compile(&config, &found.sources).diagnostics.len()
}

fn build(input: &Utf8Path, targets: &[Emit]) -> Vec<OutputFile> {
    let config = Config::default();
    let found = discover(&config, &[input.to_owned()], Utf8Path::new("/nowhere")).unwrap();
    let articles = read(&found.sources, &config, &[], &[]).unwrap();
    let aligned = articles.align();
    let (options, recall) = (HtmlOptions::default(), Recall::nothing());
    // As the program does it: the rules beside the outputs.
    let (diagnostics, outputs) = rayon::join(
        || articles.check_again(&aligned, &config, &found.sources, &mut Memory::default()),
        || {
            let knowledge = &aligned.knowledge;
            emit_again(&articles, knowledge, &config, &options, targets, &recall)
        },
    );
    std::hint::black_box(diagnostics);
    outputs.files
}

fn size(files: &[OutputFile]) -> usize {
    files.iter().map(|file| file.bytes.len()).sum()
}

/// The program, after it has built the same before.
fn unchanged(input: &Utf8Path, output: &Utf8Path) -> usize {
    let output = output.with_file_name("out-of-process");
    let status = Command::new(env!("CARGO_BIN_EXE_mpkc"))
        .args(["build", input.as_str(), "--out", output.as_str()])
        .env("MPKC_CACHE_DIR", output.with_file_name("stamps"))
        .stderr(Stdio::null())
        .status()
        .unwrap();
    usize::from(status.code() == Some(2))
}

fn again(input: &Utf8Path, output: &Utf8Path) -> usize {
    let files = build(input, Emit::DEFAULT);
    write(output, &files, &[]).unwrap().unchanged
}
