//! Who is right where the languages say different things, and whom a finding is about.

use crate::diagnostic::Scope;
use crate::locale::Locale;

/// If so many languages have a word alike, it is none that anybody may translate.
pub(crate) const MANY: usize = 5;

/// Something that some languages say and others do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dispute<T> {
    /// What is said.
    pub(crate) value: T,
    /// Who says it.
    pub(crate) holders: Vec<Locale>,
    /// Who does not.
    pub(crate) lacking: Vec<Locale>,
    /// Whether it should be said: most do, or of equally many the source does.
    pub(crate) is_right: bool,
}

impl<T> Dispute<T> {
    /// The languages that are probably wrong.
    pub(crate) fn wrong(&self) -> &[Locale] {
        if self.is_right {
            &self.lacking
        } else {
            &self.holders
        }
    }

    /// The languages that are probably right.
    pub(crate) fn right(&self) -> &[Locale] {
        if self.is_right {
            &self.holders
        } else {
            &self.lacking
        }
    }

    /// Whether the source alone is against all translations, of which there are several: it has been edited since they
    /// were made, or is wrong itself.
    pub(crate) fn is_drift(&self, source: Option<Locale>) -> bool {
        self.right().len() > 1 && self.wrong().len() == 1 && self.wrong().first().copied() == source
    }
}

/// The values that not all languages have, in the order in which they first occur.
pub(crate) fn disputes<T: PartialEq + Clone>(
    said: &[(Locale, Vec<T>)],
    source: Option<Locale>,
) -> Vec<Dispute<T>> {
    let Some(((_, first), rest)) = said.split_first() else {
        return Vec::new();
    };
    if rest.iter().all(|(_, values)| values == first) {
        return Vec::new();
    }
    let mut found: Vec<Dispute<T>> = Vec::new();
    for value in said.iter().flat_map(|(_, values)| values) {
        let is_agreed = said.iter().all(|(_, values)| values.contains(value));
        if is_agreed || found.iter().any(|known| known.value == *value) {
            continue;
        }
        let (holders, lacking): (Vec<_>, Vec<_>) =
            said.iter().partition(|(_, values)| values.contains(value));
        let locales = |side: Vec<&(Locale, Vec<T>)>| {
            side.iter().map(|(locale, _)| *locale).collect::<Vec<_>>()
        };
        let (holders, lacking) = (locales(holders), locales(lacking));
        let by_source =
            source.is_none_or(|source| holders.contains(&source) || !lacking.contains(&source));
        found.push(Dispute {
            is_right: holders.len() > lacking.len() || holders.len() == lacking.len() && by_source,
            value: value.clone(),
            holders,
            lacking,
        });
    }
    found
}

/// The scope of a finding about `locales`.
pub(crate) fn scope(locales: &[Locale]) -> Scope {
    match locales {
        [] | [_] => Scope::Locale,
        _ => Scope::Locales,
    }
}

/// Tags with commas between.
pub(crate) fn list(locales: &[Locale]) -> String {
    let tags: Vec<String> = locales.iter().map(ToString::to_string).collect();
    tags.join(", ")
}
