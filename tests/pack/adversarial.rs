//! Whatever an article holds, the pack is one that SCOM takes, or there is none and a diagnostic says why.

use std::collections::BTreeSet;

use mpkc::diagnostic::{Rule, SourceId};
use mpkc::model::PackId;
use mpkc::workspace::Config;

use crate::support::{article, ids, knowledge, make, make_one};

const ROWS: &[(&str, &[&str])] = &[("WProbe", &["WMonitor"])];

/// The article of the health set whose Markdown has `text` in its user action.
fn said(text: &str) -> String {
    let made = make_one(&article(
        "Widget",
        ROWS,
        &format!("## User Action\n\n{text}\n"),
    ));
    knowledge(made.xml(), "ENU", "Widget.UnitMonitor").to_owned()
}

#[test]
fn variables_that_scom_would_take_for_its_own_get_braces() {
    assert!(
        said("Set $Database and `$dataX`.")
            .contains("Set ${Database} and <maml:codeInline>${dataX}</maml:codeInline>.")
    );
    assert!(
        said("```powershell\nGet-X $DatabaseName ${x} $_ $true\n```")
            .contains("Get-X ${DatabaseName} ${x} $_ $true")
    );
    assert!(
        said("[x](https://example.org/$Data)").contains("href=\"https://example.org/%24Data\"")
    );
}

#[test]
fn markup_is_text() {
    let text = said("An end ]]&gt; and &lt;maml:para&gt; &amp;amp;.");
    assert!(
        text.contains("An end ]]&gt; and &lt;maml:para&gt; &amp;amp;."),
        "{text}"
    );
}

#[test]
fn control_characters_are_shown_as_unknown() {
    assert!(said("a\u{1}b \u{b}c").contains("a\u{fffd}b \u{fffd}c"));
    assert!(said("```\na\u{1b}[0m\n```").contains("a\u{fffd}[0m"));
}

#[test]
fn control_characters_in_a_name_refuse_the_pack() {
    let mut config = Config::default();
    config.pack.name = Some("a\u{1}".to_owned());
    let made = make(&[("en-US/w.md", &article("Widget", ROWS, ""))], &config);
    assert!(made.xml.is_none());
    assert!(
        made.diagnostics
            .iter()
            .all(|it| it.rule == Rule::PackRefused)
    );
}

#[test]
fn a_pack_called_like_an_alias_is_refused() {
    for id in ["System", "windows", "ENU"] {
        let mut config = Config::default();
        config.pack.id = PackId::try_from(id.to_owned()).unwrap();
        assert!(
            make(&[("en-US/w.md", &article("Widget", ROWS, ""))], &config)
                .xml
                .is_none(),
            "{id}"
        );
    }
}

#[test]
fn long_and_like_names_make_ids_that_fit_and_differ() {
    let long = format!("{}Monitor", "M".repeat(300));
    let longer = format!("{long}2");
    let monitors = [
        "WMonitor",
        "wMonitor",
        "W-Monitor",
        "W_Monitor",
        &long,
        &longer,
    ];
    let made = make_one(&article("Widget", &[("WProbe", &monitors)], ""));
    let all = ids(made.xml(), "UnitMonitor");
    assert_eq!(all.len(), monitors.len() + 1);
    let unlike: BTreeSet<String> = all.iter().map(|id| id.to_lowercase()).collect();
    assert_eq!(unlike.len(), all.len());
    assert!(all.iter().all(|id| id.len() <= 256));
}

#[test]
fn an_article_of_two_megabytes_refuses_the_pack_and_is_named_with_its_line() {
    let giant = "Work & play. ".repeat(160_000);
    assert!(giant.len() > 2_000_000);
    let small = article("Gadget", &[], "");
    let made = make(
        &[
            ("en-US/gadget.md", &small),
            (
                "en-US/widget.md",
                &article("Widget", ROWS, &format!("## User Action\n\n{giant}\n")),
            ),
        ],
        &Config::default(),
    );
    assert!(made.xml.is_none());
    assert!(!made.diagnostics.is_empty());
    assert!(
        made.diagnostics
            .iter()
            .all(|it| it.primary.is_some_and(|at| at.source == SourceId(1)))
    );
    let paragraph = made.diagnostics[0].primary.unwrap().span;
    assert!(
        paragraph.end - paragraph.start > 2_000_000,
        "the paragraph, not the title"
    );
}

#[test]
fn an_article_of_many_lines_is_named_with_the_line_that_is_too_much() {
    let lines: String = (0..50_000)
        .map(|number| format!("This is line {number}, and it is not the last of them.\n\n"))
        .collect();
    let text = article("Widget", ROWS, &format!("## User Action\n\n{lines}"));
    assert!(text.len() > 2_000_000);
    let made = make_one(&text);
    assert!(made.xml.is_none());
    let place = made.diagnostics[0].primary.unwrap().span;
    let message = &made.diagnostics[0].message;
    assert!(message.contains("longer than 1 MiB"), "{message}");
    assert!(place.of(&text).starts_with("This is line "), "{place:?}");
    // The tags of MAML take room too.
    let before = place.start as usize;
    assert!((500_000..1_048_576).contains(&before), "{before}");
}

#[test]
fn unsafe_links_lose_their_target_and_keep_their_text() {
    let text = said(
        "[bad](javascript:alert%281%29) [gap](<https://example.org/a b>) [host](<https://a b/>) [file](../x.md)",
    );
    assert!(!text.contains("javascript") && text.contains("bad "));
    assert!(text.contains("href=\"https://example.org/a%20b\""));
    assert_eq!(text.matches("<maml:navigationLink>").count(), 1);
}

#[test]
fn lists_nest_seven_deep_with_their_numbers() {
    let mut list = String::new();
    for depth in 0..7 {
        list.push_str(&format!("{}1. Level {depth}\n\n", "   ".repeat(depth)));
    }
    let text = said(&list);
    assert_eq!(text.matches("<maml:list>").count(), 7);
    for label in [
        "1. Level 0",
        "1a. Level 1",
        "1a1. Level 2",
        "1a1a1a1. Level 6",
    ] {
        assert!(text.contains(label), "{label} in {text}");
    }
}

#[test]
fn bold_and_code_never_nest() {
    let text = said("[a **b** `c`](https://example.org) **d `e` *f* [g](https://example.org)**");
    assert!(
        text.contains("<maml:linkText>a b c</maml:linkText>"),
        "{text}"
    );
    assert!(
        text.contains("<maml:ui> d e f </maml:ui><maml:navigationLink>"),
        "{text}"
    );
}

#[test]
fn empty_sections_and_items_stay_valid() {
    let made = make_one(&article(
        "Widget",
        ROWS,
        "## User Action\n\n## Verifying the issue\n\n1.\n2. Look.\n\n- \n\n## For More Information\n",
    ));
    assert!(
        !made.xml().contains("<maml:list></maml:list>")
            && !made.xml().contains("<maml:listItem></maml:listItem>")
    );
}

#[test]
fn a_health_set_and_a_monitor_never_share_an_id() {
    let sets = [
        article("Widget", &[("WProbe", &["Core"])], ""),
        article("Widget.Core", &[], ""),
    ];
    let made = make(
        &[("en-US/a.md", &sets[0]), ("en-US/b.md", &sets[1])],
        &Config::default(),
    );
    let all = ids(made.xml(), "UnitMonitor");
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 3);
    assert!(all.contains(&"Mpkc.Exchange2013.HealthSets.Widget.Core.UnitMonitor"));
}
