//! Words that stand alone.

use memchr::memmem;

use super::Context;
use crate::locale::Locale;

/// Whether `word` stands in `text` with neither letters nor digits nor apostrophes beside it.
pub(crate) fn has_word(text: &str, word: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}' | '-' | '_');
    memmem::find_iter(text.as_bytes(), word.as_bytes()).any(|at| {
        let before = text.get(..at).is_some_and(|left| !left.ends_with(joins));
        let after = text.get(at + word.len()..).is_some_and(|right| {
            let mut rest = right.chars();
            let first = rest.next();
            // A full stop with a letter after it joins, too.
            let is_dotted = first == Some('.') && rest.next().is_some_and(char::is_alphanumeric);
            !first.is_some_and(joins) && !is_dotted
        });
        before && after
    })
}

/// Whether `word` stands alone in a text of `locale`.
pub(crate) fn is_word(context: &Context<'_>, locale: Locale, word: &str) -> bool {
    let units = context.topics.iter().flat_map(|topic| &topic.units);
    let mut texts = units.filter_map(|unit| unit.text(locale));
    texts.any(|text| has_word(&text.plain, word))
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
}
