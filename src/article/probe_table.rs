//! The table of probes: three or four columns, told by position (their headings are translated, often badly).

use super::types::{CellText, MonitorCell, ProbeCells, ProbeTable};
use crate::diagnostic::Span;
use crate::model::MonitorId;
use crate::syntax::{
    Block, BlockKind, Cell, Inline, InlineKind, Table, normal_text, normalize_space,
};

/// Brackets around the health set of a monitor, narrow and full-width.
const OPEN: [char; 2] = ['(', '\u{ff08}'];
const CLOSE: [char; 2] = [')', '\u{ff09}'];

/// Reads a table as the probe table: it has a header of three or four columns, and most of its last cells begin with
/// names of monitors.
pub(super) fn read(table: &Table, span: Span) -> Option<ProbeTable> {
    let header = table.header.as_ref()?;
    let columns = header.cells.len();
    if !(3..=4).contains(&columns) || table.rows.is_empty() {
        return None;
    }
    let headings = header.cells.iter().map(cell_inlines).collect();
    let rows: Vec<ProbeCells> = table
        .rows
        .iter()
        .map(|row| {
            let cell = |at: usize| row.cells.get(at);
            let single = |at: usize| {
                cell(at).map_or_else(
                    || CellText {
                        text: String::new(),
                        span: row.span,
                    },
                    joined,
                )
            };
            let monitors = cell(columns - 1)
                .map(|cell| entries(&cell.blocks))
                .unwrap_or_default();
            ProbeCells {
                probe: single(0),
                health_set: single(1),
                dependencies: (columns == 4).then(|| {
                    cell(2)
                        .map(|cell| entries(&cell.blocks))
                        .unwrap_or_default()
                }),
                monitors: monitors.into_iter().map(monitor).collect(),
                cells: row.cells.len(),
                span: row.span,
            }
        })
        .collect();
    let with_monitor = rows
        .iter()
        .filter(|row| row.monitors.iter().any(|monitor| monitor.id.is_some()))
        .count();
    (with_monitor * 2 >= rows.len()).then_some(ProbeTable {
        headings,
        rows,
        span,
    })
}

fn cell_inlines(cell: &Cell) -> Vec<Inline> {
    cell.blocks
        .iter()
        .find_map(|block| match &block.kind {
            BlockKind::Paragraph(text) => Some(text.clone()),
            _ => None,
        })
        .unwrap_or_default()
}

/// The text of a cell on one line.
pub(super) fn joined(cell: &Cell) -> CellText {
    let entries = entries(&cell.blocks).into_iter();
    let joined = entries.reduce(|mut joined, next| {
        joined.text.push(' ');
        joined.text.push_str(&next.text);
        joined.span = joined.span.to(next.span);
        joined
    });
    joined.unwrap_or(CellText {
        text: String::new(),
        span: cell.span,
    })
}

/// The entries of a cell: its paragraphs, items and lines.
pub(super) fn entries(blocks: &[Block]) -> Vec<CellText> {
    let mut found = Vec::with_capacity(blocks.len());
    push_entries(blocks, &mut found);
    found
}

fn push_entries(blocks: &[Block], found: &mut Vec<CellText>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(text) | BlockKind::Heading { text, .. } => {
                for line in text.split(|inline| inline.kind == InlineKind::HardBreak) {
                    push_entry(line, found);
                }
            }
            BlockKind::Code(code) => found.push(CellText {
                text: normalize_space(&code.text),
                span: block.span,
            }),
            BlockKind::List(list) => {
                let items = list.items.iter();
                items.for_each(|item| push_entries(&item.blocks, found));
            }
            BlockKind::Quote { blocks, .. } => push_entries(blocks, found),
            BlockKind::Table(_) | BlockKind::Rule => {}
        }
    }
}

fn push_entry(line: &[Inline], found: &mut Vec<CellText>) {
    let text = normal_text(line).into_owned();
    if let (false, Some(first), Some(last)) = (text.is_empty(), line.first(), line.last()) {
        found.push(CellText {
            text,
            span: first.span.to(last.span),
        });
    }
}

fn monitor(cell: CellText) -> MonitorCell {
    let (name, qualifier) = match cell.text.split_once(OPEN) {
        Some((name, rest)) => (name, Some(rest.trim_end_matches(CLOSE).trim().to_owned())),
        None => (cell.text.as_str(), None),
    };
    MonitorCell {
        id: MonitorId::new(name.trim().trim_end_matches('-').trim_end()),
        qualifier,
        cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse_body;

    fn table(text: &str) -> Option<ProbeTable> {
        let blocks = parse_body(text, 0).blocks;
        let BlockKind::Table(table) = &blocks.first()?.kind else {
            return None;
        };
        read(table, blocks[0].span)
    }

    #[test]
    fn entries_are_paragraphs_or_lines_and_monitors_may_have_a_health_set() {
        let rows = table(
            "<table><thead><tr><th>P</th><th>H</th><th>D</th><th>M</th></tr></thead><tbody><tr><td><p>AbcProbe</p></td><td><p>Abc</p></td><td><p>x\u{a0}y</p><p>z</p></td><td><p>AbcMonitor(Abc健全性)</p>DefMonitor<br>GhiMonitor（Abc）</td></tr></tbody></table>",
        )
        .expect("a probe table")
        .rows;
        let row = &rows[0];
        let texts = |cells: &[CellText]| cells.iter().map(|c| c.text.clone()).collect::<Vec<_>>();
        assert_eq!(
            texts(row.dependencies.as_deref().expect("a column")),
            ["x y", "z"]
        );
        let monitors: Vec<_> = row
            .monitors
            .iter()
            .map(|m| (m.id.as_ref().map(MonitorId::as_str), m.qualifier.as_deref()))
            .collect();
        assert_eq!(
            monitors,
            [
                (Some("AbcMonitor"), Some("Abc健全性")),
                (Some("DefMonitor"), None),
                (Some("GhiMonitor"), Some("Abc"))
            ]
        );
    }

    #[test]
    fn a_pipe_table_is_as_good() {
        let rows = table("| P | H | M |\n|---|---|---|\n| none (x) | Abc | AbcMonitor |\n")
            .expect("a probe table")
            .rows;
        assert_eq!(rows[0].probe.text, "none (x)");
        assert_eq!(rows[0].dependencies, None);
    }

    #[test]
    fn sample_output_is_no_probe_table() {
        assert_eq!(
            table("<table><tbody><tr><td>a</td><td>b</td><td>C</td></tr></tbody></table>"),
            None
        );
        assert_eq!(
            table("| A | B | C |\n|---|---|---|\n| x | y | some words |\n"),
            None
        );
    }
}
