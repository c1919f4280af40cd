//! Addresses that are safe to follow and well-formed everywhere: `http`, `https` and `mailto`.

use std::borrow::Cow;
use std::fmt::Write as _;

use memchr::{memchr, memchr3};
use serde::Deserialize;

/// An address that may be emitted, with everything percent-encoded that RFC 3986 wants so; `None` for any other.
pub fn safe_address(target: &str) -> Option<String> {
    let colon = memchr(b':', target.as_bytes())?;
    let (scheme, rest) = (&target[..colon], &target[colon + 1..]);
    let known = ["https", "http", "mailto"];
    let scheme = *known
        .iter()
        .find(|known| scheme.eq_ignore_ascii_case(known))?;
    match scheme {
        "http" | "https" => {
            let rest = rest.strip_prefix("//")?;
            let end = memchr3(b'/', b'?', b'#', rest.as_bytes()).unwrap_or(rest.len());
            let (host, path) = rest.split_at(end);
            is_host(host).then(|| [scheme, "://", host, &encode_path(path)].concat())
        }
        "mailto" => {
            let good = rest.contains('@')
                && !rest.starts_with('/')
                && !rest.contains(|c: char| c.is_whitespace() || c.is_control());
            good.then(|| format!("mailto:{}", encode_path(rest)))
        }
        _ => None,
    }
}

/// A host name or address with an optional port; no user, no blanks, nothing but ASCII.
fn is_host(host: &str) -> bool {
    let (name, port) = match memchr(b':', host.as_bytes()) {
        Some(at) => (&host[..at], &host[at + 1..]),
        None => (host, "0"),
    };
    !name.is_empty()
        && !name.starts_with('.')
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
        && !port.is_empty()
        && port.bytes().all(|b| b.is_ascii_digit())
}

/// Path, query and fragment: only the first `#` begins a fragment.
fn encode_path(path: &str) -> Cow<'_, str> {
    match memchr(b'#', path.as_bytes()) {
        Some(at) => [&encode(&path[..at]), "#", &encode(&path[at + 1..])]
            .concat()
            .into(),
        None => encode(path),
    }
}

/// Percent-encodes what RFC 3986 does not allow, and leaves percent-encoded bytes as they are.
pub fn encode(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    if bytes.iter().all(|byte| ALLOWED[usize::from(*byte)]) {
        return text.into();
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
    encoded.into()
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

/// The address at which the pages are published: absolute, `http` or `https`, and a folder.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct SiteUrl(Box<str>);

impl SiteUrl {
    /// The address of a file below the folder.
    pub fn of(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

impl TryFrom<String> for SiteUrl {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let web = |address: &String| !address.starts_with("mailto:");
        let address = safe_address(text.trim()).filter(web).ok_or_else(|| {
            format!("`{text}` is no address of a web site: it begins with https:// or http:// and the name of a host")
        })?;
        if address.contains(['?', '#']) {
            return Err(format!(
                "`{text}` is no folder of a web site: it has a query or a fragment"
            ));
        }
        let slash = if address.ends_with('/') { "" } else { "/" };
        Ok(Self(format!("{address}{slash}").into()))
    }
}

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
            ("mailto:/a@b.c", None),
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
            assert_eq!(safe_address(given).as_deref(), expected, "{given}");
        }
    }

    #[test]
    fn a_site_is_a_folder_of_the_web() {
        let site = |text: &str| SiteUrl::try_from(text.to_owned());
        for text in ["https://a.b/c", " https://a.b/c/ ", "HTTPS://a.b/c"] {
            let url = site(text).expect("a site");
            assert_eq!(
                url.of("en-US/x.html"),
                "https://a.b/c/en-US/x.html",
                "{text}"
            );
        }
        assert_eq!(site("http://a.b").expect("a site").of("x"), "http://a.b/x");
        for text in [
            "",
            "docs.contoso.com",
            "/exchange/",
            "ftp://a.b/",
            "javascript:x",
            "mailto:a@b.c",
            "https:///x",
            "https://a.b/?x=1",
            "https://a.b/#x",
            "https://us er/",
        ] {
            assert!(site(text).is_err(), "{text}");
        }
    }
}
