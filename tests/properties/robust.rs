//! No text and no bytes make the compiler panic; mending ends; the order of files does not matter.

use mpkc::compile::read;
use mpkc::diagnostic::apply;
use mpkc::workspace::{Config, Source};
use proptest::prelude::*;

use crate::compiler::{article, outputs, sources};

/// Pieces of what articles consist of, whole and broken, and any text.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        proptest::sample::select(vec![
            "---\n",
            "# A\n\n",
            "## A\n\n",
            "## XMonitor\n\n",
            "\n",
            "\n\n",
            "    ",
            "> ",
            "- ",
            "1. ",
            "2c",
            "**",
            "*",
            "`",
            "```\n",
            "```powershell\n",
            "Get-X <server name> -B c\n",
            "<table>",
            "<tr>",
            "<td>",
            "</td>",
            "</tr>",
            "</table>",
            "|a|b|\n|-|-|\n",
            "<p>",
            "&amp;",
            "&#0;",
            "[",
            "](",
            ")",
            "![",
            "<!-- mpkc allow name-lost: x -->",
            "<!--",
            "> [!NOTE]\n",
            "AbcMonitor",
            "AbcProbe",
            "Abc",
            "\u{4e2d}",
            "\u{feff}",
            "\r",
            "\u{0}",
            "\u{301}",
            "\u{202e}",
            "\\",
        ])
        .prop_map(str::to_owned),
        any::<String>(),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// The texts after their fixes; `None` if there is nothing to mend.
fn mended(files: &[(&str, String)]) -> Option<Vec<String>> {
    let config = Config::default();
    let sources = sources(files);
    let articles = read(&sources, &config, &[], &[]).expect("built-in languages");
    let found = articles.compile(&config, &sources).diagnostics;
    let edits: Vec<_> = found.into_iter().flat_map(|found| found.fix).collect();
    let mend = |source: &Source| {
        apply(source.id, &source.text, &edits).unwrap_or_else(|| source.text.clone())
    };
    (!edits.is_empty()).then(|| sources.iter().map(mend).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_it_panic(one in text(), other in text()) {
        outputs(&[("en-US/abc.md", article("en-US", &one)), ("it-IT/abc.md", article("it-IT", &other))]);
    }

    #[test]
    fn no_bytes_make_it_panic(one in proptest::collection::vec(any::<u8>(), 0..400), at in 0usize..200) {
        let mut bytes = article("en-US", "## A\n\ntext").into_bytes();
        let at = at.min(bytes.len());
        bytes.splice(at..at, one.iter().copied());
        outputs(&[("en-US/abc.md", bytes), ("it-IT/abc.md", one)]);
    }

    #[test]
    fn mending_ends(change in 0usize..6, at in 0usize..3) {
        let body = "## A\n\n<table><tr><th>P<th>H<th>D<th>M<tr><td>AbcProbe<td>Abc<td>Network<td>AbcMonitor</table>\n\n## B\n\n1. Run it.\n\n   ```powershell\n   Get-ServerHealth <server name>\n   ```\n\n2. Look at **AbcMonitor**.\n";
        let (old, new) = [("<td>AbcMonitor", "<td>Abc Monitor"), ("<td>Abc<", "<td>abc<"), ("Get-ServerHealth", "Get-SeverHealth"),
            ("**AbcMonitor**", "**AbcMonitr**"), ("<td>AbcProbe", "<td>ProbeAbc"), ("x", "x")][change];
        let locales = ["en-US", "es-ES", "it-IT"];
        let labels = ["en-US/abc.md", "es-ES/abc.md", "it-IT/abc.md"];
        let mut texts: Vec<String> = locales.iter().map(|locale| article(locale, body)).collect();
        texts[at] = texts[at].replace(old, new);
        let files = |texts: Vec<String>| labels.into_iter().zip(texts).collect::<Vec<_>>();
        if let Some(once) = mended(&files(texts)) {
            prop_assert_eq!(mended(&files(once)), None);
        }
    }

    #[test]
    fn the_order_of_files_does_not_matter(order in Just(vec![0usize, 1, 2, 3]).prop_shuffle(), body in text()) {
        let files = [
            ("en-US/abc.md", article("en-US", "## A\n\none")),
            ("it-IT/abc.md", article("it-IT", &body)),
            ("es-ES/abc.md", article("es-ES", "## A\n\ntwo")),
            ("es-ES/def.md", article("es-ES", "## A\n\nthree").replace("scom.abc", "scom.def")),
        ];
        let shuffled: Vec<_> = order.iter().map(|&at| files[at].clone()).collect();
        prop_assert!(outputs(&files).files == outputs(&shuffled).files);
    }
}
