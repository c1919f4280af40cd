//! HTML inside Markdown: tables, and what little else articles use, as blocks and inlines.
//!
//! Tokens come from `html5gum` (the WHATWG tokenizer). Elements that HTML knows and that only format
//! become what they mean; scripts, styles and comments vanish as they do for a reader; a "tag" that HTML does
//! not know, such as `<server name>`, is a placeholder its author forgot to escape, and stays as text.

use html5gum::{DefaultEmitter, Span as GumSpan, StartTag, Token, Tokenizer};

use super::inline::{InlineBuilder, Wrapper};
use super::tree::{
    Block, BlockKind, Cell, Code, Fence, Inline, InlineKind, List, ListItem, Row, Table,
};
use super::{Problem, is_blank};
use crate::diagnostic::Span;

/// Deeper nesting of lists and tables than this is flattened.
const DEEPEST: usize = 16;

/// The elements of HTML (WHATWG HTML, section 4, and its obsolete ones that still occur).
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "address",
    "applet",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "basefont",
    "bdi",
    "bdo",
    "big",
    "blink",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "mark",
    "marquee",
    "menu",
    "meta",
    "meter",
    "nav",
    "nobr",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "picture",
    "pre",
    "progress",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "script",
    "search",
    "section",
    "select",
    "slot",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// Elements whose content no reader sees.
const INVISIBLE: &[&str] = &[
    "script", "style", "template", "noscript", "noframes", "iframe", "object",
];

/// What an inline tag means.
#[derive(Debug, PartialEq)]
pub(super) enum InlineTag {
    Open(String, Wrapper),
    Close(String),
    Break,
    Image {
        target: String,
        alt: String,
    },
    /// A known element that shows nothing.
    Nothing,
    /// No HTML: to be shown as it is written.
    Literal,
}

/// What one raw inline tag of Markdown means.
pub(super) fn inline_tag(raw: &str) -> InlineTag {
    if raw.starts_with("<!") || raw.starts_with("<?") {
        return InlineTag::Nothing;
    }
    let Some(Ok(token)) = Tokenizer::new(raw).next() else {
        return InlineTag::Literal;
    };
    match token {
        Token::StartTag(tag) => start_tag_meaning(&tag.name, |name| {
            tag.attributes
                .get(name)
                .map(|value| String::from_utf8_lossy(value).into_owned())
        }),
        Token::EndTag(tag) => {
            let name = String::from_utf8_lossy(&tag.name).into_owned();
            if ELEMENTS.contains(&name.as_str()) {
                InlineTag::Close(name)
            } else {
                InlineTag::Literal
            }
        }
        _ => InlineTag::Literal,
    }
}

fn start_tag_meaning(name: &[u8], attribute: impl Fn(&[u8]) -> Option<String>) -> InlineTag {
    let Ok(name) = std::str::from_utf8(name) else {
        return InlineTag::Literal;
    };
    if !ELEMENTS.contains(&name) {
        return InlineTag::Literal;
    }
    let wrapper = match name {
        "strong" | "b" => Wrapper::Strong,
        "em" | "i" | "cite" | "dfn" | "var" => Wrapper::Emphasis,
        "code" | "kbd" | "samp" | "tt" => Wrapper::Code,
        "a" => match attribute(b"href") {
            Some(target) => Wrapper::Link(target),
            None => Wrapper::Transparent,
        },
        "br" => return InlineTag::Break,
        "img" => {
            return InlineTag::Image {
                target: attribute(b"src").unwrap_or_default(),
                alt: attribute(b"alt").unwrap_or_default(),
            };
        }
        "wbr" | "input" | "meta" | "link" | "base" | "col" | "hr" | "param" | "source"
        | "track" | "embed" | "area" => return InlineTag::Nothing,
        _ => Wrapper::Transparent,
    };
    InlineTag::Open(name.to_owned(), wrapper)
}

