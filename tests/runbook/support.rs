//! Compiles real articles for the tests.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use mpkc::compile::{Articles, Compilation, read};
use mpkc::emit::runbook;
use mpkc::locale::Locale;
use mpkc::workspace::{Config, Source, discover};
use serde_json::Value;

/// Articles that were read.
pub struct Project {
    pub config: Config,
    pub sources: Vec<Source>,
    pub articles: Articles,
}

impl Project {
    /// Compiles them.
    pub fn compile(&self) -> Compilation<'_> {
        self.articles.compile(&self.config, &self.sources)
    }
}

/// The articles below `folder`, of some languages or of all.
pub fn articles(folder: &Utf8Path, locales: &[&str]) -> Project {
    let config = Config::default();
    let output = Utf8PathBuf::from("no-such-folder");
    let found = discover(&config, &[folder.to_owned()], &output).expect("the folder can be read");
    let locales: Vec<Locale> = locales
        .iter()
        .map(|tag| tag.parse().expect("a tag"))
        .collect();
    let articles =
        read(&found.sources, &config, &[], &locales).expect("the language files are good");
    Project {
        config,
        sources: found.sources,
        articles,
    }
}

/// The runbooks of the articles below `folder`, by path.
pub fn runbooks(folder: &Utf8Path, locales: &[&str]) -> BTreeMap<String, Value> {
    let project = articles(folder, locales);
    let compilation = project.compile();
    let files = runbook::emit(&compilation.knowledge, &project.articles.languages);
    files
        .into_iter()
        .map(|file| {
            let value = serde_json::from_slice(&file.bytes.joined()).expect("runbooks are JSON");
            (file.path.as_str().to_owned(), value)
        })
        .collect()
}

/// The folder of the articles of this project.
pub fn content() -> Utf8PathBuf {
    Utf8PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("content")
}

/// The folder of the real articles, if they are at hand.
pub fn corpus() -> Option<Utf8PathBuf> {
    let folder = std::env::var("MPKC_CORPUS").map_or_else(
        |_| Utf8PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"),
        Utf8PathBuf::from,
    );
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: there are no real articles at {folder}; set MPKC_CORPUS");
    None
}

/// Every folder with articles that is at hand.
pub fn folders() -> Vec<Utf8PathBuf> {
    [Some(content()), corpus()].into_iter().flatten().collect()
}

/// The runbooks among the files: those that are not the index.
pub fn only_runbooks(files: &BTreeMap<String, Value>) -> impl Iterator<Item = (&String, &Value)> {
    files
        .iter()
        .filter(|(path, _)| path.as_str() != "runbooks/index.json")
}
