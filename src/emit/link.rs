//! Where links lead, and which are safe to emit.

use std::fmt::Write as _;

use crate::model::{HealthSet, KnowledgeBase};

/// Where a link of an article leads.
#[derive(Clone, Debug)]
pub enum Link<'k> {
    /// To the article of a health set, and a place in it.
    Article(&'k HealthSet<'k>, Option<String>),
    /// To an address: `http`, `https` or `mailto`, with everything percent-encoded that RFC 3986 wants so.
    External(String),
    /// To a place in the same article.
    Fragment(String),
    /// Nowhere that the output has: a file that was not compiled, or an address that is not safe. The text
    /// of the link stays; the link goes.
    Nowhere,
}

/// Where `target` leads from an article of `kb`.
pub fn resolve_link<'k>(kb: &'k KnowledgeBase<'k>, target: &str) -> Link<'k> {
    let target = target.trim();
    if let Some(set) = kb.linked(target) {
        let fragment = target.split_once('#').map(|(_, fragment)| encode(fragment));
        return Link::Article(set, fragment);
    }
    if let Some(fragment) = target.strip_prefix('#') {
        return Link::Fragment(encode(fragment));
    }
    external(target).map_or(Link::Nowhere, Link::External)
}

/// An address that may be emitted, or `None`.
pub(super) fn external(target: &str) -> Option<String> {
    let (scheme, rest) = target.split_once(':')?;
    let known = ["https", "http", "mailto"];
    let scheme = *known
        .iter()
        .find(|known| scheme.eq_ignore_ascii_case(known))?;
    match scheme {
        "http" | "https" => {
            let rest = rest.strip_prefix("//")?;
            let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
            let (host, path) = rest.split_at(end);
            is_host(host).then(|| [scheme, "://", host, &encode_path(path)].concat())
        }
        "mailto" => {
            let good =
                rest.contains('@') && !rest.contains(|c: char| c.is_whitespace() || c.is_control());
            good.then(|| format!("mailto:{}", encode_path(rest)))
        }
        _ => None,
    }
}

/// A host name or address with an optional port; no user, no blanks, nothing but ASCII.
fn is_host(host: &str) -> bool {
    let (name, port) = host.split_once(':').unwrap_or((host, "0"));
    !name.is_empty()
        && !name.starts_with('.')
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
        && !port.is_empty()
        && port.bytes().all(|b| b.is_ascii_digit())
}

/// Path, query and fragment: only the first `#` begins a fragment.
fn encode_path(path: &str) -> String {
    match path.split_once('#') {
        Some((path, fragment)) => format!("{}#{}", encode(path), encode(fragment)),
        None => encode(path),
    }
}

/// Percent-encodes what RFC 3986 does not allow, and leaves percent-encoded bytes as they are.
fn encode(text: &str) -> String {
    let bytes = text.as_bytes();
    if bytes.iter().all(|byte| ALLOWED[usize::from(*byte)]) {
        return text.to_owned();
    }
    let mut encoded = String::with_capacity(text.len() * 2);
    for (at, &byte) in bytes.iter().enumerate() {
        let is_escape = byte == b'%'
            && bytes.len() > at + 2
            && bytes[at + 1..at + 3].iter().all(u8::is_ascii_hexdigit);
        if ALLOWED[usize::from(byte)] || is_escape {
            encoded.push(char::from(byte));
        } else {
            // Writing into a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// The bytes that stand for themselves in paths, queries and fragments (RFC 3986, sections 3.3 to 3.5).
static ALLOWED: [bool; 256] = {
    let mut allowed = [false; 256];
    let others = b"-._~!$&'()*+,;=:@/?";
    let mut at = 0;
    while at < 256 {
        allowed[at] = (at as u8).is_ascii_alphanumeric();
        at += 1;
    }
    at = 0;
    while at < others.len() {
        allowed[others[at] as usize] = true;
        at += 1;
    }
    allowed
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_addresses_come_through() {
        for (given, expected) in [
            ("https://a.b/c d", Some("https://a.b/c%20d")),
            ("HTTP://a.b/x(y=z)", Some("http://a.b/x(y=z)")),
            ("http://a.b/é#x#y", Some("http://a.b/%C3%A9#x%23y")),
            ("http://a.b/%20%zz", Some("http://a.b/%20%25zz")),
            ("mailto:a@b.c", Some("mailto:a@b.c")),
            ("javascript:alert(1)", None),
            ("JaVaScRiPt:alert(1)", None),
            ("data:text/html,x", None),
            ("http:///x", None),
            ("http://a b/x", None),
            ("http://user@host/x", None),
            ("//a.b/c", None),
            ("../x.md", None),
            ("", None),
        ] {
            assert_eq!(external(given).as_deref(), expected, "{given}");
        }
    }
}
