//! A title left in the source language.
//!
//! Rule: `title-not-translated`.
//!
//! ## What it does
//! Compares the title of every translation with that of the source: the whole of it, and the words that a language
//! translates in nearly all its titles. Links with the same words to the article are named, too.
//!
//! ## Why it matters
//! The title is what a search and the list of articles show.
//!
//! ## How to mend it
//! Translate the title. The ID of the health set stays as it is.
//!
//! ## What it cannot see
//! Words of fewer than six letters, and words that a language leaves as they are in more than a few titles.

use std::collections::BTreeMap;

use crate::check::alone::has_word;
use crate::check::consensus::{list, scope};
use crate::check::places::at_places;
use crate::check::target::Target;
use crate::check::unit::Unit;
use crate::check::wording::Traits;
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule};
use crate::locale::Locale;
use crate::model::HealthSet;
use crate::syntax::Words;

/// In letters. Shorter words may be words of the other language.
const LONG: usize = 6;

/// A word is translated in so many titles for each that has it as it is.
const TIMES: usize = 4;

/// A word of the source in a title of another language.
pub(super) struct Leftover<'c> {
    /// The language of the title.
    pub(super) locale: Locale,
    /// The word.
    pub(super) word: &'c str,
    set: &'c HealthSet<'c>,
    titles: &'c Unit<'c>,
}

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let found = topic.units.first().and_then(|titles| untranslated(context, titles));
    let help = format!("translate the title; `{}` itself stays as it is", topic.set.id);
    found.map(|diagnostic| diagnostic.help(help)).into_iter().collect()
}

fn untranslated(context: &Context<'_>, titles: &Unit<'_>) -> Option<Diagnostic> {
    let source = context.source?;
    let original = titles.text(source)?;
    let same = titles.texts.iter().filter(|(locale, text)| {
        locale.language() != source.language() && text.plain == original.plain
    });
    let places: Vec<(Locale, Location)> =
        same.map(|(locale, text)| (*locale, text.whole())).collect();
    let locales: Vec<Locale> = places.iter().map(|(locale, _)| *locale).collect();
    let (first, rest) = places.split_first()?;
    let message = format!("the title in {} is the same as in {source}", list(&locales));
    let mut diagnostic = Diagnostic::new(Rule::TitleNotTranslated, message)
        .at(first.1)
        .scope(scope(&locales));
    for (locale, place) in rest {
        diagnostic = diagnostic.also(*place, locale);
    }
    Some(diagnostic.related(original.whole(), format!("the title in {source}")))
}

/// Words of the source that are left in a title, where the language translates them in the others.
pub(super) fn words(context: &Context<'_>) -> Vec<Diagnostic> {
    leftovers(context).iter().filter_map(|leftover| of_word(context, leftover)).collect()
}

fn of_word(context: &Context<'_>, leftover: &Leftover<'_>) -> Option<Diagnostic> {
    let Leftover { locale, word, .. } = *leftover;
    let source = context.source?;
    let text = leftover.titles.text(locale)?;
    let start = text.plain.find(word)?;
    let title = text.place(&(start..start + word.len()), context.sources);
    let places: Vec<(Locale, Location)> = std::iter::once((locale, title)).chain(links(context, leftover)).collect();
    let message = format!("`{word}` is left here as in {source}; other titles in {locale} translate it");
    let finding = Diagnostic::new(Rule::TitleNotTranslated, message).help("translate it");
    let original = leftover.titles.text(source)?.whole();
    Some(at_places(finding, &places)?.related(original, format!("the title in {source}")))
}

/// The links to an article that repeat a word of its title.
fn links(context: &Context<'_>, leftover: &Leftover<'_>) -> Vec<(Locale, Location)> {
    let units = context.topics.iter().flat_map(|topic| &topic.units).filter(|unit| unit.has(Traits::LINK));
    let texts = units.filter_map(|unit| unit.text(leftover.locale));
    let repeating = texts.flat_map(|text| {
        let repeating = text.links.iter().filter(|link| {
            let leads_here = match context.targets.of(link.target) {
                Some(Target::Article(slug)) => *slug == leftover.set.slug,
                _ => false,
            };
            leads_here && has_word(&text.plain[link.range.clone()], leftover.word)
        });
        repeating.map(|link| (leftover.locale, text.place_of(link)))
    });
    repeating.collect()
}

/// The words of the source in titles that were translated otherwise.
pub(super) fn leftovers<'c>(context: &'c Context<'_>) -> Vec<Leftover<'c>> {
    // Per language and word of the source: in how many titles it is translated, and those that have it as it is.
    let mut words: BTreeMap<(Locale, &str), (usize, Vec<Leftover<'c>>)> = BTreeMap::new();
    for topic in context.topics {
        let Some(titles) = topic.units.first() else { continue };
        let Some((source, original)) = context.source.and_then(|source| Some((source, titles.text(source)?))) else {
            continue;
        };
        // What was not translated at all is reported as such.
        let others = titles.texts.iter().filter(|(locale, text)| {
            locale.language() != source.language() && text.plain != original.plain
        });
        let own = Words::of(&original.plain).map(|(_, word)| word);
        let own = own.filter(|word| word.len() >= LONG && word.bytes().all(|byte| byte.is_ascii_alphabetic()));
        for word in own.filter(|word| !topic.set.id.as_str().contains(word)) {
            for (locale, text) in others.clone() {
                let (translated, left) = words.entry((*locale, word)).or_default();
                if has_word(&text.plain, word) {
                    left.push(Leftover { locale: *locale, word, set: topic.set, titles });
                } else {
                    *translated += 1;
                }
            }
        }
    }
    let few = words.into_values().filter(|(translated, left)| left.len() * TIMES <= *translated);
    few.flat_map(|(_, left)| left).collect()
}
