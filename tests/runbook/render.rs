//! Runbooks that are printed or run.

use std::collections::BTreeMap;

use camino::Utf8Path;
use mpkc::emit::runbook::{ParameterName, RenderError, RenderFormat, Request, render, runbook};
use mpkc::locale::Locale;
use mpkc::model::MonitorId;
use serde_json::Value;

use crate::schema::{assert_follows, schema};
use crate::support::{articles, content, folders};

const FORMATS: [RenderFormat; 4] = [
    RenderFormat::Text,
    RenderFormat::Markdown,
    RenderFormat::Json,
    RenderFormat::PowerShell,
];

fn values(pairs: &[(&str, &str)]) -> BTreeMap<ParameterName, String> {
    pairs
        .iter()
        .map(|(name, value)| (ParameterName::given(name), (*value).to_owned()))
        .collect()
}

/// The runbook of a monitor of the articles of this project.
fn rendered(
    slug: &str,
    monitor: &str,
    locale: &str,
    given: &[(&str, &str)],
    format: RenderFormat,
) -> Result<String, RenderError> {
    let project = articles(&content(), &[]);
    let compilation = project.compile();
    let sets = &compilation.knowledge.health_sets;
    let set = sets
        .iter()
        .find(|set| set.slug.as_str() == slug)
        .expect("a known article");
    let runbook = runbook(&compilation.knowledge, set, &project.articles.languages);
    let request = Request {
        runbook: &runbook,
        monitor: &MonitorId::new(monitor).expect("a name"),
        health_set: None,
        locale: locale.parse().expect("a tag"),
        values: &values(given),
        languages: &project.articles.languages,
    };
    render(&request, format)
}

/// Every monitor of the articles below `folder`, rendered in every language with what `see` looks at.
fn each(
    folder: &Utf8Path,
    given: &[(&str, &str)],
    format: RenderFormat,
    mut see: impl FnMut(&str, &str),
) {
    let project = articles(folder, &[]);
    let compilation = project.compile();
    for set in &compilation.knowledge.health_sets {
        let runbook = runbook(&compilation.knowledge, set, &project.articles.languages);
        for monitor in &runbook.monitors {
            for &locale in &runbook.locales {
                let known = values(given);
                let needed = |name: &ParameterName| {
                    let slots = runbook
                        .commands
                        .iter()
                        .flat_map(|c| c.placeholders.iter().chain(&c.samples));
                    slots.into_iter().any(|slot| slot.parameter == *name)
                };
                let values = known.into_iter().filter(|(name, _)| needed(name)).collect();
                let request = Request {
                    runbook: &runbook,
                    monitor: &monitor.id,
                    health_set: Some(&monitor.health_set),
                    locale,
                    values: &values,
                    languages: &project.articles.languages,
                };
                let text = render(&request, format).expect("every monitor can be rendered");
                see(&format!("{} {} {locale}", runbook.slug, monitor.id), &text);
            }
        }
    }
}

#[test]
fn every_filled_in_runbook_follows_its_schema() {
    let validator = schema("filled-runbook.v1.schema.json");
    for folder in folders() {
        each(
            &folder,
            &[("server", "EX01")],
            RenderFormat::Json,
            |name, text| {
                let value: Value = serde_json::from_str(text).expect("JSON");
                assert_follows(&validator, &value, name);
            },
        );
    }
}

#[test]
fn all_formats_are_as_reviewed() {
    for (name, format) in [
        ("text", RenderFormat::Text),
        ("markdown", RenderFormat::Markdown),
        ("json", RenderFormat::Json),
        ("powershell", RenderFormat::PowerShell),
    ] {
        let text = rendered(
            "store",
            "StoreRpcLatencyMonitor",
            "en-US",
            &[("server", "EX01")],
            format,
        )
        .expect("renders");
        insta::assert_snapshot!(format!("store_{name}"), text);
    }
}

#[test]
fn unknown_names_are_refused() {
    let error = rendered("store", "NoSuchMonitor", "en-US", &[], RenderFormat::Text);
    assert!(
        matches!(error, Err(RenderError::UnknownMonitor { .. })),
        "{error:?}"
    );
    let error = rendered(
        "store",
        "StoreRpcLatencyMonitor",
        "en-US",
        &[("colour", "red")],
        RenderFormat::Text,
    );
    assert!(
        matches!(error, Err(RenderError::UnknownParameter { .. })),
        "{error:?}"
    );
}

