//! Blocks from the events of pulldown-cmark (CommonMark with GitHub's tables and alerts).

mod lists;
mod tables;
#[cfg(test)]
mod tests;

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{
    BlockQuoteKind, CodeBlockKind, Event, OffsetIter, Options, Parser, Tag, TagEnd,
};

use lists::join_lists;
use tables::{TableTags, unclosed};

use super::inline::{InlineBuilder, Wrapper};
use super::tree::{
    Alert, Block, BlockKind, Cell, Code, Fence, InlineKind, List, ListItem, Row, Table,
};
use super::{Problem, html, is_blank, is_command_line};
use crate::diagnostic::Span;

/// Deeper nesting than this is flattened into the container above: no reader can see it, and a stack is
/// not endless.
const DEEPEST: usize = 47;

/// Parses `text` from byte `body` on.
pub(super) fn parse(text: &str, body: usize, problems: &mut Vec<Problem>) -> Vec<Block> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_GFM;
    let events = Parser::new_ext(&text[body..], options).into_offset_iter();
    let mut builder = Builder {
        text,
        body,
        events: events.peekable(),
        problems,
        blocks: Vec::new(),
        frames: Vec::new(),
        skipped: 0,
        running: InlineBuilder::default(),
        backslashes: (0, 0),
        tables: None,
    };
    builder.run();
    builder.finish()
}

#[derive(Debug)]
enum Frame {
    Quote(Option<Alert>, Start),
    List(List, usize),
    Item(Start),
}

/// Where a container of blocks begins.
#[derive(Clone, Copy, Debug)]
struct Start {
    /// The number of its first block among all that are collected.
    block: usize,
    /// Its first byte.
    byte: usize,
}

struct Builder<'a, 'p> {
    text: &'a str,
    body: usize,
    events: Peekable<OffsetIter<'a>>,
    problems: &'p mut Vec<Problem>,
    /// The blocks of open containers and of those around them: the blocks of the innermost are the last.
    blocks: Vec<Block>,
    /// The open containers.
    frames: Vec<Frame>,
    /// Containers that were too deep to open.
    skipped: usize,
    /// The running text of the innermost block.
    running: InlineBuilder,
    /// The run of backslashes that was counted last: a long one is not counted anew for each of its pairs.
    backslashes: (usize, usize),
    /// The table tags of the file, once somebody asks for them.
    tables: Option<TableTags>,
}

