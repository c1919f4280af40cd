//! mpkc: the management-pack knowledge compiler, as a library.
#![cfg_attr(test, allow(clippy::unwrap_used, reason = "a test may fail loudly"))]

pub mod address;
pub mod align;
pub mod article;
pub mod build;
mod byte_search;
pub mod check;
pub mod cli;
pub mod compile;
pub mod diagnostic;
pub mod emit;
pub mod file_name;
pub mod findings;
pub mod json;
pub mod locale;
pub mod model;
pub mod report;
pub mod syntax;
pub mod timing;
pub mod verify;
pub mod workspace;
