//! Sections, aligned over all languages, with their names and what they treat.

use std::collections::HashSet;

use rustc_hash::FxHashMap;

use crate::article::{self, Article, Named, SectionKind, same_humps};
use crate::diagnostic::Diagnostic;
use crate::locale::{Locale, Localized};
use crate::model::{Monitor, MonitorId, Probe, Resolution, Section, SectionId, Treated};

use super::likeness::Traits;
use super::node::NodeBuilder;
use super::{sections_differ, sequence};

/// A section of every language that has it, before its blocks are aligned.
pub(super) struct Outline<'a> {
    pub(super) id: SectionId,
    kind: SectionKind,
    treats: Vec<Treated>,
    texts: Localized<&'a article::Section>,
    children: Vec<Outline<'a>>,
}

/// The name of the section that each language has at each place.
pub(super) type SectionIds = FxHashMap<(Locale, usize), SectionId>;

/// Aligns the sections of a topic. The kind of a section is what most languages have.
pub(super) fn outline<'a>(
    articles: &Localized<&'a Article>,
    source: Option<Locale>,
    probes: &[Probe],
    monitors: &[Monitor],
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Outline<'a>>, SectionIds) {
    let mut sequences: Vec<(Locale, Vec<SectionKind>)> = articles
        .iter()
        .map(|(locale, article)| {
            (
                locale,
                article
                    .sections
                    .iter()
                    .map(|section| section.kind)
                    .collect(),
            )
        })
        .collect();
    lead_first(&mut sequences, source);
    sections_differ::report(articles, &sequences, diagnostics);
    let equally_many = sequences
        .windows(2)
        .all(|pair| pair[0].1.len() == pair[1].1.len());
    let columns = if equally_many {
        let longest = sequences.first().map_or(0, |(_, kinds)| kinds.len());
        let column = |at| articles.locales().map(move |locale| (locale, at)).collect();
        (0..longest).map(column).collect()
    } else {
        let keys: Vec<(Locale, Vec<&article::Section>)> = sequences
            .iter()
            .filter_map(|(locale, _)| {
                Some((*locale, articles.get(*locale)?.sections.iter().collect()))
            })
            .collect();
        sequence::align_by(&keys, |a, b| alike(a, b))
    };
    let mut outlines: Vec<Outline<'a>> = columns
        .iter()
        .map(|column| {
            let texts: Localized<&'a article::Section> = column
                .iter()
                .filter_map(|(locale, &at)| Some((locale, articles.get(locale)?.sections.get(at)?)))
                .collect();
            build(texts, source, probes, monitors)
        })
        .collect();
    leave_to_their_own_sections(&mut outlines);
    Namer::default().name_all(&mut outlines);
    let mut ids = SectionIds::default();
    for (column, outline) in columns.iter().zip(&outlines) {
        for (locale, &at) in column.iter() {
            ids.insert((locale, at), outline.id.clone());
        }
    }
    (outlines, ids)
}

/// How alike two sections are of which one may be missing in a language: 0 if they are of different kinds.
fn alike(a: &article::Section, b: &article::Section) -> u32 {
    if a.kind != b.kind {
        return 0;
    }
    let names = |section: &article::Section| -> Vec<String> {
        section
            .named
            .iter()
            .map(|named| named.text.clone())
            .collect()
    };
    let same_names = u32::from(names(a) == names(b)) * 1_000;
    same_names + Traits::of(&a.blocks).likeness(&Traits::of(&b.blocks))
}

