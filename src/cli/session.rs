//! What one build of a process leaves for the next: `mpkc watch` builds many times.
//!
//! What is read of the articles, and what is made of that, refers to where it is in memory. So it is kept for a number of
//! builds, in [`Slots`], and then all is let go of at once, but for what refers to nothing ([`Kept`]).

use std::cell::OnceCell;
use std::path::PathBuf;
use std::time::Instant;

use super::rendered::Rendered;
use super::run::Failure;
use crate::align::{self, Aligned};
use crate::build::Earlier;
use crate::check;
use crate::compile::Articles;
use crate::emit::html::HtmlOptions;
use crate::emit::{Hashes, Memory};
use crate::workspace::{Config, Discovered, Written};

/// Everything that decides what is made of the articles, besides them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Settings {
    pub(super) config: Config,
    pub(super) language_files: Vec<(String, String)>,
    pub(super) html: HtmlOptions,
}

impl Settings {
    /// The settings of `config`, with the files that it names.
    pub(super) fn read(config: Config) -> Result<Self, Failure> {
        let html = HtmlOptions {
            templates: config.html_templates()?,
            edit_link: config.html.edit_link.clone(),
        };
        Ok(Self {
            language_files: config.language_files()?,
            html,
            config,
        })
    }
}

/// What there is a build for.
#[derive(Debug)]
pub(super) struct Occasion {
    /// Since when there is something to build.
    pub(super) since: Instant,
    /// The files, by absolute paths, whose content has changed since the last build, if nothing else has happened.
    pub(super) files: Option<Vec<PathBuf>>,
}

impl Occasion {
    /// Somebody wants a build now.
    pub(super) fn now() -> Self {
        Self {
            since: Instant::now(),
            files: None,
        }
    }
}

/// What earlier builds left that refers to nothing.
#[derive(Debug, Default)]
pub(super) struct Kept {
    settings: Option<Settings>,
    /// What was made for outputs; `None` if there will be no other build.
    pub(super) memory: Option<Memory>,
    /// Files of the last build.
    pub(super) found: Discovered,
    /// What was read of them.
    articles: Option<Articles>,
    /// Outputs of earlier builds.
    pub(super) written: Written,
    /// What was printed.
    pub(super) rendered: Rendered,
    /// What the last report lists.
    pub(super) listed: Earlier,
}

impl Kept {
    /// For builds of which there will be others.
    pub(super) fn for_many() -> Self {
        Self {
            memory: Some(Memory::default()),
            written: Written::for_many(),
            ..Self::default()
        }
    }
}

/// Room for what one build reads, and what it makes of that.
#[derive(Debug, Default)]
pub(super) struct Read(OnceCell<Articles>);

/// Room for the knowledge base of one build.
#[derive(Debug, Default)]
pub(super) struct Known<'r>(OnceCell<Aligned<'r>>);

impl Read {
    /// Puts the articles where they stay.
    pub(super) fn put(&self, articles: Articles) -> &Articles {
        self.0.get_or_init(|| articles)
    }
}

impl<'r> Known<'r> {
    /// Puts the knowledge base where it stays.
    pub(super) fn put(&self, aligned: Aligned<'r>) -> &Aligned<'r> {
        self.0.get_or_init(|| aligned)
    }
}

/// What earlier builds left, with what refers to what they read.
#[derive(Default)]
pub(super) struct Session<'r, 'k> {
    pub(super) kept: Kept,
    /// The articles of the last build.
    pub(super) articles: Option<&'r Articles>,
    pub(super) align: align::Memory<'r>,
    pub(super) check: check::Memory<'k>,
    pub(super) hashes: Hashes<'k>,
}

impl Session<'_, '_> {
    /// Goes on with what was kept.
    pub(super) fn with(kept: Kept) -> Self {
        Self {
            kept,
            ..Self::default()
        }
    }

    /// Forgets what was made with other settings.
    pub(super) fn settle(&mut self, settings: &Settings) {
        if self.kept.settings.as_ref() == Some(settings) {
            return;
        }
        let kept = std::mem::take(&mut self.kept);
        *self = Self::with(Kept {
            settings: Some(settings.clone()),
            memory: kept.memory.map(|_| Memory::default()),
            articles: None,
            ..kept
        });
    }

    /// What the last build made of files.
    pub(super) fn earlier(&self) -> Option<&Articles> {
        self.articles.or(self.kept.articles.as_ref())
    }

    /// Lets go of all but what refers to nothing.
    pub(super) fn into_kept(self) -> Kept {
        Kept {
            articles: self.articles.cloned(),
            ..self.kept
        }
    }
}
