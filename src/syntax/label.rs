//! Tokens that may lead to a step: `2c`, `2.c`, `2C`, `2.c.` and, in Cyrillic, `2в`.
//!
//! Markdown numbers nested items `1. 2. 3.` while prose counts them with letters, so `2c` is the
//! third sub-step of step 2. Whether a token really is a reference is decided by whether it resolves.

use schemars::JsonSchema;
use serde::Serialize;

use crate::byte_search::position;

/// What a token such as `2c` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
pub struct StepLabel {
    /// The number: the step, from 1.
    pub number: u16,
    /// The letter as a number: the sub-step, from 1.
    pub letter: u16,
}

/// The first eight letters of each alphabet that articles count with.
const ALPHABETS: [[char; 8]; 3] = [
    ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'],
    ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'],
    [
        '\u{430}', '\u{431}', '\u{432}', '\u{433}', '\u{434}', '\u{435}', '\u{436}', '\u{437}',
    ],
];

/// The labels in `text`, with their byte ranges, from left to right.
pub(super) fn find(text: &str) -> Vec<(std::ops::Range<usize>, StepLabel)> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(offset) = position(&bytes[at..], |byte| byte.is_ascii_digit()) {
        let start = at + offset;
        let digits = bytes[start..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count();
        at = start + digits;
        if digits > 2 || !may_begin(text, start) {
            continue;
        }
        let mut rest = text[at..].chars().peekable();
        let dot = usize::from(rest.next_if_eq(&'.').is_some());
        let Some(letter) = rest.next() else { continue };
        let end = at + dot + letter.len_utf8();
        let Some(number) = letter_number(letter) else {
            continue;
        };
        if continues(letter, rest.next(), text[end..].chars().nth(1)) {
            continue;
        }
        if let Ok(step) = text[start..start + digits].parse()
            && step > 0
        {
            let label = StepLabel {
                number: step,
                letter: number,
            };
            found.push((start..end, label));
            at = end;
        }
    }
    found
}

fn letter_number(letter: char) -> Option<u16> {
    let index = ALPHABETS
        .iter()
        .find_map(|alphabet| alphabet.iter().position(|&known| known == letter))?;
    u16::try_from(index + 1).ok()
}

/// Whether a number at `start` stands on its own: not inside a word, a version, a path or an ID.
fn may_begin(text: &str, start: usize) -> bool {
    text[..start].chars().next_back().is_none_or(|before| {
        !(before.is_ascii_alphanumeric()
            || matches!(before, '.' | '-' | '_' | '/' | '\\' | ':' | '$' | '#'))
    })
}

/// Whether the word goes on after `letter`. Letters of scripts without blanks between words do not count.
fn continues(letter: char, next: Option<char>, after: Option<char>) -> bool {
    match next {
        None => false,
        Some('.') => after.is_some_and(|c| c.is_ascii_alphanumeric()),
        Some(c) if c.is_ascii() => {
            c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '\\' | '/' | '%')
        }
        Some(c) => is_cyrillic(letter) && is_cyrillic(c) || is_latin_beyond_ascii(c),
    }
}

fn is_cyrillic(c: char) -> bool {
    ('\u{400}'..='\u{52f}').contains(&c)
}

fn is_latin_beyond_ascii(c: char) -> bool {
    ('\u{c0}'..='\u{24f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(text: &str) -> Vec<(String, u16, u16)> {
        find(text)
            .into_iter()
            .map(|(range, label)| (text[range].to_owned(), label.number, label.letter))
            .collect()
    }

    #[test]
    fn every_form_is_found() {
        for text in [
            "step 2c in",
            "step 2.c. in",
            "etapa 2C na",
            "\u{448}\u{430}\u{433} 2\u{432} \u{432}",
            "\u{624b}\u{9806}2c\u{3067}",
            "(2c)",
        ] {
            let found = labels(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!((found[0].1, found[0].2), (2, 3), "{text}");
        }
    }

    #[test]
    fn versions_ids_and_words_are_not_labels() {
        for text in [
            "15.00.0516.024",
            "0000-2c01",
            "x2c",
            "2cm",
            "3.5",
            "2013",
            "0a",
            "2\u{432}\u{441}\u{435}",
            "7ec9",
            "2c-1",
            "2ch\u{e8}",
        ] {
            assert_eq!(labels(text), [], "{text}");
        }
    }
}
