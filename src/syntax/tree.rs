//! The tree of a Markdown document. Every node knows its bytes in the source.

use schemars::JsonSchema;
use serde::Serialize;

use super::StepLabel;
use crate::diagnostic::Span;

/// A block and where it stands.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its bytes.
    pub span: Span,
}

/// The kinds of blocks.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum BlockKind {
    /// A heading of level 1 to 6.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its text.
        text: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A code block, or a paragraph that is a command without its fence.
    Code(Code),
    /// A list.
    List(List),
    /// A block quote, or an alert (`> [!NOTE]`).
    Quote {
        /// The kind of alert, if it is one.
        alert: Option<Alert>,
        /// What it quotes.
        blocks: Vec<Block>,
    },
    /// A table, from HTML or from GitHub's pipe syntax.
    Table(Table),
    /// A thematic break.
    Rule,
}

/// A block of code.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Code {
    /// The text without fence, indentation and final line break.
    pub text: String,
    /// The info string of the fence, trimmed.
    pub info: String,
    /// How it is marked.
    pub fence: Fence,
}

/// How a block of code is marked in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Fence {
    /// With a fence.
    Fenced,
    /// By indentation.
    Indented,
    /// Not at all: a command in a plain paragraph.
    Lost,
}

/// GitHub's five alerts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "the names are GitHub's")]
pub enum Alert {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

/// A list.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct List {
    /// The first number of an ordered list; `None` for bullets.
    pub start: Option<u64>,
    /// The items.
    pub items: Vec<ListItem>,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct ListItem {
    /// What it holds.
    pub blocks: Vec<Block>,
    /// Its bytes.
    pub span: Span,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Table {
    /// The header row, if the table has one (`<thead>`, or the first row of a pipe table).
    pub header: Option<Row>,
    /// The rows of the body.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Cell>,
    /// Its bytes.
    pub span: Span,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Cell {
    /// What it holds: mostly paragraphs.
    pub blocks: Vec<Block>,
    /// Its bytes.
    pub span: Span,
}

/// A piece of running text and where it stands.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, JsonSchema)]
pub struct Inline {
    /// What it is.
    #[serde(flatten)]
    pub kind: InlineKind,
    /// Its bytes.
    pub span: Span,
}

/// The kinds of running text.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum InlineKind {
    /// Characters, with escapes and entities resolved.
    Text {
        /// The characters.
        text: String,
    },
    /// Code.
    Code {
        /// The characters.
        text: String,
    },
    /// A token such as `2c` that may lead to a step.
    Label {
        /// The characters as written.
        text: String,
        /// What they say.
        label: StepLabel,
    },
    /// Emphasis.
    Emphasis {
        /// What is emphasised.
        children: Vec<Inline>,
    },
    /// Strong emphasis.
    Strong {
        /// What is emphasised.
        children: Vec<Inline>,
    },
    /// A link.
    Link {
        /// The target as written, with escapes resolved.
        target: String,
        /// The text of the link.
        children: Vec<Inline>,
    },
    /// An image.
    Image {
        /// The target as written, with escapes resolved.
        target: String,
        /// The text that stands for it.
        alt: String,
    },
    /// A line break of the source that means a blank.
    SoftBreak,
    /// A line break that is meant.
    HardBreak,
}

impl Inline {
    /// Text at a place.
    pub fn text(text: impl Into<String>, span: Span) -> Self {
        Self {
            kind: InlineKind::Text { text: text.into() },
            span,
        }
    }

    /// The inlines inside this one.
    pub fn children(&self) -> &[Inline] {
        match &self.kind {
            InlineKind::Emphasis { children }
            | InlineKind::Strong { children }
            | InlineKind::Link { children, .. } => children,
            _ => &[],
        }
    }
}
