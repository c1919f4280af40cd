//! Finds the phrases of a lexicon in texts.
//!
//! A phrase begins where a word does, or where the text is marked in another way than before; in scripts without blanks
//! anywhere. It may have a capital, as at the beginning of a sentence, a no-break space for a blank and a curly apostrophe.
//! Of those that begin at one place the longest counts, and what it covers is not looked at again.
//!
//! Where words begin is found out once for all phrases, and they are looked for nowhere else. An automaton takes longer to
//! build than most runs would look for anything, and reads every letter.

use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::bytes::lower_case;

/// Phrases with what they mean.
#[derive(Debug)]
pub(crate) struct Phrases<T> {
    /// Those that begin alike stand together, the longest first.
    phrases: Vec<Phrase<T>>,
    /// Where in `phrases` those are that begin with a character and a byte; 0 for phrases of one character.
    groups: FxHashMap<(char, u8), Range<usize>>,
    beginnings: Beginnings,
}

/// What is left of a phrase after its first character.
#[derive(Clone, Debug)]
struct Phrase<T> {
    rest: Box<str>,
    meaning: T,
    is_whole: bool,
}

/// A phrase of a lexicon.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<'p, T> {
    /// As the lexicon has it.
    pub(crate) text: &'p str,
    /// What it means.
    pub(crate) meaning: T,
    /// Whether it must end where a word does.
    pub(crate) is_whole: bool,
}

impl<T: Copy> Phrases<T> {
    /// `None` without any phrase.
    pub(crate) fn new<'p>(entries: impl Iterator<Item = Entry<'p, T>>) -> Option<Self> {
        let mut all: Vec<((char, u8), Phrase<T>)> = Vec::new();
        for entry in entries {
            let mut chars = entry.text.chars();
            let Some(first) = chars.next() else {
                continue;
            };
            let phrase = Phrase {
                rest: chars.as_str().into(),
                meaning: entry.meaning,
                is_whole: entry.is_whole,
            };
            let next = phrase.next();
            for first in std::iter::once(first).chain(capital(first)) {
                let keys = next.iter().flatten().map(|next| (first, *next));
                all.extend(keys.map(|key| (key, phrase.clone())));
            }
        }
        all.sort_by_key(|(key, phrase)| (*key, Reverse(phrase.rest.len())));
        let mut groups = FxHashMap::default();
        let mut beginnings = Beginnings::default();
        let mut start = 0;
        for alike in all.chunk_by(|(a, _), (b, _)| a == b) {
            let end = start + alike.len();
            let ((first, byte), _) = alike[0];
            beginnings.add(first, byte);
            groups.insert((first, byte), start..end);
            start = end;
        }
        let phrases: Vec<Phrase<T>> = all.into_iter().map(|(_, phrase)| phrase).collect();
        (!phrases.is_empty()).then_some(Self {
            phrases,
            groups,
            beginnings,
        })
    }

    /// How phrases begin.
    pub(crate) fn beginnings(&self) -> &Beginnings {
        &self.beginnings
    }

    /// The phrases in `text`, of which the starts are known, in its order.
    pub(crate) fn find<'t>(
        &'t self,
        text: &'t str,
        starts: &'t Starts,
    ) -> impl Iterator<Item = (T, Range<usize>)> + 't {
        let mut covered = 0;
        starts.all.iter().filter_map(move |start| {
            if start.at < covered {
                return None;
            }
            let hit = self.starting(text, starts, *start)?;
            covered = hit.1.end;
            Some(hit)
        })
    }

    /// The phrase that begins at `start`.
    fn starting(&self, text: &str, starts: &Starts, start: Start) -> Option<(T, Range<usize>)> {
        let after = start.at + start.first.len_utf8();
        let rest = text.as_bytes().get(after..)?;
        let next = next(rest, 0);
        if !self.beginnings.have(start.first, next) {
            return None;
        }
        // A phrase of one character is shorter than all others.
        for key in [(start.first, next), (start.first, 0)] {
            let Some(group) = self.groups.get(&key) else {
                continue;
            };
            for phrase in &self.phrases[group.clone()] {
                if let Some(length) = phrase.length_in(rest)
                    && (!phrase.is_whole || starts.may_end(text, after + length))
                {
                    return Some((phrase.meaning, start.at..after + length));
                }
            }
        }
        None
    }
}

