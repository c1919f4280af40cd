//! Things that must not be taken for each other.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use bitflags::bitflags;

use super::sense::{spellings, stands_alone};
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
    automaton: AhoCorasick,
    /// What each pattern names.
    things: Vec<Things>,
}

impl Finder {
    /// `None` if the language has no names of things.
    pub(crate) fn new(words: &Words) -> Option<Self> {
        let names = Things::named(words).into_iter();
        let names = names.flat_map(|(thing, names)| names.iter().map(move |name| (thing, name)));
        let spelt = names
            .flat_map(|(thing, name)| spellings(name).into_iter().map(move |name| (thing, name)));
        let (things, patterns): (Vec<Things>, Vec<String>) = spelt.unzip();
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .build(patterns)
            .ok()?;
        (!things.is_empty()).then_some(Self { automaton, things })
    }

    /// What `plain` names.
    pub(crate) fn all(&self, plain: &str) -> Things {
        self.hits(plain).map(|(thing, _)| thing).collect()
    }

    /// Where `plain` first names one of `things`.
    pub(crate) fn first(&self, plain: &str, things: Things) -> Option<Range<usize>> {
        let mut hits = self.hits(plain);
        hits.find(|(thing, _)| things.contains(*thing))
            .map(|(_, place)| place)
    }

    fn hits(&self, plain: &str) -> impl Iterator<Item = (Things, Range<usize>)> {
        let hits = self
            .automaton
            .find_iter(plain)
            .map(|hit| (self.things[hit.pattern().as_usize()], hit.range()));
        hits.filter(|(_, place)| stands_alone(plain, place.start, place.end))
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
        assert_eq!(
            finder.all("Probe the CA and CAS"),
            Things::PROBE | Things::CLIENT_ACCESS_SERVER
        );
        assert_eq!(finder.all("a LampProbe, a probed CAS"), Things::empty());
        assert_eq!(
            finder.first("the probe of a CA", Things::CLIENT_ACCESS_SERVER),
            Some(15..17)
        );
        assert!(Finder::new(&Words::default()).is_none());
    }
}
