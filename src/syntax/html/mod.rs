//! HTML inside Markdown: tables, and what little else articles use, as blocks and inlines.
//!
//! Tokens come from `html5gum` (the WHATWG tokenizer). Elements that HTML knows and that only format
//! become what they mean; scripts, styles and comments vanish as they do for a reader; a "tag" that HTML does
//! not know, such as `<server name>`, is a placeholder its author forgot to escape, and stays as text.

mod flow;
mod tag;
#[cfg(test)]
mod tests;

use std::convert::Infallible;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span as GumSpan, Token, Tokenizer};

use super::Problem;
use super::tree::{Block, BlockKind, Cell, Code, Fence, List, ListItem, Row, Table};
use crate::diagnostic::Span;
use flow::Flow;
use tag::{ELEMENTS, INVISIBLE, InlineTag, is_block_element, start_tag_meaning};
pub(super) use tag::{apply, inline_tag};

/// Deeper nesting of lists and tables than this is flattened.
const DEEPEST: usize = 16;

/// The blocks of a piece of HTML. `offset` is its place in the file.
pub(super) fn blocks(html: &str, offset: usize, problems: &mut Vec<Problem>) -> Vec<Block> {
    let mut builder = Builder::new(html, offset);
    let callback = |event: CallbackEvent<'_>, span: GumSpan<usize>| {
        builder.event(event, span);
        None
    };
    // Events instead of tokens: nothing is allocated for the many attributes that nobody asks for.
    let emitter = CallbackEmitter::<_, Infallible, usize>::new(callback);
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
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

/// The start tag that is being read.
#[derive(Debug, Default)]
struct OpenTag {
    name: String,
    /// The attributes that mean something here.
    attributes: Vec<(String, String)>,
    /// Whether a value belongs to the last of them.
    keeps_value: bool,
    self_closing: bool,
    start: usize,
}

impl OpenTag {
    fn open(&mut self, name: &[u8], start: usize) {
        self.name.clear();
        self.name
            .push_str(std::str::from_utf8(name).unwrap_or_default());
        self.attributes.clear();
        self.start = start;
    }

    fn attribute(&mut self, name: &[u8]) {
        let name = std::str::from_utf8(name).unwrap_or_default();
        let new = self.attributes.iter().all(|(known, _)| known != name);
        self.keeps_value = matches!(name, "href" | "src" | "alt" | "start") && new;
        if self.keeps_value {
            self.attributes.push((name.to_owned(), String::new()));
        }
    }

    fn value(&mut self, value: &[u8]) {
        if let Some((_, last)) = self.attributes.last_mut().filter(|_| self.keeps_value) {
            last.push_str(&String::from_utf8_lossy(value));
        }
    }

    fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

struct Builder<'a> {
    html: &'a str,
    tag: OpenTag,
    offset: usize,
    contexts: Vec<Context>,
    /// The invisible element, or `pre`, that swallows everything until its end.
    swallowing: Option<(String, usize)>,
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
            tag: OpenTag::default(),
            offset,
            contexts: vec![Context::Flow(flow)],
            swallowing: None,
            end: offset + html.len(),
        }
    }

    fn span(&self, span: GumSpan<usize>) -> Span {
        Span::new(self.offset + span.start, self.offset + span.end)
    }

    fn event(&mut self, event: CallbackEvent<'_>, span: GumSpan<usize>) {
        match event {
            CallbackEvent::OpenStartTag { name } => self.tag.open(name, span.start),
            CallbackEvent::AttributeName { name } => self.tag.attribute(name),
            CallbackEvent::AttributeValue { value } => self.tag.value(value),
            CallbackEvent::CloseStartTag { self_closing } => {
                let mut tag = std::mem::take(&mut self.tag);
                tag.self_closing = self_closing;
                let start = tag.start;
                let end = span.end;
                self.start_tag(&tag, self.span(GumSpan { start, end }));
                self.tag = tag;
            }
            CallbackEvent::EndTag { name } => {
                let name = std::str::from_utf8(name).unwrap_or_default();
                self.end_tag(name, self.span(span));
            }
            CallbackEvent::String { value } => {
                self.text(&String::from_utf8_lossy(value), self.span(span));
            }
            CallbackEvent::Comment { .. }
            | CallbackEvent::Doctype { .. }
            | CallbackEvent::Error(_) => {}
        }
    }

    fn start_tag(&mut self, tag: &OpenTag, span: Span) {
        if self.swallowing.is_some() {
            return;
        }
        let name = tag.name.as_str();
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
                let start_number = tag.get("start").and_then(|value| value.parse().ok());
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
                if !tag.self_closing {
                    self.swallowing = Some((name.to_owned(), span.end as usize));
                }
            }
            _ if is_block_element(name) => self.flush(start),
            _ => {
                let meaning = start_tag_meaning(name, |wanted| tag.get(wanted).map(str::to_owned));
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
        for Ok(token) in Tokenizer::new(raw) {
            if let Token::String(piece) = token {
                text.push_str(&String::from_utf8_lossy(&piece));
            }
        }
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
