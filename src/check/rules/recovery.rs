//! Headings of recovery sections and the table of probes do not fit.
//!
//! Rules: `heading-monitor-misspelt`, `heading-monitor-unlisted`, `monitor-without-recovery`, `monitor-is-health-set`.
//!
//! ## What it does
//! Looks up the monitors in the headings of recovery sections in the table of the article, and the other way round.
//!
//! ## Why it matters
//! An operator who has the name of a monitor from an alert looks for the section with this name.
//!
//! ## How to mend it
//! Write the name in the heading as in the table; add the missing row, or the missing section.
//!
//! ## What it cannot see
//! Which of the two is wrong; names in other case, which are `name-other-case`. Monitors of tables without any recovery
//! section that names a monitor are not reported, nor are monitors of another health set, unless its article has no steps
//! either.

use crate::article::{ArticleKind, same_humps};
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Rule, Scope};
use crate::model::{Monitor, Resolution, Section};

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for section in topic.set.all_sections() {
        for treated in &section.treats {
            let known: Vec<&str> = treated
                .monitors
                .iter()
                .map(|monitor| monitor.as_str())
                .collect();
            let name = treated.name.as_str();
            let problem = match treated.resolution {
                Resolution::Exact | Resolution::Case | Resolution::Probe => None,
                Resolution::Humps | Resolution::Spelling => {
                    let listed = nearest(topic, name).unwrap_or_else(|| known.join(", "));
                    if name.ends_with("Monitor") && listed.ends_with("Probe") {
                        let message = format!("this heading names `{name}`, which is not in the table of probes; only the probe `{listed}` is");
                        found.extend(unlisted(context, topic, section, name, message));
                        continue;
                    }
                    Some((
                        Rule::HeadingMonitorMisspelt,
                        format!(
                            "this heading names `{name}`, but the table of probes has `{listed}`"
                        ),
                        "write the name in the heading as in the table, in every language",
                    ))
                }
                Resolution::Unlisted if topic.set.rows.is_empty() => None,
                Resolution::Unlisted => {
                    let message = format!("this heading names `{name}`, which is not in the table of probes");
                    found.extend(unlisted(context, topic, section, name, message));
                    None
                }
            };
            if let Some((rule, message, help)) = problem {
                found.extend(report(
                    context,
                    topic,
                    section,
                    name,
                    Diagnostic::new(rule, message).help(help),
                ));
            }
        }
    }
    found.extend(untreated(context, topic));
    found.extend(misplaced(context, topic));
    found
}

fn unlisted(
    context: &Context<'_>,
    topic: &Topic<'_>,
    section: &Section<'_>,
    name: &str,
    message: String,
) -> Option<Diagnostic> {
    let diagnostic = Diagnostic::new(Rule::HeadingMonitorUnlisted, message)
        .help("name a monitor of the table, or add it to the table");
    report(context, topic, section, name, diagnostic)
}

/// Health sets in the column of monitors.
fn misplaced(context: &Context<'_>, topic: &Topic<'_>) -> Option<Diagnostic> {
    let name = topic
        .set
        .monitors
        .iter()
        .map(|monitor| monitor.id.as_str())
        .find(|name| name.contains('.') && context.vocabulary.is_health_set(name))?;
    let places: Vec<_> = topic
        .set
        .articles
        .values()
        .filter_map(|article| {
            let cells = article
                .probe_table()?
                .rows
                .iter()
                .flat_map(|row| &row.monitors);
            let cell = cells
                .into_iter()
                .find(|cell| cell.id.as_ref().is_some_and(|id| id.as_str() == name))?;
            Some((article, cell.cell.span.within(article.source)))
        })
        .collect();
    let (_, first) = places
        .iter()
        .find(|(article, _)| Some(article.locale) == context.source)
        .or(places.first())?;
    let message = format!("`{name}` is a health set, but a monitor belongs here");
    let mut diagnostic = Diagnostic::new(Rule::MonitorIsHealthSet, message)
        .at(*first)
        .scope(if places.len() > 1 {
            Scope::Everywhere
        } else {
            Scope::Locale
        })
        .help("name the monitor that the probe of this row feeds");
    for (article, place) in places.iter().filter(|(_, place)| place != first) {
        diagnostic = diagnostic.also(*place, article.locale);
    }
    Some(diagnostic)
}

