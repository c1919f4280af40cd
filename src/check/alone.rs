//! Words that stand alone.

use memchr::memmem;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Context;
use super::text::Text;
use crate::locale::Locale;

/// What joins a word to what stands beside it.
fn joins(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}' | '-' | '_')
}

/// Whether a full stop with a letter after it follows, which joins too.
fn is_dotted(after: &str) -> bool {
    let rest = after.strip_prefix('.');
    rest.is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
}

/// Whether `word` stands in `text` with neither letters nor digits nor apostrophes beside it.
pub(crate) fn has_word(text: &str, word: &str) -> bool {
    memmem::find_iter(text.as_bytes(), word).any(|at| {
        let before = text.get(..at).is_some_and(|left| !left.ends_with(joins));
        let after = text.get(at + word.len()..);
        before && after.is_some_and(|right| !right.starts_with(joins) && !is_dotted(right))
    })
}

/// The words that stand alone in `text`.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c| !joins(c)).filter(|word| !word.is_empty());
    words.filter(|word| {
        let end = word.as_ptr() as usize - text.as_ptr() as usize + word.len();
        !is_dotted(&text[end..])
    })
}

/// With more questions than this, all words are listed once.
const FEW: usize = 256;

/// Answers whether words stand alone somewhere.
pub(crate) struct Alone<'c> {
    context: &'c Context<'c>,
    listed: Option<FxHashMap<Locale, FxHashSet<&'c str>>>,
    /// All that a language says, each text of its own on a line.
    joined: FxHashMap<Locale, String>,
}

impl<'c> Alone<'c> {
    /// Ready for so many questions.
    pub(crate) fn new(context: &'c Context<'_>, questions: usize) -> Self {
        let list = || {
            let mut listed: FxHashMap<Locale, FxHashSet<&str>> = FxHashMap::default();
            for (locale, text) in texts(context) {
                listed.entry(locale).or_default().extend(words(&text.plain));
            }
            listed
        };
        Self {
            context,
            listed: (questions > FEW).then(list),
            joined: FxHashMap::default(),
        }
    }

    /// Whether `word`, which has nothing but letters and digits, stands alone in a text of `locale`.
    pub(crate) fn has(&mut self, locale: Locale, word: &str) -> bool {
        if let Some(listed) = &self.listed {
            return listed
                .get(&locale)
                .is_some_and(|words| words.contains(word));
        }
        let context = self.context;
        let all = self
            .joined
            .entry(locale)
            .or_insert_with(|| join(context, locale));
        has_word(all, word)
    }
}

/// The texts of a language, each on a line.
fn join(context: &Context<'_>, locale: Locale) -> String {
    let topics = context.topics.iter();
    let lengths = topics
        .clone()
        .map(|topic| topic.length(locale) + topic.units.len());
    let mut all = String::with_capacity(lengths.sum());
    let units = topics.flat_map(|topic| &topic.units);
    for text in units.filter_map(|unit| unit.text(locale)) {
        all.push_str(&text.plain);
        all.push('\n');
    }
    all
}

fn texts<'c>(context: &'c Context<'_>) -> impl Iterator<Item = (Locale, &'c Text<'c>)> {
    let units = context.topics.iter().flat_map(|topic| &topic.units);
    units.flat_map(|unit| unit.texts.iter().map(|(locale, text)| (*locale, text)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_alone() {
        assert!(has_word("the lamp, and", "lamp"));
        assert!(has_word("and", "and"));
        assert!(!has_word("lamps; l'and; and.More", "and"));
        assert!(!has_word("\u{e9}and and\u{e9}", "and"));
    }

    #[test]
    fn listed_words_are_those_that_are_found() {
        let text = "the lamp, and.More l'and-x 'a' end. e.g. b_c \u{4e2d}and";
        for word in [
            "the", "lamp", "and", "More", "l'and-x", "end", "g", "e", "a", "'a'", "b_c", "x",
        ] {
            assert_eq!(
                words(text).any(|own| own == word),
                has_word(text, word),
                "{word}"
            );
        }
    }
}
