//! The texts of an article, aligned over all languages: what rules compare.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use crate::article::{self, Article, Block, SectionKind};
use crate::locale::Locale;
use crate::model::{CommandId, HealthSet, Node, Section};
use crate::syntax;

use super::text::Text;
use super::token::{Token, TokenKind};

/// A piece of running text in every language that has it.
#[derive(Debug)]
pub(crate) struct Unit<'a> {
    /// What it is.
    pub(crate) role: Role,
    /// The number of the section it stands in, from 1; 0 before the first.
    pub(crate) section: usize,
    /// The command right after it.
    pub(crate) command: Option<CommandId>,
    /// The text of each language.
    pub(crate) texts: Vec<(Locale, Text<'a>)>,
}

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The first-level heading.
    Title,
    /// The heading of a section.
    Heading(SectionKind),
    /// A paragraph, a remark, a quotation, a table without probes.
    Prose,
}

impl<'a> Unit<'a> {
    /// The text of `locale`.
    pub(crate) fn text(&self, locale: Locale) -> Option<&Text<'a>> {
        self.texts
            .iter()
            .find(|(tag, _)| *tag == locale)
            .map(|(_, text)| text)
    }

    /// Whether the texts that surely belong together do not all have the same tokens of a kind, whatever their order.
    pub(crate) fn differs(&self, picks: impl Fn(TokenKind) -> bool) -> bool {
        let sum = |text: &Text<'_>| -> u64 {
            let picked = text.tokens().iter().filter(|token| picks(token.kind));
            picked.fold(0, |sum: u64, token: &Token<'_>| {
                sum.wrapping_add(FxBuildHasher.hash_one(&text.plain[token.range.clone()]))
            })
        };
        let mut sums = self.sure().map(|(_, text)| sum(text));
        let first = sums.next();
        sums.any(|sum| Some(sum) != first)
    }

    /// Marks the text of `locale` as one that may not belong here.
    pub(crate) fn doubt(&mut self, locale: Locale) {
        let texts = self.texts.iter_mut().filter(|(tag, _)| *tag == locale);
        texts.for_each(|(_, text)| text.shaky = true);
    }

    /// The texts that surely belong together.
    pub(crate) fn sure(&self) -> impl Iterator<Item = (Locale, &Text<'a>)> {
        self.texts
            .iter()
            .filter(|(_, text)| !text.shaky)
            .map(|(tag, text)| (*tag, text))
    }
}

/// The units of a health set, in the order of the text. The texts are still to be read.
pub(crate) fn units<'a>(set: &'a HealthSet<'a>, astray: &[Vec<Locale>]) -> Vec<Unit<'a>> {
    let mut collector = Collector {
        set,
        astray,
        lacking: lacking(set),
        number: 0,
        units: Vec::with_capacity(64),
        section: 0,
    };
    let titles = set
        .articles
        .iter()
        .map(|(locale, article)| {
            (
                locale,
                Text::new(article, &article.title.text, article.title.span),
            )
        })
        .collect();
    collector.push(Role::Title, titles);
    collector.nodes(&set.introduction);
    for section in &set.sections {
        collector.section += 1;
        collector.number += 1;
        collector.section(section);
    }
    collector.units
}

