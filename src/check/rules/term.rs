//! One term of the source has several translations.
//!
//! Rule: `term-inconsistent`.
//!
//! ## What it does
//! Learns what a language makes of every heading and link text of the source, names aside, and reports those that it
//! has otherwise once or twice where it has another translation four times as often.
//!
//! ## Why it matters
//! A reader takes two words for two things. Steps that refer to a section by its heading lead nowhere.
//!
//! ## How to mend it
//! Use the translation of the other articles.
//!
//! ## What it cannot see
//! Terms inside sentences; a term that has two meanings; differences in short words, case and apostrophes.

use std::cell::LazyCell;

use crate::check::Context;
use crate::check::places::at_places;
use crate::check::rules::title;
use crate::diagnostic::{Diagnostic, Rule, Scope};

/// A translation must be so many times as frequent as another that is reported.
const TIMES: usize = 4;

pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let leftovers = LazyCell::new(|| title::leftovers(context));
    for (term, locale, translations) in context.glossary.terms() {
        let Some((usual, often)) = translations.iter().max_by_key(|(_, places)| places.len()) else {
            continue;
        };
        for (other, places) in translations {
            // What was left in the source language is reported as such.
            if places.len() * TIMES > often.len() || *other == term || gist(other) == gist(usual) {
                continue;
            }
            // So are words of titles in links.
            let is_left = |word: &str| other.contains(word) && term.contains(word) && !usual.contains(word);
            if leftovers.iter().any(|left| left.locale == locale && is_left(left.word)) {
                continue;
            }
            let message = format!("`{term}` is `{other}` here, but `{usual}` in most articles in {locale}");
            let diagnostic = Diagnostic::new(Rule::TermInconsistent, message)
                .scope(Scope::Locale)
                .help(format!("write `{usual}`"));
            let places: Vec<_> = places.iter().map(|place| (locale, *place)).collect();
            let report = at_places(diagnostic, &places);
            found.extend(report.map(|diagnostic| match often.first() {
                Some(place) => diagnostic.related(*place, format!("`{usual}`")),
                None => diagnostic,
            }));
        }
    }
    found
}

/// What a translation is told by: its long words. Articles, prepositions, the case of letters and the form of apostrophes
/// differ with what stands beside them. Of scripts without blanks, every letter but the most frequent particle.
fn gist(text: &str) -> Vec<String> {
    const LONG: usize = 4;
    let is_dense = |c: char| c >= '\u{2e80}';
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| word.contains(is_dense) || word.chars().count() >= LONG);
    words
        .map(|word| word.replace(['\u{7684}', '\u{306e}'], "").to_lowercase())
        .filter(|word| !word.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_words_do_not_count() {
        assert_eq!(gist("Azioni di * e *"), gist("azioni per * o *"));
        assert_eq!(gist("\u{2019}l\u{2019}utente"), gist("l'utente"));
        assert_eq!(gist("* \u{7684}\u{706f}"), gist("* \u{706f}"));
        assert_ne!(gist("Azioni di *"), gist("Operazioni di *"));
    }
}
