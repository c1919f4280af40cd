//! A sentence and the command it introduces name different things.
//!
//! Rule: `prose-contradicts-command`.
//!
//! ## What it does
//! Compares the application pools, the probe, the health set and the marked pattern (`Lamp*`) in a sentence with those
//! in the command right after it; application pools also with the command of the next steps.
//!
//! ## Why it matters
//! An operator who reads "recycle pool A" and runs a command that recycles pool B has done neither what he meant nor
//! what he knows.
//!
//! ## How to mend it
//! Name the same thing in both.
//!
//! ## What it cannot see
//! Names that are words of a language; which of the two was meant.

use crate::check::places::within;
use crate::check::text::Text;
use crate::check::token::{Token, TokenKind};
use crate::check::vocabulary::{NameKind, is_pool};
use crate::check::wording::Traits;
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule, Scope};
use crate::locale::Locale;
use crate::model::{Command, HealthSet};
use crate::syntax::{Words, normalize_space};

/// What prose says, what the command beside it says, and where.
type Contradiction = (String, String, Vec<(Locale, Location)>);

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let units = topic.units.iter().enumerate();
    for (at, unit) in units.filter(|(_, unit)| unit.has(Traits::PART_NAME | Traits::MARKED)) {
        let Some(command) = command_after(topic, at) else {
            continue;
        };
        let may_compare = unit.command.is_some() && command.text.contains(LIKE);
        if !unit.has(Traits::PART_NAME) && !may_compare {
            continue;
        }
        let run: Vec<&str> = Words::of(&command.text).map(|(_, word)| word).collect();
        let mut groups: Vec<Contradiction> = Vec::new();
        for (locale, text) in &unit.texts {
            let beside = unit.command.is_some();
            let patterns = || may_compare.then(|| other_pattern(text, &command.text)).flatten();
            let Some((said, run)) = contradiction(context, text, &run, beside).or_else(patterns) else {
                continue;
            };
            let at = text.plain.find(&said).map_or(text.whole(), |at| {
                text.place(&(at..at + said.len()), context.sources)
            });
            match groups
                .iter_mut()
                .find(|(known, other, _)| *known == said && *other == run)
            {
                Some((.., places)) => places.push((*locale, at)),
                None => groups.push((said, run, vec![(*locale, at)])),
            }
        }
        let languages = unit.texts.len();
        for (said, run, mut places) in groups {
            // A few languages against the others are the business of `name-changed`.
            if languages > 1 && places.len() * 2 <= languages {
                continue;
            }
            places.sort_by_key(|(locale, _)| Some(*locale) != context.source);
            let Some(((_, first), rest)) = places.split_first() else {
                continue;
            };
            let scope = match rest.len() + 1 {
                1 => Scope::Locale,
                all if all == languages => Scope::Everywhere,
                _ => Scope::Locales,
            };
            let message = format!("the text names `{said}`, the command below it `{run}`");
            let mut diagnostic = Diagnostic::new(Rule::ProseContradictsCommand, message)
                .at(*first)
                .scope(scope)
                .help("name the same thing in the text and in the command");
            for (locale, place) in rest {
                diagnostic = diagnostic.also(*place, locale);
            }
            if let Some((_, own)) = command.uses.resolve(places[0].0, None)
                && let Some(article) = topic.set.articles.get(places[0].0)
                && command.uses.get(places[0].0).is_some()
            {
                let place = within(own.span.within(article.source), &own.text, context.sources);
                diagnostic = diagnostic.related(place, "the command");
            }
            found.push(diagnostic);
        }
    }
    found
}

/// The command that a text is about: right after it, or after one of the next two texts of the section.
fn command_after<'c>(topic: &Topic<'c>, at: usize) -> Option<&'c Command<'c>> {
    let section = topic.units[at].section;
    let near = topic.units[at..]
        .iter()
        .take(3)
        .take_while(|unit| unit.section == section);
    let id = near.into_iter().find_map(|unit| unit.command)?;
    let set: &'c HealthSet<'c> = topic.set;
    set.commands.get(id.0)
}

