//! A row with too few or too many cells.
//!
//! Rule: `ragged-table`.
//!
//! ## What it does
//! Counts the cells of every row of the table of probes.
//!
//! ## Why it matters
//! What stands below "Monitors" may be a dependency then: the rest of the row is read in the wrong columns.
//!
//! ## How to mend it
//! Give the row one cell per column; an empty cell is `<td></td>`.
//!
//! ## What it cannot see
//! Two cells that changed places.
//!
//! ## Example
//! ```html
//! <tr><th>Probe</th><th>Health set</th><th>Monitors</th></tr>
//! <tr><td>LampTestProbe</td><td>LampTestMonitor</td></tr>
//! ```

use crate::check::Context;
use crate::diagnostic::{Diagnostic, Rule};

pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let articles = context
        .knowledge
        .health_sets
        .iter()
        .flat_map(|set| set.articles.values());
    articles
        .filter_map(|article| Some((article, article.probe_table()?)))
        .flat_map(|(article, table)| {
            let columns = table.headings.len();
            table
                .rows
                .iter()
                .filter(move |row| row.cells != columns)
                .map(move |row| {
                    let message = format!(
                        "this row has {} cells, the table has {columns} columns",
                        row.cells
                    );
                    Diagnostic::new(Rule::RaggedTable, message)
                        .at(row.span.within(article.source))
                        .help("give the row one cell per column; an empty cell is `<td></td>`")
                })
        })
        .collect()
}
