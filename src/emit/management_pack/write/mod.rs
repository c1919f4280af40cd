//! From typed elements to XML, in the order of the schema.

mod element;
mod module;
mod xml;

use super::element::{Library, Pack};
use super::language::LanguagePack;
use xml::Xml;

const ROOT: &str = "ManagementPack";
const ROOT_ATTRIBUTES: &[(&str, &str)] = &[
    ("ContentReadable", "true"),
    ("SchemaVersion", "2.0"),
    ("OriginalSchemaVersion", "1.1"),
    ("xmlns:xsd", "http://www.w3.org/2001/XMLSchema"),
    ("xmlns:maml", "http://schemas.microsoft.com/maml/2004/10"),
];

/// The bytes of the file.
pub fn write(pack: &Pack, languages: &[LanguagePack]) -> Vec<u8> {
    let mut body = Xml::new();
    body.open(ROOT, ROOT_ATTRIBUTES);
    let start = body.len();
    element::body(&mut body, pack);
    for article in languages.iter().flat_map(|language| &language.articles) {
        body.reference(&article.element);
    }
    let libraries: Vec<Library> = body.libraries.iter().copied().collect();
    let body = body.finish();
    let mut head = Xml::new();
    head.open(ROOT, ROOT_ATTRIBUTES);
    element::manifest(&mut head, pack, &libraries);
    let mut out = b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_vec();
    let texts: usize = languages.iter().map(LanguagePack::len).sum();
    out.reserve(body.len() + texts + 4096);
    out.extend(head.finish());
    out.extend_from_slice(&body[start..]);
    if !languages.is_empty() {
        out.extend_from_slice(b"\n  <LanguagePacks>");
        for language in languages {
            language.write(&mut out);
        }
        out.extend_from_slice(b"\n  </LanguagePacks>");
    }
    out.extend_from_slice(b"\n</ManagementPack>\n");
    out
}
