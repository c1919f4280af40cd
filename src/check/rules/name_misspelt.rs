//! A name that is one slip from a known one, and that the languages agree on.
//!
//! Rule: `name-misspelt`.
//!
//! ## What it does
//! Looks up the names in texts and headings that have the form of a probe, a monitor or an application pool and are in
//! no table and no command, and reports those that are a letter or two from one that is. Of monitors in tables whose
//! names have parts with dots between, it reports a part that occurs once and is a slip of one that several names have.
//! And so for an abbreviation that the source has only once: with two letters turned round, before the same word with a
//! capital as the right one in the same section; or with one letter more than a part of the health set, which another
//! language has in its place.
//!
//! ## Why it matters
//! What every language has wrong alike is noticed by nobody who compares them.
//!
//! ## How to mend it
//! Write the name as the tables do.
//!
//! ## What it cannot see
//! Names that differ in case (`name-other-case`) or in a number; slips of a few languages, which `name-changed` reports.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::article::SectionKind;
use crate::check::places::{at_places, source_first};
use crate::check::{Context, Topic};
use crate::check::slip::is_near;
use crate::check::token::{Token, TokenKind};
use crate::check::unit::{Role, Unit};
use crate::check::vocabulary::NameKind;
use crate::check::wording::Traits;
use crate::diagnostic::{Diagnostic, Location, Rule, Scope};
use crate::locale::Locale;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let mut slips: FxHashMap<&str, Option<&str>> = FxHashMap::default();
    let mut found: BTreeMap<(&str, &str), Vec<(Locale, Location)>> = BTreeMap::new();
    // The names in these headings are held against the table of the article.
    let is_recovery = |unit: &Unit<'_>| unit.role == Role::Heading(SectionKind::Recovery);
    let units = topic.units.iter().filter(|unit| unit.has(Traits::STRANGE_NAME));
    for unit in units.filter(|unit| !is_recovery(unit)) {
        let names = unit.texts.iter().flat_map(|(locale, text)| {
            let tokens = text.tokens.iter().filter(|token| is_strange(token));
            tokens.map(move |token| (*locale, text, token))
        });
        let mut unknown: BTreeMap<(&str, &str), Vec<(Locale, Location)>> = BTreeMap::new();
        for (locale, text, token) in names {
            let name = &text.plain[token.range.clone()];
            let slip = slips.entry(name).or_insert_with(|| context.vocabulary.near(name));
            if let Some(right) = *slip {
                let place = text.place(&token.range, context.sources);
                unknown.entry((name, right)).or_default().push((locale, place));
            }
        }
        // What a few languages have is the business of `name-changed`.
        unknown.retain(|_, places| places.len() * 2 > unit.texts.len());
        for (slip, places) in unknown {
            found.entry(slip).or_default().extend(places);
        }
    }
    found.into_iter().filter_map(|slip| report(context, slip)).collect()
}

/// A part of a monitor's name, between dots, is at least so many letters long.
const LONG: usize = 10;

/// So many names must have a part for another part to be a slip of it.
const OFTEN: usize = 3;

/// Monitors of which a part occurs in no other name and is a slip of one that several have.
pub(super) fn in_tables(context: &Context<'_>) -> Vec<Diagnostic> {
    let sets = || context.knowledge.health_sets.iter();
    let mut parts: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for name in sets().flat_map(|set| &set.monitors).map(|monitor| monitor.id.as_str()) {
        for part in name.split('.').filter(|part| part.len() >= LONG && part.len() < name.len()) {
            parts.entry(part.to_ascii_lowercase()).or_default().insert(name);
        }
    }
    let often: Vec<&String> = parts.iter().filter(|(_, names)| names.len() >= OFTEN).map(|(part, _)| part).collect();
    let rare = parts.iter().filter(|(_, names)| names.len() == 1);
    let slips = rare.filter_map(|(part, names)| {
        let is_slip = |other: &&&String| is_near(part, other, 2);
        Some((*names.first()?, part, *often.iter().find(is_slip)?))
    });
    slips.filter_map(|(name, part, right)| report(context, ((part, right), cells(context, name)))).collect()
}

/// Where tables have a monitor.
fn cells(context: &Context<'_>, monitor: &str) -> Vec<(Locale, Location)> {
    let rows = context.knowledge.health_sets.iter().flat_map(|set| set.rows.iter().map(move |row| (set, row)));
    let own = rows.flat_map(|(set, row)| row.cells.iter().map(move |(locale, cells)| (set, locale, cells)));
    let places = own.flat_map(|(set, locale, cells)| {
        let named = cells.monitors.iter().filter(|cell| cell.id.as_ref().is_some_and(|id| id.as_str() == monitor));
        named.filter_map(move |cell| Some((locale, cell.cell.span.within(set.articles.get(locale)?.source))))
    });
    places.collect()
}

/// Whether a token is a name that no table or command has.
pub(crate) fn is_strange(token: &Token<'_>) -> bool {
    let is_name = matches!(
        token.kind,
        TokenKind::Name(NameKind::Monitor | NameKind::Pool | NameKind::Other)
    );
    is_name && token.usual.is_none() && !token.is_known
}

fn report(
    context: &Context<'_>,
    ((name, right), places): ((&str, &str), Vec<(Locale, Location)>),
) -> Option<Diagnostic> {
    let places = source_first(places, context.source);
    let first = places.first()?.0;
    let alone = places.iter().all(|(locale, _)| *locale == first);
    let message = format!("`{name}` is probably `{right}`, which the tables have");
    let diagnostic = Diagnostic::new(Rule::NameMisspelt, message)
        .scope(if alone { Scope::Locale } else { Scope::Everywhere })
        .help(format!("write `{right}`"));
    at_places(diagnostic, &places)
}
