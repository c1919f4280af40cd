//! The rules, each with small articles and the report that it must give: `tests/rules/*.md`.
//!
//! A file holds cases. A case is made of blocks of code between lines of four backquotes: articles, with their path as
//! info string, and then one block `report` with a line per finding. With `MPKC_UPDATE=1` the reports are written anew.
//!
//! A block whose info string is a path and `changed` is an article of `tests/rules/base`, in the language of the path,
//! with changes: lines that begin with `-` are replaced by the lines with `+` that follow. A line of words between
//! `-` lines must occur once. The languages of the base that a case does not change take part as they are. A block whose info
//! string is a path and `raw` is a whole file; others get a front matter.
//!
//! A line `Silent:` with names of rules says of which rules the case is a near miss: the report has none of them. Every rule
//! has a case where it speaks and one where it is silent.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

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

/// An article of a case.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Article {
    path: String,
    text: String,
    /// How many lines the case does not show.
    hidden: usize,
}

impl Article {
    /// An article with a front matter that suits its path.
    fn new(path: &str, body: &str) -> Self {
        let (locale, file) = path.split_once('/').unwrap();
        let front = common::front_matter(file.trim_end_matches(".md"), Some(locale));
        Self {
            path: path.to_owned(),
            text: format!("{front}{body}"),
            hidden: FRONT,
        }
    }

    fn raw(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            hidden: 0,
        }
    }
}

fn sources(articles: &[Article]) -> Vec<Source> {
    let articles = articles.iter().enumerate();
    articles
        .map(|(number, article)| source(number, &article.path, article.text.clone()))
        .collect()
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
fn complete(articles: &mut Vec<Article>) {
    for locale in BASE {
        let path = format!("{locale}/lamp-proxy.md");
        if !articles.iter().any(|article| article.path == path) {
            articles.push(Article::new(&path, &base(locale)));
        }
    }
}

/// The lines of the front matter come before those of a block.
const FRONT: usize = 5;

fn report(diagnostics: &[Diagnostic], sources: &[Source], articles: &[Article]) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        if let Some(at) = diagnostic.primary {
            let number = at.source.0 as usize;
            let place = sources[number].line_column(at.span.start);
            let line = place.line.saturating_sub(articles[number].hidden);
            write!(out, "{}:{line}:{} ", sources[number].label, place.column).unwrap();
        }
        let fix = if diagnostic.fix.is_empty() {
            ""
        } else {
            ", fix"
        };
        writeln!(
            out,
            "{}[{}] {} ({}{fix})",
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
fn fixes_hold(diagnostics: &[Diagnostic], sources: &[Source], articles: &[Article], name: &str) {
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
    let left = report(&after, &mended, articles);
    let is_done = after.iter().all(|diagnostic| diagnostic.fix.is_empty());
    assert!(is_done, "{name}: fixes are left:\n{left}");
    assert!(
        after.len() < diagnostics.len(),
        "{name}: nothing was mended:\n{left}"
    );
}

/// Beside the languages alone that a finding names as its evidence, and the source, it is found again.
fn evidence_is_enough(found: &[Diagnostic], articles: &[Article], sources: &[Source], name: &str) {
    for diagnostic in found {
        let Some(at) = diagnostic.primary else {
            continue;
        };
        let own = &articles[at.source.0 as usize];
        let related = diagnostic.related.iter();
        let related: Vec<usize> = related
            .map(|related| related.location.source.0 as usize)
            .collect();
        let is_evidence = |(number, article): (usize, &Article)| {
            let (locale, _) = article.path.split_once('/').unwrap();
            let (home, _) = own.path.split_once('/').unwrap();
            locale == home
                || locale == "en-US"
                || related.contains(&number)
                || diagnostic.message.contains(locale)
        };
        let numbered = articles.iter().enumerate();
        let kept: Vec<&Article> = numbered
            .filter(|it| is_evidence(*it))
            .map(|(_, article)| article)
            .collect();
        let make = |(number, article): (usize, &&Article)| {
            source(number, &article.path, article.text.clone())
        };
        let fewer: Vec<Source> = kept.iter().enumerate().map(make).collect();
        let line = |source: &Source, start| source.line_column(start).line;
        let expected = (
            diagnostic.rule,
            &own.path,
            line(&sources[at.source.0 as usize], at.span.start),
        );
        let again = findings(&fewer);
        let is_there = again.iter().any(|other| {
            let mut places = other
                .primary
                .into_iter()
                .chain(other.related.iter().map(|related| related.location));
            places.any(|place| {
                let number = place.source.0 as usize;
                (
                    other.rule,
                    &kept[number].path,
                    line(&fewer[number], place.span.start),
                ) == expected
            })
        });
        assert!(
            is_there,
            "{name}: {} needs more than its evidence",
            diagnostic.message
        );
    }
}

/// What the cases have shown so far.
#[derive(Default)]
struct Shown {
    /// The rules that spoke.
    speaking: BTreeSet<String>,
    /// The rules that a case says to be silent.
    silent: BTreeSet<String>,
}

/// The rules after `Silent:` in the text before a block.
fn silent(text: &str) -> Vec<&str> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("Silent:"));
    lines
        .flat_map(|line| line.split('`').skip(1).step_by(2))
        .collect()
}

