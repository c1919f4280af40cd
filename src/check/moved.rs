//! What is missing at one place of an article and too much at another has been moved.

use std::hash::BuildHasher;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::consensus::list;
use super::order::mark;
use super::text::Text;
use super::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule, Span};
use crate::locale::Locale;
use crate::model::Node;

/// A part that some languages lack, or have alone.
pub(crate) struct Gap<'n> {
    /// What would be said of it alone.
    pub(crate) diagnostic: Diagnostic,
    /// What it is.
    pub(crate) noun: &'static str,
    /// Whether it is missing rather than too much.
    pub(crate) is_missing: bool,
    /// Who is wrong.
    pub(crate) wrong: Vec<Locale>,
    /// Who is right.
    pub(crate) right: Vec<Locale>,
    /// The part.
    pub(crate) nodes: &'n [Node<'n>],
}

/// Lengths are near if neither is more than a third longer than the other.
const NEAR: f64 = 0.3;

/// In bytes. A shorter text without a name or number is like any other.
const LONG: usize = 80;

/// With more gaps than this the languages have different articles, not parts in another order.
const MOST_GAPS: usize = 128;

/// The findings about `gaps`: those that belong together as one.
pub(crate) fn merged(
    context: &Context<'_>,
    topic: &Topic<'_>,
    gaps: Vec<Gap<'_>>,
) -> Vec<Diagnostic> {
    let sides = |wanted: bool| gaps.iter().filter(move |gap| gap.is_missing == wanted);
    if gaps.len() > MOST_GAPS || sides(true).next().is_none() || sides(false).next().is_none() {
        return sides(true)
            .chain(sides(false))
            .map(|gap| gap.diagnostic.clone())
            .collect();
    }
    let mut added: Vec<(&Gap<'_>, Content)> = sides(false)
        .map(|gap| (gap, content(context, topic, gap.nodes, gap.wrong.first())))
        .collect();
    let mut found = Vec::new();
    for gap in sides(true) {
        let there = content(context, topic, gap.nodes, gap.right.first());
        let partner = added
            .iter()
            .position(|(other, here)| is_moved(topic, (gap, &there), (other, here)));
        match partner.map(|at| added.remove(at)) {
            Some((other, _)) => found.push(report(topic, gap, other)),
            None => found.push(gap.diagnostic.clone()),
        }
    }
    found.extend(added.into_iter().map(|(gap, _)| gap.diagnostic.clone()));
    found
}

/// One finding, at the place where the part stands now.
fn report(topic: &Topic<'_>, gap: &Gap<'_>, other: &Gap<'_>) -> Diagnostic {
    let message = format!(
        "this {} stands at another place in {}",
        gap.noun,
        list(&gap.right)
    );
    let mut diagnostic = Diagnostic::new(Rule::PartMoved, message)
        .scope(other.diagnostic.scope)
        .help("give every language the same parts in the same order");
    if let Some(place) = other.diagnostic.primary {
        diagnostic = diagnostic.at(place);
    }
    for same in other
        .diagnostic
        .related
        .iter()
        .filter(|related| related.same)
    {
        diagnostic.related.push(same.clone());
    }
    let there = gap
        .right
        .iter()
        .find_map(|&locale| Some((locale, place(topic, gap.nodes, locale)?)));
    match there {
        Some((locale, place)) => diagnostic.related(place, format!("where it stands in {locale}")),
        None => diagnostic,
    }
}

fn place(topic: &Topic<'_>, nodes: &[Node<'_>], locale: Locale) -> Option<Location> {
    let source = topic.set.articles.get(locale)?.source;
    let mut spans = Vec::new();
    visit(topic, nodes, locale, &mut |span| spans.push(span));
    Some(spans.first()?.within(source))
}

/// Whether what is missing is what is too much: as long, and with the same names, numbers and links.
fn is_moved(
    topic: &Topic<'_>,
    (missing, there): (&Gap<'_>, &Content),
    (added, here): (&Gap<'_>, &Content),
) -> bool {
    let (Some(&wrong), Some(&right)) = (missing.wrong.first(), missing.right.first()) else {
        return false;
    };
    if missing.noun != added.noun || missing.wrong != added.wrong || here.mark != there.mark {
        return false;
    }
    let ratio = topic.length(wrong) as f64 / topic.length(right).max(1) as f64;
    let far = (here.length as f64 / (there.length as f64 * ratio))
        .ln()
        .abs();
    let is_told = here.mark != 0 || here.length.min(there.length) >= LONG;
    here.length > 0 && there.length > 0 && far < NEAR && is_told
}

/// What a part is told by.
struct Content {
    mark: u64,
    length: usize,
}

fn content(
    context: &Context<'_>,
    topic: &Topic<'_>,
    nodes: &[Node<'_>],
    locale: Option<&Locale>,
) -> Content {
    let mut content = Content { mark: 0, length: 0 };
    let Some(&locale) = locale else {
        return content;
    };
    let texts = topic.units.iter().filter_map(|unit| unit.text(locale));
    let texts: FxHashMap<Span, &Text<'_>> = texts.map(|text| (text.span, text)).collect();
    let file = topic
        .set
        .articles
        .get(locale)
        .and_then(|article| context.sources.get(article.source.0 as usize));
    visit(topic, nodes, locale, &mut |span| {
        let own = match texts.get(&span) {
            Some(text) => mark(text),
            // A command.
            None => FxBuildHasher.hash_one(file.map_or("", |file| span.of(&file.text))),
        };
        content.mark = content.mark.wrapping_add(own);
        content.length += (span.end - span.start) as usize;
    });
    content
}

/// The blocks and commands of a part in one language.
fn visit(topic: &Topic<'_>, nodes: &[Node<'_>], locale: Locale, each: &mut dyn FnMut(Span)) {
    for node in nodes {
        match node {
            Node::Prose { text, .. } => {
                if let Some(block) = text.get(locale) {
                    each(block.span());
                }
            }
            Node::Command { command } => {
                let command = topic.set.commands.get(command.0);
                if let Some(own) = command.and_then(|command| command.uses.get(locale)) {
                    each(own.span);
                }
            }
            Node::List(list) => {
                for item in &list.items {
                    visit(topic, &item.nodes, locale, each);
                }
            }
        }
    }
}
