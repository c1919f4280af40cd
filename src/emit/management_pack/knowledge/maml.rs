//! MAML, as far as the SCOM console shows it: sections, paragraphs, lists, tables, bold, code, links.
//!
//! What the console drops or refuses has no function here. The facts behind it are those of the console's own
//! transform (`knowledge2html.xsl`) and of the schema: a list has no numbers, so they stand in the text; a line
//! break vanishes, so it ends the paragraph; white space alone between two elements vanishes, so it goes into the
//! element before it; bold, code and links never nest.

use std::ops::Range;

use super::text::{push_address, push_text};
use crate::diagnostic::Location;

/// How a piece of running text looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Style {
    /// As it is.
    Plain,
    /// Bold.
    Strong,
    /// Code; the console shows it as it is.
    Code,
    /// A link to this address.
    Link(String),
}

impl Style {
    /// How many bytes of tags stand before a text of this style.
    fn tags(&self) -> usize {
        let tags = match self {
            Self::Plain => "",
            Self::Strong => "<maml:ui>",
            Self::Code => "<maml:codeInline>",
            Self::Link(_) => "<maml:navigationLink><maml:linkText>",
        };
        tags.len()
    }
}

/// A paragraph in the making.
#[derive(Debug, Default)]
pub struct Runs {
    text: String,
    /// Each run with the place in `text` where it ends.
    runs: Vec<(Style, usize)>,
    /// White space after a link, which goes into what follows rather than be underlined.
    blank: String,
    /// What pieces of `text` come from: each from this byte on.
    marks: Vec<(usize, Location)>,
}

impl Runs {
    /// Adds `text` in `style`, to the run before it if that has the same style. White space alone between two elements
    /// vanishes in the console, so it becomes part of one of them.
    pub fn push(&mut self, style: &Style, text: &str) {
        if text.is_empty() {
            return;
        }
        let after = self.runs.last().map(|(style, _)| style);
        let between = *style == Style::Plain && is_blank(text);
        match after {
            Some(Style::Link(_)) if between => return self.blank.push_str(text),
            Some(Style::Strong | Style::Code) if between => {
                self.text.push_str(text);
                return self.extend_last();
            }
            _ => {}
        }
        if !self.blank.is_empty() {
            self.text.push_str(&self.blank);
            self.blank.clear();
            if matches!(style, Style::Link(_)) {
                self.extend_last();
            }
        }
        self.text.push_str(text);
        match self.runs.last() {
            Some((last, _)) if last == style => self.extend_last(),
            _ => self.runs.push((style.clone(), self.text.len())),
        }
    }

    /// Begins anew, in the same memory.
    pub fn clear(&mut self) {
        self.text.clear();
        self.runs.clear();
        self.blank.clear();
        self.marks.clear();
    }

    /// Says what the text that follows comes from.
    pub fn mark(&mut self, place: Location) {
        self.marks.push((self.text.len(), place));
    }

    fn extend_last(&mut self) {
        let end = self.text.len();
        if let Some((_, at)) = self.runs.last_mut() {
            *at = end;
        }
    }

    /// Whether there is nothing to see.
    pub fn is_blank(&self) -> bool {
        is_blank(&self.text)
    }
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_whitespace())
}

/// Knowledge articles, or parts of them, in the making.
#[derive(Debug, Default)]
pub struct Maml {
    out: String,
    /// What pieces of `out` come from, each from this byte on; `None` where nobody asks.
    marks: Option<Vec<(usize, Location)>>,
}

impl Maml {
    /// Nothing yet; where a piece comes from is remembered if `is_traced`.
    pub fn new(is_traced: bool) -> Self {
        Self::default().again(is_traced)
    }

    /// Nothing yet, in the same memory.
    pub fn again(mut self, is_traced: bool) -> Self {
        self.out.clear();
        self.marks = is_traced.then(Vec::new);
        self
    }

    /// Whether it remembers where a piece comes from.
    pub fn is_traced(&self) -> bool {
        self.marks.is_some()
    }

    /// Says what the pieces that follow come from.
    pub fn mark(&mut self, place: Option<Location>) {
        if let (Some(marks), Some(place)) = (&mut self.marks, place) {
            marks.push((self.out.len(), place));
        }
    }

    /// What the piece at `byte` comes from, if that is known.
    pub fn place(&self, byte: usize) -> Option<Location> {
        let marks = self.marks.as_ref()?;
        let after = marks.partition_point(|(from, _)| *from <= byte);
        Some(marks.get(after.checked_sub(1)?)?.1)
    }

