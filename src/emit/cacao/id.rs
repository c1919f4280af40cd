//! Identifiers of CACAO: a type, `--`, and a UUID.
//!
//! Steps must have random UUIDs (version 4, RFC 9562). Here the 122 random bits are those of a hash, so that the same
//! step has the same ID in every build.

use std::fmt;

use serde::Serialize;

/// An identifier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub(super) struct Id(String);

impl Id {
    /// The identifier of the thing of type `kind` that `key` names.
    pub(super) fn new(kind: &str, key: &[&str]) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(kind.as_bytes());
        for part in key {
            // A zero cannot stand in a name, so different keys never run together.
            hasher.update(b"\0");
            hasher.update(part.as_bytes());
        }
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let n = u128::from_be_bytes(bytes);
        Self(format!(
            "{kind}--{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            n >> 96,
            n >> 80 & 0xffff,
            n >> 64 & 0xffff,
            n >> 48 & 0xffff,
            n & 0xffff_ffff_ffff,
        ))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Id;

    #[test]
    fn uuids_are_of_version_four() {
        let id = Id::new("action", &["a", "b"]).to_string();
        let uuid: Vec<&str> = id
            .strip_prefix("action--")
            .expect("a type")
            .split('-')
            .collect();
        assert_eq!(
            uuid.iter().map(|part| part.len()).collect::<Vec<_>>(),
            [8, 4, 4, 4, 12]
        );
        assert!(uuid[2].starts_with('4') && uuid[3].starts_with(['8', '9', 'a', 'b']));
    }

    #[test]
    fn keys_do_not_run_together() {
        assert_ne!(Id::new("a", &["b", "c"]), Id::new("a", &["bc"]));
        assert_eq!(Id::new("a", &["b"]), Id::new("a", &["b"]));
    }
}
