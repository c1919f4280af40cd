//! From typed elements to XML, in the order of the schema.

mod element;
mod module;
mod xml;

use bytes::Bytes;

use super::element::{Library, Pack};
use crate::workspace::Content;
use xml::Xml;
pub use xml::push_escaped;

const ROOT: &str = "ManagementPack";
const ROOT_ATTRIBUTES: &[(&str, &str)] = &[
    ("ContentReadable", "true"),
    ("SchemaVersion", "2.0"),
    ("OriginalSchemaVersion", "1.1"),
    ("xmlns:xsd", "http://www.w3.org/2001/XMLSchema"),
    ("xmlns:maml", "http://schemas.microsoft.com/maml/2004/10"),
];

/// What begins the file.
const BEGIN: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";
/// What ends it.
const END: &str = "\n</ManagementPack>\n";

/// A pack without its language packs, as a file of its own.
pub fn elements(pack: &Pack) -> String {
    let mut xml = Xml::new(BEGIN, ROOM * pack.units.len());
    xml.open(ROOT, ROOT_ATTRIBUTES);
    let start = xml.len();
    element::body(&mut xml, pack);
    let libraries: Vec<Library> = xml.libraries.iter().copied().collect();
    let mut head = Xml::new(BEGIN, 0);
    head.open(ROOT, ROOT_ATTRIBUTES);
    element::manifest(&mut head, pack, &libraries);
    let mut out = xml.finish();
    out.insert_str(start, &head.finish()[start..]);
    out.push_str(END);
    out
}

/// About how many bytes a unit monitor takes, with what belongs to it.
const ROOM: usize = 8 * 1024;

/// The file: the `elements` of a pack with its language packs.
pub fn write(elements: Bytes, languages: Vec<Bytes>) -> Content {
    let end = elements.len().saturating_sub(END.len());
    let mut pieces = Vec::with_capacity(languages.len() + 4);
    pieces.push(elements.slice(..end));
    if !languages.is_empty() {
        pieces.push(Bytes::from_static(b"\n  <LanguagePacks>"));
        pieces.extend(languages);
        pieces.push(Bytes::from_static(b"\n  </LanguagePacks>"));
    }
    pieces.push(Bytes::from_static(END.as_bytes()));
    pieces.into_iter().collect()
}
