//! The lines under the title say other dates, versions or products than in the other languages.
//!
//! Rules: `date-differs`, `products-differ`, `products-outdated`. Versions are `number-changed`.
//!
//! ## What it does
//! Compares the date of the last change, and the versions in the line that says which products an article is about,
//! over the languages that have such a line. If the versions are the same, how many products have one is compared.
//!
//! ## Why it matters
//! The date tells a reader whether to trust an article; products and versions, whether it is about his server.
//!
//! ## How to mend it
//! Write the date, products and versions of the other languages. If all translations agree against their source, it has
//! probably been edited since they were made: then they are to follow.
//!
//! ## What it cannot see
//! Whether a language was changed on another day: then another date is right. So `date-differs` is a note. Products
//! without a version, and one product in place of another of the same version.

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
    let dispute = |form: fn(&str) -> String| {
        let said = locales().filter_map(|locale| Some((locale, vec![form(&line(locale)?.value)])));
        let said: Vec<(Locale, Vec<String>)> = said.collect();
        let is_one = said.windows(2).all(|pair| pair[0].1 == pair[1].1);
        let right = || disputes(&said, context.source).into_iter().find(|dispute| dispute.is_right);
        (!is_one).then(right)
    };
    let (dispute, is_products) = match dispute(numbers) {
        Some(versions) => (versions?, false),
        None => (dispute(all_numbers)??, true),
    };
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
    let rule = match (dates, is_products) {
        (true, _) => Rule::DateDiffers,
        (false, false) => Rule::NumberChanged,
        (false, true) if drift => Rule::ProductsOutdated,
        (false, true) => Rule::ProductsDiffer,
    };
    let help = match rule {
        Rule::ProductsOutdated => "write the same products in every language",
        _ => "write what the other languages say",
    };
    let diagnostic = Diagnostic::new(rule, message)
        .scope(if drift { Scope::Translations } else { scope(&dispute.lacking) })
        .help(help);
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

/// The numbers of a text, as often as they stand there.
fn all_numbers(text: &str) -> String {
    groups(text).collect::<Vec<_>>().join("-")
}
