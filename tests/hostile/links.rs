//! Links, pipes and devices among the articles.

use std::os::unix::fs::symlink;
use std::process::Command;

use crate::common::{self, Project};
use crate::support::{findings, observe};

fn good() -> Project {
    Project::new(&[("content/en-US/good.md", &common::full("Good", None))])
}

#[test]
fn loops_of_links_end() {
    let project = good();
    let content = project.path().join("content");
    symlink(&content, content.join("en-US/up")).unwrap();
    symlink("self", content.join("self")).unwrap();
    symlink("b.md", content.join("en-US/a.md")).unwrap();
    symlink("a.md", content.join("en-US/b.md")).unwrap();
    let run = observe(&project, &["build"]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert_eq!(project.report()["totals"]["articles"], 1);
    let found = findings(&project);
    assert!(
        found.iter().all(|(rule, _)| rule == "unreadable-file"),
        "{found:?}"
    );
    assert!(
        found.iter().any(|(_, file)| file == "en-US/a.md"),
        "{found:?}"
    );
}

#[test]
fn pipes_and_devices_are_not_waited_for() {
    let project = good();
    let folder = project.path().join("content/en-US");
    let made = Command::new("mkfifo").arg(folder.join("pipe.md")).status();
    assert!(made.unwrap().success());
    symlink("/dev/zero", folder.join("zero.md")).unwrap();
    symlink("/dev/stdin", folder.join("stdin.md")).unwrap();
    let run = observe(&project, &["build"]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(run.peak < 200, "{} MiB", run.peak);
    assert_eq!(project.report()["totals"]["articles"], 1);
    assert!(run.stderr.contains("pipe.md:1:1"), "{}", run.stderr);
    assert!(run.stderr.contains("no regular file"), "{}", run.stderr);
}

#[test]
fn pipes_instead_of_other_files_are_refused() {
    let project = good();
    for (name, args) in [
        ("mpkc.toml", ["check", "content"]),
        ("known.json", ["check", "--baseline=known.json"]),
    ] {
        let made = Command::new("mkfifo")
            .arg(project.path().join(name))
            .status();
        assert!(made.unwrap().success());
        let run = observe(&project, &args);
        // A configuration that is no file is none.
        let expected = if name == "mpkc.toml" { 0 } else { 2 };
        assert_eq!(run.code, Some(expected), "{name}: {}", run.stderr);
    }
}

#[test]
fn a_linked_article_is_one_with_its_target() {
    let project = good();
    let english = project.path().join("content/en-US");
    symlink("good.md", english.join("other.md")).unwrap();
    let run = observe(&project, &["build"]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(run.stderr.contains("duplicate-article"), "{}", run.stderr);
}
