//! Knowledge articles: nothing that import refuses and nothing that the console stumbles over.

use std::collections::HashSet;

use super::{ArticleFacts, LanguageFacts, PackFacts, Violation, expression_length, is_refused};

/// The longest article, in bytes: six times the longest of Microsoft's (165 KB).
const LONGEST: usize = 1 << 20;

/// Elements that must not be empty, by what stands between two `<`.
const NEVER_EMPTY: [&str; 3] = ["maml:list>", "maml:sections>", "maml:row>"];
/// Attributes of cells that make the console's transform fail.
const SPANS: [&str; 2] = [" rowSpan=", " columnSpan="];

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
    let bytes = maml.as_bytes();
    let interesting = |b: &u8| matches!(b, b'<' | b'$' | 0xef) || *b < b' ';
    let mut at = 0;
    // One pass: packs have megabytes of articles, and every build looks at them all.
    while let Some(offset) = bytes[at..].iter().position(interesting) {
        at += offset;
        let found = match bytes[at] {
            b'<' => tag_flaw(&maml[at + 1..]),
            b'$' => expression_flaw(&maml[at + 1..]),
            _ => maml[at..]
                .starts_with(is_refused)
                .then(|| "holds a character that XML cannot".to_owned()),
        };
        if found.is_some() {
            return found;
        }
        at += 1;
    }
    None
}

/// What is wrong with a tag; `rest` follows its `<`.
fn tag_flaw(rest: &str) -> Option<String> {
    if rest.starts_with('/') {
        return None;
    }
    let end = rest.find(['<', '>']).map_or(rest.len(), |end| end + 1);
    let tag = &rest[..end];
    if NEVER_EMPTY.contains(&tag) && rest[end..].starts_with("</") {
        return Some(format!("holds an element without content: <{tag}"));
    }
    if SPANS.iter().any(|span| tag.contains(span)) {
        return Some(
            "has a cell with rowSpan or columnSpan, which the console cannot show".to_owned(),
        );
    }
    let address = tag.split_once("href=\"")?.1.split('"').next()?;
    (!is_safe(address)).then(|| format!("has a link that is no safe address: {address}"))
}

fn expression_flaw(rest: &str) -> Option<String> {
    let length = expression_length(rest);
    (length > 0).then(|| {
        format!(
            "holds `${}`, which SCOM takes for an expression of its own",
            &rest[..length]
        )
    })
}

/// Whether a text holds what SCOM takes for an expression of its own.
pub fn has_expression(text: &str) -> bool {
    text.match_indices('$')
        .any(|(at, _)| expression_length(&text[at + 1..]) > 0)
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
