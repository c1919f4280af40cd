//! A part of an article is missing, or is there in one language only.
//!
//! Rules: `part-missing`, `part-added`, `part-moved`, `paragraph-missing`, `paragraph-added`.
//!
//! ## What it does
//! Compares what stands in every section, step and bullet: steps, bullets, commands, tables, lists, remarks and
//! paragraphs. What most languages have and one lacks is missing; what only one has is added. What names, numbers,
//! references and links tell to have changed places is moved; so is what is missing at one place and stands at another.
//! A paragraph that was cut in two, or joined with the one before or after it, is not reported: its length tells.
//!
//! ## Why it matters
//! An operator who follows steps must be given all of them, in the same order as his colleagues.
//!
//! ## How to mend it
//! Translate what is missing; join or split what was split or joined; indent a paragraph so that it belongs to its step.
//!
//! ## What it cannot see
//! Steps that changed places, if they hold neither a command nor a name.

use crate::article::Block;
use crate::check::order::Swap;
use crate::check::consensus::{Dispute, disputes, list, scope};
use crate::check::moved::{Gap, merged};
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule, Scope};
use crate::locale::{Locale, Localized};
use crate::model::{ListStyle, Node};

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let mut walker = Walker {
        context,
        topic,
        gaps: Vec::new(),
    };
    let sure = |locales: &mut dyn Iterator<Item = Locale>, at: usize| -> Vec<Locale> {
        let astray = topic.astray.get(at);
        locales
            .filter(|locale| astray.is_none_or(|astray| !astray.contains(locale)))
            .collect()
    };
    let all = sure(&mut topic.set.articles.locales(), 0);
    walker.nodes(&topic.set.introduction, &all, None);
    let sections = topic.set.sections.iter().zip(1..);
    let sections = sections.flat_map(|(section, at)| {
        std::iter::once((section, at)).chain(section.children.iter().map(move |child| (child, at)))
    });
    for (section, at) in sections {
        let here = sure(&mut section.texts.locales(), at);
        let heading = section.texts.iter().filter_map(|(locale, own)| {
            Some((
                locale,
                own.heading
                    .span
                    .within(topic.set.articles.get(locale)?.source),
            ))
        });
        let headings: Localized<Location> = heading.collect();
        walker.nodes(&section.nodes, &here, Some(&headings));
    }
    let swaps = topic.swaps.iter().filter_map(|swap| swapped(topic, swap));
    merged(context, topic, walker.gaps).into_iter().chain(swaps).collect()
}

/// Two texts that changed places.
fn swapped(topic: &Topic<'_>, swap: &Swap) -> Option<Diagnostic> {
    let place = |at: usize| Some(topic.units.get(at)?.text(swap.locale)?.whole());
    let (other, there) = topic.units[swap.second].sure().next()?;
    let others: Vec<Locale> = topic.units[swap.second].sure().map(|(locale, _)| locale).collect();
    let message = format!("this part has changed places with another one, which comes first in {}", list(&others));
    Some(
        Diagnostic::new(Rule::PartMoved, message)
            .at(place(swap.first)?)
            .related(place(swap.second)?, "it has changed places with this")
            .related(there.whole(), format!("where it stands in {other}"))
            .help("give every language the same parts in the same order"),
    )
}

/// Lengths are near if none is more than a third longer than the other.
const NEAR: f64 = 0.3;

struct Walker<'w, 'c> {
    context: &'w Context<'c>,
    topic: &'w Topic<'c>,
    gaps: Vec<Gap<'w>>,
}

/// A part of an article and where each language has it.
struct Part<'n> {
    noun: &'static str,
    is_paragraph: bool,
    nodes: &'n [Node<'n>],
    places: Localized<Location>,
    /// Of a paragraph, how many bytes it takes in each language.
    lengths: Localized<usize>,
}

/// Whether a neighbour shows that a paragraph was only joined with it or cut off from it: where it is wrong, what there
/// is fits better to both together than to the neighbour alone. `ratio` says how long the first language is beside
/// the second on the whole.
fn explains(
    part: &Part<'_>,
    neighbour: &Part<'_>,
    dispute: &Dispute<()>,
    ratio: &dyn Fn(Locale, Locale) -> f64,
) -> bool {
    let right = dispute.right().first().copied();
    let Some(reference) = right.filter(|_| part.is_paragraph && neighbour.is_paragraph) else {
        return false;
    };
    let length = |part: &Part<'_>, locale: Locale| part.lengths.get(locale).copied().unwrap_or(0) as f64;
    // How far two lengths are from each other, whichever is longer.
    let far = |a: f64, b: f64| if a > 0.0 && b > 0.0 { (a / b).ln().abs() } else { f64::MAX };
    dispute.wrong().iter().all(|&locale| {
        let expected = |length: f64| length * ratio(locale, reference);
        let (lone, both) = (length(neighbour, locale), length(neighbour, locale) + length(part, locale));
        let lone_there = expected(length(neighbour, reference));
        let both_there = expected(length(neighbour, reference) + length(part, reference));
        let joined = far(both, both_there);
        let apart = if dispute.is_right { far(lone, lone_there) } else { far(lone, both_there) };
        joined < NEAR && joined < apart
    })
}

