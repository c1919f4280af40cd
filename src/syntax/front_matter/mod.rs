//! The YAML block at the top of a file.
//!
//! Only scalars of the top level are kept: that is all an article says there. YAML itself is read by
//! `saphyr-parser`, but for what is so plain that it needs no parser ([`plain`]); keys with colons (`ms:assetid`) are plain
//! scalars to it.

mod entries;
mod plain;

use std::collections::HashSet;

use saphyr_parser::{Event, Parser};

use crate::diagnostic::Span;
pub use entries::{Entries, Entry};

/// The front matter of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FrontMatter {
    /// The entries, in their order.
    pub entries: Entries,
    /// The whole block, fences included.
    pub span: Span,
}

/// Why front matter cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FrontMatterProblem {
    /// It has no closing `---`.
    Unclosed(Span),
    /// It is no YAML mapping; the parser's words.
    Invalid(Span, String),
    /// It has the key twice.
    DuplicateKey(Span, String),
}

impl FrontMatterProblem {
    /// Where the problem is.
    pub fn span(&self) -> Span {
        match self {
            Self::Unclosed(span) | Self::Invalid(span, _) | Self::DuplicateKey(span, _) => *span,
        }
    }
}

impl FrontMatter {
    /// The entry with this key.
    pub fn entry(&self, key: &str) -> Option<Entry<'_>> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// The value of this key, unless it is empty.
    pub fn value(&self, key: &str) -> Option<&str> {
        self.entry(key)
            .map(|entry| entry.value.trim())
            .filter(|value| !value.is_empty())
    }
}

/// The front matter of `text`, the byte at which the body begins, and what is wrong.
pub(super) fn parse(text: &str) -> (Option<FrontMatter>, usize, Option<FrontMatterProblem>) {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut lines = lines_from(text, start);
    let Some((_, yaml_start, "---")) = lines.next() else {
        return (None, start, None);
    };
    let Some((yaml_end, body, _)) = lines.find(|(.., line)| matches!(*line, "---" | "...")) else {
        let span = Span::new(start, start + 3);
        return (None, text.len(), Some(FrontMatterProblem::Unclosed(span)));
    };
    let yaml = &text[yaml_start..yaml_end];
    let entries = plain::entries(yaml, yaml_start).map_or_else(|| parsed(yaml, yaml_start), Ok);
    match entries {
        Ok(entries) => {
            let span = Span::new(start, body);
            (Some(FrontMatter { entries, span }), body, None)
        }
        Err(problem) => (None, body, Some(problem)),
    }
}

/// The lines of `text` from byte `start`: where each begins, where the next begins, and its text
/// without the line break and blanks before it.
fn lines_from(text: &str, start: usize) -> impl Iterator<Item = (usize, usize, &str)> {
    let mut at = start;
    split_lines(&text[start..]).map(move |line| {
        let begin = at;
        at += line.len();
        (begin, at, line.trim_end())
    })
}

/// The lines of `text`, with what ends them.
fn split_lines(text: &str) -> impl Iterator<Item = &str> {
    let mut start = 0;
    let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
    let ends = breaks.chain(std::iter::once(text.len()));
    ends.map(move |end| &text[std::mem::replace(&mut start, end)..end])
        .filter(|line| !line.is_empty())
}

