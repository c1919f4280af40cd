//! The whole compiler: bytes of two articles, one in each of two languages, to every output.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mpkc::workspace::{Config, Emit};
use mpkc_fuzz::run;

/// What stands between the two articles of an input.
const BETWEEN: &[u8] = b"\n%%%%\n";

fuzz_target!(|bytes: &[u8]| {
    let cut = bytes
        .windows(BETWEEN.len())
        .position(|window| window == BETWEEN);
    let (first, second) = match cut {
        Some(at) => (&bytes[..at], &bytes[at + BETWEEN.len()..]),
        None => bytes.split_at(bytes.len() / 2),
    };
    run(
        &[("en-US/abc.md", first), ("it-IT/abc.md", second)],
        &Config::default(),
        &[Emit::Pack, Emit::Html, Emit::Runbook, Emit::Cacao],
    );
});