/// The languages of `here` that have a part.
fn having(part: &Part<'_>, here: &[Locale]) -> Vec<Locale> {
    let has = |locale: &&Locale| part.places.get(**locale).is_some();
    here.iter().filter(has).copied().collect()
}

impl<'w> Walker<'w, '_> {
    /// Looks at siblings, of which the languages `here` should all have each.
    fn nodes(&mut self, nodes: &'w [Node<'w>], here: &[Locale], around: Option<&Localized<Location>>) {
        if nodes.iter().all(|node| self.is_complete(node, here)) {
            return;
        }
        let parts: Vec<Part<'w>> = nodes.iter().map(|node| self.part(node)).collect();
        self.compare(&parts, here, around);
        for (node, part) in nodes.iter().zip(&parts) {
            let Node::List(list) = node else { continue };
            let inside: Vec<Locale> = having(part, here);
            let items: Vec<Part<'w>> = list
                .items
                .iter()
                .map(|item| Part {
                    noun: if list.style == ListStyle::Bullets {
                        "bullet"
                    } else {
                        "step"
                    },
                    is_paragraph: false,
                    nodes: &item.nodes,
                    places: self.first_places(&item.nodes),
                    lengths: Localized::default(),
                })
                .collect();
            self.compare(&items, &inside, Some(&part.places));
            for (item, own) in list.items.iter().zip(&items) {
                let inside: Vec<Locale> = having(own, here);
                self.nodes(&item.nodes, &inside, Some(&own.places));
            }
        }
    }

    /// Whether all languages have all of a node: then there is nothing to say.
    fn is_complete(&self, node: &Node<'_>, here: &[Locale]) -> bool {
        let all = self.topic.set.articles.len();
        match node {
            Node::Prose { text, .. } => {
                text.len() == all || here.iter().all(|locale| text.get(*locale).is_some())
            }
            Node::Command { command } => {
                let command = self.topic.set.commands.get(command.0);
                command.is_none_or(|command| {
                    let uses = &command.uses;
                    uses.len() == all || here.iter().all(|locale| uses.get(*locale).is_some())
                })
            }
            Node::List(list) => list
                .items
                .iter()
                .all(|item| item.nodes.iter().all(|node| self.is_complete(node, here))),
        }
    }

    fn part(&self, node: &'w Node<'w>) -> Part<'w> {
        let (noun, is_paragraph) = match node {
            Node::Command { .. } => ("command", false),
            Node::List(list) if list.style == ListStyle::Bullets => ("list of bullets", false),
            Node::List(_) => ("list of steps", false),
            Node::Prose { text, .. } => match text.values().next() {
                Some(Block::Table(_) | Block::Probes(_)) => {
                    ("table", false)
                }
                _ => ("paragraph", true),
            },
        };
        let lengths = match node {
            Node::Prose { text, .. } if is_paragraph => {
                let length = |block: &Block| (block.span().end - block.span().start) as usize;
                text.iter().map(|(locale, block)| (locale, length(block))).collect()
            }
            _ => Localized::default(),
        };
        Part {
            noun,
            is_paragraph,
            nodes: std::slice::from_ref(node),
            places: self.first_places(std::slice::from_ref(node)),
            lengths,
        }
    }

    /// Where each language first has something of `nodes`.
    fn first_places(&self, nodes: &[Node<'_>]) -> Localized<Location> {
        let mut places = Localized::default();
        for node in nodes {
            match node {
                Node::Prose { text, .. } => {
                    for (locale, block) in text.iter() {
                        self.note(&mut places, locale, block.span());
                    }
                }
                Node::Command { command } => {
                    for (locale, own) in self
                        .topic
                        .set
                        .commands
                        .get(command.0)
                        .iter()
                        .flat_map(|command| command.uses.iter())
                    {
                        self.note(&mut places, locale, own.span);
                    }
                }
                Node::List(list) => {
                    for item in &list.items {
                        for (locale, place) in self.first_places(&item.nodes).iter() {
                            self.note(&mut places, locale, place.span);
                        }
                    }
                }
            }
        }
        places
    }

    fn note(
        &self,
        places: &mut Localized<Location>,
        locale: Locale,
        span: crate::diagnostic::Span,
    ) {
        if places.get(locale).is_none()
            && let Some(article) = self.topic.set.articles.get(locale)
        {
            places.insert(locale, span.within(article.source));
        }
    }

    fn compare(&mut self, parts: &[Part<'w>], here: &[Locale], around: Option<&Localized<Location>>) {
        let topic = self.topic;
        let ratio = |a: Locale, b: Locale| topic.length(a) as f64 / topic.length(b).max(1) as f64;
        for (at, part) in parts.iter().enumerate() {
            if here.iter().all(|locale| part.places.get(*locale).is_some()) {
                continue;
            }
            let said: Vec<(Locale, Vec<()>)> = here
                .iter()
                .map(|locale| {
                    (
                        *locale,
                        if part.places.get(*locale).is_some() {
                            vec![()]
                        } else {
                            vec![]
                        },
                    )
                })
                .collect();
            for dispute in disputes(&said, self.context.source) {
                if part.is_paragraph && !dispute.is_right && self.is_lost_command(part, &dispute) {
                    continue;
                }
                if dispute.is_right && self.is_unfenced(part, &dispute) {
                    continue;
                }
                let around_it = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
                let mut neighbours = around_it.filter_map(|at| parts.get(at));
                if neighbours.any(|neighbour| explains(part, neighbour, &dispute, &ratio)) {
                    continue;
                }
                let report = self.report(part, parts.get(at.wrapping_sub(1)), &dispute, around);
                self.gaps.extend(report.map(|diagnostic| Gap {
                    diagnostic,
                    noun: part.noun,
                    is_missing: dispute.is_right,
                    wrong: dispute.wrong().to_vec(),
                    right: dispute.right().to_vec(),
                    nodes: part.nodes,
                }));
            }
        }
    }

    /// Whether an added paragraph is a command without its block, which is reported as such.
    fn is_lost_command(&self, part: &Part<'_>, dispute: &Dispute<()>) -> bool {
        if self.topic.lacking.is_empty() {
            return false;
        }
        dispute.holders.iter().all(|&locale| {
            let Some(place) = part.places.get(locale) else {
                return false;
            };
            let units = self.topic.units.iter();
            let texts = units.filter_map(|unit| unit.text(locale));
            let mut here = texts.filter(|text| text.span == place.span);
            here.any(|text| self.topic.lacking.find(locale, text).is_some())
        })
    }

    /// Whether a missing command is there as plain text, which is reported as such.
    fn is_unfenced(&self, part: &Part<'_>, dispute: &Dispute<()>) -> bool {
        let [Node::Command { command }] = part.nodes else {
            return false;
        };
        let lost = self.topic.set.commands.get(command.0);
        dispute.lacking.iter().all(|&locale| {
            let mut texts = self.topic.units.iter().filter_map(|unit| unit.text(locale));
            let found = texts.find_map(|text| self.topic.lacking.find(locale, text));
            lost.zip(found).is_some_and(|(lost, found)| std::ptr::eq(lost, found))
        })
    }

    fn report(
        &self,
        part: &Part<'_>,
        before: Option<&Part<'_>>,
        dispute: &Dispute<()>,
        around: Option<&Localized<Location>>,
    ) -> Option<Diagnostic> {
        let drift = dispute.is_drift(self.context.source);
        let right = list(dispute.right());
        let (rule, message) = match (dispute.is_right, part.is_paragraph) {
            (true, true) => (
                Rule::ParagraphMissing,
                format!("a paragraph that stands in {right} is missing here"),
            ),
            (true, false) => (
                Rule::PartMissing,
                format!("a {} that stands in {right} is missing here", part.noun),
            ),
            (false, true) => (
                Rule::ParagraphAdded,
                format!("this paragraph stands in no other language ({right})"),
            ),
            (false, false) => (
                Rule::PartAdded,
                format!("this {} stands in no other language ({right})", part.noun),
            ),
        };
        let place = |locale: Locale| {
            let own = part.places.get(locale);
            let near = || before.and_then(|before| before.places.get(locale));
            let outer = || around.and_then(|around| around.get(locale));
            own.or_else(near).or_else(outer).copied()
        };
        let mut wrong = dispute.wrong().iter();
        let first = *wrong.next()?;
        let mut diagnostic = Diagnostic::new(rule, message)
            .scope(if drift {
                Scope::Translations
            } else {
                scope(dispute.wrong())
            })
            .help("give every language the same parts in the same order");
        let title = || {
            self.topic
                .set
                .articles
                .get(first)
                .map(|article| article.title.span.within(article.source))
        };
        diagnostic = diagnostic.at(place(first).or_else(title)?);
        for locale in wrong {
            if let Some(place) = place(*locale) {
                diagnostic = diagnostic.also(place, locale);
            }
        }
        // Of what is too much the others have nothing but the place.
        let evidence = |locale: &Locale| Some((*locale, place(*locale)?, part.places.get(*locale).is_some()));
        if let Some((locale, place, is_there)) = dispute.right().iter().find_map(evidence) {
            let label = if is_there {
                format!("the {} in {locale}", part.noun)
            } else {
                format!("in {locale} it is not here")
            };
            diagnostic = diagnostic.related(place, label);
        }
        Some(diagnostic)
    }
}
