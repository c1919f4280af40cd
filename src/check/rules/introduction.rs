//! The sentence before the table of probes names another health set.
//!
//! Rule: `introduction-names-other-health-set`.
//!
//! ## What it does
//! Looks at the first paragraph of the section with the table of probes, in the source or, without one, in the first
//! language: if it names one health set with a dot in its name, this must be that of the article.
//!
//! ## Why it matters
//! "The IMAP.Proxy service is monitored by these probes" over the table of IMAP.Protocol: one of the two is wrong, and every
//! translation repeats it.
//!
//! ## How to mend it
//! Name the health set of the article.
//!
//! ## What it cannot see
//! Health sets whose name has no dot: many of them are words or names of protocols.
//!
//! ## Example
//! ```markdown
//! # Mending the Lamp.Proxy set
//!
//! ## Explanation
//!
//! The Lamp.Protocol service is monitored with these probes.
//! ```

use crate::article::SectionKind;
use crate::check::places::everywhere;
use crate::check::text::Text;
use crate::check::token::TokenKind;
use crate::check::unit::Role;
use crate::check::vocabulary::NameKind;
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Rule};

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    of_topic(context, topic).into_iter().collect()
}

fn of_topic(context: &Context<'_>, topic: &Topic<'_>) -> Option<Diagnostic> {
    let (at, other) = wrong_name(context, topic)?;
    let own = topic.set.id.as_str();
    let places = topic.units.get(at)?.texts.iter().filter_map(|(locale, text)| {
        let at = text.plain.find(other)?;
        Some((*locale, text.place(&(at..at + other.len()), context.sources)))
    });
    let message = format!("this introduces the probes of `{own}`, but names the health set `{other}`");
    let finding = Diagnostic::new(Rule::IntroductionNamesOtherHealthSet, message)
        .help(format!("write `{own}`, if the table is right"));
    everywhere(finding, places, context.source)
}

/// The text that introduces the probes, if it names another health set, and that name. No language must be asked to write it.
pub(super) fn wrong_name<'t>(context: &Context<'_>, topic: &'t Topic<'_>) -> Option<(usize, &'t str)> {
    let heading = topic.units.iter().position(|unit| unit.role == Role::Heading(SectionKind::Explanation))?;
    let unit = topic.units.get(heading + 1).filter(|unit| unit.role == Role::Prose)?;
    let own = topic.set.id.as_str();
    let original = context.source.and_then(|source| unit.text(source));
    let original = original.or_else(|| unit.texts.first().map(|(_, text)| text))?;
    let mut named = sets(original);
    // Another case is the business of `name-other-case`.
    let is_own = |name: &str| name.eq_ignore_ascii_case(own);
    let other = named.next().filter(|name| !is_own(name) && named.all(|again| again == *name))?;
    (!topic.set.rows.is_empty() && !original.plain.contains(own)).then_some((heading + 1, other))
}

/// The health sets that a text names by an ID with a dot.
fn sets<'t>(text: &'t Text<'_>) -> impl Iterator<Item = &'t str> {
    let tokens = text.tokens.iter().filter(|token| token.kind == TokenKind::Name(NameKind::HealthSet));
    let names = tokens.map(|token| &text.plain[token.range.clone()]);
    names.filter(|name| name.contains('.'))
}
