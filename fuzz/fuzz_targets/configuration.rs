//! `mpkc.toml`: any text is refused or works.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mpkc::workspace::Config;
use mpkc_fuzz::run;

const ARTICLE: &str = "---\ntitle: x\nms:mtpsurl: https://docs.example/ms.exch.scom.abc(v=EXCHG.150)\n---\n# X\n\n## A\n\n| P | H | D | M |\n|---|---|---|---|\n| AbcProbe | Abc | Network | AbcMonitor |\n\n## B\n\n1. One\n2. Two\n";

fuzz_target!(|text: &str| {
    if let Ok(config) = toml::from_str::<Config>(text) {
        run(&[("en-US/abc.md", ARTICLE.as_bytes()), ("xx/abc.md", ARTICLE.as_bytes())], &config);
    }
});
