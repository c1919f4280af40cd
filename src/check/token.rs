//! The words of a text that rules compare, found in one pass: names, numbers, paths, literals.
//!
//! Most words of a text are words of a language. They are passed over by a look at their first and last letter and
//! their length; only the others are looked up.

use std::borrow::Cow;
use std::ops::Range;

use super::bytes::{beyond_ascii, lower_case};
use super::lookup::Words;
use super::rules;
use super::run::{ALPHANUMERIC, CLOSE, DIGIT, INSIDE, LOWER, OPEN, Run, SLASH, UPPER, class};
use super::vocabulary::{NameKind, Vocabulary};
use crate::syntax::name_part;

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
    /// A term between angle brackets, in bold type or code: `<appSettings>`.
    Element,
    /// None of these: a name in lower case, perhaps.
    Word,
}

/// What stands in a text besides plain words.
#[derive(Debug, Default)]
pub(crate) struct Parts<'v> {
    /// The tokens, in order, but those inside `<…>`, which are placeholders and may be translated.
    pub(crate) tokens: Vec<Token<'v>>,
    /// Runs of letters that may be two words.
    pub(crate) doubles: Vec<Range<usize>>,
    /// Abbreviations.
    pub(crate) abbreviations: Vec<Range<usize>>,
    /// Whether a capital stands in a word right after a small letter that is not of ASCII.
    pub(crate) is_glued: bool,
}

/// The parts of `text`. No token goes over one of the places `edges`, which are in order: where bold type or code begins
/// or ends inside a word, a blank was forgotten. Each place says whether what begins there is marked.
pub(crate) fn parts<'v>(
    text: &str,
    edges: impl IntoIterator<Item = (usize, bool)>,
    words: &mut Words<'_, 'v>,
) -> Parts<'v> {
    let bytes = text.as_bytes();
    let vocabulary = words.vocabulary();
    let mut found = Parts::default();
    let mut edges = edges.into_iter().peekable();
    let mut opened: Option<Opened> = None;
    let (mut at, mut looked, mut is_marked, mut seam) = (0, 0, false, 0);
    loop {
        let start = at + plain(&bytes[at..], vocabulary);
        at = start + 1;
        while let Some((edge, marks)) = edges.next_if(|(edge, _)| *edge <= start) {
            (seam, is_marked) = (edge, marks);
        }
        match bytes.get(start).map(|byte| class(*byte)) {
            None => return found,
            Some(OPEN) => {
                let first = found.tokens.len();
                opened = Some(Opened {
                    at: start,
                    first,
                    is_marked,
                });
            }
            Some(CLOSE) => {
                if let Some(opened) = opened.take() {
                    found.close(text, &opened, start);
                }
            }
            Some(LOWER | UPPER) if seam < start && continues_word(text, start) => {
                found.is_glued |= class(bytes[start]) == UPPER;
                let rest = bytes[start..].iter();
                at = start
                    + rest
                        .take_while(|byte| class(**byte) & ALPHANUMERIC != 0)
                        .count();
            }
            Some(_) => {
                let limit = edges.peek().map_or(bytes.len(), |(edge, _)| *edge);
                // What an edge has cut off was looked at with the whole run.
                let whole = (start >= looked).then(|| Run::of(&bytes[start..]));
                if let Some(whole) = &whole {
                    looked = start + whole.length;
                    found.look_inside(text, start, whole);
                }
                let whole = whole.filter(|whole| start + whole.length <= limit);
                let run = whole.unwrap_or_else(|| Run::of(&bytes[start..limit]));
                at = start + run.length;
                let word = start..start + run.word;
                let has_capital = run.seen & UPPER != 0;
                if run.seen & !(LOWER | UPPER) != 0
                    || vocabulary.may_be_name(&bytes[word.clone()], has_capital)
                {
                    let mut scanner = Scanner { text, words };
                    scanner.run(word, run.seen, &mut found.tokens);
                }
            }
        }
    }
}

/// Whether what begins at `start` is the rest of a word: a small letter that is not of ASCII stands before it. Scripts without
/// blanks have no small letters.
fn continues_word(text: &str, start: usize) -> bool {
    let last = start.checked_sub(1).map(|at| text.as_bytes()[at]);
    let is_other = last.is_some_and(|byte| !byte.is_ascii());
    is_other && text[..start].ends_with(char::is_lowercase)
}

