//! The catalogue of health sets: an article that puts every health set into a category and says on which
//! servers it lives. Told by its shape: sections that each hold one table of three columns, of which the first
//! is names of health sets.

use camino::Utf8PathBuf;

use super::probe_table::entries;
use super::section::split;
use super::types::{CellText, Heading};
use crate::diagnostic::{SourceId, Span};
use crate::locale::Locale;
use crate::model::{AssetId, HealthSetId};
use crate::syntax::{Block, BlockKind, Row, Table};

/// The catalogue in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Catalogue {
    /// The file.
    pub source: SourceId,
    /// Its path relative to the input folder.
    pub path: Utf8PathBuf,
    /// The language.
    pub locale: Locale,
    /// The `ms:assetid`.
    pub asset_id: Option<AssetId>,
    /// The categories, in their order.
    pub categories: Vec<CatalogueCategory>,
}

/// A category as one language has it.
#[derive(Clone, Debug, PartialEq)]
pub struct CatalogueCategory {
    /// The heading.
    pub heading: Heading,
    /// The health sets.
    pub entries: Vec<CatalogueEntry>,
}

/// A row of the catalogue as one language has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogueEntry {
    /// The health set.
    pub health_set: CellText,
    /// The server roles.
    pub roles: CellText,
    /// What the health set monitors.
    pub description: CellText,
}

/// The most sections with a table that a catalogue may have: hundreds of times what Exchange's has.
const MOST_CATEGORIES: usize = 1000;

/// The categories, if the blocks have the shape of a catalogue: at least two sections with such a table, and no more than
/// [`MOST_CATEGORIES`].
pub(super) fn categories(blocks: Vec<Block>) -> Option<Vec<CatalogueCategory>> {
    let mut categories = Vec::new();
    for section in split(blocks).sections {
        let Some(table) = section.blocks.iter().find_map(|block| match &block.kind {
            BlockKind::Table(table) => Some(table),
            _ => None,
        }) else {
            continue;
        };
        let rows = rows(table)?;
        categories.push(CatalogueCategory {
            heading: section.heading,
            entries: rows,
        });
    }
    (2..=MOST_CATEGORIES)
        .contains(&categories.len())
        .then_some(categories)
}

/// The rows, if the table has three columns and nearly all of its first cells are names.
fn rows(table: &Table) -> Option<Vec<CatalogueEntry>> {
    const COLUMNS: usize = 3;
    let header = table.header.as_ref()?;
    if header.cells.len() != COLUMNS || table.rows.is_empty() {
        return None;
    }
    let rows: Vec<CatalogueEntry> = table
        .rows
        .iter()
        .map(|row| CatalogueEntry {
            health_set: cell(row, 0),
            roles: cell(row, 1),
            description: cell(row, 2),
        })
        .collect();
    let named = rows
        .iter()
        .filter(|row| HealthSetId::new(&row.health_set.text).is_some())
        .count();
    (named * 10 >= rows.len() * 8).then_some(rows)
}

fn cell(row: &Row, at: usize) -> CellText {
    let entries = row
        .cells
        .get(at)
        .map(|cell| entries(&cell.blocks))
        .unwrap_or_default();
    let span = entries
        .iter()
        .map(|entry| entry.span)
        .reduce(Span::to)
        .unwrap_or(row.span);
    let texts: Vec<String> = entries.into_iter().map(|entry| entry.text).collect();
    CellText {
        text: texts.join(" "),
        span,
    }
}
