//! Where links of knowledge lead: the console opens addresses of the web, and nothing else.

use mpkc::address::SiteUrl;
use mpkc::workspace::{Config, PackBase};

use crate::support::{article, knowledge, make};

const TEXT: &str = "## User Action\n\nSee [gadget](gadget.md), [its monitor](gadget.md#GearMonitor), [nothing](gadget.md#nothing), [**here**](#WidgetMonitor), [old](https://old.example.org/ms.exch.scom.gadget\\(v=EXCHG.150\\)), [gone](gone.md).\n";

/// The article that refers, and the one it refers to.
fn files() -> [(&'static str, String); 4] {
    let widget = article("Widget", &[("WProbe", &["WidgetMonitor"])], TEXT)
        .replace("About Widget.\n", "About Widget.\n\n[Gadget](gadget.md)\n");
    let gadget = article("Gadget", &[("GProbe", &["GearMonitor"])], "");
    [
        ("en-US/widget.md", widget.clone()),
        ("en-US/gadget.md", gadget),
        ("it-IT/widget.md", widget.replace("About", "Su")),
        ("it-IT/lamp.md", article("Lamp", &[], "")),
    ]
}

/// The addresses in the article of a health set.
fn addresses(config: &Config, code: &str, element: &str) -> Vec<String> {
    let files = files();
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (*path, text.as_str()))
        .collect();
    let made = make(&files, config);
    let text = knowledge(made.xml(), code, element);
    let addresses = text.split("href=\"").skip(1);
    addresses
        .map(|tail| tail.split('"').next().unwrap().to_owned())
        .collect()
}

fn published() -> Config {
    let mut config = Config::default();
    config.pack.pages =
        Some(SiteUrl::try_from("https://docs.contoso.com/exchange".to_owned()).unwrap());
    config
}

#[test]
fn links_between_articles_lead_to_where_articles_say_they_are_published() {
    let gadget = "https://example.org/ms.exch.scom.gadget(v=EXCHG.150)";
    let old = "https://old.example.org/ms.exch.scom.gadget(v=EXCHG.150)";
    for code in ["ENU", "ITA"] {
        assert_eq!(
            addresses(&Config::default(), code, ".Widget.UnitMonitor"),
            [gadget, gadget, gadget, gadget, old],
            "{code}"
        );
    }
}

#[test]
fn links_between_articles_lead_to_the_pages_where_these_are_published() {
    for (code, tag) in [("ENU", "en-US"), ("ITA", "it-IT")] {
        let page = |page: &str| format!("https://docs.contoso.com/exchange/{tag}/{page}");
        assert_eq!(
            addresses(&published(), code, ".Widget.UnitMonitor"),
            [
                page("gadget.html"),
                page("gadget.html"),
                page("gadget.html#GearMonitor"),
                page("gadget.html"),
                page("widget.html#WidgetMonitor"),
                page("gadget.html"),
                page("gadget.html"),
            ],
            "{code}"
        );
    }
}

#[test]
fn lists_of_health_sets_lead_to_the_pages() {
    let mut config = published();
    config.pack.base = PackBase::Exchange2013;
    let page = |slug: &str| format!("https://docs.contoso.com/exchange/it-IT/{slug}.html");
    assert_eq!(
        addresses(&config, "ITA", "Exch15!HealthSetUnitMonitor"),
        [page("gadget"), page("lamp"), page("widget")]
    );
    config.pack.pages = None;
    assert!(addresses(&config, "ITA", "Exch15!HealthSetUnitMonitor").is_empty());
}

#[test]
fn an_article_that_is_published_nowhere_is_text() {
    let [(_, widget), (_, gadget), ..] = files();
    let hidden = gadget.replace("https://example.org", "file:///c:");
    let made = make(
        &[("en-US/widget.md", &widget), ("en-US/gadget.md", &hidden)],
        &Config::default(),
    );
    let text = knowledge(made.xml(), "ENU", ".Widget.UnitMonitor");
    assert!(
        text.contains("See gadget, its monitor, nothing, <maml:ui>here</maml:ui>, "),
        "{text}"
    );
}

#[test]
fn a_link_without_text_shows_its_address() {
    let text = article(
        "Widget",
        &[],
        "## User Action\n\nSee [](https://example.org/x).\n",
    );
    let made = make(&[("en-US/widget.md", &text)], &Config::default());
    let text = knowledge(made.xml(), "ENU", ".Widget.UnitMonitor");
    assert!(
        text.contains("<maml:linkText>https://example.org/x</maml:linkText>"),
        "{text}"
    );
}
