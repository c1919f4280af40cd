//! The names that articles may use: of health sets, probes, monitors, application pools, cmdlets. What
//! the tables and commands of all articles name is known; prose is held against it.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::slip::is_near;
use crate::article::is_monitor_like;
use crate::model::KnowledgeBase;
use crate::syntax::Words;

/// What managed availability prints: states of monitors and results of probes.
pub(crate) const LITERALS: &[&str] = &[
    "Succeeded",
    "Unhealthy",
    "Healthy",
    "Degraded",
    "Unrecoverable",
    "Repairing",
    "Rejected",
];

/// The kinds of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum NameKind {
    /// A health set with a name that is no word of any language: `IMAP.Proxy`.
    HealthSet,
    /// A probe or monitor.
    Monitor,
    /// An application pool of IIS.
    Pool,
    /// A cmdlet.
    Cmdlet,
    /// Another name of parts: a server, a property, a file.
    Other,
}

impl NameKind {
    /// The kind in a sentence.
    pub(crate) fn noun(self) -> &'static str {
        match self {
            Self::HealthSet => "health set",
            Self::Monitor => "probe or monitor",
            Self::Pool => "application pool",
            Self::Cmdlet => "cmdlet",
            Self::Other => "name",
        }
    }
}

/// Known names.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Vocabulary<'a> {
    health_sets: FxHashSet<&'a str>,
    monitors: FxHashSet<&'a str>,
    /// Names in lower case, as they are mostly written, and how often.
    spellings: FxHashMap<String, (&'a str, usize)>,
    /// The outlines of everything that is to be found.
    outlines: Outlines,
}

/// Words by first and last letter and length: a word whose outline is not here is not worth a look.
#[derive(Debug, PartialEq)]
struct Outlines(Vec<u64>);

impl Default for Outlines {
    fn default() -> Self {
        let mut outlines = Self(vec![0; 32 * 32]);
        LITERALS.iter().for_each(|word| outlines.insert(word));
        outlines
    }
}

impl Outlines {
    fn slot(word: &[u8]) -> (usize, u64) {
        let letter = |byte: Option<&u8>| usize::from(byte.copied().unwrap_or_default() & 31);
        let slot = letter(word.first()) * 32 + letter(word.last());
        (slot, 1 << word.len().min(63))
    }

    fn insert(&mut self, word: &str) {
        let (slot, bit) = Self::slot(word.as_bytes());
        self.0[slot] |= bit;
    }

    fn has(&self, word: &[u8]) -> bool {
        let (slot, bit) = Self::slot(word);
        self.0[slot] & bit != 0
    }
}

impl<'a> Vocabulary<'a> {
    /// The names in the tables and commands of `knowledge`.
    pub(crate) fn new(knowledge: &'a KnowledgeBase<'a>) -> Self {
        let mut known = Self::default();
        let mut pools: BTreeMap<&str, usize> = BTreeMap::new();
        for set in &knowledge.health_sets {
            known.health_sets.insert(set.id.as_str());
            let probes = set.probes.iter().map(|probe| probe.id.as_str());
            let monitors = set.monitors.iter().map(|monitor| monitor.id.as_str());
            known.monitors.extend(probes.chain(monitors));
            let words = set
                .commands
                .iter()
                .flat_map(|command| Words::of(&command.text));
            for (_, word) in words.filter(|(_, word)| is_pool(word)) {
                *pools.entry(word).or_default() += 1;
            }
        }
        let uncovered = knowledge.uncovered.iter().map(|set| set.id.as_str());
        known.health_sets.extend(uncovered);
        for (name, often) in listed(knowledge)
            .map(|name| (name, usize::MAX))
            .chain(pools)
        {
            let entry = known.spellings.entry(name.to_ascii_lowercase());
            let entry = entry.or_insert((name, often));
            if often > entry.1 {
                *entry = (name, often);
            }
        }
        let words = known.health_sets.iter().chain(&known.monitors).copied();
        for word in words.chain(known.spellings.values().map(|(name, _)| *name)) {
            known.outlines.insert(word);
        }
        known
    }

    /// Whether a word of plain letters can be a name, a literal, or a name in other case. Cheap, and often wrong in favour.
    /// `has_capital` says whether there is a capital letter in it.
    pub(crate) fn may_be_name(&self, word: &[u8], has_capital: bool) -> bool {
        let mut rest = word.iter().skip(1);
        self.may_be_word(word, has_capital) || has_capital && rest.any(u8::is_ascii_uppercase)
    }

    /// [`Self::may_be_name`] for a word of small letters after the first.
    #[inline]
    pub(crate) fn may_be_word(&self, word: &[u8], has_capital: bool) -> bool {
        let has_suffix = || {
            let tail = &word[word.len() - 5..];
            tail.eq_ignore_ascii_case(b"probe") || tail.eq_ignore_ascii_case(b"nitor")
        };
        self.outlines.has(word) || has_capital && word.len() > 5 && has_suffix()
    }

