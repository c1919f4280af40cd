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
pub(crate) enum Alone<'c> {
    /// All words of each language.
    Listed(FxHashMap<Locale, FxHashSet<&'c str>>),
    /// They are looked for.
    Sought(&'c Context<'c>),
}

impl<'c> Alone<'c> {
    /// Ready for so many questions.
    pub(crate) fn new(context: &'c Context<'c>, questions: usize) -> Self {
        if questions <= FEW {
            return Self::Sought(context);
        }
        let mut listed: FxHashMap<Locale, FxHashSet<&str>> = FxHashMap::default();
        for (locale, text) in texts(context) {
            listed.entry(locale).or_default().extend(words(&text.plain));
        }
        Self::Listed(listed)
    }

    /// Whether `word`, which has nothing but letters and digits, stands alone in a text of `locale`.
    pub(crate) fn has(&self, locale: Locale, word: &str) -> bool {
        match self {
            Self::Listed(words) => {
                let words = words.get(&locale);
                words.is_some_and(|words| words.contains(word))
            }
            Self::Sought(context) => is_found(context, locale, word),
        }
    }
}

fn is_found(context: &Context<'_>, locale: Locale, word: &str) -> bool {
    let finder = memmem::Finder::new(word);
    context.topics.iter().any(|topic| {
        let article = topic.set.articles.get(locale);
        let source = article.and_then(|article| context.sources.get(article.source.0 as usize));
        // Most articles do not have it at all, which a look at the whole file tells.
        if source.is_some_and(|source| finder.find(source.text.as_bytes()).is_none()) {
            return false;
        }
        let mut texts = topic.units.iter().filter_map(|unit| unit.text(locale));
        texts.any(|text| has_word(&text.plain, word))
    })
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
