//! The rules, each with small articles and the report that it must give: `tests/rules/*.md`.
//!
//! A file holds cases. A case is made of blocks of code between lines of four backquotes: articles, with their path as
//! info string, and then one block `report` with a line per finding. With `MPKC_UPDATE=1` the reports are written anew.
//!
//! A block whose info string is a path and `changed` is an article of `tests/rules/base`, in the language of the path,
//! with changes: lines that begin with `-` are replaced by the lines with `+` that follow. A line of words between
//! `-` lines must occur once. The languages of the base that a case does not change take part as they are.
#![allow(clippy::print_stderr, reason = "what is skipped is said")]
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use std::fmt::Write as _;
use std::fs;

use mpkc::compile::read;
use mpkc::diagnostic::{Diagnostic, Rule, SourceId, apply};
use mpkc::workspace::{Config, Source};

/// A block of code: where its text begins and ends, and its info string.
struct Block {
    info: String,
    start: usize,
    end: usize,
}

fn blocks(text: &str) -> Vec<Block> {
    const FENCE: &str = "````";
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..]
        .find(FENCE)
        .map(|offset| at + offset + FENCE.len())
    {
        let start = open + text[open..].find('\n').unwrap() + 1;
        let end = start + text[start..].find(FENCE).unwrap();
        found.push(Block {
            info: text[open..start].trim().to_owned(),
            start,
            end,
        });
        at = end + FENCE.len();
    }
    found
}

fn source(number: usize, path: &str, text: String) -> Source {
    let locale = path.split('/').next().unwrap().parse().ok();
    let mut source = Source::new(path.into(), path.into(), locale, Ok(text.into_bytes()));
    source.id = SourceId(u32::try_from(number).unwrap());
    source
}

fn sources(articles: &[(String, String)]) -> Vec<Source> {
    let make = |(number, (path, body)): (usize, &(String, String))| {
        let (locale, file) = path.split_once('/').unwrap();
        let front = common::front_matter(file.trim_end_matches(".md"), Some(locale));
        source(number, path, format!("{front}{body}"))
    };
    articles.iter().enumerate().map(make).collect()
}

fn findings(sources: &[Source]) -> Vec<Diagnostic> {
    let config = Config::default();
    let articles = read(sources, &config, &[], &[]).unwrap();
    articles.compile(&config, sources).diagnostics
}

/// The languages of `tests/rules/base`.
const BASE: &[&str] = &["en-US", "es-ES", "ja-JP", "pt-BR", "zh-CN"];

fn base(locale: &str) -> String {
    fs::read_to_string(format!("tests/rules/base/{locale}.md")).unwrap()
}

/// `text` with the changes of a block: parts to be replaced after `-`, what takes their place after `+`.
fn changed(mut text: String, changes: &str) -> String {
    let mut lines = changes.lines().peekable();
    while let Some(line) = lines.next() {
        let mut old = line.strip_prefix('-').expect(line).to_owned();
        while let Some(more) = lines.next_if(|line| line.starts_with('-')) {
            old = format!("{old}\n{}", &more[1..]);
        }
        let mut new: Option<String> = None;
        while let Some(more) = lines.next_if(|line| line.starts_with('+')) {
            new = Some(new.map_or(more[1..].to_owned(), |new| format!("{new}\n{}", &more[1..])));
        }
        assert_eq!(text.matches(&old).count(), 1, "occurs not once: {old}");
        text = text.replace(&old, &new.unwrap_or_default());
    }
    text
}

/// Adds the languages of the base that a case does not change.
fn complete(articles: &mut Vec<(String, String)>) {
    for locale in BASE {
        if !articles.iter().any(|(path, _)| path.starts_with(locale)) {
            articles.push((format!("{locale}/lamp-proxy.md"), base(locale)));
        }
    }
}

/// The lines of the front matter come before those of a block.
const FRONT: usize = 5;

fn report(diagnostics: &[Diagnostic], sources: &[Source]) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let at = diagnostic.primary.unwrap();
        let source = &sources[at.source.0 as usize];
        let place = source.line_column(at.span.start);
        let fix = if diagnostic.fix.is_empty() {
            ""
        } else {
            ", fix"
        };
        writeln!(
            out,
            "{}:{}:{} {}[{}] {} ({}{fix})",
            source.label,
            place.line.saturating_sub(FRONT),
            place.column,
            diagnostic.severity.name(),
            diagnostic.rule.name(),
            diagnostic.message,
            diagnostic.scope.name(),
        )
        .unwrap();
    }
    out
}

/// After the fixes the same files have no fix left, and fewer findings.
fn fixes_hold(diagnostics: &[Diagnostic], sources: &[Source], name: &str) {
    let edits: Vec<_> = diagnostics
        .iter()
        .flat_map(|diagnostic| diagnostic.fix.clone())
        .collect();
    if edits.is_empty() {
        return;
    }
    let mend = |(number, old): (usize, &Source)| {
        let text = apply(old.id, &old.text, &edits).unwrap_or_else(|| old.text.clone());
        source(number, old.path.as_str(), text)
    };
    let mended: Vec<Source> = sources.iter().enumerate().map(mend).collect();
    let after = findings(&mended);
    let left = report(&after, &mended);
    let is_done = after.iter().all(|diagnostic| diagnostic.fix.is_empty());
    assert!(is_done, "{name}: fixes are left:\n{left}");
    assert!(
        after.len() < diagnostics.len(),
        "{name}: nothing was mended:\n{left}"
    );
}

#[test]
fn rules_report_what_they_must_and_nothing_else() {
    let update = std::env::var_os("MPKC_UPDATE").is_some();
    let entries = fs::read_dir("tests/rules").unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.is_file());
    paths.sort();
    let mut covered = String::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let mut new = String::new();
        let mut done = 0;
        let mut articles: Vec<(String, String)> = Vec::new();
        let mut changes = false;
        for block in blocks(&text) {
            let inside = &text[block.start..block.end];
            if let Some(path) = block.info.strip_suffix(" changed") {
                let (locale, _) = path.split_once('/').unwrap();
                articles.push((path.to_owned(), changed(base(locale), inside)));
                changes = true;
                continue;
            }
            if block.info != "report" {
                articles.push((block.info, inside.to_owned()));
                continue;
            }
            if std::mem::take(&mut changes) {
                complete(&mut articles);
            }
            articles.sort();
            let sources = sources(&articles);
            let found = findings(&sources);
            let is = report(&found, &sources);
            let name = format!("{} near byte {}", path.display(), block.start);
            fixes_hold(&found, &sources, &name);
            if !update {
                assert_eq!(is, inside, "{name}");
            }
            covered.push_str(&is);
            new.push_str(&text[done..block.start]);
            new.push_str(&is);
            done = block.end;
            articles.clear();
        }
        new.push_str(&text[done..]);
        if update {
            fs::write(&path, new).unwrap();
        }
    }
    let is_silent = |name: &&str| !covered.contains(&format!("[{name}]"));
    let silent: Vec<&str> = Rule::ALL
        .iter()
        .map(|rule| rule.name())
        .filter(is_silent)
        .collect();
    eprintln!(
        "rules without a finding in tests/rules: {}",
        silent.join(", ")
    );
}
