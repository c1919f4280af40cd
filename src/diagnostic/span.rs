//! Places in source files.

use schemars::JsonSchema;
use serde::Serialize;

/// The number of a source file within one run. Sources are numbered in the order of their stable labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A half-open range of bytes in one source file, counted from the start of the file (a byte order mark included).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema,
)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` to `end`; positions beyond 4 GiB are clamped.
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            start: clamp(start),
            end: clamp(end.max(start)),
        }
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The text the span covers, or the empty string if it does not fit `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize)
            .unwrap_or_default()
    }

    /// This place in file `source`.
    pub fn within(self, source: SourceId) -> Location {
        Location { source, span: self }
    }
}

/// A place in a certain source file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Location {
    /// The file.
    pub source: SourceId,
    /// The bytes.
    pub span: Span,
}

impl Location {
    /// Whether two places have a byte in common.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.source == other.source
            && self.span.start < other.span.end
            && other.span.start < self.span.end
    }
}

/// A position as people count: both 1-based, the column in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode scalar values, from 1.
    pub column: usize,
}

/// The starts of the lines of a text, for turning byte offsets into lines and columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Indexes `text`.
    pub fn new(text: &str) -> Self {
        let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes());
        let mut starts = Vec::with_capacity(1 + breaks.clone().count());
        starts.push(0);
        starts.extend(breaks.map(|at| clamp(at + 1)));
        Self { starts }
    }

    /// The line, from 1, of byte `offset`; 1 in an index of nothing.
    pub fn line(&self, offset: u32) -> usize {
        self.starts.partition_point(|&start| start <= offset).max(1)
    }

    /// The place of a line, from 1, without what ends it; `None` for one that no other follows.
    pub fn span(&self, line: usize) -> Option<Span> {
        let start = *self.starts.get(line.checked_sub(1)?)?;
        let end = self.starts.get(line)?.saturating_sub(1);
        Some(Span { start, end })
    }

    /// The line and column of byte `offset` of the indexed text. A byte order mark takes no column.
    pub fn line_column(&self, text: &str, offset: usize) -> LineColumn {
        let line = self.line(u32::try_from(offset).unwrap_or(u32::MAX));
        let start = self.starts.get(line - 1).map_or(0, |&start| start as usize);
        let before = text.get(start..offset).unwrap_or_default().as_bytes();
        // Bytes that begin a character: many findings in one long line must not take long.
        let characters = before.iter().filter(|&&byte| byte & 0xc0 != 0x80).count();
        let marks = memchr::memmem::find_iter(before, "\u{feff}").count();
        let column = characters - marks + 1;
        LineColumn { line, column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let text = "\u{feff}á中x\ny";
        let index = LineIndex::new(text);
        let at = |needle: char| index.line_column(text, text.find(needle).expect("present"));
        assert_eq!(at('x'), LineColumn { line: 1, column: 3 });
        assert_eq!(at('y'), LineColumn { line: 2, column: 1 });
    }

    #[test]
    fn a_span_that_does_not_fit_is_empty() {
        assert_eq!(Span::new(1, 9).of("abc"), "");
        assert_eq!(Span::new(0, 1).of("á"), "");
    }
}
