//! A sentence names a section by its heading in the source language.
//!
//! Rule: `section-name-not-translated`.
//!
//! ## What it does
//! Where a sentence of the source names a section of the article by its heading, looks whether the sentence of a translation
//! has the same words although the heading of the translation is another, or names no section at all. Once per article and
//! heading for all languages that have the same words.
//!
//! ## Why it matters
//! "See the table in the Explanation section" leads nowhere in an article that has no heading of this name.
//!
//! ## How to mend it
//! Write the heading of this article.
//!
//! ## What it cannot see
//! Names of sections of other articles; articles of more than 256 sections; sentences of which fewer than two other
//! languages name the section.

use memchr::memmem::Finder;

use crate::article::SectionKind;
use crate::check::consensus::{list, scope};
use crate::check::places::at_places;
use crate::check::text::Text;
use crate::check::unit::{Role, Unit};
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule};
use crate::locale::Locale;
use crate::syntax::normalize_space;

/// Every text is searched for every heading; no article has as many as this.
const MOST_HEADINGS: usize = 256;

/// In bytes. What is shorter is a word that sentences have for other reasons.
const SHORTEST: usize = 8;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let Some(source) = context.source else {
        return Vec::new();
    };
    let headings = topic.units.iter().filter(|unit| matches!(unit.role, Role::Heading(_)));
    let headings: Vec<&Unit<'_>> = headings.collect();
    if headings.len() > MOST_HEADINGS {
        return Vec::new();
    }
    let prose = Prose::of(topic, source);
    headings
        .into_iter()
        .filter_map(|heading| Some((heading, named(&prose, heading.text(source)?))))
        .flat_map(|(heading, naming)| in_languages(context, source, heading, &naming))
        .collect()
}

/// All paragraphs of the source, one after the other: to be searched at once.
struct Prose<'t> {
    all: String,
    /// The paragraphs, and where in `all` each ends.
    units: Vec<(&'t Unit<'t>, usize)>,
}

impl<'t> Prose<'t> {
    fn of(topic: &'t Topic<'_>, source: Locale) -> Self {
        let (mut all, mut units) = (String::new(), Vec::new());
        for unit in topic.units.iter().filter(|unit| unit.role == Role::Prose) {
            if let Some(text) = unit.text(source) {
                all.push_str(&text.plain);
                units.push((unit, all.len()));
                all.push('\n');
            }
        }
        Self { all, units }
    }
}

/// The texts of which the source names a section by its heading.
fn named<'t>(prose: &Prose<'t>, heading: &Text<'_>) -> Vec<&'t Unit<'t>> {
    if heading.plain.len() < SHORTEST {
        return Vec::new();
    }
    let finder = Finder::new(&*heading.plain);
    let hits = find(&prose.all, &finder);
    let mut places: Vec<usize> = hits.map(|at| prose.units.partition_point(|(_, end)| *end <= at)).collect();
    places.dedup();
    places.into_iter().filter_map(|at| Some(prose.units.get(at)?.0)).collect()
}

fn in_languages(
    context: &Context<'_>,
    source: Locale,
    heading: &Unit<'_>,
    naming: &[&Unit<'_>],
) -> Vec<Diagnostic> {
    let Some(original) = heading.text(source).filter(|_| !naming.is_empty()) else {
        return Vec::new();
    };
    let translated = heading.sure().filter(|(locale, own)| {
        locale.language() != source.language() && own.plain != original.plain
    });
    let finder = Finder::new(&*original.plain);
    let place = |unit: &Unit<'_>, locale: Locale| -> Option<(Locale, Location)> {
        let text = unit.text(locale)?;
        let start = find(&text.plain, &finder).next()?;
        // What is the text of a link is reported as such.
        let mut links = text.links.iter();
        if links.any(|link| link.range.contains(&start)) {
            return None;
        }
        Some((locale, text.place(&(start..start + original.plain.len()), context.sources)))
    };
    let alike = translated.map(|(locale, own)| {
        let places = naming.iter().filter_map(|unit| place(unit, locale));
        (locale, own, places.collect())
    });
    let alike: Vec<Kept<'_>> = alike.filter(|(.., places): &Kept<'_>| !places.is_empty()).collect();
    let kept = kept(original, &alike);
    kept.into_iter().chain(nowhere(source, original, heading, naming)).collect()
}

/// A language that has kept the heading of the source in sentences, with its own heading and the places.
type Kept<'t> = (Locale, &'t Text<'t>, Vec<(Locale, Location)>);

