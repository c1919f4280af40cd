//! The names that articles may use: of health sets, probes, monitors, application pools, cmdlets. What
//! the tables and commands of all articles name is known; prose is held against it.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::article::is_monitor_like;
use crate::model::KnowledgeBase;
use crate::syntax::{Shell, Words};

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
#[derive(Debug, Default)]
pub(crate) struct Vocabulary<'a> {
    health_sets: HashSet<&'a str>,
    monitors: HashSet<&'a str>,
    pools: HashSet<&'a str>,
    cmdlets: HashMap<String, (&'a str, usize)>,
    parameters: BTreeMap<String, (&'a str, usize)>,
}

impl<'a> Vocabulary<'a> {
    /// The names in the tables and commands of `knowledge`.
    pub(crate) fn new(knowledge: &'a KnowledgeBase<'a>) -> Self {
        let mut known = Self::default();
        for set in &knowledge.health_sets {
            known.health_sets.insert(set.id.as_str());
            known
                .monitors
                .extend(set.probes.iter().map(|probe| probe.id.as_str()));
            known
                .monitors
                .extend(set.monitors.iter().map(|monitor| monitor.id.as_str()));
            for command in &set.commands {
                let words = Words::of(&command.text).map(|(_, word)| word);
                known.pools.extend(words.filter(|word| is_pool(word)));
                if command.shape.shell != Shell::PowerShell {
                    continue;
                }
                for cmdlet in &command.shape.cmdlets {
                    let name = cmdlet.span.of(&command.text);
                    known
                        .cmdlets
                        .entry(name.to_ascii_lowercase())
                        .or_insert((name, 0))
                        .1 += 1;
                    for parameter in &cmdlet.parameters {
                        let name = parameter.span.of(&command.text).trim_start_matches('-');
                        known
                            .parameters
                            .entry(name.to_ascii_lowercase())
                            .or_insert((name, 0))
                            .1 += 1;
                    }
                }
            }
        }
        known
            .health_sets
            .extend(knowledge.uncovered.iter().map(|set| set.id.as_str()));
        known
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
        has_parts(word).then_some(NameKind::Other)
    }

    /// Whether a table names the probe or monitor `name`.
    pub(crate) fn is_listed(&self, name: &str) -> bool {
        self.monitors.contains(name)
    }

    /// Whether `name` is a health set.
    pub(crate) fn is_health_set(&self, name: &str) -> bool {
        self.health_sets.contains(name)
    }

    /// Whether a command names the application pool `name`.
    pub(crate) fn is_known_pool(&self, name: &str) -> bool {
        self.pools.contains(name)
    }

    /// The cmdlets of commands, with how many commands have them.
    pub(crate) fn cmdlet(&self, name: &str) -> Option<(&'a str, usize)> {
        self.cmdlets.get(&name.to_ascii_lowercase()).copied()
    }

    /// The parameters of commands, in lower case, with their spelling and how many commands have them.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = (&str, (&'a str, usize))> {
        self.parameters
            .iter()
            .map(|(lower, entry)| (lower.as_str(), *entry))
    }
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
    capital(verb)
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
    // A full stop without a blank after it is no part of a name.
    let inner = bytes.windows(3).any(|three| {
        matches!(three[1], b'.' | b'_')
            && three[0].is_ascii_alphanumeric()
            && three[2].is_ascii_lowercase()
    });
    (hump && !word.contains('.')) || inner && !word.ends_with(".md")
}
