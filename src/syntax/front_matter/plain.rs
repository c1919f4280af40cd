//! The front matter that nearly every article has: lines `key: value` that mean the same to every reader of YAML.
//!
//! A full parser of YAML costs more than all of Markdown on the same file. Whatever could mean more than it says (quotes
//! inside quotes, comments, values of several lines, mappings in lists …) is left to it.

use super::{Entries, split_lines};
use crate::diagnostic::Span;

/// A file with more keys is left to the parser: each is compared with all before it.
const MOST_ENTRIES: usize = 64;
/// YAML ends keys at 1024 characters (YAML 1.2.2, section 7.4.2); no article has a long one.
const LONGEST_KEY: usize = 128;

/// What a line says.
enum Line<'a> {
    /// A key, and where its value stands; both are as they are written.
    Entry(&'a str, &'a str, Span),
    /// A key whose value, if it has one, is the list below it.
    Key(&'a str, Span),
    /// An entry of a list.
    Item,
}

/// The entries of front matter, which begins at byte `offset` of its file; `None` where it is not plain.
pub(super) fn entries(yaml: &str, offset: usize) -> Option<Entries> {
    let mut entries = Entries::with_capacity(yaml.len());
    let mut keys: Vec<&str> = Vec::with_capacity(24);
    // A key that a list may follow.
    let mut open: Option<(&str, Span)> = None;
    let mut in_list = false;
    let mut at = offset;
    for whole in split_lines(yaml) {
        let line = whole.strip_suffix('\n')?;
        let line = line.strip_suffix('\r').unwrap_or(line);
        let line = read(line, at)?;
        at += whole.len();
        if matches!(line, Line::Item) {
            if open.take().is_none() && !in_list {
                return None;
            }
            in_list = true;
            continue;
        }
        in_list = false;
        if let Some((key, span)) = open.take() {
            entries.push(key, "", span);
        }
        let key = match line {
            Line::Entry(key, value, span) => {
                entries.push(key, value, span);
                key
            }
            Line::Key(key, span) => {
                open = Some((key, span));
                key
            }
            Line::Item => continue,
        };
        if keys.len() == MOST_ENTRIES || keys.contains(&key) {
            return None;
        }
        keys.push(key);
    }
    if let Some((key, span)) = open {
        entries.push(key, "", span);
    }
    (!keys.is_empty()).then_some(entries)
}

/// Reads the line that begins at byte `at` of the file.
fn read(line: &str, at: usize) -> Option<Line<'_>> {
    if let Some(item) = line.strip_prefix("- ") {
        return plain_scalar(item).map(|_| Line::Item);
    }
    let in_key = |byte: &u8| byte.is_ascii_alphanumeric() || b"_.-:".contains(byte);
    let length = line.bytes().take_while(|byte| in_key(byte)).count();
    let key = line[..length].strip_suffix(':')?;
    let begins = key.starts_with(|first: char| first.is_ascii_alphabetic());
    if !begins || key.len() > LONGEST_KEY || key.ends_with(':') {
        return None;
    }
    let rest = &line[length..];
    let value = rest.trim_matches(' ');
    if value.is_empty() {
        // Where the parser sees nothing: right behind the key.
        let end = at + key.len();
        return Some(Line::Key(key, Span::new(end, end)));
    }
    if !rest.starts_with(' ') {
        return None;
    }
    let start = at + length + (rest.len() - rest.trim_start_matches(' ').len());
    let span = Span::new(start, start + value.len());
    Some(Line::Entry(key, plain_scalar(value)?, span))
}

/// What a scalar of one line says that is written plainly or in single quotes.
fn plain_scalar(text: &str) -> Option<&str> {
    let text = text.trim_matches(' ');
    let quoted = text.strip_prefix('\'').map(|rest| rest.strip_suffix('\''));
    let said = match quoted {
        Some(inside) => inside.filter(|inside| !inside.contains('\''))?,
        None => {
            let first = *text.as_bytes().first()?;
            let begins = first.is_ascii_alphanumeric() || !first.is_ascii();
            (begins && !is_cut(text)).then_some(text)?
        }
    };
    let is_ascii = said.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    (is_ascii || said.chars().all(is_plain)).then_some(said)
}

/// Whether a colon or a comment ends a plain scalar.
fn is_cut(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b':', b'#', bytes).any(|at| match bytes[at] {
        b':' => matches!(bytes.get(at + 1), None | Some(b' ')),
        _ => bytes[..at].ends_with(b" "),
    })
}

/// Whether a character is nothing but itself: no control character, no line break, no mark of byte order.
fn is_plain(c: char) -> bool {
    match c {
        ' '..='~' => true,
        '\0'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => false,
        '\u{fffe}' | '\u{ffff}' => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::super::parsed;
    use super::*;
    use proptest::prelude::*;

    /// Checks that a piece of YAML is left to the parser or read as by it, and says whether it was plain.
    fn is_read_as_by_the_parser(yaml: &str) -> bool {
        let plain = entries(yaml, 7);
        if let Some(plain) = &plain {
            assert_eq!(parsed(yaml, 7).as_ref(), Ok(plain), "{yaml:?}");
        }
        plain.is_some()
    }

    #[test]
    fn what_articles_have_is_plain() {
        for yaml in [
            "title: Lamp.Proxy \u{17c}ar\u{f3}wka\n",
            "TOCTitle: '@NoTitle'\nms:assetid: 1-a\nms:mtpsurl: https://lamp.test/a(v=B.1)\n",
            "f1.keywords:\n- NOCSH\nms.reviewer: \nlast: v=1\n",
            "a:\r\n- b\r\n- c\r\nd:  e \r\nf:\r\n",
            "a:\n",
        ] {
            assert!(is_read_as_by_the_parser(yaml), "{yaml:?}");
        }
    }

    #[test]
    fn what_may_mean_more_is_left_to_the_parser() {
        for yaml in [
            "",
            "a",
            "a: b",
            "a:b\n",
            "a: b: c\n",
            "a: b:\n",
            "a: b #c\n",
            "a: \"b\"\n",
            "a: 'b''c'\n",
            "a: [b]\n",
            "a: b\n c\n",
            "a: b\na: c\n",
            "a:\n  b: c\n",
            "- a\n",
            "a:\n- b: c\n",
            "a:\n- - b\n",
            "a: &b c\n",
            "a: |\n",
            "a: b\n\n",
            "# a\n",
            "a: b\tc\n",
            "a: b\rc\n",
            "a: b\u{85}c\n",
            "a: - b\n",
            "a: ~\n",
            "a::\n",
            "\u{feff}a: b\n",
        ] {
            assert!(entries(yaml, 0).is_none(), "{yaml:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn plain_is_what_the_parser_says(yaml in r##"([a-c]{1,2}:? ?[ -~é\t'":#-]{0,6}\r?\n|- ?[a: '#]{0,4}\n|[ -~\u{a0}\u{2028}]{0,4}\n){0,5}"##) {
            is_read_as_by_the_parser(&yaml);
        }

        #[test]
        fn values_are_what_the_parser_says(value in r##"[a-b0-9 '"#:,\[\]{}&*!|>%@`?~.\\/()=\-\u{a0}\u{e9}\u{3042}\u{85}\u{200b}]{0,8}"##) {
            is_read_as_by_the_parser(&format!("k: {value}\nl:{value}\nm:\n- {value}\n"));
            is_read_as_by_the_parser(&format!("{value}\n"));
            is_read_as_by_the_parser(&format!("{value}: a\n"));
        }
    }
}
