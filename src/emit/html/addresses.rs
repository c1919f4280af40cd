//! The addresses that alerts of Exchange link to (`ms.exch.scom.<key>`, with or without a language), and the pages
//! that replace them, as tables that web servers read: `map` of nginx, `RewriteMap` of Apache,
//! and `rewriteMaps` of IIS.

use std::collections::BTreeMap;

use super::site::Site;
use super::text::attribute;
use super::{Emitted, file};
use crate::locale::Locale;
use crate::model::HealthSet;

/// What stands before the key in the last part of an old address.
const PREFIX: &str = "ms.exch.scom.";

/// The tables.
pub(super) fn emit(site: &Site<'_>) -> Emitted {
    let mut nginx = String::new();
    let mut apache = String::new();
    let mut iis = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rewriteMaps>\n<rewriteMap name=\"mpkc\">\n",
    );
    let sets = by_key(site);
    for (prefix, locale) in prefixes(site) {
        for (key, set) in &sets {
            let old = [prefix.as_str(), key].concat();
            let page = [site.tag(locale), "/", &site.page_name(&set.slug)].concat();
            for (table, end) in [(&mut nginx, ";\n"), (&mut apache, "\n")] {
                table.extend([&old, " ", &page, end]);
            }
            iis.push_str("<add");
            attribute("key", &old, &mut iis);
            attribute("value", &page, &mut iis);
            iis.push_str(" />\n");
        }
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
            .filter_map(|(name, text)| file(format_args!("html/addresses/{name}"), text))
            .collect(),
        diagnostics: Vec::new(),
    }
}

/// What old addresses have before the key, from the language on in lower case, and the language of the page, in the order of
/// the addresses.
fn prefixes(site: &Site<'_>) -> Vec<(String, Locale)> {
    let of = |locale: &Locale| {
        let language = locale.to_string().to_ascii_lowercase();
        (format!("{language}/{PREFIX}"), *locale)
    };
    let locales = site.kb.locales.iter().map(of);
    let default = site.default_locale();
    let mut prefixes: Vec<_> = locales
        .chain(default.map(|locale| (PREFIX.to_owned(), locale)))
        .collect();
    prefixes.sort_unstable();
    prefixes
}

/// The health set of each key.
fn by_key<'a>(site: &'a Site<'_>) -> BTreeMap<&'a str, &'a HealthSet<'a>> {
    let mut keys: BTreeMap<&str, &HealthSet<'_>> = BTreeMap::new();
    for set in &site.kb.health_sets {
        let Some(key) = &set.key else { continue };
        let known = keys.entry(key.as_str()).or_insert(set);
        // Where two articles carry one key, it is that of the article which is named like it.
        if is_named(set, key.as_str()) && !is_named(known, key.as_str()) {
            *known = set;
        }
    }
    keys
}

fn is_named(set: &HealthSet<'_>, key: &str) -> bool {
    set.slug.as_str() == key.replace(['.', '_'], "-")
}
