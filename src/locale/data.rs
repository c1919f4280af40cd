//! What the program knows of each language: `locales/<tag>.toml`.
//!
//! The files are compiled in; a folder named in `mpkc.toml` overrides them file by file.

use std::collections::BTreeMap;

use memchr::memchr;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::tag::ParseLocaleError;
use super::{InterfaceKey, Locale, Localized, windows};

/// The direction of a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Left to right.
    #[default]
    Ltr,
    /// Right to left.
    Rtl,
}

/// How articles in one language say things.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Lexicon {
    /// Labels of notes, for notes whose label no separator tells from the text.
    #[serde(default)]
    pub note: Vec<String>,
    /// Words before a step label such as `2c`.
    #[serde(default)]
    pub step: Vec<String>,
    /// What a cell says that lists no dependency.
    #[serde(default)]
    pub none: Vec<String>,
    /// Labels of the line that says which products an article is about.
    #[serde(default)]
    pub applies_to: Vec<String>,
    /// Labels of the line with the date of the last change.
    #[serde(default)]
    pub last_modified: Vec<String>,
    /// How a step begins that is only done once the probe succeeds.
    #[serde(default)]
    pub if_healthy: Vec<String>,
    /// How steps say that one must wait.
    #[serde(default)]
    pub wait: WaitPatterns,
    /// Numbers that are written as words.
    #[serde(default)]
    pub numbers: BTreeMap<String, u32>,
    /// Language-neutral terms of dependencies, and their names; the first name is shown.
    #[serde(default)]
    pub dependencies: BTreeMap<String, Vec<String>>,
    /// Wrong names of dependencies that articles have: understood, and reported.
    #[serde(default)]
    pub dependency_mistakes: BTreeMap<String, Vec<String>>,
    /// Phrases that say the opposite of each other.
    #[serde(default)]
    pub polarity: Polarity,
    /// Things that must not be taken for each other.
    #[serde(default)]
    pub things: Things,
}

/// Phrases by their sense, in lower case; the beginnings of words are enough. Of two that fit at one place, the longer
/// counts. A phrase that another word turns into its opposite need not be listed: `negation` does that.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Polarity {
    /// Something is healthy.
    #[serde(default)]
    pub healthy: Vec<String>,
    /// Something is not.
    #[serde(default)]
    pub unhealthy: Vec<String>,
    /// An issue still exists.
    #[serde(default)]
    pub persists: Vec<String>,
    /// An issue does not exist any more.
    #[serde(default)]
    pub gone: Vec<String>,
    /// A program shows something.
    #[serde(default)]
    pub shows: Vec<String>,
    /// It does not.
    #[serde(default)]
    pub conceals: Vec<String>,
    /// An attempt succeeds.
    #[serde(default)]
    pub succeeds: Vec<String>,
    /// An attempt fails.
    #[serde(default)]
    pub fails: Vec<String>,
    /// A service or an application pool is running.
    #[serde(default)]
    pub runs: Vec<String>,
    /// It is not.
    #[serde(default)]
    pub stopped: Vec<String>,
    /// Something looked for is found.
    #[serde(default)]
    pub found: Vec<String>,
    /// It is not.
    #[serde(default)]
    pub missing: Vec<String>,
    /// Whole words and groups of words that turn the next phrase of the clause into its opposite.
    #[serde(default)]
    pub negation: Vec<String>,
    /// Endings and words that turn the phrase before them into its opposite.
    #[serde(default)]
    pub negation_after: Vec<String>,
    /// Words that have a negation in them, such as "unable" and "without"; the beginnings of words are enough.
    #[serde(default)]
    pub negative: Vec<String>,
    /// Words in which a phrase occurs without its sense.
    #[serde(default)]
    pub neutral: Vec<String>,
}

