//! A name in running text is not the one of the other languages.
//!
//! Rules: `name-changed`, `name-lost`, `name-added`, `term-changed`, `term-lost`.
//!
//! ## What it does
//! Compares the names of health sets, probes, monitors, application pools and cmdlets in every paragraph and heading
//! with those of the same paragraph in the other languages, and (as *terms*) other words made of parts, such as
//! `AlertValue` or `web.config`.
//! A name that was split (`EWS. Protocol`), glued to its neighbour, translated, misspelt or written in other
//! case is *changed*; one that is missing altogether is *lost*; one that only a few languages have is *added*.
//!
//! ## Why it matters
//! An operator copies names from the text into commands, and looks them up in alerts. They are never translated.
//!
//! ## How to mend it
//! Write the name exactly as the other languages do. `--fix` does so where a name was changed.
//!
//! ## What it cannot see
//! Names that are words, such as `Store`, and abbreviations such as `UM` that were spelt out, unless the source calls the
//! article's own ID a health set; that a text says a name less often than the others, if nothing is left of it; a name that
//! every language has wrong alike.

use crate::check::difference::{Difference, Fact, differences};
use crate::check::slip::is_near;
use crate::check::text::Text;
use crate::check::wording::{Group, PieceKind};
use crate::check::token::TokenKind;
use crate::check::unit::{Role, Unit};
use crate::check::vocabulary::NameKind;
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule, Scope, Span};
use crate::locale::{InterfaceKey, Locale};
use crate::syntax::Words;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let similar = |a: &str, b: &str| is_similar(context, a, b);
    for (at, unit) in topic.units.iter().enumerate() {
        if !unit.differs(Group::Names) {
            continue;
        }
        let mut of_unit = Vec::new();
        for difference in differences(context, topic, at, &facts, &similar) {
            report(context, topic, at, difference, &mut of_unit);
        }
        found.append(&mut of_unit);
    }
    found
}

/// The names in a text. That a name of a part of Exchange is said twice matters: the second time it may be another.
fn facts<'t>(text: &'t Text<'_>) -> Vec<Fact<'t>> {
    let mut found: Vec<Fact<'t>> = Vec::new();
    for token in &text.tokens {
        let counts = match token.kind {
            // Names of files and servers, too.
            TokenKind::Name(kind) => kind != NameKind::Other || text.plain[token.range.clone()].contains('.'),
            TokenKind::Numbered => true,
            TokenKind::HealthSetWord => false,
            _ => continue,
        };
        let value = &text.plain[token.range.clone()];
        let mut fact = Fact::new(value, token.range.clone());
        if counts {
            fact.nth = found.iter().filter(|known| known.value == value).count();
        }
        found.push(fact);
    }
    found
}

/// Whether one name may stand where the other belongs: of one kind, or one with a slip of the other.
fn is_similar(context: &Context<'_>, a: &str, b: &str) -> bool {
    let known = |name: &str| context.vocabulary.kind(name);
    let (Some(kind), Some(other)) = (known(a), known(b)) else {
        let sets = context.vocabulary.is_health_set(a) && context.vocabulary.is_health_set(b);
        let numbered = without_number(a).is_some() && without_number(a) == without_number(b);
        return sets || numbered;
    };
    let same_kind = kind == other && kind != NameKind::Other;
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    same_kind
        || a.eq_ignore_ascii_case(b)
        || short.len() >= 5 && (long.starts_with(short) || long.ends_with(short))
        || short.len() >= 6 && is_near(a, b, 2)
}

/// `POP` of `POP3`; nothing of a word without a number at its end.
fn without_number(name: &str) -> Option<&str> {
    let letters = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    (letters.len() < name.len()).then_some(letters)
}

