//! A parameter without its value.
//!
//! Rule: `command-broken`; this part is about the last parameter of a command.
//!
//! Which parameters have a value is learnt from all commands: one that has a value nearly everywhere else needs one
//! here, too.

use rustc_hash::FxHashMap;

use crate::check::Context;
use crate::check::places::{everywhere, within};
use crate::diagnostic::{Diagnostic, Rule};
use crate::model::Command;
use crate::syntax::{ParameterUse, Shell};

/// A parameter must have a value so many times as often as none for the latter to be a mistake.
const TIMES: usize = 3;

pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let sets = context.knowledge.health_sets.iter();
    let commands = || sets.clone().flat_map(|set| set.commands.iter().map(move |command| (set, command)));
    // How often each parameter has none, and has one.
    let mut counts: FxHashMap<String, [usize; 2]> = FxHashMap::default();
    for (command, parameter) in commands().flat_map(|(_, command)| parameters(command).map(move |own| (command, own))) {
        let own = counts.entry(parameter.name.to_ascii_lowercase()).or_default();
        own[usize::from(has_value(command, parameter))] += 1;
    }
    let needs_value = |parameter: &ParameterUse| {
        let counts = counts.get(&parameter.name.to_ascii_lowercase());
        counts.is_some_and(|[without, with]| *with >= TIMES * without)
    };
    let found = commands().filter_map(|(set, command)| {
        let last = parameters(command).last()?;
        let is_last = command.text.get(last.span.end as usize..)?.trim().is_empty();
        if !is_last || !needs_value(last) {
            return None;
        }
        let written = last.span.of(&command.text);
        let uses = command.uses.iter().filter(|(_, own)| own.text.trim_end().ends_with(written));
        let places = uses.filter_map(|(locale, own)| {
            let place = own.span.within(set.articles.get(locale)?.source);
            Some((locale, within(place, written, context.sources)))
        });
        let finding = Diagnostic::new(Rule::CommandBroken, format!("`{written}` has no value here, but has one in other commands"))
            .help("write the value, or a placeholder for it");
        everywhere(finding, places, context.source)
    });
    found.collect()
}

/// The parameters of a PowerShell command, from left to right.
fn parameters<'c>(command: &'c Command<'_>) -> impl Iterator<Item = &'c ParameterUse> {
    let cmdlets = command.shape.cmdlets.iter().filter(|_| command.shape.shell == Shell::PowerShell);
    cmdlets.flat_map(|cmdlet| &cmdlet.parameters)
}

/// Whether something that is no other parameter, and no end of the command, follows.
fn has_value(command: &Command<'_>, parameter: &ParameterUse) -> bool {
    let rest = command.text.get(parameter.span.end as usize..).unwrap_or_default().trim_start();
    let mut next = rest.chars();
    match (next.next(), next.next()) {
        (None | Some('|' | ';' | ')' | '}'), _) => false,
        (Some('-' | '\u{2013}'), second) => second.is_some_and(|c| c.is_ascii_digit()),
        _ => true,
    }
}
