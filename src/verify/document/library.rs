//! What the libraries hold that every management group has, as far as packs refer to it.

use std::sync::{LazyLock, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use super::schema::{self, Particle};

static LIBRARIES: LazyLock<Libraries> =
    LazyLock::new(|| Libraries::read(include_str!("library.txt")));

/// The key that Microsoft's packs are signed with.
pub const MICROSOFT: &str = "31bf3856ad364e35";

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A class.
    Class,
    /// A relationship between classes.
    Relationship,
    /// A monitor that sums up others.
    Aggregate,
    /// A monitor that sums up those of other objects.
    Dependency,
    /// A monitor that watches something.
    Unit,
    /// A type of data sources.
    Source,
    /// A type of probes.
    Probe,
    /// A type of conditions.
    Condition,
    /// A type of actions that change something.
    Write,
    /// A type of unit monitors.
    MonitorType,
    /// A type of views.
    ViewType,
    /// A folder.
    Folder,
    /// A profile of accounts.
    Account,
    /// A text of alerts.
    StringResource,
    /// A diagnostic.
    Diagnostic,
    /// A rule, a discovery, a task, a view or something else that the libraries are not asked about.
    Other,
}

impl Kind {
    /// The kind of the element with this tag.
    pub fn of_tag(tag: &str) -> Self {
        match tag {
            "ClassType" => Self::Class,
            "RelationshipType" => Self::Relationship,
            "AggregateMonitor" => Self::Aggregate,
            "DependencyMonitor" => Self::Dependency,
            "UnitMonitor" => Self::Unit,
            "DataSourceModuleType" => Self::Source,
            "ProbeActionModuleType" => Self::Probe,
            "ConditionDetectionModuleType" => Self::Condition,
            "WriteActionModuleType" => Self::Write,
            "UnitMonitorType" => Self::MonitorType,
            "ViewType" => Self::ViewType,
            "Folder" => Self::Folder,
            "SecureReference" => Self::Account,
            "StringResource" => Self::StringResource,
            "Diagnostic" => Self::Diagnostic,
            _ => Self::Other,
        }
    }

    fn of_word(word: &str) -> Self {
        match word {
            "class" | "internal-class" => Self::Class,
            "relationship" => Self::Relationship,
            "aggregate" => Self::Aggregate,
            "dependency" => Self::Dependency,
            "unit" => Self::Unit,
            "source" => Self::Source,
            "probe" => Self::Probe,
            "condition" => Self::Condition,
            "write" => Self::Write,
            "monitor-type" => Self::MonitorType,
            "view-type" => Self::ViewType,
            "folder" => Self::Folder,
            "account" => Self::Account,
            _ => Self::Other,
        }
    }

    /// Whether the table of libraries has every public element of this kind.
    pub fn is_listed(self) -> bool {
        !matches!(self, Self::StringResource | Self::Diagnostic | Self::Other)
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Class => "a class",
            Self::Relationship => "a relationship",
            Self::Aggregate => "an aggregate monitor",
            Self::Dependency => "a dependency monitor",
            Self::Unit => "a unit monitor",
            Self::Source => "a type of data sources",
            Self::Probe => "a type of probe actions",
            Self::Condition => "a type of condition detections",
            Self::Write => "a type of write actions",
            Self::MonitorType => "a type of unit monitors",
            Self::ViewType => "a type of views",
            Self::Folder => "a folder",
            Self::Account => "a secure reference",
            Self::StringResource => "a string resource",
            Self::Diagnostic => "a diagnostic",
            Self::Other => "something else",
        }
    }
}

/// An element of a library.
#[derive(Debug)]
pub struct LibraryElement {
    /// The library.
    pub library: &'static str,
    /// Its ID there.
    pub id: &'static str,
    /// What it is.
    pub kind: Kind,
    /// The class or relationship it is derived from; the class a monitor is about.
    pub base: Option<&'static str>,
    /// Whether objects of the class live on others.
    pub hosted: bool,
    /// Whether the class has no objects of its own.
    pub is_abstract: bool,
    /// Properties of a class; states of a type of monitors.
    pub parts: Vec<&'static str>,
    /// The classes at both ends of a relationship.
    pub ends: Option<(&'static str, &'static str)>,
    /// The configuration of a module, as the table writes it.
    configuration: Option<&'static str>,
    /// The same, once something asks for it.
    particles: OnceLock<Vec<Particle>>,
}

