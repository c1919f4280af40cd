//! What holds for every input, not only for those somebody thought of.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
#![allow(clippy::print_stderr, reason = "measurements are printed on demand")]

mod compiler;
mod growth;
mod outputs;
mod robust;
