//! Things that must not be taken for each other.

use std::ops::Range;

use bitflags::bitflags;

use super::phrases::{Beginnings, Entry, Phrases, Starts};
use crate::locale::Things as Words;

bitflags! {
    /// Things that a text names.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub(crate) struct Things: u8 {
        /// What tests a part of Exchange.
        const PROBE = 1;
        /// What judges the results of probes.
        const MONITOR = 1 << 1;
        /// A server with the role Mailbox.
        const MAILBOX_SERVER = 1 << 2;
        /// A server with the role Client Access.
        const CLIENT_ACCESS_SERVER = 1 << 3;
        /// What issues certificates.
        const CERTIFICATION_AUTHORITY = 1 << 4;
    }
}

impl Things {
    /// What tests and judges.
    pub(crate) const TESTS: Self = Self::PROBE.union(Self::MONITOR);

    /// Each group of things of which one may be taken for another.
    pub(crate) const GROUPS: [Self; 2] = [
        Self::TESTS,
        Self::MAILBOX_SERVER
            .union(Self::CLIENT_ACCESS_SERVER)
            .union(Self::CERTIFICATION_AUTHORITY),
    ];

    /// Each thing with its names in a language.
    fn named(words: &Words) -> [(Self, &Vec<String>); 5] {
        [
            (Self::PROBE, &words.probe),
            (Self::MONITOR, &words.monitor),
            (Self::MAILBOX_SERVER, &words.mailbox_server),
            (Self::CLIENT_ACCESS_SERVER, &words.client_access_server),
            (
                Self::CERTIFICATION_AUTHORITY,
                &words.certification_authority,
            ),
        ]
    }
}

/// Finds the things that texts of one language name.
#[derive(Debug)]
pub(crate) struct Finder {
    names: Phrases<Things>,
}

impl Finder {
    /// `None` if the language has no names of things.
    pub(crate) fn new(words: &Words) -> Option<Self> {
        let named = Things::named(words).into_iter();
        let entries = named.flat_map(|(meaning, names)| {
            names.iter().map(move |text| Entry {
                text,
                meaning,
                is_whole: true,
            })
        });
        let names = Phrases::new(entries)?;
        Some(Self { names })
    }

    /// How the names begin.
    pub(crate) fn beginnings(&self) -> &Beginnings {
        self.names.beginnings()
    }

    /// What `plain` names, of which the `starts` are known.
    pub(crate) fn all(&self, plain: &str, starts: &Starts) -> Things {
        let names = self.names.find(plain, starts);
        names.map(|(thing, _)| thing).collect()
    }

    /// Where `plain` first names one of `things`.
    pub(crate) fn first(
        &self,
        plain: &str,
        starts: &Starts,
        things: Things,
    ) -> Option<Range<usize>> {
        let mut names = self.names.find(plain, starts);
        let (_, place) = names.find(|(thing, _)| things.contains(*thing))?;
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_whole_words() {
        let words = Words {
            probe: vec!["probe".to_owned()],
            client_access_server: vec!["CA".to_owned()],
            ..Words::default()
        };
        let finder = Finder::new(&words).expect("names");
        let starts = |text: &str| Starts::of(text, std::iter::empty(), finder.beginnings());
        let all = |text: &str| finder.all(text, &starts(text));
        assert_eq!(
            all("Probe the CA and CAS"),
            Things::PROBE | Things::CLIENT_ACCESS_SERVER
        );
        assert_eq!(all("a LampProbe, a probed CAS"), Things::empty());
        assert_eq!(
            finder.first(
                "the probe of a CA",
                &starts("the probe of a CA"),
                Things::CLIENT_ACCESS_SERVER
            ),
            Some(15..17)
        );
        assert!(Finder::new(&Words::default()).is_none());
    }
}
