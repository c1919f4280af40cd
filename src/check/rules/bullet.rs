//! Two bullets of one list are about the same.
//!
//! Rule: `bullet-repeated`.
//!
//! ## What it does
//! Where every bullet of a list opens with a bold or code term made of parts, such as **NetworkConnection**, no two may
//! open with the same.
//!
//! ## Why it matters
//! The list explains what a program says. One of two explanations of the same is superfluous, or belongs to a term that
//! is missing.
//!
//! ## How to mend it
//! Delete one of the two, or name the term that it is about.
//!
//! ## What it cannot see
//! Terms that are words of a language; lists of fewer than three bullets.
//!
//! ## Example
//! ```markdown
//! - **LampNotFound**: There is no lamp.
//! - **LampBurntOut**: The lamp is broken.
//! - **LampNotFound**: There is no lamp.
//! ```

use rustc_hash::FxHashSet;

use crate::article::Block;
use crate::check::places::everywhere;
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule};
use crate::locale::Locale;
use crate::model::{Item, List, ListStyle, Node};
use crate::syntax::{InlineKind, plain_text};

/// Fewer bullets are no list of terms.
const FEW: usize = 3;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for section in topic.set.all_sections() {
        walk(&section.nodes, &mut |list| found.extend(repeated(context, topic, list)));
    }
    found
}

/// The lists among `nodes`, and those in them.
fn walk<'n>(nodes: &'n [Node<'n>], visit: &mut dyn FnMut(&'n List<'n>)) {
    for node in nodes {
        if let Node::List(list) = node {
            visit(list);
            list.items.iter().for_each(|item| walk(&item.nodes, visit));
        }
    }
}

/// The bullets that open with what an earlier bullet of the list opens with.
fn repeated(context: &Context<'_>, topic: &Topic<'_>, list: &List<'_>) -> Vec<Diagnostic> {
    if list.style != ListStyle::Bullets || list.items.len() < FEW {
        return Vec::new();
    }
    let locales = topic.set.articles.locales();
    let again: Vec<(Locale, Vec<Option<String>>)> =
        locales.filter_map(|locale| Some((locale, again(list, locale)?))).collect();
    let of_item = |(at, item): (usize, &Item<'_>)| {
        let own = again.iter().filter_map(|(locale, terms)| Some((*locale, terms.get(at)?.as_ref()?)));
        let places = own.clone().filter_map(|(locale, _)| Some((locale, place(topic, item, locale)?)));
        let message = format!("an earlier bullet of this list opens with `{}`, too", own.clone().next()?.1);
        let finding = Diagnostic::new(Rule::BulletRepeated, message)
            .help("delete one of the two, or name the term that it is about");
        everywhere(finding, places, context.source)
    };
    list.items.iter().enumerate().filter_map(of_item).collect()
}

/// For each bullet the term that it opens with, if an earlier one does so, too; nothing unless all open with a term.
fn again(list: &List<'_>, locale: Locale) -> Option<Vec<Option<String>>> {
    let mut known: FxHashSet<String> = FxHashSet::default();
    let terms = list.items.iter().map(|item| {
        let term = term(item, locale)?;
        Some((!known.insert(term.clone())).then_some(term))
    });
    terms.collect()
}

fn term(item: &Item<'_>, locale: Locale) -> Option<String> {
    let first = match opening(item, locale)? {
        Block::Paragraph(own) => own.text.first()?,
        _ => return None,
    };
    let text = match &first.kind {
        InlineKind::Strong { children } => plain_text(children),
        InlineKind::Code { text } => text.as_str().into(),
        _ => return None,
    };
    let text = text.trim().trim_end_matches(':');
    let hump = |pair: &[u8]| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase();
    let has_parts = text.bytes().all(|byte| byte.is_ascii_alphanumeric()) && text.as_bytes().windows(2).any(hump);
    has_parts.then(|| text.to_owned())
}

/// The first block of an item in a language.
fn opening<'n>(item: &Item<'n>, locale: Locale) -> Option<&'n Block> {
    match item.nodes.first()? {
        Node::Prose { text, .. } => text.get(locale).copied(),
        _ => None,
    }
}

fn place(topic: &Topic<'_>, item: &Item<'_>, locale: Locale) -> Option<Location> {
    Some(opening(item, locale)?.span().within(topic.set.articles.get(locale)?.source))
}