    /// What `word` names, if it is a name rather than a word.
    pub(crate) fn kind(&self, word: &str) -> Option<NameKind> {
        if word.contains('.') && self.health_sets.contains(word) {
            return Some(NameKind::HealthSet);
        }
        if self.monitors.contains(word) || is_monitor_like(word) {
            return Some(NameKind::Monitor);
        }
        if is_pool(word) {
            return Some(NameKind::Pool);
        }
        if is_cmdlet(word) {
            return Some(NameKind::Cmdlet);
        }
        if word.contains('.') && self.is_near_health_set(word) {
            return Some(NameKind::HealthSet);
        }
        has_parts(word).then_some(NameKind::Other)
    }

    /// Whether a table or a command has `name`, in this or other case.
    pub(crate) fn is_known(&self, name: &str) -> bool {
        let lower = || self.spellings.contains_key(&name.to_ascii_lowercase());
        self.monitors.contains(name) || self.outlines.has(name.as_bytes()) && lower()
    }

    /// The known name that `name` is a slip of: one letter off, or two in a long name, and the same numbers.
    pub(crate) fn near(&self, name: &str) -> Option<&'a str> {
        let slips = match name.len() {
            0..8 => return None,
            8..14 => 1,
            _ => 2,
        };
        fn digits(word: &str) -> impl Iterator<Item = u8> {
            word.bytes().filter(u8::is_ascii_digit)
        }
        // A slip in the first letter is noticed at once.
        let first = |word: &str| word.bytes().next().map(|byte| byte.to_ascii_lowercase());
        let fits = |known: &&str| {
            known.len().abs_diff(name.len()) <= slips
                && first(known) == first(name)
                && digits(known).eq(digits(name))
                // The plural of a pool is no slip.
                && name.strip_suffix('s') != Some(known)
                && is_near(known, name, slips)
        };
        let known = self.spellings.values().map(|(known, _)| *known);
        known
            .filter(fits)
            .min_by_key(|known| (strsim::osa_distance(known, name), *known))
    }

    /// Whether `word` is a slip of a health set with a dot.
    fn is_near_health_set(&self, word: &str) -> bool {
        let fits = |known: &&'a str| {
            known.contains('.') && known.len().abs_diff(word.len()) <= 2 && is_near(known, word, 2)
        };
        word.len() >= 8
            && word.starts_with(|c: char| c.is_ascii_uppercase())
            && self.health_sets.iter().any(fits)
    }

    /// Whether `name` is a health set.
    pub(crate) fn is_health_set(&self, name: &str) -> bool {
        self.health_sets.contains(name)
    }

    /// How a name that is written in an unusual case is written mostly: a probe, a monitor or a health set with a
    /// dot as in the tables, an application pool as in most commands.
    pub(crate) fn other_case(&self, word: &str) -> Option<&'a str> {
        if word.len() < 5
            || !self.outlines.has(word.as_bytes())
            || self.monitors.contains(word)
            || self.health_sets.contains(word)
        {
            return None;
        }
        let (right, _) = self.spellings.get(&word.to_ascii_lowercase())?;
        (*right != word).then_some(*right)
    }
}

/// Health sets with a dot, probes and monitors, as the tables write them.
fn listed<'k>(knowledge: &'k KnowledgeBase<'k>) -> impl Iterator<Item = &'k str> {
    knowledge.health_sets.iter().flat_map(|set| {
        let dotted = std::iter::once(set.id.as_str()).filter(|id| id.contains('.'));
        let probes = set.probes.iter().map(|probe| probe.id.as_str());
        let monitors = set.monitors.iter().map(|monitor| monitor.id.as_str());
        dotted.chain(probes).chain(monitors)
    })
}

/// Whether `word` has the form of the name of an application pool.
pub(crate) fn is_pool(word: &str) -> bool {
    word.len() > "AppPool".len() && word.trim_end_matches('s').ends_with("AppPool")
}

/// Whether `word` has the form of a cmdlet: `Verb-Noun`, both with a capital, the noun with parts of its own.
pub(crate) fn is_cmdlet(word: &str) -> bool {
    let Some((verb, noun)) = word.split_once('-') else {
        return false;
    };
    let capital = |text: &str| text.starts_with(|c: char| c.is_ascii_uppercase());
    crate::syntax::is_cmdlet(word)
        && capital(verb)
        && capital(noun)
        && verb.len() > 2
        && verb.bytes().skip(1).all(|b| b.is_ascii_lowercase())
        && noun.bytes().all(|b| b.is_ascii_alphanumeric())
        && noun.bytes().skip(1).any(|b| b.is_ascii_lowercase())
}

/// Whether `word` is made of parts as only names of technical things are: `AlertValue`, `server1.contoso.com`.
fn has_parts(word: &str) -> bool {
    let bytes = word.as_bytes();
    let hump = bytes
        .windows(2)
        .any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    // A full stop without a blank after it is no part of a name, and `e.g.` is no name.
    let inner = bytes.windows(3).any(|three| {
        matches!(three[1], b'.' | b'_')
            && three[0].is_ascii_alphanumeric()
            && three[2].is_ascii_lowercase()
    }) && word.split(['.', '_']).all(|part| part.len() > 1);
    // Two without a blank in a row are.
    let is_part = |part: &str| part.len() > 1 && part.starts_with(|c: char| c.is_ascii_uppercase());
    let spaced = word.split('.').count() > 2 && word.split('.').all(is_part);
    (hump && !word.contains('.')) || inner && !word.ends_with(".md") || spaced
}
