//! `ragged-table`: a row of the probe table with more or fewer cells than the table has columns.

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
