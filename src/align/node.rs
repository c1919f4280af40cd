//! The blocks of a section, aligned over all languages, and its commands decided.

use std::rc::Rc;

use crate::article::{Article, Block, CommandUse, StepPath, StepSegment};
use crate::locale::{Locale, Localized};
use crate::model::{
    Command, CommandId, Dissent, DissentKind, Item, List, ListStyle, Node, SectionId, StepId,
};
use crate::syntax::{CommandShape, Shell, command_form, normalize_space};

use super::block::{collect_commands, tidy};
use super::consensus::{Support, Vote, decide};
use super::item::{Numbered, aligned_items, items_of};
use super::likeness::Traits;
use super::section::{SectionIds, lead_first};
use super::sequence;

/// What must agree for blocks to be the same block in two languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// A paragraph, a remark or a quotation: translations turn one into the other.
    Prose,
    Command,
    Ordered,
    Bullets,
    Probes,
    Table,
    Heading,
}

/// Aligns blocks and collects the commands of one health set.
pub(super) struct NodeBuilder<'b, 'a> {
    articles: &'b Localized<&'a Article>,
    sections: &'b SectionIds,
    support: &'b Support<'a>,
    pub(super) commands: Vec<Command<'a>>,
    /// For each language and each of its commands, which command it is.
    numbers: Localized<Vec<Option<CommandId>>>,
    pub(super) dissents: Vec<Dissent>,
}

/// Where blocks stand.
#[derive(Clone, Copy)]
struct Place<'p> {
    section: Option<&'p SectionId>,
    path: &'p StepPath,
}

impl<'b, 'a> NodeBuilder<'b, 'a> {
    pub(super) fn new(
        articles: &'b Localized<&'a Article>,
        sections: &'b SectionIds,
        support: &'b Support<'a>,
    ) -> Self {
        Self {
            articles,
            sections,
            support,
            commands: Vec::new(),
            numbers: articles
                .iter()
                .map(|(tag, article)| (tag, vec![None; article.commands]))
                .collect(),
            dissents: Vec::new(),
        }
    }

