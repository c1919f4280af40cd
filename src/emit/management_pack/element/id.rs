//! IDs of elements: made in one place, so that they are well-formed, unlike each other and the same in every build.

use std::fmt;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::model::PackId;

/// The longest ID the schema allows, in characters.
const LONGEST: usize = 256;

/// The ID of an element of the pack: ASCII letters, digits, `_` and `.`; unlike every other even where case is
/// ignored. Only an [`Allocator`] makes one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementId(Arc<str>);

impl ElementId {
    /// The ID as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The ID as text that is shared.
    pub fn to_shared(&self) -> Arc<str> {
        Arc::clone(&self.0)
    }
}

impl fmt::Display for ElementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What an element is; the last part of its ID.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the schema")]
pub enum Suffix {
    Server,
    HealthSet,
    Category,
    Hosting,
    Discovery,
    AggregateMonitor,
    UnitMonitor,
    DependencyMonitor,
    AlertMessage,
    Task,
    Diagnostic,
    Recovery,
    View,
    Folder,
}

impl Suffix {
    fn text(self) -> &'static str {
        match self {
            Self::Server => "Server",
            Self::HealthSet => "HealthSet",
            Self::Category => "HealthSetCategory",
            Self::Hosting => "Hosting",
            Self::Discovery => "Discovery",
            Self::AggregateMonitor => "AggregateMonitor",
            Self::UnitMonitor => "UnitMonitor",
            Self::DependencyMonitor => "DependencyMonitor",
            Self::AlertMessage => "AlertMessage",
            Self::Task => "Task",
            Self::Diagnostic => "Diagnostic",
            Self::Recovery => "Recovery",
            Self::View => "View",
            Self::Folder => "Folder",
        }
    }
}

/// Makes the IDs of one pack.
#[derive(Debug)]
pub struct Allocator {
    pack: String,
    taken: FxHashSet<String>,
}

impl Allocator {
    /// An allocator for the pack with this ID.
    pub fn new(pack: &PackId) -> Self {
        Self {
            pack: pack.to_string(),
            taken: FxHashSet::default(),
        }
    }

    /// `<pack>.<part>.<part>.<suffix>`. Characters that an ID cannot hold become `_`. Where that would be the
    /// ID of another element, be it in other case, or too long, a hash of the parts as they were given tells the two
    /// apart: it depends on the name alone, not on what else the pack holds.
    pub fn allocate(&mut self, parts: &[&str], suffix: Suffix) -> ElementId {
        let suffix = suffix.text();
        let room = LONGEST - self.pack.len() - suffix.len() - 2;
        let plain = sanitized(parts);
        let id = if plain.is_empty() {
            self.take(&[&self.pack, ".", suffix].concat())
        } else if plain.len() <= room {
            self.take(&[&self.pack, ".", &plain, ".", suffix].concat())
        } else {
            None
        };
        id.unwrap_or_else(|| self.allocate_hashed(&plain, room, parts, suffix))
    }

    fn allocate_hashed(
        &mut self,
        plain: &str,
        room: usize,
        parts: &[&str],
        suffix: &str,
    ) -> ElementId {
        let mut source = parts.join("\n");
        loop {
            let hash = &blake3::hash(source.as_bytes()).to_hex()[..8];
            let kept = plain.len().min(room - hash.len() - 1);
            let kept = plain[..kept].trim_end_matches('.');
            let id = self.take(&format!("{}.{kept}_{hash}.{suffix}", self.pack));
            if let Some(id) = id {
                return id;
            }
            source.push('\n');
        }
    }

    fn take(&mut self, id: &str) -> Option<ElementId> {
        self.taken
            .insert(id.to_ascii_lowercase())
            .then(|| ElementId(id.into()))
    }
}

fn sanitized(parts: &[&str]) -> String {
    let mut text = String::with_capacity(parts.iter().map(|part| part.len() + 1).sum());
    for part in parts {
        if !text.is_empty() {
            text.push('.');
        }
        text.extend(part.chars().map(|c| match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '_' => c,
            _ => '_',
        }));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allocator() -> Allocator {
        Allocator::new(&PackId::try_from("P".to_owned()).expect("an ID"))
    }

    #[test]
    fn ids_are_readable() {
        let mut ids = allocator();
        let id = ids.allocate(&["IMAP.Proxy", "FooMonitor"], Suffix::UnitMonitor);
        assert_eq!(id.as_str(), "P.IMAP.Proxy.FooMonitor.UnitMonitor");
        assert_eq!(ids.allocate(&[], Suffix::Server).as_str(), "P.Server");
    }

    #[test]
    fn names_that_differ_by_case_or_by_what_ids_cannot_hold_stay_apart() {
        let mut ids = allocator();
        let of = |ids: &mut Allocator, name| ids.allocate(&["A", name], Suffix::Task).to_string();
        let all = [
            of(&mut ids, "B-C"),
            of(&mut ids, "B_C"),
            of(&mut ids, "b_c"),
            of(&mut ids, "B-C"),
        ];
        let unlike: FxHashSet<String> = all.iter().map(|id| id.to_ascii_lowercase()).collect();
        assert_eq!(unlike.len(), all.len(), "{all:?}");
        assert_eq!(all[0], "P.A.B_C.Task");
        let again = of(&mut allocator(), "B-C");
        assert_eq!(again, all[0]);
    }

    #[test]
    fn parts_never_run_into_each_other() {
        let mut ids = allocator();
        let one = ids.allocate(&["IMAP.Proxy"], Suffix::UnitMonitor);
        let two = ids.allocate(&["IMAP", "Proxy"], Suffix::UnitMonitor);
        assert_ne!(one, two);
    }

    #[test]
    fn long_names_are_cut_and_stay_apart() {
        let mut ids = allocator();
        let long = "M".repeat(300);
        let one = ids.allocate(&["A", &long], Suffix::UnitMonitor);
        let two = ids.allocate(&["A", &format!("{long}2")], Suffix::UnitMonitor);
        assert_ne!(one, two);
        for id in [one, two] {
            assert!(
                id.as_str().len() <= LONGEST && id.as_str().ends_with(".UnitMonitor"),
                "{id}"
            );
        }
    }
}
