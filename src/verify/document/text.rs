//! The form of texts that are no free text: IDs, numbers, versions, names of values.

use std::borrow::Cow;

use memchr::memchr;

use super::schema::{self, TextType, Type};
use crate::byte_search::any;

/// The longest ID, in characters.
const LONGEST_ID: usize = 256;
/// The longest reference, in characters.
const LONGEST_REFERENCE: usize = 512;
/// The longest short text, in characters.
const LONGEST_SHORT: usize = 256;

/// The most characters of a text that a message shows: a reference to a property of a class is shown whole.
const LONGEST_SHOWN: usize = 120;

/// Whether a text has the form it should have.
#[derive(Debug, PartialEq, Eq)]
pub enum Form {
    /// It has.
    Right,
    /// It has not: the rest of a sentence that says why.
    Wrong(String),
}

/// The form of a text of this type.
pub fn form(text: &str, kind: Type) -> Form {
    if let Some(values) = schema::values(kind) {
        return is(
            values.all.contains(&text) || (text.starts_with('$') && values.may_be_expression),
            || format!("is `{text}`, which is none of {}", values.all.join(", ")),
        );
    }
    let Type::Text(kind) = kind else {
        return Form::Right;
    };
    let right = match kind {
        TextType::Id => is_id(text, true),
        TextType::Local => is_id(text, false),
        TextType::Reference => is_reference(text),
        TextType::ReferenceOrGuid => is_reference(text) || is_guid(text),
        TextType::Guid => is_guid(text),
        TextType::Bool => {
            matches!(text.trim(), "true" | "false" | "1" | "0") || text.starts_with('$')
        }
        TextType::Int => text.trim().parse::<i64>().is_ok() || text.starts_with('$'),
        TextType::Language => is_language(text),
        TextType::Version => is_version(text),
        TextType::SchemaVersion => numbers(text, 2).is_some(),
        TextType::Token => text.len() == 16 && text.bytes().all(|b| b.is_ascii_hexdigit()),
        TextType::Filled => !text.is_empty(),
        TextType::Short => !text.is_empty() && text.chars().count() <= LONGEST_SHORT,
        TextType::Free => true,
    };
    is(right, || wrong(text, kind))
}

/// The rest of a sentence that says why a text is none of this type.
fn wrong(text: &str, kind: TextType) -> String {
    let what = match kind {
        TextType::Id | TextType::Local => {
            &format!("no ID: it takes letters, digits, `_` and `.`, at most {LONGEST_ID}")
        }
        TextType::Reference | TextType::ReferenceOrGuid => {
            "no reference: it takes the ID of an element, with an alias and `!` in front if it is in another pack"
        }
        TextType::Guid => "no GUID",
        TextType::Bool => "neither true nor false",
        TextType::Int => "no number",
        TextType::Language => "no language: it takes one to three capitals",
        TextType::Version => "no version: it takes four numbers with a dot between them",
        TextType::SchemaVersion => "no version of a schema",
        TextType::Token => "no key token: it takes 16 hexadecimal digits",
        TextType::Filled | TextType::Short | TextType::Free if text.is_empty() => {
            return "is empty".to_owned();
        }
        TextType::Filled | TextType::Short | TextType::Free => {
            return format!("has more than {LONGEST_SHORT} characters");
        }
    };
    format!("is `{}`, which is {what}", short(text))
}

fn is(right: bool, why: impl FnOnce() -> String) -> Form {
    if right {
        Form::Right
    } else {
        Form::Wrong(why())
    }
}

/// The beginning of a text, for a message.
pub fn short(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

/// Whether a text is an ID; one of the whole document does not begin with a digit or a dot.
fn is_id(text: &str, is_global: bool) -> bool {
    let starts_well = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    is_identifier(text) && text.len() <= LONGEST_ID && (starts_well || !is_global)
}

fn is_language(text: &str) -> bool {
    (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase())
}

fn is_identifier(text: &str) -> bool {
    let is_other = |byte: u8| {
        let is_letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        let is_digit = byte.wrapping_sub(b'0') < 10;
        !(is_letter | is_digit | (byte == b'.') | (byte == b'_'))
    };
    !text.is_empty() && !any(text.as_bytes(), is_other)
}

fn is_reference(text: &str) -> bool {
    let (alias, id) = match memchr(b'!', text.as_bytes()) {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => ("_", text),
    };
    is_identifier(alias) && is_identifier(id) && text.len() <= LONGEST_REFERENCE
}

fn is_guid(text: &str) -> bool {
    let bare = text.trim_start_matches('{').trim_end_matches('}');
    let mut parts = bare.split('-').map(|part| {
        let is_hex = part.bytes().all(|b| b.is_ascii_hexdigit());
        if is_hex { part.len() } else { 0 }
    });
    [8, 4, 4, 4, 12].iter().all(|it| parts.next() == Some(*it)) && parts.next().is_none()
}

/// The numbers of a version with so many parts.
pub fn numbers(text: &str, parts: usize) -> Option<Vec<u32>> {
    let numbers: Option<Vec<u32>> = text
        .split('.')
        .map(|part| {
            let is_number = part.len() <= 10 && part.bytes().all(|b| b.is_ascii_digit());
            let number = part.parse::<u32>().ok().filter(|_| is_number)?;
            i32::try_from(number).ok().map(|_| number)
        })
        .collect();
    numbers.filter(|it| it.len() == parts)
}

fn is_version(text: &str) -> bool {
    numbers(text, 4).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_tells_right_from_wrong() {
        for (kind, right, wrong) in [
            ("id", "_A.b9", "9a"),
            ("local", "9a", "a-b"),
            ("ref", "S!System.Entity", "a!b!c"),
            ("language", "ENU", "enu"),
            ("version", "1.0.0.2147483647", "1.0.0.2147483648"),
            ("version", "0.0.0.0", "1.0.0"),
            ("version", "6.1.7221.0", "6.1.7221.x"),
            ("schema-version", "2.0", "2"),
            ("token", "31bf3856ad364e35", "31bf3856ad364e3"),
            ("guid", "{01c8b236-3bce-9dba-6f1c-c119bcdc2972}", "01c8b236"),
            ("bool", "true", "yes"),
            ("int", "-3", "3s"),
            ("text", " ", ""),
            ("HealthState", "Error", "Red"),
        ] {
            let of = schema::named(kind);
            assert_eq!(form(right, of), Form::Right, "{kind} {right}");
            assert_ne!(form(wrong, of), Form::Right, "{kind} {wrong}");
        }
    }
}
