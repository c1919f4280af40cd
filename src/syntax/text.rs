//! The plain text of inlines.

use std::borrow::Cow;

use super::{Inline, InlineKind, is_cmdlet};

/// The characters a reader sees: text, code and the text of links; breaks become blanks. Borrowed where they are in one piece.
pub fn plain_text(inlines: &[Inline]) -> Cow<'_, str> {
    match inlines {
        [] => return Cow::Borrowed(""),
        [inline] => match &inline.kind {
            InlineKind::Text { text }
            | InlineKind::Code { text }
            | InlineKind::Label { text, .. } => return Cow::Borrowed(text),
            _ => {}
        },
        _ => {}
    }
    let mut text = String::with_capacity(plain_length(inlines));
    push_plain_text(inlines, &mut text);
    Cow::Owned(text)
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
pub fn normal_text(inlines: &[Inline]) -> Cow<'_, str> {
    let text = plain_text(inlines);
    if is_normal(&text) {
        return text;
    }
    fold_space(&text).into()
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
    fold_space(text)
}

fn fold_space(text: &str) -> String {
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
    let ends_with_blank =
        || text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
    if text.is_empty() {
        return true;
    }
    !(ends_with_blank() || may_hold_blank(text.as_bytes()) && holds_long_blank(text.as_bytes()))
}

/// Whether there is any byte that could begin white space but single blanks, or two blanks: this is asked first, because it
/// is a few comparisons, and texts in Latin letters mostly have none.
fn may_hold_blank(bytes: &[u8]) -> bool {
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    let any = pairs.fold(0, |any, (&a, &b)| {
        let is_control = u8::from(a.wrapping_sub(b'\t') <= b'\r' - b'\t');
        let are_two = u8::from(a == b' ') & u8::from(b == b' ');
        let is_other = u8::from(a == 0xc2) | u8::from(a.wrapping_sub(0xe1) <= 0xe3 - 0xe1);
        any | is_control | are_two | is_other
    });
    any != 0
}

/// Whether between the ends of a text, which are no white space, there is any but single blanks. Megabytes go through here,
/// so there is nothing but comparisons of each byte and the two behind it, which is a few instructions for many bytes.
fn holds_long_blank(bytes: &[u8]) -> bool {
    let Some(ends) = bytes.len().checked_sub(2) else {
        return false;
    };
    let next = bytes[1..].iter().zip(&bytes[2..]);
    let any = bytes[..ends]
        .iter()
        .zip(next)
        .fold(0, |any, (&a, (&b, &c))| {
            let is_control = u8::from(a.wrapping_sub(b'\t') <= b'\r' - b'\t');
            let are_two = u8::from(a == b' ') & u8::from(b == b' ');
            // All other white space of Unicode (`White_Space`) in UTF-8.
            let is_latin = u8::from(a == 0xc2) & (u8::from(b == 0x85) | u8::from(b == 0xa0));
            let is_ogham = u8::from(a == 0xe1) & u8::from(b == 0x9a) & u8::from(c == 0x80);
            let is_space = u8::from(c <= 0x8a)
                | u8::from(c == 0xa8)
                | u8::from(c == 0xa9)
                | u8::from(c == 0xaf);
            let is_general = u8::from(a == 0xe2) & u8::from(b == 0x80) & is_space;
            let is_math = u8::from(a == 0xe2) & u8::from(b == 0x81) & u8::from(c == 0x9f);
            let is_ideographic = u8::from(a == 0xe3) & u8::from(b == 0x80) & u8::from(c == 0x80);
            any | is_control | are_two | is_latin | is_ogham | is_general | is_math | is_ideographic
        });
    any != 0 || matches!(bytes[ends], b'\t'..=b'\r')
}

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

/// The name in a compound: some languages put a hyphen and a noun of their own behind it, as in `IMAP.Proxy-service`. A word
/// that is no compound, and a cmdlet, is its own name.
pub fn name_part(word: &str) -> &str {
    let mut name = word;
    while let Some((head, noun)) = name.rsplit_once('-') {
        let is_noun = noun.bytes().all(|b| b.is_ascii_alphabetic())
            && noun.bytes().skip(1).all(|b| b.is_ascii_lowercase());
        if head.is_empty() || noun.is_empty() || !is_noun || is_cmdlet(name) {
            break;
        }
        name = head;
    }
    name
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
    fn nouns_behind_names_are_peeled_off() {
        for (word, name) in [
            ("IMAP.Proxy-service", "IMAP.Proxy"),
            ("LampProbe-Test-Noun", "LampProbe"),
            ("Get-Service", "Get-Service"),
            ("Get-Service-Noun", "Get-Service"),
            ("Lamp-AppPool", "Lamp-AppPool"),
            ("mbx-01", "mbx-01"),
            ("lamp-log.txt", "lamp-log.txt"),
            ("-noun", "-noun"),
            ("Lamp-", "Lamp-"),
        ] {
            assert_eq!(name_part(word), name);
        }
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

    proptest::proptest! {
        #[test]
        fn normal_is_what_folding_leaves_alone(text in "[ab \t\u{a0}\u{85}\u{1680}\u{2003}\u{2019}\u{202f}\u{205f}\u{3000}-\u{3002}]{0,12}") {
            let words: Vec<&str> = text.split_whitespace().collect();
            proptest::prop_assert_eq!(is_normal(&text), text == words.join(" "));
        }
    }
}
