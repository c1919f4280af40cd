//! A title does not name its health set.
//!
//! Rule: `title-lost-health-set`.
//!
//! ## What it does
//! Looks for the ID of the health set in the title of every language.
//!
//! ## Why it matters
//! The title is what a search and the list of articles show. An alert says `IMAP.Proxy`; nobody finds "Proxy IMAP".
//!
//! ## How to mend it
//! Write the ID in the title as it stands in the table of probes.
//!
//! ## What it cannot see
//! IDs that are words which most languages translate in titles.

use crate::check::consensus::{disputes, list, scope};
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Rule, Scope};
use crate::locale::Locale;
use crate::syntax::Words;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let Some(titles) = topic.units.first() else {
        return Vec::new();
    };
    let id = topic.set.id.as_str();
    // With hyphens some languages make one word of several.
    let is_own = |word: &str| word.eq_ignore_ascii_case(id);
    let named = |text: &str| Words::of(text).any(|(_, word)| is_own(word) || word.split('-').any(is_own));
    let said: Vec<(Locale, Vec<bool>)> = titles
        .texts
        .iter()
        .map(|(locale, text)| {
            (
                *locale,
                if named(&text.plain) {
                    vec![true]
                } else {
                    vec![]
                },
            )
        })
        .collect();
    let Some(dispute) = disputes(&said, context.source)
        .into_iter()
        .find(|dispute| dispute.is_right)
    else {
        return Vec::new();
    };
    let drift = dispute.is_drift(context.source);
    let message = format!(
        "the title does not name the health set `{id}`, as it does in {}",
        list(&dispute.holders)
    );
    let mut diagnostic = Diagnostic::new(Rule::TitleLostHealthSet, message)
        .scope(if drift {
            Scope::Translations
        } else {
            scope(&dispute.lacking)
        })
        .help(format!(
            "write `{id}` in the title; it is the same in every language"
        ));
    let places = dispute
        .lacking
        .iter()
        .filter_map(|&locale| Some((locale, titles.text(locale)?.whole())));
    for (number, (locale, place)) in places.enumerate() {
        diagnostic = match number {
            0 => diagnostic.at(place),
            _ => diagnostic.also(place, locale),
        };
    }
    if let Some(text) = dispute
        .holders
        .first()
        .and_then(|&locale| titles.text(locale))
    {
        diagnostic = diagnostic.related(text.whole(), "a title that names it");
    }
    vec![diagnostic]
}
