//! Text left in the source language, or in the script of another.
//!
//! Rules: `paragraph-not-translated`, `heading-not-translated`, `link-text-not-translated`, `wrong-script`.
//!
//! ## What it does
//! Finds paragraphs, headings of sections and texts of links that are word for word those of the source, and texts of
//! languages with a script of their own without any letter of it.
//!
//! ## Why it matters
//! The reader may not understand it, and what says nothing to the reader is skipped.
//!
//! ## How to mend it
//! Translate it.
//!
//! ## What it cannot see
//! Text that was translated in part. Short headings and link texts are only reported if the language has them otherwise
//! in most articles. Alert texts, headings that are nothing but the text of an error, what a colon announces in a section about an alert, paragraphs in emphasis from end to
//! end, and paragraphs that three translations and most of them have as the source has them are taken for output of
//! programs, which stays as it is.

use crate::article::SectionKind;
use crate::check::consensus::{list, scope};
use crate::check::rules::quotation::{is_quotation_mark, is_quotation};
use crate::check::text::Text;
use crate::check::wording::{PieceKind, Traits};
use crate::check::unit::{Role, Unit};
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule};
use crate::locale::Locale;

/// A paragraph of fewer words may be the same in two languages.
const FEW_WORDS: usize = 4;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    // The heading of the section, and whether the paragraph before announces something.
    let (mut section, mut is_announced) = (None, false);
    for unit in &topic.units {
        let original = context.source.and_then(|source| unit.text(source));
        if let Role::Heading(kind) = unit.role {
            section = Some(kind);
        }
        // "An alert like this:" is followed by what a program says.
        let is_alert = is_announced && section == Some(SectionKind::Alert);
        is_announced = original.is_some_and(|text| text.plain.trim_end().ends_with([':', '\u{ff1a}']));
        if !is_alert {
            found.extend(same_as_source(context, unit));
        }
        found.extend(same_links(context, unit));
        if unit.has(Traits::FOREIGN) && !original.is_some_and(|text| is_quoted(context, text)) {
            found.extend(
                unit.texts
                    .iter()
                    .filter_map(|(locale, text)| wrong_script(context, unit, *locale, text)),
            );
        }
    }
    found
}

fn same_as_source(context: &Context<'_>, unit: &Unit<'_>) -> Option<Diagnostic> {
    let source = context.source?;
    let original = unit.text(source)?;
    let (rule, enough) = match unit.role {
        Role::Title => return None,
        // The text of an alert is the output of a program, and so is that of an error unless words come before it.
        Role::Heading(SectionKind::Alert) => return None,
        Role::Heading(SectionKind::ErrorRecovery) if !announces_error(context, original) => return None,
        Role::Heading(_) => (Rule::HeadingNotTranslated, 2),
        Role::Prose => (Rule::ParagraphNotTranslated, FEW_WORDS),
    };
    // In a heading, one name may stand for another.
    let is_heading = matches!(unit.role, Role::Heading(_));
    let is_same = |text: &Text<'_>| {
        same_words(&text.plain, &original.plain) || is_heading && text.form() == original.form()
    };
    let same = unit.texts.iter().filter(|(locale, text)| {
        locale.language() != source.language() && is_same(text)
    });
    let mut places: Vec<(Locale, Location)> =
        same.map(|(locale, text)| (*locale, text.whole())).collect();
    let is_output = || is_quoted(context, original) || is_quotation(context, unit);
    if places.is_empty() || unit.role == Role::Prose && is_output() {
        return None;
    }
    let end = original.plain.len();
    if common_words(context, original, 0..end) < enough {
        // Short, or made of names: only where the language has it otherwise in most articles.
        places.retain(|(locale, _)| {
            is_heading && context.glossary.is_translated(original.form(), *locale)
        });
    }
    let is_whole = |locale: &Locale| unit.text(*locale).is_some_and(|text| same_words(&text.plain, &original.plain));
    let how = if places.iter().all(|(locale, _)| is_whole(locale)) { " word for word" } else { ", but for names," };
    report(rule, source, original.whole(), ("text", how), &places)
}

/// Whether a heading says something before it quotes an error.
fn announces_error(context: &Context<'_>, heading: &Text<'_>) -> bool {
    let quote = heading.plain.find(is_quotation_mark);
    quote.is_some_and(|quote| common_words(context, heading, 0..quote) > 1)
}

fn same_links(context: &Context<'_>, unit: &Unit<'_>) -> Vec<Diagnostic> {
    let Some((source, original)) = context
        .source
        .and_then(|source| Some((source, unit.text(source)?)))
    else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for link in &original.links {
        let Some(words) = original.plain.get(link.range.clone()) else {
            continue;
        };
        let others = unit
            .texts
            .iter()
            .filter(|(locale, _)| locale.language() != source.language());
        let mut places: Vec<(Locale, Location)> = others
            .filter_map(|(locale, text)| {
                let same = text
                    .links
                    .iter()
                    .find(|own| text.plain.get(own.range.clone()) == Some(words))?;
                Some((*locale, text.place_of(same)))
            })
            .collect();
        if places.is_empty() {
            continue;
        }
        let (start, end) = (link.range.start, link.range.end);
        let few = common_words(context, original, start..end);
        if few < 2 {
            places.retain(|(locale, _)| {
                context.glossary.is_translated(original.link_form(link), *locale)
            });
        }
        // A paragraph that is nothing but the link is reported as one.
        let stays = same_words(words, &original.plain) && few >= FEW_WORDS;
        if stays {
            continue;
        }
        found.extend(report(
            Rule::LinkTextNotTranslated,
            source,
            original.place_of(link),
            ("text of a link", " word for word"),
            &places,
        ));
    }
    found
}

