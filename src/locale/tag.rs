//! Language tags (BCP 47, RFC 5646) and values per language.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};
use unic_langid::LanguageIdentifier;
use unic_langid::subtags::{Language, Region, Script, Variant};

/// A language tag in canonical case: language, and optionally script, region and one variant.
///
/// Read in any case and with `-` or `_`; written as RFC 5646 recommends (`pt-BR`, `zh-Hans-CN`).
#[derive(Clone, Copy, Debug)]
pub struct Locale {
    language: Language,
    script: Option<Script>,
    region: Option<Region>,
    variant: Option<Variant>,
}

/// The length of the longest tag: subtags of 8, 4, 3 and 8 letters.
const LONGEST: usize = 26;

/// A text that is no language tag.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a language tag such as `pt-BR`")]
pub struct ParseLocaleError(String);

impl Locale {
    /// The primary language subtag, such as `pt`.
    pub fn language(&self) -> &str {
        self.language.as_str()
    }

    /// The script subtag, such as `Hans`.
    pub fn script(&self) -> Option<&str> {
        self.script.as_ref().map(Script::as_str)
    }

    /// The region subtag, such as `BR`.
    pub fn region(&self) -> Option<&str> {
        self.region.as_ref().map(Region::as_str)
    }

    /// The language as a number in the order of the subtags: every text is looked up by its language, so comparing is to
    /// be quick, and mostly this tells two tags apart.
    fn language_key(&self) -> u64 {
        Option::<u64>::from(self.language).map_or(0, u64::swap_bytes)
    }

    /// The other subtags, likewise.
    fn other_keys(&self) -> (u32, u32, u64) {
        (
            self.script.map_or(0, |it| u32::from(it).swap_bytes()),
            self.region.map_or(0, |it| u32::from(it).swap_bytes()),
            self.variant.map_or(0, |it| u64::from(it).swap_bytes()),
        )
    }

    /// The subtags behind the first.
    fn other_subtags(&self) -> impl Iterator<Item = &str> {
        let variant = self.variant.as_ref().map(Variant::as_str);
        [self.script(), self.region(), variant]
            .into_iter()
            .flatten()
    }

    /// Whether one of the two tags says all that the other says: `fr` and `fr-FR` agree, `fr-CA` and `fr-FR` do not.
    pub fn agrees_with(&self, other: &Self) -> bool {
        fn same<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
            a.is_none() || b.is_none() || a == b
        }
        self.language == other.language
            && same(self.script, other.script)
            && same(self.region, other.region)
    }
}

/// The order of the tags, subtag by subtag.
impl Ord for Locale {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_language = self.language_key().cmp(&other.language_key());
        by_language.then_with(|| self.other_keys().cmp(&other.other_keys()))
    }
}

impl PartialEq for Locale {
    fn eq(&self, other: &Self) -> bool {
        self.language_key() == other.language_key() && self.other_keys() == other.other_keys()
    }
}

impl Eq for Locale {}

impl Hash for Locale {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.language_key(), self.other_keys()).hash(state);
    }
}

impl PartialOrd for Locale {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl FromStr for Locale {
    type Err = ParseLocaleError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || ParseLocaleError(text.to_owned());
        let id: LanguageIdentifier = text.parse().map_err(|_| refuse())?;
        // No language has a subtag of five to eight letters (RFC 5646, section 2.2.1), but folders have names.
        if !matches!(id.language.as_str().len(), 2 | 3) || id.language.is_empty() {
            return Err(refuse());
        }
        Ok(Self {
            language: id.language,
            script: id.script,
            region: id.region,
            variant: id.variants().next().copied(),
        })
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.language())?;
        for subtag in self.other_subtags() {
            f.write_str("-")?;
            f.write_str(subtag)?;
        }
        Ok(())
    }
}

impl Serialize for Locale {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Every text has a tag as its key: in one piece it is written several times as fast as what displays itself.
        let mut tag = String::with_capacity(LONGEST);
        tag.push_str(self.language());
        for subtag in self.other_subtags() {
            tag.push('-');
            tag.push_str(subtag);
        }
        serializer.serialize_str(&tag)
    }
}

impl<'de> Deserialize<'de> for Locale {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'_, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Locale {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Locale".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "A BCP 47 language tag in canonical case, such as pt-BR.",
            "pattern": "^[a-z]{2,8}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-[0-9a-z]{4,8})?$"
        })
    }
}

/// A value per language, sorted by tag. Facts are never localized; texts always are.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Localized<T> {
    entries: Vec<(Locale, T)>,
}

impl<T> Default for Localized<T> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
        }
    }
}

/// So many languages are looked through faster than halved again and again.
const FEW: usize = 16;

impl<T> Localized<T> {
    /// Where `locale` is.
    fn position(&self, locale: Locale) -> Option<usize> {
        if self.entries.len() <= FEW {
            return self.entries.iter().position(|(tag, _)| *tag == locale);
        }
        self.place(locale).ok()
    }

    /// Where `locale` is, or else belongs. Mostly it comes after all others.
    fn place(&self, locale: Locale) -> Result<usize, usize> {
        match self.entries.last() {
            Some((last, _)) if *last >= locale => {
                self.entries.binary_search_by_key(&locale, |(tag, _)| *tag)
            }
            _ => Err(self.entries.len()),
        }
    }

    /// The value of `locale`.
    pub fn get(&self, locale: Locale) -> Option<&T> {
        self.position(locale).map(|at| &self.entries[at].1)
    }

