//! XML as a tree, with the place of everything in the text. Nothing is expanded and nothing is deep: what would be is
//! refused, so that no file exhausts the memory or the stack.

use std::borrow::Cow;

use quick_xml::events::attributes::{AttrError, Attributes};
use quick_xml::events::{BytesRef, Event};
use quick_xml::{Reader, XmlVersion};

use super::super::{holds_refused, is_refused};
use crate::diagnostic::Span;

/// Elements within elements that no pack needs.
const DEEPEST: usize = 128;

/// The most elements: five times what the packs of seventy health sets in seven languages have.
const MOST: usize = 2_000_000;
/// The longest tag, in bytes: looking for attributes that stand twice takes time that grows with the square of it.
const LONGEST_TAG: usize = 1 << 14;

/// A file that is no XML.
#[derive(Debug)]
pub struct Malformed {
    /// Why, in one sentence without a full stop.
    pub message: String,
    /// Where.
    pub at: usize,
}

/// A document.
#[derive(Debug)]
pub struct Tree<'x> {
    source: &'x str,
    nodes: Vec<Node<'x>>,
}

#[derive(Debug)]
struct Node<'x> {
    name: &'x str,
    attributes: Vec<Attribute<'x>>,
    text: Cow<'x, str>,
    tag: Span,
    inner: Span,
    parent: Option<u32>,
    first: Option<u32>,
    last: Option<u32>,
    next: Option<u32>,
}

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
        Parser {
            tree: Tree {
                source,
                nodes: Vec::with_capacity((source.len() / 64).min(1 << 16)),
            },
            open: Vec::new(),
        }
        .run()
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

    fn of(self, at: Option<u32>) -> Option<Self> {
        at.map(|at| Self { at, ..self })
    }

    /// The name of the element, with the prefix.
    pub fn name(self) -> &'t str {
        self.node().name
    }

    /// Its attributes, in order.
    pub fn attributes(self) -> &'t [Attribute<'t>] {
        &self.node().attributes
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
        std::iter::successors(self.of(self.node().first), |it| it.of(it.node().next))
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
    pub fn below(self, path: &[&str]) -> impl Iterator<Item = Element<'t>> {
        let (last, folders) = path.split_last().unwrap_or((&"", &[]));
        let last = (*last).to_owned();
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

struct Parser<'x> {
    tree: Tree<'x>,
    open: Vec<u32>,
}

impl<'x> Parser<'x> {
    fn run(mut self) -> Result<Tree<'x>, Malformed> {
        let source = self.tree.source;
        let mut reader = Reader::from_str(source.strip_prefix('\u{feff}').unwrap_or(source));
        let mark = source.len() - source.strip_prefix('\u{feff}').unwrap_or(source).len();
        loop {
            let start = mark + place(reader.buffer_position());
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    return Err(Malformed {
                        message: error.to_string(),
                        at: mark + place(reader.error_position()),
                    });
                }
            };
            let end = mark + place(reader.buffer_position());
            if matches!(event, Event::Eof) {
                return self.finish();
            }
            self.take(event, Span::new(start, end))?;
        }
    }

    fn take(&mut self, event: Event<'x>, span: Span) -> Result<(), Malformed> {
        let at = span.start as usize;
        match event {
            Event::Start(_) => self.element(span, false),
            Event::Empty(_) => self.element(span, true),
            Event::End(_) => self.close(span),
            Event::Text(text) => self.text(text.into_inner(), at),
            Event::CData(text) => self.text(text.into_inner(), at),
            Event::GeneralRef(reference) => {
                let text = resolved(&reference, at)?;
                self.text(Cow::Owned(text), at)
            }
            Event::DocType(_) => Err(Malformed {
                message: "a document type has no place in a management pack".to_owned(),
                at,
            }),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::Eof => Ok(()),
        }
    }

    fn element(&mut self, tag: Span, is_empty: bool) -> Result<(), Malformed> {
        let at = tag.start as usize;
        let refuse = |message: &str| {
            Err(Malformed {
                message: message.to_owned(),
                at,
            })
        };
        if self.open.is_empty() && !self.tree.nodes.is_empty() {
            return refuse("a second element follows the outermost one");
        }
        if self.open.len() >= DEEPEST {
            return refuse("elements are nested deeper than any console reads");
        }
        if self.tree.nodes.len() >= MOST {
            return refuse("there are more elements than any pack needs");
        }
        let (name, attributes) = start_tag(self.tree.source, tag, is_empty)?;
        let number = u32::try_from(self.tree.nodes.len()).unwrap_or(u32::MAX);
        let parent = self.open.last().copied();
        if let Some(parent) = parent {
            let node = &mut self.tree.nodes[parent as usize];
            let before = node.last.replace(number);
            node.first.get_or_insert(number);
            if let Some(before) = before {
                self.tree.nodes[before as usize].next = Some(number);
            }
        }
        self.tree.nodes.push(Node {
            name,
            attributes,
            text: Cow::Borrowed(""),
            tag,
            inner: Span::new(tag.end as usize, tag.end as usize),
            parent,
            first: None,
            last: None,
            next: None,
        });
        self.prefixes_are_declared(number)?;
        if !is_empty {
            self.open.push(number);
        }
        Ok(())
    }

    fn close(&mut self, tag: Span) -> Result<(), Malformed> {
        match self.open.pop() {
            Some(number) => {
                self.tree.nodes[number as usize].inner.end = tag.start;
                Ok(())
            }
            None => Err(Malformed {
                message: "an end tag closes nothing".to_owned(),
                at: tag.start as usize,
            }),
        }
    }

    fn text(&mut self, text: Cow<'x, str>, at: usize) -> Result<(), Malformed> {
        refused_character(&text, at)?;
        let Some(&number) = self.open.last() else {
            return if is_blank(&text) {
                Ok(())
            } else {
                Err(Malformed {
                    message: "text stands outside the outermost element".to_owned(),
                    at,
                })
            };
        };
        let node = &mut self.tree.nodes[number as usize];
        if node.text.is_empty() {
            node.text = text;
        } else if !is_blank(&text) || !node.text.ends_with(char::is_whitespace) {
            node.text.to_mut().push_str(&text);
        }
        Ok(())
    }

    /// Prefixes of a name stand for name spaces, and each must be declared on the way to the root.
    fn prefixes_are_declared(&self, number: u32) -> Result<(), Malformed> {
        let element = Element {
            tree: &self.tree,
            at: number,
        };
        let names = element.attributes().iter().map(|it| it.name);
        for name in names.chain([element.name()]) {
            let Some(colon) = name.bytes().position(|b| b == b':') else {
                continue;
            };
            let prefix = &name[..colon];
            let mut way = std::iter::successors(Some(element), |it| it.parent());
            let declared = matches!(prefix, "xmlns" | "xml")
                || way.any(|it| {
                    let is_it = |it: &Attribute<'_>| it.name.strip_prefix("xmlns:") == Some(prefix);
                    it.attributes().iter().any(is_it)
                });
            if !declared {
                return Err(Malformed {
                    message: format!("the prefix of `{name}` is not declared"),
                    at: element.span().start as usize,
                });
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<Tree<'x>, Malformed> {
        if let Some(&number) = self.open.last() {
            let node = &self.tree.nodes[number as usize];
            return Err(Malformed {
                message: format!("`<{}>` is never closed: the file is cut off", node.name),
                at: node.tag.start as usize,
            });
        }
        if self.tree.nodes.is_empty() {
            return Err(Malformed {
                message: "there is no element".to_owned(),
                at: 0,
            });
        }
        Ok(self.tree)
    }
}

/// Whether a text is white space; most texts of a document are the blanks of its indentation.
pub fn is_blank(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_whitespace()) || text.trim().is_empty()
}

