//! Things that must not be taken for each other.

use bitflags::bitflags;

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
    pub(crate) fn named(words: &Words) -> [(Self, &Vec<String>); 5] {
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
