//! Files that change or vanish while they are read.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::common::{self, Project};
use crate::support::observe;

#[test]
fn files_that_change_or_vanish_meanwhile_are_old_new_or_named() {
    let project = Project::new(&[("content/en-US/good.md", &common::full("Good", None))]);
    let folder = project.path().join("content/en-US");
    let (short, long) = (
        common::full("Abc", None),
        common::full("Abc", None) + &"more text\n\n".repeat(20_000),
    );
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                // Truncated, half written, whole, gone.
                fs::write(folder.join("abc.md"), &short).unwrap();
                fs::write(folder.join("abc.md"), &long).unwrap();
                fs::write(folder.join("gone.md"), common::full("Gone", None)).unwrap();
                fs::remove_file(folder.join("gone.md")).unwrap();
            }
        });
        for _ in 0..12 {
            let run = observe(&project, &["build"]);
            assert!(
                run.code.is_some_and(|code| code <= 1),
                "{:?} {}",
                run.code,
                run.stderr
            );
            if run.code == Some(1) {
                assert!(
                    run.stderr.contains("abc.md:") || run.stderr.contains("gone.md:"),
                    "{}",
                    run.stderr
                );
            }
            assert!(project.read("out/runbooks/good.json").is_some());
        }
        done.store(true, Ordering::Relaxed);
    });
    fs::write(folder.join("abc.md"), &short).unwrap();
    assert_eq!(observe(&project, &["build"]).code, Some(0));
}