fn place(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

/// The name and the attributes in a tag.
fn start_tag<'x>(
    source: &'x str,
    tag: Span,
    is_empty: bool,
) -> Result<(&'x str, Vec<Attribute<'x>>), Malformed> {
    let at = tag.start as usize;
    let broken = |message: String| Malformed { message, at };
    let inside = source
        .get(at + 1..(tag.end as usize).saturating_sub(1 + usize::from(is_empty)))
        .ok_or_else(|| broken("a tag is cut off".to_owned()))?;
    if inside.len() > LONGEST_TAG {
        return Err(broken("a tag is longer than any pack needs".to_owned()));
    }
    let length = inside
        .bytes()
        .position(|b| b.is_ascii_whitespace())
        .unwrap_or(inside.len());
    let name = &inside[..length];
    if !is_name(name) {
        return Err(broken(format!("`{name}` is no name of an element")));
    }
    let mut attributes = Vec::new();
    for attribute in Attributes::new(inside, length) {
        let attribute = attribute.map_err(|error| broken(broken_attribute(inside, &error)))?;
        let key = attribute.key.0;
        let value = &attribute.value;
        if !is_name(key) {
            return Err(broken(format!("`{key}` is no name of an attribute")));
        }
        if value.bytes().any(|b| b == b'<') {
            return Err(broken(format!("the attribute `{key}` holds a bare `<`")));
        }
        let start = (value.as_ptr() as usize).saturating_sub(source.as_ptr() as usize);
        let span = Span::new(start, start + value.len());
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| broken(error.to_string()))?;
        refused_character(&value, start)?;
        attributes.push(Attribute {
            name: key,
            value,
            span,
        });
    }
    Ok((name, attributes))
}

/// What is wrong with an attribute in a tag.
fn broken_attribute(tag: &str, error: &AttrError) -> String {
    let AttrError::Duplicated(second, _) = error else {
        return error.to_string();
    };
    let name = tag.get(*second..).unwrap_or_default();
    let name = name.split(['=', ' ']).next().unwrap_or_default();
    format!("a tag has the attribute `{name}` twice")
}

/// What a reference in the text stands for. There are no entities but the five of XML: a document type is refused.
fn resolved(reference: &BytesRef<'_>, at: usize) -> Result<String, Malformed> {
    let broken = |message: String| Malformed { message, at };
    if let Some(c) = reference
        .resolve_char_ref()
        .map_err(|error| broken(error.to_string()))?
    {
        return Ok(c.to_string());
    }
    let name = reference.xml10_content();
    let text = match name.as_ref() {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => return Err(broken(format!("`&{name};` is no entity of XML"))),
    };
    Ok(text.to_owned())
}

fn refused_character(text: &str, at: usize) -> Result<(), Malformed> {
    if !holds_refused(text) {
        return Ok(());
    }
    match text.char_indices().find(|(_, c)| is_refused(*c)) {
        None => Ok(()),
        Some((within, c)) => Err(Malformed {
            message: format!("U+{:04X} is a character that XML cannot hold", u32::from(c)),
            at: at + within,
        }),
    }
}

/// Whether a name is one that XML allows; a colon parts the prefix.
fn is_name(name: &str) -> bool {
    let is_part = |part: &str| {
        part.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && part
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
    };
    // Nearly all names are short and without a prefix, where looking at bytes is quickest.
    let bytes = name.as_bytes();
    match bytes.iter().position(|&b| b == b':') {
        Some(at) => is_part(&name[..at]) && is_part(&name[at + 1..]),
        None => bytes.iter().all(u8::is_ascii_alphabetic) && !bytes.is_empty() || is_part(name),
    }
}
