//! Where HTML tables end that blank lines cut into several blocks.

use std::collections::HashMap;

/// A tag that is longer has no end.
const LONGEST_TAG: usize = 1024;

/// How many `<table` of `html` have no `</table`.
pub(super) fn unclosed(html: &str) -> usize {
    let depth: isize = tags(html).map(|(_, step)| step).sum();
    usize::try_from(depth).unwrap_or(0)
}

/// The table tags of a file, for finding ends without reading the file once for every table.
#[derive(Debug)]
pub(super) struct TableTags {
    /// Where tags are, and how many tables are open behind each.
    depths: Vec<(usize, isize)>,
    /// The end tags behind which so many tables are open, in order.
    ends: HashMap<isize, Vec<usize>>,
    /// Where lines begin that may be headings.
    headings: Vec<usize>,
}

impl TableTags {
    /// Finds the tags of `text`.
    pub(super) fn of(text: &str) -> Self {
        let mut depths = Vec::new();
        let mut ends: HashMap<isize, Vec<usize>> = HashMap::new();
        let mut depth = 0;
        for (at, step) in tags(text) {
            depth += step;
            depths.push((at, depth));
            if step < 0 {
                ends.entry(depth).or_default().push(at);
            }
        }
        let headings = memchr::memmem::find_iter(text.as_bytes(), "\n#").collect();
        Self {
            depths,
            ends,
            headings,
        }
    }

    /// The byte of `text` after the `</table>` behind `from` that closes the outermost of `open` tables, but not
    /// beyond the next heading: a table that is cut off must not swallow the rest of the article.
    pub(super) fn end(&self, text: &str, from: usize, open: usize) -> Option<usize> {
        let before = self.depths.partition_point(|(at, _)| *at < from);
        let depth = before.checked_sub(1).map_or(0, |last| self.depths[last].1);
        let outside = depth - isize::try_from(open).ok()?;
        let ends = self.ends.get(&outside)?;
        let close = *ends.get(ends.partition_point(|at| *at < from))?;
        let heading = self.headings.partition_point(|at| *at < from);
        let limit = self.headings.get(heading).copied().unwrap_or(text.len());
        let tag = text[close..limit.max(close)].bytes().take(LONGEST_TAG);
        let end = tag.clone().position(|byte| byte == b'>');
        (close < limit).then(|| close + end.map_or("</table".len(), |end| end + 1))
    }
}

/// Where `<table` and `</table` stand in `html`, and by how much each changes the number of open tables.
fn tags(html: &str) -> impl Iterator<Item = (usize, isize)> {
    memchr::memchr_iter(b'<', html.as_bytes()).filter_map(|at| {
        let rest = &html.as_bytes()[at + 1..];
        let begins = |name: &[u8]| {
            rest.get(..name.len())
                .is_some_and(|word| word.eq_ignore_ascii_case(name))
        };
        if begins(b"table") {
            Some((at, 1))
        } else if begins(b"/table") {
            Some((at, -1))
        } else {
            None
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rest(text: &str, from: usize) -> Option<&str> {
        let open = unclosed(&text[..from]);
        let end = TableTags::of(text).end(text, from, open)?;
        Some(&text[end..])
    }

    #[test]
    fn a_table_ends_where_as_many_are_closed_as_were_opened() {
        assert_eq!(rest("<table>x</TABLE >y", 7), Some("y"));
        assert_eq!(rest("<table><table>a</table>b</table>c", 14), Some("c"));
        assert_eq!(rest("<table>a<table>b</table></table>c", 7), Some("c"));
        assert_eq!(rest("<table>a", 7), None);
        assert_eq!(rest("<table>a\n# B\n</table>", 7), None);
        assert_eq!(rest("<table>a</table", 7), Some(""));
    }
}
