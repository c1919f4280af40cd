//! Ten thousand levels of whatever can be nested.

use crate::common;
use crate::support::{beside_a_good_one, observe};

const DEPTH: usize = 10_000;

#[test]
fn nesting_ten_thousand_deep_compiles() {
    let indented: String = (0..300)
        .map(|k| format!("{}- a\n", " ".repeat(2 * k)))
        .collect();
    let bodies = [
        ("quotes", "> ".repeat(DEPTH) + "a\n"),
        ("lists", "- ".repeat(DEPTH) + "a\n"),
        ("numbers", "1. ".repeat(DEPTH) + "a\n"),
        ("indented lists", indented),
        ("elements", "<div>".repeat(DEPTH) + "a\n"),
        (
            "tables",
            "<table><tr><td>".repeat(DEPTH) + &"</td></tr></table>".repeat(DEPTH),
        ),
        ("emphasis", "*a **b ".repeat(DEPTH) + "\n"),
        ("brackets", "[".repeat(DEPTH) + &"](x)".repeat(DEPTH)),
        (
            "braces",
            "```powershell\nGet-X ".to_owned() + &"{(@".repeat(DEPTH) + "\n```\n",
        ),
    ];
    for (what, body) in bodies {
        let text = format!(
            "{}\n# Bad\n\n## A\n\n{body}\n",
            common::front_matter("Bad", None)
        );
        let project = beside_a_good_one(text);
        let run = observe(&project, &["build"]);
        // Braces without end are an error of the command.
        let code = if what == "braces" { 1 } else { 0 };
        assert_eq!(run.code, Some(code), "{what}: {}", run.stderr);
        assert!(run.peak < 500, "{what}: {} MiB", run.peak);
        assert!(project.read("out/html/en-US/bad.html").is_some(), "{what}");
    }
}
