//! Whether a command only reads or changes something.
//!
//! PowerShell's rule is that the verb tells ("Approved Verbs for PowerShell Commands"): the verbs of [`READING`] look
//! and do not touch. Everything else, and everything unknown, counts as changing, so that a mistake costs a
//! question and not a mailbox. What a verb cannot tell stands in [`READING_CMDLETS`].

use schemars::JsonSchema;
use serde::Serialize;

use super::command::{Cmdlet, Slot};

/// What a command does to the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// It only reads.
    ReadOnly,
    /// It changes something, or may.
    Changing,
}

/// Verbs of cmdlets that only read.
const READING: &[&str] = &[
    "Compare",
    "ConvertFrom",
    "ConvertTo",
    "Find",
    "Format",
    "Get",
    "Group",
    "Measure",
    "Out",
    "Ping",
    "Read",
    "Resolve",
    "Search",
    "Select",
    "Show",
    "Sort",
    "Test",
    "Trace",
    "Wait",
    "Watch",
    "Where",
];

/// Cmdlets whose verb says nothing. A probe is a synthetic transaction: it does what a client does, and leaves no
/// setting changed.
const READING_CMDLETS: &[&str] = &["Invoke-MonitoringProbe"];

/// Cmdlets whose verb is a reading one though they write files or run other commands.
const CHANGING_CMDLETS: &[&str] = &["Out-File", "Out-Printer"];

/// PowerShell's own aliases (`Get-Alias`), as far as pipelines use them.
const ALIASES: &[(&str, &str)] = &[
    ("%", "ForEach-Object"),
    ("?", "Where-Object"),
    ("fl", "Format-List"),
    ("foreach", "ForEach-Object"),
    ("ft", "Format-Table"),
    ("fw", "Format-Wide"),
    ("group", "Group-Object"),
    ("measure", "Measure-Object"),
    ("select", "Select-Object"),
    ("sort", "Sort-Object"),
    ("where", "Where-Object"),
];

/// The full name of a cmdlet.
pub(super) fn full_name(name: &str) -> &str {
    ALIASES
        .iter()
        .find(|(alias, _)| alias.eq_ignore_ascii_case(name))
        .map_or(name, |(_, full)| full)
}

/// The effect of a command. Besides what the cmdlets do, sending output to a file changes something, and a call of a
/// method may.
pub(super) fn effect(text: &str, cmdlets: &[Cmdlet], placeholders: &[Slot]) -> Effect {
    let reads = !cmdlets.is_empty()
        && cmdlets.iter().all(|cmdlet| reads(&cmdlet.name))
        && !redirects(text, placeholders)
        && !calls_method(text);
    if reads {
        Effect::ReadOnly
    } else {
        Effect::Changing
    }
}

fn redirects(text: &str, placeholders: &[Slot]) -> bool {
    // Placeholders stand from left to right.
    text.match_indices('>').any(|(at, _)| {
        let before = placeholders.partition_point(|slot| slot.at.start as usize <= at);
        let last = placeholders[..before].last();
        last.is_none_or(|slot| at >= slot.at.end as usize)
    })
}

fn calls_method(text: &str) -> bool {
    text.match_indices('(')
        .any(|(at, _)| text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

fn reads(cmdlet: &str) -> bool {
    let is = |known: &&str| known.eq_ignore_ascii_case(cmdlet);
    if READING_CMDLETS.iter().any(is) {
        return true;
    }
    let verb = cmdlet.split_once('-').map(|(verb, _)| verb);
    !CHANGING_CMDLETS.iter().any(is)
        && verb.is_some_and(|verb| READING.iter().any(|known| known.eq_ignore_ascii_case(verb)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::runbook::command::{Command, CommandKey};
    use crate::syntax::CommandShape;

    #[test]
    fn only_what_surely_reads_is_read_only() {
        let effect = |text| Command::new(CommandKey(0), text, &CommandShape::of(text)).effect;
        for text in [
            "Get-ServerHealth <server name> | ?{$_.HealthSetName -eq \"<health set name>\"}",
            "Invoke-MonitoringProbe <a>\\<b> -Server <c> | Format-List",
            "Get-MailboxDatabaseCopyStatus -Server x | group status",
        ] {
            assert_eq!(effect(text), Some(Effect::ReadOnly), "{text}");
        }
        for text in [
            "Set-MailboxServer x -Y $false",
            "Get-Mailbox x | Remove-Mailbox",
            "Get-Mailbox <x> > list.txt",
            "Get-Process x | ?{$_.Kill()}",
            "Get-Mailbox x | Out-File y",
            "Iisreset /noforce",
        ] {
            assert_eq!(effect(text), Some(Effect::Changing), "{text}");
        }
        assert_eq!(effect("<add key=\"a\" value=\"b\" />"), None);
    }
}
