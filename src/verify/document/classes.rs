//! Classes: what they are derived from, what hosts them, and their keys.

use super::findings::Findings;
use super::pack::{Entity, Pack};
use super::tree::Element;

/// What all relationships of hosts are derived from.
const HOSTING: &str = "System.Hosting";

/// Checks classes and relationships.
pub fn check(pack: &Pack<'_>, findings: &mut Findings) {
    let hosted: Vec<Entity<'_>> = pack
        .relationships(HOSTING)
        .into_iter()
        .filter_map(|it| Some(pack.ends(it)?.1))
        .collect();
    for class in pack.of_tag("ClassType") {
        derivation(pack, class, findings);
        hosting(pack, class, &hosted, findings);
        keys(pack, class, findings);
    }
    for relationship in pack.of_tag("RelationshipType") {
        derivation(pack, relationship, findings);
    }
}

fn derivation<'t>(pack: &Pack<'t>, element: Element<'t>, findings: &mut Findings) {
    let entity = Entity::Own(element);
    let Some(base) = element.find("Base") else {
        if !matches!(entity.id(), "System.Entity" | "System.Reference") {
            let message = format!("`{}` is derived from nothing", entity.id());
            findings.refused(element.span(), element, message, "give it a `Base`");
        }
        return;
    };
    let (line, complete) = pack.lineage(entity);
    if !complete && line.len() > 1 && line[1..].iter().any(|it| it.is(entity)) {
        let message = format!("`{}` is derived from itself", entity.id());
        findings.refused(base.span, element, message, "give it another `Base`");
    }
}

fn hosting<'t>(
    pack: &Pack<'t>,
    class: Element<'t>,
    hosted: &[Entity<'t>],
    findings: &mut Findings,
) {
    let entity = Entity::Own(class);
    let (line, complete) = pack.lineage(entity);
    let has_host = line
        .iter()
        .any(|it| hosted.iter().any(|other| it.is(*other)));
    if entity.is_hosted() && complete && !has_host {
        let message = format!("`{}` is hosted, but no relationship hosts it", entity.id());
        let help = format!("add a relationship based on {HOSTING} whose target it is");
        findings.refused(class.span(), class, message, help);
    }
    if !entity.is_hosted() && line.get(1).is_some_and(|base| base.is_hosted()) {
        let message = format!(
            "`{}` is not hosted, but what it is derived from is",
            entity.id()
        );
        findings.refused(class.span(), class, message, "write Hosted=\"true\"");
    }
}

/// Objects are told apart by their keys, so a class whose base has objects cannot add one.
fn keys<'t>(pack: &Pack<'t>, class: Element<'t>, findings: &mut Findings) {
    let key = class
        .children()
        .find(|it| it.name() == "Property" && it.attribute("Key") == Some("true"));
    let (line, _) = pack.lineage(Entity::Own(class));
    if let Some(key) = key
        && let Some(base) = line.get(1)
        && !base.is_abstract()
    {
        let message = format!(
            "a key is added below `{}`, which has objects of its own",
            base.id()
        );
        findings.refused(
            key.span(),
            class,
            message,
            "derive the class from an abstract one",
        );
    }
}