fn report(
    context: &Context<'_>,
    topic: &Topic<'_>,
    at: usize,
    mut difference: Difference,
    found: &mut Vec<Diagnostic>,
) {
    let name = difference
        .expected
        .as_deref()
        .or(difference.found.as_deref())
        .unwrap_or_default();
    let known = context.vocabulary.kind(name);
    // Abbreviations may be spelt out; only what was changed into another is certain.
    if known.is_none() && (difference.expected.is_none() || difference.found.is_none()) {
        found.extend(own_set_lost(context, topic, at, difference));
        return;
    }
    let is_set = known.is_none() && context.vocabulary.is_health_set(name);
    let kind = if is_set { NameKind::HealthSet } else { known.unwrap_or(NameKind::Other) };
    let is_term = kind == NameKind::Other;
    if topic.units[at].role == Role::Title && name == topic.set.id.as_str() {
        return;
    }
    let noun = kind.noun();
    let Some(expected) = difference.expected.clone() else {
        // A technical term too many is mostly a word that others have translated; a name said again stands for a pronoun.
        if !is_term && !difference.repeated {
            let message = format!("the {noun} `{name}` stands here, but not");
            found.push(
                difference
                    .report(Rule::NameAdded, &message)
                    .help("name what the other languages name"),
            );
        }
        return;
    };
    let (changed, lost) = if is_term {
        (Rule::TermChanged, Rule::TermLost)
    } else {
        (Rule::NameChanged, Rule::NameLost)
    };
    let help = format!("write `{expected}`; names are the same in every language");
    let is_part = difference.found.as_ref().is_some_and(|instead| expected.contains(instead.as_str()));
    let pieces_first = is_part
        && difference.wrong.iter().all(|(locale, _)| in_pieces(context, topic, at, *locale, &expected).is_some());
    if let Some(instead) = difference.found.clone().filter(|_| !pieces_first) {
        let message = format!("`{instead}` stands here where the {noun} is `{expected}`");
        let mut diagnostic = difference.report(changed, &message).help(help);
        // What is only a part of the name may have its other part elsewhere in the sentence.
        if difference.scope != Scope::Translations && !is_part {
            for (_, place) in &difference.wrong {
                diagnostic = diagnostic.edit(*place, expected.clone());
            }
        }
        found.push(diagnostic);
        return;
    }
    // Not found as a word: perhaps it is there in pieces.
    let (broken, mut gone): (Vec<_>, Vec<_>) = difference
        .wrong
        .iter()
        .map(|(locale, place)| {
            (
                *locale,
                *place,
                in_pieces(context, topic, at, *locale, &expected),
            )
        })
        .partition(|(_, _, pieces)| pieces.is_some());
    for (locale, _, pieces) in broken {
        let Some((place, raw)) = pieces else { continue };
        let part = Difference {
            expected: Some(expected.clone()),
            found: Some(raw.clone()),
            wrong: vec![(locale, place)],
            right: difference.right.clone(),
            scope: Scope::Locale,
            repeated: difference.repeated,
        };
        let message = format!("`{raw}` stands here where the {noun} is `{expected}`");
        found.push(
            part.report(changed, &message)
                .help(help.clone())
                .edit(place, expected.clone()),
        );
    }
    // Said less often: mostly a pronoun stands for it, unless a part of it does.
    if difference.repeated {
        let in_part = |(locale, ..): &(Locale, Location, _)| has_part(topic, at, *locale, &expected);
        gone.retain(in_part);
    }
    // What is left of a name that was torn apart says where it was.
    let torn = |(locale, ..): &(Locale, Location, _)| {
        let mut places = torn(context, topic, at, *locale, &expected);
        // Each tear is reported once, however often the others say the name.
        places.retain(|(place, _)| found.iter().all(|known: &Diagnostic| !begins_at(known, *place)));
        Some((*locale, *places.first()?))
    };
    let pieces: Vec<(Locale, (Location, &str))> = gone.iter().filter_map(torn).collect();
    gone.retain(|(locale, ..)| pieces.iter().all(|(own, _)| own != locale));
    for (locale, (place, raw)) in pieces {
        let part = Difference {
            expected: Some(expected.clone()),
            found: Some(raw.to_owned()),
            wrong: vec![(locale, place)],
            right: difference.right.clone(),
            scope: Scope::Locale,
            repeated: difference.repeated,
        };
        let message = format!("`{raw}` stands here where the {noun} is `{expected}`");
        found.push(part.report(changed, &message).help(help.clone()));
    }
    if !gone.is_empty() && (!is_term || is_marked(topic, at, &difference, &expected)) {
        difference.wrong = gone
            .into_iter()
            .map(|(locale, place, _)| (locale, place))
            .collect();
        let message = format!("the {noun} `{expected}` is missing here, but stands");
        found.push(difference.report(lost, &message).help(help));
    }
}

/// The ID of the article's own health set, an abbreviation or a word, where the source calls it a health set.
fn own_set_lost(context: &Context<'_>, topic: &Topic<'_>, at: usize, mut difference: Difference) -> Option<Diagnostic> {
    let unit = &topic.units[at];
    let name = difference.expected.clone().filter(|name| name == topic.set.id.as_str())?;
    // Titles have a rule of their own.
    if unit.role == Role::Title || !is_called_health_set(context, unit, &name) {
        return None;
    }
    // A name that is glued to a word is there.
    let is_there = |locale| unit.text(locale).is_some_and(|text| text.plain.contains(&name));
    difference.wrong.retain(|(locale, _)| !is_there(*locale));
    if difference.wrong.is_empty() {
        return None;
    }
    let message = format!("the health set `{name}` is missing here, but stands");
    let help = format!("write `{name}`; names are the same in every language");
    Some(difference.report(Rule::TermLost, &message).help(help))
}

/// Whether the source says that `name` is a health set, before or behind it. Shorter names are abbreviations that may be spelt
/// out.
fn is_called_health_set(context: &Context<'_>, unit: &Unit<'_>, name: &str) -> bool {
    const SHORTEST: usize = 3;
    let Some((source, text)) = context.source.and_then(|source| Some((source, unit.text(source)?))) else {
        return false;
    };
    let noun = context.languages.text(source, InterfaceKey::HealthSet).to_lowercase();
    let mut mentions = text.plain.match_indices(name).map(|(at, _)| {
        let (before, after) = (&text.plain[..at], &text.plain[at + name.len()..]);
        (before.trim_end().to_lowercase(), after.trim_start().to_lowercase())
    });
    name.len() >= SHORTEST && mentions.any(|(before, after)| before.ends_with(&noun) || after.starts_with(&noun))
}

