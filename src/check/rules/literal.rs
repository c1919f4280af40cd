//! A literal of a program's output was translated.
//!
//! Rule: `output-literal-changed`.
//!
//! ## What it does
//! Looks for words that programs print, such as `Unhealthy` and `Succeeded`: where the source or two other languages
//! have one in bold type or as code, every language must have it in the same paragraph, marked or not.
//!
//! ## Why it matters
//! Programs print their words in English whatever the language of the article is. Who waits for a translated word waits
//! for ever.
//!
//! ## How to mend it
//! Write the literal as the program prints it; explain it in the language of the article if you like.
//!
//! ## What it cannot see
//! Literals that are not in its list, and those that no language marks.

use crate::check::consensus::{list, scope};
use crate::check::places::at_places;
use crate::check::text::{PieceKind, Text};
use crate::check::token::TokenKind;
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule, Scope};
use crate::locale::Locale;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (at, unit) in topic.units.iter().enumerate() {
        let mut seen: Vec<&str> = Vec::new();
        let literals = unit.sure().flat_map(|(_, text)| marked(text));
        for literal in literals {
            if !seen.contains(&literal) {
                seen.push(literal);
                found.extend(missing(context, topic, at, literal));
            }
        }
    }
    found
}

/// The literals of a text in bold type or code.
fn marked<'t>(text: &'t Text<'_>) -> impl Iterator<Item = &'t str> {
    let literals = text.tokens.iter().filter(|token| token.kind == TokenKind::Literal);
    literals
        .filter(|token| text.kind_at(token.range.start) != PieceKind::Plain)
        .map(|token| &text.plain[token.range.clone()])
}

/// The languages without a literal that others mark.
fn missing(
    context: &Context<'_>,
    topic: &Topic<'_>,
    at: usize,
    literal: &str,
) -> Option<Diagnostic> {
    let unit = &topic.units[at];
    let has = |text: &Text<'_>| text.plain.contains(literal);
    let marks: Vec<Locale> = unit
        .sure()
        .filter(|(_, text)| marked(text).any(|own| own == literal))
        .map(|(locale, _)| locale)
        .collect();
    let by_source = context.source.is_some_and(|source| marks.contains(&source));
    // A paragraph may have been cut or joined: then the literal stands next to it.
    let near = |locale: Locale| {
        let around = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        let mut texts = around.filter_map(|at| topic.units.get(at)?.text(locale));
        texts.any(has)
    };
    let places: Vec<(Locale, Location)> = unit
        .sure()
        .filter(|(locale, text)| !has(text) && !near(*locale))
        .map(|(locale, text)| (locale, text.whole()))
        .collect();
    if places.is_empty() || !by_source && marks.len() < 2 {
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
