//! The targets: pure functions from the knowledge base to the bytes of files.

pub mod cacao;
mod distinct;
pub mod html;
mod link;
pub mod management_pack;
mod recall;
pub mod runbook;

pub use link::{Link, Links, Published, has_anchor, resolve_link};
pub use recall::{Hashes, Memo, Memory, Recall};
