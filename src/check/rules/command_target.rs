//! An example command names what the tables do not.
//!
//! Rules: `example-names-monitor`, `example-probe-unlisted`, `example-names-other-health-set`.
//!
//! ## What it does
//! Reads `HealthSet\\Probe` after `Invoke-MonitoringProbe` and the health set that `HealthSetName` is compared with, in the
//! commands that the languages agree on, and looks both up in the tables. A probe that the table writes in other case is
//! `name-other-case`.
//!
//! ## Why it matters
//! A command with a monitor where a probe belongs fails, or reports on something else.
//!
//! ## How to mend it
//! Name a probe of the table of this article, and the health set in front of it that the row has.
//!
//! ## What it cannot see
//! Whether another probe of the same table was meant.

use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule, Scope, Span};
use crate::locale::Locale;
use crate::model::{Command, HealthSet};

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for command in &topic.set.commands {
        for (name, rule, message, help) in problems(context, topic.set, &command.text) {
            found.extend(report(context, topic, command, &name, rule, message, help));
        }
    }
    found
}

type Problem = (String, Rule, String, String);

fn problems(context: &Context<'_>, set: &HealthSet<'_>, text: &str) -> Vec<Problem> {
    let mut found = Vec::new();
    if let Some((owner, name)) = probe_argument(text) {
        found.extend(wrong_probe(context, owner, name));
        found.extend(other_health_set(context, set, owner));
    }
    if let Some(owner) = compared_health_set(text) {
        found.extend(other_health_set(context, set, owner));
    }
    found
}

fn wrong_probe(context: &Context<'_>, owner: &str, name: &str) -> Option<Problem> {
    let sets = &context.knowledge.health_sets;
    if sets
        .iter()
        .flat_map(|set| &set.probes)
        .any(|probe| probe.id.as_str() == name)
    {
        return None;
    }
    let monitor = sets
        .iter()
        .flat_map(|set| &set.monitors)
        .find(|monitor| monitor.id.as_str() == name);
    if let Some(monitor) = monitor {
        let probes: Vec<&str> = monitor.probes.iter().map(|probe| probe.as_str()).collect();
        let message = format!("`{name}` is a monitor, but a probe belongs here");
        let help = match probes.as_slice() {
            [] => "name the probe that feeds the monitor".to_owned(),
            probes => format!("the probe of this monitor is `{}`", probes.join("` or `")),
        };
        return Some((name.to_owned(), Rule::ExampleNamesMonitor, message, help));
    }
    let of_owner = sets
        .iter()
        .flat_map(|set| &set.probes)
        .filter(|probe| probe.health_set.as_str() == owner);
    let known: Vec<&str> = of_owner.map(|probe| probe.id.as_str()).collect();
    let near = known
        .iter()
        .min_by_key(|probe| strsim::osa_distance(probe, name));
    let only_case = near.is_some_and(|near| near.eq_ignore_ascii_case(name));
    if let Some(near) = near.filter(|_| only_case) {
        // Exchange finds it all the same.
        let message = format!("the table writes the probe `{name}` in other case: `{near}`");
        return Some((name.to_owned(), Rule::NameOtherCase, message, format!("write `{near}`")));
    }
    let message = format!("no table has the probe `{name}`");
    let help = match near {
        Some(near) => format!("the table of `{owner}` has `{near}`"),
        None => "name a probe of the table".to_owned(),
    };
    Some((name.to_owned(), Rule::ExampleProbeUnlisted, message, help))
}

fn other_health_set(context: &Context<'_>, set: &HealthSet<'_>, owner: &str) -> Option<Problem> {
    let own =
        set.id.as_str() == owner || set.rows.iter().any(|row| row.health_set.as_str() == owner);
    if own || owner.ends_with('*') {
        return None;
    }
    let known = context.vocabulary.is_health_set(owner);
    let message = if known {
        format!(
            "this command of the article about `{}` names the health set `{owner}`",
            set.id
        )
    } else {
        format!("there is no health set `{owner}`")
    };
    let help = format!("write `{}`", set.id);
    Some((
        owner.to_owned(),
        Rule::ExampleNamesOtherHealthSet,
        message,
        help,
    ))
}

/// Health set and probe of `Invoke-MonitoringProbe HealthSet\\Probe`, unless one is a placeholder.
fn probe_argument(text: &str) -> Option<(&str, &str)> {
    let lower = text.to_ascii_lowercase();
    let start = lower.find("invoke-monitoringprobe")? + "invoke-monitoringprobe".len();
    let argument = text[start..]
        .trim_start()
        .trim_start_matches("-Identity ")
        .split([' ', '|', '\n'])
        .next()?;
    let (owner, name) = argument.trim_matches(['"', '\'']).split_once('\\')?;
    (!owner.contains('<') && !name.contains('<'))
        .then_some((owner, name.split('\\').next().unwrap_or(name)))
}

/// `X` of `HealthSetName -eq "X"`, unless it is a placeholder.
fn compared_health_set(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    let start = lower.find("healthsetname -eq ")? + "healthsetname -eq ".len();
    let value = text[start..]
        .trim_start()
        .strip_prefix(['"', '\''])?
        .split(['"', '\''])
        .next()?;
    (!value.contains('<') && !value.is_empty()).then_some(value)
}

/// One finding for all languages that have the command so; those that differ are the business of `command-differs`.
fn report(
    context: &Context<'_>,
    topic: &Topic<'_>,
    command: &Command<'_>,
    name: &str,
    rule: Rule,
    message: String,
    help: String,
) -> Option<Diagnostic> {
    let mut places: Vec<(Locale, Location)> = command
        .uses
        .iter()
        .filter(|(_, own)| own.text.contains(name))
        .filter_map(|(locale, own)| Some((locale, place(context, topic, locale, own.span, name)?)))
        .collect();
    places.sort_by_key(|(locale, _)| Some(*locale) != context.source);
    let (first, rest) = places.split_first()?;
    let mut diagnostic =
        Diagnostic::new(rule, message)
            .at(first.1)
            .help(help)
            .scope(if rest.is_empty() {
                Scope::Locale
            } else {
                Scope::Everywhere
            });
    for (locale, place) in rest {
        diagnostic = diagnostic.also(*place, locale);
    }
    Some(diagnostic)
}

fn place(
    context: &Context<'_>,
    topic: &Topic<'_>,
    locale: Locale,
    span: Span,
    name: &str,
) -> Option<Location> {
    let article = topic.set.articles.get(locale)?;
    let source = context.sources.get(article.source.0 as usize)?;
    let start = span.start as usize;
    let exact = span
        .of(&source.text)
        .find(name)
        .map(|at| Span::new(start + at, start + at + name.len()));
    Some(exact.unwrap_or(span).within(article.source))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_read() {
        assert_eq!(
            probe_argument("Invoke-MonitoringProbe A.B\\CProbe -Server x"),
            Some(("A.B", "CProbe"))
        );
        assert_eq!(
            probe_argument("Invoke-MonitoringProbe <set>\\<probe> -Server x"),
            None
        );
        assert_eq!(
            compared_health_set("?{$_.HealthSetName -eq \"A.B\"}"),
            Some("A.B")
        );
        assert_eq!(
            compared_health_set("?{$_.HealthSetName -eq \"<set>\"}"),
            None
        );
    }
}
