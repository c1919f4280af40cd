//! IDs: one space for the whole document, whatever their case, and one in each element for its parts.

use rustc_hash::{FxHashMap, FxHashSet};

use super::findings::Findings;
use super::pack::Pack;
use super::tree::Element;

/// Checks that nothing shares an ID.
pub fn check(pack: &Pack<'_>, findings: &mut Findings) {
    let mut taken: FxHashMap<String, &str> = FxHashMap::default();
    taken.insert(pack.id.to_ascii_lowercase(), pack.id);
    let references = pack.root.child("Manifest");
    let references = references
        .into_iter()
        .flat_map(|it| it.below(&["References", "Reference"]));
    let languages = pack.root.below(&["LanguagePacks", "LanguagePack"]);
    let aliases = references.map(|it| (it, "Alias"));
    let elements = pack.elements.iter().map(|it| (*it, "ID"));
    for (element, attribute) in aliases
        .chain(elements)
        .chain(languages.map(|it| (it, "ID")))
    {
        let Some(id) = element.find(attribute) else {
            continue;
        };
        let name = id.value.as_ref();
        if let Some(first) = taken.insert(name.to_ascii_lowercase(), name) {
            let message = if name == first {
                format!("the ID `{name}` is given twice")
            } else {
                format!("the ID `{name}` is the ID `{first}` in other capitals")
            };
            let help =
                "IDs are one space: the pack, aliases, elements and languages, whatever their case";
            findings.refused(id.span, element, message, help);
        }
        parts(element, findings);
    }
    items(pack, findings);
}

/// What lies in folders: each thing once, and each place with an ID of its own.
fn items(pack: &Pack<'_>, findings: &mut Findings) {
    let mut ids = FxHashSet::default();
    let mut places = FxHashSet::default();
    for item in pack
        .root
        .below(&["Presentation", "FolderItems", "FolderItem"])
    {
        let Some(id) = item.find("ID") else { continue };
        let place = (item.attribute("ElementID"), item.attribute("Folder"));
        if !places.insert(place) {
            let message = format!(
                "`{}` lies in the same folder twice",
                place.0.unwrap_or_default()
            );
            findings.refused(
                item.span(),
                item,
                message,
                "take one of the folder items out",
            );
        } else if !ids.insert(id.value.to_ascii_lowercase()) {
            let message = format!("two folder items have the ID `{}`", id.value);
            findings.flawed(id.span, item, message, "give each item an ID of its own");
        }
    }
}

/// The IDs of the parts of an element.
fn parts(element: Element<'_>, findings: &mut Findings) {
    if !matches!(
        element.name(),
        "ClassType" | "RelationshipType" | "UnitMonitor" | "Rule" | "UnitMonitorType"
    ) {
        return;
    }
    let containers = [
        Some(element),
        element.child("OperationalStates"),
        element.child("MonitorTypeStates"),
    ];
    let mut taken: FxHashMap<(&str, String), ()> = FxHashMap::default();
    for part in containers.into_iter().flatten().flat_map(Element::children) {
        let Some(id) = part.find("ID") else { continue };
        let key = (part.name(), id.value.to_ascii_lowercase());
        if taken.insert(key, ()).is_some() {
            let message = format!(
                "`{}` has two parts with the ID `{}`",
                part.parent().map_or("", Element::name),
                id.value
            );
            findings.refused(id.span, part, message, "give each part an ID of its own");
        }
    }
}
