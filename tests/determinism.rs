//! Same input, same bytes: whatever the number of threads and the working folder.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use std::path::Path;

fn outputs(folder: &Path, input: &str, jobs: &str) -> Vec<(String, Vec<u8>)> {
    let out = tempfile::tempdir().unwrap();
    let run = common::run(
        folder,
        &[
            "build",
            input,
            "--jobs",
            jobs,
            "--out",
            out.path().to_str().unwrap(),
        ],
    );
    assert!(run.code != Some(2), "{}", run.stderr);
    common::tree(out.path())
}

fn same(a: &[(String, Vec<u8>)], b: &[(String, Vec<u8>)]) {
    let names = |files: &[(String, Vec<u8>)]| {
        files
            .iter()
            .map(|(path, _)| path.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(names(a), names(b));
    for ((path, a), (_, b)) in a.iter().zip(b) {
        assert!(a == b, "{path} differs");
    }
}

#[test]
fn threads_and_working_folders_do_not_matter() {
    let content = common::root().join("content");
    let corpus = common::corpus();
    for input in std::iter::once(content).chain(corpus) {
        let input = input.canonicalize().unwrap();
        let one = outputs(&common::root(), input.to_str().unwrap(), "1");
        assert!(one.len() > 1);
        same(
            &one,
            &outputs(&common::root(), input.to_str().unwrap(), "8"),
        );
        same(
            &one,
            &outputs(
                input.parent().unwrap(),
                input.file_name().unwrap().to_str().unwrap(),
                "3",
            ),
        );
    }
}

#[test]
fn the_order_of_input_folders_does_not_matter() {
    let files = [
        ("one/en-US/abc.md", common::full("Abc", None)),
        ("one/it-IT/abc.md", common::full("Abc", Some("it-IT"))),
        ("two/es-ES/abc.md", common::full("Abc", Some("es-ES"))),
        ("two/en-US/def.md", common::full("Defg", None)),
    ];
    let project = common::Project::new(&[]);
    for (path, text) in &files {
        project.write(path, text);
    }
    for (args, out) in [(["one", "two"], "a"), (["two", "one"], "b")] {
        let run = project.run(&["build", args[0], args[1], "--out", out]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
    }
    same(
        &common::tree(&project.path().join("a")),
        &common::tree(&project.path().join("b")),
    );
}
