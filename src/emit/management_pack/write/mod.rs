//! From typed elements to XML, in the order of the schema.

mod element;
mod module;
mod xml;

use bytes::Bytes;

use super::element::{Library, Pack};
use crate::workspace::Content;
use xml::Xml;

const ROOT: &str = "ManagementPack";
const ROOT_ATTRIBUTES: &[(&str, &str)] = &[
    ("ContentReadable", "true"),
    ("SchemaVersion", "2.0"),
    ("OriginalSchemaVersion", "1.1"),
    ("xmlns:xsd", "http://www.w3.org/2001/XMLSchema"),
    ("xmlns:maml", "http://schemas.microsoft.com/maml/2004/10"),
];

/// What ends the file.
const END: &[u8] = b"\n</ManagementPack>\n";

/// A pack without its language packs, as a file of its own.
pub fn elements(pack: &Pack) -> Vec<u8> {
    let mut body = Xml::new();
    body.open(ROOT, ROOT_ATTRIBUTES);
    let start = body.len();
    element::body(&mut body, pack);
    let libraries: Vec<Library> = body.libraries.iter().copied().collect();
    let body = body.finish();
    let mut head = Xml::new();
    head.open(ROOT, ROOT_ATTRIBUTES);
    element::manifest(&mut head, pack, &libraries);
    let mut out = b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".to_vec();
    out.extend(head.finish());
    out.extend_from_slice(&body[start..]);
    out.extend_from_slice(END);
    out
}

/// The file: the `elements` of a pack with its language packs.
pub fn write(elements: Bytes, languages: Vec<Bytes>) -> Content {
    let end = elements.len().saturating_sub(END.len());
    let mut pieces = vec![elements.slice(..end)];
    if !languages.is_empty() {
        pieces.push(Bytes::from_static(b"\n  <LanguagePacks>"));
        pieces.extend(languages);
        pieces.push(Bytes::from_static(b"\n  </LanguagePacks>"));
    }
    pieces.push(Bytes::from_static(END));
    pieces.into_iter().collect()
}
