//! A literal of a program's output was translated.
//!
//! Rule: `output-literal-changed`.
//!
//! ## What it does
//! Looks for words that programs print, such as `Unhealthy` and `Succeeded`: where the source or two other languages
//! have one in bold type or as code, every language must have it in the same paragraph, marked or not. So for any other
//! single word in bold type, code or straight quotes that the source and two translations have alike: what several translators left as it
//! was is a name of a column, a value, a word to search for. And so for paragraphs that at least half of the translations
//! have word for word: they are quoted output.
//!
//! ## Why it matters
//! Programs print their words in English whatever the language of the article is. Who waits for a translated word waits
//! for ever.
//!
//! ## How to mend it
//! Write the literal as the program prints it; explain it in the language of the article if you like.
//!
//! ## What it cannot see
//! Literals that no language marks, and those not in its list that only one translation kept.

use crate::check::consensus::{list, scope};
use crate::check::places::at_places;
use crate::check::text::Text;
use crate::check::unit::Unit;
use crate::check::wording::{PieceKind, Traits};
use crate::check::token::TokenKind;
use crate::check::vocabulary::LITERALS;
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule, Scope};
use crate::locale::Locale;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let units = topic.units.iter().enumerate();
    for (at, unit) in units.filter(|(_, unit)| unit.has(Traits::MARKED)) {
        let mut seen: Vec<&str> = Vec::new();
        let known = unit.sure().flat_map(|(_, text)| known(text));
        let original = context.source.and_then(|source| unit.text(source)).filter(|text| !text.shaky);
        let others = original.into_iter().flat_map(|text| words(context, text));
        for literal in known.chain(others) {
            if !seen.contains(&literal) {
                seen.push(literal);
                found.extend(missing(context, topic, at, literal));
            }
        }
    }
    found
}

/// The literals of a text in bold type or code.
fn known<'t>(text: &'t Text<'_>) -> impl Iterator<Item = &'t str> {
    let literals = text.tokens.iter().filter(|token| token.kind == TokenKind::Literal);
    literals
        .filter(|token| text.kind_at(token.range.start) != PieceKind::Plain)
        .map(|token| &text.plain[token.range.clone()])
}

/// Other single words in bold type or code. Names have rules of their own.
fn words<'t>(context: &Context<'_>, text: &'t Text<'_>) -> impl Iterator<Item = &'t str> {
    let is_word = |word: &&str| {
        word.len() >= SHORTEST
            && word.bytes().all(|b| b.is_ascii_alphabetic())
            && !LITERALS.contains(word)
            && context.vocabulary.kind(word).is_none()
    };
    parts(text).filter(is_word)
}

/// What is in bold type or code, or between straight quotes.
fn parts<'t>(text: &'t Text<'_>) -> impl Iterator<Item = &'t str> {
    let marked = text.marked().map(|part| part.trim_start_matches(DASHES));
    marked.chain(text.plain.split('"').skip(1).step_by(2))
}

/// In letters.
const SHORTEST: usize = 3;

/// What stands before a parameter, typed or as typographers like it.
const DASHES: [char; 2] = ['-', '\u{2013}'];

/// Whether `text` has `word` with no letter beside it; in exactly this case or in any.
fn has_word(text: &str, word: &str, exactly: bool) -> bool {
    let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
    let bytes = text.as_bytes();
    let Some(&first) = word.as_bytes().first() else {
        return false;
    };
    let mut starts = memchr::memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), bytes);
    starts.any(|at| {
        let found = bytes.get(at..at + word.len()).unwrap_or_default();
        let same = found == word.as_bytes() || !exactly && found.eq_ignore_ascii_case(word.as_bytes());
        same && !is_letter(bytes.get(at.wrapping_sub(1))) && !is_letter(bytes.get(at + word.len()))
    })
}

/// The languages without a literal that others mark.
fn missing(
    context: &Context<'_>,
    topic: &Topic<'_>,
    at: usize,
    literal: &str,
) -> Option<Diagnostic> {
    let unit = &topic.units[at];
    let is_known = LITERALS.contains(&literal);
    let has = |text: &Text<'_>| has_word(&text.plain, literal, is_known);
    let is_same = |own: &str| own == literal;
    let marks: Vec<Locale> = unit
        .sure()
        .filter(|(_, text)| if is_known { known(text).any(is_same) } else { parts(text).any(is_same) })
        .map(|(locale, _)| locale)
        .collect();
    let by_source = context.source.is_some_and(|source| marks.contains(&source));
    // A paragraph may have been cut or joined: then the literal stands next to it, where it is in no other language.
    let near = |locale: Locale| {
        let around = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        let mut units = around.filter_map(|at| topic.units.get(at));
        let stands = |unit: &Unit<'_>, locale: Locale| unit.text(locale).is_some_and(has);
        units.any(|unit| stands(unit, locale) && !marks.iter().any(|other| stands(unit, *other)))
    };
    let enough = if is_known { by_source || marks.len() > 1 } else { by_source && marks.len() > 2 };
    if !enough {
        return None;
    }
    let places: Vec<(Locale, Location)> = unit
        .sure()
        .filter(|(locale, text)| !has(text) && !near(*locale))
        .map(|(locale, text)| (locale, text.whole()))
        .collect();
    if places.is_empty() {
        return None;
    }
    let locales: Vec<Locale> = places.iter().map(|(locale, _)| *locale).collect();
    let is_drift = unit.sure().count() > 2 && Some(locales.as_slice()) == context.source.as_ref().map(std::slice::from_ref);
    let message = if is_drift {
        format!("the literal `{literal}` is missing here, but stands in the translations, which all agree")
    } else {
        format!("the literal `{literal}` is missing here, but stands in {}", list(&marks))
    };
    let diagnostic = Diagnostic::new(Rule::OutputLiteralChanged, message)
        .scope(if is_drift { Scope::Translations } else { scope(&locales) })
        .help(format!("write `{literal}`: programs print it in every language"));
    let evidence = marks.iter().find_map(|&locale| Some((locale, unit.text(locale)?)));
    let mut diagnostic = at_places(diagnostic, &places)?;
    if let Some((locale, text)) = evidence {
        let start = text.plain.find(literal)?;
        let place = text.place(&(start..start + literal.len()), context.sources);
        diagnostic = diagnostic.related(place, format!("{locale} says `{literal}`"));
    }
    Some(diagnostic)
}