    /// The value of `locale`, to be changed.
    pub fn get_mut(&mut self, locale: Locale) -> Option<&mut T> {
        self.position(locale).map(|at| &mut self.entries[at].1)
    }

    /// Sets the value of `locale` and returns the one it had.
    pub fn insert(&mut self, locale: Locale, value: T) -> Option<T> {
        match self.place(locale) {
            Ok(at) => Some(std::mem::replace(&mut self.entries[at].1, value)),
            Err(at) => {
                self.entries.insert(at, (locale, value));
                None
            }
        }
    }

    /// All values, in the order of their tags.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Locale, &T)> + Clone {
        self.entries.iter().map(|(locale, value)| (*locale, value))
    }

    /// The values of the languages that have one in both, in the order of their tags.
    pub fn both<'s, U>(
        &'s self,
        other: &'s Localized<U>,
    ) -> impl Iterator<Item = (Locale, &'s T, &'s U)> {
        let mut rest = other.entries.as_slice();
        self.entries.iter().filter_map(move |(locale, value)| {
            let before = rest.iter().take_while(|(tag, _)| tag < locale).count();
            rest = &rest[before..];
            let (tag, other) = rest.first()?;
            (tag == locale).then_some((*locale, value, other))
        })
    }

    /// The values without their tags.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &T> + Clone {
        self.entries.iter().map(|(_, value)| value)
    }

    /// The tags.
    pub fn locales(&self) -> impl ExactSizeIterator<Item = Locale> + Clone + '_ {
        self.entries.iter().map(|(locale, _)| *locale)
    }

    /// Whether no language has a value.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many languages have a value.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// The value of `locale`, else that of `fallback`, else the first; with the locale it is really in.
    pub fn resolve(&self, locale: Locale, fallback: Option<Locale>) -> Option<(Locale, &T)> {
        self.get(locale)
            .map(|value| (locale, value))
            .or_else(|| fallback.and_then(|tag| self.get(tag).map(|value| (tag, value))))
            .or_else(|| self.iter().next())
    }
}

impl<T> FromIterator<(Locale, T)> for Localized<T> {
    fn from_iter<I: IntoIterator<Item = (Locale, T)>>(iter: I) -> Self {
        let entries: Vec<(Locale, T)> = iter.into_iter().collect();
        // Nearly all are made of others, and so are in order.
        if entries.is_sorted_by(|(before, _), (after, _)| before < after) {
            return Self { entries };
        }
        let mut result = Self::default();
        for (locale, value) in entries {
            result.insert(locale, value);
        }
        result
    }
}

impl<T: Serialize> Serialize for Localized<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<T: JsonSchema> JsonSchema for Localized<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Localized_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "object",
            "description": "A value per language; the keys are BCP 47 tags.",
            "additionalProperties": generator.subschema_for::<T>()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locale(text: &str) -> Locale {
        text.parse().expect("a tag")
    }

    #[test]
    fn what_two_have_in_common_is_found_in_order() {
        let of = |tags: &[&str]| -> Localized<usize> {
            tags.iter().map(|tag| locale(tag)).zip(0..).collect()
        };
        let (all, some) = (of(&["en", "es", "fr", "ja"]), of(&["ar", "es", "ja", "zh"]));
        let both: Vec<_> = all.both(&some).map(|(_, a, b)| (*a, *b)).collect();
        assert_eq!(both, [(1, 1), (3, 2)]);
        assert_eq!(all.both(&of(&[])).count(), 0);
    }

    #[test]
    fn tags_are_read_in_any_form_and_written_in_one() {
        for (given, canonical) in [
            ("PT_br", "pt-BR"),
            ("zh-hans-cn", "zh-Hans-CN"),
            ("it", "it"),
            ("es-419", "es-419"),
        ] {
            assert_eq!(locale(given).to_string(), canonical);
        }
        for wrong in ["", "health-sets", "und", "e", "en-US-"] {
            assert!(wrong.parse::<Locale>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn tags_have_the_order_of_their_texts() {
        let mut tags = [
            "zh-Hant-TW",
            "zh-CN",
            "ca",
            "ca-ES",
            "ca-ES-valencia",
            "zh-Hans",
            "fil-PH",
            "fi",
            "fi-FI",
        ]
        .map(locale);
        tags.sort_unstable();
        let texts = tags.map(|tag| tag.to_string());
        assert_eq!(
            texts,
            [
                "ca",
                "ca-ES",
                "ca-ES-valencia",
                "fi",
                "fi-FI",
                "fil-PH",
                "zh-CN",
                "zh-Hans",
                "zh-Hant-TW"
            ]
        );
    }

    #[test]
    fn agreement_ignores_what_one_side_leaves_open() {
        assert!(locale("fr").agrees_with(&locale("fr-FR")));
        assert!(!locale("fr-CA").agrees_with(&locale("fr-FR")));
        assert!(!locale("fr").agrees_with(&locale("it")));
    }

    #[test]
    fn resolving_prefers_the_language_then_the_fallback_then_any() {
        let texts: Localized<&str> = [(locale("it"), "sì"), (locale("en-US"), "yes")]
            .into_iter()
            .collect();
        let resolve = |tag, fallback| texts.resolve(tag, fallback).map(|(_, text)| *text);
        assert_eq!(resolve(locale("it"), None), Some("sì"));
        assert_eq!(resolve(locale("ja"), Some(locale("it"))), Some("sì"));
        assert_eq!(resolve(locale("ja"), None), Some("yes"));
    }
}
