//! References: each leads to an element, and to one of the right kind.

use super::findings::Findings;
use super::library::Kind;
use super::pack::{Pack, Target};
use super::tree::{Attribute, Element};

const CLASS: &[Kind] = &[Kind::Class];
const RELATIONSHIP: &[Kind] = &[Kind::Relationship];
const MONITOR: &[Kind] = &[Kind::Aggregate, Kind::Unit, Kind::Dependency];
/// Only an aggregate can have monitors below it.
const PARENT: &[Kind] = &[Kind::Aggregate];
const FOLDER: &[Kind] = &[Kind::Folder];
const ACCOUNT: &[Kind] = &[Kind::Account];
const ANY: &[Kind] = &[];

/// What an attribute refers to; `None` if it is no reference.
fn wanted(element: Element<'_>, attribute: &str) -> Option<&'static [Kind]> {
    let of = element.name();
    let wanted = match attribute {
        "Base" => match of {
            "ClassType" => CLASS,
            "RelationshipType" => RELATIONSHIP,
            _ => return None,
        },
        "Type" if matches!(of, "Source" | "Target") => CLASS,
        "Target" if has_target(of) => CLASS,
        "ParentMonitorID" => PARENT,
        "MemberMonitor" => MONITOR,
        "RelationshipType" if of == "DependencyMonitor" => RELATIONSHIP,
        "Monitor" if is_about_monitor(of) => MONITOR,
        "ExecuteOnDiagnostic" if of == "Recovery" => &[Kind::Diagnostic],
        "TypeID" => return type_of(of),
        "ParentFolder" if of == "Folder" => FOLDER,
        "Folder" if of == "FolderItem" => FOLDER,
        "ElementID" if is_about_element(of) => ANY,
        "AlertMessage" if of == "AlertSettings" => &[Kind::StringResource],
        "RunAs" => ACCOUNT,
        "Context" if is_override(of) => CLASS,
        "Rule" if matches!(of, "RulePropertyOverride" | "RuleConfigurationOverride") => ANY,
        "Discovery" if is_about_discovery(of) => ANY,
        _ => return None,
    };
    Some(wanted)
}

/// What the type of an element is.
fn type_of(element: &str) -> Option<&'static [Kind]> {
    Some(match element {
        "DataSource" => &[Kind::Source],
        "ProbeAction" => &[Kind::Probe],
        "ConditionDetection" => &[Kind::Condition],
        "WriteAction" => &[Kind::Write],
        "UnitMonitor" => &[Kind::MonitorType],
        "DiscoveryClass" => CLASS,
        "DiscoveryRelationship" => RELATIONSHIP,
        "Property" => &[Kind::Class, Kind::Relationship],
        "View" => &[Kind::ViewType],
        _ => return None,
    })
}

fn has_target(element: &str) -> bool {
    matches!(
        element,
        "Discovery"
            | "Rule"
            | "Task"
            | "AggregateMonitor"
            | "UnitMonitor"
            | "DependencyMonitor"
            | "Diagnostic"
            | "Recovery"
            | "View"
    )
}

fn is_about_monitor(element: &str) -> bool {
    matches!(
        element,
        "Diagnostic" | "Recovery" | "MonitorPropertyOverride" | "MonitorConfigurationOverride"
    )
}

fn is_about_discovery(element: &str) -> bool {
    matches!(
        element,
        "DiscoveryPropertyOverride" | "DiscoveryConfigurationOverride"
    )
}

fn is_about_element(element: &str) -> bool {
    matches!(
        element,
        "FolderItem" | "DisplayString" | "KnowledgeArticle" | "ImageReference"
    )
}

fn is_override(element: &str) -> bool {
    matches!(
        element,
        "CategoryOverride"
            | "MonitoringOverride"
            | "RulePropertyOverride"
            | "RuleConfigurationOverride"
            | "MonitorPropertyOverride"
            | "MonitorConfigurationOverride"
            | "DiscoveryPropertyOverride"
            | "DiscoveryConfigurationOverride"
    )
}

/// Checks the references of everything but the language packs.
pub fn check(pack: &Pack<'_>, findings: &mut Findings) {
    let sections = ["TypeDefinitions", "Monitoring", "Presentation"];
    for section in sections.iter().filter_map(|name| pack.root.child(name)) {
        for element in section.descendants() {
            if element.attributes().is_empty()
                || element.name() == "SchemaType"
                || element.name().contains(':')
            {
                continue;
            }
            for attribute in element.attributes() {
                if let Some(kinds) = wanted(element, attribute.name) {
                    reference(pack, element, attribute, kinds, findings);
                }
            }
        }
    }
    for language in pack.root.below(&["LanguagePacks", "LanguagePack"]) {
        let strings = language.below(&["DisplayStrings", "DisplayString"]);
        for element in strings.chain(language.below(&["KnowledgeArticles", "KnowledgeArticle"])) {
            foreign_words(pack, element, findings);
        }
    }
}

/// Words about an element of another pack: those about own ones are looked at with the languages.
fn foreign_words<'t>(pack: &Pack<'t>, element: Element<'t>, findings: &mut Findings) {
    if let Some(attribute) = element.find("ElementID")
        && attribute.value.contains('!')
    {
        reference(pack, element, attribute, ANY, findings);
    }
}

fn reference<'t>(
    pack: &Pack<'t>,
    element: Element<'t>,
    attribute: &'t Attribute<'t>,
    kinds: &[Kind],
    findings: &mut Findings,
) {
    let (name, value) = (attribute.name, attribute.value.as_ref());
    let what = || format!("`{name}` of `{}`", element.name());
    let expected = || {
        let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
        names.join(" or ")
    };
    let mut refuse =
        |message: String, help: String| findings.refused(attribute.span, element, message, help);
    match pack.resolve(value) {
        Target::Known(entity) => {
            let kind = entity.kind();
            if !kinds.is_empty() && !kinds.contains(&kind) {
                refuse(
                    format!("{} refers to `{value}`, which is {}", what(), kind.name()),
                    format!("it takes {}", expected()),
                );
            }
        }
        Target::Unjudged => {}
        Target::NoAlias(alias) => refuse(
            format!(
                "{} refers to `{value}`, but no reference has the alias `{alias}`",
                what()
            ),
            "add the pack to the references of the manifest".to_owned(),
        ),
        Target::Nowhere => refuse(
            format!("{} refers to `{value}`, which does not exist", what()),
            if kinds.is_empty() {
                String::new()
            } else {
                format!("it takes the ID of {}", expected())
            },
        ),
        Target::NotIn(library) => {
            if !kinds.is_empty() && kinds.iter().all(|kind| kind.is_listed()) {
                refuse(
                    format!(
                        "{} refers to `{value}`, which does not exist in `{library}`",
                        what()
                    ),
                    format!("it takes the ID of {}", expected()),
                );
            }
        }
    }
}
