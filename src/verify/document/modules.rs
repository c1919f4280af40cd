//! Modules: their configuration, and what discoveries find.

use rustc_hash::FxHashSet;

use super::findings::Findings;
use super::pack::{Entity, Pack};
use super::shape;
use super::tree::Element;

/// Checks modules, discoveries and the configuration of monitors.
pub fn check(pack: &Pack<'_>, findings: &mut Findings) {
    let Some(monitoring) = pack.root.child("Monitoring") else {
        return;
    };
    for element in monitoring.descendants() {
        match element.name() {
            "DataSource" | "ProbeAction" | "WriteAction" | "ConditionDetection" => {
                configuration(pack, element, element, findings);
            }
            "UnitMonitor" => {
                if let Some(child) = element.child("Configuration") {
                    configuration(pack, element, child, findings);
                }
            }
            "RegistryAttributeDefinitions" => attributes(element, findings),
            "ClassId" => found(pack, element, findings),
            "DiscoveryClass" => discovered(pack, element, findings),
            _ => {}
        }
    }
}

/// Checks the children of `holder` against the configuration of the type of `module`.
fn configuration<'t>(
    pack: &Pack<'t>,
    module: Element<'t>,
    holder: Element<'t>,
    findings: &mut Findings,
) {
    let kind = pack.entity(module, "TypeID");
    if let Some(content) = kind.and_then(Entity::configuration) {
        shape::content(holder, content, findings);
    }
}

/// Values of the registry are told apart by their names.
fn attributes(definitions: Element<'_>, findings: &mut Findings) {
    let mut seen = FxHashSet::default();
    let names = definitions
        .children()
        .filter_map(|it| it.child("AttributeName"));
    for name in names {
        if !seen.insert(name.text().to_ascii_lowercase()) {
            let message = format!("two values of the registry are called `{}`", name.text());
            findings.refused(
                name.content_span(),
                name,
                message,
                "give each a name of its own",
            );
        }
    }
}

/// What a module makes objects of.
fn found<'t>(pack: &Pack<'t>, id: Element<'t>, findings: &mut Findings) {
    let name = id
        .text()
        .split(['"', '\''])
        .nth(1)
        .filter(|_| id.text().starts_with("$MPElement["));
    if let Some(class) = name.and_then(|name| pack.known(name))
        && class.is_abstract()
    {
        let message = format!("`{}` is abstract: it has no objects of its own", class.id());
        findings.flawed(
            id.content_span(),
            id,
            message,
            "make objects of a class derived from it",
        );
    }
}

fn discovered<'t>(pack: &Pack<'t>, discovered: Element<'t>, findings: &mut Findings) {
    let Some(class) = pack.entity(discovered, "TypeID") else {
        return;
    };
    let has_objects = |it: Element<'t>| {
        let it = Entity::Own(it);
        !it.is_abstract() && pack.derives(it, class) != Some(false)
    };
    if class.is_abstract() && !pack.of_tag("ClassType").any(has_objects) {
        let message = format!("`{}` is abstract: nothing of it can be found", class.id());
        findings.flawed(
            discovered.span(),
            discovered,
            message,
            "discover a class derived from it",
        );
    }
    for property in discovered.children().filter(|it| it.name() == "Property") {
        let declared = match property.attribute("TypeID") {
            Some(_) => pack.entity(property, "TypeID"),
            None => Some(class),
        };
        let (Some(declared), Some(name)) = (declared, property.find("PropertyID")) else {
            continue;
        };
        if !declared.properties().contains(&name.value.as_ref()) {
            let message = format!("`{}` declares no property `{}`", declared.id(), name.value);
            findings.refused(
                name.span,
                property,
                message,
                "name a property of the class, and the class that declares it",
            );
        }
    }
}
