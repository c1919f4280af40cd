//! One source file in memory.

use std::sync::OnceLock;

use camino::Utf8PathBuf;

use crate::diagnostic::{LineColumn, LineIndex, SourceId, Span};
use crate::locale::Locale;

/// A Markdown file: its text, and what its place on disk says about it.
#[derive(Debug)]
pub struct Source {
    /// Its number, in the order of labels.
    pub id: SourceId,
    /// The path relative to the input folder, with `/`: the same whatever the working folder is.
    pub label: Utf8PathBuf,
    /// The path as it can be opened.
    pub path: Utf8PathBuf,
    /// The locale that a folder or `mpkc.toml` gives it.
    pub folder_locale: Option<Locale>,
    /// The text; where the file is not UTF-8, as much as can be shown of it.
    pub text: String,
    /// Why the text cannot be trusted.
    pub error: Option<SourceError>,
    lines: OnceLock<LineIndex>,
}

/// Why the text of a file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceError {
    /// The file cannot be read; the operating system's words.
    Unreadable(String),
    /// The file is not UTF-8; the first wrong byte is at this place of [`Source::text`].
    NotUtf8(Span),
}

impl Source {
    /// A source with the bytes of a file, or the error of reading it.
    pub fn new(
        label: Utf8PathBuf,
        path: Utf8PathBuf,
        folder_locale: Option<Locale>,
        read: std::io::Result<Vec<u8>>,
    ) -> Self {
        let (text, error) = match read.map(String::from_utf8) {
            Ok(Ok(text)) => (text, None),
            Ok(Err(wrong)) => {
                let at = wrong.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(wrong.as_bytes()).into_owned();
                let end = at + char::REPLACEMENT_CHARACTER.len_utf8();
                (text, Some(SourceError::NotUtf8(Span::new(at, end))))
            }
            Err(error) => (
                String::new(),
                Some(SourceError::Unreadable(error.to_string())),
            ),
        };
        Self {
            id: SourceId(0),
            label,
            path,
            folder_locale,
            text,
            error,
            lines: OnceLock::new(),
        }
    }

    /// The line and column of byte `offset`.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        self.lines
            .get_or_init(|| LineIndex::new(&self.text))
            .line_column(&self.text, offset as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_wrong_byte_has_a_line_and_a_column() {
        let bytes = b"one\ntwo \xff three".to_vec();
        let source = Source::new("a.md".into(), "a.md".into(), None, Ok(bytes));
        let Some(SourceError::NotUtf8(span)) = source.error else {
            panic!("must be noticed");
        };
        assert_eq!(
            source.line_column(span.start),
            LineColumn { line: 2, column: 5 }
        );
    }
}
