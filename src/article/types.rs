//! The types of an article.

use std::fmt;

use camino::Utf8PathBuf;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};
use smallvec::SmallVec;

use super::StepReference;
use crate::diagnostic::{LineIndex, SourceId, Span};
use crate::locale::Locale;
use crate::model::{AssetId, IsoDate, MonitorId, Slug, TopicKey};
use crate::syntax::{Alert, Fence, Inline, Table};

/// One health-set article in one language.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, JsonSchema)]
pub struct Article {
    /// The file.
    #[serde(skip)]
    pub source: SourceId,
    /// The path of the file relative to the input folder. All spans are bytes of this file.
    #[schemars(with = "String")]
    pub path: Utf8PathBuf,
    /// The hash (BLAKE3, hexadecimal) of the file, so that a change of the source can be seen.
    pub hash: String,
    /// Where the lines of the file begin.
    #[serde(skip)]
    pub lines: LineIndex,
    /// The language.
    pub locale: Locale,
    /// The `ms:assetid`.
    pub asset_id: Option<AssetId>,
    /// The key in `ms:mtpsurl`.
    pub key: Option<TopicKey>,
    /// Where it is published, as `ms:mtpsurl` has it.
    pub address: Option<Box<str>>,
    /// The short name in the file name.
    pub slug: Slug,
    /// Stub, pointer or full.
    pub kind: ArticleKind,
    /// Who translated it, if it says so.
    pub translation: Option<Translation>,
    /// `ms.date`.
    pub date: Option<IsoDate>,
    /// The `title` of the front matter, which lists and searches show.
    #[serde(skip)]
    pub listed_title: Option<ListedTitle>,
    /// The first-level heading.
    pub title: Heading,
    /// The emphasised lines under the title: applies to, last modified.
    pub metadata: Vec<MetadataLine>,
    /// What stands before the first section.
    pub introduction: Vec<Block>,
    /// The second-level sections, in their order.
    pub sections: Vec<Section>,
    /// Tokens such as `2c` that refer to steps, in the order of the text.
    pub references: Vec<StepReference>,
    /// How many commands there are; they are numbered in the order of the text.
    pub commands: usize,
}

impl Article {
    /// The date of the last change: of the visible line, else of the front matter.
    pub fn last_modified(&self) -> Option<IsoDate> {
        self.metadata
            .iter()
            .find_map(|line| line.date)
            .or(self.date)
    }

    /// The probe table.
    pub fn probe_table(&self) -> Option<&ProbeTable> {
        let blocks = std::iter::once(&self.introduction)
            .chain(self.sections.iter().map(|section| &section.blocks));
        blocks.flatten().find_map(|block| match block {
            Block::Probes(table) => Some(table),
            _ => None,
        })
    }

    /// The step that the token at `span` leads to.
    pub fn reference_at(&self, span: Span) -> Option<&StepReference> {
        self.references
            .binary_search_by_key(&span.start, |reference| reference.span.start)
            .ok()
            .map(|at| &self.references[at])
    }
}

/// How much an article says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ArticleKind {
    /// No section: only where to look for help.
    Stub,
    /// Sections, but neither probes nor steps: it refers to another article.
    Pointer,
    /// Everything else.
    Full,
}

/// Who translated an article (`ms.translationtype`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Translation {
    /// `HT`.
    Human,
    /// `MT`.
    Machine,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, JsonSchema)]
pub struct Heading {
    /// Its text.
    pub text: Vec<Inline>,
    /// Its place.
    pub span: Span,
}

/// The `title` of a front matter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ListedTitle {
    /// What it says.
    pub text: Box<str>,
    /// Its place.
    pub span: Span,
}

/// An emphasised line under the title: `_**Label:** value_`.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, JsonSchema)]
pub struct MetadataLine {
    /// The label, without its colon.
    pub label: String,
    /// The value.
    pub value: String,
    /// The value as a date, if it is one: then the line says when the article was last changed.
    pub date: Option<IsoDate>,
    /// Its place.
    pub span: Span,
}

