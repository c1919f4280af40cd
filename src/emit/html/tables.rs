//! Tables that are no probe tables, and the plain blocks of Markdown that stand in their cells.

use super::blocks::Writer;
use super::commands;
use super::text::put;
use crate::syntax::{Alert, Block, BlockKind, CommandShape, Row, Table};

/// What closes a table. The empty element behind it lets the style sheet tell a table that is complete from one that is
/// still arriving, whose columns would move.
pub(super) const END: &str = "</tbody></table><wbr></div>\n";

/// Appends a table.
pub(super) fn table<'a>(writer: &mut Writer<'_, 'a>, table: &'a Table) {
    writer
        .out
        .push_str("<div class=\"scroll\" tabindex=\"0\"><table>\n");
    if let Some(header) = &table.header {
        writer.out.push_str("<thead>");
        row(writer, header, "th scope=\"col\"", "th");
        writer.out.push_str("</thead>\n");
    }
    writer.out.push_str("<tbody>\n");
    for line in &table.rows {
        row(writer, line, "td", "td");
    }
    writer.out.push_str(END);
}

fn row<'a>(writer: &mut Writer<'_, 'a>, row: &'a Row, open: &str, close: &str) {
    writer.out.push_str("<tr>");
    for cell in &row.cells {
        put!(writer.out, "<{open}>");
        match cell.blocks.as_slice() {
            [
                Block {
                    kind: BlockKind::Paragraph(text),
                    ..
                },
            ] => writer.inlines(text),
            several => blocks(writer, several),
        }
        put!(writer.out, "</{close}>");
    }
    writer.out.push_str("</tr>\n");
}

/// Appends plain blocks.
fn blocks<'a>(writer: &mut Writer<'_, 'a>, blocks: &'a [Block]) {
    for block in blocks {
        plain_block(writer, block);
    }
}

fn plain_block<'a>(writer: &mut Writer<'_, 'a>, block: &'a Block) {
    match &block.kind {
        BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => writer.paragraph(text),
        BlockKind::Code(code) => {
            commands::block(&code.text, &CommandShape::of(&code.text), &mut writer.out);
        }
        BlockKind::List(list) => {
            let tag = if list.start.is_some() { "ol" } else { "ul" };
            put!(writer.out, "<{tag}>\n");
            for item in &list.items {
                writer.out.push_str("<li>");
                blocks(writer, &item.blocks);
                writer.out.push_str("</li>\n");
            }
            put!(writer.out, "</{tag}>\n");
        }
        BlockKind::Quote { blocks: inside, .. } => {
            writer.out.push_str("<blockquote>\n");
            blocks(writer, inside);
            writer.out.push_str("</blockquote>\n");
        }
        BlockKind::Table(inner) => table(writer, inner),
        BlockKind::Rule => writer.out.push_str("<hr>\n"),
    }
}

/// The class of an alert.
pub(super) fn alert_class(alert: Alert) -> &'static str {
    match alert {
        Alert::Note => "",
        Alert::Tip => "tip",
        Alert::Important => "important",
        Alert::Warning => "warning",
        Alert::Caution => "caution",
    }
}
