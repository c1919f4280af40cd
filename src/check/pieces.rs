//! What is left of a name in a text that lacks it: blanks inside it, other case, a part of it.

use std::ops::Range;

use memchr::memmem;

use super::text::Text;
use crate::diagnostic::{Location, Span};
use crate::syntax::Words;
use crate::workspace::Source;

/// What is left of a name where it was damaged: the first part of a health set with a dot, with the full stop of a sentence,
/// or the name with the word before or behind it.
pub(crate) fn torn<'s>(
    text: &Text<'_>,
    name: &str,
    sources: &'s [Source],
) -> Vec<(Location, &'s str)> {
    let first = name.find('.').map_or("", |dot| &name[..=dot]);
    let firsts = text
        .plain
        .match_indices(first)
        .filter(|_| !first.is_empty());
    let pieces = firsts.map(|(start, _)| start..start + first.len());
    let alone = pieces.filter(|piece| {
        let is_inside = |c: char| c.is_alphanumeric() || "._-".contains(c);
        !text.plain[..piece.start].ends_with(is_inside)
            && text.plain[piece.end..].starts_with(char::is_whitespace)
    });
    let alone = alone.chain(glued(&text.plain, name));
    let places = alone.map(|piece| text.place(&piece, sources));
    places
        .map(|place| (place, text.raw(place, sources)))
        .collect()
}

/// Where the text says `name` with blanks inside, in other case, or glued to letters; and what it says there.
pub(crate) fn in_pieces(
    text: &Text<'_>,
    name: &str,
    sources: &[Source],
) -> Option<(Location, String)> {
    let (start, end) = find_loosely(&text.plain, name)?;
    let place = text.place(&(start..end), sources);
    let raw = text.raw(place, sources);
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
            (wanted.peek().is_none() && before_ok && after_ok && found != name)
                .then_some((start, end))
        })
}

/// In bytes. A shorter name may be a part of a word by chance, unless it has capitals only.
const SHORTEST_GLUED: usize = 5;

/// In bytes: the shortest abbreviation.
const SHORTEST_CAPITALS: usize = 3;

/// In letters. Less may be an ending, as of a plural.
const SHORTEST_WORD: usize = 3;

/// The words that begin with `name` and go on with small letters, or end with it after small letters.
pub(crate) fn glued<'t>(plain: &'t str, name: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    // Scripts without blanks have no small letters.
    let is_small = char::is_lowercase;
    let is_short = name.len() < SHORTEST_CAPITALS
        || name.len() < SHORTEST_GLUED && !name.bytes().all(|b| b.is_ascii_uppercase());
    let mentions = plain.match_indices(name).filter(move |_| !is_short);
    mentions.filter_map(move |(start, _)| {
        let (before, after) = (&plain[..start], &plain[start + name.len()..]);
        let from = before.trim_end_matches(is_small).len();
        let to = plain.len() - after.trim_start_matches(is_small).len();
        let is_apart = |c: Option<char>| {
            !c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-'))
        };
        let stands_alone = is_apart(plain[..from].chars().next_back())
            && is_apart(plain[to..].chars().next().filter(|c| *c != '.'));
        let letters = plain[from..to].chars().count();
        (stands_alone && letters >= name.len() + SHORTEST_WORD).then_some(from..to)
    })
}

/// Whether a text has `name` at the beginning or the end of a word with hyphens, as some languages build words. Words that
/// end with a noun are tokens without it (`syntax::name_part`); this finds the rest: `Noun-AlertValue`, `AlertValue-IDs`.
pub(crate) fn in_compound(text: &str, name: &str) -> bool {
    let joins = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '\\');
    let mut mentions = memmem::find_iter(text.as_bytes(), name);
    mentions.any(|at| {
        let (before, after) = (&text[..at], &text[at + name.len()..]);
        let is_first = after.starts_with('-') && !before.ends_with(joins);
        let is_last = before.ends_with('-') && !after.starts_with(joins);
        is_first || is_last
    })
}

/// Whether a text also says the words that a term is made of, with blanks between: then they may be translated.
pub(crate) fn says_apart(text: &Text<'_>, term: &str) -> bool {
    let (term, plain) = (term.to_ascii_lowercase(), text.plain.to_ascii_lowercase());
    let joined = plain.replace(' ', "");
    joined.matches(&term).count() > plain.matches(&term).count()
}

/// Whether the text has a part of `name` as a word of its own, `EWS` of `EWS.Proxy` or `config` of `web.config`, or has the
/// name glued to another word.
pub(crate) fn has_part(text: &Text<'_>, name: &str) -> bool {
    let start = || {
        let suffix = ["Monitor", "Probe", "AppPool"]
            .iter()
            .find(|suffix| name.ends_with(**suffix));
        &name[..name.len() - suffix.map_or(0, |suffix| suffix.len())]
    };
    let is_part = |word: &str| match name.split_once('.') {
        // The last part of a health set is a word of English.
        Some((first, last)) => {
            word == first || word == last && last.starts_with(|c: char| c.is_ascii_lowercase())
        }
        None => word == start(),
    };
    Words::of(&text.plain).any(|(_, word)| is_part(word))
        || glued(&text.plain, name).next().is_some()
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

    #[test]
    fn a_name_may_be_glued_to_words() {
        let found = |text: &str| glued(text, "EWS.Proxy").collect::<Vec<_>>();
        assert_eq!(found("an EWS.Proxyset, theEWS.Proxy."), [3..15, 17..29]);
        assert_eq!(found("caf\u{e9}EWS.Proxy").first(), Some(&(0..14)));
        assert_eq!(glued("theEWS", "EWS").next(), Some(0..6));
        assert_eq!(glued("theAb", "Ab").next(), None);
        assert!(
            found("EWS.Proxy EWS.Proxys EWS.ProxyX EWS.Proxy.more EWS.Proxy-noun XEWS.Proxy")
                .is_empty()
        );
    }

    #[test]
    fn a_compound_has_the_name() {
        assert!(in_compound("x EWS.Proxy-IDs", "EWS.Proxy"));
        assert!(in_compound("x LAN-LampWall", "LampWall"));
        assert!(!in_compound("x EWS.ProxyX-IDs", "EWS.Proxy"));
        assert!(!in_compound("EWS.Proxy x", "EWS.Proxy"));
    }
}
