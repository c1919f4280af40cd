//! What categories are called in IDs: as Exchange calls its own, whatever headings and languages there are.

use mpkc::compile;
use mpkc::diagnostic::SourceId;
use mpkc::workspace::{Config, Source};

use crate::support::article;

/// A catalogue with these categories: each a heading, and the health sets it holds.
fn catalogue(categories: &[(&str, &str)]) -> String {
    let mut text = "---\ntitle: Appendix\nms:assetid: 0\nms:mtpsurl: https://example.org/dn1(v=EXCHG.150)\n---\n\n# Appendix\n\nAll.\n".to_owned();
    for (heading, sets) in categories {
        let rows: String = sets
            .split_whitespace()
            .map(|set| format!("<tr><td>{set}</td><td>CAS</td><td>About {set}.</td></tr>\n"))
            .collect();
        text.push_str(&format!(
            "\n## {heading}\n\n<table>\n<thead>\n<tr><th>1</th><th>2</th><th>3</th></tr>\n</thead>\n<tbody>\n{rows}</tbody>\n</table>\n"
        ));
    }
    text
}

/// The categories that are made of catalogues, each in the language of its tag: ID, and the name in every language.
fn categories(catalogues: &[(&str, &[(&str, &str)])]) -> Vec<(String, String)> {
    let mut sources: Vec<Source> = Vec::new();
    for (tag, held) in catalogues {
        let locale = tag.parse().unwrap();
        for (file, text) in [
            ("appendix.md", catalogue(held)),
            ("lamp.md", article("Lamp", &[], "")),
        ] {
            let path = format!("{tag}/{file}");
            let mut source = Source::new(
                path.as_str().into(),
                path.as_str().into(),
                Some(locale),
                Ok(text.into_bytes()),
            );
            source.id = SourceId(u32::try_from(sources.len()).unwrap());
            sources.push(source);
        }
    }
    let config = Config::default();
    let read = compile::read(&sources, &config, &[], &[]).unwrap();
    let compilation = read.compile(&config, &sources);
    let described = |category: &mpkc::model::Category| {
        let names = category.name.iter();
        let names: Vec<String> = names.map(|(tag, name)| format!("{tag} {name}")).collect();
        (category.id.to_string(), names.join(", "))
    };
    let categories = &compilation.knowledge.categories;
    categories.iter().map(described).collect()
}

/// The IDs alone.
fn ids(catalogues: &[(&str, &[(&str, &str)])]) -> Vec<String> {
    let all = categories(catalogues);
    all.into_iter().map(|(id, _)| id).collect()
}

const FOUR: [&str; 4] = [
    "customer-touch-points",
    "service-components",
    "server-resources",
    "key-dependencies",
];

#[test]
fn groups_of_exchange_are_told_by_what_they_hold_in_any_language() {
    let held = [
        ("Qaw", "OWA ECP Lamp"),
        ("Qap", "OWA.Proxy Store"),
        ("Jo", "Memory DiskSpace"),
        ("Wuv", "AD"),
    ];
    assert_eq!(ids(&[("tlh-001", &held)]), FOUR);
    let renamed = held.map(|(heading, sets)| (&heading[1..], sets));
    assert_eq!(ids(&[("tlh-001", &renamed)]), FOUR);
    let mut swapped = held;
    swapped.reverse();
    let mut reversed = FOUR;
    reversed.reverse();
    assert_eq!(ids(&[("de-DE", &swapped)]), reversed);
}

#[test]
fn in_a_small_catalogue_of_four_wholes_are_touch_points_and_the_rest_is_left_over() {
    let held = [
        ("A", "OAB Search"),
        ("B", "OAB.Proxy FrontendTransport Monitoring"),
        ("C", "DiskSpace"),
        ("D", "Store"),
    ];
    assert_eq!(ids(&[("en-US", &held)]), FOUR);
    // Two are left over, and nothing tells which is which.
    let without_wholes = [
        ("A", "MRS Search"),
        ("B", "OAB.Proxy FrontendTransport Monitoring"),
        ("C", "DiskSpace"),
        ("D", "Store"),
    ];
    assert_eq!(
        ids(&[("en-US", &without_wholes)]),
        ["mrs", "service-components", "server-resources", "store"]
    );
}

#[test]
fn half_a_catalogue_has_the_same_names() {
    let half = [("C", "DiskSpace"), ("D", "AD Network")];
    assert_eq!(ids(&[("it-IT", &half)]), FOUR[2..]);
}

#[test]
fn a_language_with_half_of_the_catalogue_names_the_right_half() {
    let english = [
        ("Touch", "OWA"),
        ("Service", "Store"),
        ("Server", "DiskSpace"),
        ("Key", "AD Network"),
    ];
    let italian = [("Chiave", "Network AD"), ("Risorse", "DiskSpace")];
    assert_eq!(
        categories(&[("en-US", &english), ("it-IT", &italian)]),
        [
            (FOUR[0], "en-US Touch"),
            (FOUR[1], "en-US Service"),
            (FOUR[2], "en-US Server, it-IT Risorse"),
            (FOUR[3], "en-US Key, it-IT Chiave"),
        ]
        .map(|(id, names)| (id.to_owned(), names.to_owned()))
    );
}

#[test]
fn categories_that_exchange_has_not_are_called_after_a_health_set() {
    let five = [
        ("A", "OWA"),
        ("B", "Store"),
        ("C", "DiskSpace"),
        ("D", "AD"),
        ("E", "Lamp Candle Network"),
    ];
    assert_eq!(ids(&[("en-US", &five)])[..4], FOUR);
    assert_eq!(ids(&[("en-US", &five)])[4], "candle");
    let invented = [("Light", "Lamp Candle"), ("Heat", "Stove")];
    assert_eq!(ids(&[("en-US", &invented)]), ["candle", "stove"]);
    // Most of it is not Exchange's, so what is decides nothing; and no name is taken twice.
    let mixed = [
        ("A", "Lamp Candle AD"),
        ("B", "Server.Resources"),
        ("C", "Memory"),
    ];
    assert_eq!(
        ids(&[("en-US", &mixed)]),
        ["ad", "category-2", "server-resources"]
    );
}

#[test]
fn a_slip_of_one_language_does_not_change_a_name() {
    let right: [(&str, &str); 2] = [("A", "Lamp Candle"), ("B", "Stove")];
    let wrong = [("A", "Lamp Candle Bulb"), ("B", "Stove")];
    let catalogues: [(&str, &[(&str, &str)]); 3] =
        [("en-US", &right), ("es-ES", &right), ("it-IT", &wrong)];
    assert_eq!(ids(&catalogues), ["candle", "stove"]);
}
