//! The texts of an article, aligned over all languages: what rules compare.

use std::cmp::Reverse;

use super::draft::Draft;
use super::text::Text;
use super::wording::{Group, Traits};
use crate::article::{self, Block, SectionKind};
use crate::locale::Locale;
use crate::model::{CommandId, HealthSet, Node, Section};

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
    /// What there is in any of them; nothing until they are read.
    pub(crate) traits: Traits,
}

/// The units of a health set, of which the texts are still to be read.
#[derive(Debug)]
pub(crate) struct Sheet<'a> {
    /// The units, in the order of the text.
    pub(crate) units: Vec<Unit<'a>>,
    /// What is to be read, for each text of each unit in order.
    pub(crate) drafts: Vec<Draft<'a>>,
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

    /// Whether a text has something of `traits`.
    pub(crate) fn has(&self, traits: Traits) -> bool {
        self.traits.intersects(traits)
    }

    /// Notes what there is in the texts, which have been read.
    pub(crate) fn sum_up(&mut self) {
        self.traits = self.texts.iter().map(|(_, text)| text.traits).collect();
    }

    /// Whether the texts that surely belong together do not all have the same tokens of a group, whatever their order.
    pub(crate) fn differs(&self, group: Group) -> bool {
        if !self.has(Traits::TOKEN) {
            return false;
        }
        let mut sums = self.sure().map(|(_, text)| text.sums[group as usize]);
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

/// The units of a health set.
pub(crate) fn sheet<'a>(set: &'a HealthSet<'a>, astray: &[Vec<Locale>]) -> Sheet<'a> {
    let mut collector = Collector {
        set,
        astray,
        lacking: lacking(set),
        number: 0,
        sheet: Sheet {
            units: Vec::with_capacity(64),
            drafts: Vec::with_capacity(64 * set.articles.len()),
        },
        section: 0,
    };
    let titles = set.articles.iter().map(|(locale, article)| {
        let title = Draft::new(article, &article.title.text, article.title.span);
        (locale, title, false)
    });
    collector.push(Role::Title, titles);
    collector.nodes(&set.introduction);
    for section in &set.sections {
        collector.section += 1;
        collector.number += 1;
        collector.section(section);
    }
    collector.sheet
}

/// For each section, the languages of which it is not sure that they have this section here: theirs is of another kind
/// and has more or less in it, or has taken in a section whose heading they lack. Index 0 is the introduction.
pub(crate) fn astray(set: &HealthSet<'_>) -> Vec<Vec<Locale>> {
    let lacking = lacking(set);
    let lacks_any = |locale: Locale| lacking.contains(&locale);
    let lengths = set.articles.values().map(|it| it.introduction.len());
    let usual_length = usual(lengths).filter(|_| !lacking.is_empty());
    let introduction = set
        .articles
        .iter()
        .filter(|(locale, article)| {
            lacks_any(*locale) && Some(size(&article.introduction)) != usual_length
        })
        .map(|(locale, _)| locale)
        .collect();
    let headed: Vec<Vec<&str>> = set.sections.iter().map(usual_names).collect();
    let sections = set
        .sections
        .iter()
        .zip(&headed)
        .map(|(section, own_names)| {
            let is_other = |own: &article::Section| own.kind != section.kind;
            let sizes = section.texts.values().map(|own| size(&own.blocks));
            // Only languages that lack a section are measured, or where the heading may have lost its monitor.
            let is_measured =
                !lacking.is_empty() || section.texts.values().any(|own| is_other(own));
            let usual = is_measured.then(|| usual(sizes)).flatten();
            // The heading of another section, which has another one itself: they stand in another order.
            let is_another = |locale: Locale, own: &article::Section| {
                let has_left = |at: usize| {
                    let there = set.sections[at].texts.get(locale);
                    there.is_none_or(|there| !names(there).eq(headed[at].iter().copied()))
                };
                let is_headed_by = |there: &[&str]| names(own).eq(there.iter().copied());
                !is_headed_by(own_names)
                    && !own.named.is_empty()
                    && (0..headed.len()).any(|at| is_headed_by(&headed[at]) && has_left(at))
            };
            section
                .texts
                .iter()
                .filter(|(locale, own)| {
                    let is_doubtful = is_other(own) || lacks_any(*locale);
                    !own.kind.may_be(section.kind)
                        || is_another(*locale, own)
                        || is_doubtful && Some(size(&own.blocks)) != usual
                })
                .map(|(locale, _)| locale)
                .collect()
        });
    std::iter::once(introduction).chain(sections).collect()
}

/// The monitors in the heading of a section.
fn names(section: &article::Section) -> impl Iterator<Item = &str> {
    section.named.iter().map(|named| named.text.as_str())
}

/// The monitors that most languages have in the heading of a section.
fn usual_names<'a>(section: &'a Section<'_>) -> Vec<&'a str> {
    let all = || section.texts.values();
    let alike = |own: &article::Section| all().filter(|other| names(other).eq(names(own))).count();
    let most = all()
        .enumerate()
        .max_by_key(|(at, own)| (alike(own), Reverse(*at)));
    most.map_or_else(Vec::new, |(_, own)| names(own).collect())
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
    sheet: Sheet<'a>,
    section: usize,
}

impl<'c, 'a> Collector<'c, 'a> {
    /// Adds a unit of these texts, of which some are shaky; of no text, nothing.
    fn push(&mut self, role: Role, texts: impl Iterator<Item = (Locale, Draft<'a>, bool)>) -> bool {
        let drafts = &mut self.sheet.drafts;
        let mut all = Vec::with_capacity(self.set.articles.len());
        all.extend(texts.map(|(locale, draft, shaky)| {
            let text = Text::unread(draft.article, draft.span, shaky);
            drafts.push(draft);
            (locale, text)
        }));
        let is_there = !all.is_empty();
        if is_there {
            self.sheet.units.push(Unit {
                role,
                section: self.section,
                command: None,
                texts: all,
                traits: Traits::empty(),
            });
        }
        is_there
    }

    /// The languages of which it is not sure that they have the section.
    fn astray(&self) -> &'c [Locale] {
        self.astray.get(self.number).map_or(&[], Vec::as_slice)
    }

    fn section(&mut self, section: &'a Section<'a>) {
        let (set, astray) = (self.set, self.astray());
        let lacking = std::mem::take(&mut self.lacking);
        let headings = section.texts.both(&set.articles);
        let headings = headings.map(|(locale, own, article)| {
            let shaky = !own.kind.may_be(section.kind)
                || lacking.contains(&locale)
                || astray.contains(&locale);
            let heading = Draft::new(article, &own.heading.text, own.heading.span);
            (locale, heading, shaky)
        });
        self.push(Role::Heading(section.kind), headings);
        self.lacking = lacking;
        self.nodes(&section.nodes);
        for child in &section.children {
            self.section(child);
        }
    }

    fn nodes(&mut self, nodes: &'a [Node<'a>]) {
        let (set, astray) = (self.set, self.astray());
        let shaky = shaky(set, nodes);
        for (at, node) in nodes.iter().enumerate() {
            match node {
                Node::Prose { text, .. } => {
                    let texts = text.both(&set.articles);
                    let texts = texts.filter_map(|(locale, block, article)| {
                        let shaky = shaky.contains(&locale) || astray.contains(&locale);
                        Some((locale, Draft::of_block(article, block)?, shaky))
                    });
                    if self.push(Role::Prose, texts)
                        && let Some(Node::Command { command }) = nodes.get(at + 1)
                        && let Some(unit) = self.sheet.units.last_mut()
                    {
                        unit.command = Some(*command);
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
fn shaky(set: &HealthSet<'_>, nodes: &[Node<'_>]) -> Vec<Locale> {
    let texts = nodes.iter().filter_map(|node| match node {
        Node::Prose { text, .. } => Some(text),
        _ => None,
    });
    // Mostly all languages have all paragraphs.
    if texts.clone().all(|text| text.len() == set.articles.len()) {
        return Vec::new();
    }
    let mut counts: Vec<(Locale, usize)> = Vec::new();
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