/// What is left of a health set with a dot in its name where it was torn apart: its first part, with the full stop of a
/// sentence.
fn torn<'s>(
    context: &Context<'s>,
    topic: &Topic<'_>,
    at: usize,
    locale: Locale,
    name: &str,
) -> Vec<(Location, &'s str)> {
    let (Some(text), Some(dot)) = (topic.units[at].text(locale), name.find('.')) else {
        return Vec::new();
    };
    let first = &name[..=dot];
    let pieces = text.plain.match_indices(first).map(|(start, _)| start..start + first.len());
    let alone = pieces.filter(|piece| {
        let is_inside = |c: char| c.is_alphanumeric() || "._-".contains(c);
        !text.plain[..piece.start].ends_with(is_inside) && text.plain[piece.end..].starts_with(char::is_whitespace)
    });
    let places = alone.map(|piece| text.place(&piece, context.sources));
    places.map(|place| (place, text.raw(place, context.sources))).collect()
}

/// Whether a finding is about what begins at a place.
fn begins_at(finding: &Diagnostic, place: Location) -> bool {
    let begin = |place: Location| (place.source, place.span.start);
    finding.primary.is_some_and(|own| begin(own) == begin(place))
}

/// Whether a term is surely more than words written together: it has a dot, or a text that has it marks it.
fn is_marked(topic: &Topic<'_>, at: usize, difference: &Difference, term: &str) -> bool {
    let marks = |locale: Locale| {
        let text = topic.units[at].text(locale)?;
        let start = text.plain.find(term)?;
        Some(text.kind_at(start) != PieceKind::Plain)
    };
    term.contains('.')
        || difference
            .right
            .iter()
            .any(|(locale, _)| marks(*locale) == Some(true))
}

/// Whether the text has a part of `name` as a word of its own: `EWS` of `EWS.Proxy`, `config` of `web.config`.
fn has_part(topic: &Topic<'_>, at: usize, locale: Locale, name: &str) -> bool {
    let start = || {
        let suffix = ["Monitor", "Probe", "AppPool"].iter().find(|suffix| name.ends_with(**suffix));
        &name[..name.len() - suffix.map_or(0, |suffix| suffix.len())]
    };
    let is_part = |word: &str| match name.split_once('.') {
        // The last part of a health set is a word of English.
        Some((first, last)) => word == first || word == last && last.starts_with(|c: char| c.is_ascii_lowercase()),
        None => word == start(),
    };
    let text = topic.units[at].text(locale);
    text.is_some_and(|text| Words::of(&text.plain).any(|(_, word)| is_part(word)))
}

/// Where the text says `name` with blanks inside, in other case, or glued to letters; and what it says there.
fn in_pieces(
    context: &Context<'_>,
    topic: &Topic<'_>,
    at: usize,
    locale: Locale,
    name: &str,
) -> Option<(Location, String)> {
    let text = topic.units[at].text(locale)?;
    let (start, end) = find_loosely(&text.plain, name)?;
    let place = text.place(&(start..end), context.sources);
    let raw = text.raw(place, context.sources);
    let exact = raw.len() == end - start && place.span != Span::default();
    exact.then(|| (place, raw.to_owned()))
}

/// The bytes of `text` that are `name` but for blanks between its characters and the case of letters.
fn find_loosely(text: &str, name: &str) -> Option<(usize, usize)> {
    let first = name.chars().next()?;
    text.char_indices()
        .filter(|(_, c)| c.eq_ignore_ascii_case(&first))
        .find_map(|(start, _)| {
            let mut wanted = name.chars().peekable();
            let mut end = start;
            let mut blanks = 0;
            for (offset, c) in text[start..].char_indices() {
                match wanted.peek() {
                    None => break,
                    Some(next) if c.eq_ignore_ascii_case(next) => {
                        wanted.next();
                        end = start + offset + c.len_utf8();
                    }
                    Some(_) if c.is_whitespace() && blanks < 2 => blanks += 1,
                    Some(_) => return None,
                }
            }
            let before_ok = !text[..start].ends_with(|c: char| c.is_ascii_alphanumeric());
            let after_ok = !text[end..].starts_with(|c: char| c < '\u{250}' && c.is_alphanumeric());
        let found = &text[start..end];
            (wanted.peek().is_none() && before_ok && after_ok && found != name).then_some((start, end))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_in_pieces() {
        assert_eq!(find_loosely("x EWS. Proxy y", "EWS.Proxy"), Some((2, 12)));
        assert_eq!(find_loosely("x ews.proxy", "EWS.Proxy"), Some((2, 11)));
        assert_eq!(find_loosely("Proxy EWS", "EWS.Proxy"), None);
        assert_eq!(find_loosely("EWS. Proxying", "EWS.Proxy"), None);
        assert_eq!(find_loosely("EWS.Proxy", "EWS.Proxy"), None);
    }
}
