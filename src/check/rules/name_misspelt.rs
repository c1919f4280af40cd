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

use rustc_hash::FxHashMap;

use crate::article::SectionKind;
use crate::check::places::{at_places, source_first};
use crate::check::Context;
use crate::check::token::{Token, TokenKind};
use crate::check::unit::{Role, Unit};
use crate::check::vocabulary::NameKind;
use crate::check::wording::Traits;
use crate::diagnostic::{Diagnostic, Location, Rule, Scope};
use crate::locale::Locale;

pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut slips: FxHashMap<&str, Option<&str>> = FxHashMap::default();
    let mut found = Vec::new();
    for topic in context.topics {
        let mut here: BTreeMap<(&str, &str), Vec<(Locale, Location)>> = BTreeMap::new();
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
                here.entry(slip).or_default().extend(places);
            }
        }
        found.extend(here.into_iter().filter_map(|slip| report(context, slip)));
    }
    found
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
