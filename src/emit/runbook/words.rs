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
            (!waits.phrases.is_empty()).then_some((locale, waits))
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
    phrases: Vec<Phrase<'l>>,
}

/// A phrase with the place of a number, made ready for searching. Mostly those for seconds, minutes and hours begin alike.
struct Phrase<'l> {
    /// The first letter of what stands before the number, which may be of either case; nothing if nothing stands there.
    first: Option<char>,
    /// The rest of that; if nothing stands before the number, what stands behind it.
    searched: Finder<'l>,
    /// What may stand behind the number, and the unit that it tells, as in an ISO 8601 duration.
    ends: Vec<(&'l str, char)>,
}

impl<'l> Waits<'l> {
    fn of(lexicon: &'l Lexicon) -> Self {
        let wait = &lexicon.wait;
        let units = [
            ('S', &wait.seconds),
            ('M', &wait.minutes),
            ('H', &wait.hours),
        ];
        let mut phrases: Vec<Phrase<'l>> = Vec::new();
        for (unit, patterns) in units {
            for (before, after) in patterns.iter().filter_map(|it| it.split_once("{number}")) {
                let first = before.chars().next();
                let searched = first.map_or(after, |first| &before[first.len_utf8()..]);
                let alike = |known: &&mut Phrase<'_>| {
                    known.first == first && known.searched.needle() == searched.as_bytes()
                };
                match phrases.iter_mut().find(alike) {
                    Some(known) => known.ends.push((after, unit)),
                    None => phrases.push(Phrase {
                        first,
                        searched: Finder::new(searched),
                        ends: vec![(after, unit)],
                    }),
                }
            }
        }
        Self { lexicon, phrases }
    }

    /// The first wait in `text`.
    fn first(&self, text: &str) -> Option<String> {
        let phrases = self.phrases.iter();
        let found = phrases.filter_map(|phrase| phrase.wait_in(text, self.lexicon));
        found.min().map(|(_, duration)| duration)
    }
}

impl Phrase<'_> {
    /// The first wait in `text`, and where its number stands.
    fn wait_in(&self, text: &str, lexicon: &Lexicon) -> Option<(usize, String)> {
        let mut places = self.searched.find_iter(text.as_bytes());
        places.find_map(|at| {
            let ends = self.ends.iter();
            let waits = ends.filter_map(|(after, unit)| {
                let (start, number) = self.number_at(text, at, after, lexicon)?;
                Some((start, format!("PT{number}{unit}")))
            });
            waits.min()
        })
    }

    /// The number of the phrase that was found at `at`, if `after` stands behind it, and where it stands.
    fn number_at(
        &self,
        text: &str,
        at: usize,
        after: &str,
        lexicon: &Lexicon,
    ) -> Option<(usize, u32)> {
        let before = text.get(..at)?;
        let Some(first) = self.first else {
            let head = before.trim_end_matches(|c: char| c.is_ascii_digit());
            return number(&text[head.len()..at], lexicon).map(|number| (head.len(), number));
        };
        let letter = before.chars().next_back()?;
        if letter != first && !letter.to_lowercase().eq(first.to_lowercase()) {
            return None;
        }
        let start = at + self.searched.needle().len();
        let end = start + text[start..].find(after)?;
        number(&text[start..end], lexicon).map(|number| (start, number))
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
