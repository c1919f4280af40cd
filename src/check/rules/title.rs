//! A title left in the source language.
//!
//! Rule: `title-not-translated`.
//!
//! ## What it does
//! Compares the title of every translation with that of the source.
//!
//! ## Why it matters
//! The title is what a search and the list of articles show.
//!
//! ## How to mend it
//! Translate the title. The ID of the health set stays as it is.
//!
//! ## What it cannot see
//! Titles that were translated in part.

use crate::check::consensus::{list, scope};
use crate::check::unit::Unit;
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule};
use crate::locale::Locale;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let found = topic.units.first().and_then(|titles| untranslated(context, titles));
    let help = format!("translate the title; `{}` itself stays as it is", topic.set.id);
    found.map(|diagnostic| diagnostic.help(help)).into_iter().collect()
}

fn untranslated(context: &Context<'_>, titles: &Unit<'_>) -> Option<Diagnostic> {
    let source = context.source?;
    let original = titles.text(source)?;
    let same = titles.texts.iter().filter(|(locale, text)| {
        locale.language() != source.language() && text.plain == original.plain
    });
    let places: Vec<(Locale, Location)> =
        same.map(|(locale, text)| (*locale, text.whole())).collect();
    let locales: Vec<Locale> = places.iter().map(|(locale, _)| *locale).collect();
    let (first, rest) = places.split_first()?;
    let message = format!("the title in {} is the same as in {source}", list(&locales));
    let mut diagnostic = Diagnostic::new(Rule::TitleNotTranslated, message)
        .at(first.1)
        .scope(scope(&locales));
    for (locale, place) in rest {
        diagnostic = diagnostic.also(*place, locale);
    }
    Some(diagnostic.related(original.whole(), format!("the title in {source}")))
}