#[test]
fn every_language_has_its_own_words() {
    let text = |locale| {
        rendered(
            "store",
            "StoreRpcLatencyMonitor",
            locale,
            &[],
            RenderFormat::Text,
        )
        .expect("renders")
    };
    let all: Vec<String> = ["en-US", "es-ES", "pt-BR", "zh-CN", "it-IT"]
        .into_iter()
        .map(text)
        .collect();
    for (at, one) in all.iter().enumerate() {
        assert!(all[at + 1..].iter().all(|other| other != one));
    }
}

#[test]
fn what_is_not_filled_in_is_never_run() {
    for folder in folders() {
        each(&folder, &[], RenderFormat::PowerShell, |name, script| {
            for line in script.lines().map(str::trim_start) {
                let shows = line.starts_with("Write-")
                    || line.starts_with('#')
                    || line.starts_with("[void](Read-Host");
                assert!(shows || !line.contains("contoso.com"), "{name}: {line}");
                assert!(shows || !line.contains("<server"), "{name}: {line}");
            }
        });
    }
}

#[test]
fn changes_are_confirmed() {
    const CHANGES: &[&str] = &[
        "Set-",
        "Restart-",
        "Remove-",
        "New-",
        "Start-Service",
        "Start-MigrationBatch",
        "& $env:ComSpec",
    ];
    for folder in folders() {
        each(
            &folder,
            &[
                ("server", "EX01"),
                ("mailboxServer", "EX02"),
                ("clientAccessServer", "EX03"),
            ],
            RenderFormat::PowerShell,
            |name, script| {
                let lines: Vec<&str> = script.lines().map(str::trim_start).collect();
                for (at, line) in lines.iter().enumerate() {
                    let line = line.strip_prefix("try { ").unwrap_or(line);
                    if CHANGES.iter().any(|change| line.starts_with(change)) {
                        let asked = lines[..at].iter().rev().find(|line| line.ends_with('{'));
                        assert!(
                            asked.is_some_and(|line| line.contains("Select-Answer")),
                            "{name}: {line}"
                        );
                    }
                }
            },
        );
    }
}

/// With values that try to break out of their place.
#[test]
fn scripts_are_powershell() {
    const HOSTILE: &[&str] = &[
        "EX01",
        "'; Remove-Item *; '",
        "\"; Remove-Item * #",
        "a\nRemove-Item *",
        "$(Remove-Item *)",
        "`",
        "\u{2019}; x",
        "-Force",
        "a b|c",
    ];
    let mut parser = tree_sitter::Parser::new();
    parser
        .set_language(&tree_sitter_powershell::LANGUAGE.into())
        .expect("the grammar fits");
    let mut broken = |script: &str| {
        let tree = parser.parse(script, None).expect("a tree");
        tree.root_node().has_error() || runs(tree.root_node(), script, "Remove-Item")
    };
    assert!(
        broken("Get-X 'a'; Remove-Item *") && broken("Get-X {") && !broken("Get-X 'Remove-Item'")
    );
    for folder in folders() {
        for value in HOSTILE {
            let given = [
                ("server", *value),
                ("mailboxServer", value),
                ("clientAccessServer", value),
                ("mailbox", value),
                ("batch", value),
                ("user", value),
            ];
            each(&folder, &given, RenderFormat::PowerShell, |name, script| {
                let tree = parser.parse(script, None).expect("a tree");
                let root = tree.root_node();
                assert!(
                    !root.has_error(),
                    "{name} {value:?}: {}",
                    wrong(root, script)
                );
                if *value != "EX01" {
                    assert!(!runs(root, script, "Remove-Item"), "{name} {value:?}");
                }
            });
        }
    }
}

/// The line of the first error.
fn wrong(node: tree_sitter::Node<'_>, script: &str) -> String {
    let mut cursor = node.walk();
    let deeper = node
        .children(&mut cursor)
        .find(|child| child.has_error() || child.is_missing());
    match deeper {
        Some(child) if !node.is_error() => wrong(child, script),
        _ => script
            .lines()
            .nth(node.start_position().row)
            .unwrap_or_default()
            .to_owned(),
    }
}

/// Whether a command of the script is called `name`.
fn runs(node: tree_sitter::Node<'_>, script: &str, name: &str) -> bool {
    let is = node.kind() == "command_name" && script[node.byte_range()].eq_ignore_ascii_case(name);
    let mut cursor = node.walk();
    let children: Vec<_> = node.children(&mut cursor).collect();
    is || children.into_iter().any(|child| runs(child, script, name))
}

#[test]
fn any_locale_and_format_can_be_asked_for() {
    for format in FORMATS {
        let text =
            rendered("store", "storerpclatencymonitor", "tlh", &[], format).expect("falls back");
        assert!(text.contains("StoreRpcLatencyMonitor"), "{format:?}");
    }
    let _: Locale = "tlh".parse().expect("a tag");
}
