//! A cmdlet, parameter or property that is one slip from a known one.
//!
//! Rule: `command-misspelt`.
//!
//! ## What it does
//! Compares the cmdlets, parameters and properties (`$_.Name`) of the commands that the languages agree on with those
//! that other commands use more often. One letter more, less, another, or two swapped is a slip; so is a parameter that is
//! longer than one that other commands, or the syntax in the same article, give to the same cmdlet (`-Identity`,
//! `-IdentityName`).
//!
//! ## Why it matters
//! PowerShell refuses a misspelt parameter; a misspelt property compares nothing and shows nothing.
//!
//! ## How to mend it
//! Write the name as the other commands do.
//!
//! ## What it cannot see
//! A slip in a name that no other command has; a single language that differs, which `command-differs` reports.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::check::Context;
use crate::check::slip::is_near;
use crate::diagnostic::{Diagnostic, Location, Rule, Scope, Span};
use crate::locale::Locale;
use crate::model::{Command, HealthSet};
use crate::syntax::{Shell, Words, is_cmdlet};

/// A name must occur so many times as often as another that is taken for a slip of it.
const TIMES: usize = 3;

/// No parameter has more letters.
const LONGEST: usize = 64;

pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut counts: BTreeMap<String, (usize, &str)> = BTreeMap::new();
    let commands = || {
        context
            .knowledge
            .health_sets
            .iter()
            .flat_map(|set| set.commands.iter().map(move |command| (set, command)))
    };
    for (_, command) in commands() {
        for (_, name) in names(command) {
            counts
                .entry(name.to_ascii_lowercase())
                .or_insert((0, name))
                .0 += 1;
        }
    }
    // What occurs less often than this is no measure for anything, and there may be very much of it.
    let known: Vec<(&String, &(usize, &str))> = counts
        .iter()
        .filter(|(name, (often, _))| *often >= TIMES && name.len() >= 5)
        .collect();
    let slips: BTreeMap<&str, &str> = counts
        .iter()
        .filter_map(|(name, (count, _))| {
            let meant = |(other, (often, _)): &&(&String, &(usize, &str))| {
                *often >= TIMES * count
                    && name.len().abs_diff(other.len()) <= char::MAX.len_utf8()
                    && name != *other
                    && is_near(name, other, 1)
                    && !differ_in_verb(name, other)
            };
            let (_, (_, right)) = known.iter().find(meant)?;
            Some((name.as_str(), *right))
        })
        .collect();
    let mut found = too_long(context);
    for (set, command) in commands() {
        for (_, name) in names(command) {
            if let Some(right) = slips.get(name.to_ascii_lowercase().as_str()) {
                found.extend(report(context, set, command, name, right));
            }
        }
    }
    found
}

/// Parameters that are longer than one that the same cmdlet has in other commands, or in the syntax of the same article.
fn too_long(context: &Context<'_>) -> Vec<Diagnostic> {
    let sets = &context.knowledge.health_sets;
    let known = counted(sets.iter().flat_map(|set| &set.commands));
    let mut found = Vec::new();
    for set in sets {
        // Commands with placeholders say how the examples of the same article are to be written.
        let is_syntax = |command: &&Command<'_>| !command.shape.placeholders.is_empty();
        let syntax = counted(set.commands.iter().filter(is_syntax));
        for command in &set.commands {
            for (cmdlet, parameter) in parameters(command) {
                let right = shorter(&known, &cmdlet, parameter, TIMES);
                let right = right.or_else(|| shorter(&syntax, &cmdlet, parameter, 1).filter(|_| !is_syntax(&command)));
                // PowerShell has no cmdlet with both: where both stand, one of them is not what it seems.
                let right = right.filter(|right| parameters(command).all(|(_, other)| !other.eq_ignore_ascii_case(right)));
                found.extend(right.and_then(|right| report(context, set, command, parameter, right)));
            }
        }
    }
    found
}

/// How often cmdlets have parameters, both in lower case, and how the latter are written.
type Counts<'c> = FxHashMap<String, FxHashMap<String, (usize, &'c str)>>;