/// The entries of any YAML, which begins at byte `offset` of its file.
fn parsed(yaml: &str, offset: usize) -> Result<Entries, FrontMatterProblem> {
    let bytes = ByteOffsets::new(yaml, offset);
    let whole = Span::new(offset, offset + yaml.len());
    let mut entries = Entries::with_capacity(yaml.len());
    let mut known = HashSet::new();
    let mut depth = 0usize;
    let mut key: Option<(String, Span)> = None;
    for event in Parser::new_from_str(yaml) {
        let (event, span) = event.map_err(|error| {
            let at = bytes.of(error.marker().index());
            FrontMatterProblem::Invalid(Span::new(at, at), error.info().to_owned())
        })?;
        let span = Span::new(bytes.of(span.start.index()), bytes.of(span.end.index()));
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                if depth == 0 && matches!(event, Event::SequenceStart(..)) {
                    return Err(not_a_mapping(whole));
                }
                depth += 1;
                if depth == 2 {
                    // A list or a mapping as a value: nothing an article needs, but no error either.
                    key = None;
                }
            }
            Event::MappingEnd | Event::SequenceEnd => depth = depth.saturating_sub(1),
            Event::Scalar(text, ..) if depth == 1 => match key.take() {
                None => {
                    if !known.insert(text.clone()) {
                        return Err(FrontMatterProblem::DuplicateKey(span, text.into_owned()));
                    }
                    key = Some((text.into_owned(), span));
                }
                Some((name, _)) => entries.push(&name, null_as_empty(&text), span),
            },
            Event::Scalar(..) if depth == 0 => return Err(not_a_mapping(whole)),
            _ => {}
        }
    }
    Ok(entries)
}

fn null_as_empty(value: &str) -> &str {
    if value == "~" { "" } else { value }
}

fn not_a_mapping(span: Span) -> FrontMatterProblem {
    FrontMatterProblem::Invalid(span, "it is not a list of `key: value` lines".to_owned())
}

/// Turns the parser's character offsets into bytes of the file.
struct ByteOffsets {
    offset: usize,
    /// The byte of every character, or nothing where every character is one byte.
    starts: Vec<usize>,
    length: usize,
}

impl ByteOffsets {
    fn new(text: &str, offset: usize) -> Self {
        let starts = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().map(|(at, _)| at).collect()
        };
        Self {
            offset,
            starts,
            length: text.len(),
        }
    }

    fn of(&self, character: usize) -> usize {
        let byte = if self.starts.is_empty() {
            character
        } else {
            self.starts.get(character).copied().unwrap_or(self.length)
        };
        self.offset + byte.min(self.length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_with_colons_lists_and_empty_values() {
        let text = "\u{feff}---\r\nms:assetid: 1-a\r\ntitle: \" Ünï: x\"\r\nf1.keywords:\r\n- NOCSH\r\nms.reviewer: \r\nlast: v=1\r\n---\r\n# H\r\n";
        let (front_matter, body, problem) = parse(text);
        assert_eq!(problem, None);
        let front_matter = front_matter.expect("there");
        assert_eq!(front_matter.value("ms:assetid"), Some("1-a"));
        assert_eq!(front_matter.entry("title").expect("there").value, " Ünï: x");
        assert_eq!(front_matter.value("ms.reviewer"), None);
        assert_eq!(front_matter.value("last"), Some("v=1"));
        assert_eq!(
            front_matter.entry("last").expect("there").span.of(text),
            "v=1"
        );
        assert_eq!(&text[body..], "# H\r\n");
    }

    #[test]
    fn broken_front_matter_says_where() {
        for (text, expected) in [
            ("---\ntitle: x\n# H", "unclosed"),
            ("---\ntitle: [x\n---\n", "invalid"),
            ("---\ntitle: a: b\n---\n", "invalid"),
            ("---\n- a\n---\n", "invalid"),
            ("---\nplain\n---\n", "invalid"),
            ("---\na: 1\na: 2\n---\n", "duplicate"),
        ] {
            let (front_matter, _, problem) = parse(text);
            assert_eq!(front_matter, None, "{text}");
            let kind = match problem.expect("a problem") {
                FrontMatterProblem::Unclosed(_) => "unclosed",
                FrontMatterProblem::Invalid(..) => "invalid",
                FrontMatterProblem::DuplicateKey(..) => "duplicate",
            };
            assert_eq!(kind, expected, "{text}");
        }
    }

    #[test]
    fn a_file_may_have_none() {
        assert_eq!(parse("# H\n---\n"), (None, 0, None));
        assert_eq!(parse(""), (None, 0, None));
    }
}