/// A section of an article.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, JsonSchema)]
pub struct Section {
    /// What it is for.
    pub kind: SectionKind,
    /// Its heading.
    pub heading: Heading,
    /// Names of monitors and probes in the heading.
    pub named: Vec<Named>,
    /// What stands before its first sub-section.
    pub blocks: Vec<Block>,
    /// Its sub-sections, such as one per alert text.
    pub children: Vec<Section>,
    /// Its place, heading included.
    pub span: Span,
}

/// What a section is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SectionKind {
    /// What is monitored, with the probe table.
    Explanation,
    /// Why probes fail.
    CommonIssues,
    /// What to do first.
    UserAction,
    /// How to see whether the issue still exists.
    Verification,
    /// How to recover from what one or several monitors report.
    Recovery,
    /// How to recover, without a monitor in the heading.
    Troubleshooting,
    /// How to recover from an error whose text is the heading.
    ErrorRecovery,
    /// A sub-section about one alert, whose text is the heading.
    Alert,
    /// Links.
    MoreInformation,
}

impl SectionKind {
    /// Whether a section of one kind may be one of the other whose heading was damaged: only the monitor in its heading
    /// makes a section one of recovery.
    pub fn may_be(self, other: Self) -> bool {
        let treats = |kind| matches!(kind, Self::Recovery | Self::Troubleshooting);
        self == other || treats(self) && treats(other)
    }
}

/// A name of a monitor or probe in a heading.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct Named {
    /// The name as written.
    pub text: String,
    /// Its place.
    pub span: Span,
}

/// A block of an article.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "block")]
pub enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A remark with a label, such as **Note**.
    Note(Note),
    /// A command, or any other block of code.
    Command(CommandUse),
    /// A procedure.
    Steps(Steps),
    /// Bullets, or an enumeration that is no procedure.
    Items(ItemList),
    /// The table of probes.
    Probes(ProbeTable),
    /// Any other table.
    Table(TableBlock),
    /// A quotation, or a remark in GitHub's notation.
    Quote(Quote),
    /// A heading below the levels of sections.
    Heading(SubHeading),
    /// A thematic break.
    Rule {
        /// Its place.
        span: Span,
    },
}

impl Block {
    /// Its place.
    pub fn span(&self) -> Span {
        match self {
            Self::Paragraph(block) => block.span,
            Self::Note(block) => block.span,
            Self::Command(block) => block.span,
            Self::Steps(block) => block.span,
            Self::Items(block) => block.span,
            Self::Probes(block) => block.span,
            Self::Table(block) => block.span,
            Self::Quote(block) => block.span,
            Self::Heading(block) => block.span,
            Self::Rule { span } => *span,
        }
    }
}

/// A paragraph.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, JsonSchema)]
pub struct Paragraph {
    /// Its text.
    pub text: Vec<Inline>,
    /// Its place.
    pub span: Span,
}

/// A remark: a paragraph that begins with a short bold label.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, JsonSchema)]
pub struct Note {
    /// The label as written, without its colon.
    pub label: String,
    /// What is remarked.
    pub text: Vec<Inline>,
    /// Its place.
    pub span: Span,
}

/// A block of code as this language has it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct CommandUse {
    /// Its number among the commands of the article, from 0.
    pub number: usize,
    /// Its text.
    pub text: String,
    /// The info string of the fence.
    pub info: String,
    /// How it is marked.
    pub fence: Fence,
    /// Its place.
    pub span: Span,
}

/// An ordered list that is a procedure.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, JsonSchema)]
pub struct Steps {
    /// The steps.
    pub steps: Vec<Step>,
    /// Its place.
    pub span: Span,
}

/// A step of a procedure.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, JsonSchema)]
pub struct Step {
    /// Which step of its section it is.
    pub path: StepPath,
    /// What is to be done, sub-steps included.
    pub blocks: Vec<Block>,
    /// Its place.
    pub span: Span,
}

/// The way to a step within a section: `2/3` is the third sub-step of step 2.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepPath(pub SmallVec<[StepSegment; 4]>);

/// One level of a [`StepPath`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepSegment {
    /// Which of several procedures side by side, from 0. Mostly there is only one.
    pub list: u16,
    /// The number of the step, as a reader sees it.
    pub number: u16,
}

