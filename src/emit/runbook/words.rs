//! What the words of a step say, where its commands say nothing: how long to wait, and whether it is only done once
//! the probe succeeds.
//!
//! The words are those of `[lexicon]` in the language files. Every language that knows such words is heard,
//! and what it says counts only if no other contradicts it and at least half of them say it: one bad
//! translation neither adds a wait nor takes one away.

use std::collections::BTreeMap;

use memchr::memmem::Finder;

use super::format::{Block, Text, TextStyle};
use crate::locale::{Languages, Lexicon, Locale};

/// The words of the languages of a run.
pub(super) struct Words<'l> {
    languages: &'l Languages,
    /// Of each language that knows such words, those for waiting.
    waits: BTreeMap<Locale, Waits<'l>>,
}

impl<'l> Words<'l> {
    /// The words of `languages`.
    pub(super) fn of(languages: &'l Languages) -> Self {
        let waits = languages.iter().filter_map(|(locale, data)| {
            let waits = Waits::of(&data.lexicon);
            (!waits.patterns.is_empty()).then_some((locale, waits))
        });
        Self {
            languages,
            waits: waits.collect(),
        }
    }

    /// How long a step says one must wait before it, as an ISO 8601 duration.
    pub(super) fn wait(&self, blocks: &[Block<'_>]) -> Option<String> {
        agreed(blocks, |locale, text| {
            self.waits.get(&locale).map(|waits| waits.first(text))
        })
    }

    /// Whether a step is only done once the probe succeeds.
    pub(super) fn only_if_healthy(&self, blocks: &[Block<'_>]) -> bool {
        let says = |locale: Locale, text: &str| {
            let phrases = &self.languages.get(locale)?.lexicon.if_healthy;
            let mut said = phrases.iter();
            (!phrases.is_empty()).then(|| {
                said.any(|phrase| text.starts_with(phrase.as_str()))
                    .then_some(())
            })
        };
        agreed(blocks, says).is_some()
    }
}

/// What at least half of the languages that can say something say about the first text of `blocks`. `says` gives nothing
/// for a language that cannot.
fn agreed<T: PartialEq>(
    blocks: &[Block<'_>],
    says: impl Fn(Locale, &str) -> Option<Option<T>>,
) -> Option<T> {
    let text = first_text(blocks)?;
    let texts = text.text.iter();
    let (mut voters, mut agreeing, mut agreed) = (0, 0, None);
    for heard in texts.filter_map(|(locale, text)| says(locale, text)) {
        voters += 1;
        let Some(said) = heard else { continue };
        agreeing += 1;
        match &agreed {
            None => agreed = Some(said),
            Some(agreed) if *agreed != said => return None,
            Some(_) => {}
        }
    }
    agreed.filter(|_| agreeing * 2 >= voters)
}

fn first_text<'b>(blocks: &'b [Block<'b>]) -> Option<&'b Text<'b>> {
    blocks.iter().find_map(|block| match block {
        Block::Text(text) if text.style == TextStyle::Paragraph => Some(text),
        _ => None,
    })
}

/// How a language says to wait.
struct Waits<'l> {
    lexicon: &'l Lexicon,
    patterns: Vec<Pattern<'l>>,
}

/// A phrase with the place of a number, made ready for searching.
struct Pattern<'l> {
    /// The unit in an ISO 8601 duration.
    unit: char,
    /// The first letter of what stands before the number, which may be of either case; nothing if nothing stands there.
    first: Option<char>,
    /// The rest of that; if nothing stands before the number, what stands behind it.
    searched: Finder<'l>,
    after: &'l str,
}

impl<'l> Waits<'l> {
    fn of(lexicon: &'l Lexicon) -> Self {
        let wait = &lexicon.wait;
        let units = [
            ('S', &wait.seconds),
            ('M', &wait.minutes),
            ('H', &wait.hours),
        ];
        let patterns = units.into_iter().flat_map(|(unit, patterns)| {
            patterns
                .iter()
                .filter_map(move |pattern| Pattern::of(unit, pattern))
        });
        Self {
            lexicon,
            patterns: patterns.collect(),
        }
    }

    /// The first wait in `text`.
    fn first(&self, text: &str) -> Option<String> {
        let found = self.patterns.iter().filter_map(|pattern| {
            let (at, number) = pattern.number_in(text, self.lexicon)?;
            Some((at, format!("PT{number}{}", pattern.unit)))
        });
        found.min().map(|(_, duration)| duration)
    }
}

impl<'l> Pattern<'l> {
    fn of(unit: char, pattern: &'l str) -> Option<Self> {
        let (before, after) = pattern.split_once("{number}")?;
        let first = before.chars().next();
        let searched = first.map_or(after, |first| &before[first.len_utf8()..]);
        Some(Self {
            unit,
            first,
            searched: Finder::new(searched),
            after,
        })
    }

    /// Where the pattern stands in `text`, and the number in it.
    fn number_in(&self, text: &str, lexicon: &Lexicon) -> Option<(usize, u32)> {
        let Some(first) = self.first else {
            return self.searched.find_iter(text.as_bytes()).find_map(|at| {
                let head = text
                    .get(..at)?
                    .trim_end_matches(|c: char| c.is_ascii_digit());
                number(&text[head.len()..at], lexicon).map(|number| (head.len(), number))
            });
        };
        self.searched.find_iter(text.as_bytes()).find_map(|at| {
            let letter = text.get(..at)?.chars().next_back()?;
            if letter != first && !letter.to_lowercase().eq(first.to_lowercase()) {
                return None;
            }
            let start = at + self.searched.needle().len();
            let end = start + text[start..].find(self.after)?;
            number(&text[start..end], lexicon).map(|number| (start, number))
        })
    }
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
    use std::borrow::Cow;

    fn words(texts: &[(&str, &str)]) -> (Option<String>, bool) {
        let locale = |tag: &str| tag.parse::<Locale>().expect("a tag");
        let locales: Vec<Locale> = texts.iter().map(|(tag, _)| locale(tag)).collect();
        let languages = Languages::load(&locales, None, &[]).expect("the files are good");
        let text: Localized<Cow<'_, str>> = texts
            .iter()
            .map(|(tag, text)| (locale(tag), Cow::Borrowed(*text)))
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
