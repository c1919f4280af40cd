//! The promises of the command line: exit codes, streams, and what happens to bad input.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use common::{Project, front_matter, full};

#[test]
fn a_good_project_builds_and_is_current_afterwards() {
    let project = Project::new(&[
        ("content/en-US/abc.md", &full("Abc", None)),
        ("content/it-IT/abc.md", &full("Abc", Some("it-IT"))),
    ]);
    let build = project.run(&["build"]);
    assert_eq!(build.code, Some(0), "{}", build.stderr);
    assert_eq!(build.stdout, "");
    assert!(
        build
            .stderr
            .contains("2 articles in 2 locales: 1 health set, 1 probe, 1 monitor"),
        "{}",
        build.stderr
    );
    assert_eq!(project.run(&["build", "--check"]).code, Some(0));
    assert!(project.run(&["build"]).stderr.contains("out/: 0 written"));
}

#[test]
fn outputs_that_are_not_current_fail_the_check_and_are_shown() {
    let project = Project::new(&[("content/en-US/abc.md", &full("Abc", None))]);
    project.run(&["build"]);
    project.write(
        "content/en-US/abc.md",
        full("Abc", None).replace("things", "other things"),
    );
    let before = common::tree(&project.path().join("out"));
    let check = project.run(&["build", "--check"]);
    assert_eq!(check.code, Some(1));
    assert!(check.stdout.contains("other things"), "{}", check.stdout);
    assert_eq!(
        common::tree(&project.path().join("out")),
        before,
        "nothing is written"
    );
}

#[test]
fn usage_configuration_and_missing_input_exit_with_2() {
    let project = Project::new(&[("content/en-US/abc.md", &full("Abc", None))]);
    assert_eq!(project.run(&["frobnicate"]).code, Some(2));
    assert_eq!(project.run(&["build", "--locale", "no tag"]).code, Some(2));
    let missing = project.run(&["check", "nowhere"]);
    assert_eq!(missing.code, Some(2));
    assert!(missing.stderr.contains("nowhere"), "{}", missing.stderr);
    project.write("mpkc.toml", "[pack]\nnam = 'x'\n");
    let config = project.run(&["check"]);
    assert_eq!(config.code, Some(2));
    assert!(
        config.stderr.contains("mpkc.toml") && config.stderr.contains("line 2"),
        "{}",
        config.stderr
    );
    for pages in ["docs.contoso.com", "javascript:x", "https://a.b/?c", ""] {
        project.write("mpkc.toml", format!("[pack]\npages = '{pages}'\n"));
        let config = project.run(&["build"]);
        assert_eq!(config.code, Some(2), "{pages}");
        let says = |what: &str| config.stderr.contains(what);
        assert!(
            says("mpkc.toml") && says("line 2, column 9") && says("web site"),
            "{}",
            config.stderr
        );
    }
}

