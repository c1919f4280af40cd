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
//! Words that are not in the lexicon; a text in which all names are right, but in the wrong place. Languages without a
//! language file are not compared.

use std::ops::Range;

use crate::check::consensus::{list, scope};
use crate::check::places::at_places;
use crate::check::text::Text;
use crate::check::thing::Things;
use crate::check::unit::Unit;
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule};
use crate::locale::Locale;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let units = topic.units.iter().filter(|unit| unit.texts.len() > 1);
    let groups = units.flat_map(|unit| Things::GROUPS.map(|group| (unit, group)));
    groups.filter_map(|(unit, group)| confused(context, unit, group)).collect()
}

/// The languages that name a thing of `group` in place of another.
fn confused(context: &Context<'_>, unit: &Unit<'_>, group: Things) -> Option<Diagnostic> {
    let source = context.source?;
    let original = unit.text(source).filter(|text| !text.shaky)?;
    let meant = original.things & group;
    if meant.is_empty() {
        return None;
    }
    let others = unit.sure().filter(|(locale, _)| *locale != source);
    let others: Vec<(Locale, &Text<'_>, Things)> =
        others.map(|(locale, text)| (locale, text, text.things & group)).collect();
    let agrees = |named: Things| named.contains(meant);
    let found = others.iter().filter_map(|&(locale, text, named)| {
        let elsewhere = others.iter().filter(|(other, _, named)| *other != locale && agrees(*named));
        let alone = elsewhere.fold(named.difference(meant), |alone, (_, _, named)| alone.difference(*named));
        // A probe may be called by its monitor, too; a server has one role.
        let counts = !agrees(named) || group != Things::TESTS;
        let place = place(context, locale, text, alone).filter(|_| counts)?;
        Some((locale, text, place, counterpart(alone, meant, named)))
    });
    let found: Vec<_> = found.collect();
    let is_found = |locale: Locale| found.iter().any(|(own, ..)| *own == locale);
    let right = others.iter().filter(|(locale, _, named)| agrees(*named) && !is_found(*locale));
    let right: Vec<Locale> = right.map(|(locale, ..)| *locale).collect();
    let (_, text, at, lost) = found.first()?;
    if right.is_empty() || right.len() < found.len() {
        return None;
    }
    let there = place(context, source, original, *lost)?;
    let message = format!(
        "`{}` stands here where {source} says `{}`, as do {}",
        &text.plain[at.clone()],
        &original.plain[there.clone()],
        list(&right)
    );
    let places = found.iter().map(|(locale, text, at, _)| (*locale, text.place(at, context.sources)));
    let places: Vec<(Locale, Location)> = places.collect();
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
    if things.is_empty() {
        return None;
    }
    context.tongues.of(locale)?.first(text, things)
}