/// Applies what a tag means to running text.
pub(super) fn apply(tag: InlineTag, raw: &str, span: Span, to: &mut InlineBuilder) {
    match tag {
        InlineTag::Open(name, wrapper) => to.open_element(&name, wrapper, span.start as usize),
        InlineTag::Close(name) => to.close_element(&name, span.end as usize),
        InlineTag::Break => to.push(InlineKind::HardBreak, span),
        InlineTag::Image { target, alt } => to.push(InlineKind::Image { target, alt }, span),
        InlineTag::Nothing => {}
        InlineTag::Literal => to.text(raw, span),
    }
}

/// The blocks of a piece of HTML. `offset` is its place in the file.
pub(super) fn blocks(html: &str, offset: usize, problems: &mut Vec<Problem>) -> Vec<Block> {
    let mut builder = Builder::new(html, offset);
    let tokens = Tokenizer::new_with_emitter(html, DefaultEmitter::<usize>::new_with_span());
    for Ok(token) in tokens {
        builder.token(token);
    }
    builder.finish(problems)
}

/// Something being built.
#[derive(Debug)]
enum Context {
    Flow(Flow),
    Table(TableBuilder),
    List(List, usize),
}

/// A place for blocks: the document, a cell, an item.
#[derive(Debug, Default)]
struct Flow {
    blocks: Vec<Block>,
    text: InlineBuilder,
    start: usize,
    /// The level of the heading the text belongs to, if it belongs to one.
    heading: Option<u8>,
    /// Whether white space at the end of the text so far was already written.
    after_space: bool,
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
            end: offset + html.len(),
        }
    }

    fn span(&self, span: GumSpan<usize>) -> Span {
        Span::new(self.offset + span.start, self.offset + span.end)
    }

    fn token(&mut self, token: Token<usize>) {
        match token {
            Token::StartTag(tag) => {
                let span = self.span(tag.span);
                self.start_tag(&tag, span);
            }
            Token::EndTag(tag) => {
                let span = self.span(tag.span);
                let name = String::from_utf8_lossy(&tag.name).into_owned();
                self.end_tag(&name, span);
            }
            Token::String(text) => {
                let span = self.span(text.span);
                let text = String::from_utf8_lossy(&text.value).into_owned();
                self.text(&text, span);
            }
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }

    fn start_tag(&mut self, tag: &StartTag<usize>, span: Span) {
        if self.swallowing.is_some() {
            return;
        }
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let start = span.start as usize;
        match name.as_str() {
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
                let start_number = tag
                    .attributes
                    .get(b"start".as_slice())
                    .and_then(|value| String::from_utf8_lossy(value).parse().ok());
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
                self.swallowing = Some((name, span.end as usize));
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
            _ if INVISIBLE.contains(&name.as_str()) => {
                if !tag.self_closing {
                    self.swallowing = Some((name, span.end as usize));
                }
            }
            _ if is_block_element(&name) => self.flush(start),
            _ => {
                let meaning = start_tag_meaning(&tag.name, |wanted| {
                    tag.attributes
                        .get(wanted)
                        .map(|value| String::from_utf8_lossy(value).into_owned())
                });
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

impl Flow {
    /// Appends text with the white space of HTML: runs of it are one blank.
    fn push_text(&mut self, text: &str, span: Span, exact: bool) {
        let is_space = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
        let mut folded = String::with_capacity(text.len());
        for c in text.chars() {
            if is_space(c) {
                if !self.after_space {
                    folded.push(' ');
                }
                self.after_space = true;
            } else {
                folded.push(c);
                self.after_space = false;
            }
        }
        if folded.is_empty() {
            return;
        }
        let place = text
            .find(folded.trim())
            .filter(|_| exact && !folded.trim().is_empty());
        let (folded, span) = match place {
            // The place of the words themselves, so that a diagnostic points at them.
            Some(at) if folded.trim() == folded => {
                let start = span.start as usize + at;
                let end = start + folded.len();
                (folded, Span::new(start, end))
            }
            _ => (folded, span),
        };
        self.text.text(&folded, span);
    }

    fn flush(&mut self, end: usize) {
        self.after_space = true;
        let heading = self.heading.take();
        if self.text.is_empty() {
            return;
        }
        let text = trim(std::mem::take(&mut self.text).finish(end));
        let (Some(first), Some(last)) = (text.first(), text.last()) else {
            return;
        };
        let span = first.span.to(last.span);
        if is_blank(&text) {
            return;
        }
        let kind = match heading {
            Some(level) => BlockKind::Heading { level, text },
            None => BlockKind::Paragraph(text),
        };
        self.blocks.push(Block { kind, span });
    }
}

/// `text` without blanks and breaks at its ends.
fn trim(mut text: Vec<Inline>) -> Vec<Inline> {
    let blank = |inline: &Inline| match &inline.kind {
        InlineKind::Text { text } => text.trim_matches(' ').is_empty(),
        InlineKind::HardBreak | InlineKind::SoftBreak => true,
        _ => false,
    };
    while text.last().is_some_and(blank) {
        text.pop();
    }
    let leading = text.iter().take_while(|inline| blank(inline)).count();
    text.drain(..leading);
    if let Some(Inline {
        kind: InlineKind::Text { text },
        span,
    }) = text.last_mut()
    {
        let kept = text.trim_end_matches(' ').len();
        let cut = u32::try_from(text.len() - kept).unwrap_or(0);
        if (span.end - span.start) as usize == text.len() {
            span.end -= cut;
        }
        text.truncate(kept);
    }
    text
}

fn is_block_element(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "colgroup"
            | "col"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "header"
            | "hgroup"
            | "html"
            | "legend"
            | "main"
            | "menu"
            | "nav"
            | "p"
            | "search"
            | "section"
            | "summary"
            | "title"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::plain_text;

    fn parse(html: &str) -> (Vec<Block>, Vec<Problem>) {
        let mut problems = Vec::new();
        let blocks = blocks(html, 0, &mut problems);
        (blocks, problems)
    }

    fn cell_text(cell: &Cell) -> Vec<String> {
        cell.blocks
            .iter()
            .filter_map(|block| match &block.kind {
                BlockKind::Paragraph(text) => Some(plain_text(text)),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn a_table_with_several_paragraphs_in_a_cell() {
        let html = "<table>\n<thead><tr><th>A</th></tr></thead>\n<tbody><tr><td><p>x &lt;y&gt;</p>\n<p>z </p></td></tr></tbody></table>";
        let (blocks, problems) = parse(html);
        assert_eq!(problems, []);
        let BlockKind::Table(table) = &blocks[0].kind else {
            panic!("a table");
        };
        assert!(table.header.is_some());
        assert_eq!(cell_text(&table.rows[0].cells[0]), ["x <y>", "z"]);
    }

    #[test]
    fn cells_need_no_end_tags_and_no_paragraphs() {
        let (blocks, _) = parse("<table><tr><td>a<td>b<tr><td>c<td>d</table>");
        let BlockKind::Table(table) = &blocks[0].kind else {
            panic!("a table");
        };
        assert_eq!(table.rows.len(), 2);
        assert_eq!(cell_text(&table.rows[1].cells[1]), ["d"]);
    }

    #[test]
    fn half_a_table_is_noticed_and_kept() {
        let (blocks, problems) = parse("<p>x</p><table><tr><td>a");
        assert_eq!(problems.len(), 1);
        assert_eq!(blocks.len(), 2);
    }

    #[test]
    fn scripts_vanish_and_placeholders_stay() {
        let (blocks, _) = parse("<div>a <script>alert(1)</script><server name> b</div>");
        let BlockKind::Paragraph(text) = &blocks[0].kind else {
            panic!("a paragraph");
        };
        assert_eq!(plain_text(text), "a <server name> b");
    }

    #[test]
    fn spans_point_at_the_words() {
        let html = "<table><tr><td><p>  Word </p></td></tr></table>";
        let (blocks, _) = parse(html);
        let BlockKind::Table(table) = &blocks[0].kind else {
            panic!("a table");
        };
        assert_eq!(
            table.rows[0].cells[0].blocks[0].span.of(html).trim(),
            "Word"
        );
    }

    #[test]
    fn deep_and_broken_markup_does_not_panic() {
        parse(&"<table><tr><td>".repeat(5000));
        parse(&"</table></td></ul>".repeat(50));
        parse(&"<ul><li>".repeat(5000));
        parse(&"<b>".repeat(5000));
    }
}
