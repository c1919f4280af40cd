//! An article has two titles.
//!
//! Rule: `titles-differ`.
//!
//! ## What it does
//! Compares the `title` of the front matter with the heading of the article, where the source has both alike, and no fewer
//! languages than have not; without a source, where more languages have them alike than not.
//!
//! ## Why it matters
//! Lists, browsers and searches show the title of the front matter. Who looks there for what an alert names, `IMAP.Proxy`, must
//! find it, and in the language of the article.
//!
//! ## How to mend it
//! Write in both what the right one of them says.
//!
//! ## What it cannot see
//! Which of the two is wrong. Titles that the house style makes different everywhere, and what a title has besides the
//! heading, such as the name of a site.
//!
//! ## Example
//! In English the front matter has `title: Mending the Lamp.Proxy set`, and the heading is the same. In Spanish:
//!
//! ```markdown
//! ---
//! title: Reparar el conjunto
//! ---
//! # Reparar el conjunto Lamp.Proxy
//! ```

use crate::article::ListedTitle;
use crate::check::consensus::list;
use crate::check::rules::quotation::is_quotation_mark;
use crate::check::text::Text;
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule};
use crate::locale::Locale;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let Some(headings) = topic.units.first() else {
        return Vec::new();
    };
    let titles = headings.texts.iter().filter_map(|(locale, heading)| {
        let listed = heading.article.listed_title.as_ref()?;
        Some((*locale, heading, listed))
    });
    let (alike, apart): (Vec<_>, Vec<_>) = titles.partition(|(_, heading, listed)| {
        *listed.text == heading.plain[..] || bare(&listed.text).contains(&bare(&heading.plain))
    });
    // The source says what is usual, else most languages.
    let is_source = |locale: Locale| context.source == Some(locale);
    let source = alike.iter().find(|(locale, ..)| is_source(*locale));
    if alike.len() < apart.len() + usize::from(source.is_none()) {
        return Vec::new();
    }
    let right: Vec<Locale> = alike.iter().map(|(locale, ..)| *locale).collect();
    let evidence: Vec<Location> = match source {
        Some((_, heading, _)) => vec![heading.whole()],
        None => alike.iter().take(2).map(|(_, heading, _)| heading.whole()).collect(),
    };
    let report = |(_, heading, listed)| {
        let finding = report(heading, listed, &right);
        evidence.iter().fold(finding, |finding, place| finding.related(*place, "a heading that is the title, too"))
    };
    apart.into_iter().map(report).collect()
}

/// A title without white space and quotation marks, in which the two may differ.
fn bare(title: &str) -> String {
    let is_apostrophe = |c: char| matches!(c, '\'' | '\u{2018}' | '\u{2019}');
    title.chars().filter(|c| !(c.is_whitespace() || is_quotation_mark(*c) || is_apostrophe(*c))).collect()
}

fn report(heading: &Text<'_>, listed: &ListedTitle, right: &[Locale]) -> Diagnostic {
    let message = format!("the front matter has the title `{}`, the heading is `{}`", listed.text, heading.plain);
    Diagnostic::new(Rule::TitlesDiffer, message)
        .at(listed.span.within(heading.article.source))
        .related(heading.whole(), "the heading")
        .help(format!("write the same in both, as in {}", list(right)))
}
