//! From the knowledge base to files: which outputs there are, which are kept, and which are stale.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::compile::{Articles, Compilation, Rejected};
use crate::diagnostic::Diagnostic;
use crate::emit::html::{self, HtmlOptions};
use crate::emit::management_pack::{self, Elements};
use crate::emit::{Recall, cacao, runbook};
use crate::model::{KnowledgeBase, PackId, Slug};
use crate::timing::{Stage, stage};
use crate::workspace::{Config, Emit, OutputFile, OutputPath};

/// The name of the report in the output folder.
pub const REPORT: &str = "report.json";

/// The outputs of one run.
#[derive(Debug, Default)]
pub struct Outputs {
    /// The files, sorted by path.
    pub files: Vec<OutputFile>,
    /// What was found wrong while they were made.
    pub diagnostics: Vec<Diagnostic>,
}

/// Makes the files of the wanted targets. Pure: nothing is written.
pub fn emit(
    articles: &Articles,
    compilation: &Compilation<'_>,
    config: &Config,
    options: &HtmlOptions,
    targets: &[Emit],
) -> Outputs {
    emit_again(
        articles,
        &compilation.knowledge,
        config,
        options,
        targets,
        &Recall::nothing(),
        |_| {},
    )
}

/// [`emit`], but for what an earlier build with the same configuration made. The pack, which is the largest file, is shown
/// to `ready` as soon as it is, while others are still being made.
pub fn emit_again(
    articles: &Articles,
    knowledge: &KnowledgeBase<'_>,
    config: &Config,
    options: &HtmlOptions,
    targets: &[Emit],
    recall: &Recall<'_>,
    ready: impl Fn(&OutputFile) + Sync,
) -> Outputs {
    let languages = &articles.languages;
    let wants = |target: Emit| targets.contains(&target);
    // The index of the runbooks names elements of the pack.
    let elements = (wants(Emit::Pack) || wants(Emit::Runbook))
        .then(|| Elements::new(knowledge, languages, &config.pack));
    let elements = elements.as_ref();
    let pack = || {
        let elements = elements.filter(|_| wants(Emit::Pack))?;
        let pack = stage(Stage::Pack, || {
            management_pack::emit_again(knowledge, languages, &config.pack, elements, recall)
        });
        pack.file.iter().for_each(&ready);
        Some(pack)
    };
    let pages = || {
        wants(Emit::Html).then(|| {
            stage(Stage::Html, || {
                html::emit_again(knowledge, languages, options, recall)
            })
        })
    };
    let runbooks = || {
        let elements = elements.filter(|_| wants(Emit::Runbook))?;
        Some(stage(Stage::Runbook, || {
            runbook::emit_again(knowledge, languages, &elements.monitor_ids(), recall)
        }))
    };
    let playbooks =
        || wants(Emit::Cacao).then(|| stage(Stage::Cacao, || cacao::emit(knowledge, languages)));
    let ((pack, playbooks), (pages, runbooks)) = rayon::join(
        || rayon::join(pack, playbooks),
        || rayon::join(pages, runbooks),
    );
    let mut outputs = Outputs::default();
    if let Some(pack) = pack {
        outputs.files.extend(pack.file);
        outputs.diagnostics.extend(pack.diagnostics);
    }
    if let Some(pages) = pages {
        outputs.files.extend(pages.files);
        outputs.diagnostics.extend(pages.diagnostics);
    }
    outputs.files.extend(runbooks.into_iter().flatten());
    outputs.files.extend(playbooks.into_iter().flatten());
    outputs.files.sort_by(|a, b| a.path.cmp(&b.path));
    outputs
}

/// What an earlier run wrote, as far as its report says.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Earlier {
    /// The outputs it lists. Entries that are no output paths are ignored.
    #[serde(default)]
    pub outputs: Vec<String>,
}

/// Which files are written, left alone, and deleted.
#[derive(Debug, Default)]
pub struct Plan {
    /// To be written.
    pub write: Vec<OutputFile>,
    /// Existing files that are left as they are: an article they carry could not be used.
    pub withheld: Vec<OutputPath>,
    /// Files of an earlier run that nothing makes any more.
    pub stale: Vec<OutputPath>,
    /// Files of an earlier run that this run was not asked to make.
    pub kept: Vec<OutputPath>,
}

impl Earlier {
    /// Reads the report of an earlier run; a report that cannot be read says nothing.
    pub fn read(report: Option<&[u8]>) -> Self {
        report
            .and_then(|bytes| serde_json::from_slice(bytes).ok())
            .unwrap_or_default()
    }

    /// All that this run and the earlier one list, if `outputs` has anything that the earlier one did not list.
    pub fn announcement(&self, outputs: &[String]) -> Option<Vec<String>> {
        let known: FxHashSet<&String> = self.outputs.iter().collect();
        if outputs.iter().all(|path| known.contains(path)) {
            return None;
        }
        let all: BTreeSet<&String> = self.outputs.iter().chain(outputs).collect();
        Some(all.into_iter().cloned().collect())
    }

    /// The outputs that `made` does not have.
    fn others(&self, made: &FxHashSet<&str>) -> Vec<OutputPath> {
        let paths = self.outputs.iter();
        let others = paths.filter(|path| !made.contains(path.as_str()) && *path != REPORT);
        others
            .filter_map(|path| OutputPath::new(path.clone()).ok())
            .collect()
    }
}

