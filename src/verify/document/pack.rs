//! A pack with its elements, and where its references lead.

use rustc_hash::FxHashMap;

use super::library::{self, Kind, LibraryElement};
use super::schema::Particle;
use super::tree::{Element, Tree};

/// The sections whose children are elements with an ID of the whole document.
const SECTIONS: &[&[&str]] = &[
    &["TypeDefinitions", "EntityTypes", "ClassTypes"],
    &["TypeDefinitions", "EntityTypes", "RelationshipTypes"],
    &["TypeDefinitions", "EntityTypes", "EnumerationTypes"],
    &["TypeDefinitions", "EntityTypes", "TypeProjections"],
    &["TypeDefinitions", "DataTypes"],
    &["TypeDefinitions", "SchemaTypes"],
    &["TypeDefinitions", "SecureReferences"],
    &["TypeDefinitions", "ModuleTypes"],
    &["TypeDefinitions", "MonitorTypes"],
    &["Categories"],
    &["Monitoring", "Discoveries"],
    &["Monitoring", "Rules"],
    &["Monitoring", "Tasks"],
    &["Monitoring", "Monitors"],
    &["Monitoring", "Diagnostics"],
    &["Monitoring", "Recoveries"],
    &["Monitoring", "Overrides"],
    &["Monitoring", "ServiceLevelObjectives"],
    &["ConfigurationGroups"],
    &["Templates"],
    &["PresentationTypes", "ViewTypes"],
    &["PresentationTypes", "UIPages"],
    &["PresentationTypes", "UIPageSets"],
    &["Presentation", "Forms"],
    &["Presentation", "ConsoleTasks"],
    &["Presentation", "Views"],
    &["Presentation", "Folders"],
    &["Presentation", "StringResources"],
    &["Presentation", "ComponentTypes"],
    &["Presentation", "ComponentReferences"],
    &["Presentation", "ComponentOverrides"],
    &["Presentation", "ComponentImplementations"],
    &["Presentation", "ComponentBehaviors"],
    &["Presentation", "BehaviorTypes"],
    &["Presentation", "BehaviorImplementations"],
    &["Reporting", "DataWarehouseScripts"],
    &["Reporting", "DataWarehouseDataSets"],
    &["Reporting", "Reports"],
    &["Reporting", "LinkedReports"],
    &["Reporting", "ReportParameterControls"],
    &["Warehouse", "Outriggers"],
    &["Warehouse", "Dimensions"],
    &["Warehouse", "Measures"],
    &["Warehouse", "Facts"],
    &["Warehouse", "WarehouseModules"],
    &["Resources"],
];

/// How far classes are derived from each other before it must be a circle.
const FARTHEST: usize = 64;

/// A pack.
#[derive(Debug)]
pub struct Pack<'t> {
    /// `ManagementPack`.
    pub root: Element<'t>,
    /// Its ID; empty if it has none.
    pub id: &'t str,
    /// The packs it refers to, by alias.
    pub aliases: FxHashMap<&'t str, &'t str>,
    /// Its elements, in order.
    pub elements: Vec<Element<'t>>,
    by_id: FxHashMap<&'t str, Element<'t>>,
}

