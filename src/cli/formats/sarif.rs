//! SARIF 2.1.0 (OASIS standard, <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>).

use std::io;

use serde::Serialize;

use crate::check;
use crate::cli::visible::print_json;
use crate::diagnostic::{Diagnostic, Location, Rule, Severity};
use crate::workspace::Source;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Writes the diagnostics as a SARIF log.
pub(in crate::cli) fn sarif(diagnostics: &[Diagnostic], sources: &[Source]) -> io::Result<()> {
    print_json(&Log::new(diagnostics, sources))
}

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<Finding>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    version: &'static str,
    information_uri: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    short_description: Text,
    help: Help,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Help {
    text: String,
    markdown: String,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: Text,
    locations: Vec<Place>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Place>,
    properties: Properties,
}

#[derive(Serialize)]
struct Properties {
    scope: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place {
    physical_location: Physical,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    region: Region,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: usize,
    start_column: usize,
    end_line: usize,
    end_column: usize,
}

impl Log {
    fn new(diagnostics: &[Diagnostic], sources: &[Source]) -> Self {
        let rules = Rule::ALL
            .iter()
            .map(|&rule| Descriptor::new(rule))
            .collect();
        Self {
            schema: SCHEMA,
            version: "2.1.0",
            runs: [Run {
                tool: Tool {
                    driver: Driver {
                        name: env!("CARGO_PKG_NAME"),
                        version: env!("CARGO_PKG_VERSION"),
                        information_uri: env!("CARGO_PKG_REPOSITORY"),
                        rules,
                    },
                },
                column_kind: "unicodeCodePoints",
                results: diagnostics
                    .iter()
                    .map(|diagnostic| Finding::new(diagnostic, sources))
                    .collect(),
            }],
        }
    }
}

impl Descriptor {
    fn new(rule: Rule) -> Self {
        let page = check::page(rule);
        Self {
            id: rule.name(),
            short_description: Text {
                text: rule.explanation().to_owned(),
            },
            help: Help {
                text: page.clone(),
                markdown: page,
            },
            default_configuration: Configuration {
                level: level(rule.default_severity()),
            },
        }
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Off => "none",
        other => other.name(),
    }
}

impl Finding {
    fn new(diagnostic: &Diagnostic, sources: &[Source]) -> Self {
        let help = diagnostic
            .help
            .as_ref()
            .map(|help| format!(" ({help})"))
            .unwrap_or_default();
        let related = diagnostic.related.iter();
        Self {
            rule_id: diagnostic.rule.name(),
            rule_index: Rule::ALL
                .iter()
                .position(|rule| *rule == diagnostic.rule)
                .unwrap_or(0),
            level: level(diagnostic.severity),
            message: Text {
                text: format!("{}{help}", diagnostic.message),
            },
            locations: diagnostic
                .primary
                .and_then(|at| place(at, None, sources))
                .into_iter()
                .collect(),
            related_locations: related
                .filter_map(|related| place(related.location, Some(&related.label), sources))
                .collect(),
            properties: Properties {
                scope: diagnostic.scope.name(),
            },
        }
    }
}

fn place(location: Location, label: Option<&str>, sources: &[Source]) -> Option<Place> {
    let source = sources.get(location.source.0 as usize)?;
    let (start, end) = (
        source.line_column(location.span.start),
        source.line_column(location.span.end),
    );
    Some(Place {
        physical_location: Physical {
            artifact_location: Artifact {
                uri: uri(source.path.as_str()),
            },
            region: Region {
                start_line: start.line,
                start_column: start.column,
                end_line: end.line,
                end_column: end.column,
            },
        },
        message: label.map(|label| Text {
            text: label.to_owned(),
        }),
    })
}

/// A path as a relative reference (RFC 3986): with `/`, and everything encoded that is not allowed in a path.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'\\' => uri.push('/'),
            b if b.is_ascii_alphanumeric() || b"-._~/".contains(&b) => uri.push(char::from(b)),
            b => uri.push_str(&format!("%{b:02X}")),
        }
    }
    uri
}
