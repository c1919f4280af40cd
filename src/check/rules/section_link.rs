//! A link with the name of a section of its own article leads to another article.
//!
//! Rule: `section-link-elsewhere`.
//!
//! ## What it does
//! Looks at links to other articles whose text is a heading of the article they stand in, in its language or in the source
//! language.
//!
//! ## Why it matters
//! "See the table in the Explanation section" means the table of this article. An operator who follows the link looks up
//! probes and monitors of another health set.
//!
//! ## How to mend it
//! Link the section of this article, or write its name without a link.
//!
//! ## What it cannot see
//! Links whose text is more than the name of a section.
//!
//! ## Example
//! ```markdown
//! # Mending the Lamp set
//!
//! ## Explanation
//!
//! Look up the probe in the [Explanation](wall.md) section.
//! ```

use crate::check::places::{in_some, source_first};
use crate::check::target::Target;
use crate::check::text::Text;
use crate::check::unit::{Role, Unit};
use crate::check::wording::{LinkUse, Traits};
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Rule};
use crate::locale::Locale;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let units = topic.units.iter().filter(|unit| unit.has(Traits::LINK));
    units.filter_map(|unit| of_unit(context, topic, unit)).collect()
}

fn of_unit(context: &Context<'_>, topic: &Topic<'_>, unit: &Unit<'_>) -> Option<Diagnostic> {
    let strays = unit.texts.iter().filter_map(|(locale, text)| Some((*locale, text, stray(context, topic, *locale, text)?)));
    let strays: Vec<(Locale, &Text<'_>, &LinkUse<'_>)> = strays.collect();
    let places = strays.iter().map(|(locale, text, link)| (*locale, text.place_of(link)));
    let places = source_first(places.collect(), context.source);
    let first = places.first()?.0;
    let (_, text, link) = strays.iter().find(|(locale, ..)| *locale == first)?;
    let message = format!(
        "this link has the name of the section `{}` of this article, but leads to {}",
        name(text, link),
        context.targets.of(link.target)?
    );
    let finding = Diagnostic::new(Rule::SectionLinkElsewhere, message)
        .help("link the section of this article, or write its name without a link");
    in_some(finding, places.into_iter(), context.source)
}

/// A link to another article with the name of a section of this one.
fn stray<'t>(
    context: &Context<'_>,
    topic: &Topic<'_>,
    locale: Locale,
    text: &'t Text<'_>,
) -> Option<&'t LinkUse<'t>> {
    let links: &'t [LinkUse<'t>] = &text.links;
    links.iter().find(|link| {
        let leaves = matches!(context.targets.of(link.target), Some(Target::Article(slug)) if *slug != topic.set.slug);
        leaves && is_heading(context, topic, locale, name(text, link))
    })
}

/// The text of a link.
fn name<'t>(text: &'t Text<'_>, link: &LinkUse<'_>) -> &'t str {
    text.plain[link.range.clone()].trim()
}

/// Whether a section of the article in this language, or in the source, has this heading.
fn is_heading(context: &Context<'_>, topic: &Topic<'_>, locale: Locale, name: &str) -> bool {
    let headings = topic.units.iter().filter(|unit| matches!(unit.role, Role::Heading(_)));
    let mut texts = headings.flat_map(|unit| [Some(locale), context.source].into_iter().flatten().filter_map(|tag| unit.text(tag)));
    texts.any(|heading| !name.is_empty() && heading.plain.trim() == name)
}
