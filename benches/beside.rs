//! A fresh build beside that of a static-site generator: the same Markdown, into empty folders, on as many threads.
//!
//! ```text
//! cargo bench --bench beside             # the articles in eleven languages
//! ```
//!
//! Hugo makes plain pages of the articles, with a template of a few lines and nothing else; mpkc makes its pages, the pack and
//! the runbooks, and checks. Skipped, loudly, where there is no `hugo`.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a benchmark prints, and fails loudly"
)]

mod support;

use std::fs;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use walkdir::WalkDir;

const ROUNDS: usize = 9;

const PAGE: &str = "<!doctype html><html><head><meta charset=\"utf-8\"><title>{{ .Title }}</title></head><body>{{ .Content }}</body></html>\n";
const LIST: &str = "<!doctype html><html><head><meta charset=\"utf-8\"><title>{{ .Title }}</title></head><body><ul>{{ range .Pages }}<li><a href=\"{{ .RelPermalink }}\">{{ .Title }}</a></li>{{ end }}</ul></body></html>\n";
const CONFIG: &str = "baseURL = 'https://example.org/'\ndisableKinds = ['taxonomy', 'term', 'RSS', 'sitemap', 'robotsTXT', '404']\n[markup.goldmark.renderer]\nunsafe = true\n";

fn main() {
    if Command::new("hugo").arg("version").output().is_err() {
        eprintln!("SKIPPED: there is no `hugo` to compare with");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let folder = Utf8Path::from_path(folder.path()).unwrap();
    let input = folder.join("articles");
    let (files, bytes) = support::replicate(&input, 1);
    let site = folder.join("site");
    plain_site(&input, &site);
    let threads = thread::available_parallelism().unwrap();
    println!(
        "{files} files, {:.1} MB, {threads} threads, median of {ROUNDS} rounds",
        bytes as f64 / 1e6
    );
    let mut times: [Vec<Duration>; 2] = Default::default();
    for round in 0..ROUNDS {
        let empty = |name: &str| folder.join(format!("{name}-{round}"));
        times[0].push(run(Command::new("hugo")
            .env("GOMAXPROCS", threads.to_string())
            .args(["--quiet", "--source", site.as_str(), "--destination"])
            .arg(empty("hugo"))));
        times[1].push(run(Command::new(env!("CARGO_BIN_EXE_mpkc"))
            .env("MPKC_CACHE_DIR", "")
            .args(["build", input.as_str(), "--out"])
            .arg(empty("mpkc"))));
    }
    let medians = times.map(|mut times| {
        times.sort();
        times[times.len() / 2].as_secs_f64() * 1000.0
    });
    println!("{:9.1} ms  Hugo, plain pages", medians[0]);
    println!(
        "{:9.1} ms  mpkc = {:.2} x Hugo",
        medians[1],
        medians[1] / medians[0]
    );
}

/// The articles without their front matter but a title, as a site of Hugo's.
fn plain_site(input: &Utf8Path, site: &Utf8Path) {
    let write = |path: Utf8PathBuf, text: &str| {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(site.join("config.toml"), CONFIG);
    write(site.join("layouts/_default/single.html"), PAGE);
    write(site.join("layouts/_default/list.html"), LIST);
    write(site.join("layouts/index.html"), LIST);
    for entry in WalkDir::new(input).sort_by_file_name() {
        let entry = entry.unwrap();
        if !entry.file_type().is_file() {
            continue;
        }
        let path = Utf8Path::from_path(entry.path()).unwrap();
        let text = fs::read_to_string(path).unwrap();
        let body = text.strip_prefix("---").and_then(|rest| {
            let (_, body) = rest.split_once("\n---")?;
            Some(body.trim_start_matches('-'))
        });
        let title = path.file_stem().unwrap();
        let page = format!("---\ntitle: \"{title}\"\n---\n{}", body.unwrap_or(&text));
        // What looks like a call of a template is text here.
        let page = page.replace("{{", "{ {");
        let relative = path.strip_prefix(input).unwrap();
        // Hugo takes what is beside an `index.md` for attachments of it.
        let name = relative
            .file_name()
            .unwrap()
            .replace("index.md", "start.md");
        write(
            site.join("content").join(relative).with_file_name(name),
            &page,
        );
    }
}

fn run(command: &mut Command) -> Duration {
    let since = Instant::now();
    let status = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    // Findings are no failure here.
    assert!(matches!(status.code(), Some(0 | 1)), "{command:?}");
    since.elapsed()
}
