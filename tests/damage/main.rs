//! What the checker sees and what it leaves in peace, measured: damages of one kind each are done to the real articles, one at
//! a time, and each must give a finding where it was done; changes without a meaning must give none.
//!
//! ```text
//! MPKC_MISSES=1 cargo test --test damage -- --nocapture    # what was missed, too
//! ```
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
#![allow(clippy::print_stderr, reason = "what is skipped is said")]

mod change;
#[path = "../common/mod.rs"]
mod common;
mod damages;
mod harmless;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use mpkc::article::ArticleKind;
use mpkc::compile::{Compilation, read};
use mpkc::diagnostic::{Severity, SourceId};
use mpkc::locale::Locale;
use mpkc::workspace::{Config, Source};
use rayon::prelude::*;

use change::Change;
use damages::Names;

const LOCALES: [&str; 7] = [
    "en-US", "es-ES", "fr-FR", "it-IT", "ja-JP", "pt-BR", "zh-CN",
];

const CATALOGUE: &str = "appendix-a-exchange-health-sets.md";

/// An article in every language, and the catalogue of health sets, which says what names there are.
struct Topic {
    name: String,
    texts: Vec<String>,
    catalogues: Arc<Vec<String>>,
}

impl Topic {
    fn sources(&self) -> Vec<Source> {
        let articles = self.texts.iter().map(|text| (self.name.as_str(), text));
        let catalogues = self.catalogues.iter().map(|text| (CATALOGUE, text));
        let locales = LOCALES.iter().chain(&LOCALES);
        let each = locales.zip(articles.chain(catalogues)).enumerate();
        each.map(|(number, (locale, (name, text)))| source(number, locale, name, text))
            .collect()
    }
}

fn source(number: usize, locale: &str, name: &str, text: &str) -> Source {
    let label = format!("{locale}/{name}");
    let bytes = Ok(text.as_bytes().to_vec());
    let mut source = Source::new(
        label.clone().into(),
        label.into(),
        Some(locale.parse().unwrap()),
        bytes,
    );
    source.id = SourceId(number as u32);
    source
}

