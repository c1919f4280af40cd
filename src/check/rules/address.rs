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

use std::collections::BTreeMap;

use crate::check::wording::Traits;
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule, SourceId};

/// Sites that Microsoft has shut down or forwards to another.
const RETIRED: &[&str] = &["technet.microsoft.com", "msdn.microsoft.com", "support2.microsoft.com"];

pub(super) fn check(_context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let mut insecure: Places = BTreeMap::new();
    let mut retired: Places = BTreeMap::new();
    let units = topic.units.iter().filter(|unit| unit.has(Traits::LINK));
    for (_, text) in units.flat_map(|unit| &unit.texts) {
        for link in &text.links {
            let place = text.place_of(link);
            if is_plain_http(link.target) {
                insecure.entry(place.source).or_default().push(place);
            }
            if is_retired(link.target) {
                retired.entry(place.source).or_default().push(place);
            }
        }
    }
    let insecure = insecure.values().filter_map(|places| {
        report(Rule::InsecureLink, places, "this article has links with plain http", "write `https:`")
    });
    let retired = retired.values().filter_map(|places| {
        report(Rule::RetiredHost, places, "this article links to a retired site", "link the page that took its place")
    });
    insecure.chain(retired).collect()
}

/// Links of articles, in the order of the text.
type Places = BTreeMap<SourceId, Vec<Location>>;

fn report(rule: Rule, places: &[Location], what: &str, help: &str) -> Option<Diagnostic> {
    // How many there are is no part of the message: a baseline knows findings by it.
    let help = match places.len() {
        1 => help.to_owned(),
        more => format!("{help}; there are {more} such links"),
    };
    Some(Diagnostic::new(rule, what).at(*places.first()?).help(help))
}

/// Whether an address is of one of the sites [`RETIRED`].
fn is_retired(target: &str) -> bool {
    let rest = target.split_once(':').and_then(|(_, rest)| rest.strip_prefix("//"));
    let host = rest.and_then(|rest| rest.split(['/', ':']).next());
    host.is_some_and(|host| RETIRED.iter().any(|retired| retired.eq_ignore_ascii_case(host)))
}

/// Whether an address is plain http; schemes have no case (RFC 3986, 3.1).
fn is_plain_http(target: &str) -> bool {
    target.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http://"))
}
