//! Tables, cells and placeholders, well-formed and not.

use super::*;
use crate::syntax::plain_text;

fn parse(html: &str) -> (Vec<Block>, Vec<Problem>) {
    let mut problems = Vec::new();
    let blocks = blocks(html, 0, &mut problems);
    (blocks, problems)
}

fn cell_text(cell: &Cell) -> Vec<String> {
    cell.blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Paragraph(text) => Some(plain_text(text).into_owned()),
            _ => None,
        })
        .collect()
}

#[test]
fn a_table_with_several_paragraphs_in_a_cell() {
    let html = "<table>\n<thead><tr><th>A</th></tr></thead>\n<tbody><tr><td><p>x &lt;y&gt;</p>\n<p>z </p></td></tr></tbody></table>";
    let (blocks, problems) = parse(html);
    assert_eq!(problems, []);
    let BlockKind::Table(table) = &blocks[0].kind else {
        panic!("a table");
    };
    assert!(table.header.is_some());
    assert_eq!(cell_text(&table.rows[0].cells[0]), ["x <y>", "z"]);
}

#[test]
fn cells_need_no_end_tags_and_no_paragraphs() {
    let (blocks, _) = parse("<table><tr><td>a<td>b<tr><td>c<td>d</table>");
    let BlockKind::Table(table) = &blocks[0].kind else {
        panic!("a table");
    };
    assert_eq!(table.rows.len(), 2);
    assert_eq!(cell_text(&table.rows[1].cells[1]), ["d"]);
}

#[test]
fn half_a_table_is_noticed_and_kept() {
    let (blocks, problems) = parse("<p>x</p><table><tr><td>a");
    assert_eq!(problems.len(), 1);
    assert_eq!(blocks.len(), 2);
}

#[test]
fn scripts_vanish_and_placeholders_stay() {
    let (blocks, _) = parse("<div>a <script>alert(1)</script><server name> b</div>");
    let BlockKind::Paragraph(text) = &blocks[0].kind else {
        panic!("a paragraph");
    };
    assert_eq!(plain_text(text), "a <server name> b");
}

#[test]
fn spans_point_at_the_words() {
    let html = "<table><tr><td><p>  Word </p></td></tr></table>";
    let (blocks, _) = parse(html);
    let BlockKind::Table(table) = &blocks[0].kind else {
        panic!("a table");
    };
    assert_eq!(
        table.rows[0].cells[0].blocks[0].span.of(html).trim(),
        "Word"
    );
}

#[test]
fn deep_and_broken_markup_does_not_panic() {
    parse(&"<table><tr><td>".repeat(5000));
    parse(&"</table></td></ul>".repeat(50));
    parse(&"<ul><li>".repeat(5000));
    parse(&"<b>".repeat(5000));
}