/// What the text names and the command, which has the words `command`, names in its place.
fn contradiction(
    context: &Context<'_>,
    text: &Text<'_>,
    command: &[&str],
    beside: bool,
) -> Option<(String, String)> {
    let names = |wanted: NameKind| -> Vec<&str> {
        let of_kind = |token: &&Token<'_>| token.kind == TokenKind::Name(wanted);
        let tokens = text.tokens.iter().filter(of_kind);
        tokens.map(|token| &text.plain[token.range.clone()]).collect()
    };
    let is_probe = |word: &str| word.ends_with("Probe") && word.len() > 6;
    let is_set = |word: &str| word.contains('.') && context.vocabulary.is_health_set(word);
    let pools = differ(&names(NameKind::Pool), command, &is_pool);
    if pools.is_some() || !beside {
        return pools;
    }
    differ(&names(NameKind::Monitor), command, &is_probe)
        .or_else(|| differ(&names(NameKind::HealthSet), command, &is_set))
}

/// The pattern that a text marks and the one that the command compares with in its place (`about_Comparison_Operators`):
/// words that end with a star.
fn other_pattern(text: &Text<'_>, command: &str) -> Option<(String, String)> {
    let is_pattern = |part: &&str| part.len() > 1 && part.ends_with('*');
    let is_word = |part: &&str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'*');
    let said = || text.marked().map(str::trim).filter(is_pattern).filter(is_word);
    let first = said().next()?;
    let mut run = command.split(LIKE).skip(1).filter_map(|after| {
        let quoted = after.trim_start().strip_prefix('"')?;
        quoted.split('"').next()
    });
    let pattern = run.next().filter(is_pattern)?;
    // A pattern that fits more, or less, may be meant.
    let start = |pattern: &str| pattern.trim_end_matches('*').to_ascii_lowercase();
    let own = start(pattern);
    let is_said = said().map(start).any(|said| said.starts_with(&own) || own.starts_with(&said));
    (!is_said && run.next().is_none()).then(|| (first.to_owned(), normalize_space(pattern)))
}

/// What compares with a pattern.
const LIKE: &str = "-like";

/// Names that differ by so few letters may be one.
const SLIP: usize = 2;

/// Names of one kind, of which the text and the command each have one that the other lacks, and the text none
/// that the command has.
fn differ(
    said: &[&str],
    command: &[&str],
    is_kind: &dyn Fn(&str) -> bool,
) -> Option<(String, String)> {
    let fits = |word: &&str| is_kind(word) && !word.contains("MonitoringProbe");
    let first = said.iter().copied().find(fits)?;
    let run: Vec<&str> = command.iter().copied().filter(fits).collect();
    // The plural of a pool is the pool; a slip of a name is reported as such.
    let is_same = |name: &str, other: &str| {
        let (name, other) = (name.trim_end_matches('s'), other.trim_end_matches('s'));
        let lengths = (name.chars().count(), other.chars().count());
        name.eq_ignore_ascii_case(other)
            || lengths.0.abs_diff(lengths.1) <= SLIP && strsim::osa_distance(name, other) <= SLIP
    };
    let is_said = |name: &&str| said.contains(name) || said.iter().any(|other| is_same(name, other));
    if run.iter().any(is_said) {
        return None;
    }
    Some((first.to_owned(), (*run.first()?).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pool_in_both_is_no_contradiction() {
        let found = |said: &[&str]| differ(said, &["recycle", "apppool", "XAppPool"], &is_pool);
        assert_eq!(found(&["XAppPool"]), None);
        assert_eq!(found(&["XAppPools"]), None);
        assert_eq!(found(&[]), None);
        assert_eq!(
            found(&["DeskAppPool"]),
            Some(("DeskAppPool".to_owned(), "XAppPool".to_owned()))
        );
    }
}
