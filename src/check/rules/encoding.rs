//! Characters that were damaged on the way.
//!
//! Rule: `encoding-damaged`.
//!
//! ## What it does
//! Finds the replacement character U+FFFD, UTF-8 that was read as Latin-1 and saved again, and characters without width
//! in the middle of a text.
//!
//! ## Why it matters
//! The reader sees garbage; a name with an invisible character in it is found by no search and matches nothing.
//!
//! ## How to mend it
//! Type the character anew. `--fix` puts right what was read as Latin-1, and deletes characters without width.
//!
//! ## What it cannot see
//! Letters that were lost without a trace, and misreadings by other code pages.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Rule, Span};
use crate::workspace::Source;

/// The beginnings of what can be wrong: U+FFFD; U+00C3 and U+00C2 before a character below U+0100; U+00E2 before what
/// Windows-1252 makes of 0x80; a zero-width space; a byte order mark.
const SUSPECTS: &[&[u8]] = &[
    b"\xef\xbf\xbd",
    b"\xc3\x83\xc2",
    b"\xc3\x82\xc2",
    b"\xc3\xa2\xe2\x82\xac",
    b"\xe2\x80\x8b",
    b"\xef\xbb\xbf",
];

/// Finds them. Short patterns without anything to tell apart can always be built.
static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(SUSPECTS);
    finder.ok()
});

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let Some(suspects) = &*FINDER else {
        return Vec::new();
    };
    let articles = topic.set.articles.values();
    articles
        .filter_map(|article| context.sources.get(article.source.0 as usize))
        .flat_map(|source| damages(suspects, source))
        .collect()
}

fn damages(suspects: &AhoCorasick, source: &Source) -> Vec<Diagnostic> {
    let text = source.text.as_str();
    if text.is_ascii() {
        return Vec::new();
    }
    let hits = suspects.find_iter(text).filter(|hit| hit.start() > 0);
    hits.map(|hit| {
        let (start, end) = (hit.start(), hit.end());
        let (message, end, mend) = match hit.pattern().as_usize() {
            0 => ("a character was lost here: it has become U+FFFD".to_owned(), end, None),
            4 | 5 => ("there is a character without width here".to_owned(), end, Some(String::new())),
            _ => misread(text, start),
        };
        let place = Span::new(start, end).within(source.id);
        let diagnostic = Diagnostic::new(Rule::EncodingDamaged, message).at(place);
        match mend {
            Some(mend) if mend.is_empty() => diagnostic.edit(place, mend).help("delete it"),
            Some(mend) => diagnostic.help(format!("write `{mend}`")).edit(place, mend),
            None => diagnostic.help("type the character anew"),
        }
    })
    .collect()
}

/// UTF-8 that was read as Latin-1: what it was, if that can be told.
fn misread(text: &str, start: usize) -> (String, usize, Option<String>) {
    let mut bytes = Vec::new();
    let mut end = start;
    for c in text[start..].chars().take(4) {
        let Some(byte) = as_byte(c) else { break };
        bytes.push(byte);
        end += c.len_utf8();
        if let Ok(meant) = std::str::from_utf8(&bytes) {
            let found = &text[start..end];
            let message = format!("`{found}` was `{meant}` before UTF-8 was read as another encoding");
            return (message, end, Some(meant.to_owned()));
        }
    }
    let width = text[start..].chars().next().map_or(1, char::len_utf8);
    ("UTF-8 was read as another encoding here".to_owned(), start + width, None)
}

/// The byte that Windows-1252 shows as `c`.
fn as_byte(c: char) -> Option<u8> {
    /// What Windows-1252 has from 0x80 to 0x9f; U+0000 where it has nothing.
    const HIGH: &str = "\u{20ac}\0\u{201a}\u{192}\u{201e}\u{2026}\u{2020}\u{2021}\u{2c6}\u{2030}\u{160}\u{2039}\u{152}\0\u{17d}\0\0\u{2018}\u{2019}\u{201c}\u{201d}\u{2022}\u{2013}\u{2014}\u{2dc}\u{2122}\u{161}\u{203a}\u{153}\0\u{17e}\u{178}";
    match u8::try_from(u32::from(c)) {
        Ok(byte) if byte >= 0x80 => Some(byte),
        Ok(_) => None,
        Err(_) => {
            let at = HIGH.chars().position(|high| high == c)?;
            Some(0x80 + u8::try_from(at).ok()?)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_as_another_encoding_is_told() {
        let meant = |text: &str| misread(text, 0).2;
        assert_eq!(meant("\u{c3}\u{b3}n").as_deref(), Some("\u{f3}"));
        assert_eq!(meant("\u{e2}\u{20ac}\u{2122}s").as_deref(), Some("\u{2019}"));
        assert_eq!(meant("\u{c2}\u{a0}").as_deref(), Some("\u{a0}"));
        assert_eq!(meant("\u{c3}x"), None);
    }
}
