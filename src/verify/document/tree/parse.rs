//! From text to a tree. Tags and plain texts, which nearly everything is, are found here; what is inside a tag that is not
//! [`plain`], all that is rarer, and what is no XML is for `quick-xml`. Nothing is expanded and nothing is deep: what would be is refused, so
//! that no file exhausts the memory or the stack.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memchr3_iter};
use quick_xml::errors::{Error, IllFormedError};
use quick_xml::events::attributes::{AttrError, Attributes};
use quick_xml::events::{BytesRef, Event};
use quick_xml::{Reader, XmlVersion};

use super::{Attribute, Element, NONE, Node, Tree, is_blank, plain};
use crate::diagnostic::Span;
use crate::verify::{holds_refused, is_refused};

/// Elements within elements that no pack needs.
const DEEPEST: usize = 128;

/// The most elements: five times what the packs of seventy health sets in seven languages have.
const MOST: usize = 2_000_000;
/// The longest tag, in bytes: looking for attributes that stand twice takes time that grows with the square of it.
const LONGEST_TAG: usize = 1 << 14;

/// About how many bytes follow a part of a text.
const JOINED: usize = 128;

/// The byte order mark.
const MARK: char = '\u{feff}';
/// The white space of XML.
const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];

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
        let mut at = source.len() - source.strip_prefix(MARK).unwrap_or(source).len();
        while let Some(byte) = source.as_bytes().get(at) {
            at = match byte {
                b'<' | b'&' => self.markup(at)?,
                _ => self.characters(at)?,
            };
        }
        self.finish()
    }

    /// Reads the text that begins at `at`, and returns where it ends.
    #[inline]
    fn characters(&mut self, at: usize) -> Result<usize, Malformed> {
        let source = self.tree.source;
        if let Some(length) = plain::indentation(&source.as_bytes()[at..]) {
            self.blank(&source[at..at + length]);
            return Ok(at + length);
        }
        let rest = &source[at..];
        let length = memchr2(b'<', b'&', rest.as_bytes()).unwrap_or(rest.len());
        self.text(Cow::Borrowed(&rest[..length]), at)?;
        Ok(at + length)
    }

    /// Reads what begins at `at`, and returns where it ends.
    #[inline]
    fn markup(&mut self, at: usize) -> Result<usize, Malformed> {
        let rest = &self.tree.source.as_bytes()[at..];
        if let Some(length) = self.plain_end(rest, at) {
            return Ok(at + length);
        }
        let text = &self.tree.source[at..];
        if !self.holds_refused
            && let Some(tag) = plain::tag(text, at, &mut self.tree.attributes)
        {
            let end = at + tag.length;
            self.begin(tag.name, Span::new(at, end), tag.is_empty)?;
            return Ok(end);
        }
        if let Some((text, length)) = plain::reference(rest) {
            self.text(Cow::Borrowed(text), at)?;
            return Ok(at + length);
        }
        let length = match rest {
            [b'<', b'!' | b'?', ..] | [b'&', ..] => None,
            tag => tag_length(tag),
        };
        let Some(length) = length else {
            return self.other(at);
        };
        let tag = Span::new(at, at + length);
        if rest.get(1) == Some(&b'/') {
            self.close(tag)?;
        } else {
            self.element(tag, rest[..length].ends_with(b"/>"))?;
        }
        Ok(at + length)
    }

    /// Has a reader read what begins at `at` and is no tag, and returns where it ends.
    fn other(&mut self, at: usize) -> Result<usize, Malformed> {
        let mut reader = Reader::from_str(&self.tree.source[at..]);
        let event = reader.read_event().map_err(|error| Malformed {
            message: error.to_string(),
            at: at + place(reader.error_position()),
        })?;
        match event {
            Event::CData(text) => self.text(text.into_inner(), at)?,
            Event::GeneralRef(reference) => self.text(resolved(&reference, at)?, at)?,
            Event::DocType(_) => {
                return Err(Malformed {
                    message: "a document type has no place in a management pack".to_owned(),
                    at,
                });
            }
            _ => {}
        }
        Ok(at + place(reader.buffer_position()))
    }

    /// Closes the open element, if `rest`, which stands at `at`, begins with its end tag, and returns how long that is.
    #[inline]
    fn plain_end(&mut self, rest: &[u8], at: usize) -> Option<usize> {
        let open = self.open.last()?.number;
        let node = &mut self.tree.nodes[open as usize];
        let tail = rest
            .strip_prefix(b"</")?
            .strip_prefix(node.name.as_bytes())?;
        if tail.first() != Some(&b'>') {
            return None;
        }
        node.inner.end = Span::new(at, at).start;
        self.open.pop();
        Some(rest.len() - tail.len() + 1)
    }

    fn element(&mut self, tag: Span, is_empty: bool) -> Result<(), Malformed> {
        self.is_wanted(tag.start as usize)?;
        let (name, has_prefix) = self.start_tag(tag, is_empty)?;
        let number = self.begin(name, tag, is_empty)?;
        if has_prefix {
            self.prefixes_are_declared(number)?;
        }
        Ok(())
    }

    /// Refuses the element at `at` where there must be no further one.
    #[inline]
    fn is_wanted(&self, at: usize) -> Result<(), Malformed> {
        let message = if self.open.is_empty() && !self.tree.nodes.is_empty() {
            "a second element follows the outermost one"
        } else if self.open.len() >= DEEPEST {
            "elements are nested deeper than any console reads"
        } else if self.tree.nodes.len() >= MOST {
            "there are more elements than any pack needs"
        } else {
            return Ok(());
        };
        Err(Malformed {
            message: message.to_owned(),
            at,
        })
    }

    /// Begins an element whose attributes are read, and returns its number.
    #[inline]
    fn begin(&mut self, name: &'x str, tag: Span, is_empty: bool) -> Result<u32, Malformed> {
        self.is_wanted(tag.start as usize)?;
        let number = u32::try_from(self.tree.nodes.len()).unwrap_or(NONE);
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
            is_blank: true,
            tag,
            inner: Span::new(tag.end as usize, tag.end as usize),
            parent,
            next: NONE,
        });
        if !is_empty {
            self.open.push(Open { number, last: NONE });
        }
        Ok(number)
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
        let inside = tag.of(self.tree.source);
        let written = &inside["</".len()..inside.len() - 1];
        let name = Some(written.trim_end_matches(BLANK)).filter(|name| !name.is_empty());
        let name = name.unwrap_or(written);
        let open = self.open.pop();
        let node = open.map(|open| &mut self.tree.nodes[open.number as usize]);
        match node {
            Some(node) if node.name == name => {
                node.inner.end = tag.start;
                Ok(())
            }
            other => {
                let found = name.to_owned();
                let error = match other {
                    Some(node) => IllFormedError::MismatchedEndTag {
                        expected: node.name.to_owned(),
                        found,
                    },
                    None => IllFormedError::UnmatchedEndTag(found),
                };
                Err(Malformed {
                    message: Error::IllFormed(error).to_string(),
                    at: tag.start as usize,
                })
            }
        }
    }

    fn text(&mut self, text: Cow<'x, str>, at: usize) -> Result<(), Malformed> {
        self.refused_character(&text, matches!(text, Cow::Borrowed(_)), at)?;
        let is_blank = is_blank(&text);
        match self.open.last() {
            Some(open) => {
                self.tree.nodes[open.number as usize].add_text(text, is_blank);
                Ok(())
            }
            None if is_blank => Ok(()),
            None => Err(Malformed {
                message: "text stands outside the outermost element".to_owned(),
                at,
            }),
        }
    }

    /// Adds blanks and line breaks, which may stand everywhere.
    #[inline]
    fn blank(&mut self, text: &'x str) {
        if let Some(open) = self.open.last() {
            self.tree.nodes[open.number as usize].add_text(Cow::Borrowed(text), true);
        }
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

impl<'x> Node<'x> {
    /// Adds a piece of its text. White space behind white space adds nothing.
    #[inline]
    fn add_text(&mut self, text: Cow<'x, str>, is_blank: bool) {
        self.is_blank &= is_blank;
        if self.text.is_empty() {
            self.text = text;
        } else if !is_blank || !ends_blank(&self.text) {
            self.join_text(&text);
        }
    }

    fn join_text(&mut self, text: &str) {
        if let Cow::Borrowed(before) = self.text {
            let mut joined = String::with_capacity(before.len() + JOINED);
            joined.push_str(before);
            self.text = Cow::Owned(joined);
        }
        self.text.to_mut().push_str(text);
    }
}

fn ends_blank(text: &str) -> bool {
    let last = text.as_bytes().last();
    last.is_some_and(u8::is_ascii_whitespace) || text.ends_with(char::is_whitespace)
}

/// How long the tag is that a text begins with; `None` if it never ends.
fn tag_length(text: &[u8]) -> Option<usize> {
    let mut quote = None;
    memchr3_iter(b'>', b'"', b'\'', text).find_map(|at| {
        match (quote, text[at]) {
            (None, b'>') => return Some(at + 1),
            (None, begins) => quote = Some(begins),
            (Some(begun), ends) if begun == ends => quote = None,
            (Some(_), _) => {}
        }
        None
    })
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
