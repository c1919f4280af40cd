//! An input without articles is a mistake, and never a reason to delete what earlier builds made.

use crate::common::{self, Project};

#[test]
fn an_input_without_articles_deletes_nothing() {
    let project = Project::new(&[
        ("content/en-US/abc.md", &common::full("Abc", None)),
        ("empty/en-US/.keep", ""),
        ("notes/en-US/notes.md", "# Notes\n"),
    ]);
    assert_eq!(project.run(&["build"]).code, Some(0));
    let before = common::tree(&project.path().join("out"));
    let commands: &[&[&str]] = &[
        &["build", "empty"],
        &["build", "notes"],
        &["build", "--check", "notes"],
        &["build", "content/en-US/nowhere.md"],
        &["build", "--locale", "it-IT"],
        &["check", "notes"],
        &["model", "notes"],
    ];
    for args in commands {
        let run = project.run(args);
        assert_eq!(run.code, Some(2), "{args:?}: {}", run.stderr);
        assert_eq!(run.stdout, "", "{args:?}");
        let named = args
            .iter()
            .any(|arg| run.stderr.contains(&format!("{arg}: ")));
        let named = named || run.stderr.contains("content in it-IT: ");
        assert!(named, "{args:?}: {}", run.stderr);
        assert_eq!(
            common::tree(&project.path().join("out")),
            before,
            "{args:?}"
        );
    }
    let told = project.run(&["build", "notes"]).stderr;
    assert!(told.contains("ms.exch.scom.<key>"), "{told}");
}

#[test]
fn languages_can_be_listed_without_articles() {
    let project = Project::new(&[("content/notes.md", "# Notes\n")]);
    assert_eq!(project.run(&["locales"]).code, Some(0));
}
