//! What must be filled in: one name for every meaning, whatever the article calls it.

use schemars::JsonSchema;
use serde::Serialize;

use super::command::Slot;
use crate::diagnostic::Span;

/// The name of something that must be filled in: `server`, `healthSet`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct ParameterName(Box<str>);

/// Spellings of placeholders, without blanks and in lower case, and what they mean. Placeholders are not
/// translated in commands, so these are tokens, not words of a language.
const MEANINGS: &[(&str, &str)] = &[
    ("server", "server"),
    ("servername", "server"),
    ("exchangeserver", "server"),
    ("casserver", "clientAccessServer"),
    ("casservername", "clientAccessServer"),
    ("clientaccessserver", "clientAccessServer"),
    ("clientaccessservername", "clientAccessServer"),
    ("mailboxserver", "mailboxServer"),
    ("mailboxservername", "mailboxServer"),
    ("healthset", "healthSet"),
    ("healthsetname", "healthSet"),
    ("probe", "probe"),
    ("probename", "probe"),
    ("monitor", "monitor"),
    ("monitorname", "monitor"),
    ("mailbox", "mailbox"),
    ("mailboxidentity", "mailbox"),
    ("database", "database"),
    ("databasename", "database"),
    ("batch", "batch"),
    ("batchname", "batch"),
    ("user", "user"),
    ("username", "user"),
];

/// Domains that Microsoft's documentation uses for examples, which are nobody's.
const SAMPLE_DOMAINS: &[&str] = &[
    "contoso.com",
    "fabrikam.com",
    "yourdomain.com",
    "example.com",
];

impl ParameterName {
    /// The health set of an alert.
    pub fn health_set() -> Self {
        Self("healthSet".into())
    }

    /// The monitor that raised an alert.
    pub fn monitor() -> Self {
        Self("monitor".into())
    }

    /// The probe to be rerun.
    pub fn probe() -> Self {
        Self("probe".into())
    }

    /// What a placeholder means. One that is not known is named after itself: `<Some thing>` is `someThing`.
    pub fn of_placeholder(name: &str) -> Self {
        let key: String = name
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        meaning(&key).map_or_else(|| Self(camel_case(name).into()), |known| Self(known.into()))
    }

    /// A name given by a user, in any case.
    pub fn given(name: &str) -> Self {
        Self::of_placeholder(name)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl JsonSchema for ParameterName {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ParameterName".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "What is to be filled in: server, clientAccessServer, mailboxServer, healthSet, probe, monitor, mailbox, database, batch, user, or another name in this form."
        })
    }
}

fn meaning(key: &str) -> Option<&'static str> {
    MEANINGS
        .iter()
        .find(|(spelling, _)| *spelling == key)
        .map(|(_, meaning)| *meaning)
}

fn camel_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        let mut chars = word.chars();
        let Some(first) = chars.next() else { continue };
        if out.is_empty() {
            out.extend(first.to_lowercase());
        } else {
            out.extend(first.to_uppercase());
        }
        out.push_str(chars.as_str());
    }
    if out.is_empty() {
        "value".to_owned()
    } else {
        out
    }
}

/// The sample values in a command: names in sample domains, and words such as `"ServerName"` that say
/// what belongs in their place.
pub(super) fn samples(text: &str) -> Vec<Slot> {
    let mut found = Vec::new();
    for (start, word) in words(text) {
        if let Some(parameter) = sample_meaning(text, start, word) {
            found.push(Slot {
                parameter: ParameterName(parameter.into()),
                text: word.to_owned(),
                at: Span::new(start, start + word.len()),
            });
        }
    }
    found
}

/// The runs of characters that values are made of, and where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '@');
    text.split(move |c: char| !inside(c))
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

fn sample_meaning(text: &str, start: usize, word: &str) -> Option<&'static str> {
    let lower = || word.to_ascii_lowercase();
    if let Some(domain) = SAMPLE_DOMAINS.iter().find(|domain| ends_with(word, domain)) {
        return sample_host(lower().strip_suffix(domain)?);
    }
    let before = text[..start].chars().next_back();
    let after = text[start + word.len()..].chars().next();
    let quoted = matches!(
        (before, after),
        (Some('"'), Some('"')) | (Some('\''), Some('\''))
    );
    (quoted && ends_with(word, "name"))
        .then(|| meaning(&lower()))
        .flatten()
}

/// Whether `word` ends with `end`, in any case.
fn ends_with(word: &str, end: &str) -> bool {
    let start = word.len().checked_sub(end.len());
    start
        .and_then(|start| word.get(start..))
        .is_some_and(|own| own.eq_ignore_ascii_case(end))
}

/// What the name before a sample domain means: `server1.`, `mailbox1.`, `someone@`.
fn sample_host(host: &str) -> Option<&'static str> {
    let name = host.trim_end_matches('.');
    if host.ends_with('@') {
        return Some("user");
    }
    match name.trim_end_matches(|c: char| c.is_ascii_digit()) {
        "mailbox" => Some("mailboxServer"),
        "cas" => Some("clientAccessServer"),
        "" => None,
        _ => Some("server"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_have_one_meaning() {
        for (spelling, expected) in [
            ("server name", "server"),
            ("ServerName", "server"),
            ("servername", "server"),
            ("CAS server name", "clientAccessServer"),
            ("HealthSetName", "healthSet"),
            ("Some odd thing", "someOddThing"),
            ("...", "value"),
        ] {
            assert_eq!(
                ParameterName::of_placeholder(spelling).as_str(),
                expected,
                "{spelling}"
            );
        }
    }

    #[test]
    fn samples_are_told_from_values() {
        let found = |text| {
            samples(text)
                .into_iter()
                .map(|slot| format!("{}={}", slot.parameter.as_str(), slot.at.of(text)))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            found("Get-X server1.contoso.com | ?{$_.A -eq \"B\"}"),
            ["server=server1.contoso.com"]
        );
        assert_eq!(
            found("Get-X -Server mailbox1.contoso.com"),
            ["mailboxServer=mailbox1.contoso.com"]
        );
        assert_eq!(
            found("Get-X -Identity a1@yourdomain.com"),
            ["user=a1@yourdomain.com"]
        );
        assert_eq!(
            found("Set-X -Identity \"ServerName\" -G \"Primary\""),
            ["server=ServerName"]
        );
        assert!(found("Restart-Service ServerName").is_empty());
    }
}
