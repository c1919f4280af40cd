//! The command line: the only place that prints.

mod args;
mod build;
mod baseline;
mod check;
mod explain;
mod fix;
mod formats;
mod locales;
mod model;
mod render;
mod run;
mod summary;

pub use run::run;
