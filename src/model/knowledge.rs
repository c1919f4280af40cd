//! The knowledge base: health sets with their probes, monitors, recoveries and commands.
//!
//! Facts stand here once. Texts are references into the articles, per language, aligned with each other:
//! a [`Node`] is the same paragraph, command or list in every language that has it.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use memchr::memchr2;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::{AssetId, CategoryId, DependencyId, HealthSetId, MonitorId, ProbeId, Slug, TopicKey};
use crate::article::{self, Article, ArticleKind, ProbeCells, SectionKind, StepPath};
use crate::diagnostic::Location;
use crate::locale::{Locale, Localized};
use crate::syntax::CommandShape;

/// Everything the articles say.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct KnowledgeBase<'a> {
    /// The languages, sorted by tag.
    pub locales: Vec<Locale>,
    /// The language that the others were translated from, if it is there.
    pub source: Option<Locale>,
    /// The categories of the catalogue, in its order.
    pub categories: Vec<Category>,
    /// What probes depend on, sorted by ID.
    pub dependencies: Vec<Dependency>,
    /// The health sets that have an article, sorted by slug.
    pub health_sets: Vec<Arc<HealthSet<'a>>>,
    /// The health sets of the catalogue that have none.
    pub uncovered: Vec<UncoveredHealthSet>,
}

impl KnowledgeBase<'_> {
    /// The health set with this slug.
    pub fn by_slug(&self, slug: &Slug) -> Option<&HealthSet<'_>> {
        self.health_sets
            .binary_search_by(|set| set.slug.cmp(slug))
            .ok()
            .map(|at| &*self.health_sets[at])
    }

    /// The health set with this ID.
    pub fn by_id(&self, id: &HealthSetId) -> Option<&HealthSet<'_>> {
        let mut sets = self.health_sets.iter();
        sets.find(|set| set.id == *id).map(|set| &**set)
    }

    /// The dependency with this ID.
    pub fn dependency(&self, id: &DependencyId) -> Option<&Dependency> {
        self.dependencies
            .binary_search_by(|dependency| dependency.id.cmp(id))
            .ok()
            .map(|at| &self.dependencies[at])
    }

    /// The health set whose article a link leads to: a sibling file, or an address with its key.
    pub fn linked(&self, target: &str) -> Option<&HealthSet<'_>> {
        if let Some(key) = TopicKey::in_url(target) {
            return self
                .health_sets
                .iter()
                .find(|set| set.key.as_ref() == Some(&key))
                .map(|set| &**set);
        }
        let end = memchr2(b'#', b'?', target.as_bytes()).unwrap_or(target.len());
        let path = &target[..end];
        let extension = path.len().checked_sub(".md".len());
        let is_markdown = extension
            .and_then(|at| path.as_bytes().get(at..))
            .is_some_and(|extension| extension.eq_ignore_ascii_case(b".md"));
        if !is_markdown || path.contains("://") {
            return None;
        }
        self.by_slug(&Slug::of_file_name(path)?)
    }
}

/// A category of health sets.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Category {
    /// Its ID, made of what it holds, so that it does not depend on texts.
    pub id: CategoryId,
    /// Its name.
    pub name: Localized<String>,
    /// Where the name stands.
    #[serde(skip)]
    pub headings: Localized<Location>,
    /// Its health sets, in the order of the catalogue.
    pub health_sets: Vec<HealthSetId>,
}

/// Something that probes depend on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Dependency {
    /// Its language-neutral ID.
    pub id: DependencyId,
    /// Its name in each language.
    pub name: Localized<String>,
}

/// A health set that the catalogue names and that no article is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UncoveredHealthSet {
    /// Its ID.
    pub id: HealthSetId,
    /// Its category.
    pub category: CategoryId,
}

/// A role of an Exchange 2013 server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ServerRole {
    /// Client Access server, `CAS` in articles.
    ClientAccess,
    /// Mailbox server.
    Mailbox,
}