/// A monitor that a heading names itself is not treated by a section that only names its probe.
fn leave_to_their_own_sections(outlines: &mut [Outline<'_>]) {
    let is_named =
        |treated: &&Treated| matches!(treated.resolution, Resolution::Exact | Resolution::Case);
    let named: HashSet<MonitorId> = outlines
        .iter()
        .flat_map(|outline| outline.treats.iter().filter(is_named))
        .flat_map(|treated| treated.monitors.iter().cloned())
        .collect();
    for treated in outlines.iter_mut().flat_map(|outline| &mut outline.treats) {
        if !is_named(&&*treated)
            && treated
                .monitors
                .iter()
                .any(|monitor| !named.contains(monitor))
        {
            treated.monitors.retain(|monitor| !named.contains(monitor));
        }
    }
}

/// Puts the sequence first that the others are compared with: the source's if as many languages agree with it as with
/// any other, else the first of the most frequent shape.
pub(super) fn lead_first<K: PartialEq>(sequences: &mut [(Locale, K)], source: Option<Locale>) {
    let agreeing = |at: usize| {
        let own = &sequences[at].1;
        sequences.iter().filter(|(_, keys)| keys == own).count()
    };
    let counts: Vec<usize> = (0..sequences.len()).map(agreeing).collect();
    let most = counts.iter().max();
    let leads = |at: &usize| counts.get(*at) == most;
    let of_source = sequences
        .iter()
        .position(|(locale, _)| Some(*locale) == source);
    let lead = of_source
        .filter(leads)
        .or_else(|| (0..sequences.len()).find(leads));
    if let Some(lead) = lead {
        sequences[..=lead].rotate_right(1);
    }
}

fn build<'a>(
    texts: Localized<&'a article::Section>,
    source: Option<Locale>,
    probes: &[Probe],
    monitors: &[Monitor],
) -> Outline<'a> {
    let kind = most_frequent(
        texts.iter().map(|(locale, section)| (locale, section.kind)),
        source,
    )
    .unwrap_or(SectionKind::Troubleshooting);
    let names = most_frequent(
        texts.iter().map(|(locale, section)| {
            let names: Vec<&str> = section
                .named
                .iter()
                .map(|Named { text, .. }| text.as_str())
                .collect();
            (locale, names)
        }),
        source,
    )
    .unwrap_or_default();
    let treats: Vec<Treated> = if kind == SectionKind::Recovery {
        names
            .into_iter()
            .map(|name| resolve(name, probes, monitors))
            .collect()
    } else {
        Vec::new()
    };
    let children: Vec<(Locale, &[article::Section])> = texts
        .iter()
        .map(|(locale, section)| (locale, section.children.as_slice()))
        .collect();
    let children = sequence::by_place(&children)
        .map(|texts| build(texts, source, probes, monitors))
        .collect();
    Outline {
        id: SectionId("".into()),
        kind,
        treats,
        texts,
        children,
    }
}

/// The value that most languages have; of equally frequent ones that of the source, else the first.
fn most_frequent<T: PartialEq>(
    values: impl Iterator<Item = (Locale, T)>,
    source: Option<Locale>,
) -> Option<T> {
    let values: Vec<(Locale, T)> = values.collect();
    let rank = |at: usize| {
        let agreeing = values
            .iter()
            .filter(|(_, value)| *value == values[at].1)
            .count();
        (
            agreeing,
            Some(values[at].0) == source,
            std::cmp::Reverse(at),
        )
    };
    let best = (0..values.len()).max_by_key(|&at| rank(at))?;
    values.into_iter().nth(best).map(|(_, value)| value)
}

