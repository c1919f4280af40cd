//! The management pack of System Center Operations Manager.
//!
//! [`build`] makes typed elements of the model, [`knowledge`] makes the articles, [`language`] puts both into words,
//! and [`write`] makes the file of it.

mod build;
pub mod element;
mod facts;
mod knowledge;
mod language;
mod memory;
mod trace;
mod write;

pub use memory::PackMemory;

use std::collections::BTreeMap;
use std::ops::Range;

use rayon::prelude::*;

use self::build::{Built, Subject};
use self::element::Reference;
pub use self::knowledge::SetArticles;
use self::knowledge::{Articles, Context, MonitorKnowledge, Room};
use self::language::{Choice, KnowledgeArticle, LanguagePack, Strings};
use self::trace::Trace;
use super::Recall;
use crate::diagnostic::{Diagnostic, Location, Rule};
use crate::locale::{InterfaceKey, Languages, Locale};
use crate::model::{HealthSet, HealthSetId, KnowledgeBase, MonitorId};
use crate::verify::verify;
use crate::workspace::{OutputFile, OutputPath, PackConfig};

/// The management pack, and what is wrong with it.
#[derive(Debug)]
pub struct Emitted {
    /// The file; `None` if SCOM would refuse it, or take it and work badly.
    pub file: Option<OutputFile>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
}

/// The elements of a management pack, without words and articles.
#[derive(Debug)]
pub struct Elements<'k> {
    built: Built<'k>,
}

impl<'k> Elements<'k> {
    /// The elements of the pack of `kb`.
    pub fn new(kb: &'k KnowledgeBase<'k>, languages: &Languages, config: &PackConfig) -> Self {
        let name = match (&config.name, Choice::new(kb, languages).languages.first()) {
            (Some(name), _) => name.clone(),
            (None, Some((default, _))) => {
                languages.text(*default, InterfaceKey::PackName).to_owned()
            }
            (None, None) => String::new(),
        };
        Self {
            built: build::build(kb, config, name),
        }
    }

    /// The IDs of the monitors, by health set and name, for outputs that refer to them.
    pub fn monitor_ids(&self) -> BTreeMap<(&'k HealthSetId, &'k MonitorId), String> {
        let id = |(element, subject): &(Reference, Subject<'k>)| match subject {
            Subject::Monitor { owner, monitor, .. } => {
                Some(((*owner, &monitor.id), element.to_string()))
            }
            Subject::HealthSet(_) | Subject::RollUp(_) | Subject::Overlay => None,
        };
        self.built.articles.iter().filter_map(id).collect()
    }
}

/// Makes the management pack of `kb`. Nothing is written.
pub fn emit(kb: &KnowledgeBase<'_>, languages: &Languages, config: &PackConfig) -> Emitted {
    let elements = Elements::new(kb, languages, config);
    emit_again(kb, languages, config, &elements, &Recall::nothing())
}

/// Makes the management pack of the `elements` of `kb`, but for what an earlier build made. Nothing is written.
pub fn emit_again(
    kb: &KnowledgeBase<'_>,
    languages: &Languages,
    config: &PackConfig,
    elements: &Elements<'_>,
    recall: &Recall<'_>,
) -> Emitted {
    let choice = Choice::new(kb, languages);
    let mut diagnostics = left_out(&choice);
    if choice.languages.is_empty() {
        return Emitted {
            file: None,
            diagnostics,
        };
    }
    let built = &elements.built;
    let input = Input {
        kb,
        languages,
        config,
    };
    let fresh = PackMemory::default();
    let (memory, outline) = recall.pack().unwrap_or((&fresh, 0));
    memory.settle(&built.pack, outline);
    // What has no words is judged while the words are made.
    let (packs, written) = rayon::join(
        || language_packs(input, &choice, built, memory, recall),
        || memory.elements(&built.pack),
    );
    let facts = facts::facts(&built.pack, &packs);
    let mut violations = verify(&facts);
    if violations.is_empty() {
        violations = facts::violations(&facts, &written.findings);
    }
    if !violations.is_empty() {
        let trace = Trace::new(input, &choice, built);
        diagnostics.extend(violations.into_iter().map(|it| trace.refusal(it)));
        return Emitted {
            file: None,
            diagnostics,
        };
    }
    let bytes = write::write(written.xml, memory.languages(packs));
    let file = match OutputPath::new(format!("{}.xml", config.id)) {
        Ok(path) => Some(OutputFile { path, bytes }),
        Err(message) => {
            diagnostics.push(Diagnostic::new(Rule::PackRefused, message));
            None
        }
    };
    Emitted { file, diagnostics }
}

/// Languages without a pack of their own.
fn left_out(choice: &Choice) -> Vec<Diagnostic> {
    let nameless = choice.nameless.iter().map(|locale| {
        let message =
            format!("the pack leaves out {locale}: Windows has no three-letter name for it");
        Diagnostic::new(Rule::PackLanguageLeftOut, message).help(format!(
            "give `scom = \"…\"` in a language file {locale}.toml"
        ))
    });
    let shared = choice.shared.iter().map(|(locale, first)| {
        let message = format!(
            "the pack leaves out {locale}: Windows has the same three-letter name for {first}"
        );
        Diagnostic::new(Rule::PackLanguageLeftOut, message)
    });
    nameless.chain(shared).collect()
}