impl StepPath {
    /// The path one level deeper.
    #[must_use]
    pub fn child(&self, segment: StepSegment) -> Self {
        let mut path = self.clone();
        path.0.push(segment);
        path
    }
}

impl fmt::Display for StepPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (level, segment) in self.0.iter().enumerate() {
            if level > 0 {
                f.write_str("/")?;
            }
            if segment.list > 0 {
                write!(f, "{}.", segment.list + 1)?;
            }
            write!(f, "{}", segment.number)?;
        }
        Ok(())
    }
}

impl Serialize for StepPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl JsonSchema for StepPath {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "StepPath".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "Numbers of steps from the outermost in; `2.1` is step 1 of the second list side by side.",
            "pattern": "^([0-9]+\\.)?[0-9]+(/([0-9]+\\.)?[0-9]+)*$"
        })
    }
}

/// A list that is no procedure.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, JsonSchema)]
pub struct ItemList {
    /// The first number, if the items are numbered.
    pub start: Option<u64>,
    /// The items.
    pub items: Vec<Vec<Block>>,
    /// Its place.
    pub span: Span,
}

/// A table that is not the probe table.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct TableBlock {
    /// The table.
    pub table: Table,
    /// Its place.
    pub span: Span,
}

/// A quotation.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, JsonSchema)]
pub struct Quote {
    /// The kind of alert, if it is one.
    pub alert: Option<Alert>,
    /// What it holds.
    pub blocks: Vec<Block>,
    /// Its place.
    pub span: Span,
}

/// A heading below the levels of sections.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, JsonSchema)]
pub struct SubHeading {
    /// 1 to 6.
    pub level: u8,
    /// Its text.
    pub text: Vec<Inline>,
    /// Its place.
    pub span: Span,
}

/// The table of probes as this language has it.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, JsonSchema)]
pub struct ProbeTable {
    /// The headings of the columns.
    pub headings: Vec<Vec<Inline>>,
    /// The rows.
    pub rows: Vec<ProbeCells>,
    /// Its place.
    pub span: Span,
}

/// A row of the probe table as this language has it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct ProbeCells {
    /// The probe, or what stands for "none".
    pub probe: CellText,
    /// The health set.
    pub health_set: CellText,
    /// The dependencies; `None` in a table without that column.
    pub dependencies: Option<Vec<CellText>>,
    /// The monitors.
    pub monitors: Vec<MonitorCell>,
    /// How many cells the row has; as many as the table has headings, unless it is damaged.
    pub cells: usize,
    /// Its place.
    pub span: Span,
}

/// An entry of a cell.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct CellText {
    /// The text, with white space folded.
    pub text: String,
    /// Its place.
    pub span: Span,
}

/// An entry of the column of monitors: `Name` or `Name (… health set)`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct MonitorCell {
    /// The entry as written.
    pub cell: CellText,
    /// The name before the bracket, if it has the form of one.
    pub id: Option<MonitorId>,
    /// What stands in the bracket.
    pub qualifier: Option<String>,
}

impl Serialize for TableBlock {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Repr<'a> {
            header: Option<Vec<String>>,
            rows: Vec<Vec<String>>,
            span: &'a Span,
        }
        let texts = |row: &crate::syntax::Row| {
            row.cells
                .iter()
                .map(|cell| super::probe_table::joined(cell).text)
                .collect()
        };
        Repr {
            header: self.table.header.as_ref().map(texts),
            rows: self.table.rows.iter().map(texts).collect(),
            span: &self.span,
        }
        .serialize(serializer)
    }
}

impl JsonSchema for TableBlock {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "TableBlock".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let row = schemars::json_schema!({ "type": "array", "items": { "type": "string" } });
        let span = generator.subschema_for::<Span>();
        schemars::json_schema!({
            "type": "object",
            "description": "A table that is not the probe table, cell by cell as plain text.",
            "properties": {
                "header": { "anyOf": [row, { "type": "null" }] },
                "rows": { "type": "array", "items": row },
                "span": span
            },
            "required": ["header", "rows", "span"]
        })
    }
}