/// What articles call things that must not be taken for each other: whole words, in lower case but for what is always
/// written with capitals.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Things {
    /// What tests a part of Exchange.
    #[serde(default)]
    pub probe: Vec<String>,
    /// What judges the results of probes.
    #[serde(default)]
    pub monitor: Vec<String>,
    /// A server with the role Mailbox.
    #[serde(default)]
    pub mailbox_server: Vec<String>,
    /// A server with the role Client Access.
    #[serde(default)]
    pub client_access_server: Vec<String>,
    /// What issues certificates, and shares its abbreviation with the former in English.
    #[serde(default)]
    pub certification_authority: Vec<String>,
}

/// How a language says that one must wait; `{number}` stands for the number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WaitPatterns {
    /// So many seconds.
    #[serde(default)]
    pub seconds: Vec<String>,
    /// So many minutes.
    #[serde(default)]
    pub minutes: Vec<String>,
    /// So many hours.
    #[serde(default)]
    pub hours: Vec<String>,
}

/// The file of one language.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct LanguageFile {
    name: String,
    #[serde(default)]
    direction: Direction,
    scom: Option<String>,
    #[serde(default)]
    interface: BTreeMap<InterfaceKey, String>,
    #[serde(default)]
    lexicon: Lexicon,
}

/// All that the program knows of one language.
#[derive(Clone, Debug)]
pub struct LanguageData {
    /// The tag.
    pub locale: Locale,
    /// The language's own name; the tag where there is no language file.
    pub name: String,
    /// The direction of its script.
    pub direction: Direction,
    /// The ID of its language pack in SCOM, if Windows names the language.
    pub scom: Option<String>,
    /// How its articles say things.
    pub lexicon: Lexicon,
    /// Whether there is a language file.
    pub known: bool,
    /// The words of the interface, by the numbers of their keys; none where there is no language file.
    interface: Vec<Option<String>>,
}

/// A language file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {message}")]
pub struct LanguageFileError {
    /// The file.
    pub file: String,
    /// What is wrong with it.
    pub message: String,
}

/// The languages of one run.
#[derive(Clone, Debug)]
pub struct Languages {
    languages: Localized<LanguageData>,
    source: Option<Locale>,
}

/// The files of `locales/`: name and text. The build script lists them.
const BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/language_files.rs"));

/// Languages written in more than one script: words of one region are no use in another.
const SEVERAL_SCRIPTS: &[&str] = &["az", "pa", "sr", "uz", "zh"];

impl Languages {
    /// Gathers what is known of `locales`. `overrides` are the texts of language files that come
    /// before the built-in ones, each with its file name (`<tag>.toml`).
    ///
    /// # Errors
    /// A file whose name is no tag, or whose text is no language file.
    pub fn load(
        locales: &[Locale],
        source: Option<Locale>,
        overrides: &[(String, String)],
    ) -> Result<Self, LanguageFileError> {
        let files = files(overrides)?;
        let fallback = files.keys().next().copied();
        let wanted = locales.iter().copied().chain(source).chain(fallback);
        let languages = wanted
            .map(|locale| (locale, LanguageData::new(locale, best_file(&files, locale))))
            .collect();
        Ok(Self {
            languages,
            source: source.or(fallback),
        })
    }

    /// Sets the language whose words stand in for those that another lacks.
    pub fn set_source(&mut self, source: Option<Locale>) {
        self.source = source.or(self.source);
    }

    /// What is known of `locale`, if it is a language of this run.
    pub fn get(&self, locale: Locale) -> Option<&LanguageData> {
        self.languages.get(locale)
    }

    /// All languages that mpkc knows something of, in the order of their tags.
    pub fn iter(&self) -> impl Iterator<Item = (Locale, &LanguageData)> {
        self.languages.iter()
    }

    /// The word or sentence `key` in `locale`; where the language has none, in the source language,
    /// and where that has none, in the first language that has.
    pub fn text(&self, locale: Locale, key: InterfaceKey) -> &str {
        let of = |locale: Locale| self.get(locale).and_then(|data| data.word(key));
        of(locale)
            .or_else(|| self.source.and_then(of))
            .or_else(|| self.languages.locales().find_map(of))
            .unwrap_or(key.name())
    }

