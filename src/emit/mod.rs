//! The targets: pure functions from the knowledge base to the bytes of files.

mod link;
pub mod management_pack;

pub use link::{Link, resolve_link};
