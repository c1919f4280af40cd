//! A link to the article of a health set does not name the health set.
//!
//! Rule: `link-lost-health-set`.
//!
//! ## What it does
//! Looks for the ID of the health set in the texts of links that lead to its article, in every language. If most
//! languages have it, the source among them, the others must have it, too. This is about IDs that are words or
//! abbreviations; others are `name-lost` and `name-changed`.
//!
//! ## Why it matters
//! "Troubleshooting unified messaging" may be the article of any of three health sets. An alert says `UM`.
//!
//! ## How to mend it
//! Write the ID in the text of the link, as in the title of the article.
//!
//! ## What it cannot see
//! IDs that most languages translate in this place; links that a paragraph has twice.
//!
//! ## Example
//! ```markdown
//! [Mending the LAMP set](troubleshooting-lamp-health-set.md)
//! ```
//!
//! In Spanish the name was translated:
//!
//! ```markdown
//! [Reparar las luces](troubleshooting-lamp-health-set.md)
//! ```

use crate::check::consensus::{disputes, list};
use crate::check::places::in_some;
use crate::check::rules::title_health_set::names;
use crate::check::target::Target;
use crate::check::text::Text;
use crate::check::unit::Unit;
use crate::check::wording::{LinkUse, Traits};
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Rule};
use crate::locale::Locale;
use crate::model::Slug;

/// Fewer languages than these are no witnesses that a word is a name.
const WITNESSES: usize = 2;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let units = topic.units.iter().filter(|unit| unit.has(Traits::LINK));
    units.flat_map(|unit| of_unit(context, unit)).collect()
}

fn of_unit(context: &Context<'_>, unit: &Unit<'_>) -> Vec<Diagnostic> {
    let mut known: Vec<&Slug> = Vec::new();
    let links = unit.sure().flat_map(|(_, text)| &text.links);
    for link in links {
        if let Some(Target::Article(slug)) = context.targets.of(link.target)
            && !known.contains(&slug)
        {
            known.push(slug);
        }
    }
    known.into_iter().filter_map(|slug| of_target(context, unit, slug)).collect()
}

/// The languages in which the link to one article lacks its name.
fn of_target(context: &Context<'_>, unit: &Unit<'_>, slug: &Slug) -> Option<Diagnostic> {
    let id = context.knowledge.by_slug(slug)?.id.as_str();
    if context.vocabulary.kind(id).is_some() {
        return None;
    }
    let links = unit.sure().filter_map(|(locale, text)| Some((locale, text, only_link(context, text, slug)?)));
    let links: Vec<(Locale, &Text<'_>, &LinkUse<'_>)> = links.collect();
    let said = links.iter().map(|(locale, text, link)| {
        let said = names(&text.plain[link.range.clone()], id).then_some(());
        (*locale, said.into_iter().collect())
    });
    let said: Vec<(Locale, Vec<()>)> = said.collect();
    let dispute = disputes(&said, context.source).into_iter().find(|dispute| dispute.is_right)?;
    let is_from_source = context.source.is_none_or(|source| !dispute.lacking.contains(&source));
    if dispute.holders.len() < WITNESSES || !is_from_source {
        return None;
    }
    let lacking = links.iter().filter(|(locale, ..)| dispute.lacking.contains(locale));
    let places = lacking.map(|(locale, text, link)| (*locale, text.place_of(link)));
    let message = format!(
        "this link leads to the article of the health set `{id}`, but does not name it, as it does in {}",
        list(&dispute.holders)
    );
    let finding = Diagnostic::new(Rule::LinkLostHealthSet, message)
        .help(format!("write `{id}` in the text of the link; it is the same in every language"));
    let (locale, text, link) = links.iter().find(|(locale, ..)| dispute.holders.contains(locale))?;
    let finding = in_some(finding, places, context.source)?;
    Some(finding.related(text.place_of(link), format!("the link in {locale}")))
}

/// The link of a text that leads to an article, if there is one.
fn only_link<'t>(context: &Context<'_>, text: &'t Text<'_>, slug: &Slug) -> Option<&'t LinkUse<'t>> {
    let links: &'t [LinkUse<'t>] = &text.links;
    let leads = |link: &LinkUse<'_>| match context.targets.of(link.target) {
        Some(Target::Article(own)) => own == slug,
        _ => false,
    };
    let mut links = links.iter().filter(|link| leads(link));
    links.next().filter(|_| links.next().is_none())
}
