//! What is kept from one build to the next never shows: every build gives what a fresh one gives.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use common::root;
use mpkc::align::{self, Aligned};
use mpkc::build::emit_again;
use mpkc::check;
use mpkc::compile::{Articles, read_again};
use mpkc::diagnostic::Diagnostic;
use mpkc::emit::html::HtmlOptions;
use mpkc::emit::{Hashes, Memory, Recall};
use mpkc::workspace::{Config, Emit, Source, survey};

const TARGETS: &[Emit] = &[Emit::Pack, Emit::Html, Emit::Runbook, Emit::Cacao];
const EDITS: usize = 60;

/// What a build gives: files and findings.
type Built = (BTreeMap<String, Vec<u8>>, Vec<String>);

/// What is kept from one build to the next.
#[derive(Default)]
struct Session<'r, 'k> {
    sources: Vec<Source>,
    articles: Option<&'r Articles>,
    align: align::Memory<'r>,
    check: check::Memory<'k>,
    hashes: Hashes<'k>,
    memory: Memory,
}

#[test]
fn builds_after_edits_are_those_of_a_fresh_process() {
    let folder = tempfile::tempdir().unwrap();
    let folder = Utf8Path::from_path(folder.path()).unwrap();
    copy_content(folder);
    let mut dice = Dice(2013);
    let read: Vec<OnceCell<Articles>> = (0..EDITS).map(|_| OnceCell::new()).collect();
    let aligned: Vec<OnceCell<Aligned<'_>>> = (0..EDITS).map(|_| OnceCell::new()).collect();
    let mut session = Session::default();
    for (number, room) in read.iter().zip(&aligned).enumerate() {
        let edit = match number % 4 {
            3 => rearrange(folder, &mut dice),
            _ => edit(&files(folder), &mut dice),
        };
        let kept = build(folder, &mut session, room);
        session.memory.forget_unused();
        let (articles, aligned) = (OnceCell::new(), OnceCell::new());
        let fresh = build(folder, &mut Session::default(), (&articles, &aligned));
        assert_eq!(kept.1, fresh.1, "findings after edit {number}: {edit}");
        for (path, bytes) in &fresh.0 {
            let same = kept.0.get(path) == Some(bytes);
            assert!(same, "{path} after edit {number}: {edit}");
        }
        assert_eq!(
            kept.0.len(),
            fresh.0.len(),
            "files after edit {number}: {edit}"
        );
    }
    let memory = format!("{:?}", session.memory);
    assert!(memory.len() > 1000, "the memory was never used");
}

