//! Rows of the table of probes that languages have otherwise.
//!
//! Rule: `dependencies-differ`. Rows that one language lacks or has alone are `part-missing` and `part-added`; monitors of a
//! row that it lacks or has alone are `monitor-id-differs`.
//!
//! ## What it does
//! Compares how many dependencies a row lists, and what it calls them, with the same row in the other languages. What
//! a term is called in a language is learnt from all tables; names that are known for mistakes are in
//! `[lexicon.dependency-mistakes]` of `locales/`.
//!
//! ## Why it matters
//! Who looks for the cause of an alert looks at what the probe depends on.
//!
//! ## How to mend it
//! List the dependencies of the other languages, under the names that the other tables have.
//!
//! ## What it cannot see
//! A term with another name that occurs once: it may be a good translation.

use std::collections::BTreeMap;

use crate::check::consensus::{Dispute, disputes, list, scope};
use crate::check::places::{at_places, source_first};
use crate::check::{Context, Topic};
use crate::article::{CellText, ProbeCells};
use crate::diagnostic::{Diagnostic, Location, Rule, Scope};
use crate::locale::Locale;
use crate::model::{HealthSet, MonitorId, ProbeRow};

/// A name must be so many times as frequent as another that is reported.
const TIMES: usize = 3;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let set = topic.set;
    let tables: Vec<Locale> = set
        .articles
        .iter()
        .filter(|(_, article)| article.probe_table().is_some())
        .map(|(locale, _)| locale)
        .collect();
    set.rows
        .iter()
        .flat_map(|row| {
            let whole = presence(context, set, row, &tables).into_iter().chain(number(context, set, row));
            whole.chain(monitors(context, set, row))
        })
        .collect()
}

/// A row that a language lacks, or that only one has.
fn presence(
    context: &Context<'_>,
    set: &HealthSet<'_>,
    row: &ProbeRow<'_>,
    tables: &[Locale],
) -> Option<Diagnostic> {
    if tables.iter().all(|&locale| row.cells.get(locale).is_some()) {
        return None;
    }
    let said: Vec<(Locale, Vec<()>)> = tables
        .iter()
        .map(|&locale| (locale, row.cells.get(locale).map(|_| ()).into_iter().collect()))
        .collect();
    let dispute = disputes(&said, context.source).into_iter().next()?;
    let place = |locale: Locale| -> Option<(Locale, Location)> {
        let article = set.articles.get(locale)?;
        let span = match row.cells.get(locale) {
            Some(cells) => cells.span,
            None => article.probe_table()?.span,
        };
        Some((locale, span.within(article.source)))
    };
    let name = row.monitors.first().map_or("", |monitor| monitor.id.as_str());
    let right = list(dispute.right());
    let (rule, message) = if dispute.is_right {
        let message = format!("the row of `{name}` that stands in {right} is missing in this table");
        (Rule::PartMissing, message)
    } else {
        let message = format!("the row of `{name}` does not stand in {right}");
        (Rule::PartAdded, message)
    };
    let drift = dispute.is_drift(context.source);
    let diagnostic = Diagnostic::new(rule, message)
        .scope(if drift { Scope::Translations } else { scope(dispute.wrong()) })
        .help("give every language the same rows");
    let places: Vec<_> = dispute.wrong().iter().filter_map(|&locale| place(locale)).collect();
    let diagnostic = at_places(diagnostic, &source_first(places, context.source))?;
    let evidence = dispute.right().iter().find_map(|&locale| place(locale));
    Some(evidence.into_iter().fold(diagnostic, |diagnostic, (locale, place)| {
        diagnostic.related(place, format!("the table in {locale}"))
    }))
}