/// What a pack is made of.
#[derive(Clone, Copy, Debug)]
struct Input<'k> {
    kb: &'k KnowledgeBase<'k>,
    languages: &'k Languages,
    config: &'k PackConfig,
}

impl<'k> Input<'k> {
    /// What the articles of a health set in `locale` are rendered with.
    fn context(self, set: &'k HealthSet<'k>, locale: Locale) -> Context<'k> {
        Context {
            kb: self.kb,
            languages: self.languages,
            set,
            locale,
            pages: self.config.pages.as_ref(),
            is_written: set.articles.get(locale).is_some(),
            is_traced: false,
        }
    }
}

fn language_packs(
    input: Input<'_>,
    choice: &Choice,
    built: &Built<'_>,
    memory: &PackMemory,
    recall: &Recall<'_>,
) -> Vec<LanguagePack> {
    let Input { kb, languages, .. } = input;
    let made = || set_articles(input, choice, built, recall);
    let named = || {
        let strings = |(locale, _): &(Locale, String)| {
            let make = || Strings::new(&built.pack, kb, languages, *locale);
            memory.strings(*locale, make)
        };
        choice.languages.par_iter().map(strings).collect()
    };
    let (made, named): (Vec<_>, Vec<_>) = rayon::join(made, named);
    let pack = |((at, (locale, code)), strings): ((usize, &(Locale, String)), _)| LanguagePack {
        code: code.clone(),
        is_default: at == 0,
        strings,
        articles: articles(input, (at, *locale), built, &made),
    };
    let languages = choice.languages.par_iter().enumerate();
    languages.zip(named).map(pack).collect()
}

/// The articles of each health set in each language. One language after the other of the same health set, because much of
/// what is looked at is the same.
fn set_articles(
    input: Input<'_>,
    choice: &Choice,
    built: &Built<'_>,
    recall: &Recall<'_>,
) -> Vec<Vec<SetArticles>> {
    let by_set = by_health_set(built, input.kb.health_sets.len());
    let of_set = |room: &mut Room, (at, places): (usize, &Vec<usize>)| {
        let set = &input.kb.health_sets[at];
        let of_language = |(number, (locale, _)): (usize, &(Locale, String))| {
            let make = || {
                let context = input.context(set, *locale);
                let mut articles = Articles::new(context, std::mem::take(room));
                let subjects = places.iter().map(|&place| built.articles[place].1);
                let made: Vec<Range<usize>> =
                    subjects.map(|it| article(&mut articles, it)).collect();
                *room = articles.finish();
                SetArticles::new(room.maml.as_str(), &room.pieces, made)
            };
            recall.or_make(|memory| &memory.knowledge, (at, number), make)
        };
        choice
            .languages
            .iter()
            .enumerate()
            .map(of_language)
            .collect()
    };
    let sets = by_set.par_iter().enumerate();
    sets.map_init(Room::default, of_set).collect()
}

/// For each health set, the articles that are made of its Markdown, by their place.
fn by_health_set(built: &Built<'_>, sets: usize) -> Vec<Vec<usize>> {
    let mut by_set = vec![Vec::new(); sets];
    for (place, (_, subject)) in built.articles.iter().enumerate() {
        if let Some(at) = subject.article() {
            by_set[at].push(place);
        }
    }
    by_set
}

/// The articles of one language, in the order of the elements.
fn articles(
    input: Input<'_>,
    (number, locale): (usize, Locale),
    built: &Built<'_>,
    made: &[Vec<SetArticles>],
) -> Vec<KnowledgeArticle> {
    let kb = input.kb;
    // How many articles of each health set were taken.
    let mut taken = vec![0; made.len()];
    let mut take = |subject: &Subject<'_>| match subject.article() {
        Some(at) => {
            taken[at] += 1;
            Some(made[at][number].article(taken[at] - 1))
        }
        None => {
            let context = input.context(kb.health_sets.first()?, locale);
            let maml = knowledge::overlay(context).finish();
            Some(SetArticles::one(&maml).article(0))
        }
    };
    let finished = |(element, subject): &(Reference, Subject<'_>)| {
        Some(KnowledgeArticle {
            element: element.to_shared(),
            origin: origin(kb, locale, *subject),
            maml: take(subject)?,
        })
    };
    built.articles.iter().filter_map(finished).collect()
}

/// The Markdown that an article in `locale` comes from: its title.
fn origin(kb: &KnowledgeBase<'_>, locale: Locale, subject: Subject<'_>) -> Option<Location> {
    let set = &kb.health_sets[subject.article()?];
    let (_, article) = set.articles.resolve(locale, kb.source)?;
    Some(article.title.span.within(article.source))
}

/// Makes one article: the places of its pieces.
fn article<'k>(articles: &mut Articles<'k>, subject: Subject<'k>) -> Range<usize> {
    match subject {
        Subject::HealthSet(_) => articles.health_set(),
        Subject::RollUp(_) => articles.roll_up(),
        Subject::Monitor { owner, monitor, .. } => {
            articles.monitor(MonitorKnowledge { monitor, owner })
        }
        Subject::Overlay => 0..0,
    }
}
