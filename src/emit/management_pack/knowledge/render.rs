//! Articles to MAML: what stands in the model, in one language.

use std::fmt::Write as _;

use super::context::Context;
use super::finished::Piece;
use super::fragment::{SharedCommand, Slot};
use super::maml::{Maml, Runs, Style};
use crate::article::{Block, Note};
use crate::diagnostic::{SourceId, Span};
use crate::locale::Locale;
use crate::model::{Command, Item, List, ListStyle, Node, Section};
use crate::syntax::{Fence, Inline, InlineKind, is_blank};

/// Memory that one health set after the other is rendered in.
#[derive(Debug, Default)]
pub struct Room {
    /// What was rendered.
    pub maml: Maml,
    /// The pieces of it that articles are made of.
    pub pieces: Vec<Piece>,
    /// The paragraph in the making.
    runs: Runs,
    /// A sentence in the making.
    words: String,
    /// The label of a step.
    label: String,
}

/// Renders nodes and sections.
#[derive(Debug)]
pub struct Renderer<'k> {
    pub(super) context: Context<'k>,
    /// What was rendered.
    pub(super) maml: Maml,
    /// The commands with slots that were rendered, in order.
    pub(super) commands: Vec<SharedCommand>,
    /// The paragraph in the making, kept for its memory.
    runs: Runs,
    /// The numbers of the steps around the current place.
    path: Vec<u64>,
    /// A sentence in the making, kept for its memory.
    pub(super) words: String,
    /// The label of a step whose first paragraph has not come yet; else empty.
    label: String,
    /// The file that is rendered, if that is to be remembered.
    source: Option<SourceId>,
    /// The lines of the command that are still to be rendered, the last one first.
    command_lines: Vec<Span>,
}

impl<'k> Renderer<'k> {
    /// A renderer with nothing rendered yet.
    pub fn new(context: Context<'k>, room: Room) -> Self {
        Self {
            context,
            maml: room.maml.again(context.is_traced),
            commands: Vec::new(),
            runs: room.runs,
            path: Vec::new(),
            words: room.words,
            label: room.label,
            source: None,
            command_lines: Vec::new(),
        }
    }

    /// What was rendered.
    pub fn finish(self) -> Room {
        Room {
            maml: self.maml,
            pieces: Vec::new(),
            runs: self.runs,
            words: self.words,
            label: self.label,
        }
    }

    /// Says that what follows comes from the article as a whole.
    pub fn begin(&mut self) {
        if self.maml.is_traced() {
            self.source = None;
            self.maml.mark(self.context.title());
        }
    }

    /// Says which language of the article what follows comes from.
    fn enter(&mut self, locale: Locale) {
        if self.maml.is_traced() {
            let article = self.context.set.articles.get(locale);
            self.source = article.map(|article| article.source);
        }
    }

    /// Says which place of the article what follows comes from.
    pub(super) fn mark(&mut self, span: Span) {
        self.maml
            .mark(self.source.map(|source| span.within(source)));
    }

    /// A section with its heading, its nodes and its sub-sections.
    pub fn section(&mut self, section: &Section<'k>) {
        let heading = self.context.pick(&section.headings);
        if let Some((locale, _)) = heading
            && let Some(text) = section.texts.get(locale)
        {
            self.enter(locale);
            self.mark(text.heading.span);
        }
        let heading = heading.map(|(_, text)| text.trim());
        match heading {
            Some(heading) if !heading.is_empty() => self.maml.open_section(heading),
            _ => self.maml.open_section(&section.id.0),
        }
        self.section_content(section);
        self.maml.close_section();
    }

    /// What a section holds, without its heading.
    pub fn section_content(&mut self, section: &Section<'k>) {
        self.nodes(&section.nodes);
        if !section.children.is_empty() {
            self.maml.open_sections();
            for child in &section.children {
                self.section(child);
            }
            self.maml.close_sections();
        }
    }