/// A row that lists more or fewer dependencies than in the other languages.
fn number(context: &Context<'_>, set: &HealthSet<'_>, row: &ProbeRow<'_>) -> Option<Diagnostic> {
    let count = |locale: Locale| Some(row.cells.get(locale)?.dependencies.as_ref()?.len());
    let said: Vec<(Locale, Vec<usize>)> = row
        .cells
        .locales()
        .filter_map(|locale| Some((locale, vec![count(locale)?])))
        .collect();
    let disputes = disputes(&said, context.source);
    let dispute = disputes.into_iter().find(|dispute| dispute.is_right)?;
    let place = |locale: Locale| -> Option<(Locale, Location)> {
        let span = row.cells.get(locale)?.span;
        Some((locale, span.within(set.articles.get(locale)?.source)))
    };
    let places: Vec<_> = dispute.lacking.iter().filter_map(|&locale| place(locale)).collect();
    let first = dispute.lacking.first().copied()?;
    let message = format!(
        "the number of dependencies in this row is {}, but {} in {}",
        count(first)?,
        dispute.value,
        list(&dispute.holders)
    );
    let drift = dispute.is_drift(context.source);
    let diagnostic = Diagnostic::new(Rule::DependenciesDiffer, message)
        .scope(if drift { Scope::Translations } else { scope(&dispute.lacking) })
        .help("list what the other languages list");
    let diagnostic = at_places(diagnostic, &source_first(places, context.source))?;
    let (locale, place) = dispute.holders.iter().find_map(|&locale| place(locale))?;
    Some(diagnostic.related(place, format!("the row in {locale}")))
}

/// A row that lists more or fewer monitors than in the other languages.
fn monitors(context: &Context<'_>, set: &HealthSet<'_>, row: &ProbeRow<'_>) -> Vec<Diagnostic> {
    let listed = |cells: &ProbeCells| -> Vec<MonitorId> {
        let ids = cells.monitors.iter().filter_map(|cell| cell.id.clone());
        ids.collect()
    };
    // A row that lacks a cell is reported as such; a cell that names another monitor dissents.
    let width = row.cells.values().map(|cells| cells.cells).max();
    let whole = row.cells.iter().filter(|(_, cells)| Some(cells.cells) == width);
    let whole: Vec<(Locale, &ProbeCells)> = whole.map(|(locale, cells)| (locale, *cells)).collect();
    let count = |cells: &ProbeCells| cells.monitors.len();
    if whole.windows(2).all(|two| count(two[0].1) == count(two[1].1)) {
        return Vec::new();
    }
    let said: Vec<(Locale, Vec<MonitorId>)> = whole.iter().map(|(locale, cells)| (*locale, listed(cells))).collect();
    let report = |dispute: Dispute<MonitorId>| {
        let count = |locale: Locale| row.cells.get(locale).map(|cells| count(cells));
        let usual = dispute.right().iter().find_map(|&locale| count(locale));
        let is_other = |locale: &Locale| count(*locale) != usual;
        let place = |locale: Locale| -> Option<(Locale, Location)> {
            let span = row.cells.get(locale)?.span;
            Some((locale, span.within(set.articles.get(locale)?.source)))
        };
        let wrong: Vec<Locale> = dispute.wrong().iter().copied().filter(is_other).collect();
        let places: Vec<_> = wrong.iter().filter_map(|&locale| place(locale)).collect();
        let (monitor, right) = (&dispute.value, list(dispute.right()));
        let message = if dispute.is_right {
            format!("this row lacks the monitor `{monitor}`, which it has in {right}")
        } else {
            format!("this row has the monitor `{monitor}`, which it does not have in {right}")
        };
        let drift = dispute.is_drift(context.source);
        let diagnostic = Diagnostic::new(Rule::MonitorIdDiffers, message)
            .scope(if drift { Scope::Translations } else { scope(&wrong) })
            .help("list the monitors of the other languages");
        let diagnostic = at_places(diagnostic, &source_first(places, context.source))?;
        let (locale, there) = dispute.right().iter().find_map(|&locale| place(locale))?;
        Some(diagnostic.related(there, format!("the row in {locale}")))
    };
    disputes(&said, context.source).into_iter().filter_map(report).collect()
}

/// What languages call each term, and where: by language, term and what the original calls it, then by name. An
/// original that has two names for a term may be translated with two.
type Names<'n> = BTreeMap<(Locale, &'n str, &'n str), BTreeMap<&'n str, Vec<Location>>>;

