//! Markup that a reader sees as characters.
//!
//! Rules: `markup-shown`, `placeholder-swallowed`.
//!
//! ## What it does
//! Finds `**`, `*` around placeholders and `](` left over in text, `**` that CommonMark does not take for markup
//! because it touches letters or punctuation of the wrong kind, character references that were escaped twice
//! (`&quot;`), and `<name>` without a backslash, which Markdown takes for HTML.
//!
//! ## Why it matters
//! Bold type marks what an operator clicks or compares. A swallowed placeholder leaves a command or path incomplete.
//!
//! ## How to mend it
//! Put a blank between `**` and the letters around it, or move punctuation out of the bold type; write `\\<name\\>`. `--fix`
//! deletes blanks inside the stars, and writes the backslashes.
//!
//! ## What it cannot see
//! Markup in code; more than one placeholder of a paragraph.

use std::ops::Range;

use crate::check::places::{at_places, in_some};
use crate::check::text::Text;
use crate::check::unit::Unit;
use crate::check::wording::{PieceKind, Traits};
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Rule, Span};
use crate::locale::Locale;
use crate::model::Command;
use crate::syntax::Fence;
use crate::workspace::Source;

/// Elements that articles may use in text.
const ELEMENTS: &[&str] = &[
    "a", "b", "br", "code", "em", "i", "img", "kbd", "p", "s", "span", "strong", "sub", "sup", "u",
    "table", "thead", "tbody", "tr", "td", "th", "ul", "ol", "li", "colgroup", "col", "div",
];

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let units = topic.units.iter().filter(|unit| unit.has(Traits::UNSOUND));
    let of_unit = |unit: &Unit<'_>| {
        let texts = unit.texts.iter().filter(|(_, text)| text.has(Traits::UNSOUND));
        let alone = texts.flat_map(|(_, text)| of_text(text, context.sources));
        alone.chain(emphasis_shown(context, unit)).collect::<Vec<_>>()
    };
    let commands = topic.set.commands.iter().filter_map(|command| swallowed_in_command(context, topic, command));
    units.flat_map(of_unit).chain(commands).collect()
}

/// Placeholders in a command that stands outside a block of code.
fn swallowed_in_command(context: &Context<'_>, topic: &Topic<'_>, command: &Command<'_>) -> Option<Diagnostic> {
    let uses = command.uses.iter().filter(|(_, own)| own.fence == Fence::Lost);
    let places = uses.filter_map(|(locale, own)| {
        let place = own.span.within(topic.set.articles.get(locale)?.source);
        let raw = place.span.of(&context.sources.get(place.source.0 as usize)?.text);
        let (at, inside) = tag(raw)?;
        let start = place.span.start as usize + at;
        Some((locale, Span::new(start, start + inside.len() + 2).within(place.source), inside))
    });
    let found: Vec<_> = places.collect();
    let (.., inside) = found.first()?;
    let places: Vec<_> = found.iter().map(|(locale, place, _)| (*locale, *place)).collect();
    let message = format!("Markdown takes `<{inside}>` for HTML: readers do not see it");
    let finding = Diagnostic::new(Rule::PlaceholderSwallowed, message).help("put the command between lines of three backquotes");
    at_places(finding, &places)
}

/// Whether nothing is found in a text.
pub(super) fn is_sound(text: &Text<'_>, sources: &[Source]) -> bool {
    let raw = text.raw(text.whole(), sources);
    // One quick search says it of most texts.
    let is_plain = !raw.is_empty() && memchr::memchr3(b'*', b'<', b'&', raw.as_bytes()).is_none();
    is_plain || of_text(text, sources).next().is_none() && single_stars(text, sources).is_none()
}

fn of_text(text: &Text<'_>, sources: &[Source]) -> impl Iterator<Item = Diagnostic> {
    let shown = shown(sources, text).into_iter();
    shown.chain(reference_shown(sources, text)).chain(swallowed(sources, text))
}

