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
mod write;

pub use memory::PackMemory;

use std::collections::BTreeMap;

use rayon::prelude::*;

use self::build::{Built, Subject};
use self::element::Reference;
use self::knowledge::{Article, Articles, MonitorKnowledge};
use self::language::{Choice, KnowledgeArticle, LanguagePack};
use super::Recall;
use crate::article::Block;
use crate::diagnostic::{Diagnostic, Location, Rule};
use crate::locale::{InterfaceKey, Languages, Locale};
use crate::model::{HealthSetId, KnowledgeBase, MonitorId};
use crate::verify::{LONGEST_ARTICLE, Violation, verify};
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
    let fresh = PackMemory::default();
    let (memory, outline) = recall.pack().unwrap_or((&fresh, 0));
    memory.settle(&built.pack, outline);
    let packs = language_packs(kb, languages, &choice, built, memory, recall);
    let facts = facts::facts(&built.pack, &packs);
    let (mut violations, written) = rayon::join(|| verify(&facts), || memory.elements(&built.pack));
    if violations.is_empty() {
        violations = facts::violations(&facts, &written.findings);
    }
    if !violations.is_empty() {
        diagnostics.extend(violations.into_iter().map(refusal));
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

fn refusal(violation: Violation) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(Rule::PackRefused, violation.message);
    diagnostic.primary = violation.origin;
    diagnostic.help = Some(violation.help).filter(|help| !help.is_empty());
    diagnostic
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

fn language_packs(
    kb: &KnowledgeBase<'_>,
    languages: &Languages,
    choice: &Choice,
    built: &Built<'_>,
    memory: &PackMemory,
    recall: &Recall<'_>,
) -> Vec<LanguagePack> {
    let by_set = by_health_set(built, kb.health_sets.len());
    choice
        .languages
        .par_iter()
        .enumerate()
        .map(|(at, (locale, code))| LanguagePack {
            code: code.clone(),
            is_default: at == 0,
            strings: memory.strings(*locale, || {
                language::strings(&built.pack, kb, languages, *locale)
            }),
            articles: articles(kb, languages, (at, *locale), built, &by_set, recall),
        })
        .collect()
}

/// For each health set, the articles that are made of its Markdown, by their place.
fn by_health_set(built: &Built<'_>, sets: usize) -> Vec<Vec<usize>> {
    let mut by_set = vec![Vec::new(); sets];
    for (place, (_, subject)) in built.articles.iter().enumerate() {
        match subject {
            Subject::HealthSet(at) | Subject::RollUp(at) => by_set[*at].push(place),
            Subject::Monitor { article, .. } => by_set[*article].push(place),
            Subject::Overlay => {}
        }
    }
    by_set
}

/// The articles that are made of one health set, in the order of their elements.
pub type SetArticles = Vec<Article>;

/// The articles of one language, in the order of the elements.
fn articles(
    kb: &KnowledgeBase<'_>,
    languages: &Languages,
    (number, locale): (usize, Locale),
    built: &Built<'_>,
    by_set: &[Vec<usize>],
    recall: &Recall<'_>,
) -> Vec<KnowledgeArticle> {
    let make = |at: usize, places: &[usize]| {
        let parts = Articles::new(kb, languages, &kb.health_sets[at], locale);
        let article = |&place: &usize| {
            let maml = article(&parts, built.articles[place].1);
            Article::new(maml.into())
        };
        places.iter().map(article).collect::<SetArticles>()
    };
    let of_set = |(at, places): (usize, &Vec<usize>)| {
        let articles = recall.or_make(
            |memory| &memory.knowledge,
            (at, number),
            || make(at, places),
        );
        let places: Vec<usize> = places.clone();
        places.into_iter().zip(articles)
    };
    let mut made: Vec<(usize, Article)> = by_set
        .par_iter()
        .enumerate()
        .map(of_set)
        .flatten_iter()
        .collect();
    let overlay = built
        .articles
        .iter()
        .position(|(_, subject)| matches!(subject, Subject::Overlay));
    if let (Some(place), Some(maml)) = (overlay, knowledge::overlay(kb, languages, locale)) {
        made.push((place, Article::new(maml.into())));
    }
    made.sort_unstable_by_key(|(place, _)| *place);
    let finished = |(place, maml): (usize, Article)| {
        let (element, subject) = &built.articles[place];
        KnowledgeArticle {
            element: element.to_string(),
            origin: origin(kb, locale, *subject, maml.len()),
            maml,
        }
    };
    made.into_iter().map(finished).collect()
}

/// The Markdown that an article of so many bytes in `locale` comes from: its title; if it is too long, what makes it so.
fn origin(
    kb: &KnowledgeBase<'_>,
    locale: Locale,
    subject: Subject<'_>,
    length: usize,
) -> Option<Location> {
    let (Subject::HealthSet(at) | Subject::RollUp(at) | Subject::Monitor { article: at, .. }) =
        subject
    else {
        return None;
    };
    let (_, article) = kb.health_sets[at].articles.resolve(locale, kb.source)?;
    let blocks = std::iter::once(&article.introduction)
        .chain(article.sections.iter().map(|section| &section.blocks));
    let span = if length > LONGEST_ARTICLE {
        let spans = blocks.flatten().map(Block::span);
        spans.max_by_key(|span| span.end - span.start)
    } else {
        None
    };
    Some(span.unwrap_or(article.title.span).within(article.source))
}

fn article<'k>(parts: &Articles<'k>, subject: Subject<'k>) -> String {
    match subject {
        Subject::HealthSet(_) => parts.health_set(),
        Subject::RollUp(_) => parts.roll_up(),
        Subject::Monitor { owner, monitor, .. } => {
            parts.monitor(MonitorKnowledge { monitor, owner })
        }
        Subject::Overlay => String::new(),
    }
}
