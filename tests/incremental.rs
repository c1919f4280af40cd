//! What is kept from one build to the next never shows: every build gives what a fresh one gives.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use common::root;
use mpkc::build::emit_again;
use mpkc::compile::{Known, read_again};
use mpkc::emit::html::HtmlOptions;
use mpkc::emit::{Memory, Recall};
use mpkc::workspace::{Config, Emit, discover};

const TARGETS: &[Emit] = &[Emit::Pack, Emit::Html, Emit::Runbook, Emit::Cacao];
const EDITS: usize = 40;

/// What a build gives: files and findings.
type Built = (BTreeMap<String, Vec<u8>>, Vec<String>);

#[test]
fn builds_after_edits_are_those_of_a_fresh_process() {
    let folder = tempfile::tempdir().unwrap();
    let folder = Utf8Path::from_path(folder.path()).unwrap();
    let mut files: Vec<Utf8PathBuf> = Vec::new();
    for (path, bytes) in common::tree(&root().join("content")) {
        let copy = folder.join(&path);
        std::fs::create_dir_all(copy.parent().unwrap()).unwrap();
        std::fs::write(&copy, bytes).unwrap();
        files.push(copy);
    }
    let mut memory = Memory::default();
    let mut known = Known::default();
    let mut dice = Dice(2013);
    let mut kept_something = false;
    for number in 0..EDITS {
        let edit = edit(&files, &mut dice);
        let kept;
        (kept, known) = build(folder, known, Some(&memory));
        memory.forget_unused();
        let (fresh, _) = build(folder, Known::default(), None);
        assert_eq!(kept.1, fresh.1, "findings after edit {number}: {edit}");
        for (path, bytes) in &fresh.0 {
            let same = kept.0.get(path) == Some(bytes);
            assert!(same, "{path} after edit {number}: {edit}");
        }
        assert_eq!(kept.0.len(), fresh.0.len(), "files after edit {number}");
        kept_something |= format!("{memory:?}").len() > 1000;
    }
    assert!(kept_something, "the memory was never used");
}

fn build(folder: &Utf8Path, known: Known, memory: Option<&Memory>) -> (Built, Known) {
    let config = Config::default();
    let found = discover(&config, &[folder.to_owned()], Utf8Path::new("/nowhere")).unwrap();
    let articles = read_again(&found.sources, &config, &[], &[], known).unwrap();
    let built = {
        let compilation = articles.compile(&config, &found.sources);
        let recall = match memory {
            Some(memory) => Recall::of(memory, &compilation.knowledge),
            None => Recall::nothing(),
        };
        let options = HtmlOptions::default();
        let outputs = emit_again(&articles, &compilation, &config, &options, TARGETS, &recall);
        let findings = compilation.diagnostics.iter().chain(&outputs.diagnostics);
        let findings = findings.map(|finding| format!("{finding:?}")).collect();
        let files = outputs.files.into_iter();
        (
            files
                .map(|file| (file.path.as_str().to_owned(), file.bytes.to_vec()))
                .collect(),
            findings,
        )
    };
    (built, Known::new(found.sources, articles))
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