/// Dependencies under a name that is that of another term everywhere else, or that the language uses once where it has
/// another for the same term.
pub(super) fn names(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut names: Names<'_> = BTreeMap::new();
    for set in &context.knowledge.health_sets {
        for row in &set.rows {
            collect(context.source, set, row, &mut names);
        }
    }
    let mut found = Vec::new();
    for ((locale, term, _), uses) in &names {
        let Some((usual, often)) = uses.iter().max_by_key(|(_, places)| places.len()) else {
            continue;
        };
        let lexicon = context.languages.get(*locale).map(|data| &data.lexicon);
        let known = lexicon.and_then(|lexicon| lexicon.dependencies.get(*term));
        let wrong = lexicon.and_then(|lexicon| lexicon.dependency_mistakes.get(*term));
        let has = |names: Option<&Vec<String>>, name: &str| names.is_some_and(|names| names.iter().any(|own| own == name));
        if let Some(right) = known.and_then(|names| names.first()) {
            let mistakes = uses.iter().filter(|(name, _)| has(wrong, name));
            found.extend(mistakes.filter_map(|(name, places)| mistaken(*locale, name, right, places)));
        }
        let is_odd = |name: &str, places: usize| places * TIMES <= often.len() && !has(known, name) && !has(wrong, name);
        let odd = uses.iter().filter(|(name, places)| is_odd(name, places.len()));
        for (name, places) in odd {
            let message = format!("`{name}` stands here for what the other tables in {locale} call `{usual}`");
            let diagnostic = Diagnostic::new(Rule::DependenciesDiffer, message)
                .help(format!("write `{usual}`, if it is the same"));
            let places: Vec<_> = places.iter().map(|place| (*locale, *place)).collect();
            if let Some(diagnostic) = at_places(diagnostic, &places) {
                let evidence = often.first().map(|place| (*place, format!("`{usual}`")));
                found.push(evidence.into_iter().fold(diagnostic, |diagnostic, (place, label)| {
                    diagnostic.related(place, label)
                }));
            }
        }
    }
    found
}

/// A name that is known for a mistake, wherever it stands in a language.
fn mistaken(locale: Locale, name: &str, right: &str, places: &[Location]) -> Option<Diagnostic> {
    let places: Vec<_> = places.iter().map(|place| (locale, *place)).collect();
    let message = format!("`{name}` is no name of this dependency in {locale}: it is `{right}`");
    let diagnostic = Diagnostic::new(Rule::DependenciesDiffer, message).help(format!("write `{right}`"));
    at_places(diagnostic, &places)
}

fn collect<'n>(source: Option<Locale>, set: &'n HealthSet<'_>, row: &'n ProbeRow<'_>, names: &mut Names<'n>) {
    for (locale, cells) in row.cells.iter() {
        let Some(own) = &cells.dependencies else { continue };
        let Some(article) = set.articles.get(locale) else { continue };
        // Only where place by place the cell says what was understood of all languages.
        if own.len() != row.dependencies.len() {
            continue;
        }
        let original = original(source, row, locale);
        for (at, (cell, term)) in own.iter().zip(&row.dependencies).enumerate() {
            let original = original.and_then(|cells| cells.get(at)).map_or("", |cell| cell.text.as_str());
            let uses = names.entry((locale, term.as_str(), original)).or_default();
            let places = uses.entry(cell.text.as_str()).or_default();
            places.push(cell.span.within(article.source));
        }
    }
}

/// The dependencies of a row in the source or, without one, in another language, if there are as many as were
/// understood. The source itself has no original.
fn original<'n>(source: Option<Locale>, row: &'n ProbeRow<'_>, locale: Locale) -> Option<&'n [CellText]> {
    let others = row.cells.iter().filter(|(other, _)| *other != locale);
    let mut all = others.filter_map(|(other, cells)| Some((other, cells.dependencies.as_ref()?)));
    let (_, cells) = match source {
        Some(source) => all.find(|(other, _)| *other == source)?,
        None => all.next()?,
    };
    (cells.len() == row.dependencies.len()).then_some(cells)
}