    /// What was written.
    pub fn finish(self) -> String {
        self.out
    }

    /// What was written up to now.
    pub fn as_str(&self) -> &str {
        &self.out
    }

    /// How many bytes were written.
    pub fn len(&self) -> usize {
        self.out.len()
    }

    /// Keeps what follows apart from what was written: a line break that is part of neither.
    pub fn part(&mut self) {
        self.out.push('\n');
    }

    /// Writes once more what stands at `part`.
    pub fn copy(&mut self, part: Range<usize>) {
        let to = self.out.len();
        if let Some(marks) = &mut self.marks {
            let inside = marks.iter().filter(|(from, _)| part.contains(from));
            let copied: Vec<(usize, Location)> = inside
                .map(|(from, place)| (from - part.start + to, *place))
                .collect();
            marks.extend(copied);
        }
        self.out.extend_from_within(part);
    }

    /// An empty paragraph, where one must stand.
    pub fn empty_para(&mut self) {
        self.out.push_str("<maml:para/>");
    }

    /// Begins a section.
    pub fn open_section(&mut self, title: &str) {
        self.out.push_str("\n<maml:section><maml:title>");
        push_text(&mut self.out, title.trim());
        self.out.push_str("</maml:title>");
    }

    /// Ends a section.
    pub fn close_section(&mut self) {
        self.out.push_str("\n</maml:section>");
    }

    /// Begins the sections in a section. One must follow.
    pub fn open_sections(&mut self) {
        self.out.push_str("\n<maml:sections>");
    }

    /// Ends the sections in a section.
    pub fn close_sections(&mut self) {
        self.out.push_str("</maml:sections>");
    }

    /// A paragraph of one style.
    pub fn para(&mut self, style: &Style, text: &str) {
        if is_blank(text) {
            return;
        }
        self.out.push_str("\n<maml:para>");
        self.run(style, text);
        self.out.push_str("</maml:para>");
    }

    /// A paragraph; nothing if there is nothing to see.
    pub fn runs(&mut self, runs: &Runs) {
        if runs.is_blank() {
            return;
        }
        self.out.push_str("\n<maml:para>");
        let mut start = 0;
        let mut marks = runs.marks.as_slice();
        for (style, end) in &runs.runs {
            let text = &runs.text[start..*end];
            if self.is_traced() {
                marks = self.mark_run(marks, style, text, start);
            }
            self.run(style, text);
            start = *end;
        }
        self.out.push_str("</maml:para>");
    }

