//! A build that is killed leaves every file old or new, and the next build ends as if nothing had been.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use crate::common::{self, Project};

const KILLS: u32 = 30;

/// Articles of six health sets in three languages that say `word`; `last` is in every second input only.
fn input(word: &str, last: bool) -> Vec<(String, String)> {
    let ids = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Last"];
    let mut files = Vec::new();
    for id in &ids[..if last { 6 } else { 5 }] {
        for locale in ["en-US", "it-IT", "zh-CN"] {
            let text = common::full(id, Some(locale)).replace("things", word);
            files.push((format!("content/{locale}/{}.md", id.to_lowercase()), text));
        }
    }
    files
}

fn fill(project: &Project, files: &[(String, String)]) {
    std::fs::remove_dir_all(project.path().join("content")).ok();
    for (path, text) in files {
        project.write(path, text);
    }
}

type Tree = BTreeMap<String, Vec<u8>>;

fn tree(folder: &Path) -> Tree {
    common::tree(folder).into_iter().collect()
}

/// What a build of `files` into an empty folder gives, and how long it takes.
fn fresh(files: &[(String, String)]) -> (Tree, Duration) {
    let project = Project::new(&[]);
    fill(&project, files);
    let since = Instant::now();
    assert_eq!(project.run(&["build"]).code, Some(0));
    (tree(&project.path().join("out")), since.elapsed())
}

#[test]
fn thirty_killed_builds_leave_nothing_half() {
    let inputs = [input("one thing", true), input("another thing", false)];
    let (first, time) = fresh(&inputs[0]);
    let wanted = [first, fresh(&inputs[1]).0];
    let project = Project::new(&[]);
    let out = project.path().join("out");
    fill(&project, &inputs[0]);
    assert_eq!(project.run(&["build"]).code, Some(0));
    let mut killed = 0;
    for round in 0..KILLS {
        let new = (round as usize + 1) % 2;
        fill(&project, &inputs[new]);
        let mut build = common::mpkc(project.path())
            .arg("build")
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Spread over the whole run, in no order.
        thread::sleep(time * (round * 17 % KILLS) / KILLS);
        build.kill().unwrap();
        killed += u32::from(build.wait().unwrap().code().is_none());
        for (path, bytes) in tree(&out) {
            let whole = wanted.iter().any(|tree| tree.get(&path) == Some(&bytes));
            // The report announces what is about to be written; litter is swept by the next build.
            let other = path == "report.json"
                && serde_json::from_slice::<serde_json::Value>(&bytes).is_ok();
            assert!(
                whole || other || path.contains(".mpkc-"),
                "round {round}: {path} is neither old nor new"
            );
        }
        let run = project.run(&["build"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let (now, wanted) = (tree(&out), &wanted[new]);
        assert_eq!(
            now.keys().collect::<Vec<_>>(),
            wanted.keys().collect::<Vec<_>>(),
            "round {round}"
        );
        assert!(
            now == *wanted,
            "round {round}: not what a fresh build gives"
        );
    }
    assert!(
        killed > KILLS / 3,
        "only {killed} builds were killed in time"
    );
}