impl<T> Phrase<T> {
    /// The bytes that may come after the first character; 0 if nothing must.
    fn next(&self) -> [Option<u8>; 2] {
        match self.rest.bytes().next() {
            None => [Some(0), None],
            Some(b' ') => [Some(b' '), Some(NO_BREAK_SPACE[0])],
            Some(b'\'') => [Some(b'\''), Some(APOSTROPHE[0])],
            Some(byte) => [Some(byte), None],
        }
    }

    /// How many bytes of `bytes` are the rest of the phrase, if they begin with it.
    fn length_in(&self, bytes: &[u8]) -> Option<usize> {
        let mut rest = bytes;
        for expected in self.rest.bytes() {
            rest = match (expected, rest) {
                (_, [byte, rest @ ..]) if *byte == expected => rest,
                (b' ', _) => rest.strip_prefix(&NO_BREAK_SPACE)?,
                (b'\'', _) => rest.strip_prefix(&APOSTROPHE)?,
                _ => return None,
            };
        }
        Some(bytes.len() - rest.len())
    }
}

/// U+00A0.
const NO_BREAK_SPACE: [u8; 2] = [0xc2, 0xa0];

/// U+2019.
const APOSTROPHE: [u8; 3] = [0xe2, 0x80, 0x99];

/// The byte at `at`; 0 behind the last.
fn next(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or_default()
}

/// The capital of a letter, if it is one character.
fn capital(letter: char) -> Option<char> {
    let mut upper = letter.to_uppercase();
    let first = upper.next().filter(|upper| *upper != letter);
    first.filter(|_| upper.next().is_none())
}

/// How phrases begin: a quick look that most words do not pass.
#[derive(Debug)]
pub(crate) struct Beginnings {
    /// For each first character, by its last bits, the bytes that may follow, by theirs.
    next: Box<[u64; Self::SLOTS]>,
}

impl Default for Beginnings {
    fn default() -> Self {
        Self {
            next: Box::new([0; Self::SLOTS]),
        }
    }
}

impl Beginnings {
    const SLOTS: usize = 512;

    /// Those of several lexicons.
    pub(crate) fn of_all<'b>(all: impl Iterator<Item = &'b Self>) -> Self {
        let mut joined = Self::default();
        for own in all {
            let next = joined.next.iter_mut().zip(own.next.iter());
            next.for_each(|(next, own)| *next |= own);
        }
        joined
    }

    /// A phrase begins with `first` and then `byte`; 0 if any may follow.
    fn add(&mut self, first: char, byte: u8) {
        let any = byte == 0;
        self.next[Self::slot(first)] |= if any { u64::MAX } else { Self::bit(byte) };
    }

    /// Whether a phrase may begin with `first` and then `byte`.
    fn have(&self, first: char, byte: u8) -> bool {
        self.next[Self::slot(first)] & Self::bit(byte) != 0
    }

    fn slot(first: char) -> usize {
        first as usize % Self::SLOTS
    }

    fn bit(byte: u8) -> u64 {
        1 << (byte % 64)
    }
}

/// Where phrases of some lexicons may begin in a text.
#[derive(Debug, Default)]
pub(crate) struct Starts {
    all: Vec<Start>,
    /// Where the text is marked in another way than before.
    edges: Vec<usize>,
}

/// A place with the character that stands there.
#[derive(Clone, Copy, Debug)]
struct Start {
    at: usize,
    first: char,
}

impl Starts {
    /// Those of phrases with `beginnings` in `text`, which is marked in another way than before at `edges`, in order.
    pub(crate) fn of(
        text: &str,
        edges: impl Iterator<Item = usize>,
        beginnings: &Beginnings,
    ) -> Self {
        let mut starts = Self::default();
        starts.read(text, edges, beginnings);
        starts
    }

    /// [`Self::of`] another text.
    pub(crate) fn read(
        &mut self,
        text: &str,
        edges: impl Iterator<Item = usize>,
        beginnings: &Beginnings,
    ) {
        self.all.clear();
        self.edges.clear();
        self.edges.extend(edges);
        let bytes = text.as_bytes();
        let mut edges = self.edges.iter().copied();
        let mut edge = edges.next().unwrap_or(usize::MAX);
        let mut at = 0;
        let mut in_word = false;
        while let Some(&byte) = bytes.get(at) {
            while edge <= at {
                in_word &= edge != at;
                edge = edges.next().unwrap_or(usize::MAX);
            }
            let is_start = |first: char, end: usize| beginnings.have(first, next(bytes, end));
            if byte.is_ascii() {
                let first = char::from(byte);
                let is_of_word = byte.is_ascii_alphabetic();
                if !(in_word && is_of_word) && is_start(first, at + 1) {
                    self.all.push(Start { at, first });
                }
                in_word = is_of_word;
                at += 1;
                if is_of_word {
                    // Mostly to the end of the word.
                    at = usize::min(at + lower_case(&bytes[at..]), edge.max(at));
                }
                continue;
            }
            let first = text[at..].chars().next().unwrap_or_default();
            let end = at + first.len_utf8();
            let is_of_word = is_letter(first);
            if !(in_word && is_of_word) && is_start(first, end) {
                self.all.push(Start { at, first });
            }
            in_word = is_of_word;
            at = end;
        }
    }

