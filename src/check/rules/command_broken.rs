//! A command that no shell can read.
//!
//! Rule: `command-broken`.
//!
//! ## What it does
//! Counts the quotes, brackets and braces of the PowerShell commands that the languages agree on, and looks whether a
//! command of IIS says of what kind the object is that it recycles, starts or stops (`appcmd recycle apppool NAME`).
//! What follows a `|` must be a command, and the last parameter must have a value if it mostly has one in other
//! commands. A string must not have a line break in it that other languages do not have.
//!
//! ## Why it matters
//! PowerShell waits for the end of what was opened, and runs nothing; `appcmd` takes the name for a kind of object, and
//! does nothing; what follows a `|` by mistake is run as a program that is not there; a pattern with a line break in it
//! fits nothing.
//!
//! ## How to mend it
//! Close what was opened; write the value; delete the `|`; write the kind of object before its name. `--fix` does the
//! last for application pools.
//!
//! ## What it cannot see
//! Whether a command does what it should. A single language that differs is reported as `command-differs`.

use crate::check::consensus::list;
use crate::check::places::{everywhere, in_some, within};
use crate::check::vocabulary::is_pool;
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule, Span};
use crate::locale::Locale;
use crate::model::Command;
use crate::syntax::Shell;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let commands = topic.set.commands.iter();
    let kinds = commands.clone().filter_map(|command| without_kind(context, topic, command));
    let pipes = commands.filter_map(|command| piped_into_name(context, topic, command));
    let breaks = topic.set.commands.iter().filter_map(|command| broken_string(context, topic, command));
    let mut found: Vec<Diagnostic> = kinds.chain(pipes).chain(breaks).collect();
    for command in topic.set.commands.iter().filter(|command| command.shape.shell == Shell::PowerShell) {
        let Some(what) = unbalanced(&command.text) else {
            continue;
        };
        let uses = command.uses.iter().filter(|(_, own)| unbalanced(&own.text).is_some());
        let places =
            uses.filter_map(|(locale, own)| Some((locale, own.span.within(topic.set.articles.get(locale)?.source))));
        let diagnostic = Diagnostic::new(Rule::CommandBroken, format!("a `{what}` of this command has no partner"))
            .help("close what was opened");
        found.extend(everywhere(diagnostic, places, context.source));
    }
    found
}

/// A command with a `|` before what its cmdlet works on: a health set and a probe.
fn piped_into_name(context: &Context<'_>, topic: &Topic<'_>, command: &Command<'_>) -> Option<Diagnostic> {
    if command.shape.shell != Shell::PowerShell {
        return None;
    }
    let name_of = |text: &str| -> Option<String> {
        let mut words = text.split('|').skip(1).filter_map(|after| after.split_whitespace().next());
        let is_name = |word: &&str| word.split_once('\\').is_some_and(|(set, _)| context.vocabulary.is_health_set(set));
        words.find(is_name).map(str::to_owned)
    };
    let name = name_of(&command.text)?;
    let uses = command.uses.iter().filter(|(_, own)| name_of(&own.text).as_ref() == Some(&name));
    let places = uses.filter_map(|(locale, own)| {
        let place = own.span.within(topic.set.articles.get(locale)?.source);
        Some((locale, within(place, &name, context.sources)))
    });
    let message = format!("`|` takes `{name}` for a command, but it names a probe of a health set");
    let finding = Diagnostic::new(Rule::CommandBroken, message).help("delete the `|` before it");
    everywhere(finding, places, context.source)
}

/// A command with a line break inside quotation marks, where other languages have none: it is a part of the string.
fn broken_string(context: &Context<'_>, topic: &Topic<'_>, command: &Command<'_>) -> Option<Diagnostic> {
    if command.shape.shell != Shell::PowerShell || !command.uses.values().any(|own| own.text.contains('\n')) {
        return None;
    }
    let uses = command.uses.iter();
    let (broken, whole): (Vec<_>, Vec<_>) = uses.partition(|(_, own)| breaks_string(&own.text));
    let is_from_source = whole.iter().any(|(locale, _)| Some(*locale) == context.source);
    if whole.is_empty() || !is_from_source && whole.len() <= broken.len() {
        return None;
    }
    let whole: Vec<Locale> = whole.iter().map(|(locale, _)| *locale).collect();
    let places = broken.iter().filter_map(|(locale, own)| {
        Some((*locale, own.span.within(topic.set.articles.get(*locale)?.source)))
    });
    let whole = list(&whole);
    let message = format!("a line break inside quotation marks is a part of this string; there is none in {whole}");
    let finding = Diagnostic::new(Rule::CommandBroken, message).help("write the string in one line");
    in_some(finding, places, context.source)
}

/// Whether there is a line break between two double quotation marks; here-strings (`@"`) are made for that.
fn breaks_string(text: &str) -> bool {
    let parts = text.split('"');
    let inside = parts.skip(1).step_by(2);
    let is_even = text.matches('"').count().is_multiple_of(2);
    !text.contains("@\"") && is_even && inside.into_iter().any(|part| part.contains('\n'))
}

