//! The command line: the only place that prints.

mod args;
mod baseline;
mod build;
mod check;
mod explain;
mod fix;
mod formats;
mod locales;
mod model;
mod progress;
mod render;
mod rendered;
mod run;
mod runbook;
mod session;
mod streams;
mod summary;
mod unchanged;
mod verify;
mod visible;
mod watch;

pub use run::run;
