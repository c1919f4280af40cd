//! A text says the opposite of the other languages.
//!
//! Rule: `polarity-differs`.
//!
//! ## What it does
//! Looks for phrases that say that something is healthy or is not, that an issue still exists or does not, that an
//! output shows something, an attempt succeeds, a service is running, something is found or not, with the lexicon of
//! each language (`[lexicon.polarity]` in `locales/`): phrases, and negations that turn them around. A text is reported
//! if it says the one as often as most other languages say the opposite.
//!
//! ## Why it matters
//! "If it is healthy" in place of "if it is not healthy" makes an operator stop where he should go on.
//!
//! ## How to mend it
//! Translate the sentence anew.
//!
//! ## What it cannot see
//! Phrases that are not in the lexicon; negations far from their phrase, in another clause, or folded into other words
//! ("fails to recover"); two flips in one paragraph that cancel out; opposites of other kinds, such as starting and
//! stopping, of which `negation-differs` sees some. Languages without a language file are not compared.

use crate::check::consensus::{list, scope};
use crate::check::sense::{Mentions, Topic as Opposites};
use crate::check::unit::Unit;
use crate::check::wording::Traits;
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule};
use crate::locale::Locale;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    topic.units.iter().flat_map(|unit| of_unit(context, unit)).collect()
}

/// What is found in one text and its translations.
pub(super) fn of_unit(context: &Context<'_>, unit: &Unit<'_>) -> Vec<Diagnostic> {
    if unit.texts.len() < 2 || !unit.has(Traits::SENSE) {
        return Vec::new();
    }
    let all = Opposites::ALL.into_iter().enumerate();
    let found = all.filter_map(|(at, opposites)| {
        let said = unit.sure().map(|(locale, text)| (locale, text.said.topics[at]));
        let said: Vec<(Locale, Mentions)> = said.filter(|(_, mentions)| mentions.all() > 0).collect();
        compare(context, unit, &said, opposites)
    });
    found.collect()
}

/// Languages that mention it as often as the most, with another sense.
fn compare(
    context: &Context<'_>,
    unit: &Unit<'_>,
    said: &[(Locale, Mentions)],
    opposites: Opposites,
) -> Option<Diagnostic> {
    let of = |wanted: Mentions| said.iter().filter(move |(_, mentions)| *mentions == wanted);
    let by_source = |wanted: Mentions| {
        let mut says = of(wanted);
        says.any(|(locale, _)| Some(*locale) == context.source)
    };
    let usual = said
        .iter()
        .map(|(_, mentions)| *mentions)
        .max_by_key(|&mentions| (of(mentions).count(), by_source(mentions)))?;
    let right: Vec<Locale> = of(usual).map(|(locale, _)| *locale).collect();
    let wrong: Vec<Locale> = said
        .iter()
        .filter(|(_, mentions)| contradicts(*mentions, usual))
        .map(|(locale, _)| *locale)
        .collect();
    // Where hardly any two languages agree the phrases have been misunderstood.
    if right.len() * 2 < said.len() || right.len() < wrong.len() {
        return None;
    }
    let place = |locale: Locale| -> Option<(Locale, Location)> {
        Some((locale, unit.text(locale)?.whole()))
    };
    let places: Vec<(Locale, Location)> =
        wrong.iter().filter_map(|&locale| place(locale)).collect();
    let (first, rest) = places.split_first()?;
    let (other, there) = right.iter().find_map(|&locale| place(locale))?;
    let what = match opposites {
        Opposites::Health => "healthy or not",
        Opposites::Existence => "whether the issue exists",
        Opposites::Display => "shown or not",
        Opposites::Success => "whether it succeeds",
        Opposites::Operation => "running or not",
        Opposites::Discovery => "found or not",
    };
    let message = format!("this text says the opposite of {}: {what}", list(&right));
    let mut diagnostic = Diagnostic::new(Rule::PolarityDiffers, message)
        .at(first.1)
        .scope(scope(&wrong))
        .help("compare the sense of the sentence with the other languages");
    for (locale, place) in rest {
        diagnostic = diagnostic.also(*place, locale);
    }
    Some(diagnostic.related(there, format!("the text in {other}")))
}

/// Whether a text contradicts the usual one: as many mentions of other senses, or only the one where that has only the
/// other.
fn contradicts(mentions: Mentions, usual: Mentions) -> bool {
    let only_other = mentions.yes == 0 && usual.no == 0 || mentions.no == 0 && usual.yes == 0;
    mentions != usual && (mentions.all() == usual.all() || only_other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_mentions_of_the_same_are_no_contradiction() {
        let said = |yes, no| Mentions { yes, no };
        assert!(contradicts(said(1, 0), said(0, 1)));
        assert!(contradicts(said(2, 0), said(0, 1)));
        assert!(contradicts(said(2, 0), said(1, 1)));
        assert!(!contradicts(said(2, 0), said(1, 0)));
        assert!(!contradicts(said(1, 1), said(1, 0)));
        assert!(!contradicts(said(1, 1), said(1, 1)));
    }
}
