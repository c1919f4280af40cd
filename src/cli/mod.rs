//! The command line: the only place that prints.

mod args;
mod build;
mod check;
mod locales;
mod model;
mod render;
mod run;
mod summary;

pub use run::run;
