//! The root and the manifest: schema version, identity, references to other packs.

use rustc_hash::FxHashSet;

use super::findings::Findings;
use super::library;
use super::pack::Pack;
use super::text::numbers;

/// The versions of the schema that there are.
const SCHEMAS: [&str; 3] = ["1.0", "1.1", "2.0"];
/// The greatest number in a version of a library that there has been, with room for some years.
const NEWEST: u32 = 15;

/// Checks the root and the manifest.
pub fn check(pack: &Pack<'_>, findings: &mut Findings) {
    let root = pack.root;
    if let Some(version) = root.find("SchemaVersion")
        && !SCHEMAS.contains(&version.value.as_ref())
        && numbers(&version.value, 2).is_some()
    {
        let message = format!("there is no schema {}", version.value);
        findings.refused(version.span, root, message, "write 2.0");
    }
    let Some(manifest) = root.child("Manifest") else {
        return;
    };
    let mut packs = FxHashSet::default();
    for reference in manifest.below(&["References", "Reference"]) {
        let (Some(id), Some(version), Some(token)) = (
            reference.child("ID"),
            reference.child("Version"),
            reference.child("PublicKeyToken"),
        ) else {
            continue;
        };
        if !packs.insert(id.text().to_ascii_lowercase()) {
            let message = format!("`{}` has two aliases", id.text());
            findings.refused(reference.span(), reference, message, "refer to a pack once");
        }
        if id.text() == pack.id {
            findings.refused(
                id.content_span(),
                reference,
                "the pack refers to itself",
                "take the reference out",
            );
        }
        if !library::is_known(id.text()) {
            continue;
        }
        if !token.text().eq_ignore_ascii_case(library::MICROSOFT) {
            let message = format!(
                "`{}` is not signed with the key {}",
                id.text(),
                token.text()
            );
            let help = format!("its key token is {}", library::MICROSOFT);
            findings.refused(token.content_span(), reference, message, help);
        }
        if numbers(version.text(), 4).is_some_and(|it| it[0] > NEWEST) {
            let message = format!("there is no version {} of `{}`", version.text(), id.text());
            let help = "ask for the lowest version that has all that is referred to";
            findings.refused(version.content_span(), reference, message, help);
        }
    }
}
