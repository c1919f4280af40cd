//! The probe table of one article, aligned over its languages, with every cell decided.

use rustc_hash::FxHashMap;

use crate::article::{CellText, MonitorCell, ProbeCells, is_monitor_like};
use crate::diagnostic::{Diagnostic, Location, Rule, Scope, SourceId};
use crate::locale::{Languages, Locale, Localized};
use crate::model::{Dissent, DissentKind, HealthSetId, MonitorId, MonitorMention, ProbeId};
use crate::syntax::{Words, name_part};

use super::consensus::{Support, Vote, decide};
use super::identity::Names;
use super::sequence;
use super::topic::Topic;

/// The aligned table.
#[derive(Debug, Default)]
pub(super) struct Table<'a> {
    pub(super) rows: Vec<Row<'a>>,
    pub(super) dissents: Vec<Dissent>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'a> Table<'a> {
    /// The entries of the columns of dependencies, row by row.
    pub(super) fn dependencies(&self) -> impl Iterator<Item = &Localized<&'a str>> {
        self.rows.iter().flat_map(|row| &row.dependencies)
    }
}

/// A row whose dependencies are still words.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub(super) probe: Option<ProbeId>,
    pub(super) health_set: HealthSetId,
    pub(super) monitors: Vec<MonitorMention>,
    pub(super) cells: Localized<&'a ProbeCells>,
    /// The entries of the column of dependencies, position by position.
    pub(super) dependencies: Vec<Localized<&'a str>>,
}

/// Aligns the probe tables of a topic whose health set is `id`.
pub(super) fn align<'a>(
    topic: &Topic<'a>,
    id: &HealthSetId,
    names: &Names,
    languages: &Languages,
    support: &Support<'a>,
) -> Table<'a> {
    let sources: Localized<SourceId> = topic
        .articles
        .iter()
        .map(|(tag, article)| (tag, article.source))
        .collect();
    let tables: Vec<(Locale, &'a [ProbeCells])> = topic
        .articles
        .iter()
        .filter_map(|(tag, article)| Some((tag, article.probe_table()?.rows.as_slice())))
        .collect();
    let mut builder = Builder {
        id,
        names,
        languages,
        support,
        sources,
        table: Table::default(),
        probe_texts: FxHashMap::default(),
        probe_cells: Localized::default(),
    };
    let monitors = |row: &'a ProbeCells| -> Vec<&'a MonitorId> {
        let monitors = row.monitors.iter();
        monitors.filter_map(|monitor| monitor.id.as_ref()).collect()
    };
    for cells in together(&tables, monitors) {
        builder.row(cells);
    }
    builder.table
}