#[test]
fn health_sets_that_are_the_same_are_not_built_again() {
    let folder = tempfile::tempdir().unwrap();
    let folder = Utf8Path::from_path(folder.path()).unwrap();
    copy_content(folder);
    let read: [OnceCell<Articles>; 2] = Default::default();
    let aligned: [OnceCell<Aligned<'_>>; 2] = Default::default();
    let mut session = Session::default();
    build(folder, &mut session, (&read[0], &aligned[0]));
    let is_article = |path: &&Utf8PathBuf| path.as_str().ends_with("-health-set.md");
    let all = files(folder);
    let article = all.iter().find(is_article).unwrap();
    let text = std::fs::read_to_string(article).unwrap();
    std::fs::write(article, format!("{text}\nLamp.\n")).unwrap();
    build(folder, &mut session, (&read[1], &aligned[1]));
    let sets = |at: usize| &aligned[at].get().unwrap().knowledge.health_sets;
    let new = sets(1).iter().filter(|set| {
        let is_same = |before: &_| Arc::ptr_eq(before, set);
        !sets(0).iter().any(is_same)
    });
    let new: Vec<&str> = new.map(|set| set.slug.as_str()).collect();
    assert_eq!(new.len(), 1, "{new:?} for {article}");
}

/// Copies the articles of the project.
fn copy_content(folder: &Utf8Path) {
    for (path, bytes) in common::tree(&root().join("content")) {
        let copy = folder.join(&path);
        std::fs::create_dir_all(copy.parent().unwrap()).unwrap();
        std::fs::write(&copy, bytes).unwrap();
    }
}

fn build<'r, 'k>(
    folder: &Utf8Path,
    session: &mut Session<'r, 'k>,
    (read, known): (&'r OnceCell<Articles>, &'k OnceCell<Aligned<'r>>),
) -> Built {
    let config = Config::default();
    let sources = std::mem::take(&mut session.sources);
    let input = [folder.to_owned()];
    let survey = survey(&config, &input, Utf8Path::new("/nowhere")).unwrap();
    let found = survey.read(sources);
    let articles = read_again(&found.sources, &config, &[], &[], session.articles).unwrap();
    let articles = read.get_or_init(|| articles);
    session.articles = Some(articles);
    let aligned = articles.align_again(&mut session.align);
    let aligned = known.get_or_init(|| aligned);
    let diagnostics = articles.check_again(aligned, &config, &found.sources, &mut session.check);
    let knowledge = &aligned.knowledge;
    let recall = Recall::of(&session.memory, knowledge, &mut session.hashes);
    let options = HtmlOptions::default();
    let outputs = emit_again(
        articles,
        knowledge,
        &config,
        &options,
        TARGETS,
        &recall,
        |_| {},
    );
    session.sources = found.sources;
    let shown = |finding: &Diagnostic| format!("{finding:?}");
    let findings = diagnostics.iter().chain(&outputs.diagnostics).map(shown);
    let files = outputs.files.into_iter().map(|file| {
        let bytes = file.bytes.joined().to_vec();
        (file.path.as_str().to_owned(), bytes)
    });
    (files.collect(), findings.collect())
}

/// The articles below `folder`.
fn files(folder: &Utf8Path) -> Vec<Utf8PathBuf> {
    let files = common::tree(folder.as_std_path());
    files
        .into_iter()
        .map(|(path, _)| folder.join(path))
        .collect()
}

/// Changes which files there are: deletes or renames one, copies one as another language or as another article, swaps two.
fn rearrange(folder: &Utf8Path, dice: &mut Dice) -> String {
    let files = files(folder);
    let path = &files[dice.below(files.len())];
    let other = &files[dice.below(files.len())];
    let text = std::fs::read(path).unwrap();
    match dice.below(5) {
        0 => std::fs::remove_file(path).unwrap(),
        1 => std::fs::rename(path, path.with_file_name("aaa-first.md")).unwrap(),
        2 => {
            let name = path.file_name().unwrap();
            let language = ["nl-NL", "de-DE", "tlh-001"][dice.below(3)];
            std::fs::create_dir_all(folder.join(language)).unwrap();
            std::fs::write(folder.join(language).join(name), text).unwrap();
        }
        3 => {
            let swapped = std::fs::read(other).unwrap();
            std::fs::write(other, text).unwrap();
            std::fs::write(path, swapped).unwrap();
        }
        _ => std::fs::write(
            path.with_file_name("troubleshooting-copy-health-set.md"),
            text,
        )
        .unwrap(),
    }
    format!("{path} rearranged, perhaps with {other}")
}

/// Changes a line of one of the files as people do: by deleting it, doubling it, or taking words away or to the end.
fn edit(files: &[Utf8PathBuf], dice: &mut Dice) -> String {
    let path = &files[dice.below(files.len())];
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let full: Vec<usize> = (0..lines.len())
        .filter(|&at| !lines[at].trim().is_empty())
        .collect();
    let at = full[dice.below(full.len())];
    let before = lines[at].clone();
    match dice.below(4) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(at, before.clone()),
        2 => lines[at] = before.split(' ').skip(1).collect::<Vec<_>>().join(" "),
        _ => {
            let mut words: Vec<&str> = before.split(' ').collect();
            words.rotate_left(1);
            lines[at] = words.join(" ");
        }
    }
    std::fs::write(path, lines.join("\n") + "\n").unwrap();
    format!("{path}, line {}: {before}", at + 1)
}

/// The same numbers in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        // Numerical Recipes' constants.
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % end
    }
}
