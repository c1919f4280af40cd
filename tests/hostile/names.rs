//! Names of files, health sets and packs that collide, escape, or cannot be names of files everywhere.

use std::collections::BTreeSet;

use crate::common::{self, Project};
use crate::support::{findings, observe};

/// Every output stays below `out/` and has a name that every system accepts; no two differ in case alone.
fn outputs_are_harmless(project: &Project, what: &str) {
    let beside: Vec<String> = common::tree(project.path())
        .into_iter()
        .map(|(path, _)| path)
        .filter(|path| !path.starts_with("out/") && !path.starts_with("content/"))
        .collect();
    assert_eq!(beside, Vec::<String>::new(), "{what}");
    let mut seen = BTreeSet::new();
    for (path, _) in common::tree(&project.path().join("out")) {
        assert!(seen.insert(path.to_lowercase()), "{what}: {path} twice");
        for name in path.split('/') {
            assert!(mpkc::file_name::is_harmless(name), "{what}: {path}");
        }
    }
}

#[test]
fn names_of_articles_stay_inside_the_output_folder() {
    let long = "x".repeat(300);
    let ids: &[&str] = &[
        "../up",
        "..",
        "/etc/passwd",
        "C:",
        "C:\\x",
        "CON",
        "NUL",
        "aux.md",
        "com1",
        "Abc.",
        "Abc ..",
        "a/b",
        "a%2fb",
        "index",
        "overview",
        "monitors",
        "assets",
        "report",
        "\u{202e}abc",
        "a\u{0}b",
        "\u{4e2d}\u{6587}",
        "-",
        &long,
    ];
    for id in ids {
        let text = common::full("Abc", None)
            .replace("ms.exch.scom.abc(", &format!("ms.exch.scom.{id}("))
            .replace("AbcMonitor", &format!("{id}Monitor"))
            .replace("<p>Abc</p>", &format!("<p>{id}</p>"));
        let project = Project::new(&[
            ("content/en-US/abc.md", &text),
            ("content/en-US/good.md", &common::full("Good", None)),
        ]);
        let run = observe(&project, &["build", "--emit", "pack,html,runbook,cacao"]);
        assert!(
            run.code.is_some_and(|code| code <= 1),
            "{id}: {:?} {}",
            run.code,
            run.stderr
        );
        outputs_are_harmless(&project, id);
        assert!(project.read("out/runbooks/good.json").is_some(), "{id}");
    }
}

#[test]
fn names_of_files_stay_inside_the_output_folder() {
    let long = "y".repeat(240);
    let names: &[&str] = &[
        "with space",
        "tab\there",
        "new\nline",
        "quote'\"",
        "\u{4e2d}\u{6587}",
        "\u{202e}abc",
        "con",
        "nul",
        "a..",
        "index",
        "overview",
        "search",
        "monitors",
        "%2e%2e",
        "back\\slash",
        "-flag",
        "e\u{301}",
        "\u{1b}[31mred",
        &long,
    ];
    for name in names {
        let project = Project::new(&[("content/en-US/good.md", &common::full("Good", None))]);
        let path = format!("content/en-US/{name}.md");
        if cfg!(windows) && !mpkc::file_name::is_harmless(name) {
            continue;
        }
        project.write(&path, common::full("Abc", None));
        let run = observe(&project, &["build"]);
        assert!(
            run.code.is_some_and(|code| code <= 1),
            "{name}: {:?} {}",
            run.code,
            run.stderr
        );
        assert!(!run.stderr.contains('\u{1b}'), "{name}: {}", run.stderr);
        outputs_are_harmless(&project, name);
    }
}

#[test]
fn twins_that_differ_in_case_do_not_overwrite_each_other() {
    let project = Project::new(&[
        (
            "content/en-US/a/troubleshooting-abc-health-set.md",
            &common::full("Abc", None),
        ),
        (
            "content/en-US/b/troubleshooting-ABC-health-set.md",
            &common::full("ABC.D", None),
        ),
    ]);
    let run = observe(&project, &["build"]);
    assert!(run.code.is_some_and(|code| code <= 1), "{}", run.stderr);
    outputs_are_harmless(&project, "twins");
    let report = project.report();
    let all = report["totals"]["healthSets"] == 2;
    assert!(
        all || run.stderr.contains("duplicate-article"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_same_article_twice_is_reported_with_both_places() {
    let project = Project::new(&[
        ("content/en-US/abc.md", &common::full("Abc", None)),
        ("content/en_us/abc.md", &common::full("Abc", None)),
    ]);
    let run = observe(&project, &["build"]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.stderr.contains("en-US/abc.md") && run.stderr.contains("en_us/abc.md"),
        "{}",
        run.stderr
    );
    assert_eq!(findings(&project)[0].0, "duplicate-article");
}

#[test]
fn packs_cannot_be_named_out_of_their_folder() {
    let long = "X".repeat(300);
    for id in [
        "../x",
        "/x",
        "C:x",
        "CON",
        "NUL",
        "x.",
        "a/b",
        "",
        long.as_str(),
    ] {
        let project = Project::new(&[
            ("content/en-US/good.md", &common::full("Good", None)),
            ("mpkc.toml", &format!("[pack]\nid = '{id}'\n")),
        ]);
        let run = observe(&project, &["build"]);
        assert_eq!(run.code, Some(2), "{id}: {}", run.stderr);
        assert!(run.stderr.contains("mpkc.toml"), "{id}: {}", run.stderr);
        assert!(project.read("out/report.json").is_none(), "{id}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf_8_is_reported() {
    use std::os::unix::ffi::OsStrExt;
    let project = Project::new(&[("content/en-US/good.md", &common::full("Good", None))]);
    let name = std::ffi::OsStr::from_bytes(b"bad\xff.md");
    std::fs::write(
        project.path().join("content/en-US").join(name),
        common::full("Abc", None),
    )
    .unwrap();
    let run = observe(&project, &["build"]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(run.stderr.contains("not UTF-8"), "{}", run.stderr);
    assert_eq!(project.report()["totals"]["articles"], 1);
}

#[test]
fn a_file_in_the_place_of_a_language_is_another_file() {
    let project = Project::new(&[
        ("content/en-US/good.md", &common::full("Good", None)),
        ("content/it-IT", "a file"),
        ("content/es-ES.md", &common::full("Abc", Some("es-ES"))),
    ]);
    let run = observe(&project, &["build"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(project.report()["otherFiles"][0], "it-IT");
    assert_eq!(project.report()["totals"]["articles"], 2);
}
