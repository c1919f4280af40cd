//! Bytes that are no plain UTF-8 with line feeds.

use crate::common::{self, Project};
use crate::support::{beside_a_good_one, findings, observe};

fn page(project: &Project) -> String {
    String::from_utf8(project.read("out/html/en-US/abc.html").unwrap()).unwrap()
}

#[test]
fn all_line_endings_give_the_same_pages() {
    let text = common::full("Abc", None);
    let project = |text: String| Project::new(&[("content/en-US/abc.md", &text)]);
    let plain = project(text.clone());
    assert_eq!(plain.run(&["build"]).code, Some(0));
    for (what, other) in [
        ("Windows", text.replace('\n', "\r\n")),
        ("old Mac", text.replace('\n', "\r")),
        ("byte order mark", format!("\u{feff}{text}")),
    ] {
        let other = project(other);
        let run = other.run(&["build"]);
        assert_eq!(run.code, Some(0), "{what}: {}", run.stderr);
        assert_eq!(page(&other), page(&plain), "{what}");
    }
}

#[test]
fn old_line_endings_have_lines_and_are_mended_in_place() {
    let english = common::full("Abc", None);
    let wrong = common::full("Abc", Some("it-IT")).replace("<p>Abc</p>", "<p>Abcd</p>");
    let project = Project::new(&[
        ("content/en-US/abc.md", &english),
        ("content/es-ES/abc.md", &common::full("Abc", Some("es-ES"))),
        ("content/it-IT/abc.md", &wrong.replace('\n', "\r")),
    ]);
    let run = project.run(&["check", "--fix"]);
    assert!(!run.stderr.contains("has changed"), "{}", run.stderr);
    let now = String::from_utf8(project.read("content/it-IT/abc.md").unwrap()).unwrap();
    assert!(now.contains("<p>Abc</p>"), "{}\n{now}", run.stderr);
}

#[test]
fn utf_16_is_named() {
    let text = common::full("Bad", None);
    let with_mark = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let units = format!("\u{feff}{text}").encode_utf16().collect::<Vec<_>>();
        units.into_iter().flat_map(bytes).collect()
    };
    for bytes in [with_mark(u16::to_le_bytes), with_mark(u16::to_be_bytes)] {
        let project = beside_a_good_one(bytes);
        let run = observe(&project, &["build"]);
        assert_eq!(run.code, Some(1));
        assert!(run.stderr.contains("UTF-16"), "{}", run.stderr);
        assert!(
            run.stderr.contains("save the file as UTF-8"),
            "{}",
            run.stderr
        );
        assert_eq!(
            findings(&project),
            [("not-utf-8".to_owned(), "en-US/bad.md".to_owned())]
        );
    }
}

#[test]
fn zeros_are_no_article_and_no_crash() {
    for bytes in [vec![0; 1 << 20], vec![0xff; 1 << 20], b"\xef\xbb".to_vec()] {
        let project = beside_a_good_one(bytes);
        assert_eq!(project.run(&["build"]).code, Some(0));
    }
}
