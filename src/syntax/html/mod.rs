//! HTML inside Markdown: tables, and what little else articles use, as blocks and inlines.
//!
//! Tokens ([`token`]) are those of the WHATWG tokenizer. Elements that HTML knows and that only format
//! become what they mean; scripts, styles and comments vanish as they do for a reader; a "tag" that HTML does
//! not know, such as `<server name>`, is a placeholder its author forgot to escape, and stays as text.

mod flow;
mod tag;
#[cfg(test)]
mod tests;
mod token;

use std::ops::Range;

use super::Problem;
use super::inline::InlineBuilder;
use super::tree::{Block, BlockKind, Cell, Code, Fence, List, ListItem, Row, Table};
use crate::diagnostic::Span;
use flow::Flow;
use tag::{ELEMENTS, INVISIBLE, InlineTag, is_block_element, start_tag_meaning};
pub(super) use tag::{apply, inline_tag};
use token::{Attributes, Token};

/// Deeper nesting of lists and tables than this is flattened.
const DEEPEST: usize = 16;

/// The blocks of a piece of HTML. `offset` is its place in the file.
pub(super) fn blocks(html: &str, offset: usize, problems: &mut Vec<Problem>) -> Vec<Block> {
    let mut builder = Builder::new(html, offset);
    token::read(html, |token, place| builder.token(token, &place));
    builder.finish(problems)
}

/// Something being built.
#[derive(Debug)]
enum Context {
    Flow(Flow),
    Table(TableBuilder),
    List(List, usize),
}

#[derive(Debug, Default)]
struct TableBuilder {
    header: Option<Row>,
    rows: Vec<Row>,
    row: Option<Row>,
    in_head: bool,
    start: usize,
}

struct Builder<'a> {
    html: &'a str,
    offset: usize,
    contexts: Vec<Context>,
    /// The invisible element, or `pre`, that swallows everything until its end.
    swallowing: Option<(String, usize)>,
    /// Room for running text that a closed context left.
    spare: InlineBuilder,
    end: usize,
}

impl<'a> Builder<'a> {
    fn new(html: &'a str, offset: usize) -> Self {
        let flow = Flow {
            start: offset,
            after_space: true,
            ..Flow::default()
        };
        Self {
            html,
            offset,
            contexts: vec![Context::Flow(flow)],
            swallowing: None,
            spare: InlineBuilder::default(),
            end: offset + html.len(),
        }
    }

    fn token(&mut self, token: Token<'_>, place: &Range<usize>) {
        let span = Span::new(self.offset + place.start, self.offset + place.end);
        match token {
            Token::Start(name, attributes) => self.start_tag(name, attributes, span),
            Token::End(name) => self.end_tag(name, span),
            Token::Text(text) => self.text(text, span),
        }
    }

    fn start_tag(&mut self, name: &str, attributes: &Attributes, span: Span) {
        if self.swallowing.is_some() {
            return;
        }
        let start = span.start as usize;
        match name {
            "table" => self.open(Context::Table(TableBuilder {
                start,
                ..TableBuilder::default()
            })),
            "thead" | "tbody" | "tfoot" => {
                self.close_until(|context| matches!(context, Context::Table(_)));
                if let Some(Context::Table(table)) = self.contexts.last_mut() {
                    table.end_row(start);
                    table.in_head = name == "thead";
                }
            }
            "tr" => {
                self.close_until(|context| matches!(context, Context::Table(_)));
                if let Some(Context::Table(table)) = self.contexts.last_mut() {
                    table.end_row(start);
                    table.row = Some(Row {
                        cells: Vec::new(),
                        span,
                    });
                }
            }
            "td" | "th" => {
                self.close_until(|context| matches!(context, Context::Table(_)));
                if matches!(self.contexts.last(), Some(Context::Table(_))) {
                    self.open_flow(start);
                }
            }
            "ul" | "ol" => {
                let start_number = attributes.get("start").and_then(|value| value.parse().ok());
                let list = List {
                    start: (name == "ol").then_some(start_number.unwrap_or(1)),
                    items: Vec::new(),
                };
                self.open(Context::List(list, start));
            }
            "li" => {
                self.close_until(|context| matches!(context, Context::List(..)));
                if matches!(self.contexts.last(), Some(Context::List(..))) {
                    self.open_flow(start);
                }
            }
            "pre" => {
                self.flush(start);
                self.swallowing = Some((name.to_owned(), span.end as usize));
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush(start);
                if let Some(flow) = self.flow() {
                    flow.heading = name.as_bytes().last().map(|digit| digit - b'0');
                }
            }
            "hr" => {
                self.flush(start);
                if let Some(flow) = self.flow() {
                    flow.blocks.push(Block {
                        kind: BlockKind::Rule,
                        span,
                    });
                }
            }
            _ if INVISIBLE.contains(&name) => {
                if !attributes.self_closing {
                    self.swallowing = Some((name.to_owned(), span.end as usize));
                }
            }
            _ if is_block_element(name) => self.flush(start),
            _ => {
                let meaning =
                    start_tag_meaning(name, |wanted| attributes.get(wanted).map(str::to_owned));
                let raw = self.raw(span).to_owned();
                if let Some(flow) = self.flow() {
                    flow.after_space = meaning == InlineTag::Break;
                    apply(meaning, &raw, span, &mut flow.text);
                }
            }
        }
    }

