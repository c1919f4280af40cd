//! The plain text of inlines.

use super::{Inline, InlineKind};

/// The characters a reader sees: text, code and the text of links; breaks become blanks.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::with_capacity(plain_length(inlines));
    push_plain_text(inlines, &mut text);
    text
}

fn plain_length(inlines: &[Inline]) -> usize {
    let length = |inline: &Inline| match &inline.kind {
        InlineKind::Text { text } | InlineKind::Code { text } | InlineKind::Label { text, .. } => {
            text.len()
        }
        InlineKind::SoftBreak | InlineKind::HardBreak => 1,
        InlineKind::Image { alt, .. } => alt.len(),
        _ => plain_length(inline.children()),
    };
    inlines.iter().map(length).sum()
}

/// [`plain_text`] with its white space folded as by [`normalize_space`].
pub fn normal_text(inlines: &[Inline]) -> String {
    let text = plain_text(inlines);
    if is_normal(&text) {
        return text;
    }
    normalize_space(&text)
}

fn push_plain_text(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text { text }
            | InlineKind::Code { text }
            | InlineKind::Label { text, .. } => out.push_str(text),
            InlineKind::SoftBreak | InlineKind::HardBreak => out.push(' '),
            InlineKind::Image { alt, .. } => out.push_str(alt),
            _ => push_plain_text(inline.children(), out),
        }
    }
}

/// `text` with every run of white space (no-break spaces included) as one blank, and none at its ends.
pub fn normalize_space(text: &str) -> String {
    if is_normal(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Whether [`normalize_space`] has nothing to do, which is nearly always so.
fn is_normal(text: &str) -> bool {
    let mut before = b' ';
    for (at, byte) in text.bytes().enumerate() {
        if SPACE[usize::from(byte)] {
            let is_space = match byte {
                b' ' => before == b' ',
                _ => text[at..].starts_with(char::is_whitespace),
            };
            if is_space {
                return false;
            }
        }
        before = byte;
    }
    before != b' ' || text.is_empty()
}

/// Whether white space may begin with a byte (Unicode, White_Space).
static SPACE: [bool; 256] = {
    let mut space = [false; 256];
    let mut byte = 0;
    while byte < space.len() {
        space[byte] = matches!(byte as u8, b' ' | b'\t'..=b'\r' | 0xc2 | 0xe1..=0xe3);
        byte += 1;
    }
    space
};

/// Whether nothing of the inlines can be seen.
pub fn is_blank(inlines: &[Inline]) -> bool {
    inlines.iter().all(|inline| match &inline.kind {
        InlineKind::Text { text } => text.chars().all(char::is_whitespace),
        InlineKind::SoftBreak | InlineKind::HardBreak => true,
        InlineKind::Code { .. } | InlineKind::Image { .. } | InlineKind::Label { .. } => false,
        _ => is_blank(inline.children()),
    })
}

/// The words of a text that could be identifiers: runs of ASCII letters, digits, `.`, `-` and `_`
/// that begin with a letter and do not end with a dot, with their byte offsets.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Words<'a> {
    /// The words of `text`.
    pub fn of(text: &'a str) -> Self {
        Self { text, at: 0 }
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.text.as_bytes();
        let part = |byte: &u8| WORD[usize::from(*byte)];
        loop {
            let begins = |byte: &u8| part(byte) >= Part::Digit;
            let start = self.at + bytes[self.at..].iter().position(begins)?;
            let rest = &bytes[start..];
            let length = rest.iter().take_while(|byte| part(byte) != Part::None);
            let length = length.count();
            self.at = start + length;
            if part(&rest[0]) == Part::Letter {
                let kept = rest[..length].iter().rposition(begins).unwrap_or(0) + 1;
                return Some((start, &self.text[start..start + kept]));
            }
        }
    }
}

/// What a byte can be in a word.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Part {
    None,
    /// `.`, `-` or `_`: only inside.
    Joint,
    /// Only behind a letter.
    Digit,
    Letter,
}

/// [`Part`] of every byte: all text goes through here, and a table is the quickest to ask.
static WORD: [Part; 256] = {
    let mut parts = [Part::None; 256];
    let mut byte = 0;
    while byte < parts.len() {
        parts[byte] = match byte as u8 {
            b'.' | b'-' | b'_' => Part::Joint,
            b'0'..=b'9' => Part::Digit,
            b'a'..=b'z' | b'A'..=b'Z' => Part::Letter,
            _ => Part::None,
        };
        byte += 1;
    }
    parts
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_where_other_scripts_begin() {
        let words = |text| Words::of(text).map(|(_, word)| word).collect::<Vec<_>>();
        assert_eq!(
            words("IMAP.Proxy\u{306e}x (A.B-c.) 2c."),
            ["IMAP.Proxy", "x", "A.B-c"]
        );
        assert_eq!(words(""), Vec::<&str>::new());
    }

    #[test]
    fn white_space_is_folded() {
        assert_eq!(normalize_space("\u{a0} a\u{a0}\u{a0}b \n c "), "a b c");
    }

    #[test]
    fn every_kind_of_white_space_is_folded_everywhere() {
        let blanks = (0..=0x3000).filter_map(char::from_u32);
        for blank in blanks.filter(|c| c.is_whitespace()) {
            for text in ["a-b", "-ab", "ab-", "a- b", "a -b"] {
                let text = text.replace('-', &blank.to_string());
                let words: Vec<&str> = text.split_whitespace().collect();
                assert_eq!(normalize_space(&text), words.join(" "), "{blank:?}");
            }
        }
        assert_eq!(
            normalize_space("\u{3042}\u{3001} \u{e9}"),
            "\u{3042}\u{3001} \u{e9}"
        );
        assert_eq!(normalize_space(""), "");
    }
}