/// What belongs together in lists of all languages: what stands at the same place if all are equally long, else what has
/// the same key.
fn together<'a, T, K: PartialEq>(
    lists: &[(Locale, &'a [T])],
    key: impl Fn(&'a T) -> K,
) -> Vec<Localized<&'a T>> {
    if sequence::equally_long(lists) {
        return sequence::by_place(lists).collect();
    }
    let keys: Vec<(Locale, Vec<K>)> = lists
        .iter()
        .map(|(locale, list)| (*locale, list.iter().map(&key).collect()))
        .collect();
    let part = |(locale, at): (Locale, &usize)| {
        let (_, list) = lists.iter().find(|(tag, _)| *tag == locale)?;
        Some((locale, list.get(*at)?))
    };
    let columns = sequence::align(&keys).into_iter();
    columns
        .map(|column| column.iter().filter_map(part).collect())
        .collect()
}

struct Builder<'b, 'a> {
    id: &'b HealthSetId,
    names: &'b Names,
    languages: &'b Languages,
    support: &'b Support<'a>,
    sources: Localized<SourceId>,
    table: Table<'a>,
    /// How often each text stood in the column of probes so far.
    probe_texts: FxHashMap<(Locale, &'a str), usize>,
    /// How many cells that column had so far.
    probe_cells: Localized<usize>,
}

/// A cell of one language and what it says, if it has the form of an identifier.
struct Reading<'c, T> {
    locale: Locale,
    cell: &'c CellText,
    value: Option<T>,
}

impl<'a> Builder<'_, 'a> {
    fn row(&mut self, cells: Localized<&'a ProbeCells>) {
        let probe = self.probe(&cells);
        let health_set = self.health_set(&cells);
        let monitors = self.monitors(&cells, &health_set);
        let lists = cells.iter().map(|(tag, row)| {
            let texts: Vec<&'a str> = row
                .dependencies
                .iter()
                .flatten()
                .map(|cell| cell.text.as_str())
                .collect();
            (tag, texts)
        });
        let lists: Vec<(Locale, Vec<&'a str>)> = lists.collect();
        let longest = lists
            .iter()
            .map(|(_, texts)| texts.len())
            .max()
            .unwrap_or(0);
        let dependencies = (0..longest)
            .map(|at| {
                lists
                    .iter()
                    .filter_map(|(tag, texts)| Some((*tag, *texts.get(at)?)))
                    .collect()
            })
            .collect();
        self.count_probes(&cells);
        self.table.rows.push(Row {
            probe,
            health_set,
            monitors,
            cells,
            dependencies,
        });
    }

    fn at(&self, locale: Locale, cell: &CellText) -> Option<Location> {
        self.sources
            .get(locale)
            .map(|&source| cell.span.within(source))
    }

    /// The probe, or `None` if most languages have words there that stand for none.
    fn probe(&mut self, cells: &Localized<&'a ProbeCells>) -> Option<ProbeId> {
        let readings: Vec<Reading<'_, ProbeId>> = cells
            .iter()
            .map(|(locale, row)| {
                let text = &row.probe.text;
                let none = self
                    .languages
                    .get(locale)
                    .is_some_and(|data| data.lexicon.none.contains(text));
                let value = ProbeId::new(text).filter(|_| !none && !self.is_sentinel(locale, text));
                Reading {
                    locale,
                    cell: &row.probe,
                    value,
                }
            })
            .collect();
        let named = readings
            .iter()
            .filter(|reading| reading.value.is_some())
            .count();
        if named * 2 < readings.len() {
            return None;
        }
        self.settle(DissentKind::Probe, &readings)
    }

    /// A single word that fills most of the column and looks like no probe stands for "none".
    fn is_sentinel(&self, locale: Locale, text: &str) -> bool {
        let same = self.probe_texts.get(&(locale, text)).copied();
        let all = self.probe_cells.get(locale).copied();
        let (same, all) = (same.unwrap_or(0), all.unwrap_or(0));
        !is_monitor_like(text) && same >= 2 && same * 2 > all
    }

    /// Counts the cells of the column of probes in the rows that are done.
    fn count_probes(&mut self, cells: &Localized<&'a ProbeCells>) {
        for (locale, row) in cells.iter() {
            let same = self.probe_texts.entry((locale, row.probe.text.as_str()));
            *same.or_default() += 1;
            let all = self.probe_cells.get(locale).copied().unwrap_or(0);
            self.probe_cells.insert(locale, all + 1);
        }
    }

    fn health_set(&mut self, cells: &Localized<&'a ProbeCells>) -> HealthSetId {
        let known: Vec<Option<&HealthSetId>> = cells
            .values()
            .map(|row| self.names.known(&row.health_set.text))
            .collect();
        let any_known = known.iter().any(Option::is_some);
        let readings: Vec<Reading<'_, HealthSetId>> = cells
            .iter()
            .zip(known)
            .map(|((locale, row), known)| {
                let cell = &row.health_set;
                let value = match known {
                    Some(known) => Some(known.clone()),
                    // A word that no article is about loses against one that is.
                    None if any_known => None,
                    None => HealthSetId::new(&cell.text),
                };
                Reading {
                    locale,
                    cell,
                    value,
                }
            })
            .collect();
        self.settle(DissentKind::HealthSet, &readings)
            .unwrap_or_else(|| {
                self.dissent_from(&readings, DissentKind::HealthSet, self.id.as_str());
                self.id.clone()
            })
    }

    fn monitors(
        &mut self,
        cells: &Localized<&'a ProbeCells>,
        health_set: &HealthSetId,
    ) -> Vec<MonitorMention> {
        let lists: Vec<(Locale, &'a [MonitorCell])> = cells
            .iter()
            .map(|(tag, row)| (tag, row.monitors.as_slice()))
            .collect();
        let mut mentions: Vec<MonitorMention> = Vec::new();
        for entries in together(&lists, |cell| cell.id.as_ref()) {
            mentions.extend(self.monitor(&entries, health_set));
        }
        mentions.dedup();
        mentions
    }

    fn monitor(
        &mut self,
        entries: &Localized<&'a MonitorCell>,
        row: &HealthSetId,
    ) -> Option<MonitorMention> {
        let readings: Vec<Reading<'_, MonitorId>> = entries
            .iter()
            .map(|(locale, entry)| Reading {
                locale,
                cell: &entry.cell,
                value: entry.id.clone(),
            })
            .collect();
        let Some(id) = self
            .settle(DissentKind::Monitor, &readings)
            .or_else(|| name_inside(entries))
        else {
            let at = entries
                .iter()
                .next()
                .and_then(|(tag, entry)| self.at(tag, &entry.cell));
            let mut diagnostic = Diagnostic::new(Rule::IdentifierUnreadable, "this cell names no monitor in any language")
                .help("write the name of the monitor as managed availability has it; it is never translated");
            diagnostic.primary = at;
            if entries.len() > 1 {
                diagnostic.scope = Scope::Everywhere;
            }
            self.table.diagnostics.push(diagnostic);
            return None;
        };
        let owners: Vec<(Locale, HealthSetId)> = entries
            .iter()
            .filter_map(|(tag, entry)| {
                let named = self.names.within(entry.qualifier.as_deref()?)?;
                Some((tag, named.clone()))
            })
            .collect();
        let votes: Vec<Vote<'_, HealthSetId>> = owners
            .iter()
            .map(|(locale, value)| Vote {
                locale: *locale,
                value,
            })
            .collect();
        let owner = decide(&votes, self.support).map(|at| owners[at].1.clone());
        if let Some(owner) = &owner {
            self.other_owners(entries, &owners, owner);
        }
        Some(MonitorMention {
            id,
            health_set: owner.unwrap_or_else(|| row.clone()),
        })
    }

    /// Records the cells that say of a monitor of `owner` that it is of another health set, or of none that is known.
    fn other_owners(
        &mut self,
        entries: &Localized<&'a MonitorCell>,
        owners: &[(Locale, HealthSetId)],
        owner: &HealthSetId,
    ) {
        let of = |locale: Locale| owners.iter().find(|(tag, _)| *tag == locale);
        let is_right = |locale: Locale| of(locale).is_some_and(|(_, own)| own == owner);
        let said = entries
            .iter()
            .filter_map(|(locale, entry)| Some((locale, entry, entry.qualifier.as_deref()?)));
        let (right, wrong): (Vec<_>, Vec<_>) = said.partition(|(locale, ..)| is_right(*locale));
        let evidence = right
            .iter()
            .filter_map(|(locale, entry, _)| Some((*locale, self.at(*locale, &entry.cell)?)));
        let evidence: Vec<(Locale, Location)> = evidence.collect();
        for (locale, entry, qualifier) in wrong {
            if let Some(at) = self.at(locale, &entry.cell) {
                self.table.dissents.push(Dissent {
                    kind: DissentKind::HealthSet,
                    locale,
                    found: qualifier.to_owned(),
                    expected: owner.as_str().to_owned(),
                    at,
                    evidence: evidence.clone(),
                });
            }
        }
    }

    /// Decides between readings and records those that say otherwise.
    fn settle<T>(&mut self, kind: DissentKind, readings: &[Reading<'_, T>]) -> Option<T>
    where
        T: Ord + Clone + AsRef<str>,
    {
        let votes: Vec<Vote<'_, T>> = readings
            .iter()
            .filter_map(|reading| {
                Some(Vote {
                    locale: reading.locale,
                    value: reading.value.as_ref()?,
                })
            })
            .collect();
        let winner = votes[decide(&votes, self.support)?].value.clone();
        let wrong: Vec<&Reading<'_, T>> = readings
            .iter()
            .filter(|reading| reading.value.as_ref() != Some(&winner))
            .collect();
        if !wrong.is_empty() {
            let evidence: Vec<(Locale, Location)> = readings
                .iter()
                .filter(|reading| reading.value.as_ref() == Some(&winner))
                .filter_map(|reading| {
                    Some((reading.locale, self.at(reading.locale, reading.cell)?))
                })
                .collect();
            for reading in wrong {
                self.dissent(kind, reading, winner.as_ref(), &evidence);
            }
        }
        Some(winner)
    }

    fn dissent_from<T>(&mut self, readings: &[Reading<'_, T>], kind: DissentKind, expected: &str) {
        for reading in readings {
            self.dissent(kind, reading, expected, &[]);
        }
    }

    fn dissent<T>(
        &mut self,
        kind: DissentKind,
        reading: &Reading<'_, T>,
        expected: &str,
        evidence: &[(Locale, Location)],
    ) {
        if let Some(at) = self.at(reading.locale, reading.cell) {
            self.table.dissents.push(Dissent {
                kind,
                locale: reading.locale,
                found: reading.cell.text.clone(),
                expected: expected.to_owned(),
                at,
                evidence: evidence.to_vec(),
            });
        }
    }
}

/// A name of a monitor somewhere in a cell that was translated around it.
fn name_inside(entries: &Localized<&MonitorCell>) -> Option<MonitorId> {
    entries
        .values()
        .flat_map(|entry| Words::of(&entry.cell.text))
        .map(|(_, word)| name_part(word))
        .filter(|word| is_monitor_like(word))
        .max_by_key(|word| word.len())
        .and_then(MonitorId::new)
}
