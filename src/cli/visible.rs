//! What a terminal would obey is shown, not sent: articles and file names may hold anything.

use std::borrow::Cow;
use std::io::{self, IsTerminal};

use serde::Serialize;

use super::streams::to_stdout;

/// `text` with a visible sign for every control character but line feeds and tabs, and for those that turn the direction
/// of writing, which make a line look like another one.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_obeyed) {
        return text.into();
    }
    text.replace("\r\n", "\n")
        .chars()
        .map(|c| if is_obeyed(c) { sign(c) } else { c })
        .collect::<String>()
        .into()
}

/// `text` for standard output: as it is for files and pipes, and [`visible`] for terminals.
pub(super) fn printed(text: &str) -> Cow<'_, str> {
    if io::stdout().is_terminal() {
        visible(text)
    } else {
        text.into()
    }
}

/// Writes `value` as JSON to standard output. JSON escapes some control characters itself, not all.
pub(super) fn print_json(value: &impl Serialize) -> io::Result<()> {
    let mut text = serde_json::to_string_pretty(value)?;
    text.push('\n');
    to_stdout(printed(&text).as_bytes())
}

fn is_obeyed(c: char) -> bool {
    let turns =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || c.is_control() && !matches!(c, '\n' | '\t')
}

/// The picture of a control character (Unicode has them from U+2400), where it has one.
fn sign(c: char) -> char {
    match u32::from(c) {
        code @ 0..0x20 => char::from_u32(0x2400 + code),
        0x7f => Some('\u{2421}'),
        _ => None,
    }
    .unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_that_a_terminal_obeys() {
        assert_eq!(visible("a\tb\n\u{e9}"), "a\tb\n\u{e9}");
        assert_eq!(visible("a\u{1b}[31m\r"), "a\u{241b}[31m\u{240d}");
        assert_eq!(visible("a\r\nb\u{7f}"), "a\nb\u{2421}");
        assert_eq!(visible("\u{9b}2J\u{202e}"), "\u{fffd}2J\u{fffd}");
    }
}
