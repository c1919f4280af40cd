//! What the program costs as a process, and how that grows: the articles in eleven languages, and ten times as many.
//!
//! ```text
//! cargo bench --bench scaling
//! ```
//!
//! Time is the best of a few runs; memory is the peak that Linux reports (`VmHWM`), and absent elsewhere.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and fails loudly"
)]

mod support;

use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};

/// Runs of each case.
const ROUNDS: usize = 5;

/// What one run of the program took.
#[derive(Clone, Copy)]
struct Cost {
    time: Duration,
    peak_kib: u64,
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let folder = Utf8Path::from_path(folder.path()).unwrap();
    let mut fresh_times = Vec::new();
    for times in [1, 10] {
        let input = folder.join(format!("articles-{times}"));
        let (files, bytes) = support::replicate(&input, times);
        println!("{files} files, {:.1} MB", bytes as f64 / 1e6);
        let output = folder.join(format!("out-{times}"));
        let check = best(|| run(&["check", input.as_str(), "--format", "concise"]));
        let fresh = best(|| {
            // A folder of its own for every run: ext4 is slow where much was deleted lately.
            let output = unused(&output);
            run(&["build", input.as_str(), "--out", output.as_str()])
        });
        run(&["build", input.as_str(), "--out", output.as_str()]);
        let again = best(|| run(&["build", input.as_str(), "--out", output.as_str()]));
        for (name, cost) in [
            ("check", check),
            ("build into an empty folder", fresh),
            ("build again", again),
        ] {
            println!(
                "{:9.1} ms  {:6.1} MB = {:4.1} x input  {name}",
                cost.time.as_secs_f64() * 1000.0,
                cost.peak_kib as f64 / 1000.0 * 1.024,
                cost.peak_kib as f64 * 1024.0 / bytes as f64,
            );
        }
        fresh_times.push([check, fresh, again].map(|cost| cost.time.as_secs_f64()));
    }
    for (name, at) in [
        ("check", 0),
        ("build into an empty folder", 1),
        ("build again", 2),
    ] {
        let ratio = fresh_times[1][at] / fresh_times[0][at];
        println!("ten times the articles take {ratio:.1} times as long: {name}");
    }
}

fn unused(folder: &Utf8Path) -> Utf8PathBuf {
    let free = |number: &usize| !Utf8PathBuf::from(format!("{folder}-{number}")).exists();
    let number = (0..).find(free).unwrap();
    Utf8PathBuf::from(format!("{folder}-{number}"))
}

fn best(run: impl Fn() -> Cost) -> Cost {
    let costs: Vec<Cost> = (0..ROUNDS).map(|_| run()).collect();
    costs.into_iter().min_by_key(|cost| cost.time).unwrap()
}

fn run(args: &[&str]) -> Cost {
    let since = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_mpkc"))
        .args(args)
        .env("MPKC_CACHE_DIR", std::env::temp_dir().join("mpkc-scaling"))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak_kib = 0;
    while child.try_wait().unwrap().is_none() {
        peak_kib = peak_kib.max(peak(&status).unwrap_or(0));
        thread::sleep(Duration::from_millis(1));
    }
    Cost {
        time: since.elapsed(),
        peak_kib,
    }
}

fn peak(status: &str) -> Option<u64> {
    let status = fs::read_to_string(status).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}