/// For each section, the languages of which it is not sure that they have this section here: theirs is of another kind,
/// or has taken in a section whose heading they lack. Index 0 is the introduction.
pub(crate) fn astray(set: &HealthSet<'_>) -> Vec<Vec<Locale>> {
    let lacking = lacking(set);
    let lacks_any = |locale: Locale| lacking.contains(&locale);
    let introduction = set
        .articles
        .iter()
        .filter(|(locale, article)| {
            let usual = usual(
                set.articles
                    .values()
                    .map(|article| article.introduction.len()),
            );
            lacks_any(*locale) && Some(size(&article.introduction)) != usual
        })
        .map(|(locale, _)| locale)
        .collect();
    let headed: Vec<Vec<&str>> = set.sections.iter().map(usual_names).collect();
    let sections = set
        .sections
        .iter()
        .zip(&headed)
        .map(|(section, own_names)| {
            let usual = usual(section.texts.values().map(|own| size(&own.blocks)));
            // The heading of another section, which has another one itself: they stand in another order.
            let is_another = |locale: Locale, own: &article::Section| {
                let found = names(own);
                let has_left = |at: usize| {
                    let there = set.sections[at].texts.get(locale);
                    there.is_none_or(|there| names(there) != headed[at])
                };
                found != *own_names
                    && !found.is_empty()
                    && (0..headed.len()).any(|at| headed[at] == found && has_left(at))
            };
            section
                .texts
                .iter()
                .filter(|(locale, own)| {
                    own.kind != section.kind
                        || is_another(*locale, own)
                        || lacks_any(*locale) && Some(size(&own.blocks)) != usual
                })
                .map(|(locale, _)| locale)
                .collect()
        });
    std::iter::once(introduction).chain(sections).collect()
}

/// The monitors in the heading of a section.
fn names(section: &article::Section) -> Vec<&str> {
    section
        .named
        .iter()
        .map(|named| named.text.as_str())
        .collect()
}

/// The monitors that most languages have in the heading of a section.
fn usual_names<'a>(section: &'a Section<'_>) -> Vec<&'a str> {
    let all: Vec<Vec<&str>> = section.texts.values().map(|own| names(own)).collect();
    let often = |wanted: &Vec<&str>| all.iter().filter(|names| *names == wanted).count();
    let most = all.iter().rev().max_by_key(|names| often(names));
    most.cloned().unwrap_or_default()
}

/// The languages that lack a section.
fn lacking(set: &HealthSet<'_>) -> Vec<Locale> {
    let has_all = |locale: &Locale| {
        let mut sections = set.sections.iter();
        sections.all(|section| section.texts.get(*locale).is_some())
    };
    set.articles
        .locales()
        .filter(|locale| !has_all(locale))
        .collect()
}

/// How many blocks there are, those in lists included.
fn size(blocks: &[Block]) -> usize {
    let of = |block: &Block| match block {
        Block::Steps(steps) => steps.steps.iter().map(|step| size(&step.blocks)).sum(),
        Block::Items(list) => list.items.iter().map(|item| size(item)).sum(),
        _ => 1,
    };
    blocks.iter().map(of).sum()
}

/// The most frequent number; of equally frequent ones the greatest.
fn usual(counts: impl Iterator<Item = usize>) -> Option<usize> {
    let counts: Vec<usize> = counts.collect();
    let frequency = |wanted: usize| counts.iter().filter(|&&count| count == wanted).count();
    counts
        .iter()
        .copied()
        .max_by_key(|&count| (frequency(count), count))
}

struct Collector<'c, 'a> {
    set: &'a HealthSet<'a>,
    astray: &'c [Vec<Locale>],
    /// The languages that lack a section, so that no heading of theirs is surely where it should be.
    lacking: Vec<Locale>,
    /// The number of the second-level section.
    number: usize,
    units: Vec<Unit<'a>>,
    section: usize,
}

