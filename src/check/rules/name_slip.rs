//! An abbreviation with a slip.
//!
//! Rule: `term-changed`; this part is about abbreviations, of which many are translated: only those are reported that one
//! language alone has, one letter off what the source and another language have, if this language has the right one
//! elsewhere; and those that one language has made a longer word of in capitals, where all others, five or more, have the
//! abbreviation.

use std::ops::Range;

use crate::check::alone::Alone;
use crate::check::consensus::{MANY, list};
use crate::check::slip::is_near;
use crate::check::text::Text;
use crate::check::unit::Unit;
use crate::check::wording::Traits;
use crate::check::Context;
use crate::diagnostic::{Diagnostic, Rule};
use crate::locale::Locale;

/// In letters. Of two letters, every other abbreviation is one letter off.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=12;

pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let Some(source) = context.source else {
        return Vec::new();
    };
    let units = context.topics.iter().flat_map(|topic| &topic.units);
    let units = units.filter(|unit| unit.has(Traits::ABBREVIATION));
    let slips: Vec<Slip<'_>> = units.flat_map(|unit| slips(context, unit, source)).collect();
    let alone = Alone::new(context, slips.len());
    let proved = slips.into_iter().filter(|slip| slip.is_word || alone.has(slip.locale, slip.meant));
    proved.map(|slip| slip.diagnostic).collect()
}

/// What is one if the language has the right abbreviation elsewhere.
struct Slip<'t> {
    locale: Locale,
    meant: &'t str,
    /// Whether it was taken for the beginning of a word, which needs no other proof.
    is_word: bool,
    diagnostic: Diagnostic,
}

fn slips<'t>(context: &Context<'_>, unit: &'t Unit<'_>, source: Locale) -> Vec<Slip<'t>> {
    let Some(original) = unit.text(source).filter(|text| !text.shaky) else {
        return Vec::new();
    };
    let expected: Vec<&str> = original.abbreviations().map(|(_, word)| word).collect();
    if expected.is_empty() {
        return Vec::new();
    }
    let translations = unit.sure().filter(|(locale, _)| *locale != source);
    let slip = |(locale, text): (Locale, &Text<'_>)| {
        let own = || text.abbreviations();
        let others = || unit.texts.iter().filter(move |(other, _)| *other != locale);
        let is_alone = |word: &str| !others().any(|(_, other)| other.plain.contains(word));
        let (at, found, meant) = own().filter(|(_, word)| !expected.contains(word) && is_alone(word)).find_map(|(at, word)| {
            let has = |meant: &str| own().any(|(_, word)| word == meant);
            let near = |meant: &&&str| {
                **meant != word && (is_near(meant, word, 1) || word.starts_with(**meant)) && !has(meant)
            };
            Some((at, word, *expected.iter().find(near)?))
        })?;
        let right: Vec<Locale> =
            others().filter(|(_, other)| other.plain.contains(meant)).map(|(other, _)| *other).collect();
        let is_word = !is_near(meant, found, 1);
        let all = unit.texts.len();
        if right.len() < 2 || is_word && (right.len() < MANY || right.len() + 1 < all) {
            return None;
        }
        let start = original.plain.find(meant)?;
        let there = original.place(&(start..start + meant.len()), context.sources);
        let message = format!("`{found}` stands here where the abbreviation is `{meant}` in {}", list(&right));
        let diagnostic = Diagnostic::new(Rule::TermChanged, message)
            .at(text.place(&(at..at + found.len()), context.sources))
            .related(there, format!("{source} says `{meant}`"))
            .help(format!("write `{meant}`, if it is the same"));
        Some(Slip {
            locale,
            meant,
            is_word,
            diagnostic,
        })
    };
    translations.filter_map(slip).collect()
}

/// Words of capital letters in a compound that are no part of a name or a path.
pub(crate) fn abbreviations(text: &str, compound: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let joins = |c: char| c.is_alphanumeric() || "-_\\/<>@".contains(c);
    // Capitals are single bytes, so every cut is between characters.
    let runs = text.as_bytes()[compound].split(|b| !b.is_ascii_uppercase()).filter(|run| LENGTHS.contains(&run.len()));
    let words = runs.filter_map(|run| std::str::from_utf8(run).ok());
    words.filter_map(move |word| {
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        let mut after = text[at + word.len()..].chars();
        let (next, second) = (after.next(), after.next());
        let is_dotted = next == Some('.') && second.is_some_and(char::is_alphanumeric);
        let is_word = !text[..at].ends_with(joins) && !text[..at].ends_with('.') && !next.is_some_and(joins);
        (is_word && !is_dotted).then(|| at..at + word.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_stand_alone() {
        let found = |text: &'static str| abbreviations(text, 0..text.len()).map(|range| &text[range]).collect::<Vec<_>>();
        assert_eq!(found("the DLL, (EAC)."), ["DLL", "EAC"]);
        assert!(found("UM POP3 OWA.Proxy X-DIAG LAMPs \u{c9}TAT").is_empty());
    }
}
