//! Links with plain http, or to a retired site; once per article, whatever its languages.
//!
//! Rules: `insecure-link`, `retired-host`.
//!
//! ## What it does
//! Looks for links with `http:` and for links to hosts that were shut down, and reports each kind once per article: at
//! its first link in every language that has one.
//!
//! ## Why it matters
//! Plain http can be tampered with on the way; a retired site answers with a page about nothing, or not at all.
//!
//! ## How to mend it
//! Write `https:`; link the page that took the place of the old one.
//!
//! ## What it cannot see
//! Whether the host answers.

use crate::check::places::{in_some, source_first};
use crate::check::wording::Traits;
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule};
use crate::locale::Locale;

/// Sites that Microsoft has shut down or forwards to another.
const RETIRED: &[&str] = &["technet.microsoft.com", "msdn.microsoft.com", "support2.microsoft.com"];

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let units = topic.units.iter().filter(|unit| unit.has(Traits::LINK));
    let texts = units.flat_map(|unit| &unit.texts);
    let links = texts.flat_map(|(locale, text)| text.links.iter().map(|link| (link.target, (*locale, text.place_of(link)))));
    let links: Vec<Link<'_>> = links.collect();
    let of = |is_bad: fn(&str) -> bool| links.iter().filter(move |(target, _)| is_bad(target)).map(|(_, place)| *place);
    let insecure = report(context, of(is_plain_http), Rule::InsecureLink, "this article has links with plain http")
        .map(|finding| finding.help("write `https:`"));
    let retired = report(context, of(is_retired), Rule::RetiredHost, "this article links to a retired site")
        .map(|finding| finding.help("link the page that took its place"));
    insecure.into_iter().chain(retired).collect()
}

/// A target and where it is linked.
type Link<'t> = (&'t str, (Locale, Location));

/// One finding about all `links`, at the first of each language. How many there are is no part of it: a baseline knows
/// findings by their messages.
fn report(
    context: &Context<'_>,
    links: impl Iterator<Item = (Locale, Location)>,
    rule: Rule,
    what: &str,
) -> Option<Diagnostic> {
    let mut places = source_first(links.collect(), context.source);
    places.dedup_by_key(|(locale, _)| *locale);
    in_some(Diagnostic::new(rule, what), places.into_iter(), context.source)
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
