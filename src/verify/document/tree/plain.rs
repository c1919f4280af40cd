//! Tags, references and indentation as nearly all are written: without anything that has to be looked at twice.

use std::borrow::Cow;

use memchr::memchr;

use super::Attribute;
use crate::byte_search::any;
use crate::diagnostic::Span;

/// A start tag.
#[derive(Debug)]
pub struct Tag<'x> {
    /// The name of the element.
    pub name: &'x str,
    /// How many bytes the tag has.
    pub length: usize,
    /// Whether it is the whole element.
    pub is_empty: bool,
}

/// The longest tag, in bytes.
const LONGEST: usize = 1 << 12;

/// The start tag that `rest`, which stands at `at`, begins with. Its attributes join `attributes`. `None` if it is not plain:
/// names of letters and digits, a blank before each attribute, and values in double quotes that stand for themselves.
pub fn tag<'x>(rest: &'x str, at: usize, attributes: &mut Vec<Attribute<'x>>) -> Option<Tag<'x>> {
    let before = attributes.len();
    let tag = read(rest, at, attributes);
    if tag.is_none() {
        attributes.truncate(before);
    }
    tag
}

fn read<'x>(rest: &'x str, at: usize, attributes: &mut Vec<Attribute<'x>>) -> Option<Tag<'x>> {
    let first = attributes.len();
    let name = name(rest.strip_prefix('<')?)?;
    let mut length = 1 + name.len();
    loop {
        let is_empty = match rest.as_bytes().get(length..)? {
            [b'>', ..] => false,
            [b'/', b'>', ..] => true,
            [b' ', ..] => {
                let attribute = attribute(&rest[length + 1..], at + length + 1)?;
                if attributes[first..]
                    .iter()
                    .any(|it| it.name == attribute.name)
                {
                    return None;
                }
                length += " =\"\"".len() + attribute.name.len() + attribute.value.len();
                attributes.push(attribute);
                continue;
            }
            _ => return None,
        };
        length += 1 + usize::from(is_empty);
        return (length <= LONGEST).then_some(Tag {
            name,
            length,
            is_empty,
        });
    }
}

/// The attribute that `rest`, which stands at `at`, begins with.
fn attribute(rest: &str, at: usize) -> Option<Attribute<'_>> {
    let name = name(rest)?;
    let value = rest[name.len()..].strip_prefix("=\"")?;
    let value = &value[..memchr(b'"', value.as_bytes())?];
    // White space other than blanks is read as blanks.
    if any(value.as_bytes(), |b| (b < b' ') | (b == b'<') | (b == b'&')) {
        return None;
    }
    let start = at + name.len() + "=\"".len();
    Some(Attribute {
        name,
        value: Cow::Borrowed(value),
        span: Span::new(start, start + value.len()),
    })
}

/// The name that `rest` begins with: a letter, then letters and digits.
fn name(rest: &str) -> Option<&str> {
    let is_end = |b: &u8| !IN_NAME[usize::from(*b)];
    let length = rest.as_bytes().iter().position(is_end)?;
    let name = &rest[..length];
    let first = name.as_bytes().first()?;
    first.is_ascii_alphabetic().then_some(name)
}

/// Whether a byte is a letter or a digit.
static IN_NAME: [bool; 256] = {
    let mut is_in = [false; 256];
    let mut byte = 0;
    while byte < is_in.len() {
        is_in[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    is_in
};

/// How long the line break and the blanks are that `rest` begins with, if a tag follows.
#[inline]
pub fn indentation(rest: &[u8]) -> Option<usize> {
    const EIGHT: [u8; 8] = [b' '; 8];
    let blanks = rest.strip_prefix(b"\n")?;
    let (eights, _) = blanks.as_chunks::<8>();
    let eights = eights.iter().take_while(|it| **it == EIGHT).count();
    let behind = &blanks[eights * EIGHT.len()..];
    let further = behind.iter().position(|b| *b != b' ')?;
    let length = 1 + eights * EIGHT.len() + further;
    (behind[further] == b'<').then_some(length)
}

/// What the reference that `rest` begins with stands for, and how long it is; `None` if it begins with none that has a
/// name in XML itself.
pub fn reference(rest: &[u8]) -> Option<(&'static str, usize)> {
    const NAMED: [(&[u8], &str); 5] = [
        (b"&quot;", "\""),
        (b"&amp;", "&"),
        (b"&lt;", "<"),
        (b"&gt;", ">"),
        (b"&apos;", "'"),
    ];
    let named = NAMED.iter().find(|(name, _)| rest.starts_with(name));
    named.map(|(name, text)| (*text, name.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indentation_is_a_line_break_and_blanks_in_front_of_a_tag() {
        for blanks in 0..20 {
            let text = format!("\n{}<a>", " ".repeat(blanks));
            assert_eq!(indentation(text.as_bytes()), Some(blanks + 1));
        }
        for other in [
            "", "\n", "\n  ", "\n  x", " <", "\n\n<", "\n \t<", "\n  &lt;",
        ] {
            assert_eq!(indentation(other.as_bytes()), None, "{other:?}");
        }
    }

    #[test]
    fn a_plain_tag_is_read_and_any_other_is_left_alone() {
        for (text, expected) in [
            ("<a>x", Some(("a", 3, false, vec![]))),
            ("<a1/><b>", Some(("a1", 5, true, vec![]))),
            (
                "<a b=\"1 >é\" c=\"\"/>",
                Some(("a", 19, true, vec![("b", "1 >é"), ("c", "")])),
            ),
            ("</a>", None),
            ("<a:b>", None),
            ("<1>", None),
            ("<>", None),
            ("<a", None),
            ("<a b=\"1", None),
            ("<a b=\"1\"", None),
            ("<a b='1'>", None),
            ("<a  b=\"1\">", None),
            ("<a b=\"1\" >", None),
            ("<a b=\"1\"c=\"2\">", None),
            ("<a b=\"1\" b=\"2\">", None),
            ("<a b=\"&lt;\">", None),
            ("<a b=\"<\">", None),
            ("<a b=\"1\n\">", None),
        ] {
            let mut attributes = Vec::new();
            let found = tag(text, 7, &mut attributes).map(|it| {
                let shown = attributes.iter().map(|it| {
                    let place = it.span.start as usize - 7..it.span.end as usize - 7;
                    assert_eq!(text[place], *it.value);
                    (it.name, &*it.value)
                });
                (it.name, it.length, it.is_empty, shown.collect())
            });
            assert_eq!(found, expected, "{text}");
            assert_eq!(
                attributes.is_empty(),
                found.is_none_or(|it| it.3.is_empty())
            );
        }
    }
}
