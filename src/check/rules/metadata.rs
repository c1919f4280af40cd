//! The lines under the title say other dates or versions than in the other languages.
//!
//! Rule: `date-differs`. Versions are `number-changed`.
//!
//! ## What it does
//! Compares the date of the last change, and the versions in the line that says which products an article is about,
//! over the languages that have such a line.
//!
//! ## Why it matters
//! The date tells a reader whether to trust an article; the version, whether it is about his server.
//!
//! ## How to mend it
//! Write the date and version of the other languages.
//!
//! ## What it cannot see
//! Whether a language was changed on another day: then another date is right. So the rule is a note.

use crate::article::MetadataLine;
use crate::check::consensus::{disputes, list, scope};
use crate::check::places::{at_places, source_first};
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule, Scope};
use crate::locale::Locale;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    [true, false].iter().flat_map(|&dates| compare(context, topic, dates)).collect()
}

/// Compares the lines with a date, or those without.
fn compare(context: &Context<'_>, topic: &Topic<'_>, dates: bool) -> Option<Diagnostic> {
    let line = |locale: Locale| -> Option<&MetadataLine> {
        let article = topic.set.articles.get(locale)?;
        article.metadata.iter().find(|line| line.date.is_some() == dates)
    };
    let locales = || topic.set.articles.locales();
    let mut values = locales().filter_map(|locale| Some(groups(&line(locale)?.value)));
    let first = values.next()?;
    if values.all(|own| own.eq(first.clone())) {
        return None;
    }
    let said: Vec<(Locale, Vec<String>)> = locales()
        .filter_map(|locale| Some((locale, vec![numbers(&line(locale)?.value)])))
        .collect();
    let disputes = disputes(&said, context.source);
    let dispute = disputes.into_iter().find(|dispute| dispute.is_right)?;
    // Two dates against two others are no slip: the articles were changed on different days.
    if dispute.holders.len() <= dispute.lacking.len() {
        return None;
    }
    let place = |locale: Locale| -> Option<(Locale, Location)> {
        Some((locale, line(locale)?.span.within(topic.set.articles.get(locale)?.source)))
    };
    let right = dispute.holders.first().copied()?;
    let message = format!(
        "this line says `{}`, but `{}` in {}",
        line(*dispute.lacking.first()?)?.value,
        line(right)?.value,
        list(&dispute.holders)
    );
    let drift = dispute.is_drift(context.source);
    let rule = if dates { Rule::DateDiffers } else { Rule::NumberChanged };
    let diagnostic = Diagnostic::new(rule, message)
        .scope(if drift { Scope::Translations } else { scope(&dispute.lacking) })
        .help("write what the other languages say");
    let places: Vec<_> = dispute.lacking.iter().filter_map(|&locale| place(locale)).collect();
    let diagnostic = at_places(diagnostic, &source_first(places, context.source))?;
    let (locale, there) = place(right)?;
    Some(diagnostic.related(there, format!("the line in {locale}")))
}

/// The numbers of a text.
fn groups(text: &str) -> impl Iterator<Item = &str> + Clone {
    let groups = text.split(|c: char| !c.is_ascii_digit());
    groups.filter(|group| !group.is_empty())
}

/// The numbers of a text, each once: several products have one version.
fn numbers(text: &str) -> String {
    let mut groups: Vec<&str> = groups(text).collect();
    if groups.len() < 3 {
        groups.dedup();
    }
    groups.join("-")
}
