//! Output folders that do not want to be written.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;

use crate::common::{self, Project};
use crate::support::{observe, observe_command};

fn project() -> Project {
    Project::new(&[("content/en-US/abc.md", &common::full("Abc", None))])
}

#[test]
fn an_output_path_that_is_a_file_is_named() {
    let project = project();
    project.write("out", "precious");
    let run = observe(&project, &["build"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("out") && run.stderr.contains("it is a file"),
        "{}",
        run.stderr
    );
    assert_eq!(project.read("out").unwrap(), b"precious");
}

#[test]
fn a_folder_in_the_place_of_an_output_is_named() {
    let project = project();
    project.write("out/html/index.html/x", "precious");
    let run = observe(&project, &["build"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr
            .contains("out/html/index.html: cannot be written"),
        "{}",
        run.stderr
    );
    assert!(project.read("out/html/index.html/x").is_some());
}

#[test]
fn an_output_folder_inside_the_input_is_no_input() {
    let project = project();
    for _ in 0..2 {
        let run = observe(
            &project,
            &["build", "content", "--out", "content/en-US/out"],
        );
        assert_eq!(run.code, Some(0), "{}", run.stderr);
    }
    let report: serde_json::Value =
        serde_json::from_slice(&project.read("content/en-US/out/report.json").unwrap()).unwrap();
    assert_eq!(report["otherFiles"], serde_json::json!([]));
    let run = observe(&project, &["build", "content", "--out", "content"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("--out"), "{}", run.stderr);
}

#[test]
fn links_do_not_lead_outputs_elsewhere() {
    let project = project();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::create_dir(project.path().join("out")).unwrap();
    symlink(elsewhere.path(), project.path().join("out/html")).unwrap();
    let run = observe(&project, &["build"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("out/html: cannot be written"),
        "{}",
        run.stderr
    );
    fs::remove_file(project.path().join("out/html")).unwrap();
    // A linked file is replaced, not written through.
    let precious = elsewhere.path().join("precious");
    fs::write(&precious, "precious").unwrap();
    fs::remove_file(project.path().join("out/report.json")).unwrap();
    symlink(&precious, project.path().join("out/report.json")).unwrap();
    assert_eq!(observe(&project, &["build"]).code, Some(0));
    assert_eq!(fs::read(&precious).unwrap(), b"precious");
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1);
}

#[test]
fn an_unwritable_folder_is_named() {
    let project = project();
    let out = project.path().join("out");
    fs::create_dir(&out).unwrap();
    fs::set_permissions(&out, fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(out.join("probe"), "").is_ok() {
        // Whoever may write anything (root) takes a folder that nobody can write.
        let run = observe(&project, &["build", "--out", "/proc/mpkc"]);
        assert_eq!(run.code, Some(2));
        assert!(run.stderr.contains("/proc/mpkc"), "{}", run.stderr);
        return;
    }
    let run = observe(&project, &["build"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("out/") && run.stderr.contains("cannot be written"),
        "{}",
        run.stderr
    );
}

/// A limit on the size of files stands for a full disk: writing begins and fails.
#[test]
fn a_full_disk_leaves_every_file_as_it_was() {
    let project = project();
    assert_eq!(observe(&project, &["build"]).code, Some(0));
    let before = common::tree(&project.path().join("out"));
    project.write(
        "content/en-US/abc.md",
        common::full("Abc", None).replace("things", &"other things ".repeat(2000)),
    );
    let program = common::mpkc(project.path()).get_program().to_owned();
    let mut limited = Command::new("sh");
    limited
        .current_dir(project.path())
        // The signal would end the program before it can say anything.
        .args(["-c", "trap '' XFSZ; ulimit -f 16; exec \"$0\" build"])
        .arg(program)
        .env("NO_COLOR", "1");
    let run = observe_command(limited);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(
        run.stderr.contains("out/") && run.stderr.contains("cannot be written"),
        "{}",
        run.stderr
    );
    for (path, bytes) in common::tree(&project.path().join("out")) {
        let old = before.iter().find(|(known, _)| *known == path);
        assert!(!path.contains(".mpkc-"), "{path} was left behind");
        let whole = old.is_some_and(|(_, old)| *old == bytes) || bytes.len() <= 16 * 1024;
        assert!(whole, "{path} is half written");
    }
    assert_eq!(observe(&project, &["build"]).code, Some(0));
    assert_eq!(observe(&project, &["build", "--check"]).code, Some(0));
}
