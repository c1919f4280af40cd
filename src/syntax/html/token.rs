//! Tokens of HTML: tags and text.
//!
//! `html5gum` reads any HTML byte by byte through the states of the WHATWG tokenizer. What articles have is plain: tags in
//! small letters, quoted attributes, text without references. That is read here, as slices of the source; the first
//! thing that is anything else, and all behind it, is left to `html5gum`. Both give the same tokens, which a test
//! compares.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span as GumSpan, Tokenizer};

/// A token.
#[derive(Debug)]
pub(super) enum Token<'t> {
    Start(&'t str, &'t Attributes),
    /// The name of an end tag.
    End(&'t str),
    /// All characters up to the next tag, with references resolved.
    Text(&'t str),
}

/// What a start tag has beside its name.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    /// Those that mean something here.
    named: Vec<(String, String)>,
    /// Whether a value belongs to the last of them.
    keeps_value: bool,
    pub(super) self_closing: bool,
}

impl Attributes {
    fn clear(&mut self) {
        self.named.clear();
        self.keeps_value = false;
    }

    fn attribute(&mut self, name: &str) {
        let new = self.named.iter().all(|(known, _)| known != name);
        self.keeps_value = matches!(name, "href" | "src" | "alt" | "start") && new;
        if self.keeps_value {
            self.named.push((name.to_owned(), String::new()));
        }
    }

    fn value(&mut self, value: &str) {
        if let Some((_, last)) = self.named.last_mut().filter(|_| self.keeps_value) {
            last.push_str(value);
        }
    }