impl Builder<'_, '_> {
    fn run(&mut self) {
        while let Some((event, range)) = self.events.next() {
            let span = self.span(&range);
            match event {
                // Running text of a tight list item has no paragraph of its own.
                event if is_inline(&event) => self.tight_paragraph(event, span),
                Event::Start(Tag::Paragraph) => self.paragraph(span),
                Event::Start(Tag::Heading { level, .. }) => {
                    let text = self.inlines(span);
                    self.push(
                        BlockKind::Heading {
                            level: level as u8,
                            text,
                        },
                        span,
                    );
                }
                Event::Start(Tag::CodeBlock(kind)) => self.code(&kind, span),
                Event::Start(Tag::HtmlBlock) => self.html(span),
                Event::Start(Tag::Table(_)) => self.table(span),
                Event::Start(Tag::List(start)) => self.open(Frame::List(
                    List {
                        start,
                        items: Vec::new(),
                    },
                    span.start as usize,
                )),
                Event::Start(Tag::Item) => self.open(Frame::Item(self.start(span))),
                Event::Start(Tag::BlockQuote(kind)) => {
                    self.open(Frame::Quote(kind.map(alert), self.start(span)));
                }
                Event::End(TagEnd::List(_) | TagEnd::Item | TagEnd::BlockQuote(_)) => {
                    self.close(span.end as usize);
                }
                Event::Rule => self.push(BlockKind::Rule, span),
                _ => {}
            }
        }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.body + range.start, self.body + range.end)
    }

    fn push(&mut self, kind: BlockKind, span: Span) {
        let block = Block { kind, span };
        match self.frames.last_mut() {
            // Cannot be: a list holds only items. Nothing may be lost all the same.
            Some(Frame::List(list, _)) => list.items.push(ListItem {
                blocks: vec![block],
                span,
            }),
            _ => self.blocks.push(block),
        }
    }

    /// Where a container begins that is opened now.
    fn start(&self, span: Span) -> Start {
        Start {
            block: self.blocks.len(),
            byte: span.start as usize,
        }
    }

    /// Takes the blocks from number `first` on.
    fn take(&mut self, first: usize) -> Vec<Block> {
        join_lists(self.blocks.drain(first..).collect())
    }

    fn open(&mut self, frame: Frame) {
        if self.frames.len() >= DEEPEST {
            self.skipped += 1;
        } else {
            self.frames.push(frame);
        }
    }

    fn close(&mut self, end: usize) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match self.frames.pop() {
            Some(Frame::Item(start)) => {
                let item = ListItem {
                    blocks: self.take(start.block),
                    span: Span::new(start.byte, end),
                };
                match self.frames.last_mut() {
                    Some(Frame::List(list, _)) => list.items.push(item),
                    _ => self.blocks.extend(item.blocks),
                }
            }
            Some(Frame::List(list, start)) => {
                self.push(BlockKind::List(list), Span::new(start, end));
            }
            Some(Frame::Quote(alert, start)) => {
                let blocks = self.take(start.block);
                self.push(
                    BlockKind::Quote { alert, blocks },
                    Span::new(start.byte, end),
                );
            }
            None => {}
        }
    }

    fn finish(mut self) -> Vec<Block> {
        while !self.frames.is_empty() {
            self.skipped = 0;
            self.close(self.text.len());
        }
        self.take(0)
    }

    fn paragraph(&mut self, span: Span) {
        let text = self.inlines(span);
        if is_blank(&text) {
            return;
        }
        let raw = span.of(self.text);
        if is_command_line(raw) {
            let code = Code {
                text: raw.trim().to_owned(),
                info: String::new(),
                fence: Fence::Lost,
            };
            self.push(BlockKind::Code(code), span);
        } else {
            self.push(BlockKind::Paragraph(text), span);
        }
    }

    fn tight_paragraph(&mut self, first: Event<'_>, span: Span) {
        self.inline(first, span);
        let mut whole = span;
        while let Some((event, range)) = self.events.next_if(|(event, _)| is_inline(event)) {
            let span = self.span(&range);
            whole = whole.to(span);
            self.inline(event, span);
        }
        let text = self.running.finish(whole.end as usize);
        if !is_blank(&text) {
            let raw = whole.of(self.text);
            if is_command_line(raw) {
                let code = Code {
                    text: raw.trim().to_owned(),
                    info: String::new(),
                    fence: Fence::Lost,
                };
                self.push(BlockKind::Code(code), whole);
            } else {
                self.push(BlockKind::Paragraph(text), whole);
            }
        }
    }

    /// The inlines up to the end of the block that was just started.
    fn inlines(&mut self, block: Span) -> Vec<super::Inline> {
        while let Some((event, range)) = self.events.next() {
            if !is_inline(&event) {
                break;
            }
            let span = self.span(&range);
            self.inline(event, span);
        }
        self.running.finish(block.end as usize)
    }

    fn inline(&mut self, event: Event<'_>, span: Span) {
        let (start, end) = (span.start as usize, span.end as usize);
        let to = &mut self.running;
        match event {
            Event::Text(text) => self.text(&text, start, end),
            Event::Code(text) => to.push(
                InlineKind::Code {
                    text: text.into_string(),
                },
                span,
            ),
            Event::InlineHtml(raw) | Event::Html(raw) => {
                html::apply(html::inline_tag(&raw), &raw, span, to);
            }
            Event::SoftBreak => to.push(InlineKind::SoftBreak, span),
            Event::HardBreak => to.push(InlineKind::HardBreak, span),
            Event::Start(Tag::Emphasis) => to.open(Wrapper::Emphasis, start),
            Event::Start(Tag::Strong) => to.open(Wrapper::Strong, start),
            Event::Start(Tag::Link { dest_url, .. }) => {
                to.open(Wrapper::Link(dest_url.into_string()), start);
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                to.open(Wrapper::Image(dest_url.into_string()), start);
            }
            Event::Start(_) => to.open(Wrapper::Transparent, start),
            Event::End(_) => to.close(end),
            Event::FootnoteReference(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                to.text(&text, span);
            }
            Event::TaskListMarker(_) | Event::Rule => {}
        }
    }

    /// The text from byte `start` to byte `end`.
    fn text(&mut self, text: &str, start: usize, end: usize) {
        let is_escaped = self.is_escaped(start);
        let first = text.chars().next().filter(|_| is_escaped);
        let (first, rest) = text.split_at(first.map_or(0, char::len_utf8));
        let place = start + first.len();
        if !first.is_empty() {
            // With its backslash the place is no exact copy of the text: it can be no mark of emphasis.
            self.running.text(first, Span::new(start - 1, place));
        }
        if !rest.is_empty() {
            self.running.text(rest, Span::new(place, end));
        }
    }

    /// Whether the character at byte `at` has an odd number of backslashes before it.
    fn is_escaped(&mut self, at: usize) -> bool {
        let (known_start, known_end) = self.backslashes;
        let bytes = self.text.as_bytes();
        let mut start = at;
        while start > 0 && bytes[start - 1] == b'\\' {
            start -= 1;
            if start == known_end {
                start = known_start;
                break;
            }
        }
        self.backslashes = (start, at);
        (at - start) % 2 == 1
    }

    fn code(&mut self, kind: &CodeBlockKind<'_>, span: Span) {
        let mut text = String::new();
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Text(piece) => text.push_str(&piece),
                _ => break,
            }
        }
        // The lines of an indented block inside a list keep trailing blanks of the source; a block that
        // holds nothing else says nothing.
        let text = text.trim_matches(['\n', '\r']).trim_end().to_owned();
        if text.trim().is_empty() {
            return;
        }
        let (info, fence) = match kind {
            CodeBlockKind::Fenced(info) => (info.trim().to_owned(), Fence::Fenced),
            CodeBlockKind::Indented => (String::new(), Fence::Indented),
        };
        self.push(BlockKind::Code(Code { text, info, fence }), span);
    }

    /// A block of raw HTML. Where a table in it is cut by a blank line, the table goes on to its end tag.
    fn html(&mut self, span: Span) {
        self.skip_to_end_of_block();
        let start = span.start as usize;
        let mut end = span.end as usize;
        let open = unclosed(&self.text[start..end]);
        if open > 0 {
            let tags = self.tables.get_or_insert_with(|| TableTags::of(self.text));
            if let Some(close) = tags.end(self.text, end, open) {
                end = close;
                self.skip_until(end);
            }
        }
        let blocks = html::blocks(&self.text[start..end], start, self.problems);
        for block in blocks {
            self.push(block.kind, block.span);
        }
    }

    fn skip_to_end_of_block(&mut self) {
        for (event, _) in self.events.by_ref() {
            if matches!(event, Event::End(TagEnd::HtmlBlock)) {
                break;
            }
        }
    }

    /// Skips the blocks that begin before byte `end` of the file, without leaving this container.
    fn skip_until(&mut self, end: usize) {
        let mut depth = 0usize;
        let body = self.body;
        while let Some((event, _)) = self.events.next_if(|(event, range)| match event {
            Event::End(_) => depth > 0,
            _ => depth > 0 || body + range.start < end,
        }) {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                _ => {}
            }
        }
    }

    fn table(&mut self, span: Span) {
        let mut table = Table {
            header: None,
            rows: Vec::new(),
        };
        let mut row: Option<Row> = None;
        while let Some((event, range)) = self.events.next() {
            let place = self.span(&range);
            match event {
                Event::Start(Tag::TableHead | Tag::TableRow) => {
                    row = Some(Row {
                        cells: Vec::new(),
                        span: place,
                    });
                }
                Event::Start(Tag::TableCell) => {
                    let text = self.inlines(place);
                    let blocks = if is_blank(&text) {
                        Vec::new()
                    } else {
                        vec![Block {
                            kind: BlockKind::Paragraph(text),
                            span: place,
                        }]
                    };
                    if let Some(row) = &mut row {
                        row.cells.push(Cell {
                            blocks,
                            span: place,
                        });
                    }
                }
                Event::End(TagEnd::TableHead) => table.header = row.take(),
                Event::End(TagEnd::TableRow) => table.rows.extend(row.take()),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        self.push(BlockKind::Table(table), span);
    }
}

fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => matches!(
            tag,
            Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Superscript
                | Tag::Subscript
                | Tag::Link { .. }
                | Tag::Image { .. }
        ),
        Event::End(tag) => matches!(
            tag,
            TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Superscript
                | TagEnd::Subscript
                | TagEnd::Link
                | TagEnd::Image
        ),
        Event::Rule => false,
        _ => true,
    }
}

fn alert(kind: BlockQuoteKind) -> Alert {
    match kind {
        BlockQuoteKind::Note => Alert::Note,
        BlockQuoteKind::Tip => Alert::Tip,
        BlockQuoteKind::Important => Alert::Important,
        BlockQuoteKind::Warning => Alert::Warning,
        BlockQuoteKind::Caution => Alert::Caution,
    }
}
