//! Identifiers. Each is a type of its own, so that a probe never stands where a monitor belongs, and can
//! only be made from a text that is one.

use std::fmt;

use memchr::memchr2_iter;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::file_name::{is_device, shortened};

macro_rules! string_id {
    ($(#[$doc:meta])* $name:ident, $pattern:literal) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(Box<str>);

        impl $name {
            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "pattern": $pattern })
            }
        }
    };
}

macro_rules! exchange_id {
    ($(#[$doc:meta])* $name:ident) => {
        string_id!($(#[$doc])* $name, "^[A-Za-z][A-Za-z0-9._-]*$");

        impl $name {
            /// The identifier in `text`, which must be nothing else: an ASCII letter, then ASCII letters,
            /// digits, `.`, `_` and `-`, ending with a letter or digit, 512 bytes at most. Managed availability names
            /// its health sets, probes and monitors so.
            pub fn new(text: &str) -> Option<Self> {
                is_identifier(text).then(|| Self(text.into()))
            }
        }
    };
}

exchange_id! {
    /// The name of a health set in managed availability, such as `IMAP.Proxy`.
    HealthSetId
}
exchange_id! {
    /// The name of a probe, such as `ImapCTPProbe`.
    ProbeId
}
exchange_id! {
    /// The name of a monitor, such as `ImapCTPMonitor`.
    MonitorId
}

/// The longest name, in bytes: many times what the longest known one has. Names of files and IDs of management packs have
/// closer limits, and shorten it.
const LONGEST_IDENTIFIER: usize = 512;

/// Whether `text` has the form of a name in managed availability.
fn is_identifier(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else {
        return false;
    };
    bytes.len() <= LONGEST_IDENTIFIER
        && first.is_ascii_alphabetic()
        && last.is_ascii_alphanumeric()
        && bytes
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

string_id! {
    /// The identity of an article over all languages: the `ms:assetid` of its front matter, in lower case.
    AssetId, "^[0-9a-z-]+$"
}

impl AssetId {
    /// The identity in `text`: letters, digits and dashes, mostly a GUID.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        let good = !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        good.then(|| Self(text.into()))
    }
}

string_id! {
    /// The key of an article in links of alerts: `imap.proxy` of `…/ms.exch.scom.imap.proxy(v=EXCHG.150)`.
    TopicKey, "^[a-z0-9._-]+$"
}

impl TopicKey {
    /// The key in an address, if the address is that of a health-set article.
    pub fn in_url(url: &str) -> Option<Self> {
        const MARK: &str = "ms.exch.scom.";
        // Of its letters, few addresses have this one elsewhere.
        const RARE: usize = "ms.e".len();
        let mark = |rare: usize| {
            let at = rare.checked_sub(RARE)?;
            let there = url.as_bytes().get(at..at + MARK.len())?;
            there.eq_ignore_ascii_case(MARK.as_bytes()).then_some(at)
        };
        let at = memchr2_iter(b'x', b'X', url.as_bytes()).find_map(mark)?;
        let key = url[at + MARK.len()..].to_ascii_lowercase();
        let end = key
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')))
            .unwrap_or(key.len());
        let key = key[..end].trim_end_matches(['.', '-', '_']);
        let key = key.strip_suffix(".aspx").unwrap_or(key);
        (!key.is_empty()).then(|| Self(key.into()))
    }
}

string_id! {
    /// The short name of an article in file names and addresses: `imap-proxy`.
    Slug, "^[a-z0-9]+(-[a-z0-9]+)*$"
}

impl Slug {
    /// The slug in a file name: without folder, ending, `troubleshooting-` and `-health-set`; in lower case,
    /// with every run of other characters than ASCII letters and digits as one dash. Outputs are named by it, so
    /// it is never longer than 100 bytes.
    pub fn of_file_name(name: &str) -> Option<Self> {
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let stem = stem.to_ascii_lowercase();
        let stem = stem.strip_prefix("troubleshooting-").unwrap_or(&stem);
        Self::of_text(stem.strip_suffix("-health-set").unwrap_or(stem)).map(Self::for_files)
    }

    /// The slug of an article whose file name has nothing to make one of.
    pub fn of_key(key: &TopicKey) -> Option<Self> {
        Self::of_text(key.as_str()).map(Self::for_files)
    }

    /// This slug, as outputs can be named: not too long, no device, and no page or file that is there anyway.
    fn for_files(self) -> Self {
        const LONGEST: usize = 100;
        const RESERVED: &[&str] = &["index", "overview"];
        let reserved = RESERVED.contains(&&*self.0) || is_device(&self.0);
        let suffix = if reserved { "-health-set" } else { "" };
        Self(format!("{}{suffix}", shortened(&self.0, LONGEST)).into())
    }

    /// `text` as a slug, if anything of it can stand in one.
    pub fn of_text(text: &str) -> Option<Self> {
        let mut slug = String::with_capacity(text.len());
        for c in text.chars() {
            if c.is_ascii_alphanumeric() {
                slug.push(c.to_ascii_lowercase());
            } else if !slug.ends_with('-') && !slug.is_empty() {
                slug.push('-');
            }
        }
        let slug = slug.trim_end_matches('-');
        (!slug.is_empty()).then(|| Self(slug.into()))
    }

    /// This slug with a number, for the second of two articles that would share it.
    #[must_use]
    pub fn numbered(&self, number: usize) -> Self {
        Self(format!("{}-{number}", self.0).into())
    }
}

string_id! {
    /// A language-neutral name of something that probes depend on: `information-store`.
    DependencyId, "^[a-z0-9]+(-[a-z0-9]+)*$"
}

impl From<Slug> for DependencyId {
    fn from(slug: Slug) -> Self {
        Self(slug.0)
    }
}

string_id! {
    /// A category of health sets: a group of Exchange's (`customer-touch-points`), else one of its health sets (see
    /// `align/category.rs`).
    CategoryId, "^[a-z0-9]+(-[a-z0-9]+)*$"
}

impl From<Slug> for CategoryId {
    fn from(slug: Slug) -> Self {
        Self(slug.0)
    }
}

/// A calendar date, written `2015-03-09` (ISO 8601).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IsoDate {
    year: u16,
    month: u8,
    day: u8,
}

impl IsoDate {
    /// The date in a text of the form `2015-03-09`.
    pub fn from_iso(text: &str) -> Option<Self> {
        let mut parts = text.trim().splitn(3, '-');
        Self::new(parts.next()?, parts.next()?, parts.next()?)
    }

    /// The date in a text of the form `03/09/2015` (month first), as `ms.date` has it.
    pub fn from_month_first(text: &str) -> Option<Self> {
        let mut parts = text.trim().splitn(3, '/');
        let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
        Self::new(year, month, day)
    }

    fn new(year: &str, month: &str, day: &str) -> Option<Self> {
        let number = |text: &str, length| {
            let good = text.len() <= length && text.bytes().all(|b| b.is_ascii_digit());
            good.then(|| text.parse::<u16>().ok()).flatten()
        };
        if year.len() != 4 {
            return None;
        }
        let date = Self {
            year: number(year, 4)?,
            month: u8::try_from(number(month, 2)?).ok()?,
            day: u8::try_from(number(day, 2)?).ok()?,
        };
        ((1..=12).contains(&date.month) && (1..=31).contains(&date.day)).then_some(date)
    }
}

impl fmt::Display for IsoDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Serialize for IsoDate {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl JsonSchema for IsoDate {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "IsoDate".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date" })
    }
}

/// The ID of a management pack, which is also its file name: an ASCII letter or `_`, then letters,
/// digits, `_` and `.`, at most 100 characters, so that IDs of elements have room behind it (the schema allows 256
/// in all).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "String")]
pub struct PackId(Box<str>);

impl PackId {
    /// The ID as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for PackId {
    fn default() -> Self {
        Self("Mpkc.Exchange2013.HealthSets".into())
    }
}

impl fmt::Display for PackId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for PackId {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let good = text.len() <= 100
            && text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && text.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
            && !text.contains("..")
            && !is_device(&text)
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_'));
        if good {
            Ok(Self(text.into()))
        } else {
            Err(format!(
                "`{text}` is no ID of a management pack: it must begin with a letter or `_` and hold letters, digits, `_` and single dots, at most 100"
            ))
        }
    }
}

/// The version of a management pack: four numbers. SCOM upgrades a pack only to a higher version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(try_from = "String")]
pub struct PackVersion([u16; 4]);

impl Default for PackVersion {
    fn default() -> Self {
        Self([1, 0, 0, 0])
    }
}

impl fmt::Display for PackVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d] = self.0;
        write!(f, "{a}.{b}.{c}.{d}")
    }
}