    /// The value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.named.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Reads `html` and gives its tokens, with their bytes, to `take`.
pub(super) fn read(html: &str, mut take: impl FnMut(Token<'_>, Range<usize>)) {
    let mut attributes = Attributes::default();
    let mut at = 0;
    while at < html.len() {
        let rest = &html[at..];
        let Some((plain, length)) = plain(rest, &mut attributes) else {
            return read_any(rest, at, &mut take);
        };
        let place = at..at + length;
        match plain {
            Plain::Start(name) => take(Token::Start(name, &attributes), place),
            Plain::End(name) => take(Token::End(name), place),
            Plain::Text(text) => take(Token::Text(text), place),
            Plain::Escaped(text) => read_any(text, at, &mut take),
        }
        at += length;
    }
}

/// [`read`] for any HTML, which begins at byte `offset`.
fn read_any(html: &str, offset: usize, take: &mut impl FnMut(Token<'_>, Range<usize>)) {
    let mut attributes = Attributes::default();
    let (mut name, mut start) = (String::new(), 0);
    let callback = |event: CallbackEvent<'_>, span: GumSpan<usize>| {
        let place = offset + span.start..offset + span.end;
        match event {
            CallbackEvent::OpenStartTag { name: bytes } => {
                name = String::from_utf8_lossy(bytes).into_owned();
                attributes.clear();
                start = place.start;
            }
            CallbackEvent::AttributeName { name } => {
                attributes.attribute(&String::from_utf8_lossy(name));
            }
            CallbackEvent::AttributeValue { value } => {
                attributes.value(&String::from_utf8_lossy(value));
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                attributes.self_closing = self_closing;
                take(Token::Start(&name, &attributes), start..place.end);
            }
            CallbackEvent::EndTag { name } => {
                take(Token::End(&String::from_utf8_lossy(name)), place);
            }
            CallbackEvent::String { value } => {
                take(Token::Text(&String::from_utf8_lossy(value)), place);
            }
            CallbackEvent::Comment { .. }
            | CallbackEvent::Doctype { .. }
            | CallbackEvent::Error(_) => {}
        }
        None
    };
    // Events instead of tokens: nothing is allocated for the many attributes that nobody asks for.
    let emitter = CallbackEmitter::<_, Infallible, usize>::new(callback);
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
}

/// A token that is a slice of the source.
enum Plain<'h> {
    Start(&'h str),
    End(&'h str),
    Text(&'h str),
    /// Text with something to be resolved.
    Escaped(&'h str),
}

/// The token at the start of `html`, and its length, if it is plain; with the attributes of a start tag.
fn plain<'h>(html: &'h str, attributes: &mut Attributes) -> Option<(Plain<'h>, usize)> {
    let bytes = html.as_bytes();
    match bytes {
        [b'<', b'/', ..] => {
            let length = 2 + name_length(&bytes[2..])?;
            let closed = bytes.get(length) == Some(&b'>');
            closed.then(|| (Plain::End(&html[2..length]), length + 1))
        }
        [b'<', ..] => start_tag(html, attributes),
        _ => {
            let length = memchr::memchr(b'<', bytes).unwrap_or(bytes.len());
            let ends = match &bytes[length..] {
                [] => true,
                [b'<', b'/', next, ..] | [b'<', next, ..] => next.is_ascii_alphabetic(),
                _ => false,
            };
            let text = &html[..length];
            let plain = if memchr::memchr3(b'&', b'\r', b'\0', text.as_bytes()).is_some() {
                Plain::Escaped(text)
            } else {
                Plain::Text(text)
            };
            // What only looks like a tag belongs to the text.
            ends.then_some((plain, length))
        }
    }
}

/// The start tag at the start of `html`, and its length, if it is plain.
fn start_tag<'h>(html: &'h str, attributes: &mut Attributes) -> Option<(Plain<'h>, usize)> {
    let bytes = html.as_bytes();
    let mut at = 1 + name_length(&bytes[1..])?;
    let tag = Plain::Start(&html[1..at]);
    attributes.clear();
    loop {
        let blanks = bytes[at..]
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\n' | b'\t'));
        let blanks = blanks.count();
        at += blanks;
        match bytes.get(at..)? {
            [b'>', ..] => {
                attributes.self_closing = false;
                return Some((tag, at + 1));
            }
            [b'/', b'>', ..] => {
                attributes.self_closing = true;
                return Some((tag, at + 2));
            }
            rest => {
                let length = name_length(rest).filter(|_| blanks > 0)?;
                let value = html[at + length..].strip_prefix("=\"")?;
                let end = memchr::memchr(b'"', value.as_bytes())?;
                if memchr::memchr3(b'&', b'\r', b'\0', &value.as_bytes()[..end]).is_some() {
                    return None;
                }
                attributes.attribute(&html[at..at + length]);
                attributes.value(&value[..end]);
                at += length + 2 + end + 1;
                // Behind a value there is a blank, or the end of the tag.
                if !matches!(bytes.get(at), Some(b' ' | b'\n' | b'\t' | b'/' | b'>')) {
                    return None;
                }
            }
        }
    }
}

/// The length of the plain name at the start of `bytes`.
fn name_length(bytes: &[u8]) -> Option<usize> {
    let inside = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let length = bytes.iter().take_while(|byte| inside(byte)).count();
    bytes.first()?.is_ascii_lowercase().then_some(length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The tokens as texts. Text that is handed over in pieces is one text.
    fn shown(
        read: impl FnOnce(&mut dyn FnMut(Token<'_>, Range<usize>)),
    ) -> Vec<(String, Range<usize>)> {
        let mut tokens = Vec::new();
        read(&mut |token, place| tokens.push((format!("{token:?}"), place)));
        tokens
    }

    fn assert_same(html: &str) {
        let plain = shown(|take| super::read(html, take));
        let any = shown(|mut take| read_any(html, 0, &mut take));
        assert_eq!(plain, any, "{html:?}");
    }

    #[test]
    fn what_articles_have_is_plain() {
        let mut html = "<table>\n<col style=\"width: 5%\" />\n<td><p>a\u{e9} <a href=\"b\">c</a></p></td></table>";
        let mut attributes = Attributes::default();
        while let Some((_, length)) = plain(html, &mut attributes).filter(|_| !html.is_empty()) {
            html = &html[length..];
        }
        assert_eq!(html, "");
        assert_eq!(attributes.get("href"), Some("b"));
    }

    #[test]
    fn everything_else_has_the_same_tokens_too() {
        for html in [
            "a < b <p>c",
            "<p>a &lt; b&amp</p><!-- x --><p>",
            "a\r\nb<P CLASS=x>c\0d</ p><br/ ><a href='x' href=\"y\" HREF=\"z\">",
            "<p a=\"1\"b=\"2\"><p a=\"&amp;\"/><p / a=\"\"><p",
            "</p a=\"b\"></><//><p>\u{0}",
            "&amp<p>&#<p>\r<p>\n",
            "<a href=\"x\"><<br />",
        ] {
            assert_same(html);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn any_html_has_the_tokens_of_the_tokenizer(html in r##"(<p>|</p>|<a href="x"|<br />|<|[a-b&;/>=" \r\n\u{e9}\u{0}-]{1,3}|&amp;|<!--|>){0,12}"##) {
            assert_same(&html);
        }
    }
}
