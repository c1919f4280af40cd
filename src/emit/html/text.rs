//! Pieces of HTML that several pages need.

use std::fmt::Write as _;

use crate::locale::{InterfaceKey, Languages, Locale};
use crate::syntax::escape_html;

/// Appends the formatted text. Writing into a string cannot fail.
macro_rules! put {
    ($out:expr, $($argument:tt)*) => {{
        use std::fmt::Write as _;
        let _ = write!($out, $($argument)*);
    }};
}
pub(super) use put;

/// Appends ` name="value"`.
pub(super) fn attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape_html(value, out);
    out.push('"');
}

/// Appends ` name="value"`, the value as it displays itself.
pub(super) fn attribute_of(name: &str, value: &dyn std::fmt::Display, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    put_escaped(value, out);
    out.push('"');
}

/// Appends ` href="#anchor"`: the address of a place on the same page.
pub(super) fn href_to(anchor: &str, out: &mut String) {
    out.push_str(" href=\"#");
    escape_html(anchor, out);
    out.push('"');
}

/// Appends something as it displays itself, escaped.
pub(super) fn put_escaped(value: &dyn std::fmt::Display, out: &mut String) {
    let _ = write!(Escaping(out), "{value}");
}

/// Appends a sentence of the interface in which `{name}` is replaced by `html`, which must be escaped already.
pub(super) fn sentence(
    languages: &Languages,
    locale: Locale,
    key: InterfaceKey,
    (name, html): (&str, &str),
    out: &mut String,
) {
    let text = languages.text(locale, key);
    let place = text.match_indices('{').find(|(at, _)| {
        text[at + 1..]
            .strip_prefix(name)
            .is_some_and(|rest| rest.starts_with('}'))
    });
    match place {
        Some((at, _)) => {
            escape_html(&text[..at], out);
            out.push_str(html);
            escape_html(&text[at + name.len() + 2..], out);
        }
        None => {
            escape_html(text, out);
            out.push(' ');
            out.push_str(html);
        }
    }
}

/// Appends an identifier as code, which may break where its words begin: `Imap|CTP|Probe`.
pub(super) fn identifier(id: &str, out: &mut String) {
    out.push_str("<code translate=\"no\">");
    identifier_text(id, out);
    out.push_str("</code>");
}

/// Appends the text of an identifier, which may break where its words begin.
pub(super) fn identifier_text(id: &str, out: &mut String) {
    let bytes = id.as_bytes();
    let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() | matches!(byte, b'.' | b'-' | b'_');
    // So it always is, and has many words.
    let push = match bytes.iter().all(is_plain) {
        true => |text: &str, out: &mut String| out.push_str(text),
        false => escape_html,
    };
    let mut start = 0;
    for at in 1..bytes.len() {
        let (before, here) = (bytes[at - 1], bytes[at]);
        let begins = here.is_ascii_uppercase() && !before.is_ascii_uppercase() || before == b'.';
        if begins && id.is_char_boundary(at) {
            push(&id[start..at], out);
            out.push_str("<wbr>");
            start = at;
        }
    }
    push(&id[start..], out);
}

/// The direction of the script of a language, as HTML says it.
pub(super) fn direction(languages: &Languages, locale: Locale) -> &'static str {
    match languages.get(locale).map(|data| data.direction) {
        Some(crate::locale::Direction::Rtl) => "rtl",
        _ => "ltr",
    }
}

/// A writer that escapes what goes through it.
struct Escaping<'a>(&'a mut String);

impl std::fmt::Write for Escaping<'_> {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        escape_html(text, self.0);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_break_where_their_words_begin() {
        let mut out = String::new();
        identifier_text("IMAP.ProxyTest50Monitor", &mut out);
        assert_eq!(out, "IMAP.<wbr>Proxy<wbr>Test50<wbr>Monitor");
    }

    #[test]
    fn sentences_escape_their_words_and_keep_the_given_html() {
        let locale: Locale = "en-US".parse().unwrap();
        let file = "name='E'\n[interface]\nas-written='<{text}> {x}'\nsource='S'".to_owned();
        let languages =
            Languages::load(&[locale], None, &[("en-US.toml".to_owned(), file)]).unwrap();
        let mut out = String::new();
        sentence(
            &languages,
            locale,
            InterfaceKey::AsWritten,
            ("text", "<b>1</b>"),
            &mut out,
        );
        assert_eq!(out, "&lt;<b>1</b>&gt; {x}");
        out.clear();
        sentence(
            &languages,
            locale,
            InterfaceKey::Source,
            ("text", "<b>1</b>"),
            &mut out,
        );
        assert_eq!(out, "S <b>1</b>");
    }
}