fn shown(sources: &[Source], text: &Text<'_>) -> Option<Diagnostic> {
    let source = sources.get(text.article.source.0 as usize)?;
    let raw = text.span.of(&source.text);
    // Most texts have no star: one quick search says so.
    memchr::memchr(b'*', raw.as_bytes())?;
    let left = memchr::memchr(b'*', text.plain.as_bytes()).and_then(|_| {
        let mut marks = text.plain.match_indices("**");
        marks.find(|(at, _)| text.kind_at(*at) != PieceKind::Code)
    });
    let report = |place, what: &str| {
        Diagnostic::new(Rule::MarkupShown, what)
            .at(place)
            .help("put a blank between the stars and the letters around them, or move punctuation out of the bold type")
    };
    if let Some((at, mark)) = left {
        let place = text.place(&(at..at + mark.len()), sources);
        return Some(report(
            place,
            "these stars are shown as characters: no bold type begins or ends here",
        ));
    }
    let (open, close) = unflanked(raw)?;
    let start = text.span.start as usize;
    let place = Span::new(start + open, start + close).within(text.article.source);
    let diagnostic = report(place, "CommonMark does not take these stars for bold type and shows them");
    let inner = &raw[open + 2..close - 2];
    let mended = format!("**{}**", inner.trim());
    let is_mended = inner.trim().len() < inner.len()
        && !inner.trim().is_empty()
        && unflanked(&format!("{}{mended}{}", &raw[..open], &raw[close..])).is_none();
    // Blanks inside the stars are all that is wrong.
    Some(if is_mended { diagnostic.edit(place, mended) } else { diagnostic })
}

/// Single stars that were meant for emphasis, in all languages at once: mostly a translator has copied them.
fn emphasis_shown(context: &Context<'_>, unit: &Unit<'_>) -> Option<Diagnostic> {
    let place = |(locale, text): &(Locale, Text<'_>)| {
        Some((*locale, text.place(&single_stars(text, context.sources)?, context.sources)))
    };
    let places = unit.texts.iter().filter_map(place);
    let finding = Diagnostic::new(Rule::MarkupShown, "these stars are shown as characters: no emphasis begins or ends here")
        .help("move the stars so that none stands between a letter and punctuation; write `\\*` for a star that is meant");
    in_some(finding, places, context.source)
}

/// Two single stars that embrace a placeholder, as emphasis does, and yet are characters: CommonMark takes no star for
/// emphasis that has a letter on one side and punctuation on the other (CommonMark 0.31, 6.2). Other single stars may
/// stand for any characters, as in `Lamp*, Light*`.
fn single_stars(text: &Text<'_>, sources: &[Source]) -> Option<Range<usize>> {
    let plain = &*text.plain;
    let is_single = |at: &usize| {
        let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        let mut beside = beside.filter_map(|at| plain.as_bytes().get(at));
        beside.all(|byte| *byte != b'*') && text.kind_at(*at) != PieceKind::Code
    };
    let stars: Vec<usize> = memchr::memchr_iter(b'*', plain.as_bytes()).filter(is_single).collect();
    let source = sources.get(text.article.source.0 as usize).filter(|_| stars.len() > 1)?;
    let raw = text.span.of(&source.text).as_bytes();
    let is_meant = |at: usize| raw[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1;
    if memchr::memchr_iter(b'*', raw).any(is_meant) {
        return None;
    }
    let embrace = |pair: &&[usize]| {
        let inside = plain[pair[0] + 1..pair[1]].trim_start_matches('\\');
        inside.starts_with('<') && inside.ends_with('>')
    };
    let pair = stars.windows(2).find(embrace)?;
    Some(pair[0]..pair[1] + 1)
}

/// A character reference that readers see as such, because it was escaped once too often.
fn reference_shown(sources: &[Source], text: &Text<'_>) -> Option<Diagnostic> {
    const NAMES: [&str; 6] = ["quot", "lt", "gt", "amp", "nbsp", "apos"];
    let name = |at: usize| {
        let (name, _) = text.plain.get(at + 1..)?.split_once(';')?;
        let is_number = || name.strip_prefix('#').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()));
        (NAMES.contains(&name) || is_number()).then_some(name)
    };
    let mut marks = memchr::memchr_iter(b'&', text.plain.as_bytes());
    let at = marks.find(|&at| text.kind_at(at) != PieceKind::Code && name(at).is_some())?;
    let shown = format!("&{};", name(at)?);
    Some(
        Diagnostic::new(Rule::MarkupShown, format!("readers see `{shown}`, not the character it stands for"))
            .at(text.place(&(at..at + shown.len()), sources))
            .help("write the character itself"),
    )
}

