//! From text to a tree. Nothing is expanded and nothing is deep: what would be is refused, so that no file exhausts the
//! memory or the stack.

use std::borrow::Cow;

use memchr::memchr;
use quick_xml::events::attributes::{AttrError, Attributes};
use quick_xml::events::{BytesRef, Event};
use quick_xml::{Reader, XmlVersion};

use super::super::super::{holds_refused, is_refused};
use super::{Attribute, Element, NONE, Node, Tree, is_blank};
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

/// Reads a document.
pub fn parse(source: &str) -> Result<Tree<'_>, Malformed> {
    Parser {
        tree: Tree {
            source,
            nodes: Vec::with_capacity((source.len() / 64).min(1 << 16)),
            attributes: Vec::with_capacity((source.len() / 128).min(1 << 15)),
        },
        holds_refused: holds_refused(source),
        open: Vec::new(),
    }
    .run()
}

struct Parser<'x> {
    tree: Tree<'x>,
    /// Whether some text may hold a character that XML cannot. Nearly none does, and then no text is looked at.
    holds_refused: bool,
    open: Vec<Open>,
}

/// An element that was not closed yet.
struct Open {
    number: u32,
    /// The last element in it.
    last: u32,
}

impl<'x> Parser<'x> {
    fn run(mut self) -> Result<Tree<'x>, Malformed> {
        let source = self.tree.source;
        let text = source.strip_prefix('\u{feff}').unwrap_or(source);
        let mark = source.len() - text.len();
        let mut reader = Reader::from_str(text);
        let mut start = mark;
        loop {
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
            start = end;
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
                self.text(text, at)
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
        let number = u32::try_from(self.tree.nodes.len()).unwrap_or(NONE);
        let (name, has_prefix) = self.start_tag(tag, is_empty)?;
        let parent = match self.open.last_mut() {
            Some(open) => {
                let before = std::mem::replace(&mut open.last, number);
                if let Some(before) = self.tree.nodes.get_mut(before as usize) {
                    before.next = number;
                }
                open.number
            }
            None => NONE,
        };
        self.tree.nodes.push(Node {
            name,
            attributes: u32::try_from(self.tree.attributes.len()).unwrap_or(NONE),
            text: Cow::Borrowed(""),
            tag,
            inner: Span::new(tag.end as usize, tag.end as usize),
            parent,
            next: NONE,
        });
        if has_prefix {
            self.prefixes_are_declared(number)?;
        }
        if !is_empty {
            self.open.push(Open { number, last: NONE });
        }
        Ok(())
    }

    /// Reads a tag: its attributes join those of all elements, its name is returned, with whether any name has a prefix.
    fn start_tag(&mut self, tag: Span, is_empty: bool) -> Result<(&'x str, bool), Malformed> {
        let source = self.tree.source;
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
        let mut has_prefix = match Name::of(name) {
            Name::None => return Err(broken(format!("`{name}` is no name of an element"))),
            Name::Plain => false,
            Name::Prefixed => true,
        };
        if length == inside.len() {
            return Ok((name, has_prefix));
        }
        for attribute in Attributes::new(inside, length) {
            let attribute = attribute.map_err(|error| broken(broken_attribute(inside, &error)))?;
            let key = attribute.key.0;
            let value = &attribute.value;
            match Name::of(key) {
                Name::None => return Err(broken(format!("`{key}` is no name of an attribute"))),
                Name::Plain => {}
                Name::Prefixed => has_prefix = true,
            }
            if memchr(b'<', value.as_bytes()).is_some() {
                return Err(broken(format!("the attribute `{key}` holds a bare `<`")));
            }
            let start = (value.as_ptr() as usize).saturating_sub(source.as_ptr() as usize);
            let span = Span::new(start, start + value.len());
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|error| broken(error.to_string()))?;
            let is_written = matches!(value, Cow::Borrowed(_));
            self.refused_character(&value, is_written, start)?;
            self.tree.attributes.push(Attribute {
                name: key,
                value,
                span,
            });
        }
        Ok((name, has_prefix))
    }

    fn close(&mut self, tag: Span) -> Result<(), Malformed> {
        match self.open.pop() {
            Some(open) => {
                self.tree.nodes[open.number as usize].inner.end = tag.start;
                Ok(())
            }
            None => Err(Malformed {
                message: "an end tag closes nothing".to_owned(),
                at: tag.start as usize,
            }),
        }
    }

    fn text(&mut self, text: Cow<'x, str>, at: usize) -> Result<(), Malformed> {
        self.refused_character(&text, matches!(text, Cow::Borrowed(_)), at)?;
        let Some(open) = self.open.last() else {
            return if is_blank(&text) {
                Ok(())
            } else {
                Err(Malformed {
                    message: "text stands outside the outermost element".to_owned(),
                    at,
                })
            };
        };
        let node = &mut self.tree.nodes[open.number as usize];
        if node.text.is_empty() {
            node.text = text;
        } else if !node.text.ends_with(char::is_whitespace) || !is_blank(&text) {
            node.text.to_mut().push_str(&text);
        }
        Ok(())
    }

    /// A text that is not as it `is_written` may hold what the source does not.
    fn refused_character(&self, text: &str, is_written: bool, at: usize) -> Result<(), Malformed> {
        if is_written && !self.holds_refused {
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
        if let Some(open) = self.open.last() {
            let node = &self.tree.nodes[open.number as usize];
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

fn place(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
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
fn resolved(reference: &BytesRef<'_>, at: usize) -> Result<Cow<'static, str>, Malformed> {
    let broken = |message: String| Malformed { message, at };
    if let Some(c) = reference
        .resolve_char_ref()
        .map_err(|error| broken(error.to_string()))?
    {
        return Ok(c.to_string().into());
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
    Ok(text.into())
}

/// What a name is to XML.
enum Name {
    /// None at all.
    None,
    /// One that stands for itself.
    Plain,
    /// One with a colon, which parts the prefix.
    Prefixed,
}

impl Name {
    fn of(name: &str) -> Self {
        // Nearly all names are short and without a prefix, where looking at bytes is quickest.
        let bytes = name.as_bytes();
        if !bytes.is_empty() && bytes.iter().all(u8::is_ascii_alphabetic) {
            return Self::Plain;
        }
        let is_part = |part: &str| {
            part.starts_with(|c: char| c.is_alphabetic() || c == '_')
                && part
                    .chars()
                    .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
        };
        match name.split_once(':') {
            Some((prefix, name)) if is_part(prefix) && is_part(name) => Self::Prefixed,
            None if is_part(name) => Self::Plain,
            _ => Self::None,
        }
    }
}