/// How many bytes come before the first run that may be more than a word of a language, or a bracket of a placeholder. Most
/// of a text is passed over here.
fn plain(bytes: &[u8], vocabulary: &Vocabulary<'_>) -> usize {
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let first = class(byte);
        if first & (LOWER | UPPER) != 0 {
            let end = at + 1 + lower_case(&bytes[at + 1..]);
            let next = bytes.get(end).copied().unwrap_or(b' ');
            if class(next) & INSIDE != 0 || vocabulary.may_be_word(&bytes[at..end], first == UPPER)
            {
                break;
            }
            // Mostly a blank follows.
            at = end + usize::from(next == b' ');
        } else if first & (DIGIT | OPEN | CLOSE) != 0 {
            break;
        } else {
            at += 1;
            if !byte.is_ascii() {
                at += beyond_ascii(&bytes[at..]);
            }
        }
    }
    at.min(bytes.len())
}

/// An angle bracket.
struct Opened {
    at: usize,
    /// How many tokens come before it.
    first: usize,
    /// Whether it stands in bold type or code.
    is_marked: bool,
}

impl Parts<'_> {
    /// Takes out the tokens of a placeholder that ends at `end`. A term that begins with a small letter and is all there is
    /// between marked brackets is no placeholder, but a part of a file.
    fn close(&mut self, text: &str, opened: &Opened, end: usize) {
        if end - opened.at > LONGEST_PLACEHOLDER {
            return;
        }
        let inside = opened.at + 1..end;
        let is_term = |token: &Token<'_>| {
            token.kind == TokenKind::Name(NameKind::Other)
                && token.range == inside
                && text[inside.clone()].starts_with(|c: char| c.is_ascii_lowercase())
        };
        match &mut self.tokens[opened.first..] {
            [token] if opened.is_marked && is_term(token) => token.kind = TokenKind::Element,
            _ => self.tokens.truncate(opened.first),
        }
    }

    /// Notes what may be two words or an abbreviation in the run that begins at `start`.
    fn look_inside(&mut self, text: &str, start: usize, run: &Run) {
        let range = start..start + run.length;
        if run.may_be_two {
            self.doubles.extend(rules::doubles(text, range.clone()));
        }
        if run.may_be_short {
            self.abbreviations.extend(rules::abbreviations(text, range));
        }
    }
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
        let is_apart = self.text[..start].ends_with(['/', ':']);
        is_apart && follows_placeholder(&self.text[..start])
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

    fn word(&mut self, mut range: Range<usize>, found: &mut Vec<Token<'v>>) {
        let text: &str = self.text;
        let mut entry = self.words.look_up(&text[range.clone()]);
        if !entry.is_known && entry.kind != TokenKind::Name(NameKind::Cmdlet) {
            let name = name_part(&text[range.clone()]);
            if name.len() < range.len() {
                range.end = range.start + name.len();
                entry = self.words.look_up(name);
            }
        }
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

/// Whether `before` ends with a placeholder, but for what separates the parts of a path.
pub(crate) fn follows_placeholder(before: &str) -> bool {
    before
        .trim_end_matches(['\\', '/', ':', '*'])
        .ends_with('>')
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
        let found = parts(
            "LampValueAndMore",
            [(9, false)],
            &mut Words::new(&vocabulary),
        );
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
    fn doubles_and_abbreviations_are_found_once() {
        let text = "The LAMP: a Lamp. x/y, LampMore, caf\u{e9}LampMore";
        let vocabulary = Vocabulary::default();
        // Where bold type ends inside a run, it is not looked at again.
        let found = parts(text, [(27, false)], &mut Words::new(&vocabulary));
        assert_eq!(found.abbreviations, vec![4..8; 1]);
        assert_eq!(found.doubles, vec![23..31; 1]);
        assert!(found.is_glued);
    }

    #[test]
    fn the_rest_of_a_word_is_no_name() {
        assert!(found("caf\u{e9}LampValue").is_empty());
        assert_eq!(found("caf\u{e9}s/LampValue, \u{706f}LampValue").len(), 2);
    }

    #[test]
    fn placeholders_are_left_out() {
        assert!(found("a <ServerName> b").is_empty());
        assert_eq!(found("a < b ServerName c").len(), 1);
    }

    #[test]
    fn a_marked_term_in_brackets_is_no_placeholder() {
        let vocabulary = Vocabulary::default();
        let kinds = |text: &str, is_marked| {
            let found = parts(text, [(0, is_marked)], &mut Words::new(&vocabulary));
            let tokens = found.tokens.iter();
            tokens
                .map(|token| (token.kind, token.range.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(kinds("<lampWatts>", true), [(TokenKind::Element, 1..10)]);
        for (text, is_marked) in [
            ("<lampWatts>", false),
            ("<LampName>", true),
            ("<lampWatts here>", true),
        ] {
            assert!(kinds(text, is_marked).is_empty(), "{text}");
        }
    }

    #[test]
    fn grouped_digits_are_one_number() {
        assert_eq!(plain_number("1.000"), "1000");
        assert_eq!(plain_number("15.0"), "15.0");
        assert_eq!(plain_number("15.0.620"), "15.0.620");
    }
}
