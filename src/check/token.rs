//! The words of a text that rules compare, found in one pass: names, numbers, paths, literals.
//!
//! Most words of a text are words of a language. They are passed over by a look at their first and last letter and
//! their length; only the others are looked up.

use std::borrow::Cow;
use std::ops::Range;

use super::bytes::{beyond_ascii, lower_case};
use super::lookup::Words;
use super::vocabulary::NameKind;

/// In bytes, brackets included.
const LONGEST_PLACEHOLDER: usize = 120;

/// A word that rules compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token<'v> {
    /// Where it stands in the plain text.
    pub(crate) range: Range<usize>,
    /// What it is.
    pub(crate) kind: TokenKind,
    /// How the tables and most commands write it, if they do so in other case.
    pub(crate) usual: Option<&'v str>,
    /// Whether a table or a command has it, in this or other case.
    pub(crate) is_known: bool,
}

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A name.
    Name(NameKind),
    /// A health set with a name that is also a word or an abbreviation: `IMAP`.
    HealthSetWord,
    /// A word with a number in it: `POP3`.
    Numbered,
    /// A number or a version.
    Number,
    /// A part of a path, or an address.
    Path,
    /// What programs print: `Succeeded`.
    Literal,
    /// None of these: a name in lower case, perhaps.
    Word,
}

// Classes of bytes.
const LOWER: u8 = 1;
const UPPER: u8 = 2;
const DIGIT: u8 = 4;
/// Full stop, hyphen and underscore, which stand inside names.
const JOINT: u8 = 8;
/// What stands inside paths, addresses and quantities.
const SLASH: u8 = 16;
const OPEN: u8 = 32;
const CLOSE: u8 = 64;
const ALPHANUMERIC: u8 = LOWER | UPPER | DIGIT;
const INSIDE: u8 = ALPHANUMERIC | JOINT | SLASH;

const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'0'..=b'9' => DIGIT,
            b'.' | b'-' | b'_' => JOINT,
            b'/' | b'\\' | b':' | b'%' | b'$' => SLASH,
            b'<' => OPEN,
            b'>' => CLOSE,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

/// What stands in a text besides plain words.
#[derive(Debug, Default)]
pub(crate) struct Parts<'v> {
    /// The tokens, in order, but those inside `<…>`, which are placeholders and may be translated.
    pub(crate) tokens: Vec<Token<'v>>,
    /// All runs of letters, digits and what stands inside names and paths that may be several words or abbreviations.
    pub(crate) compounds: Vec<Range<usize>>,
}

/// The parts of `text`. No token goes over one of the places `edges`, which are in order: where bold type or code begins
/// or ends inside a word, a blank was forgotten.
pub(crate) fn parts<'v>(
    text: &str,
    edges: impl IntoIterator<Item = usize>,
    words: &mut Words<'_, 'v>,
) -> Parts<'v> {
    let vocabulary = words.vocabulary();
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut compounds: Vec<Range<usize>> = Vec::new();
    let mut edges = edges.into_iter().peekable();
    let mut opened: Option<(usize, usize)> = None;
    let mut at = 0;
    while at < bytes.len() {
        let class = CLASSES[usize::from(bytes[at])];
        if class == 0 {
            let is_ascii = bytes[at].is_ascii();
            at += 1;
            if !is_ascii {
                at += beyond_ascii(&bytes[at..]);
            }
            continue;
        }
        if class & ALPHANUMERIC == 0 {
            if class & OPEN != 0 {
                opened = Some((at, found.len()));
            } else if class & CLOSE != 0
                && let Some((start, first)) = opened.take()
                && at - start <= LONGEST_PLACEHOLDER
            {
                found.truncate(first);
            }
            at += 1;
            continue;
        }
        let start = at;
        if class & (LOWER | UPPER) != 0 {
            let length = lower_case(&bytes[start + 1..]);
            let after = start + 1 + length;
            let is_word = bytes
                .get(after)
                .is_none_or(|byte| CLASSES[usize::from(*byte)] & INSIDE == 0);
            if is_word && !vocabulary.may_be_name(&bytes[start..after], class & UPPER != 0) {
                at = after;
                continue;
            }
        }
        if compounds.last().is_none_or(|last| last.end <= start) {
            compounds.extend(compound(bytes, start));
        }
        let (mut seen, mut pending, mut end) = (0, 0, at);
        while edges.next_if(|edge| *edge <= start).is_some() {}
        let limit = edges.peek().copied().unwrap_or(bytes.len());
        while at < limit {
            let class = CLASSES[usize::from(bytes[at])];
            if class & INSIDE == 0 {
                break;
            }
            at += 1;
            if class & ALPHANUMERIC == 0 {
                pending |= class;
            } else {
                seen |= class | pending;
                end = at;
            }
        }
        let mut scanner = Scanner { text, words };
        if seen & !(LOWER | UPPER) != 0
            || vocabulary.may_be_name(&bytes[start..end], seen & UPPER != 0)
        {
            scanner.run(start..end, seen, &mut found);
        }
    }
    Parts {
        tokens: found,
        compounds,
    }
}