/// The probe or monitor of the table that is most like `name`.
fn nearest(topic: &Topic<'_>, name: &str) -> Option<String> {
    let monitors = topic.set.monitors.iter().map(|monitor| monitor.id.as_str());
    let probes = topic.set.probes.iter().map(|probe| probe.id.as_str());
    let lower = name.to_ascii_lowercase();
    let by_humps = monitors
        .clone()
        .chain(probes.clone())
        .find(|known| same_humps(known, name));
    if let Some(known) = by_humps {
        return Some(known.to_owned());
    }
    monitors
        .chain(probes)
        .min_by_key(|known| strsim::osa_distance(&known.to_ascii_lowercase(), &lower))
        .map(str::to_owned)
}

fn report(
    context: &Context<'_>,
    topic: &Topic<'_>,
    section: &Section<'_>,
    name: &str,
    mut diagnostic: Diagnostic,
) -> Option<Diagnostic> {
    let mut places: Vec<_> = section
        .texts
        .iter()
        .filter_map(|(locale, own)| {
            let article = topic.set.articles.get(locale)?;
            let named = own.named.iter().find(|named| named.text == name)?;
            Some((locale, named.span.within(article.source)))
        })
        .collect();
    places.sort_by_key(|(locale, _)| Some(*locale) != context.source);
    let (first, rest) = places.split_first()?;
    diagnostic = diagnostic.at(first.1).scope(if rest.is_empty() {
        Scope::Locale
    } else {
        Scope::Everywhere
    });
    for (locale, place) in rest {
        diagnostic = diagnostic.also(*place, locale);
    }
    if let Some(table) = topic
        .set
        .articles
        .values()
        .next()
        .and_then(|article| Some((article, article.probe_table()?)))
    {
        diagnostic = diagnostic.related(table.1.span.within(table.0.source), "the table of probes");
    }
    Some(diagnostic)
}

/// Monitors of the table that no section treats, where other monitors have sections.
fn untreated(context: &Context<'_>, topic: &Topic<'_>) -> Option<Diagnostic> {
    let set = topic.set;
    let names_any = set.all_sections().any(|section| !section.treats.is_empty());
    let lost: Vec<&str> = set
        .monitors
        .iter()
        .filter(|monitor| monitor.recovery.is_none() && is_ours(context, topic, monitor))
        .map(|monitor| monitor.id.as_str())
        .collect();
    if !names_any || lost.is_empty() {
        return None;
    }
    let (_, article) = set.articles.resolve(
        context.source.or_else(|| set.articles.locales().next())?,
        None,
    )?;
    let table = article.probe_table()?;
    let message = format!(
        "no section treats {}",
        lost.iter()
            .map(|name| format!("`{name}`"))
            .collect::<Vec<_>>()
            .join(", ")
    );
    Some(
        Diagnostic::new(Rule::MonitorWithoutRecovery, message)
            .at(table.span.within(article.source))
            .scope(Scope::Everywhere)
            .help("name the monitor in the heading of the section that treats it"),
    )
}

/// Whether the article should treat a monitor: it is of its health set, or of one whose article treats nothing.
fn is_ours(context: &Context<'_>, topic: &Topic<'_>, monitor: &Monitor) -> bool {
    let refers_elsewhere = || {
        let other = context.knowledge.by_id(&monitor.health_set);
        other.is_some_and(|other| other.kind != ArticleKind::Full)
    };
    monitor.health_set == topic.set.id || refers_elsewhere()
}