    /// Whether a word may end at `at`.
    fn may_end(&self, text: &str, at: usize) -> bool {
        let is_inside = text[..at].ends_with(is_letter) && text[at..].starts_with(is_letter);
        !is_inside || self.edges.binary_search(&at).is_ok()
    }
}

/// The first character of the scripts of China and Japan, which have no blanks between words.
const DENSE: char = '\u{2e80}';

/// Whether a character is a letter of a word.
fn is_letter(c: char) -> bool {
    c < DENSE && c.is_alphabetic()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers of the phrases, those with a star at their end being whole words.
    fn found(phrases: &[&str], text: &str, edges: &[usize]) -> Vec<(usize, String)> {
        let entries = phrases.iter().enumerate().map(|(meaning, phrase)| Entry {
            text: phrase.trim_end_matches('*'),
            meaning,
            is_whole: phrase.ends_with('*'),
        });
        let phrases = Phrases::new(entries).expect("phrases");
        let starts = Starts::of(text, edges.iter().copied(), phrases.beginnings());
        let hits = phrases.find(text, &starts);
        hits.map(|(meaning, place)| (meaning, text[place].to_owned()))
            .collect()
    }

    fn numbers(phrases: &[&str], text: &str, edges: &[usize]) -> Vec<usize> {
        let found = found(phrases, text, edges);
        found.into_iter().map(|(meaning, _)| meaning).collect()
    }

    #[test]
    fn a_phrase_begins_where_a_word_does() {
        assert_eq!(
            numbers(&["lamp"], "a lamp, lamps, Lamp; headlamp", &[]),
            [0, 0, 0]
        );
        assert_eq!(numbers(&["lamp"], "headlamp", &[4]), [0]);
        assert_eq!(numbers(&["lamp"], "headlamp", &[3, 5]), [0; 0]);
        assert_eq!(
            numbers(&["\u{e9}tat"], "l'\u{e9}tat, \u{c9}tat, r\u{e9}tat", &[]),
            [0, 0]
        );
        assert_eq!(numbers(&["CA"], "CA ca Ca", &[]), [0]);
    }

    #[test]
    fn scripts_without_blanks_have_no_words() {
        let text = "\u{706f}\u{4eae}\u{4e86}\u{706f}CA";
        assert_eq!(
            numbers(&["\u{706f}", "\u{4eae}*", "CA*"], text, &[]),
            [0, 1, 0, 2]
        );
    }

    #[test]
    fn a_whole_phrase_ends_where_a_word_does() {
        assert_eq!(numbers(&["no*"], "no note no.", &[]), [0, 0]);
        assert_eq!(numbers(&["no*"], "note", &[2]), [0]);
        // The longer one is no word here, the shorter one is.
        assert_eq!(numbers(&["no*", "no lamp*"], "no lamps", &[]), [0]);
    }

    #[test]
    fn the_longest_counts_and_covers_the_others() {
        let all = ["lamp", "lamp is off", "off", "lamp"];
        assert_eq!(numbers(&all, "the lamp is off, off", &[]), [1, 2]);
    }

    #[test]
    fn blanks_and_apostrophes_have_several_forms() {
        let text = "isn\u{2019}t\u{a0}on, Isn't on";
        let both = ["isn\u{2019}t\u{a0}on", "Isn't on"].map(|text| (0, text.to_owned()));
        assert_eq!(found(&["isn't on"], text, &[]), both);
    }

    #[test]
    fn no_phrases_are_nothing() {
        let entry = |text| Entry {
            text,
            meaning: 0,
            is_whole: true,
        };
        assert!(Phrases::new([entry("")].into_iter()).is_none());
        assert_eq!(numbers(&["a"], "", &[]), [0; 0]);
        assert_eq!(numbers(&["a"], "a", &[]), [0]);
    }
}
