//! Blocks from the events of pulldown-cmark (CommonMark with GitHub's tables and alerts).

use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{
    BlockQuoteKind, CodeBlockKind, Event, OffsetIter, Options, Parser, Tag, TagEnd,
};

use super::inline::{InlineBuilder, Wrapper};
use super::tree::{
    Alert, Block, BlockKind, Cell, Code, Fence, InlineKind, List, ListItem, Row, Table,
};
use super::{Problem, html, is_blank, is_command_line};
use crate::diagnostic::Span;

/// Deeper nesting than this is flattened into the container above: no reader can see it, and a stack is
/// not endless.
const DEEPEST: usize = 48;

/// Parses `text` from byte `body` on.
pub(super) fn parse(text: &str, body: usize, problems: &mut Vec<Problem>) -> Vec<Block> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_GFM;
    let events = Parser::new_ext(&text[body..], options).into_offset_iter();
    let mut builder = Builder {
        text,
        body,
        events: events.peekable(),
        problems,
        frames: vec![Frame::Root(Vec::new())],
        skipped: 0,
    };
    builder.run();
    builder.finish()
}

#[derive(Debug)]
enum Frame {
    Root(Vec<Block>),
    Quote(Option<Alert>, Vec<Block>, usize),
    List(List, usize),
    Item(Vec<Block>, usize),
}