/// A command of IIS that names an object and not its kind.
fn without_kind(context: &Context<'_>, topic: &Topic<'_>, command: &Command<'_>) -> Option<Diagnostic> {
    let (verb, name) = object_alone(&command.text)?;
    let uses = command.uses.iter().filter(|(_, own)| object_alone(&own.text) == Some((verb, name)));
    let places: Vec<_> = uses
        .filter_map(|(locale, own)| {
            let place = own.span.within(topic.set.articles.get(locale)?.source);
            Some((locale, within(place, name, context.sources)))
        })
        .collect();
    let message = format!("`{verb}` takes `{name}` for a kind of object; the kind is missing before it");
    let diagnostic = Diagnostic::new(Rule::CommandBroken, message)
        .help(format!("write `{verb} apppool NAME` for an application pool; `appcmd /?` has the other kinds"));
    let diagnostic = everywhere(diagnostic, places.iter().copied(), context.source)?;
    let is_found = |place: &&(Locale, Location)| {
        let source = context.sources.get(place.1.source.0 as usize);
        is_pool(name) && source.is_some_and(|source| place.1.span.of(&source.text) == name)
    };
    Some(places.iter().filter(is_found).fold(diagnostic, |diagnostic, (_, place)| {
        let start = place.span.start as usize;
        diagnostic.edit(Span::new(start, start).within(place.source), "apppool ")
    }))
}

/// The verb of `appcmd` and what follows it, if that is no kind of object (`appcmd /?`: the general usage is
/// `APPCMD (command) (object-type) <identifier> < /parameter1:value1 ... >`).
fn object_alone(text: &str) -> Option<(&str, &str)> {
    const VERBS: [&str; 8] = ["list", "set", "add", "delete", "start", "stop", "recycle", "search"];
    const KINDS: [&str; 10] =
        ["site", "app", "vdir", "apppool", "config", "wp", "request", "module", "backup", "trace"];
    let is_one_of = |all: &[&str], word: &str| all.iter().any(|known| known.eq_ignore_ascii_case(word));
    let mut words = text.split_whitespace();
    let program = words.next()?.trim_matches('"').rsplit('\\').next()?;
    let verb = words.next()?;
    let object = words.next()?;
    (is_one_of(&["appcmd", "appcmd.exe"], program)
        && is_one_of(&VERBS, verb)
        && !is_one_of(&KINDS, object)
        && !object.starts_with(['/', '-', '<', '?']))
    .then_some((verb, object))
}

/// The first quote or bracket without a partner (`about_Quoting_Rules`): a doubled quote inside quotes is one character,
/// a backquote takes the next character as it is.
fn unbalanced(text: &str) -> Option<char> {
    let mut open: Vec<char> = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let quote = open.last().copied().filter(|c| matches!(c, '"' | '\''));
        match (quote, c) {
            (Some('"') | None, '`') => {
                chars.next();
            }
            (Some(quote), c) if c == quote => {
                if chars.next_if_eq(&quote).is_none() {
                    open.pop();
                }
            }
            (Some(_), _) => {}
            (None, '"' | '\'' | '(' | '{' | '[') => open.push(c),
            (None, ')' | '}' | ']') => {
                let partner = match c {
                    ')' => '(',
                    '}' => '{',
                    _ => '[',
                };
                if open.pop() != Some(partner) {
                    return Some(c);
                }
            }
            (None, _) => {}
        }
    }
    open.first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_have_a_kind() {
        let broken = "%SystemRoot%\\System32\\inetsrv\\Appcmd recycle LampAppPool";
        assert_eq!(object_alone(broken), Some(("recycle", "LampAppPool")));
        assert_eq!(object_alone("appcmd.exe stop LampSite"), Some(("stop", "LampSite")));
        for good in ["Appcmd recycle APPPOOL LampAppPool", "appcmd list apppool", "appcmd list /?", "Iisreset /stop x", "appcmd"] {
            assert_eq!(object_alone(good), None, "{good}");
        }
    }

    #[test]
    fn strings_stand_in_one_line() {
        assert!(breaks_string("A-B \"x\ny\""));
        for good in ["A-B \"x\" |\nC-D \"y\"", "A-B @\"\nx\n\"@", "A-B \"x\ny"] {
            assert!(!breaks_string(good), "{good}");
        }
    }

    #[test]
    fn partners_are_found() {
        for good in ["A-B | ?{$_.C -eq \"x\"}", "A-B '(' \"a\"\"b\"", "A-B [-C]", "A `\"B"] {
            assert_eq!(unbalanced(good), None, "{good}");
        }
        assert_eq!(unbalanced("A-B | ?{$_.C -eq \"x\""), Some('{'));
        assert_eq!(unbalanced("A-B \"x"), Some('"'));
        assert_eq!(unbalanced("A-B x}"), Some('}'));
    }
}
