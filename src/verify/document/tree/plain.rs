//! Tags and references as nearly all are written: without anything that has to be looked at twice.

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
    let mut tail = rest.strip_prefix('<')?;
    let name = name(&mut tail)?;
    loop {
        let is_empty = tail.starts_with("/>");
        if is_empty || tail.starts_with('>') {
            let length = rest.len() - tail.len() + 1 + usize::from(is_empty);
            return (length <= LONGEST).then_some(Tag {
                name,
                length,
                is_empty,
            });
        }
        tail = tail.strip_prefix(' ')?;
        let name = self::name(&mut tail)?;
        tail = tail.strip_prefix("=\"")?;
        let (value, behind) = tail.split_at(memchr(b'"', tail.as_bytes())?);
        let start = at + rest.len() - tail.len();
        let is_twice = attributes[first..].iter().any(|it| it.name == name);
        // White space other than blanks is read as blanks.
        if is_twice || any(value.as_bytes(), |b| (b < b' ') | (b == b'<') | (b == b'&')) {
            return None;
        }
        attributes.push(Attribute {
            name,
            value: Cow::Borrowed(value),
            span: Span::new(start, start + value.len()),
        });
        tail = &behind[1..];
    }
}

/// The name that `tail` begins with, which is taken off: a letter, then letters and digits.
fn name<'x>(tail: &mut &'x str) -> Option<&'x str> {
    let mut bytes = tail.bytes();
    let length = bytes.position(|b| !b.is_ascii_alphanumeric())?;
    let (name, behind) = tail.split_at(length);
    *tail = behind;
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        .then_some(name)
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
