//! What single tags mean.

use html5gum::{Token, Tokenizer};

use crate::diagnostic::Span;
use crate::syntax::inline::{InlineBuilder, Wrapper};
use crate::syntax::tree::InlineKind;

/// The elements of HTML (WHATWG HTML, section 4, and its obsolete ones that still occur).
pub(super) const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "address",
    "applet",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "basefont",
    "bdi",
    "bdo",
    "big",
    "blink",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "mark",
    "marquee",
    "menu",
    "meta",
    "meter",
    "nav",
    "nobr",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "picture",
    "pre",
    "progress",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "script",
    "search",
    "section",
    "select",
    "slot",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

/// Elements whose content no reader sees.
pub(super) const INVISIBLE: &[&str] = &[
    "script", "style", "template", "noscript", "noframes", "iframe", "object",
];

/// What an inline tag means.
#[derive(Debug, PartialEq, Hash)]
pub(in crate::syntax) enum InlineTag {
    Open(String, Wrapper),
    Close(String),
    Break,
    Image {
        target: String,
        alt: String,
    },
    /// A known element that shows nothing.
    Nothing,
    /// No HTML: to be shown as it is written.
    Literal,
}

/// What one raw inline tag of Markdown means.
pub(in crate::syntax) fn inline_tag(raw: &str) -> InlineTag {
    if raw.starts_with("<!") || raw.starts_with("<?") {
        return InlineTag::Nothing;
    }
    let Some(Ok(token)) = Tokenizer::new(raw).next() else {
        return InlineTag::Literal;
    };
    match token {
        Token::StartTag(tag) => {
            let name = String::from_utf8_lossy(&tag.name);
            start_tag_meaning(&name, |wanted| {
                let value = tag.attributes.get(wanted.as_bytes())?;
                Some(String::from_utf8_lossy(value).into_owned())
            })
        }
        Token::EndTag(tag) => {
            let name = String::from_utf8_lossy(&tag.name).into_owned();
            if ELEMENTS.contains(&name.as_str()) {
                InlineTag::Close(name)
            } else {
                InlineTag::Literal
            }
        }
        _ => InlineTag::Literal,
    }
}

pub(super) fn start_tag_meaning(
    name: &str,
    attribute: impl Fn(&str) -> Option<String>,
) -> InlineTag {
    if !ELEMENTS.contains(&name) {
        return InlineTag::Literal;
    }
    let wrapper = match name {
        "strong" | "b" => Wrapper::Strong,
        "em" | "i" | "cite" | "dfn" | "var" => Wrapper::Emphasis,
        "code" | "kbd" | "samp" | "tt" => Wrapper::Code,
        "a" => match attribute("href") {
            Some(target) => Wrapper::Link(target),
            None => Wrapper::Transparent,
        },
        "br" => return InlineTag::Break,
        "img" => {
            return InlineTag::Image {
                target: attribute("src").unwrap_or_default(),
                alt: attribute("alt").unwrap_or_default(),
            };
        }
        "wbr" | "input" | "meta" | "link" | "base" | "col" | "hr" | "param" | "source"
        | "track" | "embed" | "area" => return InlineTag::Nothing,
        _ => Wrapper::Transparent,
    };
    InlineTag::Open(name.to_owned(), wrapper)
}

/// Applies what a tag means to running text.
pub(in crate::syntax) fn apply(tag: InlineTag, raw: &str, span: Span, to: &mut InlineBuilder) {
    match tag {
        InlineTag::Open(name, wrapper) => to.open_element(&name, wrapper, span.start as usize),
        InlineTag::Close(name) => to.close_element(&name, span.end as usize),
        InlineTag::Break => to.push(InlineKind::HardBreak, span),
        InlineTag::Image { target, alt } => to.push(InlineKind::Image { target, alt }, span),
        InlineTag::Nothing => {}
        InlineTag::Literal => to.text(raw, span),
    }
}

/// Whether an element begins a new paragraph.
pub(super) fn is_block_element(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "colgroup"
            | "col"
            | "dd"
            | "details"
            | "dialog"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "header"
            | "hgroup"
            | "html"
            | "legend"
            | "main"
            | "menu"
            | "nav"
            | "p"
            | "search"
            | "section"
            | "summary"
            | "title"
    )
}