/// What a name in a heading means.
fn resolve(name: &str, probes: &[Probe], monitors: &[Monitor]) -> Treated {
    let treated = |resolution, monitors: Vec<MonitorId>| Treated {
        name: name.to_owned(),
        resolution,
        monitors,
    };
    let by_monitor = |fits: &dyn Fn(&str) -> bool| {
        monitors
            .iter()
            .find(|monitor| fits(monitor.id.as_str()))
            .map(|monitor| vec![monitor.id.clone()])
    };
    let by_probe = |fits: &dyn Fn(&str) -> bool| {
        probes
            .iter()
            .find(|probe| fits(probe.id.as_str()))
            .map(|probe| probe.monitors.clone())
    };
    let same_case = |known: &str| known == name;
    let any_case = |known: &str| known.eq_ignore_ascii_case(name);
    let humps = |known: &str| same_humps(known, name);
    let spelling = |known: &str| name.len() >= 8 && strsim::osa_distance(known, name) <= 2;
    by_monitor(&same_case)
        .map(|found| treated(Resolution::Exact, found))
        .or_else(|| by_monitor(&any_case).map(|found| treated(Resolution::Case, found)))
        .or_else(|| by_probe(&any_case).map(|found| treated(Resolution::Probe, found)))
        .or_else(|| {
            by_monitor(&humps)
                .or_else(|| by_probe(&humps))
                .map(|found| treated(Resolution::Humps, found))
        })
        .or_else(|| {
            by_monitor(&spelling)
                .or_else(|| by_probe(&spelling))
                .map(|found| treated(Resolution::Spelling, found))
        })
        .unwrap_or_else(|| treated(Resolution::Unlisted, Vec::new()))
}

/// What a section is named after: the monitor as the table spells it, since headings differ between languages; else
/// what the heading says.
fn treated(treats: &[Treated]) -> Option<&str> {
    let first = treats.first()?;
    let monitor = first.monitors.first().map(MonitorId::as_str);
    Some(monitor.unwrap_or(&first.name))
}

/// Gives sections names that are unique in the article and do not depend on any language.
#[derive(Default)]
struct Namer {
    /// The names, folded to one case.
    taken: HashSet<String>,
    /// For each folded base, the first number that may be free: counting anew for each section would take quadratic time.
    next: FxHashMap<String, usize>,
}

impl Namer {
    /// Names sections and their sub-sections, in the order of the text.
    fn name_all(&mut self, outlines: &mut [Outline<'_>]) {
        for outline in outlines {
            outline.id = self.name(outline.kind, treated(&outline.treats));
            self.name_all(&mut outline.children);
        }
    }

    fn name(&mut self, kind: SectionKind, treated: Option<&str>) -> SectionId {
        let (base, always_numbered) = match (kind, treated) {
            (SectionKind::Recovery, Some(name)) => (name, false),
            (SectionKind::Recovery, None) => ("recovery", false),
            (SectionKind::Explanation, _) => ("explanation", false),
            (SectionKind::CommonIssues, _) => ("common-issues", false),
            (SectionKind::UserAction, _) => ("user-action", false),
            (SectionKind::Verification, _) => ("verify", false),
            (SectionKind::Troubleshooting, _) => ("troubleshooting", false),
            (SectionKind::ErrorRecovery, _) => ("error", true),
            (SectionKind::Alert, _) => ("alert", true),
            (SectionKind::MoreInformation, _) => ("more-information", false),
        };
        let next = self.next.entry(base.to_ascii_lowercase()).or_insert(1);
        loop {
            let name = match *next {
                1 if !always_numbered => base.to_owned(),
                number => format!("{base}-{number}"),
            };
            *next += 1;
            if self.taken.insert(name.to_ascii_lowercase()) {
                return SectionId(name.into());
            }
        }
    }
}

/// Aligns the blocks of outlined sections.
pub(super) fn fill<'a>(
    outlines: Vec<Outline<'a>>,
    nodes: &mut NodeBuilder<'_, 'a>,
) -> Vec<Section<'a>> {
    outlines
        .into_iter()
        .map(|outline| {
            let blocks: Vec<(Locale, &'a [article::Block])> = outline
                .texts
                .iter()
                .map(|(locale, section)| (locale, section.blocks.as_slice()))
                .collect();
            let body = nodes.section(&blocks, Some(&outline.id));
            Section {
                headings: outline
                    .texts
                    .iter()
                    .map(|(locale, section)| (locale, section.heading.plain_text()))
                    .collect(),
                id: outline.id,
                kind: outline.kind,
                treats: outline.treats,
                nodes: body,
                children: fill(outline.children, nodes),
                texts: outline.texts,
            }
        })
        .collect()
}
