//! Markdown to an article: any text below a good front matter.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mpkc::article::{Candidate, recognise};
use mpkc::diagnostic::SourceId;
use mpkc::locale::Languages;
use mpkc::syntax::parse_top;

const TOP: &str =
    "---\ntitle: x\nms:mtpsurl: https://docs.example/ms.exch.scom.abc(v=EXCHG.150)\n---\n";

fuzz_target!(|text: &str| {
    let text = format!("{TOP}{text}");
    let locale = "en-US".parse().expect("a tag");
    let languages = Languages::load(&[locale], None, &[]).expect("built in");
    let lexicon = &languages.get(locale).expect("built in").lexicon;
    let candidate = Candidate {
        source: SourceId(0),
        path: "en-US/abc.md".into(),
        text: &text,
        top: &parse_top(&text),
        locale,
    };
    let _ = recognise(candidate, lexicon);
});