struct Builder<'a, 'p> {
    text: &'a str,
    body: usize,
    events: Peekable<OffsetIter<'a>>,
    problems: &'p mut Vec<Problem>,
    frames: Vec<Frame>,
    /// Containers that were too deep to open.
    skipped: usize,
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
                Event::Start(Tag::Item) => self.open(Frame::Item(Vec::new(), span.start as usize)),
                Event::Start(Tag::BlockQuote(kind)) => {
                    let alert = kind.map(alert);
                    self.open(Frame::Quote(alert, Vec::new(), span.start as usize));
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
            Some(Frame::Root(blocks) | Frame::Quote(_, blocks, _) | Frame::Item(blocks, _)) => {
                blocks.push(block);
            }
            // Cannot be: a list holds only items. Nothing may be lost all the same.
            Some(Frame::List(list, _)) => list.items.push(ListItem {
                blocks: vec![block],
                span,
            }),
            None => {}
        }
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
        if self.frames.len() < 2 {
            return;
        }
        match self.frames.pop() {
            Some(Frame::Item(blocks, start)) => {
                let item = ListItem {
                    blocks: join_lists(blocks),
                    span: Span::new(start, end),
                };
                match self.frames.last_mut() {
                    Some(Frame::List(list, _)) => list.items.push(item),
                    _ => item
                        .blocks
                        .into_iter()
                        .for_each(|b| self.push(b.kind, b.span)),
                }
            }
            Some(Frame::List(list, start)) => {
                self.push(BlockKind::List(list), Span::new(start, end));
            }
            Some(Frame::Quote(alert, blocks, start)) => {
                let blocks = join_lists(blocks);
                self.push(BlockKind::Quote { alert, blocks }, Span::new(start, end));
            }
            Some(Frame::Root(_)) | None => {}
        }
    }

    fn finish(mut self) -> Vec<Block> {
        while self.frames.len() > 1 {
            self.skipped = 0;
            self.close(self.text.len());
        }
        match self.frames.pop() {
            Some(Frame::Root(blocks)) => join_lists(blocks),
            _ => Vec::new(),
        }
    }

    fn paragraph(&mut self, span: Span) {
        let text = self.inlines(span);
        if is_blank(&text) {
            return;
        }
        let raw = span.of(self.text).trim();
        if is_command_line(raw) {
            let code = Code {
                text: raw.to_owned(),
                info: String::new(),
                fence: Fence::Lost,
            };
            self.push(BlockKind::Code(code), span);
        } else {
            self.push(BlockKind::Paragraph(text), span);
        }
    }

    fn tight_paragraph(&mut self, first: Event<'_>, span: Span) {
        let mut builder = InlineBuilder::default();
        self.inline(first, span, &mut builder);
        let mut whole = span;
        while let Some((event, range)) = self.events.next_if(|(event, _)| is_inline(event)) {
            let span = self.span(&range);
            whole = whole.to(span);
            self.inline(event, span, &mut builder);
        }
        let text = builder.finish(whole.end as usize);
        if !is_blank(&text) {
            let raw = whole.of(self.text).trim();
            if is_command_line(raw) {
                let code = Code {
                    text: raw.to_owned(),
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
        let mut builder = InlineBuilder::default();
        while let Some((event, range)) = self.events.next() {
            if !is_inline(&event) {
                break;
            }
            let span = self.span(&range);
            self.inline(event, span, &mut builder);
        }
        builder.finish(block.end as usize)
    }

    fn inline(&mut self, event: Event<'_>, span: Span, to: &mut InlineBuilder) {
        let (start, end) = (span.start as usize, span.end as usize);
        match event {
            Event::Text(text) => {
                let escaped = if self.is_escaped(start) {
                    text.chars().next().map_or(0, char::len_utf8)
                } else {
                    0
                };
                let (first, rest) = text.split_at(escaped);
                if escaped > 0 {
                    // With its backslash the place is no exact copy of the text: it can be no mark of emphasis.
                    to.text(first, Span::new(start - 1, start + escaped));
                }
                if !rest.is_empty() {
                    to.text(rest, Span::new(start + escaped, end));
                }
            }
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

    /// Whether the character at byte `at` has an odd number of backslashes before it.
    fn is_escaped(&self, at: usize) -> bool {
        let before = self.text.as_bytes()[..at].iter().rev();
        before.take_while(|byte| **byte == b'\\').count() % 2 == 1
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
        if unclosed_tables(&self.text[start..end]) > 0
            && let Some(close) = end_of_table(&self.text[start..], end - start)
        {
            end = start + close;
            self.skip_until(end);
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

/// How many `<table` of `html` have no `</table`.
fn unclosed_tables(html: &str) -> usize {
    let lower = html.to_ascii_lowercase();
    let closed = lower.matches("</table").count();
    lower.matches("<table").count().saturating_sub(closed)
}

/// The byte after the `</table>` that closes the outermost table of `html`, searched from `from` on,
/// but not beyond the next heading: a table that is cut off must not swallow the rest of the article.
fn end_of_table(html: &str, from: usize) -> Option<usize> {
    let limit = html[from..].find("\n#").map_or(html.len(), |at| from + at);
    let lower = html[..limit].to_ascii_lowercase();
    let mut open = unclosed_tables(&lower[..from]);
    let mut at = from;
    while open > 0 {
        let close = at + lower[at..].find("</table")?;
        open += lower[at..close].matches("<table").count();
        open -= 1;
        at = close
            + lower[close..]
                .find('>')
                .map_or(lower.len() - close, |end| end + 1);
    }
    Some(at)
}

/// An ordered list that begins with the number after the last one of the list before it is the same list:
/// the blocks between were indented too little and belong to the item before them.
fn join_lists(blocks: Vec<Block>) -> Vec<Block> {
    let mut joined: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let BlockKind::List(List {
            start: Some(first), ..
        }) = &block.kind
        else {
            joined.push(block);
            continue;
        };
        let continued = if *first > 1 {
            continued_list(&joined, *first)
        } else {
            None
        };
        let (Some(at), BlockKind::List(next)) = (continued, block.kind.clone()) else {
            joined.push(block);
            continue;
        };
        let between: Vec<Block> = joined.drain(at + 1..).collect();
        if let Some(Block {
            kind: BlockKind::List(list),
            span,
        }) = joined.last_mut()
        {
            *span = span.to(block.span);
            if let Some(item) = list.items.last_mut() {
                item.span = between
                    .iter()
                    .fold(item.span, |sum, block| sum.to(block.span));
                item.blocks.extend(between);
            }
            list.items.extend(next.items);
        }
    }
    joined
}

/// The place in `blocks` of a list that `first` continues, if no heading stands between.
fn continued_list(blocks: &[Block], first: u64) -> Option<usize> {
    for (at, block) in blocks.iter().enumerate().rev() {
        match &block.kind {
            BlockKind::Heading { .. } => return None,
            BlockKind::List(List {
                start: Some(start),
                items,
            }) => {
                let next = start + items.len() as u64;
                return (next == first).then_some(at);
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{InlineKind, plain_text};

    fn tree(text: &str) -> Vec<Block> {
        parse(text, 0, &mut Vec::new())
    }

    /// The tree as indented lines, for reading.
    fn outline(blocks: &[Block]) -> String {
        fn go(blocks: &[Block], depth: usize, out: &mut String) {
            for block in blocks {
                out.push_str(&"  ".repeat(depth));
                match &block.kind {
                    BlockKind::Heading { level, text } => {
                        out.push_str(&format!("h{level} {}\n", plain_text(text)));
                    }
                    BlockKind::Paragraph(text) => {
                        out.push_str(&format!("p {}\n", plain_text(text)))
                    }
                    BlockKind::Code(code) => {
                        out.push_str(&format!("code[{:?}] {:?}\n", code.fence, code.text));
                    }
                    BlockKind::List(list) => {
                        out.push_str(&format!("list {:?}\n", list.start));
                        for item in &list.items {
                            out.push_str(&"  ".repeat(depth + 1));
                            out.push_str("item\n");
                            go(&item.blocks, depth + 2, out);
                        }
                    }
                    BlockKind::Quote { alert, blocks } => {
                        out.push_str(&format!("quote {alert:?}\n"));
                        go(blocks, depth + 1, out);
                    }
                    BlockKind::Table(table) => {
                        out.push_str(&format!("table {} rows\n", table.rows.len()));
                    }
                    BlockKind::Rule => out.push_str("rule\n"),
                }
            }
        }
        let mut out = String::new();
        go(blocks, 0, &mut out);
        out
    }

    #[test]
    fn a_list_cut_by_a_badly_indented_paragraph_is_one_list() {
        let text = "2. Do:\n\n   1. One\n\n   2. Two:\n\n      ```powershell\n      Get-Foo\n      ```\n\n     Stray:\n\n     ```powershell\n     Get-Bar\n     ```\n\n   3. Three\n\n3. Next\n";
        insta::assert_snapshot!(outline(&tree(text)), @r#"
        list Some(2)
          item
            p Do:
            list Some(1)
              item
                p One
              item
                p Two:
                code[Fenced] "Get-Foo"
                p Stray:
                code[Fenced] "Get-Bar"
              item
                p Three
          item
            p Next
        "#);
    }

    #[test]
    fn a_fence_on_the_marker_line_with_a_blank_info_string() {
        let text = "1.  Run:\n    \n    1.  ``` \n        Set-Foo -x <a b>\n        ```\n    \n    2.  Go on.\n";
        insta::assert_snapshot!(outline(&tree(text)), @r#"
        list Some(1)
          item
            p Run:
            list Some(1)
              item
                code[Fenced] "Set-Foo -x <a b>"
              item
                p Go on.
        "#);
    }

    #[test]
    fn indented_code_keeps_blank_lines_and_trailing_blanks_inside() {
        let text = "1.  Run:\n    \n        A-B one\n        \n        A-B two  \n        work*\n    \n    After.\n";
        insta::assert_snapshot!(outline(&tree(text)), @r#"
        list Some(1)
          item
            p Run:
            code[Indented] "A-B one\n\nA-B two  \nwork*"
            p After.
        "#);
    }

    #[test]
    fn a_command_without_a_fence_keeps_its_placeholders_and_backslashes() {
        let text = "1. Run:\n\n   Invoke-MonitoringProbe <health set name>\\<probe name> -Server <server name> | Format-List\n";
        insta::assert_snapshot!(outline(&tree(text)), @r#"
        list Some(1)
          item
            p Run:
            code[Lost] "Invoke-MonitoringProbe <health set name>\\<probe name> -Server <server name> | Format-List"
        "#);
    }

    #[test]
    fn a_naked_placeholder_in_prose_is_text() {
        assert_eq!(
            outline(&tree("Type <server name> or <b>x</b>.")),
            "p Type <server name> or x.\n"
        );
    }

    #[test]
    fn an_nbsp_line_is_nothing_and_an_nbsp_after_the_markers_still_makes_bold() {
        let blocks = tree("\u{a0}\n\n**\u{a0}Heading of alert**\n");
        assert_eq!(blocks.len(), 1);
        let BlockKind::Paragraph(text) = &blocks[0].kind else {
            panic!("a paragraph");
        };
        assert!(
            matches!(text[0].kind, InlineKind::Strong { .. }),
            "{text:?}"
        );
    }

    #[test]
    fn emphasis_beside_cjk_letters_is_mended() {
        let blocks = tree("在**<appSection>**節點中，**\\<x\\>**添加");
        let BlockKind::Paragraph(text) = &blocks[0].kind else {
            panic!("a paragraph");
        };
        let strong = text
            .iter()
            .filter(|inline| matches!(inline.kind, InlineKind::Strong { .. }));
        assert_eq!(strong.count(), 2, "{text:?}");
        assert_eq!(plain_text(text), "在<appSection>節點中，<x>添加");
    }

    #[test]
    fn an_escaped_asterisk_beside_the_markers_stays_inside() {
        let blocks = tree("**\u{a0}Failed\\***");
        let BlockKind::Paragraph(text) = &blocks[0].kind else {
            panic!("a paragraph");
        };
        assert_eq!(text.len(), 1, "{text:?}");
        assert_eq!(plain_text(text), "\u{a0}Failed*");
    }

    #[test]
    fn escaped_asterisks_stay_asterisks() {
        let blocks = tree("a \\*\\* b \\*\\* c");
        assert_eq!(outline(&blocks), "p a ** b ** c\n");
    }

    #[test]
    fn inline_html_means_what_it_says() {
        let blocks = tree("_<strong>適用先:</strong> X_ a<br/>b");
        let BlockKind::Paragraph(text) = &blocks[0].kind else {
            panic!("a paragraph");
        };
        let InlineKind::Emphasis { children } = &text[0].kind else {
            panic!("emphasis: {text:?}");
        };
        assert!(matches!(children[0].kind, InlineKind::Strong { .. }));
        assert!(
            text.iter()
                .any(|inline| inline.kind == InlineKind::HardBreak)
        );
    }

    #[test]
    fn a_table_inside_a_nested_item_and_one_cut_by_blank_lines() {
        let text = "1. A\n   1. B\n\n      <table>\n      <tbody>\n      <tr><td>x</td></tr>\n\n      <tr><td>y</td></tr>\n      </tbody>\n      </table>\n\n   2. C\n";
        insta::assert_snapshot!(outline(&tree(text)), @r"
        list Some(1)
          item
            p A
            list Some(1)
              item
                p B
                table 2 rows
              item
                p C
        ");
    }

    #[test]
    fn half_a_table_does_not_swallow_the_next_section() {
        let mut problems = Vec::new();
        let blocks = parse(
            "<table>\n<tr><td>x\n\n## H\n\n<table><tr><td>y</td></tr></table>\n",
            0,
            &mut problems,
        );
        assert_eq!(problems.len(), 1);
        assert_eq!(outline(&blocks), "table 1 rows\nh2 H\ntable 1 rows\n");
    }

    #[test]
    fn a_double_escaped_entity_stays_as_the_author_sees_it() {
        assert_eq!(
            outline(&tree("## a \\&lt;value\\&gt; b")),
            "h2 a &lt;value&gt; b\n"
        );
    }

    #[test]
    fn a_quote_with_lazy_continuation_and_breaks() {
        insta::assert_snapshot!(outline(&tree("> crashed 3 times.\nWatson: <br/><br/> \\<*Message*\\>\n")), @r"
        quote None
          p crashed 3 times. Watson:    <Message>
        ");
    }

    #[test]
    fn tight_items_keep_links_and_emphasis() {
        let blocks = tree("- [x](y) **z**\n- *a* b\n");
        let BlockKind::List(list) = &blocks[0].kind else {
            panic!("a list");
        };
        let texts: Vec<&BlockKind> = list.items.iter().map(|item| &item.blocks[0].kind).collect();
        assert!(
            matches!(texts[0], BlockKind::Paragraph(text) if text.len() == 3),
            "{texts:?}"
        );
        assert!(
            matches!(texts[1], BlockKind::Paragraph(text) if text.len() == 2),
            "{texts:?}"
        );
    }

    #[test]
    fn pipe_tables_and_alerts_are_understood() {
        insta::assert_snapshot!(outline(&tree("> [!NOTE]\n> Hm.\n\n| A | B |\n|---|---|\n| 1 | 2 |\n")), @r"
        quote Some(Note)
          p Hm.
        table 1 rows
        ");
    }

    #[test]
    fn ten_thousand_levels_are_flattened() {
        tree(&"> ".repeat(10_000));
        tree(&format!("{}x", "- ".repeat(10_000)));
        tree(&format!("{}x{}", "*a ".repeat(3_000), "*".repeat(3_000)));
    }
}