impl<'a> Collector<'_, 'a> {
    fn push(&mut self, role: Role, texts: Vec<(Locale, Text<'a>)>) {
        self.units.push(Unit {
            role,
            section: self.section,
            command: None,
            texts,
        });
    }

    fn is_astray(&self, locale: Locale) -> bool {
        let here = self.astray.get(self.number);
        here.is_some_and(|locales| locales.contains(&locale))
    }

    fn section(&mut self, section: &'a Section<'a>) {
        let heading = |(locale, own): (Locale, &&'a article::Section)| {
            let article: &'a Article = self.set.articles.get(locale)?;
            let mut text = Text::new(article, &own.heading.text, own.heading.span);
            text.shaky = !own.kind.may_be(section.kind)
                || self.lacking.contains(&locale)
                || self.is_astray(locale);
            Some((locale, text))
        };
        let headings = section.texts.iter().filter_map(heading).collect();
        self.push(Role::Heading(section.kind), headings);
        self.nodes(&section.nodes);
        for child in &section.children {
            self.section(child);
        }
    }

    fn nodes(&mut self, nodes: &'a [Node<'a>]) {
        let shaky = shaky(nodes);
        for (at, node) in nodes.iter().enumerate() {
            match node {
                Node::Prose { text, .. } => {
                    let texts: Vec<(Locale, Text<'a>)> = text
                        .iter()
                        .filter_map(|(locale, block)| {
                            let article: &'a Article = self.set.articles.get(locale)?;
                            let mut text = of_block(article, block)?;
                            text.shaky = shaky.contains(&locale) || self.is_astray(locale);
                            Some((locale, text))
                        })
                        .collect();
                    if !texts.is_empty() {
                        self.push(Role::Prose, texts);
                        if let (Some(Node::Command { command }), Some(unit)) =
                            (nodes.get(at + 1), self.units.last_mut())
                        {
                            unit.command = Some(*command);
                        }
                    }
                }
                Node::Command { .. } => {}
                Node::List(list) => {
                    for item in &list.items {
                        self.nodes(&item.nodes);
                    }
                }
            }
        }
    }
}

/// The languages whose paragraphs here are fewer or more than those of most others: the paragraphs between have been
/// paired by place, which may be wrong.
fn shaky(nodes: &[Node<'_>]) -> Vec<Locale> {
    let mut counts: Vec<(Locale, usize)> = Vec::new();
    let texts = nodes.iter().filter_map(|node| match node {
        Node::Prose { text, .. } => Some(text),
        _ => None,
    });
    for locale in texts.flat_map(|text| text.locales()) {
        match counts.iter_mut().find(|(tag, _)| *tag == locale) {
            Some((_, count)) => *count += 1,
            None => counts.push((locale, 1)),
        }
    }
    let usual = usual(counts.iter().map(|(_, count)| *count));
    counts
        .iter()
        .filter(|(_, count)| Some(*count) != usual)
        .map(|(locale, _)| *locale)
        .collect()
}

/// The text of a block; `None` for those that are compared cell by cell or have none.
fn of_block<'a>(article: &'a Article, block: &'a Block) -> Option<Text<'a>> {
    match block {
        Block::Paragraph(paragraph) => Some(Text::new(article, &paragraph.text, paragraph.span)),
        Block::Note(note) => Some(Text::new(article, &note.text, note.span)),
        Block::Heading(heading) => Some(Text::new(article, &heading.text, heading.span)),
        Block::Quote(quote) => {
            let mut text = Text::new(article, &[], quote.span);
            quote
                .blocks
                .iter()
                .for_each(|block| extend(&mut text, block));
            Some(text)
        }
        Block::Table(table) => {
            let mut text = Text::new(article, &[], table.span);
            let rows = table.table.header.iter().chain(&table.table.rows);
            for block in rows
                .flat_map(|row| &row.cells)
                .flat_map(|cell| &cell.blocks)
            {
                if let syntax::BlockKind::Paragraph(inlines) = &block.kind {
                    text.extend(inlines);
                }
            }
            Some(text)
        }
        _ => None,
    }
}

fn extend<'a>(text: &mut Text<'a>, block: &'a Block) {
    match block {
        Block::Paragraph(paragraph) => text.extend(&paragraph.text),
        Block::Note(note) => text.extend(&note.text),
        Block::Heading(heading) => text.extend(&heading.text),
        Block::Steps(steps) => steps
            .steps
            .iter()
            .flat_map(|step| &step.blocks)
            .for_each(|block| extend(text, block)),
        Block::Items(list) => list
            .items
            .iter()
            .flatten()
            .for_each(|block| extend(text, block)),
        Block::Quote(quote) => quote.blocks.iter().for_each(|block| extend(text, block)),
        _ => {}
    }
}
