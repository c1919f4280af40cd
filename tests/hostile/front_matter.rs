//! Front matter as a weapon.

use std::fmt::Write as _;

use crate::common;
use crate::support::{beside_a_good_one, observe};

fn with_front_matter(more: &str) -> String {
    let front = common::front_matter("Bad", None);
    let head = front.strip_suffix("---\n").unwrap();
    format!("{head}{more}---\n# Bad\n\ntext\n")
}

#[test]
fn aliases_are_not_multiplied() {
    let mut bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
    for level in 1..12 {
        let inner = vec![format!("*a{}", level - 1); 10].join(",");
        writeln!(bomb, "a{level}: &a{level} [{inner}]").unwrap();
    }
    let run = observe(&beside_a_good_one(with_front_matter(&bomb)), &["build"]);
    assert!(run.code.is_some_and(|code| code <= 1), "{}", run.stderr);
    assert!(run.peak < 200, "{} MiB", run.peak);
}

#[test]
fn huge_front_matter_is_refused_or_read() {
    let keys: String = (0..100_000).map(|k| format!("key{k}: value\n")).collect();
    let nested = "a: ".to_owned() + &"[".repeat(10_000) + "\n";
    for (what, more) in [
        ("keys", keys),
        ("one long value", format!("x: {}\n", "y".repeat(2 << 20))),
        ("brackets", nested),
        (
            "maps in maps",
            (0..2000)
                .map(|k| format!("{}a:\n", " ".repeat(k)))
                .collect(),
        ),
    ] {
        let run = observe(&beside_a_good_one(with_front_matter(&more)), &["build"]);
        assert!(
            run.code.is_some_and(|code| code <= 1),
            "{what}: {}",
            run.stderr
        );
        assert!(run.peak < 500, "{what}: {} MiB", run.peak);
        if run.code == Some(1) {
            assert!(run.stderr.contains("bad.md:"), "{what}: {}", run.stderr);
        }
    }
}
