//! XML as a tree, with the place of everything in the text.

mod parse;
mod plain;

use std::borrow::Cow;

pub use self::parse::Malformed;
use crate::diagnostic::Span;

/// A document.
#[derive(Debug)]
pub struct Tree<'x> {
    source: &'x str,
    /// The elements, in the order of their start tags: the first element in another stands behind that.
    nodes: Vec<Node<'x>>,
    /// The attributes of all elements, in order.
    attributes: Vec<Attribute<'x>>,
}

#[derive(Debug)]
struct Node<'x> {
    name: &'x str,
    /// Where its attributes end among those of all; they begin where those of the element before end.
    attributes: u32,
    text: Cow<'x, str>,
    /// Whether the text is white space.
    is_blank: bool,
    tag: Span,
    inner: Span,
    parent: u32,
    /// The element behind it in the same element.
    next: u32,
}

/// No element.
const NONE: u32 = u32::MAX;

/// An attribute.
#[derive(Debug)]
pub struct Attribute<'x> {
    /// Its name, with the prefix.
    pub name: &'x str,
    /// What it says.
    pub value: Cow<'x, str>,
    /// Its value in the text.
    pub span: Span,
}

/// An element of a document.
#[derive(Clone, Copy, Debug)]
pub struct Element<'t> {
    tree: &'t Tree<'t>,
    at: u32,
}

impl<'x> Tree<'x> {
    /// Reads a document.
    pub fn parse(source: &'x str) -> Result<Self, Malformed> {
        parse::parse(source)
    }

    /// The outermost element.
    pub fn root(&self) -> Element<'_> {
        Element { tree: self, at: 0 }
    }
}

impl<'t> Element<'t> {
    fn node(self) -> &'t Node<'t> {
        &self.tree.nodes[self.at as usize]
    }

    fn of(self, at: u32) -> Option<Self> {
        (at != NONE).then_some(Self { at, ..self })
    }

    /// The name of the element, with the prefix.
    pub fn name(self) -> &'t str {
        self.node().name
    }

    /// Its attributes, in order.
    pub fn attributes(self) -> &'t [Attribute<'t>] {
        let before = self.at.checked_sub(1);
        let start = before.map_or(0, |it| self.tree.nodes[it as usize].attributes);
        &self.tree.attributes[start as usize..self.node().attributes as usize]
    }

    /// The value of an attribute.
    pub fn attribute(self, name: &str) -> Option<&'t str> {
        self.find(name).map(|it| it.value.as_ref())
    }

    /// An attribute.
    pub fn find(self, name: &str) -> Option<&'t Attribute<'t>> {
        self.attributes().iter().find(|it| it.name == name)
    }

    /// The text that stands directly in it.
    pub fn text(self) -> &'t str {
        &self.node().text
    }

    /// Whether that is white space, as where elements are indented.
    pub fn is_blank(self) -> bool {
        self.node().is_blank
    }

    /// Everything between its tags, as it is written.
    pub fn inner(self) -> &'t str {
        self.node().inner.of(self.tree.source)
    }

    /// The start tag in the text.
    pub fn span(self) -> Span {
        self.node().tag
    }

    /// The place of everything between its tags; its start tag if there is nothing.
    pub fn content_span(self) -> Span {
        let inner = self.node().inner;
        if inner.start == inner.end {
            self.span()
        } else {
            inner
        }
    }

    /// The elements in it.
    pub fn children(self) -> impl Iterator<Item = Element<'t>> {
        let behind = self.tree.nodes.get(self.at as usize + 1);
        let first = behind.filter(|it| it.parent == self.at);
        let first = first.map(|_| Self {
            at: self.at + 1,
            ..self
        });
        std::iter::successors(first, |it| it.of(it.node().next))
    }

    /// The first element in it with this name.
    pub fn child(self, name: &str) -> Option<Self> {
        self.children().find(|it| it.name() == name)
    }

    /// The element it stands in.
    pub fn parent(self) -> Option<Self> {
        self.of(self.node().parent)
    }

    /// The elements on a path of names below this one.
    pub fn below(self, path: &[&'static str]) -> impl Iterator<Item = Element<'t>> + use<'t> {
        let (last, folders) = path.split_last().unwrap_or((&"", &[]));
        let last = *last;
        let folder = folders
            .iter()
            .try_fold(self, |element, name| element.child(name));
        folder
            .into_iter()
            .flat_map(|folder| folder.children())
            .filter(move |it| it.name() == last)
    }

    /// It and everything in it, in order.
    pub fn descendants(self) -> impl Iterator<Item = Element<'t>> {
        let end = self.node().inner.end.max(self.span().end);
        (self.at..).map_while(move |at| {
            let node = self.tree.nodes.get(at as usize)?;
            (node.tag.start < end).then_some(Self { at, ..self })
        })
    }
}

/// Whether a text is white space.
fn is_blank(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_whitespace()) || text.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The elements of a document, each as its name, its attributes and its text; or why it is none.
    fn read(source: &str) -> Result<Vec<String>, String> {
        let tree =
            Tree::parse(source).map_err(|error| format!("{} {}", error.at, error.message))?;
        let described = |it: Element<'_>| {
            let attributes = it.attributes().iter();
            let attributes: String = attributes
                .map(|it| format!(" {}={}", it.name, it.value))
                .collect();
            assert!(it.span().of(source).starts_with(&format!("<{}", it.name())));
            format!("{}{attributes}: {}", it.name(), it.text())
        };
        Ok(tree.root().descendants().map(described).collect())
    }

    #[test]
    fn tags_texts_and_all_that_is_rarer_make_elements() {
        let source = "\u{feff}<?xml version=\"1.0\"?><!-- a -->\n<r a='>' b=\"'/>\">x &lt; <![CDATA[<y>]]>\
                      <e/> <e c='1'></e\n>&#x41;</r>\n";
        assert_eq!(
            read(source),
            Ok(vec![
                "r a=> b='/>: x < <y> A".to_owned(),
                "e: ".to_owned(),
                "e c=1: ".to_owned()
            ])
        );
    }

    #[test]
    fn what_is_no_xml_is_refused_at_its_place() {
        for (source, at, message) in [
            ("<a><b></a>", 6, "expected `</b>`, but `</a>` was found"),
            ("</a>", 0, "`</a>`"),
            ("<a></ >", 3, "expected `</a>`, but `</ >` was found"),
            ("<a>", 0, "`<a>` is never closed"),
            ("<a><b", 3, "closed"),
            ("<a b='></a>", 0, "closed"),
            ("<a><!-- b</a>", 3, "omment"),
            ("<a>& b</a>", 3, "reference"),
            ("<a>&b;</a>", 3, "`&b;` is no entity"),
            ("<a>\u{1}</a>", 3, "U+0001"),
            ("<a>&#2;</a>", 3, "U+0002"),
            ("<a b='&#2;'/>", 6, "U+0002"),
            ("<a b='1' b='2'/>", 0, "`b` twice"),
            ("<a b:c='1'/>", 0, "prefix of `b:c`"),
            ("<a/><b/>", 4, "second element"),
            ("<a/>b", 4, "outside"),
            ("<!DOCTYPE a><a/>", 0, "document type"),
            (" ", 0, "no element"),
        ] {
            let error = read(source).expect_err(source);
            assert!(error.starts_with(&format!("{at} ")), "{source}: {error}");
            assert!(error.contains(message), "{source}: {error}");
        }
    }
}
