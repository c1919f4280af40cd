//! A sentence sends the reader to the section in which it stands.
//!
//! Rule: `section-names-itself`.
//!
//! ## What it does
//! Where a sentence of the source names the section in which it stands by its heading, looks for the same sentence in
//! other articles. If nearly all of them name another of their sections there, this one probably means that, too.
//!
//! ## Why it matters
//! "Refer to the table in this section" leads nowhere if the table stands in another.
//!
//! ## How to mend it
//! Name the section that the other articles name.
//!
//! ## What it cannot see
//! Sentences that no other article has; sentences that name a wrong section other than their own.
//!
//! ## Example
//! ```markdown
//! ## Verification
//!
//! Look up the lamp in the table in the Verification section.
//! ```

use std::collections::BTreeMap;

use memchr::memmem::Finder;

use crate::check::places::everywhere;
use crate::check::unit::{Role, Unit};
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Rule};
use crate::locale::Locale;

/// In bytes. What is shorter is a word that sentences have for other reasons.
const SHORTEST: usize = 8;

/// In bytes, on both sides together: what is shorter is no sentence.
const SENTENCE: usize = 24;

/// So many articles must name another section for each that names its own.
const TIMES: usize = 4;

/// Every one is looked for in all articles.
const MOST: usize = 16;

/// A sentence that names the section in which it stands.
struct Naming<'c> {
    unit: &'c Unit<'c>,
    slug: &'c str,
    heading: &'c str,
    /// Where the heading stands in the text of the source.
    start: usize,
    /// The sentence before and behind the heading.
    around: (&'c str, &'c str),
}

pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let Some(source) = context.source else {
        return Vec::new();
    };
    let naming: Vec<Naming<'_>> = context.topics.iter().flat_map(|topic| own(topic, source)).take(MOST).collect();
    naming.iter().filter_map(|one| of_sentence(context, source, one, &naming)).collect()
}

/// The sentences of an article that name their own section.
fn own<'c>(topic: &'c Topic<'_>, source: Locale) -> Vec<Naming<'c>> {
    let mut heading: Option<Finder<'_>> = None;
    let mut found = Vec::new();
    for unit in &topic.units {
        let Some(text) = unit.text(source) else { continue };
        match unit.role {
            Role::Title => {}
            Role::Heading(_) => {
                let name = Some(text.plain.trim()).filter(|name| name.len() >= SHORTEST);
                heading = name.map(Finder::new);
            }
            Role::Prose => {
                let named = heading.as_ref().and_then(|heading| Some((heading, heading.find(text.plain.as_bytes())?)));
                let Some((finder, start)) = named else { continue };
                let heading = &text.plain[start..start + finder.needle().len()];
                let around = sentence(&text.plain, start, heading.len());
                if around.0.len() + around.1.len() >= SENTENCE {
                    found.push(Naming { unit, slug: topic.set.slug.as_str(), heading, start, around });
                }
            }
        }
    }
    found
}

/// What stands in the same sentence before and behind a part of a text.
fn sentence(text: &str, start: usize, length: usize) -> (&str, &str) {
    let (before, after) = (&text[..start], &text[start + length..]);
    let begin = before.rfind(". ").map_or(0, |at| at + 2);
    let end = after.find(". ").unwrap_or(after.len());
    (&before[begin..], &after[..end])
}

fn of_sentence(
    context: &Context<'_>,
    source: Locale,
    naming: &Naming<'_>,
    all: &[Naming<'_>],
) -> Option<Diagnostic> {
    // Which sections the same sentence names, and in how many articles.
    let mut named: BTreeMap<&str, usize> = BTreeMap::new();
    for topic in context.topics.iter().filter(|topic| topic.set.slug.as_str() != naming.slug) {
        if let Some(name) = named_in(topic, source, naming.around) {
            *named.entry(name).or_default() += 1;
        }
    }
    let own = all.iter().filter(|other| other.around == naming.around).count();
    let (usual, often) = named.into_iter().max_by_key(|(_, often)| *often)?;
    if usual == naming.heading || often < TIMES * own {
        return None;
    }
    let places = naming.unit.texts.iter().map(|(locale, text)| {
        let part = naming.start..naming.start + naming.heading.len();
        let place = if *locale == source { text.place(&part, context.sources) } else { text.whole() };
        (*locale, place)
    });
    let message = format!(
        "this names the section `{}`, in which it stands; {often} other articles name `{usual}` in the same sentence",
        naming.heading
    );
    let finding = Diagnostic::new(Rule::SectionNamesItself, message).help(format!("write `{usual}`, if that is meant"));
    everywhere(finding, places, context.source)
}

/// What another article says in a sentence, if it is a section of its own.
fn named_in<'c>(topic: &'c Topic<'_>, source: Locale, (before, after): (&str, &str)) -> Option<&'c str> {
    let texts = || topic.units.iter().filter_map(|unit| Some((unit.role, unit.text(source)?)));
    let prose = texts().filter(|(role, _)| *role == Role::Prose);
    let mut said = prose.filter_map(|(_, text)| {
        let plain: &'c str = &text.plain;
        let start = plain.find(before)? + before.len();
        let length = plain[start..].find(after)?;
        Some(plain[start..start + length].trim())
    });
    let is_heading = |name: &&str| {
        let mut headings = texts().filter(|(role, _)| matches!(role, Role::Heading(_)));
        headings.any(|(_, heading)| heading.plain.trim() == *name)
    };
    said.find(is_heading)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_has_two_ends() {
        let text = "Look. See the Lamps section for more. Then go.";
        assert_eq!(sentence(text, 14, 5), ("See the ", " section for more"));
        assert_eq!(sentence("See Lamps", 4, 5), ("See ", ""));
    }
}
