//! What a text says of health and existence: phrases of the lexicon, turned around by the negations near them.
//!
//! 1. The phrases, negations and neutral words of a language are one automaton; of those that begin at one place the
//!    longest counts.
//! 2. A negation turns the next phrase of the same clause around if it stands close before it; one that follows (as in
//!    Japanese) the phrase right before it.
//! 3. What is left are mentions: so many of one sense, so many of its opposite.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::token::TokenKind;
use super::wording::{PieceKind, Wording};
use crate::locale::Polarity;

/// A pair of opposites.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Topic {
    /// Healthy or not.
    Health,
    /// Whether an issue still exists.
    Existence,
}

impl Topic {
    /// All of them.
    pub(crate) const ALL: [Self; 2] = [Self::Health, Self::Existence];
}

/// How often a text says one thing, and how often its opposite.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mentions {
    /// Healthy; existing.
    pub(crate) yes: u32,
    /// Not healthy; gone.
    pub(crate) no: u32,
}

impl Mentions {
    /// How many there are.
    pub(crate) fn all(self) -> u32 {
        self.yes + self.no
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Phrase(Topic, bool),
    Negation,
    NegationAfter,
    Neutral,
}

/// The lexicon of one language, ready to read texts.
#[derive(Debug)]
pub(crate) struct Senses {
    automaton: AhoCorasick,
    roles: Vec<Role>,
}

/// How many bytes may stand between a negation and what it turns around.
const REACH: usize = 32;

/// The same where a letter is a word: two letters.
const REACH_DENSE: usize = 6;

/// The same for negations that follow.
const REACH_BACK: usize = 18;

impl Senses {
    /// `None` if the language has no phrases.
    pub(crate) fn new(words: &Polarity) -> Option<Self> {
        let lists = [
            (&words.healthy, Role::Phrase(Topic::Health, true)),
            (&words.unhealthy, Role::Phrase(Topic::Health, false)),
            (&words.persists, Role::Phrase(Topic::Existence, true)),
            (&words.gone, Role::Phrase(Topic::Existence, false)),
            (&words.negation, Role::Negation),
            (&words.negation_after, Role::NegationAfter),
            (&words.neutral, Role::Neutral),
        ];
        let mut patterns = Vec::new();
        let mut roles = Vec::new();
        for (list, role) in lists {
            for phrase in list.iter().flat_map(|phrase| spellings(phrase)) {
                patterns.push(phrase);
                roles.push(role);
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            // Quick to build: every run builds one per language, and most texts have no phrase at all.
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(patterns)
            .ok()?;
        (!roles.is_empty()).then_some(Self { automaton, roles })
    }

    /// What `text` says, of which the tokens are known, in the order of [`Topic::ALL`].
    pub(crate) fn read(&self, text: &Wording<'_>) -> [Mentions; 2] {
        let mut found = [Mentions::default(); 2];
        for (topic, sense, at) in self.mentions(&text.plain) {
            if is_output(text, at) {
                continue;
            }
            let mentions = &mut found[usize::from(topic == Topic::Existence)];
            if sense {
                mentions.yes += 1;
            } else {
                mentions.no += 1;
            }
        }
        found
    }

    /// Each phrase with its sense and place.
    fn mentions(&self, plain: &str) -> Vec<(Topic, bool, usize)> {
        let mut found: Vec<(Topic, bool, usize)> = Vec::new();
        let mut negation: Option<usize> = None;
        let mut last_end = 0;
        for hit in self.automaton.find_iter(plain) {
            let role = self.roles[hit.pattern().as_usize()];
            let whole = role == Role::Negation;
            if !stands_alone(plain, hit.start(), hit.end(), whole) {
                continue;
            }
            match role {
                Role::Neutral => {}
                Role::Negation => negation = Some(hit.end()),
                Role::NegationAfter => {
                    if let Some((_, sense, _)) = found.last_mut()
                        && hit.start() - last_end <= REACH_BACK
                        && is_one_clause(&plain[last_end..hit.start()])
                    {
                        *sense = !*sense;
                        // Turned around once.
                        last_end = 0;
                    }
                }
                Role::Phrase(topic, sense) => {
                    let turned = negation
                        .take()
                        .is_some_and(|end| reaches(plain, end, hit.start()));
                    found.push((topic, sense != turned, hit.start()));
                    last_end = hit.end();
                }
            }
        }
        found
    }
}

/// A phrase as the lexicon has it, with a capital as at the beginning of a sentence, and with the characters that
/// articles use in place of plain ones.
pub(super) fn spellings(phrase: &str) -> Vec<String> {
    let mut all = vec![phrase.to_owned()];
    if phrase.contains('\'') {
        all.push(phrase.replace('\'', "\u{2019}"));
    }
    let spaced: Vec<String> = all
        .iter()
        .filter(|phrase| phrase.contains(' '))
        .map(|phrase| phrase.replace(' ', "\u{a0}"))
        .collect();
    all.extend(spaced);
    let capital: Vec<String> = all
        .iter()
        .filter_map(|phrase| capitalized(phrase))
        .collect();
    all.extend(capital);
    all
}

fn capitalized(phrase: &str) -> Option<String> {
    let first = phrase.chars().next()?;
    let capital: String = first.to_uppercase().collect();
    let rest = &phrase[first.len_utf8()..];
    (!capital.starts_with(first)).then(|| capital + rest)
}

/// Whether a match begins (and, if it must be whole, ends) at the edge of a word. Scripts without blanks have none.
pub(super) fn stands_alone(plain: &str, start: usize, end: usize, whole: bool) -> bool {
    let is_letter = |c: char| c.is_alphabetic() && c < '\u{2e80}';
    let joined = |left: Option<char>, right: Option<char>| {
        left.is_some_and(is_letter) && right.is_some_and(is_letter)
    };
    let before = plain[..start].chars().next_back();
    let first = plain[start..].chars().next();
    let last = plain[..end].chars().next_back();
    let after = plain[end..].chars().next();
    !(joined(before, first) || whole && joined(last, after))
}

/// Whether a negation that ends at `end` turns around what begins at `start`.
fn reaches(plain: &str, end: usize, start: usize) -> bool {
    let is_dense = plain[..end].ends_with(|c: char| c >= '\u{2e80}');
    let reach = if is_dense { REACH_DENSE } else { REACH };
    start - end <= reach && is_one_clause(&plain[end..start])
}

fn is_one_clause(between: &str) -> bool {
    !between.contains([
        '.', ',', ';', ':', '!', '?', '(', ')', '\u{3001}', '\u{3002}', '\u{ff0c}', '\u{ff1a}',
        '\u{ff1b}', '\u{ff08}',
    ])
}

/// Whether the word at `at` is what a program prints, not what the author says.
fn is_output(text: &Wording<'_>, at: usize) -> bool {
    let is_literal = || {
        let mut tokens = text.tokens.iter();
        tokens.any(|token| token.kind == TokenKind::Literal && token.range.contains(&at))
    };
    text.kind_at(at) == PieceKind::Code || text.kind_at(at) == PieceKind::Strong && is_literal()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(list: &[&str]) -> Vec<String> {
        list.iter().map(|word| (*word).to_owned()).collect()
    }

    fn senses(text: &str) -> Vec<bool> {
        let senses = Senses::new(&Polarity {
            healthy: words(&["healthy", "\u{6b63}\u{5e38}"]),
            unhealthy: words(&["unhealthy"]),
            persists: words(&["exist"]),
            negation: words(&["not", "no longer", "isn't"]),
            negation_after: words(&["\u{306a}\u{3044}"]),
            neutral: words(&["\u{6b63}\u{5e38}\u{6027}"]),
            ..Polarity::default()
        });
        let senses = senses.expect("phrases");
        senses
            .mentions(text)
            .into_iter()
            .map(|(_, sense, _)| sense)
            .collect()
    }

    #[test]
    fn negations_turn_phrases_around() {
        assert_eq!(senses("it is healthy"), [true]);
        assert_eq!(senses("It is not in a healthy state"), [false]);
        assert_eq!(senses("it is unhealthy"), [false]);
        assert_eq!(senses("it isn\u{2019}t unhealthy"), [true]);
        assert_eq!(
            senses("the issue no longer exists; if it exists"),
            [false, true]
        );
        assert_eq!(senses("if not, it is healthy"), [true]);
        assert_eq!(senses("a note on healthy lamps"), [true]);
    }

    #[test]
    fn negations_may_follow() {
        assert_eq!(senses("\u{6b63}\u{5e38}\u{3067}\u{306a}\u{3044}"), [false]);
        assert_eq!(senses("\u{6b63}\u{5e38}"), [true]);
        assert_eq!(senses("\u{6b63}\u{5e38}\u{6027}"), Vec::<bool>::new());
    }
}
