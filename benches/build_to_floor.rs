//! What `mpkc build` costs in memory, as a multiple of the floor: reading and rendering the same files with plain
//! pulldown-cmark on the same number of threads. Both are measured in one run, alternating, so that the ratio means
//! the same on every machine.
//!
//! ```text
//! cargo bench --bench build_to_floor            # the real articles, or content/ where they are absent
//! cargo bench --bench build_to_floor -- PATH    # the articles below PATH
//! ```
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and fails loudly"
)]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use mpkc::build::emit;
use mpkc::compile::read;
use mpkc::emit::html::HtmlOptions;
use mpkc::workspace::{Config, Emit, discover};
use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Does its work on an input and says how much there was of it.
type Stage = fn(&Utf8Path) -> usize;

const ROUNDS: usize = 31;

fn main() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let given = std::env::args()
        .skip(1)
        .find(|arg| !arg.starts_with('-'))
        .map(PathBuf::from);
    let corpus = std::env::var_os("MPKC_CORPUS")
        .map_or_else(|| root.join("../shared/corpus"), PathBuf::from);
    let input = given.unwrap_or(if corpus.is_dir() {
        corpus
    } else {
        root.join("content")
    });
    let input = Utf8PathBuf::from_path_buf(input).unwrap();
    println!(
        "input {input}, {} threads, median of {ROUNDS} rounds",
        rayon::current_num_threads()
    );
    let stages: [(&str, Stage); 5] = [
        ("floor: read and render with pulldown-cmark", floor),
        ("read and align (check)", check),
        ("pack", |input| build(input, &[Emit::Pack])),
        ("HTML", |input| build(input, &[Emit::Html])),
        ("everything (build)", |input| build(input, Emit::DEFAULT)),
    ];
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); stages.len()];
    for _ in 0..ROUNDS {
        for (number, (_, stage)) in stages.iter().enumerate() {
            let since = Instant::now();
            std::hint::black_box(stage(&input));
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
    for ((name, _), median) in stages.iter().zip(&medians) {
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

fn check(input: &Utf8Path) -> usize {
    let config = Config::default();
    let found = discover(&config, &[input.to_owned()], Utf8Path::new("/nowhere")).unwrap();
    let articles = read(&found.sources, &config, &[], &[]).unwrap();
    articles.compile(&config, &found.sources).diagnostics.len()
}

fn build(input: &Utf8Path, targets: &[Emit]) -> usize {
    let config = Config::default();
    let found = discover(&config, &[input.to_owned()], Utf8Path::new("/nowhere")).unwrap();
    let articles = read(&found.sources, &config, &[], &[]).unwrap();
    let compilation = articles.compile(&config, &found.sources);
    let outputs = emit(
        &articles,
        &compilation,
        &config,
        &HtmlOptions::default(),
        targets,
    );
    outputs.files.iter().map(|file| file.bytes.len()).sum()
}
