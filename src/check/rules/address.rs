//! Links with plain http, or to a retired site; once per article.
//!
//! Rules: `insecure-link`, `retired-host`.
//!
//! ## What it does
//! Counts the links of an article with `http:` and those to hosts that were shut down.
//!
//! ## Why it matters
//! Plain http can be tampered with on the way; a retired site answers with a page about nothing, or not at all.
//!
//! ## How to mend it
//! Write `https:`; link the page that took the place of the old one.
//!
//! ## What it cannot see
//! Whether the host answers.

use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule};

/// Sites that Microsoft has shut down or forwards to another.
const RETIRED: &[&str] = &["technet.microsoft.com", "msdn.microsoft.com", "support2.microsoft.com"];

pub(super) fn check(_context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (locale, article) in topic.set.articles.iter() {
        let links = || topic.units.iter().filter_map(move |unit| unit.text(locale)).flat_map(|text| &text.links);
        let mut report = |rule, fits: &dyn Fn(&str) -> bool, what: &str, help: &str| {
            let places: Vec<Location> =
                links().filter(|link| fits(link.target)).map(|link| link.span.within(article.source)).collect();
            if let Some(first) = places.first() {
                // How many there are is no part of the message: a baseline knows findings by it.
                let help = match places.len() {
                    1 => help.to_owned(),
                    more => format!("{help}; there are {more} such links"),
                };
                found.push(Diagnostic::new(rule, what).at(*first).help(help));
            }
        };
        report(Rule::InsecureLink, &is_plain_http, "this article has links with plain http", "write `https:`");
        let retired = |target: &str| {
            let host = target.split_once("://").map_or("", |(_, rest)| rest.split(['/', ':']).next().unwrap_or(rest));
            RETIRED.contains(&host.to_ascii_lowercase().as_str())
        };
        report(Rule::RetiredHost, &retired, "this article links to a retired site", "link the page that took its place");
    }
    found
}

/// Whether an address is plain http; schemes have no case (RFC 3986, 3.1).
fn is_plain_http(target: &str) -> bool {
    target.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http://"))
}