impl TryFrom<String> for PackVersion {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let refuse = || {
            format!(
                "`{text}` is no version: four numbers from 0 to 65535 with dots between, such as 1.0.0.0"
            )
        };
        let numbers: Vec<u16> = text
            .split('.')
            .map(|part| part.parse().map_err(|_| refuse()))
            .collect::<Result<_, _>>()?;
        numbers.try_into().map(Self).map_err(|_| refuse())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_ascii_and_whole() {
        for good in ["IMAP.Proxy", "CrashEvent.x", "A", "X-Y_2"] {
            assert!(MonitorId::new(good).is_some(), "{good}");
        }
        for bad in ["", "Proxy IMAP", "2x", "A.", "Monitör", "a(b)", ".a"] {
            assert!(MonitorId::new(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn keys_are_found_in_addresses() {
        let key = |url| TopicKey::in_url(url).map(|key| key.to_string());
        assert_eq!(
            key("https://t.m.com/es-es/library/ms.exch.scom.IMAP.proxy(v=EXCHG.150)").as_deref(),
            Some("imap.proxy")
        );
        assert_eq!(
            key("http://x/ms.exch.scom.ad.aspx?v=1").as_deref(),
            Some("ad")
        );
        assert_eq!(key("https://x/library/Dn195906(v=EXCHG.150)"), None);
    }

    #[test]
    fn slugs_come_from_file_names() {
        let slug = |name| Slug::of_file_name(name).map(|slug| slug.to_string());
        assert_eq!(
            slug("es-ES/x/troubleshooting-owa-protocol-dep-health-set.md").as_deref(),
            Some("owa-protocol-dep")
        );
        assert_eq!(slug("../My File!.md").as_deref(), Some("my-file"));
        assert_eq!(slug("中文.md"), None);
    }

    #[test]
    fn dates_have_two_forms() {
        let date = IsoDate::from_iso("2015-03-09").expect("a date");
        assert_eq!(IsoDate::from_month_first("03/09/2015"), Some(date));
        assert_eq!(date.to_string(), "2015-03-09");
        for bad in ["2015-13-01", "x", "2015-03", "15-03-09", "2015-+1-09"] {
            assert_eq!(IsoDate::from_iso(bad), None, "{bad}");
        }
    }

    #[test]
    fn packs_have_ids_and_versions_that_scom_takes() {
        assert!(PackId::try_from("Contoso.Exchange_1".to_owned()).is_ok());
        for bad in ["", "1x", "a-b", "a..b", "a.", "é"] {
            assert!(PackId::try_from(bad.to_owned()).is_err(), "{bad}");
        }
        assert!(PackVersion::try_from("1.0.0.0".to_owned()).is_ok());
        for bad in ["1.0.0", "1.0.0.65536", "1.0.0.x", "1.0.0.0.0"] {
            assert!(PackVersion::try_from(bad.to_owned()).is_err(), "{bad}");
        }
    }
}