/// The run that begins at `start`, if it may be several words or an abbreviation: something in it begins after small
/// letters, digits or a full stop, or there are three capitals.
fn compound(bytes: &[u8], start: usize) -> Option<Range<usize>> {
    let (mut end, mut before, mut capitals, mut is_compound) = (start, 0, 0, false);
    for byte in &bytes[start..] {
        let class = CLASSES[usize::from(*byte)];
        if class & INSIDE == 0 {
            break;
        }
        capitals = if class & UPPER != 0 { capitals + 1 } else { 0 };
        is_compound |= capitals == 3
            || class & UPPER != 0 && before & LOWER != 0
            || class & (UPPER | LOWER) != 0 && before & DIGIT != 0
            || class & ALPHANUMERIC != 0 && before & JOINT != 0 && bytes[end - 1] == b'.';
        before = class;
        end += 1;
    }
    is_compound.then_some(start..end)
}

struct Scanner<'s, 'w, 'v> {
    text: &'s str,
    words: &'s mut Words<'w, 'v>,
}

impl<'v> Scanner<'_, '_, 'v> {
    /// A run of bytes that may be one or several tokens.
    fn run(&mut self, range: Range<usize>, seen: u8, found: &mut Vec<Token<'v>>) {
        let run = &self.text[range.clone()];
        let is_path = seen & SLASH != 0 && (run.contains('\\') || run.contains("://"))
            || self.text[..range.start].ends_with('\\')
            || run.contains('/') && self.follows_placeholder(range.start);
        let first = run.split('\\').next().unwrap_or_default();
        // `HealthSet\Probe` is two names.
        let is_path = is_path && !self.words.vocabulary().is_health_set(first);
        if is_path {
            found.push(token(range.clone(), TokenKind::Path));
        }
        if seen & (SLASH | DIGIT) == 0 {
            self.word(range, found);
            return;
        }
        let mut start = range.start;
        for piece in run.split(['/', '\\', ':', '%', '$']) {
            let end = start + piece.len();
            self.piece(start..end, &range, is_path, found);
            start = end + 1;
        }
    }

    /// Whether what begins at `start` goes on after a placeholder: `<server>:444/lamps`.
    fn follows_placeholder(&self, start: usize) -> bool {
        let before = &self.text[..start];
        let outside = before.trim_end_matches(['/', ':']);
        outside.len() < before.len() && outside.ends_with('>')
    }

    /// A part of a run between slashes and the like.
    fn piece(
        &mut self,
        range: Range<usize>,
        run: &Range<usize>,
        is_path: bool,
        found: &mut Vec<Token<'v>>,
    ) {
        let piece = &self.text[range.clone()];
        let first = piece.trim_start_matches(['.', '-', '_']);
        let start = range.end - first.len();
        let word = first.trim_end_matches(['.', '-', '_']);
        let range = start..start + word.len();
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            if range == *run {
                self.numbers(range, found);
            }
        } else if !word.is_empty() {
            // A part of a path is compared as such.
            if !is_path {
                self.word(range, found);
            }
        }
    }

    fn word(&mut self, range: Range<usize>, found: &mut Vec<Token<'v>>) {
        let text: &str = self.text;
        let entry = self.words.look_up(&text[range.clone()]);
        if entry.kind != TokenKind::Word || entry.usual.is_some() {
            found.push(Token {
                range,
                kind: entry.kind,
                usual: entry.usual,
                is_known: entry.is_known,
            });
        }
    }

    /// Numbers with hyphens between, such as `15-20`.
    fn numbers(&self, range: Range<usize>, found: &mut Vec<Token<'v>>) {
        // A currency, a percentage of the shell or a member before it makes it part of something else.
        let before = self.text[..range.start].bytes().next_back();
        if before.is_some_and(|byte| matches!(byte, b'$' | b'%' | b'\\' | b'/' | b'_')) {
            return;
        }
        let mut start = range.start;
        for part in self.text[range].split('-') {
            let is_number = part.bytes().all(|b| b.is_ascii_digit() || b == b'.')
                && part.starts_with(|c: char| c.is_ascii_digit())
                && part.ends_with(|c: char| c.is_ascii_digit());
            if is_number {
                found.push(token(start..start + part.len(), TokenKind::Number));
            }
            start += part.len() + 1;
        }
    }
}

