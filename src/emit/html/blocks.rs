//! The body of an article: every block the author wrote, in its order.

use std::borrow::Cow;

use super::anchors::{Anchors, StepAnchor, aligned_one};
use super::site::Site;
use super::text::{attribute, attribute_of, href_to, put};
use super::{commands, inlines, probe_table, tables};
use crate::article::{self, Article, Block, ItemList, Note, Quote, Steps};
use crate::diagnostic::Diagnostic;
use crate::model::{HealthSet, SectionId};
use crate::syntax::{escape_html, is_blank};

/// Writes the body of one article.
pub(super) struct Writer<'s, 'a> {
    pub(super) site: &'s Site<'a>,
    pub(super) set: &'a HealthSet<'a>,
    pub(super) article: &'a Article,
    pub(super) anchors: Anchors<'a>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) out: String,
}

/// Where a block stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    /// The section, before the first one none.
    section: Option<&'p SectionId>,
    /// The level of the heading above.
    heading: u8,
    /// How many procedures it stands in.
    depth: usize,
}

/// A rendered article.
#[derive(Debug)]
pub(super) struct Body {
    /// Everything behind the title and the metadata.
    pub(super) html: String,
    /// What could not be shown.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Renders the article of `set` that is `article`.
pub(super) fn body<'a>(site: &Site<'a>, set: &'a HealthSet<'a>, article: &'a Article) -> Body {
    let mut writer = Writer {
        site,
        set,
        article,
        anchors: Anchors::new(set, article),
        diagnostics: Vec::new(),
        out: String::with_capacity(16 * 1024),
    };
    let place = Place {
        section: None,
        heading: 1,
        depth: 0,
    };
    writer.blocks(&article.introduction, place);
    for (number, section) in article.sections.iter().enumerate() {
        if let Some(id) = writer.anchors.section(number).cloned() {
            writer.section(section, id, 2);
        }
    }
    for monitor in &set.monitors {
        writer.anchor(monitor.id.as_str());
    }
    Body {
        html: writer.out,
        diagnostics: writer.diagnostics,
    }
}