/// The finding about the languages that say the heading of the source: all at once, for it was one sentence.
fn kept(original: &Text<'_>, alike: &[Kept<'_>]) -> Option<Diagnostic> {
    let called = alike.iter().map(|(locale, own, _)| format!("`{}` in {locale}", own.plain));
    let called: Vec<String> = called.collect();
    let message = format!("this names a section `{}`, but the section is called {}", original.plain, called.join(", "));
    let help = match alike {
        [(_, own, _)] => format!("write `{}`", own.plain),
        _ => "write the heading of each language".to_owned(),
    };
    let locales: Vec<Locale> = alike.iter().map(|(locale, ..)| *locale).collect();
    let finding = Diagnostic::new(Rule::SectionNameNotTranslated, message).scope(scope(&locales)).help(help);
    let places: Vec<_> = alike.iter().flat_map(|(.., places)| places.iter().copied()).collect();
    let finding = at_places(finding, &places)?;
    let label = |locale: &Locale| match alike.len() {
        1 => "the section".to_owned(),
        _ => format!("the section in {locale}"),
    };
    Some(alike.iter().fold(finding, |finding, (locale, own, _)| finding.related(own.whole(), label(locale))))
}

/// Languages whose sentences name a section that their article does not have, neither by its own heading nor by that of the
/// source, where others name it.
fn nowhere(
    source: Locale,
    original: &Text<'_>,
    heading: &Unit<'_>,
    naming: &[&Unit<'_>],
) -> Vec<Diagnostic> {
    // The names in headings of recovery are compared as names.
    let has_names = heading.role == Role::Heading(SectionKind::Recovery);
    let translated = heading.sure().filter(|(locale, _)| !has_names && *locale != source);
    let headings: Vec<(Locale, &Text<'_>)> = translated.collect();
    // For each text the languages that name the section there.
    let naming = naming.iter().map(|unit| {
        let says = |(locale, own): &&(Locale, &Text<'_>)| {
            let text = unit.text(*locale);
            text.is_some_and(|text| is_said(&text.plain, [&own.plain, &original.plain]))
        };
        let locales: Vec<Locale> = headings.iter().filter(says).map(|(locale, _)| *locale).collect();
        (*unit, locales)
    });
    let naming: Vec<(&Unit<'_>, Vec<Locale>)> = naming.filter(|(_, locales)| locales.len() > 1).collect();
    let report = |(locale, own): &(Locale, &Text<'_>)| {
        let (locale, own) = (*locale, *own);
        // Where others name the section and this language does not.
        let lacking = naming.iter().filter(|(unit, locales)| {
            !locales.contains(&locale) && unit.sure().any(|(tag, _)| tag == locale)
        });
        let places = lacking.clone().filter_map(|(unit, _)| Some((locale, unit.text(locale)?.whole())));
        let places: Vec<(Locale, Location)> = places.collect();
        let (_, right) = lacking.clone().next()?;
        let message = format!(
            "this names no section of the article; {} do, and the one meant is called `{}` in {locale}",
            list(right),
            own.plain
        );
        let diagnostic = Diagnostic::new(Rule::SectionNameNotTranslated, message).help(format!("write `{}`", own.plain));
        Some(at_places(diagnostic, &places)?.related(own.whole(), "the section"))
    };
    let others = headings.iter().filter(|(locale, _)| locale.language() != source.language());
    others.filter_map(report).collect()
}

/// Whether `text` says one of `names`, whatever its case, blanks and apostrophes.
fn is_said(text: &str, names: [&str; 2]) -> bool {
    let plain = |text: &str| normalize_space(text).to_lowercase().replace('\u{2019}', "'");
    let loosely = || {
        let text = plain(text);
        names.iter().any(|name| text.contains(&plain(name)))
    };
    names.iter().any(|name| text.contains(name)) || loosely()
}

/// Where a name stands in `text` as words of its own.
fn find(text: &str, name: &Finder<'_>) -> impl Iterator<Item = usize> {
    let hits = name.find_iter(text.as_bytes());
    hits.filter(|&at| {
        let before = text.get(..at).is_some_and(|left| !left.ends_with(char::is_alphanumeric));
        let after = text.get(at + name.needle().len()..).is_some_and(|right| !right.starts_with(char::is_alphanumeric));
        before && after
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_alone() {
        let find = |text: &str| find(text, &Finder::new("Lamps")).next();
        assert_eq!(find("the Lamps section"), Some(4));
        assert_eq!(find("Lampshades"), None);
        assert_eq!(find("\u{ab}Lamps\u{bb}"), Some(2));
    }
}
