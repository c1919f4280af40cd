//! Tables: that of the probes, and any other.

use super::context::Context;
use super::maml::Style;
use super::render::Renderer;
use crate::article::{ProbeTable, TableBlock};
use crate::locale::InterfaceKey;
use crate::model::ProbeRow;
use crate::syntax::{self, BlockKind};

impl<'k> Renderer<'k> {
    /// The probe table: names as the languages agree on them, words as this language has them.
    pub(super) fn probe_table(&mut self, table: &ProbeTable) {
        let rows = &self.context.set.rows;
        if rows.is_empty() {
            return;
        }
        self.flush_label();
        let has_dependencies = table.headings.len() > 3;
        self.maml.open_table();
        self.maml.open_header();
        for heading in &table.headings {
            self.maml.heading_cell(&syntax::plain_text(heading));
        }
        self.maml.close_header();
        let locale = self.context.locale;
        for row in rows {
            if let Some((_, cells)) = row.cells.resolve(locale, self.context.kb.source) {
                self.mark(cells.span);
            }
            self.maml.open_row();
            let probe = self.probe_text(row).to_owned();
            self.maml.cell([probe.as_str()]);
            self.maml.cell([row.health_set.as_str()]);
            if has_dependencies {
                let dependencies = dependency_names(&self.context, &row.dependencies);
                self.maml.cell(dependencies.iter().copied());
            }
            self.maml
                .cell(row.monitors.iter().map(|monitor| monitor.id.as_str()));
            self.maml.close_row();
        }
        self.maml.close_table();
    }

    fn probe_text<'r>(&self, row: &'r ProbeRow<'_>) -> &'r str
    where
        'k: 'r,
    {
        if let Some(probe) = &row.probe {
            return probe.as_str();
        }
        match self.context.pick(&row.cells) {
            Some((_, cells)) => &cells.probe.text,
            None => self.context.word(InterfaceKey::NoProbe),
        }
    }

    pub(super) fn table(&mut self, block: &TableBlock) {
        let table = &block.table;
        let filled = |row: &&syntax::Row| !row.cells.is_empty();
        if table.rows.iter().filter(filled).count() == 0 {
            return;
        }
        self.flush_label();
        self.maml.open_table();
        if let Some(header) = table.header.as_ref().filter(filled) {
            self.maml.open_header();
            for cell in &header.cells {
                self.maml.heading_cell(&cell_text(&cell.blocks));
            }
            self.maml.close_header();
        }
        for row in table.rows.iter().filter(filled) {
            self.maml.open_row();
            for cell in &row.cells {
                self.maml.open_cell();
                self.cell_blocks(&cell.blocks);
                self.maml.close_cell();
            }
            self.maml.close_row();
        }
        self.maml.close_table();
    }

    /// The blocks of a cell. A table in a table would be unreadable: its cells follow each other as paragraphs.
    fn cell_blocks(&mut self, blocks: &[syntax::Block]) {
        for block in blocks {
            self.mark(block.span);
            match &block.kind {
                BlockKind::Heading { text, .. } => self.styled_paragraph(text, &Style::Strong),
                BlockKind::Paragraph(text) => self.paragraph(text),
                BlockKind::Code(code) => {
                    for line in code.text.lines() {
                        self.maml.para(&Style::Code, line);
                    }
                }
                BlockKind::List(list) => {
                    for item in &list.items {
                        self.cell_blocks(&item.blocks);
                    }
                }
                BlockKind::Quote { blocks, .. } => self.cell_blocks(blocks),
                BlockKind::Table(table) => {
                    for row in table.header.iter().chain(&table.rows) {
                        for cell in &row.cells {
                            self.cell_blocks(&cell.blocks);
                        }
                    }
                }
                BlockKind::Rule => {}
            }
        }
    }
}

/// The names of dependencies in the language; the word for none if there are none.
pub fn dependency_names<'k>(
    context: &Context<'k>,
    dependencies: &'k [crate::model::DependencyId],
) -> Vec<&'k str> {
    if dependencies.is_empty() {
        return vec![context.word(InterfaceKey::NoDependencies)];
    }
    dependencies
        .iter()
        .map(|id| {
            context
                .kb
                .dependency(id)
                .and_then(|dependency| dependency.name.resolve(context.locale, context.kb.source))
                .map_or(id.as_str(), |(_, name)| name.as_str())
        })
        .collect()
}

fn cell_text(blocks: &[syntax::Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        if let BlockKind::Paragraph(inlines) | BlockKind::Heading { text: inlines, .. } =
            &block.kind
        {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&syntax::plain_text(inlines));
        }
    }
    text
}
