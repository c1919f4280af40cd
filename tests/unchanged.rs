//! `mpkc build` when nothing has changed: it says the same and writes nothing; and it notices every change.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use std::fs;

use common::{Project, Run, full, mpkc};

/// A project whose stamps are in a folder of its own.
struct Stamped(Project);

impl Stamped {
    fn new() -> Self {
        Self(Project::new(&[
            ("content/en-US/abc.md", &full("Abc", None)),
            ("content/it-IT/abc.md", &full("Abc", Some("it-IT"))),
            ("content/tlh-001/abc.md", &full("Abc", Some("tlh-001"))),
            ("mpkc.toml", "[pack]\nname = 'First'\n"),
        ]))
    }

    fn run(&self, args: &[&str]) -> Run {
        let output = mpkc(self.0.path())
            .env("MPKC_CACHE_DIR", self.0.path().join(".cache"))
            .args(args)
            .output()
            .unwrap();
        Run {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    fn build(&self) -> Run {
        self.run(&["build"])
    }

    /// Builds, and tells whether everything was built.
    fn builds(&self) -> bool {
        let run = self.run(&["build", "--timings"]);
        run.stderr.contains("align languages")
    }

    fn stamps(&self) -> Vec<std::path::PathBuf> {
        let folder = fs::read_dir(self.0.path().join(".cache/builds"));
        let entries = folder.into_iter().flatten();
        entries.map(|entry| entry.unwrap().path()).collect()
    }
}

/// What was said, without how long it took.
fn said(run: &Run) -> (Option<i32>, String) {
    let is_time = |word: &str| word.parse::<f64>().is_ok();
    let line = |line: &str| {
        let words = line.split_inclusive(&[' ', '(']);
        let kept: Vec<&str> = match line.contains(" ms") {
            true => words.filter(|word| !is_time(word.trim())).collect(),
            false => words.collect(),
        };
        kept.concat()
    };
    let lines: Vec<String> = run.stderr.lines().map(line).collect();
    (run.code, lines.join("\n"))
}

#[test]
fn an_unchanged_build_says_the_same_and_writes_nothing() {
    let project = Stamped::new();
    project.build();
    let second = project.run(&["build", "--fresh"]);
    assert!(
        second.stderr.contains("missing-language-file"),
        "{}",
        second.stderr
    );
    let third = project.build();
    assert_eq!(said(&third), said(&second));
    assert!(!project.builds());
    assert!(
        project
            .run(&["build", "--timings", "--fresh"])
            .stderr
            .contains("align languages")
    );
    let checked = project.run(&["build", "--check"]);
    assert_eq!((checked.code, checked.stdout.as_str()), (third.code, ""));
}

#[test]
fn every_change_is_noticed() {
    let project = Stamped::new();
    let article = full("Abc", Some("it-IT"));
    let page = "out/html/it-IT/abc.html";
    let changes: [(&str, &dyn Fn()); 10] = [
        ("an edit", &|| {
            project.0.write(
                "content/it-IT/abc.md",
                article.replace("things", "thinks") + "\nx\n",
            )
        }),
        ("a new file", &|| {
            project.0.write("content/it-IT/new.md", "new")
        }),
        ("a new file that is no article", &|| {
            project.0.write("content/it-IT/new.txt", "new")
        }),
        ("a file that is gone", &|| {
            fs::remove_file(project.0.path().join("content/it-IT/new.md")).unwrap()
        }),
        ("a changed output", &|| project.0.write(page, "mine")),
        ("a deleted output", &|| {
            fs::remove_file(project.0.path().join(page)).unwrap()
        }),
        ("a changed report", &|| {
            project.0.write("out/report.json", "{}")
        }),
        ("a changed configuration", &|| {
            project.0.write("mpkc.toml", "[pack]\nname = 'Second'\n")
        }),
        ("templates", &|| {
            project.0.write("own/style.css", "b {}");
            project.0.write(
                "mpkc.toml",
                "[pack]\nname = 'Second'\n[html]\ntemplates = 'own'\n",
            );
        }),
        ("another template", &|| {
            project.0.write("own/style.css", "i {}")
        }),
    ];
    project.build();
    for (what, change) in changes {
        assert!(!project.builds(), "before {what}");
        change();
        assert!(project.builds(), "{what}");
        let fresh = project.run(&["build", "--check", "--fresh"]);
        assert_eq!(fresh.stdout, "", "{what}");
    }
}

#[test]
fn the_same_bytes_again_are_no_change() {
    let project = Stamped::new();
    project.build();
    project
        .0
        .write("content/it-IT/abc.md", full("Abc", Some("it-IT")));
    let page = project.0.read("out/html/it-IT/abc.html").unwrap();
    project.0.write("out/html/it-IT/abc.html", page);
    assert!(!project.builds());
}

#[test]
fn other_arguments_are_another_build() {
    let project = Stamped::new();
    project.build();
    assert!(
        project
            .run(&["build", "--timings", "--emit", "html"])
            .stderr
            .contains("align")
    );
    assert!(
        project
            .run(&["build", "--timings", "--locale", "it-IT"])
            .stderr
            .contains("align")
    );
    assert!(
        project
            .run(&["build", "--timings", "--out", "other"])
            .stderr
            .contains("align")
    );
    assert_eq!(project.stamps().len(), 2);
    assert!(
        !project
            .run(&["build", "--timings", "--out", "other"])
            .stderr
            .contains("align")
    );
}

#[test]
fn broken_stamps_and_folders_that_cannot_be_written_do_no_harm() {
    let project = Stamped::new();
    project.build();
    let stamp = project.stamps().remove(0);
    let whole = fs::read(&stamp).unwrap();
    for broken in [&b""[..], b"{}", &whole[..whole.len() / 2], &[0xff; 500]] {
        fs::write(&stamp, broken).unwrap();
        assert!(project.builds());
        assert!(!project.builds());
    }
    // The stamp of another program.
    let text = String::from_utf8(whole).unwrap();
    fs::write(&stamp, text.replacen("\"key\":\"", "\"key\":\"0", 1)).unwrap();
    assert!(project.builds());
    fs::remove_dir_all(project.0.path().join(".cache")).unwrap();
    project.0.write(".cache", "a file");
    assert!(project.builds());
    assert!(project.builds());
    assert_eq!(
        project.build().code,
        project.run(&["build", "--fresh"]).code
    );
}

#[test]
fn outputs_that_were_left_as_they_were_leave_no_stamp() {
    let project = Stamped::new();
    project.build();
    project.0.write(
        "content/it-IT/abc.md",
        "---\ntitle: x\nms:mtpsurl: ms.exch.scom.abc\n---\nno title\n",
    );
    assert!(project.builds());
    assert!(project.builds());
    fs::remove_dir_all(project.0.path().join("out")).unwrap();
    assert!(project.builds());
    assert!(project.builds());
}
