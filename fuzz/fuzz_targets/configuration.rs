//! `mpkc.toml`: any text is refused or works.
#![no_main]

use libfuzzer_sys::fuzz_target;
use mpkc::workspace::{Config, Emit};
use mpkc_fuzz::run;

const ARTICLE: &str = "---\ntitle: x\nms:mtpsurl: https://docs.example/ms.exch.scom.abc(v=EXCHG.150)\n---\n# X\n\n## A\n\n| P | H | D | M |\n|---|---|---|---|\n| AbcProbe | Abc | Network | AbcMonitor |\n\n## B\n\n1. One\n2. Two\n";

fuzz_target!(|text: &str| {
    if let Ok(config) = toml::from_str::<Config>(text) {
        // Pages cost a hundred times the pack, and only one setting reaches them.
        let targets: &[Emit] = match config.html.edit_link {
            Some(_) => &[Emit::Pack, Emit::Html],
            None => &[Emit::Pack, Emit::Runbook],
        };
        let files = [
            ("en-US/abc.md", ARTICLE.as_bytes()),
            ("xx/abc.md", ARTICLE.as_bytes()),
        ];
        run(&files, &config, targets);
    }
});
