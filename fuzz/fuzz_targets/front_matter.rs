//! The top of a file: any text gives entries or a problem, with places that exist.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mpkc::syntax::parse_top;

fuzz_target!(|text: &str| {
    for text in [text.to_owned(), format!("---\n{text}\n---\n")] {
        let top = parse_top(&text);
        assert!(text.is_char_boundary(top.body));
        for entry in top.front_matter.iter().flat_map(|all| all.entries.iter()) {
            let place = entry.span.start as usize..entry.span.end as usize;
            assert!(text.get(place).is_some(), "{entry:?}");
        }
        if let Some(problem) = top.problem {
            let span = problem.span();
            assert!(
                text.get(span.start as usize..span.end as usize).is_some(),
                "{problem:?}"
            );
        }
    }
});