impl ServerRole {
    /// The token that articles of every language use.
    pub fn token(self) -> &'static str {
        match self {
            Self::ClientAccess => "CAS",
            Self::Mailbox => "Mailbox",
        }
    }
}

/// A health set and its article in every language.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct HealthSet<'a> {
    /// Its name in managed availability.
    pub id: HealthSetId,
    /// The identity of its article over all languages.
    pub asset_id: Option<AssetId>,
    /// The key in links of alerts.
    pub key: Option<TopicKey>,
    /// Its short name in file names and addresses; unique.
    pub slug: Slug,
    /// Stub, pointer or full.
    pub kind: ArticleKind,
    /// Its category, if the catalogue names it.
    pub category: Option<CategoryId>,
    /// The servers it lives on, if the catalogue says so.
    pub roles: Vec<ServerRole>,
    /// What it monitors, from the catalogue.
    pub description: Localized<String>,
    /// Where the catalogue says so.
    #[serde(skip)]
    pub described: Localized<Location>,
    /// Health sets that its article refers to as related, by slug.
    pub related: Vec<Slug>,
    /// The rows of its probe table.
    pub rows: Vec<ProbeRow<'a>>,
    /// The probes of its table, each once, in the order of the table.
    pub probes: Vec<Probe>,
    /// The monitors of its table, each once, in the order of the table.
    pub monitors: Vec<Monitor>,
    /// What stands before the first section.
    pub introduction: Vec<Node<'a>>,
    /// The sections.
    pub sections: Vec<Section<'a>>,
    /// The commands, in the order of the text. [`CommandId`]s are places in this list.
    pub commands: Vec<Command<'a>>,
    /// For each language, the command that each command of its article is.
    #[serde(skip)]
    pub command_ids: Localized<Vec<CommandId>>,
    /// Where languages disagree about facts.
    pub dissents: Vec<Dissent>,
    /// The article of each language, whole.
    pub articles: Localized<&'a Article>,
}

impl<'a> HealthSet<'a> {
    /// The command that command `number` of the article in `locale` is.
    pub fn command(&self, locale: Locale, number: usize) -> Option<&Command<'a>> {
        let id = self.command_ids.get(locale)?.get(number)?;
        self.commands.get(id.0)
    }

    /// Every section and sub-section, in the order of the text.
    pub fn all_sections(&self) -> impl Iterator<Item = &Section<'a>> {
        self.sections
            .iter()
            .flat_map(|section| std::iter::once(section).chain(section.children.iter()))
    }

    /// The section with this ID.
    pub fn section(&self, id: &SectionId) -> Option<&Section<'a>> {
        self.all_sections().find(|section| section.id == *id)
    }

    /// The verification.
    pub fn verification(&self) -> Option<&Section<'a>> {
        self.sections
            .iter()
            .find(|section| section.kind == SectionKind::Verification)
    }
}

/// A row of the probe table.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProbeRow<'a> {
    /// The probe; `None` where a notification or check feeds the monitors.
    pub probe: Option<ProbeId>,
    /// The health set the row is about.
    pub health_set: HealthSetId,
    /// What the probe depends on.
    pub dependencies: Vec<DependencyId>,
    /// The monitors.
    pub monitors: Vec<MonitorMention>,
    /// The row as each language has it.
    pub cells: Localized<&'a ProbeCells>,
}

/// A monitor in a row.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MonitorMention {
    /// Its name.
    pub id: MonitorId,
    /// The health set it belongs to: the one in brackets behind it, else that of the row.
    pub health_set: HealthSetId,
}

/// A probe.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Probe {
    /// Its name.
    pub id: ProbeId,
    /// The health set it belongs to.
    pub health_set: HealthSetId,
    /// What it depends on.
    pub dependencies: Vec<DependencyId>,
    /// The monitors it feeds.
    pub monitors: Vec<MonitorId>,
}

/// A monitor.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Monitor {
    /// Its name.
    pub id: MonitorId,
    /// The health set it belongs to.
    pub health_set: HealthSetId,
    /// The probes that feed it.
    pub probes: Vec<ProbeId>,
    /// The section that treats it.
    pub recovery: Option<SectionId>,
}

