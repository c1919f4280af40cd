//! A thin layer over quick-xml: elements as closures, and a record of the libraries that were referred to.

use std::collections::BTreeSet;

use quick_xml::Writer;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};

use super::super::element::{Foreign, Library, Reference};

/// Writes indented XML into memory.
pub struct Xml {
    writer: Writer<Vec<u8>>,
    /// The libraries that something refers to.
    pub libraries: BTreeSet<Library>,
}

impl Xml {
    /// A writer that has written nothing.
    pub fn new() -> Self {
        Self {
            writer: Writer::new_with_indent(Vec::new(), b' ', 2),
            libraries: BTreeSet::new(),
        }
    }

    /// What was written.
    pub fn finish(self) -> Vec<u8> {
        self.writer.into_inner()
    }

    /// How many bytes were written.
    pub fn len(&self) -> usize {
        self.writer.get_ref().len()
    }

    /// Begins an element.
    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.event(Event::Start(start(name, attributes)));
    }

    /// Ends an element.
    pub fn close(&mut self, name: &str) {
        self.event(Event::End(BytesEnd::new(name)));
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
        self.event(Event::Empty(start(name, attributes)));
    }

    /// An element with text.
    pub fn text(&mut self, name: &str, text: &str) {
        self.text_with(name, &[], text);
    }

    /// An element with attributes and text.
    pub fn text_with(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(name, attributes);
        self.event(Event::Text(BytesText::new(text)));
        self.close(name);
    }

    /// Appends XML as it is.
    pub fn raw(&mut self, xml: &str) {
        self.event(Event::Text(BytesText::from_escaped(xml)));
    }

    /// The text of a reference; its library is recorded.
    pub fn reference(&mut self, reference: &Reference) -> String {
        if let Reference::Foreign(foreign) = reference {
            self.libraries.insert(foreign.library);
        }
        reference.to_string()
    }

    /// The text of a reference to a library, which is recorded.
    pub fn foreign(&mut self, foreign: Foreign) -> String {
        self.libraries.insert(foreign.library);
        foreign.to_string()
    }

    fn event(&mut self, event: Event<'_>) {
        self.writer
            .write_event(event)
            .expect("memory takes every byte");
    }
}

fn start<'n>(name: &'n str, attributes: &[(&str, &str)]) -> BytesStart<'n> {
    let mut start = BytesStart::new(name);
    start.extend_attributes(attributes.iter().copied());
    start
}