    /// [`Self::text`] with every `{name}` replaced by its value.
    pub fn fill(&self, locale: Locale, key: InterfaceKey, values: &[(&str, &str)]) -> String {
        let room = values.iter().map(|(_, value)| value.len()).sum::<usize>();
        let mut filled = String::with_capacity(self.text(locale, key).len() + room);
        self.fill_into(&mut filled, locale, key, values);
        filled
    }

    /// [`Self::fill`], behind what `filled` holds already.
    pub fn fill_into(
        &self,
        filled: &mut String,
        locale: Locale,
        key: InterfaceKey,
        values: &[(&str, impl AsRef<str>)],
    ) {
        let mut rest = self.text(locale, key);
        while let Some(at) = memchr(b'{', rest.as_bytes()) {
            filled.push_str(&rest[..at]);
            let tail = &rest[at + 1..];
            let value = memchr(b'}', tail.as_bytes()).and_then(|end| {
                let (name, after) = (&tail[..end], &tail[end + 1..]);
                let (_, value) = values.iter().find(|(wanted, _)| *wanted == name)?;
                Some((value, after))
            });
            match value {
                Some((value, after)) => {
                    filled.push_str(value.as_ref());
                    rest = after;
                }
                None => {
                    filled.push('{');
                    rest = tail;
                }
            }
        }
        filled.push_str(rest);
    }

    /// The code of the language pack of `locale` in SCOM: of its language file, else Windows' name for it.
    pub fn scom(&self, locale: Locale) -> Option<&str> {
        self.get(locale)
            .and_then(|data| data.scom.as_deref())
            .or_else(|| windows::scom_code(locale))
    }

    /// The languages mpkc has files for, in the order of their tags.
    ///
    /// # Errors
    /// See [`Self::load`].
    pub fn built_in(
        overrides: &[(String, String)],
    ) -> Result<Vec<LanguageData>, LanguageFileError> {
        Ok(files(overrides)?
            .iter()
            .map(|(locale, file)| LanguageData::new(*locale, Some((*locale, file))))
            .collect())
    }
}

impl LanguageData {
    fn new(locale: Locale, file: Option<(Locale, &LanguageFile)>) -> Self {
        let windows_code = windows::scom_code(locale).map(str::to_owned);
        match file {
            Some((of, file)) => Self {
                locale,
                name: if of == locale || locale.region().is_none() {
                    file.name.clone()
                } else {
                    locale.to_string()
                },
                direction: file.direction,
                scom: if of == locale {
                    file.scom.clone()
                } else {
                    None
                }
                .or(windows_code),
                lexicon: file.lexicon.clone(),
                known: true,
                interface: InterfaceKey::ALL
                    .iter()
                    .map(|key| file.interface.get(key).cloned())
                    .collect(),
            },
            None => Self {
                locale,
                name: locale.to_string(),
                direction: Direction::default(),
                scom: windows_code,
                lexicon: Lexicon::default(),
                known: false,
                interface: Vec::new(),
            },
        }
    }

    /// A word or sentence of the interface, if the language has it.
    fn word(&self, key: InterfaceKey) -> Option<&str> {
        self.interface.get(key as usize)?.as_deref()
    }
}

/// All language files; of those of one language the last of `overrides`, else the built-in one.
fn files(
    overrides: &[(String, String)],
) -> Result<BTreeMap<Locale, LanguageFile>, LanguageFileError> {
    let overrides = overrides.par_iter().map(|(name, text)| read(name, text));
    let built_in = BUILT_IN.par_iter().map(|(name, text)| read(name, text));
    let files: Vec<_> = built_in.chain(overrides).collect();
    files.into_iter().collect()
}

