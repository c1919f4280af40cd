//! An abbreviation with a slip that the languages agree on.
//!
//! Rule: `name-misspelt`; this part is about abbreviations that the source has only once. One is reported if two letters
//! of it have changed places, compared with one of the same section that stands before the same word with a capital, and
//! elsewhere, too; or if it has one letter more than a part of the article's own health set, which another language has
//! in its place.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::check::places::everywhere;
use crate::check::slip::is_near;
use crate::check::text::Text;
use crate::check::unit::Unit;
use crate::check::wording::Traits;
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule};
use crate::locale::Locale;
use crate::syntax::Words;

pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let Some(source) = context.source else {
        return Vec::new();
    };
    let mentions = mentions(context, source);
    let mut often: FxHashMap<&str, usize> = FxHashMap::default();
    for mention in &mentions {
        *often.entry(mention.word).or_default() += 1;
    }
    let mut of_letters: BTreeMap<(usize, usize, Vec<u8>), Vec<&Mention<'_>>> = BTreeMap::new();
    for mention in &mentions {
        let place = (mention.topic, mention.unit.section);
        of_letters.entry((place.0, place.1, letters(mention.word))).or_default().push(mention);
    }
    let rare = mentions.iter().filter(|mention| often.get(mention.word) == Some(&1));
    let finding = |mention: &Mention<'_>| {
        let topic = context.topics.get(mention.topic)?;
        let key = (mention.topic, mention.unit.section, letters(mention.word));
        let same_letters = of_letters.get(&key).map_or(&[][..], Vec::as_slice);
        let is_usual = |other: &Mention<'_>| often.get(other.word).is_some_and(|often| *often > 1);
        let turned = same_letters.iter().find(|other| is_usual(other) && mention.is_turned(other));
        let turned = turned.map(|other| (other.word, source, other.place(context)));
        let (meant, locale, there) = turned.or_else(|| own_part(context, topic, mention))?;
        mention.report(context, meant, (locale, there))
    };
    rare.filter_map(finding).collect()
}

/// The letters of a word in the order of the alphabet.
fn letters(word: &str) -> Vec<u8> {
    let mut letters = word.as_bytes().to_vec();
    letters.sort_unstable();
    letters
}

/// An abbreviation in a text of the source.
struct Mention<'t> {
    word: &'t str,
    at: usize,
    text: &'t Text<'t>,
    unit: &'t Unit<'t>,
    topic: usize,
}

/// Every abbreviation of the source.
fn mentions<'t>(context: &'t Context<'_>, source: Locale) -> Vec<Mention<'t>> {
    let topics = context.topics.iter().enumerate();
    let units = topics.flat_map(|(topic, own)| own.units.iter().map(move |unit| (topic, unit)));
    let units = units.filter(|(_, unit)| unit.has(Traits::ABBREVIATION));
    let texts = units.filter_map(|(topic, unit)| Some((topic, unit, unit.text(source)?)));
    let all = texts.flat_map(|(topic, unit, text)| {
        let own = text.abbreviations();
        own.map(move |(at, word)| Mention { word, at, text, unit, topic })
    });
    all.collect()
}

impl Mention<'_> {
    /// Whether two letters have changed places, and the same name or part of a name follows.
    fn is_turned(&self, other: &Mention<'_>) -> bool {
        let next = self.next();
        self.word != other.word && is_near(self.word, other.word, 1) && next.is_some() && next == other.next()
    }

    /// The word after it, if it begins with a capital: small words follow everything.
    fn next(&self) -> Option<&str> {
        let after = self.text.plain[self.at + self.word.len()..].strip_prefix(' ')?;
        let next = after.split(' ').next()?;
        let is_name = next.starts_with(char::is_uppercase) && next.chars().all(char::is_alphanumeric);
        is_name.then_some(next)
    }

    fn place(&self, context: &Context<'_>) -> Location {
        self.text.place(&(self.at..self.at + self.word.len()), context.sources)
    }

    fn report(&self, context: &Context<'_>, meant: &str, (locale, there): (Locale, Location)) -> Option<Diagnostic> {
        let word = self.word;
        let own = self.unit.texts.iter().filter_map(|(locale, text)| {
            let (at, _) = text.abbreviations().find(|(_, own)| *own == word)?;
            Some((*locale, text.place(&(at..at + word.len()), context.sources)))
        });
        let message = format!("`{word}`, which stands nowhere else, is probably `{meant}`");
        let finding = Diagnostic::new(Rule::NameMisspelt, message).help(format!("write `{meant}`, if it is the same"));
        Some(everywhere(finding, own, context.source)?.related(there, format!("{locale} says `{meant}`")))
    }
}

/// The part of the article's own health set that a mention has one letter more than, if another language has it in its
/// place.
fn own_part<'t>(
    context: &Context<'_>,
    topic: &'t Topic<'_>,
    mention: &Mention<'_>,
) -> Option<(&'t str, Locale, Location)> {
    let parts = topic.set.id.as_str().split('.');
    let is_shorter = |part: &&str| part.len() > 1 && part.len() + 1 == mention.word.len();
    let mut near = parts.filter(|part| is_shorter(part) && is_near(part, mention.word, 1));
    let part = near.find(|part| outside_links(mention.text, part).is_none())?;
    let mut others = mention.unit.sure().filter(|(_, text)| !text.plain.contains(mention.word));
    others.find_map(|(locale, text)| {
        let at = outside_links(text, part)?;
        Some((part, locale, text.place(&(at..at + part.len()), context.sources)))
    })
}

/// Where a text says a word, not in the text of a link.
fn outside_links(text: &Text<'_>, word: &str) -> Option<usize> {
    let is_linked = |at: usize| text.links.iter().any(|link| link.range.contains(&at));
    let words = Words::of(&text.plain).filter(|(_, own)| *own == word);
    words.map(|(at, _)| at).find(|at| !is_linked(*at))
}
