//! Too much: of bytes, of rows, of sections.

use std::fmt::Write as _;
use std::fs::File;

use crate::common::{self, Project};
use crate::support::{beside_a_good_one, findings, observe};

/// Far more than any of these needs, and far less than their input would take if nobody looked.
const MOST_MEMORY: u64 = 600;

fn rows(number: usize) -> String {
    let mut text =
        common::front_matter("Bad", None) + "# Bad\n\n## A\n\n|P|H|D|M|\n|---|---|---|---|\n";
    for row in 0..number {
        writeln!(text, "|P{row}Probe|Bad||P{row}Monitor|").unwrap();
    }
    text
}

fn is_refused(project: &Project, says: &str) {
    let run = observe(project, &["build"]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(run.peak < MOST_MEMORY, "{} MiB", run.peak);
    assert_eq!(
        findings(project),
        [("unreadable-file".to_owned(), "en-US/bad.md".to_owned())]
    );
    assert!(run.stderr.contains(says), "{}", run.stderr);
    assert!(run.stderr.contains("bad.md:1:1"), "{}", run.stderr);
    assert!(project.read("out/runbooks/good.json").is_some());
}

#[test]
fn an_article_of_a_hundred_megabytes_is_not_read() {
    let project = beside_a_good_one(rows(1));
    let file = File::options()
        .write(true)
        .open(project.path().join("content/en-US/bad.md"))
        .unwrap();
    file.set_len(100 << 20).unwrap();
    is_refused(&project, "104857600 bytes");
}

#[test]
fn a_million_rows_are_refused() {
    is_refused(&beside_a_good_one(rows(1_000_000)), "16777216");
    // Below the limit of files, above that of articles.
    is_refused(&beside_a_good_one(rows(300_000)), "4194304");
    // Below the limit of articles in bytes.
    is_refused(&beside_a_good_one(rows(5001)), "5000 sections or rows");
}

#[test]
fn as_many_rows_as_can_be_work() {
    let project = beside_a_good_one(rows(2000));
    let run = observe(&project, &["check"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stderr.contains("2001 monitors"), "{}", run.stderr);
    assert!(run.peak < MOST_MEMORY, "{} MiB", run.peak);
}

#[test]
fn sections_without_number_are_refused() {
    let text = common::front_matter("Bad", None) + "# Bad\n\n" + &"## A\n\nb\n\n".repeat(20_000);
    is_refused(&beside_a_good_one(text), "5000 sections or rows");
}

#[test]
fn large_files_that_are_no_articles_are_left_alone() {
    let project = beside_a_good_one("# Notes\n\n".to_owned() + &"- x\n".repeat(1 << 20));
    let run = observe(&project, &["build"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(project.report()["otherFiles"][0], "en-US/bad.md");
}

#[test]
fn many_findings_in_one_long_line_are_reported_in_time() {
    let mut text =
        common::front_matter("Bad", None) + "# Bad\n\n## A\n\n<table><tr><th>P<th>H<th>D<th>M";
    for row in 0..4000 {
        write!(
            text,
            "<tr><td>P{row}Probe<td>Bad<td><td>M{row}Monitor<td>{}",
            "x".repeat(99)
        )
        .unwrap();
    }
    let project = beside_a_good_one(text + "</table>\n");
    let run = observe(&project, &["check"]);
    assert!(run.code.is_some_and(|code| code <= 1), "{}", run.stderr);
    assert!(run.peak < MOST_MEMORY, "{} MiB", run.peak);
    assert!(run.stderr.len() < 4 << 20, "{} bytes", run.stderr.len());
}
