//! A text names another thing than the other languages.
//!
//! Rule: `thing-confused`.
//!
//! ## What it does
//! Looks for the words for things that must not be taken for each other (`[lexicon.things]` in `locales/`): probe and
//! monitor; server with the role Mailbox, server with the role Client Access, certification authority. A text is reported
//! that names one which no other language names there, where the source and most other languages name another; of probe
//! and monitor only if it lacks that other one.
//!
//! ## Why it matters
//! Who restarts a service on the wrong kind of server repairs nothing, and harms another.
//!
//! ## How to mend it
//! Name what the source names.
//!
//! ## What it cannot see
//! Words that are not in the lexicon; a text in which all names are right, but in the wrong place. Languages without a language
//! file are not compared.

use std::ops::Range;

use crate::check::consensus::{list, scope};
use crate::check::places::at_places;
use crate::check::sense::spellings;
use crate::check::text::Text;
use crate::check::thing::Things;
use crate::check::unit::Unit;
use crate::check::wording::Traits;
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule};
use crate::locale::Locale;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let Some(source) = context.source else {
        return Vec::new();
    };
    let units = topic.units.iter().filter(|unit| unit.texts.len() > 1 && unit.has(Traits::THING));
    let groups = units.flat_map(|unit| Things::GROUPS.map(|group| (unit, group)));
    groups.filter_map(|(unit, group)| confused(context, unit, source, group)).collect()
}

/// The languages that name a thing of `group` in place of another.
fn confused(context: &Context<'_>, unit: &Unit<'_>, source: Locale, group: Things) -> Option<Diagnostic> {
    let original = unit.text(source).filter(|text| !text.shaky)?;
    let meant = original.things & group;
    if meant.is_empty() {
        return None;
    }
    let others = || unit.sure().filter(|(locale, _)| *locale != source);
    let agree: Vec<Locale> = others().filter(|(_, text)| text.things.contains(meant)).map(|(locale, _)| locale).collect();
    let intruder = |locale: Locale, text: &Text<'_>| {
        let elsewhere = others().filter(|(other, _)| *other != locale && agree.contains(other));
        let elsewhere = elsewhere.fold(meant, |all, (_, text)| all | text.things);
        let alone = (text.things & group).difference(elsewhere);
        // A probe may be called by its monitor, too; a server has one role.
        let counts = !text.things.contains(meant) || group != Things::TESTS;
        Some(alone).filter(|alone| counts && !alone.is_empty())
    };
    let found: Vec<(Locale, &Text<'_>, Things)> =
        others().filter_map(|(locale, text)| Some((locale, text, intruder(locale, text)?))).collect();
    let agree: Vec<Locale> = agree.into_iter().filter(|locale| found.iter().all(|(own, ..)| own != locale)).collect();
    if agree.is_empty() || agree.len() < found.len() {
        return None;
    }
    let places: Vec<(Locale, Location)> = found
        .iter()
        .filter_map(|(locale, text, thing)| Some((*locale, text.place(&place(context, *locale, text, *thing)?, context.sources))))
        .collect();
    let (first, text, thing) = found.first()?;
    let said = &text.plain[place(context, *first, text, *thing)?];
    let there = place(context, source, original, counterpart(*thing, meant, text.things))?;
    let right: Vec<Locale> = std::iter::once(source).chain(agree).collect();
    let message = format!("`{said}` stands here where {source} says `{}`, as do {}", &original.plain[there.clone()], list(&right[1..]));
    let locales: Vec<Locale> = places.iter().map(|(locale, _)| *locale).collect();
    let diagnostic = Diagnostic::new(Rule::ThingConfused, message)
        .scope(scope(&locales))
        .help("name what the source names");
    let there = original.place(&there, context.sources);
    Some(at_places(diagnostic, &places)?.related(there, format!("the text in {source}")))
}

/// What of the things that are `meant` was taken for `thing` by a text that names `said`.
fn counterpart(thing: Things, meant: Things, said: Things) -> Things {
    let shares_abbreviation = meant & Things::CLIENT_ACCESS_SERVER;
    if thing == Things::CERTIFICATION_AUTHORITY && !shares_abbreviation.is_empty() {
        return shares_abbreviation;
    }
    let lost = meant.difference(said);
    if lost.is_empty() { meant } else { lost }
}

/// Where a text first names one of `things`.
fn place(context: &Context<'_>, locale: Locale, text: &Text<'_>, things: Things) -> Option<Range<usize>> {
    let words = &context.languages.get(locale)?.lexicon.things;
    let named = Things::named(words).into_iter().filter(|(thing, _)| things.contains(*thing));
    let names = named.flat_map(|(_, names)| names.iter().flat_map(|name| spellings(name)));
    let hits = names.filter_map(|name| text.plain.find(&name).map(|at| at..at + name.len()));
    hits.min_by_key(|hit| (hit.start, usize::MAX - hit.end))
}
