//! Indented XML: elements as closures, and a record of the libraries that were referred to.

use std::collections::BTreeSet;
use std::fmt::{self, Write as _};

use super::super::element::{Foreign, Library, Reference};
use crate::byte_search::position;

/// The indentation of the deepest line: what is deeper is not indented further.
const BLANKS: &str =
    "                                                                                ";

/// Writes indented XML into memory.
#[derive(Default)]
pub struct Xml {
    out: String,
    /// How many elements are open.
    depth: usize,
    /// The libraries that something refers to.
    pub libraries: BTreeSet<Library>,
}

impl Xml {
    /// A writer that goes on behind `begin`, for about `room` bytes.
    pub fn new(begin: &str, room: usize) -> Self {
        let mut out = String::with_capacity(begin.len() + room);
        out.push_str(begin);
        Self {
            out,
            ..Self::default()
        }
    }

    /// What was written.
    pub fn finish(self) -> String {
        self.out
    }

    /// How many bytes were written.
    pub fn len(&self) -> usize {
        self.out.len()
    }

    /// Begins an element.
    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.out.push('>');
        self.depth += 1;
    }

    /// Ends an element.
    pub fn close(&mut self, name: &str) {
        self.depth -= 1;
        self.line();
        self.end(name);
    }

    /// An element with others in it.
    pub fn element(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        content: impl FnOnce(&mut Self),
    ) {
        self.open(name, attributes);
        content(self);
        self.close(name);
    }

    /// An element with others in it, unless there are none.
    pub fn section<T>(&mut self, name: &str, items: &[T], item: impl Fn(&mut Self, &T)) {
        if items.is_empty() {
            return;
        }
        self.element(name, &[], |xml| items.iter().for_each(|it| item(xml, it)));
    }

    /// An element without content.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.out.push_str("/>");
    }

    /// An element with text.
    pub fn text(&mut self, name: &str, text: &str) {
        self.text_with(name, &[], text);
    }

    /// An element with attributes and text.
    pub fn text_with(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.start(name, attributes);
        self.out.push('>');
        push_escaped(&mut self.out, text);
        self.end(name);
    }

    /// An element with attributes and a text of names, numbers and signs that need no escape.
    pub fn shown(&mut self, name: &str, attributes: &[(&str, &str)], text: &impl fmt::Display) {
        self.start(name, attributes);
        // Writing to memory does not fail.
        let _ = write!(self.out, ">{text}");
        self.end(name);
    }

    /// The text of a reference; its library is recorded.
    pub fn reference<'r>(&mut self, reference: &'r Reference) -> &'r str {
        if let Reference::Foreign(foreign) = reference {
            self.libraries.insert(foreign.library);
        }
        reference.as_str()
    }

    /// The text of a reference to a library, which is recorded.
    pub fn foreign(&mut self, foreign: Foreign) -> &'static str {
        self.libraries.insert(foreign.library);
        foreign.as_str()
    }

    /// Begins a line, unless it is the first one.
    fn line(&mut self) {
        if !self.out.is_empty() {
            self.out.push('\n');
            let blanks = BLANKS.get(..2 * self.depth);
            self.out.push_str(blanks.unwrap_or(BLANKS));
        }
    }

    /// A start tag on a line of its own, but for what ends it.
    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.line();
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            push_escaped(&mut self.out, value);
            self.out.push('"');
        }
    }

    fn end(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }
}

/// Appends `text` to `out` as the text of an element or the value of an attribute.
pub fn push_escaped(out: &mut String, text: &str) {
    let is_special =
        |byte| (byte == b'<') | (byte == b'>') | (byte == b'&') | (byte == b'"') | (byte == b'\'');
    let mut rest = text;
    while let Some(at) = position(rest.as_bytes(), is_special) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        out.push_str(match special.as_bytes()[0] {
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'&' => "&amp;",
            b'"' => "&quot;",
            _ => "&apos;",
        });
        rest = &special[1..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_reads_otherwise_is_escaped_wherever_it_stands() {
        for at in 0..40 {
            for (given, expected) in [
                ("<", "&lt;"),
                (">", "&gt;"),
                ("&", "&amp;"),
                ("\"", "&quot;"),
                ("'", "&apos;"),
                ("é", "é"),
            ] {
                let (before, after) = ("x".repeat(at), "x".repeat(40 - at));
                for after in [after.as_str(), ""] {
                    let mut out = String::new();
                    push_escaped(&mut out, &[before.as_str(), given, after].concat());
                    assert_eq!(out, [before.as_str(), expected, after].concat());
                }
            }
        }
    }

    #[test]
    fn elements_stand_on_lines_of_their_own() {
        let mut xml = Xml::default();
        xml.element("A", &[("B", "<"), ("C", "")], |xml| {
            xml.text("D", "&");
            xml.text("E", "");
            xml.empty("F", &[]);
            xml.element("G", &[], |_| ());
            xml.section("H", &[1, 2], |xml, _| xml.empty("I", &[]));
            xml.section("J", &[0; 0], |_, _| ());
        });
        let lines = [
            "<A B=\"&lt;\" C=\"\">",
            "  <D>&amp;</D>",
            "  <E></E>",
            "  <F/>",
            "  <G>",
            "  </G>",
            "  <H>",
            "    <I/>",
            "    <I/>",
            "  </H>",
            "</A>",
        ];
        assert_eq!(xml.finish(), lines.join("\n"));
    }
}
