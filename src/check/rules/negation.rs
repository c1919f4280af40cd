//! A text negates nothing, where all other languages do, or the other way round.
//!
//! Rule: `negation-differs`.
//!
//! ## What it does
//! Looks for negations, and for words that have one in them, with the lexicon of each language (`negation`,
//! `negation-after`, `negative` and the opposites in `[lexicon.polarity]` of `locales/`). A text is reported that has none,
//! where all other languages have one, five of them in a word of its own; and a text that has one in a word of its own,
//! where five others or more have none of any kind.
//!
//! ## Why it matters
//! "If the message is clear" in place of "if the message is not clear" makes an operator do the opposite.
//!
//! ## How to mend it
//! Compare the sentence with the other languages, and translate it anew.
//!
//! ## What it cannot see
//! A text of several sentences, of which one has kept its negation. Languages without a language file are not compared,
//! nor are texts of fewer than six languages: translators turn sentences round, and only many agree by no chance.

use super::polarity;
use crate::check::consensus::{MANY, list, scope};
use crate::check::sense::Negation;
use crate::check::text::Text;
use crate::check::unit::{Role, Unit};
use crate::check::wording::Traits;
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Rule, Scope};
use crate::locale::Locale;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let units = topic.units.iter().filter(|unit| unit.has(Traits::NEGATION) && unit.role != Role::Title);
    units.filter_map(|unit| of_unit(context, unit)).collect()
}

/// The one language that says it otherwise than all others.
fn of_unit(context: &Context<'_>, unit: &Unit<'_>) -> Option<Diagnostic> {
    let known = unit.sure().filter(|(locale, _)| context.tongues.of(*locale).is_some_and(|tongue| tongue.negates()));
    let texts: Vec<(Locale, &Text<'_>)> = known.collect();
    let said = |negation: Negation| move |(_, text): &&(Locale, &Text<'_>)| text.said.negation == negation;
    let silent = texts.iter().filter(said(Negation::None)).count();
    let is_lost = silent == 1 && texts.len() > MANY;
    let is_added = silent + 1 == texts.len() && silent >= MANY;
    let (odd, (locale, text)) = match (is_lost, is_added) {
        (true, _) => (Negation::None, texts.iter().find(said(Negation::None))?),
        // What stands behind its verb is also how a question is asked.
        (_, true) => (Negation::Before, texts.iter().find(said(Negation::Before))?),
        _ => return None,
    };
    let others: Vec<(Locale, &Text<'_>)> = texts.iter().copied().filter(|(other, _)| other != locale).collect();
    let in_words = others.iter().filter(|(_, text)| text.said.negation > Negation::Inside).count();
    if odd == Negation::None && in_words < MANY || negates_as_source(context, text, &others) {
        return None;
    }
    // Said more exactly there.
    if !polarity::of_unit(context, unit).is_empty() {
        return None;
    }
    let right: Vec<Locale> = others.iter().map(|(other, _)| *other).collect();
    let message = match odd {
        Negation::None => format!("this text negates nothing, but {} do", list(&right)),
        _ => format!("this text negates something, but {} do not", list(&right)),
    };
    let is_drift = Some(*locale) == context.source;
    let there = context.source.filter(|source| source != locale).or(right.first().copied());
    let (evidence, there) = others.iter().find(|(other, _)| Some(*other) == there)?;
    let finding = Diagnostic::new(Rule::NegationDiffers, message)
        .at(text.whole())
        .scope(if is_drift { Scope::Translations } else { scope(&[*locale]) })
        .help("compare the sense of the sentence with the other languages")
        .related(there.whole(), format!("the text in {evidence}"));
    Some(finding)
}

/// Whether a text has the negations of the source: it is left in its language, or quotes it.
fn negates_as_source(context: &Context<'_>, text: &Text<'_>, others: &[(Locale, &Text<'_>)]) -> bool {
    let mut originals = others.iter().filter(|(locale, _)| Some(*locale) == context.source);
    let tongue = originals.find_map(|(locale, _)| context.tongues.of(*locale));
    tongue.is_some_and(|tongue| tongue.negation(text) != Negation::None)
}