/// Runs the cases of a file; with `update`, writes their reports anew.
fn run_file(path: &Path, update: bool, shown: &mut Shown) {
    let text = fs::read_to_string(path).unwrap();
    let mut new = String::new();
    let mut done = 0;
    let mut articles: Vec<Article> = Vec::new();
    let mut changes = false;
    for block in blocks(&text) {
        let inside = &text[block.start..block.end];
        if let Some(path) = block.info.strip_suffix(" changed") {
            let (locale, _) = path.split_once('/').unwrap();
            articles.push(Article::new(path, &changed(base(locale), inside)));
            changes = true;
            continue;
        }
        if let Some(path) = block.info.strip_suffix(" raw") {
            articles.push(Article::raw(path, inside));
            continue;
        }
        if block.info != "report" {
            articles.push(Article::new(&block.info, inside));
            continue;
        }
        if std::mem::take(&mut changes) {
            complete(&mut articles);
        }
        articles.sort();
        let sources = sources(&articles);
        let found = findings(&sources);
        let is = report(&found, &sources, &articles);
        let name = format!("{} near byte {}", path.display(), block.start);
        fixes_hold(&found, &sources, &articles, &name);
        evidence_is_enough(&found, &articles, &sources, &name);
        if !update {
            assert_eq!(is, inside, "{name}");
        }
        for rule in silent(&text[done..block.start]) {
            assert!(
                rule.parse::<Rule>().is_ok(),
                "{name}: no rule is called {rule}"
            );
            assert!(
                update || !is.contains(&format!("[{rule}]")),
                "{name}: {rule} is not silent:\n{is}"
            );
            shown.silent.insert(rule.to_owned());
        }
        let rules = found
            .iter()
            .map(|diagnostic| diagnostic.rule.name().to_owned());
        shown.speaking.extend(rules);
        new.push_str(&text[done..block.start]);
        new.push_str(&is);
        done = block.end;
        articles.clear();
    }
    new.push_str(&text[done..]);
    if update {
        fs::write(path, new).unwrap();
    }
}

/// Rules that no Markdown file can break alone, and where their tests are.
const ELSEWHERE: &[Rule] = &[
    // tests/hostile: bytes that are no text, files that cannot be opened.
    Rule::UnreadableFile,
    Rule::NotUtf8,
    // tests/html_cases.rs: they are about what is made of articles.
    Rule::UnsafeLink,
    Rule::BrokenTemplate,
    // tests/pack.
    Rule::PackLanguageLeftOut,
    Rule::PackRefused,
    Rule::PackFlawed,
];

#[test]
fn rules_report_what_they_must_and_nothing_else() {
    let update = std::env::var_os("MPKC_UPDATE").is_some();
    let entries = fs::read_dir("tests/rules").unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.is_file());
    paths.sort();
    let mut shown = Shown::default();
    for path in paths {
        run_file(&path, update, &mut shown);
    }
    let rules = Rule::ALL.iter().filter(|rule| !ELSEWHERE.contains(rule));
    let lacking = |shown: &BTreeSet<String>| -> Vec<&str> {
        let names = rules.clone().map(|rule| rule.name());
        names.filter(|name| !shown.contains(*name)).collect()
    };
    let (mute, loud) = (lacking(&shown.speaking), lacking(&shown.silent));
    assert!(mute.is_empty(), "no case has a finding of {mute:?}");
    assert!(loud.is_empty(), "no case is a near miss of {loud:?}");
}
