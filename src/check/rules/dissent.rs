//! A cell or a command that one language has otherwise than the others.
//!
//! Rules: `health-set-id-differs`, `probe-id-differs`, `monitor-id-differs`, `command-differs`.
//!
//! ## What it does
//! Compares the cells of the table of probes, and the commands, with those of the same row and step in the other
//! languages. What most of them say is taken; of equally many, what the source says. White space and the words of
//! placeholders do not count in commands. Where all translations agree against the source, they are one finding: the
//! source has changed since they were made.
//!
//! ## Why it matters
//! The name in the table is the name in the alert, and the command is what an operator runs.
//!
//! ## How to mend it
//! Write what the other languages write. `--fix` does so where the source or two translations say it, and never in the
//! source.
//!
//! ## What it cannot see
//! What every language has wrong alike.
//!
//! ## Example
//! The Italian table has a translated name:
//!
//! ```html
//! <td><p>SondaLampada</p></td>
//! ```
//!
//! where all others have
//!
//! ```html
//! <td><p>LampTestProbe</p></td>
//! ```

use std::collections::BTreeMap;

use crate::check::Context;
use crate::check::places::within;
use crate::diagnostic::{Diagnostic, Location, Rule, Scope, Span};
use crate::locale::Locale;
use crate::model::{Dissent, DissentKind, HealthSet};

pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let source = context.knowledge.source;
    context
        .knowledge
        .health_sets
        .iter()
        .flat_map(|set| {
            groups(set)
                .into_iter()
                .map(move |group| report(context, &group, source))
        })
        .collect()
}

/// Dissents about the same fact that say the same.
fn groups<'d>(set: &'d HealthSet<'_>) -> Vec<Vec<&'d Dissent>> {
    let mut groups: Vec<Vec<&Dissent>> = Vec::new();
    // Of dissents that say the same, the nth of a language belongs to the nth group.
    let mut same: BTreeMap<_, (Vec<usize>, BTreeMap<Locale, usize>)> = BTreeMap::new();
    for dissent in &set.dissents {
        let key = (dissent.kind, &dissent.found, &dissent.expected, &dissent.evidence);
        let (members, seen) = same.entry(key).or_default();
        let number = seen.entry(dissent.locale).or_default();
        match members.get(*number) {
            Some(&group) => groups[group].push(dissent),
            None => {
                members.push(groups.len());
                groups.push(vec![dissent]);
            }
        }
        *number += 1;
    }
    groups
}

fn report(context: &Context<'_>, group: &[&Dissent], source: Option<Locale>) -> Diagnostic {
    let first = group[0];
    let (rule, what) = match first.kind {
        DissentKind::HealthSet => (Rule::HealthSetIdDiffers, "health set"),
        DissentKind::Probe => (Rule::ProbeIdDiffers, "probe"),
        DissentKind::Monitor => (Rule::MonitorIdDiffers, "monitor"),
        DissentKind::Command => (Rule::CommandDiffers, "command"),
    };
    let others: Vec<String> = first
        .evidence
        .iter()
        .map(|(locale, _)| locale.to_string())
        .collect();
    let only_source =
        first.evidence.len() == 1 && first.evidence.first().map(|(tag, _)| *tag) == source;
    let message = if only_source && group.len() > 1 {
        format!(
            "this {what} is `{}`, but the source has changed to `{}`",
            first.found, first.expected
        )
    } else if others.is_empty() {
        format!(
            "this {what} is `{}`, which no article is about",
            first.found
        )
    } else {
        format!(
            "this {what} is `{}`, but `{}` in {}",
            first.found,
            first.expected,
            others.join(", ")
        )
    };
    let mut diagnostic = Diagnostic::new(rule, message).at(first.at).help(format!(
        "write `{}`; it is the same in every language",
        first.expected
    ));
    for dissent in &group[1..] {
        diagnostic = diagnostic.also(dissent.at, dissent.locale);
    }
    let scope = if only_source && group.len() > 1 {
        Scope::Translations
    } else if group.len() > 1 {
        Scope::Locales
    } else {
        Scope::Locale
    };
    diagnostic = diagnostic.scope(scope);
    // A source that stands alone has probably been edited: what is right is for its author to say. One translation alone
    // is no proof.
    let is_proved = |dissent: &&&Dissent| {
        let by_source = dissent.evidence.iter().any(|(locale, _)| Some(*locale) == source);
        Some(dissent.locale) != source && (by_source || dissent.evidence.len() > 1)
    };
    for dissent in group.iter().filter(is_proved) {
        if let Some(place) = exactly(context, dissent) {
            diagnostic = diagnostic.edit(place, dissent.expected.clone());
        }
    }
    if let Some((locale, at)) = first.evidence.first() {
        let there = within(*at, &first.expected, context.sources);
        diagnostic = diagnostic.related(there, format!("{locale} says `{}`", first.expected));
    }
    diagnostic
}

/// The bytes that say what dissents, if they say it on one line and nothing else.
fn exactly(context: &Context<'_>, dissent: &Dissent) -> Option<Location> {
    let source = context.sources.get(dissent.at.source.0 as usize)?;
    let raw = dissent.at.span.of(&source.text);
    let is_name = dissent.kind != DissentKind::Command;
    if is_name && raw != dissent.found {
        return None;
    }
    let name = if is_name { without_remark(&dissent.found) } else { &dissent.found };
    let mut found = raw.match_indices(name);
    let ((at, text), None) = (found.next()?, found.next()) else {
        return None;
    };
    let start = dissent.at.span.start as usize + at;
    (!dissent.expected.is_empty()).then(|| Span::new(start, start + text.len()).within(dissent.at.source))
}

/// A cell without the remark in brackets at its end, which says whose monitor it is and stays as it is.
fn without_remark(cell: &str) -> &str {
    let is_closed = cell.ends_with([')', '\u{ff09}']);
    let name = cell.split(['(', '\u{ff08}']).next().unwrap_or(cell).trim_end();
    if is_closed && !name.is_empty() { name } else { cell }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_is_no_part_of_a_name() {
        assert_eq!(without_remark("Lamp monitor (Lamp.Proxy set)"), "Lamp monitor");
        assert_eq!(without_remark("\u{706f}\u{ff08}Lamp\u{ff09}"), "\u{706f}");
        assert_eq!(without_remark("(all)"), "(all)");
        assert_eq!(without_remark("Lamp (a) b"), "Lamp (a) b");
    }
}