fn topics(corpus: &Path) -> Vec<Topic> {
    let folder = |locale: &str| corpus.join(locale).join("health-sets");
    let mut names: Vec<String> = fs::read_dir(folder("en-US"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("troubleshooting-"))
        .collect();
    names.sort();
    let texts = |folder: &str, name: &str| {
        let places = LOCALES
            .iter()
            .map(|locale| corpus.join(locale).join(folder).join(name));
        places
            .map(fs::read_to_string)
            .collect::<Result<Vec<String>, _>>()
            .ok()
    };
    let catalogues = Arc::new(texts("guide", CATALOGUE).unwrap());
    let topic = |name: String| {
        let texts = texts("health-sets", &name)?;
        let catalogues = Arc::clone(&catalogues);
        Some(Topic {
            name,
            texts,
            catalogues,
        })
    };
    names.into_iter().filter_map(topic).collect()
}

fn compile<T>(sources: &[Source], look: impl FnOnce(&Compilation<'_>) -> T) -> T {
    let config = Config::default();
    let articles = read(sources, &config, &[], &[]).unwrap();
    look(&articles.compile(&config, sources))
}

/// What is found, each with its places: the number of the file and the line.
type Found = BTreeMap<(String, String), BTreeSet<(u32, usize)>>;

/// The errors and warnings in the file with this number. What the source has otherwise than all others is reported there.
fn found(sources: &[Source], number: usize) -> Found {
    compile(sources, |compilation| {
        let mut all = Found::new();
        for diagnostic in &compilation.diagnostics {
            if diagnostic.severity < Severity::Warning {
                continue;
            }
            let places = diagnostic
                .places()
                .filter(|place| number == 0 || place.source.0 as usize == number)
                .map(|place| {
                    let source = &sources[place.source.0 as usize];
                    (place.source.0, source.line_column(place.span.start).line)
                });
            let places: BTreeSet<(u32, usize)> = places.collect();
            if !places.is_empty() {
                let key = (
                    diagnostic.rule.name().to_owned(),
                    diagnostic.message.clone(),
                );
                all.entry(key).or_default().extend(places);
            }
        }
        all
    })
}

/// Rules and messages of `now` that were not in `before`, or were not at as many places.
fn new(before: &Found, now: &Found) -> Vec<String> {
    now.iter()
        .filter(|(key, places)| before.get(*key).is_none_or(|old| old.len() < places.len()))
        .map(|((rule, message), places)| format!("{rule} {places:?}: {message}"))
        .collect()
}

fn with(text: &str, change: &Change) -> String {
    let (start, end) = (change.at.start, change.at.end);
    [&text[..start], &change.to, &text[end..]].concat()
}

/// Whether a rule has more places than before: a message may only have other words.
fn more(before: &Found, now: &Found) -> bool {
    let count = |found: &Found| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for ((rule, _), places) in found {
            *counts.entry(rule.clone()).or_default() += places.len();
        }
        counts
    };
    let before = count(before);
    let now = count(now);
    now.iter()
        .any(|(rule, places)| before.get(rule).is_none_or(|old| old < places))
}

/// The changes of every article with what they give, in the order of the articles.
fn tried(corpus: &Path, of: fn(&Topic, usize, &Names) -> Vec<Change>) -> Vec<Trial> {
    let topics = topics(corpus);
    let id = |topic: &Topic| {
        compile(&topic.sources(), |compilation| {
            let set = compilation.knowledge.health_sets.first();
            set.map(|set| set.id.to_string())
        })
    };
    let sets: BTreeSet<String> = topics.par_iter().filter_map(id).collect();
    let topics = topics.par_iter().flat_map_iter(|topic| {
        let sources = topic.sources();
        let names = compile(&sources, |compilation| {
            let set = compilation.knowledge.health_sets.first()?;
            (set.kind == ArticleKind::Full).then(|| Names::new(set, &sets))
        });
        let mut trials = Vec::new();
        let Some(names) = names else {
            return trials;
        };
        for (number, text) in topic.texts.iter().enumerate() {
            let before = found(&sources, number);
            for change in of(topic, number, &names) {
                let mut sources = topic.sources();
                sources[number] =
                    source(number, LOCALES[number], &topic.name, &with(text, &change));
                let line = text[..change.at.start].matches('\n').count() + 1;
                let now = found(&sources, number);
                trials.push(Trial {
                    kind: change.kind,
                    new: new(&before, &now),
                    is_more: more(&before, &now),
                    what: format!(
                        "{}/{}:{line}: {:?} -> {:?}",
                        LOCALES[number],
                        topic.name,
                        &text[change.at.clone()],
                        change.to
                    ),
                });
            }
        }
        trials
    });
    topics.collect()
}

struct Trial {
    kind: &'static str,
    what: String,
    /// Findings that were not there before, and whether a rule has more of them.
    new: Vec<String>,
    is_more: bool,
}

/// Of each kind: how many were seen of how many, and what was not as expected.
fn count(trials: &[Trial]) -> BTreeMap<&str, (usize, usize)> {
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for trial in trials {
        let (seen, all) = counts.entry(trial.kind).or_default();
        *seen += usize::from(!trial.new.is_empty());
        *all += 1;
    }
    for (kind, (seen, all)) in &counts {
        eprintln!("{kind:28} {seen:4} of {all:4}");
    }
    counts
}

fn locale(number: usize) -> Locale {
    LOCALES[number].parse().unwrap()
}

#[test]
fn damages_are_found() {
    let Some(corpus) = common::corpus() else {
        return;
    };
    let trials = tried(&corpus, |topic, number, names| {
        damages::damages(&topic.texts[number], &topic.texts[0], locale(number), names)
    });
    if std::env::var_os("MPKC_MISSES").is_some() {
        for trial in trials.iter().filter(|trial| trial.new.is_empty()) {
            eprintln!("MISSED {} {}", trial.kind, trial.what);
        }
    }
    let counts = count(&trials);
    assert!(counts.len() > 30, "{} kinds of damages", counts.len());
    for (kind, (seen, all)) in counts {
        let expected = damages::expected(kind);
        assert!(seen * 100 >= all * expected, "{kind}: {seen} of {all}");
    }
}

#[test]
fn changes_without_a_meaning_are_left_in_peace() {
    let Some(corpus) = common::corpus() else {
        return;
    };
    let trials = tried(&corpus, |topic, number, _| {
        harmless::harmless(&topic.texts[number])
    });
    let counts = count(&trials);
    assert!(counts.len() > 10, "{} kinds of changes", counts.len());
    let alarms: Vec<String> = trials
        .iter()
        .filter(|trial| !trial.new.is_empty() && trial.is_more)
        .map(|trial| {
            format!(
                "{} {}\n    {}",
                trial.kind,
                trial.what,
                trial.new.join("\n    ")
            )
        })
        .collect();
    assert!(alarms.is_empty(), "{}", alarms.join("\n"));
}
