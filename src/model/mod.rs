//! The canonical types: what every language of an article says alike, once.
//!
//! [`id`] has the identifiers, [`knowledge`] what they identify. Identifiers are facts: they are ASCII,
//! well-formed and the same in every language. Texts belong to a language and stay in the articles,
//! to which the model refers.

mod health_group;
mod id;
mod knowledge;

pub use health_group::HealthGroup;
pub use id::{
    AssetId, CategoryId, DependencyId, HealthSetId, IsoDate, MonitorId, PackId, PackVersion,
    ProbeId, Slug, TopicKey,
};
pub use knowledge::{
    Category, Command, CommandId, Dependency, Dissent, DissentKind, HealthSet, Item, KnowledgeBase,
    List, ListStyle, Monitor, MonitorMention, Node, Probe, ProbeRow, Resolution, Section,
    SectionId, ServerRole, StepId, Treated, UncoveredHealthSet,
};