fn report(
    rule: Rule,
    source: Locale,
    original: Location,
    (noun, how): (&str, &str),
    places: &[(Locale, Location)],
) -> Option<Diagnostic> {
    let (first, rest) = places.split_first()?;
    let locales: Vec<Locale> = places.iter().map(|(locale, _)| *locale).collect();
    let message = format!(
        "this {noun} is{how} that of {source} in {}",
        list(&locales)
    );
    let mut diagnostic = Diagnostic::new(rule, message)
        .at(first.1)
        .scope(scope(&locales))
        .help("translate it");
    for (locale, place) in rest {
        diagnostic = diagnostic.also(*place, locale);
    }
    Some(diagnostic.related(original, format!("the {noun} in {source}")))
}

/// Whether two texts differ in white space alone.
fn same_words(a: &str, b: &str) -> bool {
    // Mostly the first difference says it: as far as there, they have the same words.
    let difference = || a.chars().zip(b.chars()).find(|(a, b)| a != b);
    a == b
        || difference().is_none_or(|(a, b)| a.is_whitespace() || b.is_whitespace())
            && a.split_whitespace().eq(b.split_whitespace())
}

/// How many words of a part of a text are words of a language: plain lower-case letters outside code and brackets.
fn common_words(context: &Context<'_>, text: &Text<'_>, range: std::ops::Range<usize>) -> usize {
    let Some(part) = text.plain.get(range.clone()) else {
        return 0;
    };
    let mut depth = 0usize;
    part.split(' ')
        .filter(|word| {
            let opens = word.matches('<').count();
            depth = (depth + opens).saturating_sub(word.matches('>').count());
            let at = range.start + (word.as_ptr() as usize - part.as_ptr() as usize);
            let letters = word.trim_matches(|c: char| !c.is_alphanumeric());
            depth == 0
                && opens == 0
                && text.kind_at(at) != PieceKind::Code
                && letters.chars().count() > 1
                && letters
                    .chars()
                    .all(|c| c.is_alphabetic() && !c.is_uppercase() || c == '\'')
                && context.vocabulary.kind(letters).is_none()
        })
        .count()
}

/// A text of a language with a script of its own that has no letter of it, though it has many words.
fn wrong_script(
    context: &Context<'_>,
    unit: &Unit<'_>,
    locale: Locale,
    text: &Text<'_>,
) -> Option<Diagnostic> {
    if !text.has(Traits::FOREIGN) {
        return None;
    }
    let original = context
        .source
        .filter(|source| *source != locale)
        .and_then(|source| unit.text(source));
    // Text of the source is reported as such; that of an alert is the output of a program.
    let is_alert = matches!(
        unit.role,
        Role::Heading(SectionKind::Alert | SectionKind::ErrorRecovery)
    );
    if is_alert
        || is_quoted(context, text)
        || original.is_some_and(|original| original.plain == text.plain)
    {
        return None;
    }
    if common_words(context, text, 0..text.plain.len()) < FEW_WORDS {
        return None;
    }
    let message = format!("this text has no letter of the script of {locale}");
    Some(
        Diagnostic::new(Rule::WrongScript, message)
            .at(text.whole())
            .help("translate it"),
    )
}

/// Whether a text has no letter of the script of its language, if that has one of its own.
pub(crate) fn is_foreign(locale: Locale, plain: &str) -> bool {
    script(locale).is_some_and(|own| !plain.chars().any(own))
}

/// Whether a text is emphasised from end to end, as quotations of output are.
pub(super) fn is_quoted(context: &Context<'_>, text: &Text<'_>) -> bool {
    let raw = text.raw(text.whole(), context.sources).trim();
    raw.len() > 2 && raw.starts_with(['*', '_']) && raw.ends_with(['*', '_'])
}

/// The letters of the script of a language that is not written in Latin letters.
fn script(locale: Locale) -> Option<fn(char) -> bool> {
    let is_han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}');
    match locale.language() {
        "zh" => Some(is_han),
        "ja" => Some(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')),
        "ko" => Some(
            |c| matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7af}'),
        ),
        "ru" | "uk" | "be" | "bg" | "mk" => Some(|c| matches!(c, '\u{400}'..='\u{52f}')),
        "el" => Some(|c| matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}')),
        "ar" | "fa" | "ur" => Some(|c| matches!(c, '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}')),
        "he" => Some(|c| matches!(c, '\u{590}'..='\u{5ff}')),
        "th" => Some(|c| matches!(c, '\u{e00}'..='\u{e7f}')),
        "hi" | "mr" | "ne" => Some(|c| matches!(c, '\u{900}'..='\u{97f}')),
        _ => None,
    }
}