/// The first pair of `**` of which one cannot open or the other cannot close bold type (CommonMark 0.31, 6.2).
fn unflanked(raw: &str) -> Option<(usize, usize)> {
    let mut marks: Vec<usize> = Vec::new();
    let mut stars = memchr::memchr_iter(b'*', raw.as_bytes()).peekable();
    while let Some(at) = stars.next() {
        if stars.next_if_eq(&(at + 1)).is_none() {
            continue;
        }
        // Three or more may be bold type inside emphasis: that is left alone.
        if stars.peek() == Some(&(at + 2)) {
            return None;
        }
        marks.push(at);
    }
    // Both come in order, so the backquotes before each mark are counted from the mark before.
    let mut backquotes = memchr::memchr_iter(b'`', raw.as_bytes()).peekable();
    let mut is_code = false;
    marks.retain(|&at| {
        while backquotes.next_if(|tick| *tick < at).is_some() {
            is_code = !is_code;
        }
        !raw[..at].ends_with('\\') && !is_code
    });
    marks
        .chunks_exact(2)
        .map(|pair| (pair[0], pair[1]))
        .find(|&(open, close)| {
            !flanks(
                raw[..open].chars().next_back(),
                raw[open + 2..].chars().next(),
            ) || !flanks(
                raw[close + 2..].chars().next(),
                raw[..close].chars().next_back(),
            )
        })
        .map(|(open, close)| (open, close + 2))
}

/// Whether a mark between `outside` and `inside` can open (or, mirrored, close).
fn flanks(outside: Option<char>, inside: Option<char>) -> bool {
    let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let is_punctuation =
        |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace());
    !is_space(inside) && (!is_punctuation(inside) || is_space(outside) || is_punctuation(outside))
}

/// A placeholder has no more bytes than this; prose between two angle brackets has.
const LONGEST: usize = 80;

/// Whether CommonMark takes what stands between angle brackets for an HTML tag (CommonMark 0.31, 6.6): a name of
/// ASCII letters, and attributes without a value.
fn is_tag(inside: &str) -> bool {
    let is_name = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_alphabetic())
            && word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':'))
    };
    let mut words = inside.split_ascii_whitespace();
    let first = words.next().is_some_and(|word| is_name(word) && !word.contains(['_', '.', ':']));
    first && inside.starts_with(|c: char| c.is_ascii_alphabetic()) && words.all(is_name)
}

fn swallowed(sources: &[Source], text: &Text<'_>) -> Option<Diagnostic> {
    let source = sources.get(text.article.source.0 as usize)?;
    let (at, inside) = tag(text.span.of(&source.text))?;
    let start = text.span.start as usize + at;
    let place = Span::new(start, start + inside.len() + 2).within(text.article.source);
    Some(
        Diagnostic::new(Rule::PlaceholderSwallowed, format!("Markdown takes `<{inside}>` for HTML: readers do not see it"))
            .at(place)
            .edit(place, format!("\\<{inside}\\>"))
            .help(format!("write `\\<{inside}\\>`")),
    )
}

/// The first placeholder of `raw` that Markdown takes for a tag: where it begins, and what stands between its brackets.
fn tag(raw: &str) -> Option<(usize, &str)> {
    let (mut counted, mut ticks) = (0, 0);
    memchr::memchr_iter(b'<', raw.as_bytes()).find_map(|open| {
        let before = raw[..open].bytes().rev();
        let is_escaped = before.take_while(|byte| *byte == b'\\').count() % 2 == 1;
        let rest = &raw[open + 1..];
        if is_escaped || !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let length = rest.bytes().take(LONGEST).position(|b| b == b'>')?;
        ticks += memchr::memchr_iter(b'`', &raw.as_bytes()[counted..open]).count();
        counted = open;
        let inside = &rest[..length];
        let name = inside.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let address = inside.contains("://") || inside.contains(['@', '=']);
        let is_known = || ELEMENTS.iter().any(|element| element.eq_ignore_ascii_case(name));
        (ticks % 2 == 0 && !address && is_tag(inside) && !is_known()).then_some((open, inside))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_commonmark_takes_for_a_tag_is_swallowed() {
        for tag in ["server", "server name", "a b-c"] {
            assert!(is_tag(tag), "{tag}");
        }
        for text in ["nombre de sesi\u{f3}n", "\u{540d}\u{524d}", "server\u{540d}", " a", "1", ""] {
            assert!(!is_tag(text), "{text}");
        }
    }

    #[test]
    fn stars_beside_letters_and_punctuation_are_not_bold() {
        for good in ["a **b** c", "(**b**)", "**b**, c", "\u{4e2d}**b**\u{4e2d}"] {
            assert_eq!(unflanked(good), None, "{good}");
        }
        for bad in [
            "a ** b** c",
            "**\u{ff1a}**\u{4e2d}",
            "\u{4e2d}**(b)**\u{4e2d}",
        ] {
            assert!(unflanked(bad).is_some(), "{bad}");
        }
    }
}
