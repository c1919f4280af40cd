//! The grammar of MAML, as far as the console renders it and import demands it.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// What may stand in what, in the order that the schema and the console want.
fn allowed(parent: &str) -> &'static [&'static str] {
    match parent {
        "MamlContent" | "maml:sections" => &["maml:section"],
        "maml:section" => &[
            "maml:title",
            "maml:para",
            "maml:list",
            "maml:table",
            "maml:sections",
        ],
        "maml:list" => &["maml:listItem"],
        "maml:listItem" | "maml:entry" => &["maml:para", "maml:list", "maml:table"],
        "maml:table" => &["maml:tableHeader", "maml:row"],
        "maml:tableHeader" => &["maml:row"],
        "maml:row" => &["maml:entry", "maml:headerEntry"],
        "maml:headerEntry" => &["maml:para"],
        "maml:para" => &["maml:ui", "maml:codeInline", "maml:navigationLink"],
        "maml:navigationLink" => &["maml:linkText", "maml:uri"],
        _ => &[],
    }
}

/// Elements that must not be empty.
const FILLED: [&str; 9] = [
    "MamlContent",
    "maml:section",
    "maml:sections",
    "maml:list",
    "maml:listItem",
    "maml:table",
    "maml:row",
    "maml:entry",
    "maml:navigationLink",
];

/// An element that is still open.
struct Open {
    name: String,
    children: Vec<String>,
    /// The text since the last child; an entity stands as `&`.
    text: String,
}

/// What XSLT strips where it stands alone.
fn is_blank(text: &str) -> bool {
    text.trim_matches([' ', '\n', '\t', '\r']).is_empty()
}

/// Checks the content of one article and returns how many elements it has.
pub fn check(article: &str, maml: &str) -> usize {
    let mut reader = Reader::from_str(maml);
    let mut stack = vec![Open {
        name: "MamlContent".to_owned(),
        children: Vec::new(),
        text: String::new(),
    }];
    let mut count = 0;
    loop {
        match reader
            .read_event()
            .unwrap_or_else(|error| panic!("{article}: {error}"))
        {
            Event::Start(start) => {
                let name = child(article, &mut stack, &start);
                stack.push(Open {
                    name,
                    children: Vec::new(),
                    text: String::new(),
                });
                count += 1;
            }
            Event::Empty(start) => {
                let name = child(article, &mut stack, &start);
                assert!(!FILLED.contains(&name.as_str()), "{article}: empty {name}");
                count += 1;
            }
            Event::End(_) => close(article, &stack.pop().unwrap()),
            Event::Text(text) => {
                let open = stack.last_mut().unwrap();
                open.text.push_str(&text);
                let blank = is_blank(&text);
                let holds_text = matches!(
                    open.name.as_str(),
                    "maml:para" | "maml:title" | "maml:ui" | "maml:codeInline" | "maml:linkText"
                );
                assert!(
                    blank || holds_text,
                    "{article}: text in {}: {}",
                    open.name,
                    &*text
                );
            }
            Event::GeneralRef(_) => stack.last_mut().unwrap().text.push('&'),
            Event::Eof => break,
            other => panic!("{article}: {other:?}"),
        }
    }
    assert_eq!(stack.len(), 1, "{article}: something is left open");
    close(article, &stack[0]);
    count
}

fn child(article: &str, stack: &mut [Open], start: &BytesStart<'_>) -> String {
    let name = start.name().as_ref().to_owned();
    let parent = stack.last_mut().unwrap();
    assert!(
        allowed(&parent.name).contains(&name.as_str()),
        "{article}: {name} in {}",
        parent.name
    );
    let lost = parent.name == "maml:para"
        && !parent.children.is_empty()
        && !parent.text.is_empty()
        && is_blank(&parent.text);
    assert!(!lost, "{article}: a blank between elements");
    parent.text.clear();
    for attribute in start.attributes() {
        let attribute = attribute.unwrap();
        assert_eq!(attribute.key.as_ref(), "href", "{article}: {name}");
    }
    parent.children.push(name.clone());
    name
}

fn close(article: &str, open: &Open) {
    let name = &open.name;
    let children: Vec<&str> = open.children.iter().map(String::as_str).collect();
    assert!(
        !FILLED.contains(&name.as_str()) || !children.is_empty(),
        "{article}: empty {name}"
    );
    if name == "maml:section" {
        assert_eq!(children[0], "maml:title", "{article}");
        assert_eq!(
            children.iter().filter(|it| **it == "maml:title").count(),
            1,
            "{article}"
        );
        let sections = children.iter().position(|it| *it == "maml:sections");
        assert!(
            sections.is_none_or(|at| at + 1 == children.len()),
            "{article}: sections come last"
        );
    }
    if name == "maml:navigationLink" {
        assert_eq!(children, ["maml:linkText", "maml:uri"], "{article}");
    }
}
