//! MAML, as far as the SCOM console shows it: sections, paragraphs, lists, tables, bold, code, links.
//!
//! What the console drops or refuses has no function here. The facts behind it are those of the console's own
//! transform (`knowledge2html.xsl`) and of the schema: a list has no numbers, so they stand in the text; a line
//! break vanishes, so it ends the paragraph; white space alone between two elements vanishes, so it goes into the
//! element before it; bold, code and links never nest.

use super::text::{push_address, push_text};

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

/// A paragraph in the making.
#[derive(Debug, Default)]
pub struct Runs {
    text: String,
    /// Each run with the place in `text` where it ends.
    runs: Vec<(Style, usize)>,
}

impl Runs {
    /// Adds `text` in `style`, to the run before it if that has the same style.
    pub fn push(&mut self, style: Style, text: &str) {
        if text.is_empty() {
            return;
        }
        self.text.push_str(text);
        let end = self.text.len();
        match self.runs.last_mut() {
            Some((last, at)) if *last == style => *at = end,
            // White space alone between two elements vanishes in the console.
            Some((last, at))
                if style == Style::Plain && *last != Style::Plain && is_blank(text) =>
            {
                *at = end;
            }
            _ => self.runs.push((style, end)),
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

/// The knowledge article, or a part of one, in the making.
#[derive(Debug, Default)]
pub struct Maml {
    out: String,
}

impl Maml {
    /// What was written.
    pub fn finish(self) -> String {
        self.out
    }

    /// How many bytes were written.
    pub fn len(&self) -> usize {
        self.out.len()
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// Appends finished MAML.
    pub fn append(&mut self, maml: &str) {
        self.out.push_str(maml);
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
    pub fn para(&mut self, style: Style, text: &str) {
        let mut runs = Runs::default();
        runs.push(style, text);
        self.runs(&runs);
    }

    /// A paragraph; nothing if there is nothing to see.
    pub fn runs(&mut self, runs: &Runs) {
        if runs.is_blank() {
            return;
        }
        self.out.push_str("\n<maml:para>");
        let mut start = 0;
        for (style, end) in &runs.runs {
            self.run(style, &runs.text[start..*end]);
            start = *end;
        }
        self.out.push_str("</maml:para>");
    }

    fn run(&mut self, style: &Style, text: &str) {
        match style {
            Style::Plain => push_text(&mut self.out, text),
            Style::Strong => self.element("maml:ui", text),
            Style::Code => self.element("maml:codeInline", text),
            Style::Link(address) => {
                self.out.push_str("<maml:navigationLink>");
                self.element("maml:linkText", text);
                self.out.push_str("<maml:uri href=\"");
                push_address(&mut self.out, address);
                self.out.push_str("\"/></maml:navigationLink>");
            }
        }
    }

    fn element(&mut self, name: &str, text: &str) {
        for part in ["<", name, ">"] {
            self.out.push_str(part);
        }
        push_text(&mut self.out, text);
        for part in ["</", name, ">"] {
            self.out.push_str(part);
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
            self.para(Style::Plain, text);
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
            all.push(style.clone(), text);
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
