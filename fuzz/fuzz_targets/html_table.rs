//! HTML inside Markdown: one block of it, a table first of all.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mpkc::syntax::parse_body;

fuzz_target!(|html: &str| {
    // A blank line would end the block.
    let html = html.replace('\n', " ");
    for text in [
        format!("<table><tr><td>{html}"),
        format!("<div>{html}</div>\n"),
        html,
    ] {
        let _ = parse_body(&text, 0);
    }
});
