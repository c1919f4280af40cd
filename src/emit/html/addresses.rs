//! The addresses that alerts of Exchange link to (`ms.exch.scom.<key>`, with or without a language), and the pages
//! that replace them, as tables that web servers read: `map` of nginx, `RewriteMap` of Apache,
//! and `rewriteMaps` of IIS.

use std::collections::BTreeMap;

use super::site::Site;
use super::text::{attribute, put};
use super::{Emitted, file};
use crate::model::HealthSet;

/// The tables.
pub(super) fn emit(site: &Site<'_>) -> Emitted {
    let table = table(site);
    let mut nginx = String::new();
    let mut apache = String::new();
    let mut iis = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rewriteMaps>\n<rewriteMap name=\"mpkc\">\n",
    );
    for (old, new) in &table {
        put!(nginx, "{old} {new};\n");
        put!(apache, "{old} {new}\n");
        iis.push_str("<add");
        attribute("key", old, &mut iis);
        attribute("value", new, &mut iis);
        iis.push_str(" />\n");
    }
    iis.push_str("</rewriteMap>\n</rewriteMaps>\n");
    let files = [
        ("nginx.map", nginx),
        ("apache.txt", apache),
        ("iis.config", iis),
    ];
    Emitted {
        files: files
            .into_iter()
            .filter_map(|(name, text)| file(format!("html/addresses/{name}"), text))
            .collect(),
        diagnostics: Vec::new(),
    }
}

/// Old addresses, from the language on in lower case, and the pages, from the folder of the site on.
fn table(site: &Site<'_>) -> BTreeMap<String, String> {
    let mut keys: BTreeMap<&str, &HealthSet<'_>> = BTreeMap::new();
    for set in &site.kb.health_sets {
        let Some(key) = &set.key else { continue };
        let known = keys.entry(key.as_str()).or_insert(set);
        // Where two articles carry one key, it is that of the article which is named like it.
        if is_named(set, key.as_str()) && !is_named(known, key.as_str()) {
            *known = set;
        }
    }
    let mut table = BTreeMap::new();
    for (key, set) in keys {
        let page = site.page_name(&set.slug);
        for locale in &site.kb.locales {
            let language = locale.to_string();
            let old = format!("{}/ms.exch.scom.{key}", language.to_ascii_lowercase());
            table.insert(old, format!("{language}/{page}"));
        }
        if let Some(locale) = site.default_locale() {
            table.insert(format!("ms.exch.scom.{key}"), format!("{locale}/{page}"));
        }
    }
    table
}

fn is_named(set: &HealthSet<'_>, key: &str) -> bool {
    set.slug.as_str() == key.replace(['.', '_'], "-")
}
