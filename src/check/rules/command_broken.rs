//! A command that no shell can read.
//!
//! Rule: `command-broken`.
//!
//! ## What it does
//! Counts the quotes, brackets and braces of the PowerShell commands that the languages agree on.
//!
//! ## Why it matters
//! PowerShell waits for the end of what was opened, and runs nothing.
//!
//! ## How to mend it
//! Close what was opened.
//!
//! ## What it cannot see
//! Whether a command does what it should. A single language that differs is reported as `command-differs`.

use crate::check::places::{at_places, source_first};
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Rule, Scope};
use crate::syntax::Shell;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for command in topic.set.commands.iter().filter(|command| command.shape.shell == Shell::PowerShell) {
        let Some(what) = unbalanced(&command.text) else {
            continue;
        };
        let places: Vec<_> = command
            .uses
            .iter()
            .filter(|(_, own)| unbalanced(&own.text).is_some())
            .filter_map(|(locale, own)| {
                Some((locale, own.span.within(topic.set.articles.get(locale)?.source)))
            })
            .collect();
        let scope = if places.len() > 1 { Scope::Everywhere } else { Scope::Locale };
        let diagnostic = Diagnostic::new(Rule::CommandBroken, format!("a `{what}` of this command has no partner"))
            .scope(scope)
            .help("close what was opened");
        found.extend(at_places(diagnostic, &source_first(places, context.source)));
    }
    found
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
    fn partners_are_found() {
        for good in ["A-B | ?{$_.C -eq \"x\"}", "A-B '(' \"a\"\"b\"", "A-B [-C]", "A `\"B"] {
            assert_eq!(unbalanced(good), None, "{good}");
        }
        assert_eq!(unbalanced("A-B | ?{$_.C -eq \"x\""), Some('{'));
        assert_eq!(unbalanced("A-B \"x"), Some('"'));
        assert_eq!(unbalanced("A-B x}"), Some('}'));
    }
}
