//! The elements of a management pack, typed so that what the schema demands cannot be left out or put in the wrong
//! place. What types cannot exclude is [`crate::verify`]'s business.

mod id;
mod module;
mod reference;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::build::Group;
use crate::diagnostic::Location;
use crate::locale::InterfaceKey;
use crate::model::{PackId, PackVersion};

pub use id::{Allocator, ElementId, Suffix};
pub use module::{
    Condition, Conditions, EventPair, Operator, Query, RegistryAttribute, RegistryDiscovery,
    RegistryKind, Script, Setting, SettingProperty, SettingValue, ShellCommand, TargetProperty,
    ValueKind,
};
pub use reference::{Foreign, Library, Reference};

/// A management pack, language packs aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// Its ID.
    pub id: PackId,
    /// Its version.
    pub version: PackVersion,
    /// Its name.
    pub name: String,
    /// Classes.
    pub classes: Vec<ClassType>,
    /// Hosting relationships.
    pub hostings: Vec<Hosting>,
    /// Discoveries.
    pub discoveries: Vec<Discovery>,
    /// Tasks.
    pub tasks: Vec<Task>,
    /// Monitors that sum up others of the same object.
    pub aggregates: Vec<AggregateMonitor>,
    /// Monitors that watch something.
    pub units: Vec<UnitMonitor>,
    /// Monitors that sum up hosted objects.
    pub dependencies: Vec<DependencyMonitor>,
    /// Diagnostics.
    pub diagnostics: Vec<Diagnostic>,
    /// Recoveries.
    pub recoveries: Vec<Recovery>,
    /// The folder of the views.
    pub folder: Option<ElementId>,
    /// Views, all in the folder.
    pub views: Vec<View>,
    /// What each element is called.
    pub names: Vec<Naming>,
    /// What elements come from that do not say so themselves.
    pub origins: BTreeMap<ElementId, Location>,
}

impl Pack {
    /// A pack without elements.
    pub fn new(id: PackId, version: PackVersion, name: String) -> Self {
        Self {
            id,
            version,
            name,
            classes: Vec::new(),
            hostings: Vec::new(),
            discoveries: Vec::new(),
            tasks: Vec::new(),
            aggregates: Vec::new(),
            units: Vec::new(),
            dependencies: Vec::new(),
            diagnostics: Vec::new(),
            recoveries: Vec::new(),
            folder: None,
            views: Vec::new(),
            names: Vec::new(),
            origins: BTreeMap::new(),
        }
    }
}

/// A class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassType {
    /// Its ID.
    pub id: ElementId,
    /// What it is derived from.
    pub base: Reference,
    /// Whether it has no instances of its own.
    pub is_abstract: bool,
    /// Whether its instances live on another object.
    pub hosted: bool,
    /// Its properties.
    pub properties: Vec<Property>,
    /// What it comes from.
    pub origin: Option<Location>,
}

/// A property of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Property {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: PropertyKind,
}

/// The type of a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the schema")]
pub enum PropertyKind {
    String,
    Bool,
}

/// A relationship by which objects of one class live on one of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hosting {
    /// Its ID.
    pub id: ElementId,
    /// The class of the host.
    pub host: ElementId,
    /// The class of what it hosts.
    pub hosted: ElementId,
}

/// A discovery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discovery {
    /// Its ID.
    pub id: ElementId,
    /// What it runs on.
    pub target: Reference,
    /// What it finds, and how.
    pub source: RegistryDiscovery,
}

impl Discovery {
    /// The properties it sets, the key of the host aside.
    pub fn properties(&self) -> impl Iterator<Item = (Reference, &'static str)> + '_ {
        self.source
            .settings
            .iter()
            .filter_map(|setting| match &setting.property {
                SettingProperty::Own(class, name) => Some((Reference::from(class), *name)),
                SettingProperty::Foreign(Foreign::ENTITY, name) => {
                    Some((Foreign::ENTITY.into(), *name))
                }
                SettingProperty::Foreign(..) => None,
            })
    }
}

/// A task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Its ID.
    pub id: ElementId,
    /// What it runs on.
    pub target: Reference,
    /// What it runs.
    pub command: ShellCommand,
}

