//! The entries of front matter, all in one text: a file has twenty, and a set of articles thousands.

use std::fmt;
use std::ops::Range;

use crate::diagnostic::Span;

/// One entry with a scalar value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry<'e> {
    /// The key.
    pub key: &'e str,
    /// The value; empty for a key without one.
    pub value: &'e str,
    /// The bytes of the value in the file.
    pub span: Span,
}

/// Entries, in their order.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Entries {
    /// Every key and the value after it.
    said: String,
    places: Vec<Place>,
}

/// Where an entry is.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Place {
    key: Range<u32>,
    /// Ends where the value does.
    end: u32,
    span: Span,
}

impl Entries {
    /// No entries yet; they will have `bytes` bytes.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self {
            said: String::with_capacity(bytes),
            places: Vec::with_capacity(24),
        }
    }

    /// Appends an entry.
    pub(super) fn push(&mut self, key: &str, value: &str, span: Span) {
        let mut said = |text: &str| {
            self.said.push_str(text);
            // Spans of files end there, too.
            u32::try_from(self.said.len()).unwrap_or(u32::MAX)
        };
        let start = said("");
        let key = start..said(key);
        let end = said(value);
        self.places.push(Place { key, end, span });
    }

    /// The entries.
    pub fn iter(&self) -> impl Iterator<Item = Entry<'_>> {
        let part = |range: Range<u32>| {
            let range = range.start as usize..range.end as usize;
            self.said.get(range).unwrap_or_default()
        };
        self.places.iter().map(move |place| Entry {
            key: part(place.key.clone()),
            value: part(place.key.end..place.end),
            span: place.span,
        })
    }
}

impl fmt::Debug for Entries {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
