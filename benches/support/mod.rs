//! Inputs for benchmarks: the real articles, and more of them made by replication.
#![allow(dead_code, reason = "every benchmark uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a benchmark fails loudly")]

use std::fs;
use std::path::{Path, PathBuf};

use camino::{Utf8Path, Utf8PathBuf};
use walkdir::WalkDir;

/// Languages that are copied as others, so that seven become eleven, and 483 articles 759.
const COPIES: [(&str, &str); 4] = [
    ("en-US", "en-GB"),
    ("es-ES", "es-MX"),
    ("fr-FR", "fr-CA"),
    ("pt-BR", "pt-PT"),
];

/// The articles: those at `MPKC_CORPUS`, else `../shared/corpus`, else `content/`.
pub fn articles() -> Utf8PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let real = std::env::var_os("MPKC_CORPUS")
        .map_or_else(|| root.join("../shared/corpus"), PathBuf::from);
    let found = if real.is_dir() {
        real
    } else {
        root.join("content")
    };
    Utf8PathBuf::from_path_buf(found).unwrap()
}

/// Writes the articles to `folder`, in eleven languages and `times` over; every copy is about a health set of its own.
/// Returns how many files and bytes that are.
pub fn replicate(folder: &Utf8Path, times: usize) -> (usize, u64) {
    let source = articles();
    let (mut files, mut bytes) = (0, 0);
    for entry in WalkDir::new(&source).sort_by_file_name() {
        let entry = entry.unwrap();
        let path = Utf8Path::from_path(entry.path()).unwrap();
        if !entry.file_type().is_file() || path.extension() != Some("md") {
            continue;
        }
        let relative = path.strip_prefix(&source).unwrap();
        let text = fs::read_to_string(path).unwrap();
        for relative in in_other_languages(relative) {
            for copy in 0..times {
                let (name, text) = copied(relative.file_name().unwrap(), &text, copy);
                let target = folder.join(&relative).with_file_name(name);
                fs::create_dir_all(target.parent().unwrap()).unwrap();
                fs::write(&target, &text).unwrap();
                files += 1;
                bytes += text.len() as u64;
            }
        }
    }
    (files, bytes)
}

/// A path, and where its language is copied, the paths of the copies.
fn in_other_languages(relative: &Utf8Path) -> Vec<Utf8PathBuf> {
    let mut paths = vec![relative.to_owned()];
    for (from, to) in COPIES {
        if let Ok(rest) = relative.strip_prefix(from) {
            paths.push(Utf8Path::new(to).join(rest));
        }
    }
    paths
}

/// Copy `number` of an article: its file name and text; copy 0 is the article itself.
fn copied(name: &str, text: &str, number: usize) -> (String, String) {
    let mark = "ms.exch.scom.";
    let key = text.find(mark).map(|at| {
        let rest = &text[at + mark.len()..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '.');
        rest[..end.unwrap_or(rest.len())].trim_end_matches('.')
    });
    match key {
        Some(key) if number > 0 && !key.is_empty() => {
            let name = name.replace("-health-set", &format!("-x{number}-health-set"));
            (name, renamed(text, key, &format!("X{number}")))
        }
        _ => (name.replace(".md", &ending(number)), text.to_owned()),
    }
}

fn ending(number: usize) -> String {
    match number {
        0 => ".md".to_owned(),
        _ => format!("-x{number}.md"),
    }
}

/// `text` with `suffix` behind every word that is `key` in whatever case.
fn renamed(text: &str, key: &str, suffix: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut done = 0;
    for (at, found) in lower.match_indices(&key.to_ascii_lowercase()) {
        let end = at + found.len();
        let is_part = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        let before = at.checked_sub(1).and_then(|at| lower.as_bytes().get(at));
        if !is_part(before) && !is_part(lower.as_bytes().get(end)) {
            out.push_str(&text[done..end]);
            out.push_str(suffix);
            done = end;
        }
    }
    out.push_str(&text[done..]);
    out
}