/// Decides what becomes of every file. `exists` tells whether an output is there already; `partial` says that
/// the run was restricted to some languages, so that what it does not make is not stale.
pub fn plan(
    files: Vec<OutputFile>,
    earlier: &Earlier,
    rejected: &[Rejected],
    pack: &PackId,
    targets: &[Emit],
    partial: bool,
    exists: impl Fn(&OutputPath) -> bool,
) -> Plan {
    let mut plan = Plan::default();
    let carries = |path: &OutputPath| {
        rejected
            .iter()
            .any(|rejected| carries(path, rejected, pack))
    };
    for file in files {
        if carries(&file.path) && exists(&file.path) {
            plan.withheld.push(file.path);
        } else {
            plan.write.push(file);
        }
    }
    let written = plan.write.iter().map(|file| &file.path);
    let made = written.chain(&plan.withheld).map(OutputPath::as_str);
    for path in earlier.others(&made.collect()) {
        if carries(&path) && exists(&path) {
            plan.withheld.push(path);
        } else if partial || !targets.contains(&target_of(&path)) {
            plan.kept.push(path);
        } else {
            plan.stale.push(path);
        }
    }
    plan.withheld.sort();
    plan.stale.sort();
    plan.kept.sort();
    plan
}

/// The target that makes a file.
fn target_of(path: &OutputPath) -> Emit {
    match path.as_str().split_once('/') {
        Some(("html", _)) => Emit::Html,
        Some(("cacao", _)) => Emit::Cacao,
        Some(_) => Emit::Runbook,
        None => Emit::Pack,
    }
}

/// Whether an output would say less than before if a rejected article were left out of it.
fn carries(path: &OutputPath, rejected: &Rejected, pack: &PackId) -> bool {
    let path = path.as_str();
    if path == format!("{pack}.xml") || path == "runbooks/index.json" {
        return true;
    }
    let is_own = |name: &str| {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        rejected
            .slug
            .as_ref()
            .is_none_or(|slug: &Slug| slug.as_str() == stem)
            || stem == "index"
    };
    let mut parts = path.split('/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("runbooks"), Some(name), None) => is_own(name),
        // Playbooks are named `<slug>.<health set>.<monitor>.json`.
        (Some("cacao"), Some(_), Some(name)) => is_own(name.split('.').next().unwrap_or(name)),
        (Some("html"), Some(folder), Some(name)) => {
            let in_language = rejected
                .locale
                .is_none_or(|locale| locale.to_string() == folder);
            in_language && is_own(name)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceId;
    use crate::workspace::Content;

    fn files(paths: &[&str]) -> Vec<OutputFile> {
        let file = |path: &&str| OutputFile {
            path: OutputPath::new(*path).expect("harmless"),
            bytes: Content::default(),
        };
        paths.iter().map(file).collect()
    }

    fn earlier(paths: &[&str]) -> Earlier {
        Earlier {
            outputs: paths.iter().map(|path| (*path).to_owned()).collect(),
        }
    }

    fn names(paths: &[OutputPath]) -> Vec<&str> {
        paths.iter().map(OutputPath::as_str).collect()
    }

    #[test]
    fn outputs_of_a_rejected_article_are_left_alone() {
        let rejected = [Rejected {
            source: SourceId(0),
            locale: "es-ES".parse().ok(),
            slug: Slug::of_text("imap"),
        }];
        let pack = PackId::default();
        let xml = format!("{pack}.xml");
        let made = files(&[
            "html/es-ES/index.html",
            "html/es-ES/pop.html",
            "runbooks/imap.json",
            "runbooks/pop.json",
            &xml,
        ]);
        let before = earlier(&[
            "html/es-ES/imap.html",
            "html/it-IT/imap.html",
            "html/es-ES/gone.html",
        ]);
        let plan = plan(
            made,
            &before,
            &rejected,
            &pack,
            Emit::DEFAULT,
            false,
            |_| true,
        );
        assert_eq!(
            names(&plan.withheld),
            [
                xml.as_str(),
                "html/es-ES/imap.html",
                "html/es-ES/index.html",
                "runbooks/imap.json"
            ]
        );
        assert_eq!(
            names(&plan.stale),
            ["html/es-ES/gone.html", "html/it-IT/imap.html"]
        );
    }

    #[test]
    fn what_was_never_written_is_written_even_so() {
        let rejected = [Rejected {
            source: SourceId(0),
            locale: None,
            slug: None,
        }];
        let made = files(&["runbooks/imap.json"]);
        let plan = plan(
            made,
            &Earlier::default(),
            &rejected,
            &PackId::default(),
            Emit::DEFAULT,
            false,
            |_| false,
        );
        assert_eq!(plan.write.len(), 1);
    }

    #[test]
    fn restricted_runs_delete_nothing_they_were_not_asked_to_make() {
        let before = earlier(&["html/it-IT/a.html", "runbooks/a.json", "../evil"]);
        let only_html = plan(
            Vec::new(),
            &before,
            &[],
            &PackId::default(),
            &[Emit::Html],
            false,
            |_| true,
        );
        assert_eq!(names(&only_html.stale), ["html/it-IT/a.html"]);
        assert_eq!(names(&only_html.kept), ["runbooks/a.json"]);
        let partial = plan(
            Vec::new(),
            &before,
            &[],
            &PackId::default(),
            Emit::DEFAULT,
            true,
            |_| true,
        );
        assert_eq!(names(&partial.stale), Vec::<&str>::new());
    }

    #[test]
    fn a_broken_report_says_nothing() {
        let others = |report: &[u8]| Earlier::read(Some(report)).others(&FxHashSet::default());
        assert_eq!(others(b"{").len(), 0);
        assert_eq!(others(br#"{"outputs":["a.xml","../x"]}"#).len(), 1);
    }
}
