//! What humans read: the pieces of an article, in every language.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::Serialize;

use crate::emit::runbook::command::CommandKey;
use crate::emit::runbook::node::NodeId;
use crate::locale::Localized;
use crate::model::Slug;

/// A piece of the article.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "block")]
pub enum Block<'k> {
    /// Running text.
    Text(Text<'k>),
    /// The place of the probe table, whose content is in `rows`.
    ProbeTable {
        /// The headings of its columns.
        columns: Localized<Vec<Cow<'k, str>>>,
    },
    /// Another table, cell by cell.
    Table {
        /// Its rows; the first is the header if there is one.
        rows: Localized<Vec<Vec<String>>>,
    },
    /// A command.
    Command {
        /// Which.
        command: CommandKey,
    },
    /// A procedure.
    Steps {
        /// Its steps.
        steps: Vec<NodeId>,
    },
    /// A list that is no procedure.
    List {
        /// Whether its items are numbered.
        numbered: bool,
        /// Its items.
        items: Vec<Item<'k>>,
    },
}

/// An item of a list.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Item<'k> {
    /// What it holds.
    pub blocks: Vec<Block<'k>>,
}

/// Running text.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Text<'k> {
    /// What kind of text.
    pub style: TextStyle,
    /// The text of each language, plain.
    pub text: Localized<Cow<'k, str>>,
    /// For remarks, their label in each language, such as "Note".
    #[serde(skip_serializing_if = "Localized::is_empty")]
    pub label: Localized<&'k str>,
    /// The steps that the text refers to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<NodeId>,
    /// The links in the text.
    #[serde(skip_serializing_if = "Localized::is_empty")]
    pub links: Localized<Vec<Link<'k>>>,
}

/// The kinds of running text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TextStyle {
    /// A paragraph.
    #[default]
    Paragraph,
    /// A remark with a label.
    Note,
    /// A quotation.
    Quote,
    /// A heading.
    Heading,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Link<'k> {
    /// The text of the link.
    pub text: Cow<'k, str>,
    /// What it leads to.
    pub meaning: LinkMeaning,
    /// The health set whose article it leads to, by slug.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<&'k Slug>,
    /// Its address, if it leads out of the articles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Cow<'k, str>>,
}

/// What a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LinkMeaning {
    /// The article of a health set.
    Article,
    /// A place where help can be asked for.
    Support,
    /// Any other page.
    Page,
    /// A page that is not part of the output and has no public address.
    Unresolved,
}