fn token<'v>(range: Range<usize>, kind: TokenKind) -> Token<'v> {
    Token {
        range,
        kind,
        usual: None,
        is_known: false,
    }
}

/// A number without the points and commas that group its digits: `1.000` is `1000`.
pub(crate) fn plain_number(text: &str) -> Cow<'_, str> {
    let mut groups = text.split('.');
    let first = groups.next().unwrap_or_default();
    let mut rest = groups.peekable();
    if rest.peek().is_none() || first.len() > 3 || !rest.all(|group| group.len() == 3) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace('.', ""))
}

#[cfg(test)]
mod tests {
    use super::super::vocabulary::Vocabulary;
    use super::*;

    fn found(text: &str) -> Vec<(String, TokenKind)> {
        let vocabulary = Vocabulary::default();
        parts(text, [], &mut Words::new(&vocabulary))
            .tokens
            .into_iter()
            .map(|token| (text[token.range].to_owned(), token.kind))
            .collect()
    }

    #[test]
    fn words_of_a_language_are_passed_over() {
        assert!(found("The lamp is on. And off, e.g. at night/day.").is_empty());
        assert!(found("\u{706f}\u{4eae}\u{4e86}\u{3002}").is_empty());
    }

    #[test]
    fn names_numbers_and_paths_are_found() {
        let name = |kind| TokenKind::Name(kind);
        assert_eq!(
            found("Get-LampHealth 15-20 of POP3, 50%; AlertValue v"),
            [
                ("Get-LampHealth".to_owned(), name(NameKind::Cmdlet)),
                ("15".to_owned(), TokenKind::Number),
                ("20".to_owned(), TokenKind::Number),
                ("POP3".to_owned(), TokenKind::Numbered),
                ("50".to_owned(), TokenKind::Number),
                ("AlertValue".to_owned(), name(NameKind::Other)),
            ]
        );
        assert_eq!(
            found("<dir here>\\Logs\\Lamp.txt and $5"),
            [("Logs\\Lamp.txt".to_owned(), TokenKind::Path)]
        );
    }

    #[test]
    fn edges_cut_words() {
        let vocabulary = Vocabulary::default();
        let found = parts("LampValueAndMore", [9], &mut Words::new(&vocabulary));
        assert_eq!(found.compounds, vec![(0..16)]);
        assert_eq!(
            found
                .tokens
                .iter()
                .map(|token| token.range.end)
                .collect::<Vec<_>>(),
            [9, 16]
        );
    }

    #[test]
    fn compounds_are_more_than_plain_text() {
        let text = "The LAMP: a Lamp. x/y, <LampMore> 5 e.g. caf\u{e9}Lamp UM 2x 15.0";
        let vocabulary = Vocabulary::default();
        let found = parts(text, [], &mut Words::new(&vocabulary)).compounds;
        let found: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["LAMP:", "LampMore", "e.g.", "2x", "15.0"]);
    }

    #[test]
    fn placeholders_are_left_out() {
        assert!(found("a <ServerName> b").is_empty());
        assert_eq!(found("a < b ServerName c").len(), 1);
    }

    #[test]
    fn grouped_digits_are_one_number() {
        assert_eq!(plain_number("1.000"), "1000");
        assert_eq!(plain_number("15.0"), "15.0");
        assert_eq!(plain_number("15.0.620"), "15.0.620");
    }
}