impl<'a> Writer<'_, 'a> {
    fn section(&mut self, section: &'a article::Section, id: Cow<'a, SectionId>, level: u8) {
        self.out.push_str("<section");
        self.id(match &id {
            Cow::Borrowed(id) => Cow::Borrowed(&id.0),
            Cow::Owned(id) => Cow::Owned(id.to_string()),
        });
        self.out.push_str(">\n");
        for monitor in &self.set.monitors {
            if monitor.recovery.as_ref() == Some(&*id) && monitor.id.as_str() != &*id.0 {
                self.anchor(monitor.id.as_str());
            }
        }
        self.heading(&section.heading.text, level, Some(&id));
        let place = Place {
            section: Some(&id),
            heading: level,
            depth: 0,
        };
        self.blocks(&section.blocks, place);
        for (number, child) in section.children.iter().enumerate() {
            let child_id = self.child_id(section, &id, child, number);
            self.section(child, child_id, (level + 1).min(6));
        }
        self.out.push_str("</section>\n");
    }

    fn child_id(
        &self,
        parent: &article::Section,
        parent_id: &SectionId,
        child: &article::Section,
        number: usize,
    ) -> Cow<'a, SectionId> {
        let locale = self.article.locale;
        aligned_one(&self.set.sections, locale, parent)
            .and_then(|parent| aligned_one(&parent.children, locale, child))
            .map_or_else(
                || {
                    Cow::Owned(SectionId(
                        format!("{parent_id}-section-{}", number + 1).into(),
                    ))
                },
                |section| Cow::Borrowed(&section.id),
            )
    }

    /// An empty place that a link can lead to, unless there is such a place already.
    fn anchor(&mut self, id: &'a str) {
        if !self.anchors.has(id) {
            self.out.push_str("<span class=\"anchor\"");
            self.id(id.into());
            self.out.push_str("></span>");
        }
    }

    /// Appends an ID as an attribute, unless the page has it already.
    pub(super) fn id(&mut self, id: Cow<'a, str>) {
        if !self.anchors.has(&id) {
            attribute("id", &id, &mut self.out);
            self.anchors.add(id);
        }
    }

    /// A heading; where it holds no link, it is one to its section.
    fn heading(&mut self, text: &'a [crate::syntax::Inline], level: u8, id: Option<&SectionId>) {
        if is_blank(text) {
            return;
        }
        put!(self.out, "<h{level}>");
        match id.filter(|_| !inlines::has_link(text)) {
            Some(id) => {
                self.out.push_str("<a class=\"self\"");
                href_to(&id.0, &mut self.out);
                self.out.push('>');
                self.inside_link(text);
                self.out.push_str("</a>");
            }
            None => self.inlines(text),
        }
        put!(self.out, "</h{level}>\n");
    }

    pub(super) fn blocks(&mut self, blocks: &'a [Block], place: Place<'_>) {
        for block in blocks {
            self.block(block, place);
        }
    }

    fn block(&mut self, block: &'a Block, place: Place<'_>) {
        match block {
            Block::Paragraph(paragraph) => self.paragraph(&paragraph.text),
            Block::Note(note) => self.note(note),
            Block::Command(command) => {
                let languages = self.site.languages;
                commands::command(
                    self.set,
                    languages,
                    self.article.locale,
                    command,
                    &mut self.out,
                );
            }
            Block::Steps(steps) => self.steps(steps, place),
            Block::Items(list) => self.items(list, place),
            Block::Probes(table) => probe_table::write(self, table),
            Block::Table(table) => tables::table(self, &table.table),
            Block::Quote(quote) => self.quote(quote, place),
            Block::Heading(heading) => {
                self.heading(&heading.text, (place.heading + 1).min(6), None);
            }
            Block::Rule { .. } => self.out.push_str("<hr>\n"),
        }
    }

    pub(super) fn paragraph(&mut self, text: &'a [crate::syntax::Inline]) {
        if is_blank(text) {
            return;
        }
        self.out.push_str("<p>");
        self.inlines(text);
        self.out.push_str("</p>\n");
    }

    fn note(&mut self, note: &'a Note) {
        self.out
            .push_str("<div class=\"note\" role=\"note\"><p><strong class=\"label\">");
        escape_html(&note.label, &mut self.out);
        self.out.push_str("</strong> ");
        self.inlines(&note.text);
        self.out.push_str("</p></div>\n");
    }

    fn steps(&mut self, steps: &'a Steps, place: Place<'_>) {
        const STYLES: [Option<&str>; 3] = [None, Some("a"), Some("i")];
        self.out.push_str("<ol class=\"steps\"");
        if let Some(style) = STYLES[place.depth % STYLES.len()] {
            attribute("type", style, &mut self.out);
        }
        let number = |step: &article::Step| step.path.0.last().map(|segment| segment.number);
        if let Some(first) = steps.steps.first().and_then(number)
            && first != 1
        {
            attribute_of("start", &first, &mut self.out);
        }
        self.out.push_str(">\n");
        for item in &steps.steps {
            self.out.push_str("<li");
            if let Some(section) = place.section {
                let mut id = String::with_capacity(section.0.len() + 8);
                put!(id, "{}", StepAnchor(section, &item.path));
                self.id(id.into());
            }
            self.out.push('>');
            let depth = place.depth + 1;
            self.item(&item.blocks, Place { depth, ..place });
        }
        self.out.push_str("</ol>\n");
    }

    fn items(&mut self, list: &'a ItemList, place: Place<'_>) {
        let tag = if list.start.is_some() { "ol" } else { "ul" };
        put!(self.out, "<{tag}");
        if let Some(start) = list.start.filter(|&start| start != 1) {
            attribute_of("start", &start, &mut self.out);
        }
        self.out.push_str(">\n");
        for item in &list.items {
            self.out.push_str("<li>");
            self.item(item, place);
        }
        put!(self.out, "</{tag}>\n");
    }

    /// The blocks of an item and its end; a single paragraph needs no element of its own.
    fn item(&mut self, blocks: &'a [Block], place: Place<'_>) {
        match blocks {
            [Block::Paragraph(paragraph)] => self.inlines(&paragraph.text),
            blocks => self.blocks(blocks, place),
        }
        self.out.push_str("</li>\n");
    }

    fn quote(&mut self, quote: &'a Quote, place: Place<'_>) {
        match quote.alert {
            Some(alert) => {
                let class = tables::alert_class(alert);
                put!(self.out, "<div class=\"note {class}\" role=\"note\">\n");
                self.blocks(&quote.blocks, place);
                self.out.push_str("</div>\n");
            }
            None => {
                self.out.push_str("<blockquote>\n");
                self.blocks(&quote.blocks, place);
                self.out.push_str("</blockquote>\n");
            }
        }
    }
}
