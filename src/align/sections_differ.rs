//! An article has other sections than the others.

use crate::article::{self, Article, SectionKind};
use crate::diagnostic::{Diagnostic, Rule};
use crate::locale::{Locale, Localized};
use crate::syntax::plain_text;

/// What is said of each language whose sections are not those of the first of `sequences`.
pub(super) fn report(
    articles: &Localized<&Article>,
    sequences: &[(Locale, Vec<SectionKind>)],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(((lead, expected), rest)) = sequences.split_first() else {
        return;
    };
    for (locale, found) in rest {
        let (Some(article), Some(other)) = (articles.get(*locale), articles.get(*lead)) else {
            continue;
        };
        let lacking = unmatched(other, article);
        let more = unmatched(article, other);
        let message = if found.len() != expected.len() {
            let names = |sections: &[&article::Section]| -> Vec<String> {
                let headings = sections
                    .iter()
                    .map(|section| plain_text(&section.heading.text));
                headings.map(|heading| format!("`{heading}`")).collect()
            };
            let which = match (names(&lacking).as_slice(), names(&more).as_slice()) {
                ([], []) => String::new(),
                ([], more) => format!("; {} is too much", more.join(", ")),
                (lacking, _) => format!("; {} is missing", lacking.join(", ")),
            };
            format!(
                "this article has {} sections, in {lead} it has {}{which}",
                found.len(),
                expected.len()
            )
        } else if !found.iter().zip(expected).all(|(a, b)| a.may_be(*b))
            || is_reordered(article, other)
        {
            format!(
                "the sections of this article are not those of {lead}, or stand in another order"
            )
        } else {
            continue;
        };
        let evidence = match lacking.first() {
            Some(section) if found.len() < expected.len() => {
                (section.heading.span, format!("what is missing, in {lead}"))
            }
            _ => (other.title.span, format!("the article in {lead}")),
        };
        let place = match more.first() {
            Some(section) if found.len() > expected.len() => section.heading.span,
            _ => article.title.span,
        };
        diagnostics.push(
            Diagnostic::new(Rule::SectionsDiffer, message)
                .at(place.within(article.source))
                .related(evidence.0.within(other.source), evidence.1)
                .help("give the article the same second-level headings in the same order"),
        );
    }
}

/// The sections of `article` for which `other` has none, if all others stand in one order.
fn unmatched<'a>(article: &'a Article, other: &Article) -> Vec<&'a article::Section> {
    let fits = |a: &article::Section, b: &article::Section| {
        let names = |section: &article::Section| -> Vec<String> {
            section
                .named
                .iter()
                .map(|named| named.text.clone())
                .collect()
        };
        a.kind.may_be(b.kind) && (a.named.is_empty() || b.named.is_empty() || names(a) == names(b))
    };
    let mut rest = other.sections.iter();
    let mut alone = Vec::new();
    for section in &article.sections {
        let mut ahead = rest.clone();
        match ahead.find(|candidate| fits(section, candidate)) {
            Some(_) => rest = ahead,
            None => alone.push(section),
        }
    }
    alone
}

/// What tells the sections of an article apart in every language: kind, and monitors in the heading.
fn section_keys(article: &Article) -> Vec<(SectionKind, Vec<&str>)> {
    let names = article.sections.iter().map(|section| {
        let names = section.named.iter().map(|named| named.text.as_str());
        names.collect()
    });
    article
        .sections
        .iter()
        .map(|section| section.kind)
        .zip(names)
        .collect()
}

/// Whether two articles have the same sections, told by kind and by the monitors they name, in another order.
fn is_reordered(article: &Article, other: &Article) -> bool {
    let (mut own, mut expected) = (section_keys(article), section_keys(other));
    if own == expected {
        return false;
    }
    own.sort();
    expected.sort();
    own == expected
}