fn counted<'c>(commands: impl Iterator<Item = &'c Command<'c>>) -> Counts<'c> {
    let mut counts = Counts::default();
    for (cmdlet, parameter) in commands.flat_map(parameters) {
        let own = counts.entry(cmdlet).or_default();
        own.entry(parameter.to_ascii_lowercase()).or_insert((0, parameter)).0 += 1;
    }
    counts
}

/// The parameter that a cmdlet has at least `times` as often as `longer`, which has more letters. PowerShell takes a
/// parameter that is cut short, but none with more letters (`about_Parameters`).
fn shorter<'c>(known: &Counts<'c>, cmdlet: &str, longer: &str, times: usize) -> Option<&'c str> {
    let own = known.get(cmdlet)?;
    let longer = longer.to_ascii_lowercase();
    let often = times * own.get(&longer).map_or(1, |(often, _)| *often);
    let ends = longer.char_indices().map(|(at, _)| at).skip(1).take(LONGEST);
    let mut all = ends.filter_map(|end| own.get(&longer[..end]));
    all.find(|(count, _)| *count >= often).map(|(_, name)| *name)
}

/// The parameters of the cmdlets of a command, each with its cmdlet in lower case.
fn parameters<'c>(command: &'c Command<'_>) -> impl Iterator<Item = (String, &'c str)> {
    let cmdlets = command.shape.cmdlets.iter().filter(|_| command.shape.shell == Shell::PowerShell);
    cmdlets.flat_map(|cmdlet| {
        let name = cmdlet.name.to_ascii_lowercase();
        cmdlet.parameters.iter().map(move |parameter| (name.clone(), parameter.name.as_str()))
    })
}

/// Whether two cmdlets have one noun and two verbs that PowerShell approves: `Get-Lamp` is no slip of `Set-Lamp`.
fn differ_in_verb(a: &str, b: &str) -> bool {
    let noun = |name: &str| name.split_once('-').map(|(_, noun)| noun.to_owned());
    is_cmdlet(a) && is_cmdlet(b) && noun(a) == noun(b)
}

/// Cmdlets, parameters and properties of a command, with their places in it.
fn names<'c>(command: &'c Command<'_>) -> impl Iterator<Item = (usize, &'c str)> {
    let runs = command.shape.shell == Shell::PowerShell;
    let text: &str = if runs { &command.text } else { "" };
    let cmdlets = command
        .shape
        .cmdlets
        .iter()
        .filter(move |_| runs)
        .flat_map(move |cmdlet| {
            let own = std::iter::once((cmdlet.span.start as usize, cmdlet.span.of(text)));
            own.chain(cmdlet.parameters.iter().map(move |parameter| {
                (
                    parameter.span.start as usize + 1,
                    parameter.span.of(text).trim_start_matches('-'),
                )
            }))
        });
    let properties = text.match_indices("$_.").filter_map(move |(at, mark)| {
        let start = at + mark.len();
        let (offset, word) = Words::of(text.get(start..)?).next()?;
        (offset == 0).then_some((start, word))
    });
    cmdlets
        .chain(properties)
        .filter(|(_, name)| name.len() >= 4)
}

fn report(
    context: &Context<'_>,
    set: &HealthSet<'_>,
    command: &Command<'_>,
    name: &str,
    right: &str,
) -> Option<Diagnostic> {
    let place =
        |(locale, own): (Locale, &&crate::article::CommandUse)| -> Option<(Locale, Location)> {
            let article = set.articles.get(locale)?;
            let source = context.sources.get(article.source.0 as usize)?;
            let at = own.span.start as usize + own.span.of(&source.text).find(name)?;
            Some((
                locale,
                Span::new(at, at + name.len()).within(article.source),
            ))
        };
    let mut places: Vec<_> = command.uses.iter().filter_map(place).collect();
    places.sort_by_key(|(locale, _)| Some(*locale) != context.source);
    let (first, rest) = places.split_first()?;
    let mut diagnostic = Diagnostic::new(
        Rule::CommandMisspelt,
        format!("`{name}` is probably `{right}`, which other commands use"),
    )
    .at(first.1)
    .edit(first.1, right)
    .scope(if rest.is_empty() {
        Scope::Locale
    } else {
        Scope::Everywhere
    })
    .help(format!("write `{right}`"));
    for (locale, place) in rest {
        diagnostic = diagnostic
            .also(*place, locale)
            .edit(*place, right);
    }
    Some(diagnostic)
}