#[test]
fn the_configuration_is_found_upwards_and_followed() {
    let project = Project::new(&[
        (
            "mpkc.toml",
            "[locales]\n\"it_it\" = 'articles/italian'\n[output]\nfolder = 'made'\n",
        ),
        ("articles/italian/abc.md", &full("Abc", None)),
        ("deep/er/x.txt", ""),
    ]);
    let run = common::run(&project.path().join("deep/er"), &["build"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let report: serde_json::Value =
        serde_json::from_slice(&project.read("made/report.json").unwrap()).unwrap();
    assert_eq!(report["locales"]["it-IT"]["articles"], 1);
}

#[test]
fn help_and_version_are_there() {
    let project = Project::new(&[]);
    let help = project.run(&["--help"]);
    assert_eq!(help.code, Some(0));
    for word in ["build", "check", "model", "locales", "Exit codes"] {
        assert!(help.stdout.contains(word), "{word}");
    }
    assert!(project.run(&["--version"]).stdout.starts_with("mpkc "));
}

#[test]
fn colour_is_for_terminals_only() {
    let project = Project::new(&[(
        "content/en-US/troubleshooting-abc-health-set.md",
        "---\ntitle: x\n",
    )]);
    let run = project.run(&["check"]);
    assert_eq!(run.code, Some(1));
    assert!(!run.stderr.contains('\u{1b}'), "{}", run.stderr);
}

/// Bad articles, what is said about them, and where.
const BAD: &[(&str, &[u8], &str)] = &[
    (
        "not UTF-8",
        b"---\ntitle: \xff\nms:mtpsurl: https://x/ms.exch.scom.bad\n---\n# B\n",
        "not-utf-8",
    ),
    (
        "front matter without end",
        b"---\ntitle: x\nms:mtpsurl: https://x/ms.exch.scom.bad\n# B\n",
        "broken-front-matter",
    ),
    (
        "front matter that is no YAML",
        b"---\ntitle: a: b\nms:mtpsurl: https://x/ms.exch.scom.bad\n---\n# B\n",
        "broken-front-matter",
    ),
    (
        "half a table",
        b"---\nms:mtpsurl: https://x/ms.exch.scom.bad\n---\n# B\n\n## A\n\n<table><tr><td>x\n",
        "unclosed-table",
    ),
    (
        "no heading",
        b"---\nms:mtpsurl: https://x/ms.exch.scom.bad\n---\ntext\n",
        "missing-title",
    ),
];

#[test]
fn bad_articles_are_reported_with_file_line_and_column_and_the_others_compile() {
    for (what, bytes, rule) in BAD {
        let project = Project::new(&[("content/en-US/abc.md", &full("Abc", None))]);
        project.write("content/en-US/troubleshooting-bad-health-set.md", bytes);
        let run = project.run(&["build"]);
        assert_eq!(run.code, Some(1), "{what}: {}", run.stderr);
        let report = project.report();
        let found = report["diagnostics"].as_array().unwrap();
        assert_eq!(found.len(), 1, "{what}: {found:?}");
        assert_eq!(found[0]["rule"], *rule, "{what}");
        assert_eq!(
            found[0]["file"], "en-US/troubleshooting-bad-health-set.md",
            "{what}"
        );
        assert!(
            found[0]["line"].as_u64().unwrap() >= 1 && found[0]["column"].as_u64().unwrap() >= 1,
            "{what}"
        );
        assert!(found[0]["help"].is_string(), "{what}");
        assert_eq!(report["totals"]["articles"], 1, "{what}");
        assert!(
            run.stderr.contains("troubleshooting-bad-health-set.md:"),
            "{what}: {}",
            run.stderr
        );
    }
}

#[test]
fn good_outputs_survive_bad_input() {
    for (what, bytes, _) in BAD {
        let bad = "content/it-IT/troubleshooting-bad-health-set.md";
        let project = Project::new(&[
            (
                "content/en-US/troubleshooting-bad-health-set.md",
                &full("Bad", None),
            ),
            (bad, &full("Bad", Some("it-IT"))),
            ("content/it-IT/other.md", &full("Other", Some("it-IT"))),
        ]);
        assert_eq!(project.run(&["build"]).code, Some(0));
        let before = common::tree(&project.path().join("out"));
        project.write(bad, bytes);
        project.write(
            "content/it-IT/other.md",
            full("Other", Some("it-IT")).replace("things", "new things"),
        );
        assert_eq!(project.run(&["build"]).code, Some(1), "{what}");
        let after = common::tree(&project.path().join("out"));
        let carries_bad = |path: &str| {
            path.ends_with("bad.json") || path == "html/it-IT/bad.html" || path.ends_with(".xml")
        };
        for (path, bytes) in &before {
            let now = after.iter().find(|(known, _)| known == path);
            assert!(now.is_some(), "{what}: {path} is gone");
            if carries_bad(path) {
                assert!(
                    now.unwrap().1 == *bytes,
                    "{what}: {path} was overwritten with less"
                );
            }
        }
        let changed = after
            .iter()
            .find(|(path, _)| path == "html/it-IT/other.html")
            .unwrap();
        assert!(
            String::from_utf8_lossy(&changed.1).contains("new things"),
            "{what}: the others still compile"
        );
        assert!(
            !project.report()["withheld"].as_array().unwrap().is_empty(),
            "{what}"
        );
        assert_eq!(
            project.run(&["build"]).code,
            Some(1),
            "{what}: and so it stays"
        );
        project.write(bad, full("Bad", Some("it-IT")));
        assert_eq!(
            project.run(&["build"]).code,
            Some(0),
            "{what}: until it is mended"
        );
    }
}

#[test]
fn outputs_of_a_deleted_article_are_deleted_and_foreign_files_are_not() {
    let project = Project::new(&[
        ("content/en-US/abc.md", &full("Abc", None)),
        ("content/en-US/def.md", &full("Defg", None)),
        ("out/mine.txt", "precious"),
    ]);
    project.run(&["build"]);
    assert!(project.read("out/runbooks/def.json").is_some());
    std::fs::remove_file(project.path().join("content/en-US/def.md")).unwrap();
    project.run(&["build"]);
    assert!(project.read("out/runbooks/def.json").is_none());
    assert!(project.read("out/runbooks/abc.json").is_some());
    assert!(project.read("out/mine.txt").is_some());
}

#[test]
fn a_restricted_build_makes_only_what_was_asked_for_and_keeps_the_rest() {
    let project = Project::new(&[
        ("content/en-US/abc.md", &full("Abc", None)),
        ("content/it-IT/abc.md", &full("Abc", Some("it-IT"))),
    ]);
    project.run(&["build"]);
    let all = common::tree(&project.path().join("out")).len();
    assert_eq!(
        project
            .run(&["build", "--emit", "html", "--locale", "it-IT"])
            .code,
        Some(0)
    );
    assert_eq!(common::tree(&project.path().join("out")).len(), all);
    let other = Project::new(&[("content/en-US/abc.md", &full("Abc", None))]);
    other.run(&["build", "--emit", "runbook"]);
    assert!(other.read("out/runbooks/abc.json").is_some());
    assert!(other.read("out/html/index.html").is_none());
}

#[test]
fn the_locale_comes_from_the_folder_or_the_address() {
    let project = Project::new(&[
        ("content/abc.md", &full("Abc", Some("pt-BR"))),
        ("content/ES_es/deep/abc.md", &full("Abc", Some("it-IT"))),
        ("content/nowhere.md", &full("Nowhere", None)),
    ]);
    let run = project.run(&["build"]);
    let report = project.report();
    let locales: Vec<&String> = report["locales"].as_object().unwrap().keys().collect();
    assert_eq!(locales, ["es-ES", "pt-BR"]);
    let rules: Vec<&str> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|found| found["rule"].as_str().unwrap())
        .collect();
    assert!(
        rules.contains(&"locale-mismatch") && rules.contains(&"unknown-locale"),
        "{rules:?} {}",
        run.stderr
    );
}

#[test]
fn a_language_without_a_file_compiles_with_one_warning() {
    let project = Project::new(&[
        ("content/sv-SE/abc.md", &full("Abc", Some("sv-SE"))),
        ("content/sv-SE/def.md", &full("Defg", Some("sv-SE"))),
    ]);
    let run = project.run(&["build"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(
        run.stderr.matches("missing-language-file").count(),
        1,
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("SVE"), "{}", run.stderr);
}

#[test]
fn language_files_of_the_project_come_first() {
    let project = Project::new(&[
        ("mpkc.toml", "[source]\nlanguage-files = 'words'\n"),
        (
            "words/sv-SE.toml",
            "name = 'Svenska'\nscom = 'SVE'\n[lexicon.dependencies]\nnetwork = ['Network']\n",
        ),
        ("content/sv-SE/abc.md", &full("Abc", Some("sv-SE"))),
    ]);
    let run = project.run(&["check"]);
    assert!(
        !run.stderr.contains("missing-language-file"),
        "{}",
        run.stderr
    );
    let locales = project.run(&["locales"]).stdout;
    assert!(
        locales
            .lines()
            .any(|line| line.contains("sv-SE") && line.contains("Svenska")),
        "{locales}"
    );
}

#[test]
fn two_files_of_one_article_are_reported_and_the_first_is_used() {
    let project = Project::new(&[
        (
            "content/en-US/a/troubleshooting-abc-health-set.md",
            &full("Abc", None),
        ),
        (
            "content/en-US/b/troubleshooting-abc-health-set.md",
            &full("Abc", None).replace("things", "nothing"),
        ),
    ]);
    let run = project.run(&["build"]);
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("duplicate-article"), "{}", run.stderr);
    assert_eq!(project.report()["totals"]["articles"], 1);
}

#[test]
fn other_markdown_is_left_alone() {
    let project = Project::new(&[
        ("content/en-US/abc.md", &full("Abc", None)),
        ("content/en-US/notes.md", "# Notes\n"),
        ("content/en-US/toc.yml", "- x\n"),
        ("content/en-US/half.md", "---\nno end\n"),
    ]);
    assert_eq!(project.run(&["build"]).code, Some(0));
    let others = project.report()["otherFiles"].clone();
    assert_eq!(
        others,
        serde_json::json!(["en-US/half.md", "en-US/notes.md", "en-US/toc.yml"])
    );
}

#[test]
fn the_front_matter_helper_makes_articles() {
    assert!(front_matter("A.B", Some("it-IT")).contains("/it-it/library/ms.exch.scom.a.b("));
}
