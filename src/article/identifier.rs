//! Names of monitors and probes in running text. They are ASCII words of several humps
//! (`ImapCTPMonitor`), so they can be told from the words of any language.

use std::cmp::Ordering;

/// What names end with, in Exchange.
const SUFFIXES: [&str; 2] = ["Monitor", "Probe"];

/// Whether `word` looks like the name of a monitor or probe: `…Monitor` or `…Probe` with something
/// before it (`Monitor` alone is a word of several languages).
pub fn is_monitor_like(word: &str) -> bool {
    SUFFIXES.iter().any(|suffix| {
        word.len() > suffix.len() + 1
            && word.is_char_boundary(word.len() - suffix.len())
            && word[word.len() - suffix.len()..].eq_ignore_ascii_case(suffix)
            && word.starts_with(|c: char| c.is_ascii_uppercase())
            && !word.contains('-')
    })
}

/// Whether two names have the same humps in any order, the kind of thing aside: `ImapTestDeepMonitor`
/// is what `ImapDeepTestProbe` feeds.
pub fn same_humps(a: &str, b: &str) -> bool {
    let sorted = |name: &str| {
        let mut humps: Vec<String> = humps(stem(name)).map(str::to_ascii_lowercase).collect();
        humps.sort();
        humps
    };
    stem(a).len().cmp(&stem(b).len()) == Ordering::Equal && sorted(a) == sorted(b)
}

/// A name without `Monitor` or `Probe` at its end.
fn stem(name: &str) -> &str {
    SUFFIXES
        .iter()
        .find_map(|suffix| name.strip_suffix(suffix))
        .unwrap_or(name)
}

/// The humps of a name: `ImapCTPMonitor` has `Imap`, `CTP` and `Monitor`.
fn humps(name: &str) -> impl Iterator<Item = &str> {
    let bytes = name.as_bytes();
    let starts_hump = move |at: usize| {
        let upper = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
        let lower = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase);
        upper(at) && (!upper(at - 1) || lower(at + 1))
    };
    let mut start = 0;
    std::iter::from_fn(move || {
        if start >= bytes.len() {
            return None;
        }
        let end = (start + 1..bytes.len())
            .find(|&at| starts_hump(at))
            .unwrap_or(bytes.len());
        let hump = name.get(start..end);
        start = end;
        hump
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_words() {
        for name in [
            "ImapCTPMonitor",
            "OwaSelfTestProbe",
            "POPCTPMonitor",
            "A.B.Monitor",
        ] {
            assert!(is_monitor_like(name), "{name}");
        }
        for word in [
            "Monitor",
            "monitor",
            "Probe",
            "IMAP.Proxy",
            "Get-Monitor",
            "eMonitor",
            "",
        ] {
            assert!(!is_monitor_like(word), "{word}");
        }
    }

    #[test]
    fn swapped_humps_are_the_same_name() {
        assert!(same_humps("ImapTestDeepMonitor", "ImapDeepTestProbe"));
        assert!(same_humps("PopTestDeepMonitor", "PopDeepTestMonitor"));
        assert!(!same_humps("ImapSelfTestMonitor", "ImapDeepTestMonitor"));
        assert_eq!(
            humps("ImapCTPMonitor").collect::<Vec<_>>(),
            ["Imap", "CTP", "Monitor"]
        );
    }
}
