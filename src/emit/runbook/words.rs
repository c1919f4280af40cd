//! What the words of a step say, where its commands say nothing: how long to wait, and whether it is only done once
//! the probe succeeds.
//!
//! The words are those of `[lexicon]` in the language files. Every language that knows such words is heard,
//! and what it says counts only if no other contradicts it and at least half of them say it: one bad
//! translation neither adds a wait nor takes one away.

use memchr::memmem::find_iter;

use super::format::{Block, Text, TextStyle};
use crate::locale::{Languages, Lexicon, Locale};

/// The words of the languages of a run.
pub(super) struct Words<'l> {
    languages: &'l Languages,
}

impl<'l> Words<'l> {
    /// The words of `languages`.
    pub(super) fn of(languages: &'l Languages) -> Self {
        Self { languages }
    }

    /// How long a step says one must wait before it, as an ISO 8601 duration.
    pub(super) fn wait(&self, blocks: &[Block]) -> Option<String> {
        self.agreed(blocks, knows_waits, waits)
    }

    /// Whether a step is only done once the probe succeeds.
    pub(super) fn only_if_healthy(&self, blocks: &[Block]) -> bool {
        let says = |lexicon: &Lexicon, text: &str| {
            lexicon
                .if_healthy
                .iter()
                .any(|phrase| text.starts_with(phrase.as_str()))
                .then_some(())
        };
        self.agreed(blocks, |lexicon| !lexicon.if_healthy.is_empty(), says)
            .is_some()
    }

    /// What at least half of the languages that can say something say about the first text of `blocks`.
    fn agreed<T: PartialEq>(
        &self,
        blocks: &[Block],
        knows: impl Fn(&Lexicon) -> bool,
        says: impl Fn(&Lexicon, &str) -> Option<T>,
    ) -> Option<T> {
        let text = first_text(blocks)?;
        let lexicon = |locale: Locale| {
            self.languages
                .get(locale)
                .map(|data| &data.lexicon)
                .filter(|lexicon| knows(lexicon))
        };
        let heard: Vec<Option<T>> = text
            .text
            .iter()
            .filter_map(|(locale, text)| Some(says(lexicon(locale)?, text)))
            .collect();
        let voters = heard.len();
        let mut said = heard.into_iter().flatten();
        let first = said.next()?;
        let mut agreeing = 1;
        for other in said {
            if other != first {
                return None;
            }
            agreeing += 1;
        }
        (agreeing * 2 >= voters).then_some(first)
    }
}

fn first_text(blocks: &[Block]) -> Option<&Text> {
    blocks.iter().find_map(|block| match block {
        Block::Text(text) if text.style == TextStyle::Paragraph => Some(text),
        _ => None,
    })
}

fn knows_waits(lexicon: &Lexicon) -> bool {
    let wait = &lexicon.wait;
    !(wait.seconds.is_empty() && wait.minutes.is_empty() && wait.hours.is_empty())
}

/// The first wait in `text`.
fn waits(lexicon: &Lexicon, text: &str) -> Option<String> {
    let wait = &lexicon.wait;
    [
        ('S', &wait.seconds),
        ('M', &wait.minutes),
        ('H', &wait.hours),
    ]
    .into_iter()
    .flat_map(|(unit, patterns)| patterns.iter().map(move |pattern| (unit, pattern)))
    .filter_map(|(unit, pattern)| {
        let (at, number) = number_in(text, pattern, lexicon)?;
        Some((at, format!("PT{number}{unit}")))
    })
    .min()
    .map(|(_, duration)| duration)
}

/// Where `pattern` stands in `text`, and the number in the place of its `{number}`. The first letter may be of either
/// case.
fn number_in(text: &str, pattern: &str, lexicon: &Lexicon) -> Option<(usize, u32)> {
    let (before, after) = pattern.split_once("{number}")?;
    if before.is_empty() {
        return find_iter(text.as_bytes(), after).find_map(|at| {
            let head = text[..at].trim_end_matches(|c: char| c.is_ascii_digit());
            number(&text[head.len()..at], lexicon).map(|number| (head.len(), number))
        });
    }
    // All but the first letter, which stands at the start of many sentences.
    let first = before.chars().next()?;
    let rest = &before[first.len_utf8()..];
    find_iter(text.as_bytes(), rest).find_map(|at| {
        let begins = text[..at]
            .chars()
            .next_back()?
            .to_lowercase()
            .eq(first.to_lowercase());
        let start = at + rest.len();
        let end = start + text[start..].find(after).filter(|_| begins)?;
        number(&text[start..end], lexicon).map(|number| (start, number))
    })
}

/// A number in digits or as a word; not zero.
fn number(word: &str, lexicon: &Lexicon) -> Option<u32> {
    let number = word
        .parse()
        .ok()
        .or_else(|| lexicon.numbers.get(word).copied())?;
    (number > 0).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Localized;

    fn words(texts: &[(&str, &str)]) -> (Option<String>, bool) {
        let locale = |tag: &str| tag.parse::<Locale>().expect("a tag");
        let locales: Vec<Locale> = texts.iter().map(|(tag, _)| locale(tag)).collect();
        let languages = Languages::load(&locales, None, &[]).expect("the files are good");
        let text: Localized<String> = texts
            .iter()
            .map(|(tag, text)| (locale(tag), (*text).to_owned()))
            .collect();
        let blocks = [Block::Text(Text {
            text,
            ..Text::default()
        })];
        let words = Words::of(&languages);
        (words.wait(&blocks), words.only_if_healthy(&blocks))
    }

    #[test]
    fn every_language_can_say_to_wait() {
        for (tag, text) in [
            ("en-US", "Then, wait 10 minutes and look."),
            ("es-ES", "Espere diez minutos."),
            ("fr-FR", "Attendez 10 minutes."),
            ("it-IT", "Attendere 10 minuti."),
            ("ja-JP", "見るために、10 分間待ちます。"),
            ("pt-BR", "Aguarde 10 minutos."),
            ("zh-CN", "等待 10 分钟。"),
        ] {
            assert_eq!(words(&[(tag, text)]).0.as_deref(), Some("PT10M"), "{tag}");
        }
    }

    #[test]
    fn languages_must_not_contradict_each_other() {
        let ten = ("en-US", "Wait 10 minutes.");
        assert_eq!(words(&[ten, ("it-IT", "Attendere 15 minuti.")]).0, None);
        assert_eq!(
            words(&[ten, ("it-IT", "Niente.")]).0.as_deref(),
            Some("PT10M")
        );
        assert_eq!(
            words(&[ten, ("it-IT", "Niente."), ("es-ES", "Nada.")]).0,
            None
        );
        assert_eq!(words(&[ten, ("tlh", "pIj.")]).0.as_deref(), Some("PT10M"));
    }

    #[test]
    fn other_numbers_are_no_waits() {
        for text in [
            "It took 10 minutes.",
            "Wait a few minutes.",
            "Wait 0 minutes.",
            "wait ",
            "wait 99999999999 minutes",
        ] {
            assert_eq!(words(&[("en-US", text)]).0, None, "{text}");
        }
    }

    #[test]
    fn a_condition_stands_at_the_beginning() {
        assert!(words(&[("en-US", "If the probe succeeds, go.")]).1);
        assert!(!words(&[("en-US", "Look if the probe succeeds.")]).1);
    }
}
