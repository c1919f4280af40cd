//! A name that is one slip from a known one, and that the languages agree on.
//!
//! Rule: `name-misspelt`.
//!
//! ## What it does
//! Looks up the names in texts and headings that have the form of a probe, a monitor or an application pool and are in
//! no table and no command, and reports those that are a letter or two from one that is.
//!
//! ## Why it matters
//! What every language has wrong alike is noticed by nobody who compares them.
//!
//! ## How to mend it
//! Write the name as the tables do.
//!
//! ## What it cannot see
//! Names that differ in case (`name-other-case`) or in a number; slips of a few languages, which `name-changed` reports.

use std::collections::BTreeMap;

use crate::check::places::{at_places, source_first};
use crate::check::token::TokenKind;
use crate::check::unit::Unit;
use crate::check::vocabulary::NameKind;
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule, Scope};
use crate::locale::Locale;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let mut found: BTreeMap<(String, &str), Vec<(Locale, Location)>> = BTreeMap::new();
    for unit in &topic.units {
        collect(context, unit, &mut found);
    }
    let reports = found.into_iter().filter_map(|((name, right), places)| {
        let places = source_first(places, context.source);
        let alone = places.iter().all(|(locale, _)| *locale == places[0].0);
        let message = format!("`{name}` is probably `{right}`, which the tables have");
        let diagnostic = Diagnostic::new(Rule::NameMisspelt, message)
            .scope(if alone { Scope::Locale } else { Scope::Everywhere })
            .help(format!("write `{right}`"));
        at_places(diagnostic, &places)
    });
    reports.collect()
}

/// The misspelt names of a unit that most of its languages have.
fn collect<'v>(
    context: &Context<'v>,
    unit: &Unit<'_>,
    found: &mut BTreeMap<(String, &'v str), Vec<(Locale, Location)>>,
) {
    let mut here: BTreeMap<&str, Vec<(Locale, Location)>> = BTreeMap::new();
    for (locale, text) in &unit.texts {
        for token in &text.tokens {
            let name = &text.plain[token.range.clone()];
            let is_name = matches!(token.kind, TokenKind::Name(NameKind::Monitor | NameKind::Pool | NameKind::Other));
            if is_name && token.usual.is_none() && !context.vocabulary.is_known(name) {
                let place = text.place(&token.range, context.sources);
                here.entry(name).or_default().push((*locale, place));
            }
        }
    }
    for (name, places) in here {
        if places.len() * 2 > unit.texts.len()
            && let Some(right) = context.vocabulary.near(name)
        {
            found.entry((name.to_owned(), right)).or_default().extend(places);
        }
    }
}
