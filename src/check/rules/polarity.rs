//! A text says the opposite of the other languages.
//!
//! Rule: `polarity-differs`.
//!
//! ## What it does
//! Looks for phrases that say that something is healthy or is not, and that an issue still exists or does not, with
//! the lexicon of each language (`[lexicon.polarity]` in `locales/`). A text in which one sense alone occurs is held
//! against those of the other languages in which its opposite alone occurs.
//!
//! ## Why it matters
//! "If it is healthy" in place of "if it is not healthy" makes an operator stop where he should go on.
//!
//! ## How to mend it
//! Translate the sentence anew.
//!
//! ## What it cannot see
//! Phrases that are not in the lexicon, paragraphs in which both senses occur, and opposites of other kinds.

use crate::check::consensus::{list, scope};
use crate::check::unit::{Role, Unit};
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule};
use crate::locale::{Locale, Polarity};

/// A pair of opposites: the phrases of one and of the other.
type Opposites = (&'static str, fn(&Polarity) -> [&[String]; 2]);

const OPPOSITES: &[Opposites] = &[
    ("healthy or not", |words| [&words.healthy, &words.unhealthy]),
    ("whether the issue exists", |words| {
        [&words.persists, &words.gone]
    }),
];

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let prose = topic.units.iter().filter(|unit| unit.role == Role::Prose);
    prose
        .filter(|unit| unit.texts.len() > 1)
        .flat_map(|unit| {
            let folded: Vec<(Locale, String)> = unit
                .sure()
                .map(|(locale, text)| (locale, fold(&text.plain)))
                .collect();
            OPPOSITES
                .iter()
                .filter_map(move |(what, phrases)| compare(context, unit, &folded, what, *phrases))
        })
        .collect()
}

/// In lower case, with plain apostrophes and blanks.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{2019}' => folded.push('\''),
            '\u{a0}' => folded.push(' '),
            _ if c.is_ascii() => folded.push(c.to_ascii_lowercase()),
            _ => folded.extend(c.to_lowercase()),
        }
    }
    folded
}

fn compare(
    context: &Context<'_>,
    unit: &Unit<'_>,
    folded: &[(Locale, String)],
    what: &str,
    phrases: fn(&Polarity) -> [&[String]; 2],
) -> Option<Diagnostic> {
    let sense = |locale: Locale, text: &str| {
        let polarity = &context.languages.get(locale)?.lexicon.polarity;
        sense(text, phrases(polarity))
    };
    let senses: Vec<(Locale, bool)> = folded
        .iter()
        .filter_map(|(locale, text)| Some((*locale, sense(*locale, text)?)))
        .collect();
    let of = |wanted: bool| -> Vec<Locale> {
        senses
            .iter()
            .filter(|(_, sense)| *sense == wanted)
            .map(|(locale, _)| *locale)
            .collect()
    };
    let (yes, no) = (of(true), of(false));
    let says_source = |locales: &[Locale]| {
        context
            .source
            .is_some_and(|source| locales.contains(&source))
    };
    let (wrong, right) = if yes.len() > no.len() || yes.len() == no.len() && says_source(&yes) {
        (no, yes)
    } else {
        (yes, no)
    };
    let place = |locale: Locale| -> Option<(Locale, Location)> {
        Some((locale, unit.text(locale)?.whole()))
    };
    let places: Vec<(Locale, Location)> =
        wrong.iter().filter_map(|&locale| place(locale)).collect();
    let (first, rest) = places.split_first()?;
    let (other, there) = right.iter().find_map(|&locale| place(locale))?;
    let message = format!("this text says the opposite of {}: {what}", list(&right));
    let mut diagnostic = Diagnostic::new(Rule::PolarityDiffers, message)
        .at(first.1)
        .scope(scope(&wrong))
        .help("compare the sense of the sentence with the other languages");
    for (locale, place) in rest {
        diagnostic = diagnostic.related(*place, format!("the same in {locale}"));
    }
    Some(diagnostic.related(there, format!("the text in {other}")))
}

/// Which of two opposite senses a text has: the first, the second, or, if both or neither occur, `None`.
fn sense(text: &str, [first, second]: [&[String]; 2]) -> Option<bool> {
    let mut seen = [false; 2];
    // Nearly no place begins a phrase: one look at its first byte says so.
    let mut begins = [false; 256];
    for byte in first.iter().chain(second).filter_map(|phrase| phrase.bytes().next()) {
        begins[usize::from(byte)] = true;
    }
    let mut at = 0;
    while at < text.len() {
        if !begins[usize::from(text.as_bytes()[at])] || !text.is_char_boundary(at) {
            at += 1;
            continue;
        }
        let rest = &text[at..];
        let longest = |phrases: &[String]| {
            phrases
                .iter()
                .filter(|phrase| rest.starts_with(phrase.as_str()))
                .map(String::len)
                .max()
                .unwrap_or(0)
        };
        let (yes, no) = (longest(first), longest(second));
        match yes.cmp(&no) {
            std::cmp::Ordering::Greater => seen[0] = true,
            std::cmp::Ordering::Less => seen[1] = true,
            std::cmp::Ordering::Equal => {}
        }
        at += yes
            .max(no)
            .max(rest.chars().next().map_or(1, char::len_utf8));
    }
    match seen {
        [true, false] => Some(true),
        [false, true] => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longer_phrase_counts() {
        let words = |list: &[&str]| {
            list.iter()
                .map(|word| (*word).to_owned())
                .collect::<Vec<_>>()
        };
        let (yes, no) = (words(&["healthy"]), words(&["unhealthy", "not healthy"]));
        let sense = |text| sense(text, [&yes, &no]);
        assert_eq!(sense("it is healthy"), Some(true));
        assert_eq!(sense("it is unhealthy"), Some(false));
        assert_eq!(sense("it is not healthy"), Some(false));
        assert_eq!(sense("healthy or unhealthy"), None);
        assert_eq!(sense("it is"), None);
    }
}
