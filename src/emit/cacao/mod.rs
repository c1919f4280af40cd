//! Runbooks as playbooks of CACAO 2.0 (OASIS, Committee Specification 01 of 27 November 2023): one playbook per monitor
//! and language, `cacao/<locale>/<slug>.<health set>.<monitor>.json`.
//!
//! The export goes one way, and says less than a runbook: CACAO has no languages, no references and no provenance.
//! What a human decides becomes a manual command with `on_success` and `on_failure`, because conditions of CACAO are
//! STIX patterns over variables. Playbooks of one monitor have the same steps in all languages; translations say
//! what they are derived from. IDs are made from what they identify, and times from the articles.

mod id;
mod playbook;
mod workflow;

use rayon::prelude::*;

use crate::emit::runbook::{Runbook, runbook};
use crate::file_name::{self, shortened};
use crate::json;
use crate::locale::{Languages, Locale};
use crate::model::KnowledgeBase;
use crate::workspace::{OutputFile, OutputPath};

/// The playbooks of all monitors in all languages.
pub fn emit(kb: &KnowledgeBase<'_>, languages: &Languages) -> Vec<OutputFile> {
    let mut files: Vec<OutputFile> = kb
        .health_sets
        .par_iter()
        .flat_map(|set| {
            let runbook = runbook(kb, set, languages);
            let of = |&locale: &Locale| playbooks(&runbook, languages, locale);
            runbook.locales.iter().flat_map(of).collect::<Vec<_>>()
        })
        .collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// The playbooks of one runbook in one language.
fn playbooks(runbook: &Runbook<'_>, languages: &Languages, locale: Locale) -> Vec<OutputFile> {
    let file = |monitor| {
        let playbook = playbook::Playbook::of(runbook, monitor, languages, locale)?;
        let name = format!("{}.{}.{}", runbook.slug, monitor.health_set, monitor.id);
        let name = shortened(&name, file_name::LONGEST - ".json".len());
        let path = OutputPath::new(format!("cacao/{locale}/{name}.json")).ok()?;
        Some(OutputFile {
            path,
            bytes: json::to_file(&playbook).ok()?.into(),
        })
    };
    runbook.monitors.iter().filter_map(file).collect()
}
