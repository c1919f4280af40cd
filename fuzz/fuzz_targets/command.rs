//! Commands: any text has parts, each at a place of the text, and a form.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mpkc::syntax::{CommandShape, command_form, is_cmdlet, is_command_line};

fuzz_target!(|text: &str| {
    let shape = CommandShape::of(text);
    for span in shape
        .cmdlets
        .iter()
        .flat_map(|cmdlet| {
            cmdlet
                .parameters
                .iter()
                .map(|p| p.span)
                .chain([cmdlet.span])
        })
        .chain(shape.placeholders.iter().map(|p| p.span))
    {
        assert!(text.get(span.start as usize..span.end as usize).is_some());
    }
    let _ = is_command_line(text);
    let _ = is_cmdlet(text);
    // A form is a form of itself, or equal commands would compare unequal.
    let form = command_form(text);
    assert!(form.len() <= text.len() * 4 + 1);
});