/// What a reference leads to.
#[derive(Clone, Copy, Debug)]
pub enum Entity<'t> {
    /// An element of the pack.
    Own(Element<'t>),
    /// An element of a library.
    Library(&'static LibraryElement),
}

/// Where a reference leads.
#[derive(Clone, Copy, Debug)]
pub enum Target<'t> {
    /// To something that is known.
    Known(Entity<'t>),
    /// To a pack that nothing is known of.
    Unjudged,
    /// Nowhere: no reference has this alias.
    NoAlias(&'t str),
    /// Nowhere: the pack has no such element.
    Nowhere,
    /// Nowhere, if it is of a listed kind: this library has no such element.
    NotIn(&'t str),
}

impl<'t> Pack<'t> {
    /// The pack in a document.
    pub fn new(tree: &'t Tree<'t>) -> Self {
        let root = tree.root();
        let manifest = root.child("Manifest");
        let id = manifest
            .and_then(|it| it.child("Identity"))
            .and_then(|it| it.child("ID"))
            .map_or("", Element::text);
        let references = manifest
            .into_iter()
            .flat_map(|it| it.below(&["References", "Reference"]));
        let aliases = references
            .filter_map(|it| Some((it.attribute("Alias")?, it.child("ID")?.text())))
            .collect();
        let elements: Vec<Element<'t>> = SECTIONS
            .iter()
            .flat_map(|path| path.iter().try_fold(root, |it, name| it.child(name)))
            .flat_map(Element::children)
            .flat_map(|it| {
                std::iter::once(it).chain(it.below(&["UIPageReferences", "UIPageReference"]))
            })
            .filter(|it| it.attribute("ID").is_some())
            .collect();
        let by_id = elements
            .iter()
            .rev()
            .filter_map(|it| Some((it.attribute("ID")?, *it)))
            .collect();
        Self {
            root,
            id,
            aliases,
            elements,
            by_id,
        }
    }

    /// The elements with this tag.
    pub fn of_tag(&self, tag: &'static str) -> impl Iterator<Item = Element<'t>> + '_ {
        self.elements
            .iter()
            .copied()
            .filter(move |it| it.name() == tag)
    }

    /// Where a reference leads.
    pub fn resolve(&self, reference: &'t str) -> Target<'t> {
        let Some((alias, id)) = reference.split_once('!') else {
            return match self.by_id.get(reference) {
                Some(element) => Target::Known(Entity::Own(*element)),
                None => Target::Nowhere,
            };
        };
        let Some(pack) = self.aliases.get(alias) else {
            return Target::NoAlias(alias);
        };
        match library::element(id).filter(|it| it.library == *pack) {
            Some(element) => Target::Known(Entity::Library(element)),
            None if library::is_known(pack) => Target::NotIn(pack),
            None => Target::Unjudged,
        }
    }

    /// What an attribute refers to, if that is known.
    pub fn entity(&self, element: Element<'t>, attribute: &str) -> Option<Entity<'t>> {
        self.known(element.attribute(attribute)?)
    }

    /// What a reference leads to, if that is known.
    pub fn known(&self, reference: &'t str) -> Option<Entity<'t>> {
        match self.resolve(reference) {
            Target::Known(entity) => Some(entity),
            _ => None,
        }
    }

    /// What a class or a relationship is derived from: `None` if nothing, `Some(None)` if that is not known.
    fn base(&self, entity: Entity<'t>) -> Option<Option<Entity<'t>>> {
        match entity {
            Entity::Own(element) => Some(self.known(element.attribute("Base")?)),
            Entity::Library(it) => Some(library::element(it.base?).map(Entity::Library)),
        }
    }

    /// The class or relationship, and everything it is derived from; and whether all of it is known.
    pub fn lineage(&self, entity: Entity<'t>) -> (Vec<Entity<'t>>, bool) {
        let mut line = Vec::new();
        let complete = self.climb(entity, |it| line.push(it));
        (line, complete)
    }

    /// Looks at the class or relationship, and everything it is derived from. Returns whether all of it is known.
    fn climb(&self, entity: Entity<'t>, mut look: impl FnMut(Entity<'t>)) -> bool {
        let mut at = entity;
        for _ in 0..FARTHEST {
            look(at);
            match self.base(at) {
                None => return true,
                Some(None) => return false,
                Some(Some(base)) => at = base,
            }
        }
        false
    }

    /// Whether `entity` is `other` or derived from it; `None` if that is not known.
    pub fn derives(&self, entity: Entity<'t>, other: Entity<'t>) -> Option<bool> {
        let mut is_it = false;
        let complete = self.climb(entity, |it| is_it |= it.is(other));
        if is_it {
            return Some(true);
        }
        complete.then_some(false)
    }

    /// The classes at both ends of a relationship, if they are known.
    pub fn ends(&self, relationship: Entity<'t>) -> Option<(Entity<'t>, Entity<'t>)> {
        match relationship {
            Entity::Own(element) => {
                let end = |name| self.entity(element.child(name)?, "Type");
                Some((end("Source")?, end("Target")?))
            }
            Entity::Library(it) => {
                let (source, target) = it.ends?;
                let end = |name| library::element(name).map(Entity::Library);
                Some((end(source)?, end(target)?))
            }
        }
    }

    /// The relationships that are derived from the one of this name.
    pub fn relationships(&self, base: &'static str) -> Vec<Entity<'t>> {
        let own = self.of_tag("RelationshipType").map(Entity::Own);
        let foreign = library::relationships().map(Entity::Library);
        let derived =
            |it: &Entity<'t>| self.lineage(*it).0.iter().skip(1).any(|it| it.id() == base);
        own.chain(foreign).filter(derived).collect()
    }

    /// The class that a monitor is about, if it is known.
    pub fn subject(&self, monitor: Entity<'t>) -> Option<Entity<'t>> {
        match monitor {
            Entity::Own(element) => self.entity(element, "Target"),
            Entity::Library(it) => library::element(it.base?).map(Entity::Library),
        }
    }
}

impl<'t> Entity<'t> {
    /// Its ID, without an alias.
    pub fn id(self) -> &'t str {
        match self {
            Self::Own(element) => element.attribute("ID").unwrap_or_default(),
            Self::Library(it) => it.id,
        }
    }

    /// What it is.
    pub fn kind(self) -> Kind {
        match self {
            Self::Own(element) => Kind::of_tag(element.name()),
            Self::Library(it) => it.kind,
        }
    }

    /// Whether both are the same element.
    pub fn is(self, other: Self) -> bool {
        match (self, other) {
            (Self::Own(_), Self::Own(_)) | (Self::Library(_), Self::Library(_)) => {
                self.id() == other.id()
            }
            _ => false,
        }
    }

    /// Whether it has no objects of its own.
    pub fn is_abstract(self) -> bool {
        match self {
            Self::Own(element) => element.attribute("Abstract") == Some("true"),
            Self::Library(it) => it.is_abstract,
        }
    }

    /// Whether its objects live on others.
    pub fn is_hosted(self) -> bool {
        match self {
            Self::Own(element) => element.attribute("Hosted") == Some("true"),
            Self::Library(it) => it.hosted,
        }
    }

    /// The properties that it declares itself.
    pub fn properties(self) -> Vec<&'t str> {
        match self {
            Self::Own(element) => element
                .children()
                .filter(|it| it.name() == "Property")
                .filter_map(|it| it.attribute("ID"))
                .collect(),
            Self::Library(it) => it
                .parts
                .iter()
                .map(|part| part.trim_end_matches('*'))
                .collect(),
        }
    }

    /// The states of a type of monitors.
    pub fn states(self) -> Vec<&'t str> {
        match self {
            Self::Own(element) => element
                .below(&["MonitorTypeStates", "MonitorTypeState"])
                .filter_map(|it| it.attribute("ID"))
                .collect(),
            Self::Library(it) => it.parts.clone(),
        }
    }

    /// The configuration that modules of this type take, if it is known.
    pub fn configuration(self) -> Option<&'static [Particle]> {
        match self {
            Self::Own(_) => None,
            Self::Library(it) => it.configuration(),
        }
    }
}