    /// Marks the pieces of a run whose `text` begins at `start`, and returns the marks of later ones.
    fn mark_run<'m>(
        &mut self,
        marks: &'m [(usize, Location)],
        style: &Style,
        text: &str,
        start: usize,
    ) -> &'m [(usize, Location)] {
        let own = marks.partition_point(|(at, _)| *at < start + text.len());
        let (own, later) = marks.split_at(own);
        let tags = self.out.len() + style.tags();
        let mut written = String::new();
        let mut from = 0;
        for (at, place) in own {
            let piece = text.get(from..at - start).unwrap_or_default();
            push_text(&mut written, piece);
            from = at - start;
            let at = if from == 0 {
                self.out.len()
            } else {
                tags + written.len()
            };
            self.marks
                .iter_mut()
                .for_each(|marks| marks.push((at, *place)));
        }
        later
    }

    fn run(&mut self, style: &Style, text: &str) {
        let out = &mut self.out;
        match style {
            Style::Plain => push_text(out, text),
            Style::Strong => {
                out.push_str("<maml:ui>");
                push_text(out, text);
                out.push_str("</maml:ui>");
            }
            Style::Code => {
                out.push_str("<maml:codeInline>");
                push_text(out, text);
                out.push_str("</maml:codeInline>");
            }
            Style::Link(address) => {
                out.push_str("<maml:navigationLink><maml:linkText>");
                push_text(out, text);
                out.push_str("</maml:linkText><maml:uri href=\"");
                push_address(out, address);
                out.push_str("\"/></maml:navigationLink>");
            }
        }
    }

    /// Begins a line of a command: a paragraph in bold, so that it stands out and can be copied whole.
    pub fn open_line(&mut self) {
        self.out.push_str("\n<maml:para><maml:ui>");
    }

    /// A piece of a line of a command.
    pub fn line_text(&mut self, text: &str) {
        push_text(&mut self.out, text);
    }

    /// Ends a line of a command.
    pub fn close_line(&mut self) {
        self.out.push_str("</maml:ui></maml:para>");
    }

    /// Begins a list. An item must follow.
    pub fn open_list(&mut self) {
        self.out.push_str("\n<maml:list>");
    }

    /// Begins an item.
    pub fn open_item(&mut self) {
        self.out.push_str("\n<maml:listItem>");
    }

    /// Ends an item.
    pub fn close_item(&mut self) {
        self.out.push_str("</maml:listItem>");
    }

    /// Ends a list.
    pub fn close_list(&mut self) {
        self.out.push_str("</maml:list>");
    }

    /// Begins a table. A row must follow.
    pub fn open_table(&mut self) {
        self.out.push_str("\n<maml:table>");
    }

    /// Ends a table.
    pub fn close_table(&mut self) {
        self.out.push_str("\n</maml:table>");
    }

    /// Begins the row of headings.
    pub fn open_header(&mut self) {
        self.out.push_str("\n<maml:tableHeader><maml:row>");
    }

    /// Ends the row of headings.
    pub fn close_header(&mut self) {
        self.out.push_str("</maml:row></maml:tableHeader>");
    }

    /// Begins a row. A cell must follow.
    pub fn open_row(&mut self) {
        self.out.push_str("\n<maml:row>");
    }

    /// Ends a row.
    pub fn close_row(&mut self) {
        self.out.push_str("</maml:row>");
    }

    /// Begins a cell.
    pub fn open_cell(&mut self) {
        self.out.push_str("<maml:entry>");
    }

    /// Ends a cell; an empty one gets an empty paragraph.
    pub fn close_cell(&mut self) {
        if self.out.ends_with("<maml:entry>") {
            self.out.push_str("<maml:para/>");
        }
        self.out.push_str("</maml:entry>");
    }

    /// A heading of a column.
    pub fn heading_cell(&mut self, text: &str) {
        self.out.push_str("<maml:headerEntry><maml:para>");
        push_text(&mut self.out, text);
        self.out.push_str("</maml:para></maml:headerEntry>");
    }

    /// A cell of plain paragraphs.
    pub fn cell<'t>(&mut self, paragraphs: impl IntoIterator<Item = &'t str>) {
        self.open_cell();
        for text in paragraphs {
            self.para(&Style::Plain, text);
        }
        self.close_cell();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(runs: &[(Style, &str)]) -> String {
        let mut all = Runs::default();
        for (style, text) in runs {
            all.push(style, text);
        }
        let mut maml = Maml::default();
        maml.runs(&all);
        maml.finish()
    }

    #[test]
    fn white_space_between_elements_is_kept_inside_one() {
        assert_eq!(
            paragraph(&[
                (Style::Strong, "a"),
                (Style::Plain, " "),
                (Style::Code, "b")
            ]),
            "\n<maml:para><maml:ui>a </maml:ui><maml:codeInline>b</maml:codeInline></maml:para>"
        );
    }

    #[test]
    fn white_space_after_a_link_is_not_underlined_if_it_need_not_be() {
        let link = || Style::Link("https://a.b/".to_owned());
        let first = "\n<maml:para><maml:navigationLink><maml:linkText>a";
        let second = "</maml:linkText><maml:uri href=\"https://a.b/\"/></maml:navigationLink>";
        assert_eq!(
            paragraph(&[(link(), "a"), (Style::Plain, " "), (Style::Strong, "b")]),
            format!("{first}{second}<maml:ui> b</maml:ui></maml:para>")
        );
        let other = Style::Link("https://c.d/".to_owned());
        let text = paragraph(&[(link(), "a"), (Style::Plain, " "), (other, "b")]);
        assert!(text.starts_with(&format!("{first} {second}")), "{text}");
    }

    #[test]
    fn runs_of_one_style_are_one_element() {
        assert_eq!(
            paragraph(&[
                (Style::Strong, "a"),
                (Style::Strong, "b"),
                (Style::Plain, " c")
            ]),
            "\n<maml:para><maml:ui>ab</maml:ui> c</maml:para>"
        );
    }

    #[test]
    fn nothing_makes_no_paragraph() {
        assert_eq!(paragraph(&[(Style::Plain, " "), (Style::Strong, "")]), "");
    }

    #[test]
    fn empty_cells_have_a_paragraph() {
        let mut maml = Maml::default();
        maml.cell([""]);
        assert_eq!(maml.finish(), "<maml:entry><maml:para/></maml:entry>");
    }
}