fn read(name: &str, text: &str) -> Result<(Locale, LanguageFile), LanguageFileError> {
    let refuse = |message: String| LanguageFileError {
        file: name.to_owned(),
        message,
    };
    let tag = name.strip_suffix(".toml").unwrap_or(name);
    let locale = tag
        .parse()
        .map_err(|error: ParseLocaleError| refuse(error.to_string()))?;
    let file = toml::from_str(text).map_err(|error| refuse(error.to_string()))?;
    Ok((locale, file))
}

/// The file of `locale` itself, else of a tag that agrees with it, else of the same language.
fn best_file(
    files: &BTreeMap<Locale, LanguageFile>,
    locale: Locale,
) -> Option<(Locale, &LanguageFile)> {
    let entries = || files.iter().map(|(tag, file)| (*tag, file));
    entries()
        .find(|(tag, _)| *tag == locale)
        .or_else(|| entries().find(|(tag, _)| tag.agrees_with(&locale)))
        .or_else(|| {
            entries().find(|(tag, _)| {
                tag.language() == locale.language() && !SEVERAL_SCRIPTS.contains(&tag.language())
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locale(text: &str) -> Locale {
        text.parse().expect("a tag")
    }

    #[test]
    fn built_in_files_say_everything() {
        for language in Languages::built_in(&[]).expect("the files parse") {
            for key in InterfaceKey::ALL {
                assert!(
                    language.word(*key).is_some(),
                    "{} lacks {}",
                    language.locale,
                    key.name()
                );
            }
            assert_eq!(
                language.scom.as_deref(),
                windows::scom_code(language.locale),
                "{}",
                language.locale
            );
            assert!(!language.lexicon.dependencies.is_empty());
        }
    }

    #[test]
    fn placeholders_are_the_same_in_every_language() {
        let placeholders = |text: &str| {
            let mut found: Vec<String> = text
                .split('{')
                .skip(1)
                .filter_map(|tail| tail.split_once('}').map(|(name, _)| name.to_owned()))
                .collect();
            found.sort();
            found
        };
        let languages = Languages::built_in(&[]).expect("the files parse");
        for key in InterfaceKey::ALL {
            let expected = languages[0].word(*key).map(placeholders);
            for language in &languages {
                assert_eq!(
                    language.word(*key).map(placeholders),
                    expected,
                    "{} {}",
                    language.locale,
                    key.name()
                );
            }
        }
    }

    #[test]
    fn a_language_without_a_file_borrows_the_words_of_the_source() {
        let languages =
            Languages::load(&[locale("tlh")], Some(locale("it-IT")), &[]).expect("loads");
        let language = languages.get(locale("tlh")).expect("asked for");
        assert!(!language.known);
        assert_eq!(
            languages.text(locale("tlh"), InterfaceKey::Probe),
            languages.text(locale("it-IT"), InterfaceKey::Probe)
        );
    }

    #[test]
    fn regions_share_words_but_not_codes_and_scripts_share_nothing() {
        let languages =
            Languages::load(&[locale("es-MX"), locale("zh-TW")], None, &[]).expect("loads");
        assert!(languages.get(locale("es-MX")).expect("asked for").known);
        assert_eq!(languages.scom(locale("es-MX")), Some("ESM"));
        assert!(!languages.get(locale("zh-TW")).expect("asked for").known);
        assert_eq!(languages.scom(locale("zh-TW")), Some("CHT"));
    }

    #[test]
    fn filling_leaves_unknown_braces_alone() {
        let overrides = [(
            "en-US.toml".to_owned(),
            "name='E'\n[interface]\nstep='a {number} b {x} {'".to_owned(),
        )];
        let languages = Languages::load(&[locale("en-US")], None, &overrides).expect("loads");
        assert_eq!(
            languages.fill(locale("en-US"), InterfaceKey::Step, &[("number", "2c")]),
            "a 2c b {x} {"
        );
    }
}
