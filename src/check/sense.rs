//! What a text says of health, existence and the like: phrases of the lexicon, turned around by the negations near them.
//!
//! 1. The phrases, negations and neutral words of a language are looked for together; of those that begin at one place
//!    the longest counts.
//! 2. A negation turns the next phrase of the same clause around if it stands close before it; one that follows (as in
//!    Japanese) the phrase right before it.
//! 3. What is left are mentions: so many of one sense, so many of its opposite.

use super::phrases::{Beginnings, Entry, Phrases, Starts};
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
    /// Whether a program shows something.
    Display,
    /// Whether an attempt succeeds.
    Success,
    /// Whether a service is running.
    Operation,
    /// Whether something is found.
    Discovery,
}

impl Topic {
    /// All of them.
    pub(crate) const ALL: [Self; 6] = [
        Self::Health,
        Self::Existence,
        Self::Display,
        Self::Success,
        Self::Operation,
        Self::Discovery,
    ];
}

/// How often a text says one thing, and how often its opposite.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mentions {
    /// The first of the two: healthy, existing.
    pub(crate) yes: u32,
    /// The second: not healthy, gone.
    pub(crate) no: u32,
}

impl Mentions {
    /// How many there are.
    pub(crate) fn all(self) -> u32 {
        self.yes + self.no
    }
}

/// How a text negates, whatever it is about; of several ways the last of these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Negation {
    /// Not at all.
    #[default]
    None,
    /// By words that have a negation in them: failing, missing, without.
    Inside,
    /// By words that follow what they negate.
    After,
    /// By words that come before what they negate.
    Before,
}

/// What a text says, as far as the lexicon of its language knows.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Said {
    /// Of opposites such as healthy and not, in the order of [`Topic::ALL`].
    pub(crate) topics: [Mentions; Topic::ALL.len()],
    /// Whether it negates anything.
    pub(crate) negation: Negation,
}

impl Said {
    /// Nothing at all.
    pub(crate) const NOTHING: Self = Self {
        topics: [Mentions { yes: 0, no: 0 }; Topic::ALL.len()],
        negation: Negation::None,
    };
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Phrase(Topic, bool),
    Negative,
    Negation,
    NegationAfter,
    Neutral,
}

/// The lexicon of one language, ready to read texts.
#[derive(Debug)]
pub(crate) struct Senses {
    phrases: Phrases<Role>,
}

/// How many bytes may stand between a negation and an adjective that it turns around: "is not in a healthy state".
const REACH: usize = 32;

/// The same for a verb: "may not have been running".
const REACH_VERB: usize = 18;

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
            (&words.shows, Role::Phrase(Topic::Display, true)),
            (&words.conceals, Role::Phrase(Topic::Display, false)),
            (&words.succeeds, Role::Phrase(Topic::Success, true)),
            (&words.fails, Role::Phrase(Topic::Success, false)),
            (&words.runs, Role::Phrase(Topic::Operation, true)),
            (&words.stopped, Role::Phrase(Topic::Operation, false)),
            (&words.found, Role::Phrase(Topic::Discovery, true)),
            (&words.missing, Role::Phrase(Topic::Discovery, false)),
            (&words.negation, Role::Negation),
            (&words.negation_after, Role::NegationAfter),
            (&words.negative, Role::Negative),
            (&words.neutral, Role::Neutral),
        ];
        let entries = lists.into_iter().flat_map(|(list, role)| {
            list.iter().map(move |text| Entry {
                text,
                meaning: role,
                is_whole: role == Role::Negation,
            })
        });
        let phrases = Phrases::new(entries)?;
        Some(Self { phrases })
    }

    /// How the phrases begin.
    pub(crate) fn beginnings(&self) -> &Beginnings {
        self.phrases.beginnings()
    }

    /// What `text` says, of which the tokens and `starts` are known.
    pub(crate) fn read(&self, text: &Wording<'_>, starts: &Starts) -> Said {
        let mut said = Said::NOTHING;
        for (mention, at) in self.mentions(&text.plain, starts) {
            if is_output(text, at) {
                continue;
            }
            said.negation = said.negation.max(mention.negation());
            if let Mention::Topic(topic, sense) = mention {
                let mentions = &mut said.topics[topic as usize];
                if sense {
                    mentions.yes += 1;
                } else {
                    mentions.no += 1;
                }
            }
        }
        said
    }

    /// Each phrase with its sense, and each negation, with its place. Negations are whole words.
    fn mentions(&self, plain: &str, starts: &Starts) -> Vec<(Mention, usize)> {
        let mut found: Vec<(Mention, usize)> = Vec::new();
        let mut negation: Option<usize> = None;
        // The last phrase, and where it ends.
        let mut last: Option<(usize, usize)> = None;
        for (role, hit) in self.phrases.find(plain, starts) {
            match role {
                Role::Neutral => {}
                Role::Negative => found.push((Mention::Negation(Negation::Inside), hit.start)),
                Role::Negation => {
                    negation = Some(hit.end);
                    found.push((Mention::Negation(Negation::Before), hit.start));
                }
                Role::NegationAfter => {
                    if let Some((at, end)) = last
                        && hit.start - end <= REACH_BACK
                        && is_one_clause(&plain[end..hit.start])
                        && let Some((Mention::Topic(_, sense), _)) = found.get_mut(at)
                    {
                        *sense = !*sense;
                        // Turned around once.
                        last = None;
                    }
                    found.push((Mention::Negation(Negation::After), hit.start));
                }
                Role::Phrase(topic, sense) => {
                    let turned = negation
                        .take()
                        .is_some_and(|end| reaches(plain, end, hit.start, topic));
                    if !sense {
                        found.push((Mention::Negation(Negation::Inside), hit.start));
                    }
                    last = Some((found.len(), hit.end));
                    found.push((Mention::Topic(topic, sense != turned), hit.start));
                }
            }
        }
        found
    }
}

/// A phrase or a negation in a text.
#[derive(Clone, Copy, Debug)]
enum Mention {
    Topic(Topic, bool),
    Negation(Negation),
}

impl Mention {
    fn negation(self) -> Negation {
        match self {
            Self::Topic(..) => Negation::None,
            Self::Negation(negation) => negation,
        }
    }
}

/// Whether a negation that ends at `end` turns around what begins at `start`.
fn reaches(plain: &str, end: usize, start: usize, topic: Topic) -> bool {
    let is_dense = plain[..end].ends_with(|c: char| c >= '\u{2e80}');
    let reach = match topic {
        _ if is_dense => REACH_DENSE,
        Topic::Health | Topic::Existence => REACH,
        _ => REACH_VERB,
    };
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
            .mentions(
                text,
                &Starts::of(text, std::iter::empty(), senses.beginnings()),
            )
            .into_iter()
            .filter_map(|(mention, _)| match mention {
                Mention::Topic(_, sense) => Some(sense),
                Mention::Negation(_) => None,
            })
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