/// The stable name of a section within its article, fit for an anchor: `verify`, `ImapCTPMonitor`, `error-2`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct SectionId(pub Box<str>);

impl fmt::Display for SectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A step within an article: `verify/2/3`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepId {
    /// The section.
    pub section: SectionId,
    /// The step in the section.
    pub path: StepPath,
}

impl fmt::Display for StepId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.section, self.path)
    }
}

impl Serialize for StepId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl JsonSchema for StepId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "StepId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "A section and a step in it: verify/2/3."
        })
    }
}

/// A section, aligned over all languages.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Section<'a> {
    /// Its name; unique in the article.
    pub id: SectionId,
    /// What it is for.
    pub kind: SectionKind,
    /// What its heading says it treats.
    pub treats: Vec<Treated>,
    /// What stands in it before its sub-sections.
    pub nodes: Vec<Node<'a>>,
    /// Its sub-sections.
    pub children: Vec<Section<'a>>,
    /// The section of each language.
    #[serde(skip)]
    pub texts: Localized<&'a article::Section>,
    /// Its heading in each language, as plain text.
    pub headings: Localized<String>,
}

/// A monitor or probe that a heading names.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Treated {
    /// The name in the heading.
    pub name: String,
    /// How it was understood.
    pub resolution: Resolution,
    /// The monitors of the probe table it means.
    pub monitors: Vec<MonitorId>,
}

/// How a name in a heading was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Resolution {
    /// It is the name of a monitor.
    Exact,
    /// It is the name of a monitor in other case.
    Case,
    /// It is the name of a probe: its monitors are meant.
    Probe,
    /// Its parts are those of a monitor or probe in another order.
    Humps,
    /// It is one or two letters off.
    Spelling,
    /// No table names anything like it.
    Unlisted,
}

/// A piece of an article, aligned over all languages that have it.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "node")]
pub enum Node<'a> {
    /// Running text, a table, a quotation.
    Prose {
        /// The steps it refers to.
        references: Vec<StepId>,
        /// The block of each language.
        text: Localized<&'a article::Block>,
    },
    /// A command.
    Command {
        /// Which.
        command: CommandId,
    },
    /// A list.
    List(List<'a>),
}

/// A list, aligned over all languages.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct List<'a> {
    /// Procedure, enumeration or bullets.
    pub style: ListStyle,
    /// Its items.
    pub items: Vec<Item<'a>>,
}

/// What a list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ListStyle {
    /// Steps of a procedure.
    Steps,
    /// Numbered, but no procedure.
    Enumeration,
    /// Bullets.
    Bullets,
}

/// An item of a list, aligned over all languages.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Item<'a> {
    /// Which step it is, if it is one.
    pub step: Option<StepId>,
    /// Its number as a reader sees it; 0 for bullets.
    pub number: u64,
    /// What it holds.
    pub nodes: Vec<Node<'a>>,
}

/// The place of a command in [`HealthSet::commands`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct CommandId(pub usize);

/// A command: one text for all languages.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Command<'a> {
    /// The text that the languages agree on, without blank lines and line breaks that only one dialect has.
    pub text: Cow<'a, str>,
    /// Its parts.
    pub shape: CommandShape,
    /// The command as each language has it.
    pub uses: Localized<&'a article::CommandUse>,
}

/// A fact that one language has otherwise than the consensus.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Dissent {
    /// What kind of fact.
    pub kind: DissentKind,
    /// The language that dissents.
    pub locale: Locale,
    /// What it says.
    pub found: String,
    /// What it should say.
    pub expected: String,
    /// Where.
    #[serde(skip)]
    pub at: Location,
    /// Where another language says what is expected.
    #[serde(skip)]
    pub evidence: Vec<(Locale, Location)>,
}

/// What kind of fact languages disagree about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DissentKind {
    /// The name of a health set.
    HealthSet,
    /// The name of a probe.
    Probe,
    /// The name of a monitor.
    Monitor,
    /// The text of a command.
    Command,
}
