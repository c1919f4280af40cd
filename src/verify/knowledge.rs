//! Knowledge articles: nothing that import refuses and nothing that the console stumbles over.

use std::collections::HashSet;

use super::{ArticleFacts, LanguageFacts, PackFacts, Violation, expression_length, is_refused};

/// The longest article, in bytes: six times the longest of Microsoft's (165 KB).
const LONGEST: usize = 1 << 20;

/// Elements that must not be empty.
const EMPTY: [&str; 3] = [
    "<maml:list></maml:list>",
    "<maml:sections></maml:sections>",
    "<maml:row></maml:row>",
];

/// Checks the articles of one language.
pub fn check(facts: &PackFacts<'_>, language: &LanguageFacts<'_>, violations: &mut Vec<Violation>) {
    let known: HashSet<&str> = facts.elements.iter().map(|element| element.id).collect();
    let mut seen = HashSet::new();
    for article in &language.articles {
        let element = article.element;
        let mut report = |message: String| {
            let message = format!("{}: {message}", language.code);
            violations.push(Violation {
                message,
                origin: article.origin,
            });
        };
        if !element.contains('!') && !known.contains(element) {
            report(format!(
                "an article is about `{element}`, which does not exist"
            ));
        }
        if !seen.insert(element) {
            report(format!("`{element}` has two articles"));
        }
        if let Some(message) = flaw(article) {
            report(format!("the article of `{element}` {message}"));
        }
    }
}

/// The first thing that is wrong with an article.
fn flaw(article: &ArticleFacts<'_>) -> Option<String> {
    let maml = article.maml;
    if maml.trim().is_empty() {
        return Some("is empty".to_owned());
    }
    if maml.len() > LONGEST {
        return Some("is longer than 1 MiB, which no console shows in time".to_owned());
    }
    if maml.contains(is_refused) {
        return Some("holds a character that XML cannot".to_owned());
    }
    if let Some(at) = expression_at(maml) {
        let shown: String = maml[at..].chars().take(20).collect();
        return Some(format!(
            "holds `{shown}`, which SCOM takes for an expression of its own"
        ));
    }
    if let Some(empty) = EMPTY.iter().find(|empty| maml.contains(**empty)) {
        return Some(format!("holds an element without content: {empty}"));
    }
    if maml.contains("rowSpan") || maml.contains("columnSpan") {
        let spans = maml.split('<').any(|tag| {
            let tag = tag.split('>').next().unwrap_or_default();
            tag.contains(" rowSpan=") || tag.contains(" columnSpan=")
        });
        if spans {
            return Some(
                "has a cell with rowSpan or columnSpan, which the console cannot show".to_owned(),
            );
        }
    }
    let mut addresses = maml
        .split("href=\"")
        .skip(1)
        .filter_map(|tail| tail.split('"').next());
    addresses
        .find(|address| !is_safe(address))
        .map(|address| format!("has a link that is no safe address: {address}"))
}

/// Whether a text holds what SCOM takes for an expression of its own.
pub fn has_expression(text: &str) -> bool {
    expression_at(text).is_some()
}

fn expression_at(text: &str) -> Option<usize> {
    text.match_indices('$')
        .map(|(at, _)| at)
        .find(|at| expression_length(&text[at + 1..]) > 0)
}

/// Whether a console may follow an address: web or mail, with a host, and nothing that .NET refuses in a URI.
fn is_safe(address: &str) -> bool {
    let rest = ["https://", "http://", "mailto:"]
        .iter()
        .find_map(|scheme| address.strip_prefix(scheme));
    rest.is_some_and(|rest| {
        let has_host = !rest.is_empty() && !rest.starts_with('/');
        has_host
            && !rest.contains(|c: char| c.is_whitespace() || c.is_control())
            && !rest.contains("##")
    })
}
