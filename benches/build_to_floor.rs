//! What mpkc costs as a multiple of the floor: reading and rendering the same files with plain pulldown-cmark on the
//! same number of threads. Everything is measured in one run, alternating, so that the ratios mean the same on every
//! machine. The clock stops when a result is there: freeing it is nobody's time, because the program ends without doing
//! so.
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
use mpkc::align;
use mpkc::build::emit_again;
use mpkc::check;
use mpkc::compile::read;
use mpkc::emit::Recall;
use mpkc::emit::html::HtmlOptions;
use mpkc::workspace::{Config, Discovered, Emit, OutputFile, discover, write};
use pulldown_cmark::{Options, Parser, html};
use rayon::prelude::*;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Does its work on an input; the second path is the output folder. Says how long it took until the result was there.
type Stage = fn(&Utf8Path, &Utf8Path) -> Duration;

const ROUNDS: usize = 31;

const STAGES: [(&str, Stage); 12] = [
    (FLOOR, |input, _| floor(input)),
    ("model: read, align", |input, _| model(input)),
    ("check: that and the rules", |input, _| check(input)),
    ("that and the pack", |input, _| {
        build(input, &[Emit::Pack]).0
    }),
    ("that and the pages", |input, _| {
        build(input, &[Emit::Html]).0
    }),
    ("that and the runbooks", |input, _| {
        build(input, &[Emit::Runbook]).0
    }),
    ("build in memory: everything", |input, _| {
        build(input, Emit::DEFAULT).0
    }),
    ("build again, comparing with what is on disk", again),
    (FLOOR_PROCESS, |input, _| {
        let program = std::env::current_exe().unwrap();
        process(
            Command::new(program).args([FLOOR_ARGUMENT, input.as_str()]),
            0,
        )
    }),
    ("process: `mpkc check`, nothing to print", |input, _| {
        // A finding that only `mpkc verify` has.
        let only = ["check", input.as_str(), "--select", "pack-refused"];
        process(mpkc().args(only), 0)
    }),
    ("process: `mpkc check`, all findings printed", |input, _| {
        process(mpkc().args(["check", input.as_str()]), 1)
    }),
    ("process: `mpkc build`, nothing has changed", unchanged),
];

const FLOOR: &str = "floor: read and render with pulldown-cmark";

/// From here on, processes are compared with a process.
const FLOOR_PROCESS: &str = "process: the floor";

/// With this argument and a path, this program is the floor and nothing else.
const FLOOR_ARGUMENT: &str = "--only-the-floor";

fn main() {
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() == Some(FLOOR_ARGUMENT) {
        let input = Utf8PathBuf::from(arguments.next().unwrap());
        rayon::scope(|_| floor(&input));
        return;
    }
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
            times[number].push(stage(&input, &output));
        }
    }
    let medians: Vec<f64> = times
        .iter_mut()
        .map(|times| {
            times.sort();
            times[times.len() / 2].as_secs_f64() * 1000.0
        })
        .collect();
    let mut floor = 1.0;
    for (&(name, _), &median) in STAGES.iter().zip(&medians) {
        if [FLOOR, FLOOR_PROCESS].contains(&name) {
            floor = median;
        }
        println!("{median:8.2} ms  {:5.2} x floor  {name}", median / floor);
    }
}

/// How long it has been since, with what was made kept alive until now.
fn until<T>(since: Instant, made: &T) -> Duration {
    std::hint::black_box(made);
    since.elapsed()
}

fn floor(input: &Utf8Path) -> Duration {
    let since = Instant::now();
    let found = found(&Config::default(), input);
    let size: usize = found
        .sources
        .par_iter()
        .map(|source| {
            let mut page = String::new();
            html::push_html(&mut page, Parser::new_ext(&source.text, Options::empty()));
            page.len()
        })
        .sum();
    until(since, &size)
}

fn model(input: &Utf8Path) -> Duration {
    let since = Instant::now();
    let config = Config::default();
    let found = found(&config, input);
    let articles = read(&found.sources, &config, &[], &[]).unwrap();
    let mut memory = align::Memory::default();
    let aligned = articles.align_again(&mut memory);
    until(since, &aligned)
}

fn check(input: &Utf8Path) -> Duration {
    let since = Instant::now();
    let config = Config::default();
    let found = found(&config, input);
    let articles = read(&found.sources, &config, &[], &[]).unwrap();
    let mut memory = align::Memory::default();
    let aligned = articles.align_again(&mut memory);
    let mut memory = check::Memory::default();
    let found = articles.check_again(&aligned, &config, &found.sources, &mut memory);
    until(since, &found)
}

fn build(input: &Utf8Path, targets: &[Emit]) -> (Duration, Vec<OutputFile>) {
    let since = Instant::now();
    let config = Config::default();
    let found = found(&config, input);
    let articles = read(&found.sources, &config, &[], &[]).unwrap();
    let mut memory = align::Memory::default();
    let aligned = articles.align_again(&mut memory);
    let mut memory = check::Memory::default();
    let (options, recall) = (HtmlOptions::default(), Recall::nothing());
    // As the program does it: the rules beside the outputs.
    let made = rayon::join(
        || articles.check_again(&aligned, &config, &found.sources, &mut memory),
        || {
            let knowledge = &aligned.knowledge;
            emit_again(
                &articles,
                knowledge,
                &config,
                &options,
                targets,
                &recall,
                |_| {},
            )
        },
    );
    (until(since, &made), made.1.files)
}

fn found(config: &Config, input: &Utf8Path) -> Discovered {
    discover(config, &[input.to_owned()], Utf8Path::new("/nowhere")).unwrap()
}

/// The program, after it has built the same before.
fn unchanged(input: &Utf8Path, output: &Utf8Path) -> Duration {
    let output = output.with_file_name("out-of-process");
    let stamps = output.with_file_name("stamps");
    let build = ["build", input.as_str(), "--out", output.as_str()];
    process(mpkc().args(build).env("MPKC_CACHE_DIR", stamps), 1)
}

fn mpkc() -> Command {
    Command::new(env!("CARGO_BIN_EXE_mpkc"))
}

/// From start to end, with what it prints going nowhere.
fn process(command: &mut Command, code: i32) -> Duration {
    let command = command.stdout(Stdio::null()).stderr(Stdio::null());
    let since = Instant::now();
    let status = command.status().unwrap();
    let took = since.elapsed();
    assert_eq!(status.code(), Some(code), "{command:?}");
    took
}

fn again(input: &Utf8Path, output: &Utf8Path) -> Duration {
    let (took, files) = build(input, Emit::DEFAULT);
    let since = Instant::now();
    let report = write(output, &files, &[]).unwrap();
    took + until(since, &report)
}
