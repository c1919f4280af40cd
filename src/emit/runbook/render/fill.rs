//! Puts values into commands, so that a value is always one argument and never more.
//!
//! PowerShell's quoting rules are those of `about_Quoting_Rules` and `about_Special_Characters`. It takes
//! typographic quotes for quotes too, so they are escaped like the plain ones.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::command::{Command, Slot};
use super::super::parameter::ParameterName;
use crate::syntax::Shell;

/// The values to be filled in.
#[derive(Clone, Debug, Default)]
pub(in crate::emit) struct Values(BTreeMap<ParameterName, String>);

impl Values {
    pub(super) fn set(&mut self, name: ParameterName, value: String) {
        self.0.insert(name, value);
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&ParameterName, &String)> {
        self.0.iter()
    }

    fn get(&self, name: &ParameterName) -> Option<&str> {
        self.0
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }
}

/// A command with values in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::emit) struct Filled {
    /// The text.
    pub(in crate::emit) text: String,
    /// What has no value yet.
    pub(in crate::emit) missing: Vec<ParameterName>,
}

impl Filled {
    /// The command as the article has it.
    pub(super) fn verbatim(command: &Command) -> Self {
        let slots = command.placeholders.iter().chain(&command.samples);
        Self {
            text: command.text.clone(),
            missing: slots.map(|slot| slot.parameter.clone()).collect(),
        }
    }
}

/// How a place in a command is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quoting {
    Bare,
    Single,
    Double,
}

/// `command` with `values` in the place of its placeholders and samples.
pub(super) fn fill(command: &Command, values: &Values) -> Filled {
    let mut slots: Vec<&Slot> = command
        .placeholders
        .iter()
        .chain(&command.samples)
        .collect();
    slots.sort_by_key(|slot| slot.at.start);
    let value = |slot: &Slot| {
        values
            .get(&slot.parameter)
            .filter(|value| command.shell == Shell::PowerShell || is_simple(value))
    };
    let mut missing: Vec<ParameterName> = Vec::new();
    for slot in slots.iter().filter(|slot| value(slot).is_none()) {
        if !missing.contains(&slot.parameter) {
            missing.push(slot.parameter.clone());
        }
    }
    let mut text = String::with_capacity(command.text.len());
    let mut at = 0;
    for token in tokens(&command.text, &slots) {
        text.push_str(&command.text[at..token.start]);
        write_token(&mut text, &command.text, &token, &value);
        at = token.end;
    }
    text.push_str(&command.text[at..]);
    Filled { text, missing }
}

/// A stretch of a command that is one argument, or part of a quoted one, with the slots in it.
struct Token<'s> {
    start: usize,
    end: usize,
    quoting: Quoting,
    slots: Vec<&'s Slot>,
}

/// The stretches that have slots.
fn tokens<'s>(text: &str, slots: &[&'s Slot]) -> Vec<Token<'s>> {
    let mut tokens: Vec<Token<'s>> = Vec::new();
    for &slot in slots {
        let (start, end) = (slot.at.start as usize, slot.at.end as usize);
        if let Some(last) = tokens.last_mut()
            && start < last.end
        {
            last.slots.push(slot);
            continue;
        }
        let quoting = quoting(&text[..start]);
        let (start, end) = match quoting {
            Quoting::Bare => (bare_start(text, start), bare_end(text, end, slots)),
            Quoting::Single | Quoting::Double => (start, end),
        };
        tokens.push(Token {
            start,
            end,
            quoting,
            slots: vec![slot],
        });
    }
    tokens
}

/// The quoting behind `before`.
fn quoting(before: &str) -> Quoting {
    let mut quoting = Quoting::Bare;
    let mut chars = before.chars();
    while let Some(c) = chars.next() {
        quoting = match (quoting, c) {
            (Quoting::Single, '\'') | (Quoting::Double, '"') => Quoting::Bare,
            (Quoting::Bare, '\'') => Quoting::Single,
            (Quoting::Bare, '"') => Quoting::Double,
            (Quoting::Bare | Quoting::Double, '`') => {
                chars.next();
                quoting
            }
            _ => quoting,
        };
    }
    quoting
}

fn is_delimiter(c: char) -> bool {
    c.is_whitespace() || "|;{}()&,=:\"'[]".contains(c)
}

fn bare_start(text: &str, at: usize) -> usize {
    text[..at].rfind(is_delimiter).map_or(0, |found| {
        found + text[found..].chars().next().map_or(1, char::len_utf8)
    })
}

/// The end of the argument, which may hold other slots with blanks in them.
fn bare_end(text: &str, mut at: usize, slots: &[&Slot]) -> usize {
    while let Some(c) = text[at..].chars().next() {
        if let Some(slot) = slots.iter().find(|slot| slot.at.start as usize == at) {
            at = slot.at.end as usize;
        } else if is_delimiter(c) {
            break;
        } else {
            at += c.len_utf8();
        }
    }
    at
}