    fn end_tag(&mut self, name: &str, span: Span) {
        let start = span.start as usize;
        if let Some((element, from)) = self.swallowing.take() {
            if element != name {
                self.swallowing = Some((element, from));
            } else if name == "pre" {
                self.preformatted(from, start);
            }
            return;
        }
        match name {
            "table" => {
                self.close_until(|context| matches!(context, Context::Table(_)));
                if matches!(self.contexts.last(), Some(Context::Table(_))) {
                    self.close_top(span.end as usize);
                }
            }
            "ul" | "ol" => {
                self.close_until(|context| matches!(context, Context::List(..)));
                if matches!(self.contexts.last(), Some(Context::List(..))) {
                    self.close_top(span.end as usize);
                }
            }
            "td" | "th" | "tr" | "thead" | "tbody" | "tfoot" => {
                self.close_until(|context| matches!(context, Context::Table(_)));
            }
            "li" => self.close_until(|context| matches!(context, Context::List(..))),
            _ if is_block_element(name) => self.flush(start),
            _ if ELEMENTS.contains(&name) => {
                if let Some(flow) = self.flow() {
                    flow.text.close_element(name, span.end as usize);
                }
            }
            _ => {
                let raw = self.raw(span).to_owned();
                self.text(&raw, span);
            }
        }
    }

    fn raw(&self, span: Span) -> &'a str {
        let start = (span.start as usize).saturating_sub(self.offset);
        let end = (span.end as usize).saturating_sub(self.offset);
        self.html.get(start..end).unwrap_or_default()
    }

    fn text(&mut self, text: &str, span: Span) {
        if self.swallowing.is_some() {
            return;
        }
        let exact = self.raw(span) == text;
        if let Some(flow) = self.flow() {
            flow.push_text(text, span, exact);
        }
    }

    fn preformatted(&mut self, from: usize, to: usize) {
        let raw = self.raw(Span::new(from, to));
        let mut text = String::new();
        token::read(raw, |token, _| {
            if let Token::Text(piece) = token {
                text.push_str(piece);
            }
        });
        let code = Code {
            text: text.trim_matches('\n').trim_end().to_owned(),
            info: String::new(),
            fence: Fence::Fenced,
        };
        if let Some(flow) = self.flow() {
            flow.blocks.push(Block {
                kind: BlockKind::Code(code),
                span: Span::new(from, to),
            });
        }
    }

    fn flow(&mut self) -> Option<&mut Flow> {
        self.contexts
            .iter_mut()
            .rev()
            .find_map(|context| match context {
                Context::Flow(flow) => Some(flow),
                _ => None,
            })
    }

    fn flush(&mut self, end: usize) {
        if let Some(flow) = self.flow() {
            flow.flush(end);
        }
    }

    fn open(&mut self, context: Context) {
        let at = match &context {
            Context::Table(table) => table.start,
            Context::List(_, start) => *start,
            Context::Flow(flow) => flow.start,
        };
        self.flush(at);
        if self.contexts.len() < DEEPEST {
            self.contexts.push(context);
        }
    }

    fn open_flow(&mut self, start: usize) {
        if self.contexts.len() < DEEPEST {
            self.contexts.push(Context::Flow(Flow {
                start,
                after_space: true,
                text: std::mem::take(&mut self.spare),
                ..Flow::default()
            }));
        }
    }

    /// Closes contexts until `wanted` is on top; does nothing if it is not open.
    fn close_until(&mut self, wanted: impl Fn(&Context) -> bool) {
        let Some(at) = self.contexts.iter().rposition(&wanted) else {
            return;
        };
        let end = self.end;
        while self.contexts.len() > at + 1 {
            self.close_top(end);
        }
    }

    fn close_top(&mut self, end: usize) {
        if self.contexts.len() < 2 {
            return;
        }
        let Some(closed) = self.contexts.pop() else {
            return;
        };
        let block = match closed {
            Context::Flow(mut flow) => {
                flow.flush(end);
                self.spare = flow.text;
                let end = flow
                    .blocks
                    .last()
                    .map_or(flow.start, |block| block.span.end as usize);
                let span = Span::new(flow.start, end);
                match self.contexts.last_mut() {
                    Some(Context::Table(table)) => {
                        if let Some(row) = &mut table.row {
                            row.cells.push(Cell {
                                blocks: flow.blocks,
                                span,
                            });
                        }
                    }
                    Some(Context::List(list, _)) => list.items.push(ListItem {
                        blocks: flow.blocks,
                        span,
                    }),
                    _ => {}
                }
                return;
            }
            Context::Table(mut table) => {
                table.end_row(end);
                Block {
                    kind: BlockKind::Table(Table {
                        header: table.header,
                        rows: table.rows,
                    }),
                    span: Span::new(table.start, end),
                }
            }
            Context::List(list, start) => Block {
                kind: BlockKind::List(list),
                span: Span::new(start, end),
            },
        };
        if let Some(flow) = self.flow() {
            flow.blocks.push(block);
        }
    }

    fn finish(mut self, problems: &mut Vec<Problem>) -> Vec<Block> {
        for context in &self.contexts {
            if let Context::Table(table) = context {
                let span = Span::new(table.start, table.start + "<table".len());
                problems.push(Problem::UnclosedTable(span));
            }
        }
        let end = self.end;
        while self.contexts.len() > 1 {
            self.close_top(end);
        }
        match self.contexts.pop() {
            Some(Context::Flow(mut flow)) => {
                flow.flush(end);
                flow.blocks
            }
            _ => Vec::new(),
        }
    }
}

impl TableBuilder {
    fn end_row(&mut self, end: usize) {
        let Some(mut row) = self.row.take() else {
            return;
        };
        row.span = row.span.to(Span::new(row.span.start as usize, end));
        if self.in_head && self.header.is_none() {
            self.header = Some(row);
        } else {
            self.rows.push(row);
        }
    }
}
