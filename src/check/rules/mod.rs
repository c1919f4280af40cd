//! One rule a file.

mod dissent;
mod language_file;
mod probe_row;
mod step_reference;
mod title;

use super::Context;
use crate::diagnostic::Diagnostic;

/// A rule: everything it finds in a knowledge base.
pub(super) type Check = fn(&Context<'_>) -> Vec<Diagnostic>;

/// Every rule, in the order in which they run. The order of a report is by place.
pub(super) const ALL: &[Check] = &[
    language_file::check,
    dissent::check,
    probe_row::check,
    step_reference::check,
    title::check,
];