    /// Several nodes.
    pub fn nodes(&mut self, nodes: &[Node<'k>]) {
        for node in nodes {
            match node {
                Node::Prose { text, .. } => {
                    if let Some((locale, block)) = self.context.pick(text) {
                        self.enter(locale);
                        self.block(block, locale);
                    }
                }
                Node::Command { command } => {
                    if let Some(command) = self.context.set.commands.get(command.0) {
                        self.command(command);
                    }
                }
                Node::List(list) => self.list(list),
            }
        }
    }

    fn list(&mut self, list: &List<'k>) {
        if list.items.is_empty() {
            return;
        }
        self.flush_label();
        self.maml.open_list();
        for item in &list.items {
            self.item(item, list.style);
        }
        self.maml.close_list();
    }

    fn item(&mut self, item: &Item<'k>, style: ListStyle) {
        let number = (style != ListStyle::Bullets).then_some(item.number);
        self.numbered(number, |renderer| renderer.nodes(&item.nodes));
    }

    /// An item with `content`; its number, if it has one, stands before its first paragraph.
    fn numbered(&mut self, number: Option<u64>, content: impl FnOnce(&mut Self)) {
        self.maml.open_item();
        if let Some(number) = number {
            self.path.push(number);
            self.label.clear();
            push_step_label(&mut self.label, &self.path);
        }
        let start = self.maml.len();
        content(self);
        self.flush_label();
        if self.maml.len() == start {
            self.maml.empty_para();
        }
        if number.is_some() {
            self.path.pop();
        }
        self.maml.close_item();
    }

    pub(super) fn flush_label(&mut self) {
        self.maml.para(&Style::Plain, self.label.trim_end());
        self.label.clear();
    }

    /// A command, line by line. Placeholders for names that a monitor knows become slots.
    fn command(&mut self, command: &Command<'_>) {
        self.flush_label();
        self.mark_command(command);
        let placeholders = &command.shape.placeholders;
        let with_probe = placeholders
            .iter()
            .any(|use_| Slot::of_placeholder(&use_.name, true) == Some(Slot::Probe));
        let mut at = 0;
        let begin = self.maml.len();
        let mut slots = Vec::new();
        self.maml.open_line();
        for placeholder in placeholders {
            let (start, end) = (
                placeholder.span.start as usize,
                placeholder.span.end as usize,
            );
            let Some(slot) = Slot::of_placeholder(&placeholder.name, with_probe) else {
                continue;
            };
            let (Some(before), Some(text)) =
                (command.text.get(at..start), command.text.get(start..end))
            else {
                continue;
            };
            self.lines(before);
            let from = self.maml.len();
            self.maml.line_text(text);
            slots.push((from..self.maml.len(), slot));
            at = end;
        }
        self.lines(&command.text[at..]);
        self.maml.close_line();
        if !slots.is_empty() {
            let place = begin..self.maml.len();
            self.commands.push(SharedCommand { place, slots });
        }
    }

    /// Says which lines of the article the lines of a command come from.
    fn mark_command(&mut self, command: &Command<'_>) {
        self.command_lines.clear();
        if !self.maml.is_traced() {
            return;
        }
        let Some((locale, written)) = self.context.pick(&command.uses) else {
            return;
        };
        self.enter(locale);
        self.mark(written.span);
        let lines = command.text.split('\n').count();
        let article = self.context.set.articles.get(locale);
        if let Some(article) = article.filter(|_| written.text.lines().count() == lines) {
            let first = article.lines.line(written.span.start);
            let first = first + usize::from(written.fence == Fence::Fenced);
            let places = (first..first + lines).filter_map(|line| article.lines.span(line));
            self.command_lines = places.rev().collect();
            self.next_command_line();
        }
    }

    fn next_command_line(&mut self) {
        if let Some(span) = self.command_lines.pop() {
            self.mark(span);
        }
    }

    fn lines(&mut self, text: &str) {
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.maml.close_line();
                self.next_command_line();
                self.maml.open_line();
            }
            self.maml.line_text(line.trim_end_matches('\r'));
        }
    }

    /// A command of an article in `locale`, by its number there.
    fn numbered_command(&mut self, number: usize, locale: Locale, written: &str) {
        match self.context.set.command(locale, number) {
            Some(command) => self.command(command),
            None => {
                self.flush_label();
                self.maml.open_line();
                self.lines(written);
                self.maml.close_line();
            }
        }
    }

    fn block(&mut self, block: &Block, locale: Locale) {
        self.mark(block.span());
        match block {
            Block::Paragraph(paragraph) => self.paragraph(&paragraph.text),
            Block::Note(note) => self.note(note),
            Block::Command(command) => self.numbered_command(command.number, locale, &command.text),
            Block::Steps(steps) => {
                let items = steps.steps.iter().map(|step| {
                    let number = step.path.0.last().map(|segment| u64::from(segment.number));
                    (number, step.blocks.as_slice())
                });
                self.block_list(items, locale);
            }
            Block::Items(list) => {
                let items = list.items.iter().zip(0..).map(|(blocks, at)| {
                    (
                        list.start.map(|start| start.saturating_add(at)),
                        blocks.as_slice(),
                    )
                });
                self.block_list(items, locale);
            }
            Block::Probes(table) => self.probe_table(table),
            Block::Table(table) => self.table(table),
            Block::Quote(quote) => {
                for block in &quote.blocks {
                    self.block(block, locale);
                }
            }
            Block::Heading(heading) => self.styled_paragraph(&heading.text, &Style::Strong),
            Block::Rule { .. } => {}
        }
    }

    fn block_list<'b>(
        &mut self,
        items: impl Iterator<Item = (Option<u64>, &'b [Block])>,
        locale: Locale,
    ) {
        let mut items = items.peekable();
        if items.peek().is_none() {
            return;
        }
        self.flush_label();
        self.maml.open_list();
        for (number, blocks) in items {
            self.numbered(number, |renderer| {
                for block in blocks {
                    renderer.block(block, locale);
                }
            });
        }
        self.maml.close_list();
    }

    pub(super) fn paragraph(&mut self, text: &[Inline]) {
        self.styled_paragraph(text, &Style::Plain);
    }

    pub(super) fn styled_paragraph(&mut self, text: &[Inline], style: &Style) {
        self.paragraph_of(|renderer, runs| renderer.inlines(runs, text, style));
    }

    fn note(&mut self, note: &Note) {
        self.paragraph_of(|renderer, runs| {
            renderer.context.push_label(runs, &note.label);
            renderer.inlines(runs, &note.text, &Style::Plain);
        });
    }

    /// A paragraph that begins with the label of its step, if it is the first one there.
    fn paragraph_of(&mut self, content: impl FnOnce(&mut Self, &mut Runs)) {
        let mut runs = std::mem::take(&mut self.runs);
        runs.clear();
        runs.push(&Style::Plain, &self.label);
        self.label.clear();
        content(self, &mut runs);
        self.maml.runs(&runs);
        self.runs = runs;
    }

    fn inlines(&mut self, runs: &mut Runs, text: &[Inline], style: &Style) {
        for inline in text {
            if let Some(source) = self.source {
                runs.mark(inline.span.within(source));
            }
            match &inline.kind {
                InlineKind::Text { text } | InlineKind::Label { text, .. } => {
                    runs.push(style, text);
                }
                InlineKind::Code { text } if *style == Style::Plain => {
                    runs.push(&Style::Code, text)
                }
                InlineKind::Code { text } => runs.push(style, text),
                InlineKind::Emphasis { children } => self.inlines(runs, children, style),
                InlineKind::Strong { children } => {
                    let style = if *style == Style::Plain {
                        &Style::Strong
                    } else {
                        style
                    };
                    self.inlines(runs, children, style);
                }
                InlineKind::Link { target, children } => {
                    let address = self.context.address(target).map(Style::Link);
                    self.inlines(runs, children, address.as_ref().unwrap_or(style));
                    if let Some(link @ Style::Link(address)) = &address
                        && is_blank(children)
                    {
                        runs.push(link, address);
                    }
                }
                InlineKind::Image { alt, .. } => runs.push(style, alt),
                InlineKind::SoftBreak => runs.push(style, " "),
                InlineKind::HardBreak => {
                    self.maml.runs(runs);
                    runs.clear();
                }
            }
        }
    }
}

/// Appends what a reader calls a step: `2.`, `2c.`, `2c1.` …, as the articles refer to it.
fn push_step_label(label: &mut String, path: &[u64]) {
    for (level, number) in path.iter().enumerate() {
        let letter = u8::try_from(*number).ok().filter(|n| (1..=26).contains(n));
        match letter {
            Some(n) if level % 2 == 1 => label.push(char::from(b'a' + n - 1)),
            _ => {
                if level % 2 == 1 {
                    label.push('.');
                }
                // Writing to memory does not fail.
                let _ = write!(label, "{number}");
            }
        }
    }
    label.push_str(". ");
}

#[cfg(test)]
mod tests {
    use super::push_step_label;

    fn step_label(path: &[u64]) -> String {
        let mut label = String::new();
        push_step_label(&mut label, path);
        label
    }

    #[test]
    fn steps_are_called_what_articles_call_them() {
        assert_eq!(step_label(&[2]), "2. ");
        assert_eq!(step_label(&[2, 3]), "2c. ");
        assert_eq!(step_label(&[2, 3, 1]), "2c1. ");
        assert_eq!(step_label(&[2, 30]), "2.30. ");
    }
}
