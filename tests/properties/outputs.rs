//! What was emitted says what the model says, read by other programs' readers.

use std::collections::BTreeSet;

use mpkc::workspace::OutputFile;
use proptest::prelude::*;
use quick_xml::events::Event;

use crate::compiler::{article, compile, outputs};

/// All texts of an XML file.
fn texts(xml: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut texts = Vec::new();
    let mut open = String::new();
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Text(text) => open.push_str(&utf_8(text.as_ref())),
            Event::GeneralRef(name) => {
                let name = format!("&{};", utf_8(name.as_ref()));
                open.push_str(&quick_xml::escape::unescape(&name).expect("a known entity"));
            }
            Event::Eof => return texts,
            _ => texts.push(std::mem::take(&mut open)),
        }
    }
}

fn utf_8(text: impl AsRef<[u8]>) -> String {
    String::from_utf8(text.as_ref().to_vec()).expect("UTF-8")
}

fn file<'f>(files: &'f [OutputFile], path: &str) -> &'f str {
    let file = files.iter().find(|file| file.path.as_str() == path);
    let bytes = file.expect("made").bytes.in_one_piece();
    std::str::from_utf8(bytes.expect("no pack")).expect("UTF-8")
}

/// A page without its tags.
fn visible(html: &str) -> String {
    let mut text = String::new();
    for piece in html.split('<') {
        text.push(' ');
        text.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn outputs_read_back_give_the_model(
        names in proptest::collection::btree_set("[A-Z][a-z]{3,8}", 1..5),
        words in proptest::collection::vec("[a-z]{4,9}", 1..12),
        title in "[A-Za-z<>&'\" \u{e9}\u{4e2d}]{1,12}",
    ) {
        let rows: String = names.iter().map(|name| format!("|{name}Probe|Abc|Network|{name}Monitor|\n")).collect();
        let body = format!(
            "{}\n\n## A\n\n|P|H|D|M|\n|-|-|-|-|\n{rows}\n## B\n\n1. {}\n\n2. *{}* b\n",
            words.join(" "), words.join(" **x** "), words.join(" "),
        );
        let title = format!("# T {}", title.replace(['<', '>'], "").trim());
        let text = |locale| article(locale, &body).replace("# Abc", &title);
        let files = [("en-US/abc.md", text("en-US")), ("it-IT/abc.md", text("it-IT"))];
        let monitors: BTreeSet<String> = compile(&files, |compilation| {
            let sets = &compilation.knowledge.health_sets;
            sets.iter().flat_map(|set| &set.monitors).map(|monitor| monitor.id.to_string()).collect()
        });
        let expected: BTreeSet<String> = names.iter().map(|name| format!("{name}Monitor")).collect();
        prop_assert_eq!(&monitors, &expected);

        let made = outputs(&files).files;
        let pack = made.iter().find(|file| file.path.as_str().ends_with(".xml")).expect("a pack");
        let texts = texts(std::str::from_utf8(&pack.bytes.joined()).expect("UTF-8"));
        for monitor in &monitors {
            prop_assert!(texts.iter().any(|text| text.contains(monitor.as_str())), "{} is not in the pack", monitor);
        }
        let runbook: serde_json::Value = serde_json::from_str(file(&made, "runbooks/abc.json")).expect("JSON");
        let again = serde_json::to_string_pretty(&runbook).expect("JSON");
        prop_assert_eq!(&serde_json::from_str::<serde_json::Value>(&again).expect("JSON"), &runbook);
        let listed: BTreeSet<String> = runbook["monitors"].as_array().expect("a list").iter()
            .map(|monitor| monitor["id"].as_str().expect("a name").to_owned()).collect();
        prop_assert_eq!(&listed, &expected);
        for page in ["html/en-US/abc.html", "html/it-IT/abc.html"] {
            let shown = visible(file(&made, page));
            for word in words.iter().chain(&monitors) {
                prop_assert!(shown.contains(word.as_str()), "{} is not in {}", word, page);
            }
        }
    }
}