/// A monitor that sums up others of the same object: its state is the worst of theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AggregateMonitor {
    /// Its ID.
    pub id: ElementId,
    /// What it is about.
    pub target: Reference,
    /// The monitor above.
    pub parent: Reference,
}

/// A monitor driven by two events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitMonitor {
    /// Its ID.
    pub id: ElementId,
    /// What it is about.
    pub target: Reference,
    /// The monitor above.
    pub parent: Reference,
    /// Its alert, if it raises one.
    pub alert: Option<Alert>,
    /// The events.
    pub events: EventPair,
    /// Where an article names it.
    pub origin: Option<Location>,
}

impl UnitMonitor {
    /// The names of its states within the monitor.
    pub const STATES: [(&'static str, InterfaceKey); 2] = [
        (Self::ERROR, InterfaceKey::StateUnhealthy),
        (Self::SUCCESS, InterfaceKey::StateHealthy),
    ];
    /// The state after the event of the error.
    pub const ERROR: &'static str = "Unhealthy";
    /// The state after the event of recovery.
    pub const SUCCESS: &'static str = "Healthy";
}

/// What a monitor says when it turns red. It is resolved when the monitor turns green.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// The string resource with its text.
    pub message: ElementId,
    /// How urgent it is.
    pub priority: Priority,
    /// The values of `{0}`, `{1}` … in its text.
    pub parameters: Vec<AlertParameter>,
}

/// How urgent an alert is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the schema")]
pub enum Priority {
    Low,
    Normal,
}

/// A value in the text of an alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AlertParameter {
    /// A property of the object.
    Target(TargetProperty),
    /// A parameter of the event, from 1.
    EventParameter(u8),
    /// The description of the event.
    EventDescription,
}

/// A monitor that sums up hosted objects: its state is the worst of theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DependencyMonitor {
    /// Its ID.
    pub id: ElementId,
    /// What it is about.
    pub target: Reference,
    /// The monitor above.
    pub parent: Reference,
    /// The relationship with the hosted objects.
    pub relationship: ElementId,
    /// The monitor of the hosted objects.
    pub member: Reference,
}

/// A look at what is wrong, taken when a monitor turns red.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its ID.
    pub id: ElementId,
    /// What it runs on.
    pub target: Reference,
    /// The monitor.
    pub monitor: ElementId,
    /// What it runs.
    pub command: ShellCommand,
}

/// A mend that an operator may switch on. It is off by default and never resets the monitor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// Its ID.
    pub id: ElementId,
    /// What it runs on.
    pub target: Reference,
    /// The monitor.
    pub monitor: ElementId,
    /// What it runs.
    pub script: Script,
    /// The step it is made of.
    pub origin: Option<Location>,
}

/// A view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// Its ID.
    pub id: ElementId,
    /// Whose objects or alerts it shows.
    pub target: Reference,
    /// What it shows.
    pub kind: ViewKind,
}

/// What a view shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ViewKind {
    /// Objects and their health.
    State,
    /// Alerts that are not closed.
    ActiveAlerts,
}

/// What an element is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Naming {
    /// The element; `None` for the pack itself.
    pub element: Option<ElementId>,
    /// A part of the element that has a name of its own.
    pub part: Option<&'static str>,
    /// Its name.
    pub name: Words,
    /// What it is for.
    pub description: Option<Words>,
}

/// Words that each language has its own of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Words {
    /// The same in all languages.
    Fixed(String),
    /// A sentence of the language files.
    Plain(InterfaceKey),
    /// A sentence of the language files, with values in it.
    Sentence(InterfaceKey, Values),
    /// A sentence with the name of a group of health sets in it.
    Group(Group, InterfaceKey),
    /// What the catalogue says of a health set, by its place in the model; where it says nothing, a sentence.
    Catalogue(usize, InterfaceKey, Values),
}

/// What fills the places of a sentence, by their names. The sentences about an element share it.
pub type Values = Arc<[(&'static str, String)]>;
