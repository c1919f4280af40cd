//! Control characters in articles and names never reach a terminal.

use std::process::Command;

use crate::common::{self, Project};

/// Runs the program in a terminal of its own; `None` where there is none to be had.
fn in_terminal(project: &Project, args: &str) -> Option<String> {
    let program = common::mpkc(project.path()).get_program().to_owned();
    let line = format!("{} {args}", program.to_str().unwrap());
    let output = Command::new("script")
        .args(["-q", "-e", "-c", &line, "/dev/null"])
        .current_dir(project.path())
        .env("TERM", "xterm")
        .env_remove("NO_COLOR")
        .output()
        .ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn terminals_get_no_control_characters_of_articles() {
    // Clears the screen, names the window, and turns the direction of writing.
    let evil = "\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}";
    let wrong = common::full("Abc", Some("it-IT"))
        .replace("<p>Abc</p>", &format!("<p>Abcd{evil}</p>"))
        .replace("Read the alert.", &format!("Read {evil} the alert."))
        .replace("things", &format!("{evil} things"));
    let project = Project::new(&[
        ("content/en-US/abc.md", &common::full("Abc", None)),
        ("content/es-ES/abc.md", &common::full("Abc", Some("es-ES"))),
        ("content/it-IT/abc.md", &wrong),
        (
            &format!("content/en-US/x{evil}.md"),
            "---\nms:mtpsurl: https://x/ms.exch.scom.bad\n---\ntext\n",
        ),
    ]);
    for args in [
        "check",
        "check --format concise",
        "check --format github",
        "check --diff",
        "check --format json",
        "check --format sarif",
        "build",
        "build --check --out other",
        "runbook AbcMonitor --locale it-IT",
        "locales",
    ] {
        let Some(shown) = in_terminal(&project, args) else {
            return;
        };
        for evil in ["\u{1b}[2J", "\u{1b}]", "\u{7}", "\u{9b}", "\u{202e}"] {
            assert!(!shown.contains(evil), "{args}: {shown:?}");
        }
    }
    let all = project.run(&["check"]).stderr;
    assert!(
        all.contains("\u{241b}") || all.contains("\u{fffd}"),
        "{all}"
    );
}
