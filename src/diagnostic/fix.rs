//! Changes of bytes that mend a finding.

use super::{Location, SourceId};

/// A change: the bytes at a place are replaced.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edit {
    /// The bytes to replace.
    pub location: Location,
    /// What stands there afterwards.
    pub text: String,
}

/// `text`, the text of `source`, with the edits that are of it; of edits that overlap the first by place is applied, so
/// that a second run can apply the others. `None` if nothing changes.
pub fn apply(source: SourceId, text: &str, edits: &[Edit]) -> Option<String> {
    let mut edits: Vec<&Edit> = edits
        .iter()
        .filter(|edit| edit.location.source == source)
        .collect();
    edits.sort_by_key(|edit| (edit.location.span.start, edit.location.span.end));
    let mut mended = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        let (start, end) = (
            edit.location.span.start as usize,
            edit.location.span.end as usize,
        );
        let before = if start < done {
            None
        } else {
            text.get(done..start)
        };
        if let (Some(before), Some(_)) = (before, text.get(start..end)) {
            mended.push_str(before);
            mended.push_str(&edit.text);
            done = end;
        }
    }
    mended.push_str(text.get(done..).unwrap_or_default());
    (mended != text).then_some(mended)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Span;

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit {
            location: Span::new(start, end).within(SourceId(0)),
            text: text.to_owned(),
        }
    }

    #[test]
    fn edits_touch_nothing_else_and_overlaps_wait() {
        let edits = [edit(6, 9, "X"), edit(0, 2, "é"), edit(1, 3, "lost")];
        assert_eq!(
            apply(SourceId(0), "ab cd efg", &edits).as_deref(),
            Some("é cd X")
        );
        assert_eq!(apply(SourceId(1), "ab cd efg", &edits), None);
        assert_eq!(
            apply(SourceId(0), "ab", &[edit(0, 2, "ab"), edit(1, 9, "x")]),
            None
        );
    }
}
