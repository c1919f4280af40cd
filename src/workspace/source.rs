//! One source file in memory.

use std::fs;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use camino::Utf8PathBuf;

use super::{FileState, read_with_state};
use crate::diagnostic::{LineColumn, LineIndex, SourceId, Span};
use crate::locale::Locale;

/// A Markdown file: its text, and what its place on disk says about it.
///
/// Lines end with a line feed, with or without a carriage return before it. Where a file has carriage returns alone, as
/// old Macs wrote them, the text has line feeds in their place.
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
    /// Which reading of which file this is: what was made of a source can be made use of as long as its version is met
    /// again.
    version: Version,
    /// The state of the file when it was read, if that can be relied on.
    state: Option<FileState>,
    lines: OnceLock<LineIndex>,
}

/// A reading of a file; no two in a process are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Version(u64);

impl Version {
    fn next() -> Self {
        static LAST: AtomicU64 = AtomicU64::new(0);
        Self(LAST.fetch_add(1, Ordering::Relaxed))
    }
}

/// Why the text of a file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceError {
    /// The file cannot be read; the operating system's words.
    Unreadable(String),
    /// The file is not UTF-8; the first wrong byte is at this place of [`Source::text`].
    NotUtf8(Span),
    /// The file is UTF-16; [`Source::text`] is what it says.
    Utf16,
}

impl Source {
    /// A source with the bytes of a file, or the error of reading it.
    pub fn new(
        label: Utf8PathBuf,
        path: Utf8PathBuf,
        folder_locale: Option<Locale>,
        read: std::io::Result<Vec<u8>>,
    ) -> Self {
        let (text, error) = match read {
            Ok(bytes) => decode(bytes),
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
            version: Version::next(),
            state: None,
            lines: OnceLock::new(),
        }
    }

    /// Reads the file at `path`; if it is the same that `earlier` was read from, it is `earlier` again.
    pub(super) fn read(
        label: Utf8PathBuf,
        path: Utf8PathBuf,
        folder_locale: Option<Locale>,
        earlier: Option<Self>,
    ) -> Self {
        // Comparing paths part by part takes long.
        let earlier = earlier.filter(|source| {
            source.label.as_str() == label.as_str() && source.folder_locale == folder_locale
        });
        let is_untouched = |source: &Self| {
            let now = fs::metadata(&path).ok();
            source.state.is_some() && source.state == now.as_ref().and_then(FileState::of)
        };
        let earlier = match earlier {
            Some(source) if is_untouched(&source) => return source,
            other => other,
        };
        let (read, state) = match read_with_state(&path) {
            Ok((bytes, state)) => (Ok(bytes), state),
            Err(error) => (Err(error), None),
        };
        let mut source = Self::new(label, path, folder_locale, read);
        if let Some(earlier) = earlier
            && (&earlier.text, &earlier.error) == (&source.text, &source.error)
        {
            source = earlier;
        }
        source.state = state;
        source
    }

    /// What a reading of the same file gives now: the same source, if the file is as it was.
    pub(super) fn again(self) -> Self {
        let (id, label, path) = (self.id, self.label.clone(), self.path.clone());
        let mut source = Self::read(label, path, self.folder_locale, Some(self));
        source.id = id;
        source
    }

    /// The state of the file when it was read, if that can be relied on.
    pub fn state(&self) -> Option<FileState> {
        self.state
    }

    /// Which reading of which file this is.
    pub fn version(&self) -> Version {
        self.version
    }

    /// Whether a file with these bytes has the same text.
    pub fn says(&self, bytes: Vec<u8>) -> bool {
        decode(bytes) == (self.text.clone(), self.error.clone())
    }

    /// The line and column of byte `offset`.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        self.lines
            .get_or_init(|| LineIndex::new(&self.text))
            .line_column(&self.text, offset as usize)
    }
}

/// The text of a file, and what is wrong with its encoding.
fn decode(bytes: Vec<u8>) -> (String, Option<SourceError>) {
    if let Some(text) = utf16(&bytes) {
        return (text, Some(SourceError::Utf16));
    }
    String::from_utf8(bytes).map_or_else(
        |wrong| {
            let at = wrong.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(wrong.as_bytes()).into_owned();
            let end = at + char::REPLACEMENT_CHARACTER.len_utf8();
            (text, Some(SourceError::NotUtf8(Span::new(at, end))))
        },
        |text| (with_line_feeds(text), None),
    )
}

/// The text with a line feed for every carriage return, if it has no line feeds: places stay the same.
fn with_line_feeds(text: String) -> String {
    if memchr::memchr(b'\n', text.as_bytes()).is_some() || !text.contains('\r') {
        return text;
    }
    text.replace('\r', "\n")
}

/// The text of a file in UTF-16: one with a byte order mark, or with the dashes that front matter begins with.
fn utf16(bytes: &[u8]) -> Option<String> {
    let read: fn([u8; 2]) -> u16 = match bytes {
        [0xff, 0xfe, ..] | [b'-', 0, b'-', 0, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] | [0, b'-', 0, b'-', ..] => u16::from_be_bytes,
        _ => return None,
    };
    let units = bytes.chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
    let text = char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER));
    Some(text.skip_while(|c| *c == '\u{feff}').collect())
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

    #[test]
    fn carriage_returns_alone_end_lines() {
        let text = |bytes: &[u8]| decode(bytes.to_vec()).0;
        assert_eq!(text(b"---\rtitle: x\r---\r"), "---\ntitle: x\n---\n");
        assert_eq!(text(b"one\r\ntwo \r three"), "one\r\ntwo \r three");
    }

    #[test]
    fn utf_16_is_recognised() {
        let big: Vec<u8> = "\u{feff}a\u{1f600}"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        let little: Vec<u8> = "---\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(utf16(&big).as_deref(), Some("a\u{1f600}"));
        assert_eq!(utf16(&little).as_deref(), Some("---\n"));
        assert_eq!(utf16(b"---\n"), None);
        assert_eq!(utf16(b""), None);
    }
}
