//! What one build of a process leaves for the next: `mpkc watch` builds many times.

use super::run::{Failure, Input};
use crate::compile::Known;
use crate::emit::html::HtmlOptions;
use crate::emit::{Memory, Recall};
use crate::model::KnowledgeBase;
use crate::workspace::{Config, Written};

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

/// What earlier builds left.
#[derive(Debug, Default)]
pub(super) struct Session {
    settings: Option<Settings>,
    memory: Memory,
    /// Articles of the last build.
    pub(super) known: Known,
    /// Files of earlier builds.
    pub(super) written: Written,
}

impl Session {
    /// Forgets what was made with other settings.
    pub(super) fn settle(&mut self, settings: &Settings) {
        if self.settings.as_ref() != Some(settings) {
            self.settings = Some(settings.clone());
            self.memory = Memory::default();
            self.known = Known::default();
        }
    }

    /// What need not be made again for `kb`.
    pub(super) fn recall(&self, kb: &KnowledgeBase<'_>) -> Recall<'_> {
        Recall::of(&self.memory, kb)
    }

    /// Keeps what the build that has just ended read and made.
    pub(super) fn keep(&mut self, input: Input) {
        self.memory.forget_unused();
        self.known = Known::new(input.found.sources, input.articles);
    }
}
