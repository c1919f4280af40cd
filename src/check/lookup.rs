//! What single words are: names, literals, words with numbers.

use rustc_hash::FxHashMap;

use super::token::TokenKind;
use super::vocabulary::{LITERALS, Vocabulary};

/// What words are, found out once for each.
pub(crate) struct Words<'w, 'v> {
    vocabulary: &'w Vocabulary<'v>,
    looked_up: FxHashMap<Box<str>, Entry<'v>>,
}

/// What is known of a word; see [`super::token::Token`].
#[derive(Clone, Copy)]
pub(super) struct Entry<'v> {
    pub(super) kind: TokenKind,
    pub(super) usual: Option<&'v str>,
    pub(super) is_known: bool,
}

impl<'w, 'v> Words<'w, 'v> {
    /// Words that are held against `vocabulary`.
    pub(crate) fn new(vocabulary: &'w Vocabulary<'v>) -> Self {
        Self {
            vocabulary,
            looked_up: FxHashMap::default(),
        }
    }

    /// The names that words are held against.
    pub(super) fn vocabulary(&self) -> &'w Vocabulary<'v> {
        self.vocabulary
    }

    /// What is known of `word`.
    pub(super) fn look_up(&mut self, word: &str) -> Entry<'v> {
        if let Some(entry) = self.looked_up.get(word) {
            return *entry;
        }
        let entry = Entry {
            kind: kind(word, self.vocabulary),
            usual: self.vocabulary.other_case(word),
            is_known: self.vocabulary.is_known(word),
        };
        self.looked_up.insert(word.into(), entry);
        entry
    }
}

fn kind(word: &str, vocabulary: &Vocabulary<'_>) -> TokenKind {
    if LITERALS.contains(&word) {
        TokenKind::Literal
    } else if let Some(kind) = vocabulary.kind(word) {
        TokenKind::Name(kind)
    } else if vocabulary.is_health_set(word) && word.bytes().skip(1).any(|b| b.is_ascii_uppercase())
    {
        TokenKind::HealthSetWord
    } else if is_numbered(word) {
        TokenKind::Numbered
    } else {
        TokenKind::Word
    }
}

/// Whether `word` is an abbreviation or a name with a number at its end: `POP3`, `TLS1.2`.
fn is_numbered(word: &str) -> bool {
    let letters = word.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    letters.len() >= 2
        && letters.len() < word.len()
        && letters.bytes().all(|b| b.is_ascii_alphabetic())
        && letters.bytes().skip(1).any(|b| b.is_ascii_uppercase())
}
