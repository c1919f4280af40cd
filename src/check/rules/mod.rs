//! One rule a file.

mod command_spelling;
mod command_target;
mod dissent;
mod language_file;
mod link;
mod literal;
mod lost_block;
mod markup;
mod name_in_text;
mod number;
mod polarity;
mod probe_row;
mod prose_beside_command;
mod recovery;
mod step_label;
mod step_reference;
mod structure;
mod title;
mod title_health_set;
mod untranslated;

use super::{Context, Topic};
use crate::diagnostic::Diagnostic;

/// A rule about one health set: everything it finds there.
pub(super) type TopicCheck = fn(&Context<'_>, &Topic<'_>) -> Vec<Diagnostic>;

/// A rule about all of the knowledge base.
pub(super) type Check = fn(&Context<'_>) -> Vec<Diagnostic>;

/// Every rule about health sets. The order of a report is by place.
pub(super) const OF_TOPICS: &[TopicCheck] = &[
    name_in_text::check,
    title_health_set::check,
    command_target::check,
    lost_block::check,
    recovery::check,
    prose_beside_command::check,
    literal::check,
    number::check,
    structure::check,
    step_label::check,
    link::check,
    untranslated::check,
    markup::check,
    polarity::check,
];

/// Every rule about all.
pub(super) const OF_ALL: &[Check] = &[
    language_file::check,
    dissent::check,
    probe_row::check,
    step_reference::check,
    title::check,
    command_spelling::check,
];
