//! A language without a file: what `mpkc` does not know of a language must not look like a mistake of its articles. The real
//! articles of one language are written with other letters, but for the words that the source has, too, and
//! checked beside all others: nothing may be found in them that is not found in those that they were made of.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
#![allow(clippy::print_stderr, reason = "what is skipped is said")]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

/// The words of a language: all letters, marks and digits in a row.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
}

fn articles(folder: &Path) -> Vec<(String, String)> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name();
    let files = files.into_iter().map(Result::unwrap);
    files
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap();
            let text = fs::read_to_string(entry.path()).unwrap();
            (path.to_str().unwrap().to_owned(), text)
        })
        .collect()
}

/// A word in the letters of the unknown language.
fn disguised(word: &str) -> String {
    const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz\u{e0}\u{e1}\u{e2}\u{e3}\u{e7}\u{e8}\u{e9}\u{ea}\u{ed}\u{f3}\u{f4}\u{f5}\u{fa}";
    const OTHERS: &str = "ebcdifghojklmnupqrstavwxyz\u{e4}\u{e4}\u{e5}\u{e5}\u{161}\u{11b}\u{11b}\u{eb}\u{ef}\u{f6}\u{f6}\u{f6}\u{fc}";
    let other = |letter: char| {
        let at = LETTERS.chars().position(|own| own == letter);
        at.and_then(|at| OTHERS.chars().nth(at)).unwrap_or(letter)
    };
    let each = word.chars().map(|letter| {
        if letter.is_uppercase() {
            let lower = letter.to_lowercase().map(other);
            lower.flat_map(char::to_uppercase).collect::<String>()
        } else {
            other(letter).to_string()
        }
    });
    each.collect()
}

/// What begins at `text` and is the same in every language: code, a tag, the target of a link, an address.
fn fixed(text: &str) -> usize {
    let through = |end: &str, from: usize| {
        let rest = text.get(from..)?;
        rest.find(end).map(|at| from + at + end.len())
    };
    let line = text.find('\n').unwrap_or(text.len());
    let on_line = |end: Option<usize>| end.filter(|end| *end <= line).unwrap_or(0);
    if text.starts_with("```") {
        through("```", 3).unwrap_or(0)
    } else if text.starts_with('`') {
        on_line(through("`", 1))
    } else if text.starts_with("](") {
        on_line(through(")", 2))
    } else if text.starts_with('<') {
        on_line(through(">", 1))
    } else if text.starts_with("http") {
        text.find(|c: char| c.is_whitespace() || c == ')')
            .unwrap_or(text.len())
    } else {
        0
    }
}

/// `text` with every word disguised that is not in `kept`.
fn translated(text: &str, kept: &BTreeSet<&str>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = fixed(rest);
        let word = words(rest).next().filter(|word| rest.starts_with(word));
        let taken = match word {
            _ if length > 0 => {
                out.push_str(&rest[..length]);
                length
            }
            Some(word) => {
                let is_fixed =
                    kept.contains(word) || word.contains(|c: char| c.is_ascii_digit() || c == '_');
                out.push_str(&if is_fixed {
                    word.to_owned()
                } else {
                    disguised(word)
                });
                word.len()
            }
            None => {
                out.push(first);
                first.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    out
}

/// Rule, file and line of what is found in a language.
fn places(found: &Value, locale: &str) -> BTreeSet<(String, String, u64)> {
    let mut all = BTreeSet::new();
    for finding in found["findings"].as_array().unwrap() {
        let rule = finding["rule"].as_str().unwrap();
        let related = finding["related"].as_array().into_iter().flatten();
        let same =
            related.filter(|other| other["label"].as_str().unwrap().starts_with("the same in"));
        for place in std::iter::once(finding).chain(same) {
            let file = place["file"]
                .as_str()
                .and_then(|file| file.strip_prefix(locale));
            if let Some(file) = file {
                all.insert((
                    rule.to_owned(),
                    file.to_owned(),
                    place["line"].as_u64().unwrap(),
                ));
            }
        }
    }
    all
}

#[test]
fn what_nobody_knows_of_a_language_is_no_mistake() {
    let Some(corpus) = common::corpus() else {
        return;
    };
    let source = articles(&corpus.join("en-US"));
    let kept: BTreeSet<&str> = source.iter().flat_map(|(_, text)| words(text)).collect();
    for original in ["fr-FR", "es-ES", "pt-BR"] {
        let folder = tempfile::tempdir().unwrap();
        for locale in [
            "en-US", "es-ES", "fr-FR", "it-IT", "ja-JP", "pt-BR", "zh-CN",
        ] {
            for (path, text) in articles(&corpus.join(locale)) {
                let place = folder.path().join(locale).join(path);
                fs::create_dir_all(place.parent().unwrap()).unwrap();
                fs::write(place, text).unwrap();
            }
        }
        for (path, text) in articles(&corpus.join(original)) {
            let end = text
                .get(4..)
                .and_then(|rest| rest.find("\n---"))
                .map_or(0, |at| at + 4);
            let (head, body) = text.split_at(end);
            // The title is that of the heading.
            let lines = head
                .split('\n')
                .map(|line| match line.strip_prefix("title:") {
                    Some(title) => format!("title:{}", translated(title, &kept)),
                    None => line.to_owned(),
                });
            let head = lines.collect::<Vec<_>>().join("\n");
            let head = head
                .replace(&original.to_lowercase(), "cs-cz")
                .replace(original, "cs-CZ");
            let place = folder.path().join("cs-CZ").join(path);
            fs::create_dir_all(place.parent().unwrap()).unwrap();
            fs::write(place, head + &translated(body, &kept)).unwrap();
        }
        let run = common::run(folder.path(), &["check", ".", "--format", "json"]);
        let found: Value = serde_json::from_str(&run.stdout).unwrap();
        let (unknown, known) = (places(&found, "cs-CZ"), places(&found, original));
        assert!(
            unknown.len() * 2 > known.len(),
            "{original}: {} of {}",
            unknown.len(),
            known.len()
        );
        let new: Vec<_> = unknown.difference(&known).collect();
        assert!(new.is_empty(), "{original}: {new:#?}");
    }
}