    /// Aligns the blocks of a section; steps get IDs if the section has one.
    pub(super) fn section(
        &mut self,
        blocks: &[(Locale, &'a [Block])],
        section: Option<&SectionId>,
    ) -> Vec<Node<'a>> {
        let path = &StepPath::default();
        self.nodes(blocks, Place { section, path })
    }

    /// For each language, the command that each of its commands is.
    pub(super) fn command_ids(&self) -> Localized<Vec<CommandId>> {
        let known = |id: &Option<CommandId>| id.unwrap_or(CommandId(usize::MAX));
        self.numbers
            .iter()
            .map(|(tag, ids)| (tag, ids.iter().map(known).collect()))
            .collect()
    }

    fn nodes(&mut self, blocks: &[(Locale, &'a [Block])], place: Place<'_>) -> Vec<Node<'a>> {
        let mut lists = 0;
        if have_one_shape(blocks) {
            return sequence::by_place(blocks)
                .filter_map(|entries| self.node(entries, place, &mut lists))
                .collect();
        }
        // A thematic break says nothing and takes no part.
        let visible: Localized<Vec<&'a Block>> = blocks
            .iter()
            .map(|(locale, blocks)| {
                let seen = blocks.iter().filter(|block| shape(block).is_some());
                (*locale, seen.collect())
            })
            .collect();
        let mut shapes: Vec<(Locale, Vec<Shape>)> = visible
            .iter()
            .map(|(locale, blocks)| (locale, blocks.iter().filter_map(|b| shape(b)).collect()))
            .collect();
        lead_first(&mut shapes, self.support.source);
        let columns = if shapes.windows(2).all(|pair| pair[0].1 == pair[1].1) {
            sequence::align(&shapes)
        } else {
            self.align_unequal(&shapes, &visible)
        };
        columns
            .into_iter()
            .filter_map(|column| {
                let entries: Localized<&'a Block> = column
                    .iter()
                    .filter_map(|(locale, &at)| Some((locale, *visible.get(locale)?.get(at)?)))
                    .collect();
                self.node(entries, place, &mut lists)
            })
            .collect()
    }

    /// Aligns blocks of which not all languages have the same: of one shape, those that are most alike.
    fn align_unequal(
        &self,
        shapes: &[(Locale, Vec<Shape>)],
        visible: &Localized<Vec<&'a Block>>,
    ) -> Vec<sequence::Column> {
        let traits: Vec<(Locale, Vec<(Shape, Traits)>)> = shapes
            .iter()
            .filter_map(|(locale, shapes)| {
                let blocks = visible
                    .get(*locale)?
                    .iter()
                    .map(|block| Traits::of([*block]));
                Some((*locale, shapes.iter().copied().zip(blocks).collect()))
            })
            .collect();
        sequence::align_by(&traits, |(shape, own), (other_shape, other)| {
            if shape == other_shape {
                // That a list stands where a list stands counts more than which paragraph it is.
                let weight = if *shape == Shape::Prose { 1 } else { 8 };
                own.likeness(other).saturating_mul(weight)
            } else {
                0
            }
        })
    }

    fn node(
        &mut self,
        entries: Localized<&'a Block>,
        place: Place<'_>,
        lists: &mut u16,
    ) -> Option<Node<'a>> {
        let first = shape(entries.values().next()?)?;
        match first {
            Shape::Command => {
                let uses = entries
                    .iter()
                    .filter_map(|(locale, block)| match block {
                        Block::Command(command) => Some((locale, command)),
                        _ => None,
                    })
                    .collect();
                Some(Node::Command {
                    command: self.command(uses)?,
                })
            }
            Shape::Ordered | Shape::Bullets => Some(Node::List(self.list(&entries, place, lists))),
            _ => {
                self.quoted_commands(&entries);
                Some(Node::Prose {
                    references: self.references(&entries),
                    text: entries,
                })
            }
        }
    }

    fn list(
        &mut self,
        entries: &Localized<&'a Block>,
        place: Place<'_>,
        lists: &mut u16,
    ) -> List<'a> {
        let procedures = entries
            .values()
            .filter(|block| matches!(block, Block::Steps(_)))
            .count();
        let numbered = entries.values().any(|block| match block {
            Block::Items(list) => list.start.is_some(),
            _ => true,
        });
        let style = match numbered {
            true if procedures * 2 >= entries.len() => ListStyle::Steps,
            true => ListStyle::Enumeration,
            false => ListStyle::Bullets,
        };
        let number_of_list = *lists;
        *lists += u16::from(style == ListStyle::Steps);
        let items: Vec<(Locale, Vec<Numbered<'a>>)> = entries
            .iter()
            .map(|(locale, block)| (locale, items_of(block)))
            .collect();
        let mut lengths: Vec<(Locale, usize)> = items
            .iter()
            .map(|(locale, items)| (*locale, items.len()))
            .collect();
        lead_first(&mut lengths, self.support.source);
        let lead = lengths.first().map(|(locale, _)| *locale);
        let aligned = aligned_items(&items, &lengths).into_iter().enumerate();
        let aligned = aligned.map(|(at, parts)| {
            let number = parts
                .iter()
                .find(|(locale, ..)| Some(*locale) == lead)
                .or_else(|| parts.first())
                .map_or(at as u64 + 1, |(_, number, _)| *number);
            self.item(&parts, number, number_of_list, style, place)
        });
        List {
            style,
            items: aligned.collect(),
        }
    }

    fn item(
        &mut self,
        parts: &[(Locale, u64, &'a [Block])],
        number: u64,
        list: u16,
        style: ListStyle,
        place: Place<'_>,
    ) -> Item<'a> {
        let blocks: Vec<(Locale, &'a [Block])> = parts
            .iter()
            .map(|(tag, _, blocks)| (*tag, *blocks))
            .collect();
        if style != ListStyle::Steps {
            return Item {
                step: None,
                number: if style == ListStyle::Bullets {
                    0
                } else {
                    number
                },
                nodes: self.nodes(&blocks, place),
            };
        }
        let path = place.path.child(StepSegment {
            list,
            number: u16::try_from(number).unwrap_or(u16::MAX),
        });
        let nodes = self.nodes(
            &blocks,
            Place {
                path: &path,
                ..place
            },
        );
        Item {
            step: place.section.map(|section| StepId {
                section: section.clone(),
                path,
            }),
            number,
            nodes,
        }
    }

    /// The steps that the text of any language refers to.
    fn references(&self, entries: &Localized<&'a Block>) -> Vec<StepId> {
        let mut found: Vec<StepId> = Vec::new();
        for (locale, block, article) in entries.both(self.articles) {
            let span = block.span();
            let first = article
                .references
                .partition_point(|reference| reference.span.start < span.start);
            let inside = article.references[first..]
                .iter()
                .take_while(|reference| reference.span.end <= span.end);
            for target in inside.filter_map(|reference| reference.target.as_ref()) {
                if let Some(section) = self.sections.get(&(locale, target.section)) {
                    found.push(StepId {
                        section: section.clone(),
                        path: target.path.clone(),
                    });
                }
            }
        }
        found.sort();
        found.dedup();
        found
    }

    /// Commands inside quotations are commands too, though the quotation is one piece of prose.
    fn quoted_commands(&mut self, entries: &Localized<&'a Block>) {
        let is_quote = |block: &&Block| matches!(block, Block::Quote(_));
        if !entries.values().any(is_quote) {
            return;
        }
        let inside: Vec<(Locale, Vec<&'a CommandUse>)> = entries
            .iter()
            .map(|(locale, block)| {
                let mut commands = Vec::new();
                collect_commands(block, &mut commands);
                (locale, commands)
            })
            .collect();
        let most = inside
            .iter()
            .map(|(_, commands)| commands.len())
            .max()
            .unwrap_or(0);
        for at in 0..most {
            let uses = inside
                .iter()
                .filter_map(|(tag, commands)| Some((*tag, *commands.get(at)?)))
                .collect();
            self.command(uses);
        }
    }

    fn command(&mut self, uses: Localized<&'a CommandUse>) -> Option<CommandId> {
        let forms = forms(&uses);
        // What no shell would run loses against what one would.
        let runs = |form: &str| CommandShape::of(form).shell != Shell::Text;
        let any_runs = forms.windows(2).any(|pair| pair[0].1 != pair[1].1)
            && forms.iter().any(|(_, form)| runs(form));
        let votes: Vec<Vote<'_, Rc<str>>> = forms
            .iter()
            .filter(|(_, form)| !any_runs || runs(form))
            .map(|(locale, value)| Vote {
                locale: *locale,
                value,
            })
            .collect();
        let winner = &votes[decide(&votes, self.support)?];
        let right = winner.value;
        let text = tidy(&uses.get(winner.locale)?.text);
        let id = CommandId(self.commands.len());
        for (locale, command) in uses.iter() {
            let slot = self
                .numbers
                .get_mut(locale)
                .and_then(|ids| ids.get_mut(command.number));
            if let Some(slot) = slot {
                *slot = Some(id);
            }
        }
        let at = |locale: Locale| {
            let source = self.articles.get(locale)?.source;
            uses.get(locale).map(|command| command.span.within(source))
        };
        let agreeing = forms.iter().filter(|(_, form)| form == right);
        let evidence: Vec<_> = agreeing
            .filter_map(|(locale, _)| Some((*locale, at(*locale)?)))
            .collect();
        for (locale, found) in forms.iter().filter(|(_, form)| form != right) {
            if let Some(at) = at(*locale) {
                self.dissents.push(Dissent {
                    kind: DissentKind::Command,
                    locale: *locale,
                    found: uses
                        .get(*locale)
                        .map_or_else(|| found.to_string(), |own| normalize_space(&own.text)),
                    expected: normalize_space(&text),
                    at,
                    evidence: evidence.clone(),
                });
            }
        }
        self.commands.push(Command {
            shape: CommandShape::of(&text),
            text,
            uses,
        });
        Some(id)
    }
}

/// The forms of a command, made once for languages that write it alike.
fn forms(uses: &Localized<&CommandUse>) -> Vec<(Locale, Rc<str>)> {
    let mut forms: Vec<(Locale, Rc<str>)> = Vec::with_capacity(uses.len());
    for (locale, command) in uses.iter() {
        let before = uses.values().zip(&forms);
        let known = before
            .filter(|(known, _)| known.text == command.text)
            .map(|(_, (_, form))| Rc::clone(form))
            .next();
        let form = known.unwrap_or_else(|| command_form(&command.text).into());
        forms.push((locale, form));
    }
    forms
}

/// Whether the blocks of all languages have the same shapes in the same order.
fn have_one_shape(blocks: &[(Locale, &[Block])]) -> bool {
    blocks.windows(2).all(|pair| {
        let [(_, a), (_, b)] = pair else { return true };
        a.len() == b.len() && a.iter().zip(*b).all(|(a, b)| shape(a) == shape(b))
    })
}

/// The shape of a block; `None` for a thematic break, which says nothing.
fn shape(block: &Block) -> Option<Shape> {
    Some(match block {
        Block::Paragraph(_) | Block::Note(_) | Block::Quote(_) => Shape::Prose,
        Block::Command(_) => Shape::Command,
        Block::Steps(_) => Shape::Ordered,
        Block::Items(list) if list.start.is_some() => Shape::Ordered,
        Block::Items(_) => Shape::Bullets,
        Block::Probes(_) => Shape::Probes,
        Block::Table(_) => Shape::Table,
        Block::Heading(_) => Shape::Heading,
        Block::Rule { .. } => return None,
    })
}
