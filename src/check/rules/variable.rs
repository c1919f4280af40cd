//! A command for PowerShell begins with a variable that PowerShell does not know.
//!
//! Rule: `variable-not-expanded`.
//!
//! ## What it does
//! Finds commands that begin with `%NAME%`, as in `%SystemRoot%\...`, if their block is marked `powershell`, or the
//! sentence before them says that they are for PowerShell, the Exchange Management Shell or the Shell. Once per article.
//!
//! ## Why it matters
//! Only the command processor `cmd` replaces `%NAME%`. PowerShell has `$env:NAME` (`about_Environment_Variables`), and
//! looks for a program with percent signs in its name, which is not there. Nothing is run.
//!
//! ## How to mend it
//! Write `& "$env:SystemRoot\..."`, or say that the command is for the command prompt and mark its block `cmd`.
//!
//! ## What it cannot see
//! Variables inside a command: some programs replace them. Translated names of the Exchange Management Shell.
//!
//! ## Example
//! ````markdown
//! ```powershell
//! %SystemRoot%\System32\inetsrv\Appcmd recycle apppool LampAppPool
//! ```
//! ````

use crate::check::places::{everywhere, within};
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule};
use crate::locale::Locale;
use crate::model::{Command, CommandId};
use crate::syntax::Words;

/// Info strings of blocks for PowerShell.
const POWERSHELL: [&str; 4] = ["powershell", "pwsh", "ps1", "posh"];

/// Words of sentences about commands for PowerShell: the same in every language that does not translate them.
const SHELLS: [&str; 2] = ["PowerShell", "Shell"];

/// The command processor in a sentence.
const PROCESSORS: [&str; 2] = ["cmd", "cmd.exe"];

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    of_topic(context, topic).into_iter().collect()
}

fn of_topic(context: &Context<'_>, topic: &Topic<'_>) -> Option<Diagnostic> {
    let commands = topic.set.commands.iter().enumerate();
    let commands = commands.filter(|(_, command)| variable(&command.text).is_some());
    let commands = commands.filter(|(number, command)| is_for_powershell(topic, CommandId(*number), command));
    let commands: Vec<&Command<'_>> = commands.map(|(_, command)| command).collect();
    let name = variable(&commands.first()?.text)?;
    let places = commands.iter().flat_map(|command| places(context, topic, command));
    let message = format!("this command is for PowerShell, which does not replace `{name}`");
    let inner = name.trim_matches('%');
    let help = format!(
        "write `& \"$env:{inner}...\"`, or say that the command is for the command prompt and mark its block `cmd`"
    );
    everywhere(Diagnostic::new(Rule::VariableNotExpanded, message).help(help), places, context.source)
}

/// Where a command begins with its variable, in each language.
fn places<'t>(
    context: &'t Context<'_>,
    topic: &'t Topic<'_>,
    command: &'t Command<'_>,
) -> impl Iterator<Item = (Locale, Location)> + 't {
    let uses = command.uses.iter();
    uses.filter_map(|(locale, own)| {
        let place = own.span.within(topic.set.articles.get(locale)?.source);
        Some((locale, within(place, variable(&own.text)?, context.sources)))
    })
}

/// The variable of the command processor that a command begins with.
fn variable(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let end = text.strip_prefix('%')?.find('%')?;
    let name = &text[1..=end];
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_name.then_some(&text[..end + 2])
}

/// Whether a block or a sentence says that a command is for PowerShell, and none that it is for anything else.
fn is_for_powershell(topic: &Topic<'_>, id: CommandId, command: &Command<'_>) -> bool {
    let infos = || command.uses.values().map(|own| own.info.as_str()).filter(|info| !info.is_empty());
    let is_marked = |info: &str| {
        let first = info.split_whitespace().next().unwrap_or_default();
        POWERSHELL.iter().any(|name| name.eq_ignore_ascii_case(first))
    };
    let units = topic.units.iter().filter(|unit| unit.command == Some(id));
    let says = |words: &[&str]| {
        let mut texts = units.clone().flat_map(|unit| &unit.texts);
        texts.any(|(_, text)| Words::of(&text.plain).any(|(_, word)| words.contains(&word)))
    };
    infos().all(is_marked) && !says(&PROCESSORS) && (infos().next().is_some() || says(&SHELLS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_begin_commands() {
        assert_eq!(variable(r"%SystemRoot%\System32\lamp"), Some("%SystemRoot%"));
        for other in [r"lamp %SystemRoot%", "% { $_ }", "%% x", "%a b%", "%", ""] {
            assert_eq!(variable(other), None, "{other}");
        }
    }
}
