//! Views and folders: nothing lies in a folder below itself, and nothing is out of reach.

use rustc_hash::FxHashSet;

use super::findings::Findings;
use super::pack::{Entity, Pack};

/// Checks folders.
pub fn check(pack: &Pack<'_>, findings: &mut Findings) {
    for folder in pack.of_tag("Folder") {
        let mut seen = FxHashSet::default();
        let mut above = Some(folder);
        while let Some(element) = above {
            if !seen.insert(element.attribute("ID")) {
                let message = format!("the folder `{}` lies in itself", Entity::Own(folder).id());
                findings.flawed(
                    folder.span(),
                    folder,
                    message,
                    "give it another `ParentFolder`",
                );
                break;
            }
            above = match pack.entity(element, "ParentFolder") {
                Some(Entity::Own(element)) => Some(element),
                _ => None,
            };
        }
    }
}
