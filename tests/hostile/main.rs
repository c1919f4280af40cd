//! Input and circumstances that nobody wishes for, through the program: each gives a clear diagnostic or works, with a
//! documented exit code, and in bounded memory. ARCHITECTURE.md lists the limits.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

#[path = "../common/mod.rs"]
mod common;

#[cfg(target_os = "linux")]
mod circumstances;
mod encoding;
mod front_matter;
#[cfg(target_os = "linux")]
mod interrupted;
#[cfg(target_os = "linux")]
mod links;
mod names;
mod nesting;
mod nothing;
#[cfg(target_os = "linux")]
mod output;
mod size;
mod support;
#[cfg(target_os = "linux")]
mod terminal;