fn write_token<'v>(
    out: &mut String,
    text: &str,
    token: &Token<'_>,
    value: &impl Fn(&Slot) -> Option<&'v str>,
) {
    let is_harmless = |slot: &&Slot| value(slot).is_none_or(is_simple);
    let quotes = token.quoting == Quoting::Bare && !token.slots.iter().all(is_harmless);
    let quoting = if quotes {
        Quoting::Double
    } else {
        token.quoting
    };
    let mut at = token.start;
    if quotes {
        out.push('"');
    }
    for slot in &token.slots {
        let before = &text[at..slot.at.start as usize];
        if quotes {
            escape(out, before, Quoting::Double);
        } else {
            out.push_str(before);
        }
        match value(slot) {
            Some(value) => escape(out, value, quoting),
            None => out.push_str(&slot.text),
        }
        at = slot.at.end as usize;
    }
    if quotes {
        escape(out, &text[at..token.end], Quoting::Double);
        out.push('"');
    } else {
        out.push_str(&text[at..token.end]);
    }
}

/// Whether a value is one argument in any shell without quotes.
fn is_simple(value: &str) -> bool {
    let good = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    !value.is_empty() && !value.starts_with(['-', '.']) && value.bytes().all(good)
}

fn escape(out: &mut String, value: &str, quoting: Quoting) {
    for c in value.chars() {
        match (quoting, c) {
            (Quoting::Single, '\'' | '\u{2018}'..='\u{201b}') => out.extend([c, c]),
            (Quoting::Double, '`' | '$' | '"' | '\u{201c}'..='\u{201e}') => out.extend(['`', c]),
            (Quoting::Double, '\n') => out.push_str("`n"),
            (Quoting::Double, '\r') => out.push_str("`r"),
            (Quoting::Double, '\t') => out.push_str("`t"),
            (Quoting::Double, c) if c.is_control() => {
                let _ = write!(out, "$([char]{})", u32::from(c));
            }
            _ => out.push(c),
        }
    }
}

/// A text as a literal of PowerShell.
pub(super) fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('\'');
    escape(&mut out, text, Quoting::Single);
    out.push('\'');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emit::runbook::command::CommandKey;
    use crate::syntax::CommandShape;

    fn filled(text: &str, value: &str) -> Filled {
        let command = Command::new(CommandKey(0), text, &CommandShape::of(text));
        let mut values = Values::default();
        values.set(
            ParameterName::of_placeholder("server name"),
            value.to_owned(),
        );
        fill(&command, &values)
    }

    #[test]
    fn plain_values_stand_as_they_are() {
        let filled = filled(
            "Get-X <server name> | ?{$_.A -eq \"<server name>\"}",
            "EX-01.contoso.com",
        );
        assert_eq!(
            filled.text,
            "Get-X EX-01.contoso.com | ?{$_.A -eq \"EX-01.contoso.com\"}"
        );
        assert!(filled.missing.is_empty());
    }

    #[test]
    fn hostile_values_stay_one_argument() {
        for (text, value, expected) in [
            (
                "Get-X <server name>",
                "'; Remove-Item *",
                "Get-X \"'; Remove-Item *\"",
            ),
            (
                "Get-X <server name>",
                "\"; $(Stop-X) `",
                "Get-X \"`\"; `$(Stop-X) ``\"",
            ),
            (
                "Get-X <server name>",
                "a\nb\u{7}",
                "Get-X \"a`nb$([char]7)\"",
            ),
            (
                "Get-X <server name>",
                "\u{201d}; x",
                "Get-X \"`\u{201d}; x\"",
            ),
            ("Get-X <server name>", "-Force", "Get-X \"-Force\""),
            ("Get-X \"<server name>\"", "a\" b", "Get-X \"a`\" b\""),
            (
                "Get-X '<server name>'",
                "a'\u{2019} b",
                "Get-X 'a''\u{2019}\u{2019} b'",
            ),
            ("Get-X -S:<server name>", "a b", "Get-X -S:\"a b\""),
            (
                "Get-X A\\<server name>\\B -Y",
                "a b",
                "Get-X \"A\\a b\\B\" -Y",
            ),
            ("Get-X {<server name>}", "}; x", "Get-X {\"}; x\"}"),
        ] {
            assert_eq!(filled(text, value).text, expected, "{text} {value:?}");
        }
    }

    #[test]
    fn what_has_no_value_is_missing() {
        let both = filled(
            "Invoke-X <server name>\\<probe name> -S <server name>",
            "a b",
        );
        assert_eq!(both.text, "Invoke-X \"a b\\<probe name>\" -S \"a b\"");
        assert_eq!(both.missing, [ParameterName::of_placeholder("probe name")]);
        let sample = filled("Get-X server1.contoso.com", "EX01");
        assert_eq!(
            (sample.text.as_str(), sample.missing.len()),
            ("Get-X EX01", 0)
        );
        assert_eq!(filled("Get-X server1.contoso.com", "").missing.len(), 1);
    }

    #[test]
    fn other_shells_take_plain_values_only() {
        let hostile = filled("Restart.exe <server name>", "a & b");
        assert_eq!(
            (hostile.text.as_str(), hostile.missing.len()),
            ("Restart.exe <server name>", 1)
        );
    }
}
