//! How long `mpkc watch` takes from a saved file to written outputs, on the articles as they are.
//!
//! ```text
//! cargo bench --bench latency            # a line is appended to an article, 40 times
//! cargo bench --bench latency -- 100
//! ```
//!
//! Two clocks: what the program says, from the first news of the change to the last output; and what is seen from outside,
//! from before the file is written until there is a new pack, which is nearly all of what is written.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark prints, and fails loudly"
)]

mod support;

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use camino::{Utf8Path, Utf8PathBuf};
use walkdir::WalkDir;

const EDITS: usize = 40;

fn main() {
    let given = std::env::args().skip(1).find_map(|arg| arg.parse().ok());
    let folder = tempfile::tempdir().unwrap();
    let folder = Utf8Path::from_path(folder.path()).unwrap();
    let input = folder.join("articles");
    let articles = copy(&support::articles(), &input);
    let output = folder.join("out");
    let (mut child, mut lines) = watch(&input, &output);
    read_build(&mut lines, &mut BTreeMap::new());
    // What was copied just now is looked at more closely.
    thread::sleep(Duration::from_secs(4));
    let pack = pack(&output);
    let mut times: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for number in 0..given.unwrap_or(EDITS) {
        let article = &articles[number * 37 % articles.len()];
        let before = modified(&pack);
        let since = Instant::now();
        append(article, &format!("\nx{number}\n"));
        while modified(&pack) == before {
            thread::sleep(Duration::from_micros(200));
        }
        let seen = since.elapsed().as_secs_f64() * 1000.0;
        times
            .entry("(seen: new pack)".to_owned())
            .or_default()
            .push(seen);
        read_build(&mut lines, &mut times);
        thread::sleep(Duration::from_millis(50));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    println!(
        "{} articles; minimum and median of {} edits",
        articles.len(),
        given.unwrap_or(EDITS)
    );
    for (name, mut times) in times {
        times.sort_by(f64::total_cmp);
        println!("{:8.1} {:8.1} ms  {name}", times[0], times[times.len() / 2]);
    }
}

/// Copies the articles, and gives those of health sets.
fn copy(from: &Utf8Path, to: &Utf8Path) -> Vec<Utf8PathBuf> {
    let mut articles = Vec::new();
    for entry in WalkDir::new(from).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let path = Utf8Path::from_path(entry.path()).unwrap();
            let copy = to.join(path.strip_prefix(from).unwrap());
            fs::create_dir_all(copy.parent().unwrap()).unwrap();
            fs::copy(path, &copy).unwrap();
            if copy.file_name().unwrap().ends_with("-health-set.md") {
                articles.push(copy);
            }
        }
    }
    articles
}

fn watch(input: &Utf8Path, output: &Utf8Path) -> (Child, BufReader<ChildStderr>) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_mpkc"))
        .args([
            "watch",
            input.as_str(),
            "--out",
            output.as_str(),
            "--timings",
        ])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap());
    (child, lines)
}

/// Reads what is said of a build, and takes the times from it.
fn read_build(lines: &mut impl BufRead, times: &mut BTreeMap<String, Vec<f64>>) {
    for line in lines.lines().map(Result::unwrap) {
        if line == "waiting for changes" {
            return;
        }
        let Some(rest) = line.strip_suffix(" ms") else {
            continue;
        };
        let (name, time) = match rest.rsplit_once(" after ") {
            Some((_, time)) => ("saved to written".to_owned(), time),
            None => match rest.trim().rsplit_once("  ") {
                Some((name, time)) if rest.starts_with("  ") => {
                    (format!("stage: {}", name.trim()), time)
                }
                _ => continue,
            },
        };
        if let Ok(time) = time.trim().parse() {
            times.entry(name).or_default().push(time);
        }
    }
    panic!("mpkc watch has ended");
}

fn pack(output: &Utf8Path) -> Utf8PathBuf {
    let mut files = output
        .read_dir_utf8()
        .unwrap()
        .map(|entry| entry.unwrap().into_path());
    files.find(|path| path.extension() == Some("xml")).unwrap()
}

fn modified(path: &Utf8Path) -> Option<SystemTime> {
    fs::metadata(path).ok()?.modified().ok()
}

fn append(path: &Utf8Path, text: &str) {
    let mut file = OpenOptions::new().append(true).open(path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
}