#[derive(Debug, Default)]
struct Libraries {
    names: FxHashSet<&'static str>,
    elements: FxHashMap<&'static str, LibraryElement>,
}

/// Whether the elements of the library with this ID are known.
pub fn is_known(library: &str) -> bool {
    LIBRARIES.names.contains(library)
}

/// The public element of a library with this ID. No two libraries have one of the same name.
pub fn element(id: &str) -> Option<&'static LibraryElement> {
    LIBRARIES.elements.get(id)
}

/// The relationships by which the libraries host classes: host and hosted.
pub fn relationships() -> impl Iterator<Item = &'static LibraryElement> {
    #[allow(clippy::iter_over_hash_type, reason = "only asked whether one fits")]
    LIBRARIES.elements.values().filter(|it| it.ends.is_some())
}

/// The words of a line.
fn words(line: &'static str) -> impl Iterator<Item = &'static str> {
    line.split(' ').filter(|word| !word.is_empty())
}

impl Libraries {
    fn read(table: &'static str) -> Self {
        let mut libraries = Self::default();
        libraries.elements.reserve(table.lines().count());
        let mut library = "";
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            match line.split_once(' ') {
                Some(("library", name)) => {
                    library = name;
                    libraries.names.insert(name);
                }
                Some((kind, rest)) => {
                    let element = LibraryElement::read(library, kind, rest);
                    libraries.elements.insert(element.id, element);
                }
                None => {}
            }
        }
        libraries
    }
}

impl LibraryElement {
    fn read(library: &'static str, kind: &str, line: &'static str) -> Self {
        let (line, configuration) = match line.split_once(" =") {
            Some((line, configuration)) => (line, Some(configuration)),
            None => (line, None),
        };
        let (head, properties) = line.split_once(" : ").unwrap_or((line, ""));
        let mut named = words(head);
        let id = named.next().unwrap_or_default();
        let kind = Kind::of_word(kind);
        let rest: Vec<&str> = named.collect();
        let parts = match kind {
            Kind::MonitorType => rest.clone(),
            _ => words(properties).collect(),
        };
        Self {
            library,
            id,
            kind,
            base: rest.first().copied().filter(|base| *base != "-"),
            hosted: rest.contains(&"hosted"),
            is_abstract: rest.contains(&"abstract"),
            parts,
            ends: match (kind, rest.as_slice()) {
                (Kind::Relationship, [_, source, target]) => Some((*source, *target)),
                _ => None,
            },
            configuration,
            particles: OnceLock::new(),
        }
    }

    /// The configuration of a module.
    pub fn configuration(&self) -> Option<&[Particle]> {
        let text = self.configuration?;
        let particles = self.particles.get_or_init(|| schema::configuration(text));
        Some(particles)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bases in libraries that the table has not: no pack has to refer to them.
    const ELSEWHERE: [&str; 3] = [
        // Microsoft.SystemCenter.InstanceGroup.Library
        "Microsoft.SystemCenter.InstanceGroup",
        // System.AdminItem.Library
        "System.AdminItem",
        // System.Software.Library
        "System.SoftwareUpdate",
    ];

    #[test]
    fn bases_and_ends_are_elements_of_the_table() {
        let mut missing = std::collections::BTreeSet::new();
        #[allow(clippy::iter_over_hash_type, reason = "it becomes a sorted set")]
        for it in LIBRARIES.elements.values() {
            let base = it.base.filter(|_| it.kind != Kind::MonitorType);
            let ends = it.ends.map(|(source, target)| [source, target]);
            let names = base.into_iter().chain(ends.into_iter().flatten());
            missing.extend(names.filter(|name| element(name).is_none()));
        }
        assert_eq!(missing.into_iter().collect::<Vec<_>>(), ELSEWHERE);
        assert!(element("Microsoft.Windows.Computer").is_some());
    }
}
