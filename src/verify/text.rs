//! What no text of a pack may hold: characters that XML cannot, and what SCOM takes for expressions of its own.

use crate::byte_search::any;

/// Whether XML 1.0 cannot hold `c`.
pub fn is_refused(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether a text holds a character that XML 1.0 cannot.
pub fn holds_refused(text: &str) -> bool {
    // Of the control characters that XML can hold only line breaks are frequent.
    let is_control = |byte| (byte < b' ') & (byte != b'\n');
    any(text.as_bytes(), is_control) && text.chars().any(is_refused)
        || memchr::memchr_iter(NONCHARACTER, text.as_bytes()).any(|at| {
            text.get(at..)
                .is_some_and(|rest| rest.starts_with(is_refused))
        })
}

/// What U+FFFE and U+FFFF begin with in UTF-8.
const NONCHARACTER: u8 = 0xef;

/// Begins an expression when it follows a dollar, in any case. A text with one that does not end as an expression makes
/// SCOM refuse the whole pack ("Incorrect expression specified"), and one that does would be replaced. Read off
/// Microsoft's verifier: `$database` is refused, `$Target` alone is not.
const EXPRESSIONS: [&str; 4] = ["data", "mpelement", "runas", "target/"];

/// How long the name of an expression in `text`, which follows a dollar, is: 0 if none begins there.
pub fn expression_length(text: &str) -> usize {
    let begins = EXPRESSIONS.iter().any(|name| {
        text.as_bytes()
            .get(..name.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
    });
    if !begins {
        return 0;
    }
    text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .unwrap_or(text.len())
}
