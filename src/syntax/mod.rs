//! Markdown to a tree: CommonMark with GitHub tables and alerts, HTML tables, YAML front matter, and
//! the tokens of commands. Nothing here knows what a health set is, or any language.
//!
//! Parsing never fails: [`parse_body`] gives the best tree it can, and the problems beside it.

mod command;
mod escape;
mod front_matter;
mod html;
mod inline;
mod label;
mod markdown;
mod text;
mod tree;

pub use command::{
    CmdletUse, CommandShape, ParameterUse, PlaceholderUse, Shell, command_form, is_cmdlet,
    is_command_line,
};
pub use escape::escape_html;
pub use front_matter::{Entries, Entry, FrontMatter, FrontMatterProblem};
pub use label::StepLabel;
pub use text::{Words, is_blank, name_part, normal_text, normalize_space, plain_text};
pub use tree::{
    Alert, Block, BlockKind, Cell, Code, Fence, Inline, InlineKind, List, ListItem, Row, Table,
};

use crate::diagnostic::Span;

/// The body of a source file as a tree.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Document {
    /// The blocks.
    pub blocks: Vec<Block>,
    /// What is wrong with the file as Markdown.
    pub problems: Vec<Problem>,
}

/// Something wrong with a file as Markdown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Problem {
    /// A `<table>` without its end tag.
    UnclosedTable(Span),
}

/// The top of a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Top {
    /// The front matter; `None` where there is none or it is broken.
    pub front_matter: Option<FrontMatter>,
    /// Why it cannot be used.
    pub problem: Option<FrontMatterProblem>,
    /// The byte at which the body begins.
    pub body: usize,
}

/// Parses the front matter of the text of a file.
pub fn parse_top(text: &str) -> Top {
    let (front_matter, body, problem) = front_matter::parse(text);
    Top {
        front_matter,
        problem,
        body,
    }
}

/// Parses the body of the text of a file, which begins at byte `body`.
pub fn parse_body(text: &str, body: usize) -> Document {
    let mut problems = Vec::new();
    let blocks = markdown::parse(text, body, &mut problems);
    Document { blocks, problems }
}
