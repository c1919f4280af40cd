//! The management pack: what it holds, what its articles say, and what no input can make of it.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
#![allow(clippy::print_stderr, reason = "a skipped test says so")]

mod adversarial;
mod categories;
mod corpus;
mod foreign;
mod knowledge;
mod links;
mod maml;
mod mutations;
mod structure;
mod support;
