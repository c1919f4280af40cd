//! The pipeline: from files in memory to the knowledge base.
//!
//! ```text
//! Source ─▶ Top ─▶ (locales, languages) ─▶ Article, Catalogue ─▶ KnowledgeBase ─▶ diagnostics
//! ```

use std::sync::Arc;

use camino::Utf8PathBuf;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::align::{self, Aligned, align_again};
use crate::article::{
    Article, Candidate, Catalogue, LARGEST_ARTICLE, MOST_PARTS, Recognised, Rejection,
    is_health_set_article, locale_in_url, looks_like_article, recognise,
};
use crate::check::{self, check_again, suppress};
use crate::diagnostic::{self, Diagnostic, Rule, Severity, SourceId, Span};
use crate::locale::{LanguageFileError, Languages, Lexicon, Locale};
use crate::model::{KnowledgeBase, Slug};
use crate::syntax::{FrontMatterProblem, Top, parse_top};
use crate::timing::{Stage, stage};
use crate::workspace::{Config, Source, SourceError, Version};

/// What was read from the sources: everything the knowledge base refers to.
#[derive(Clone, Debug)]
pub struct Articles {
    /// The articles. Shared with the next reading, as catalogues and languages are.
    pub articles: Vec<Arc<Article>>,
    /// The catalogues of health sets, one per language.
    pub catalogues: Vec<Arc<Catalogue>>,
    /// Markdown files that are neither; by label.
    pub others: Vec<Utf8PathBuf>,
    /// Articles that cannot be used: their outputs must not be overwritten with less.
    pub rejected: Vec<Rejected>,
    /// What is known of their languages.
    pub languages: Arc<Languages>,
    /// The language that the others were translated from.
    pub source: Option<Locale>,
    /// What is wrong with single files.
    pub diagnostics: Vec<Diagnostic>,
    /// The languages that were asked for.
    loaded: Vec<Locale>,
    /// What was read of each source.
    known: FxHashMap<Version, Known>,
}

/// Articles are many small pieces, which take long to free: all threads do it.
impl Drop for Articles {
    fn drop(&mut self) {
        self.articles.clear();
        self.known.par_drain().for_each(drop);
    }
}

/// An article that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The file.
    pub source: SourceId,
    /// Its language, if its place says so.
    pub locale: Option<Locale>,
    /// The short name in its file name; `None` where it could be any article.
    pub slug: Option<Slug>,
}

/// The knowledge base and all that was found wrong.
#[derive(Debug)]
pub struct Compilation<'a> {
    /// The knowledge base.
    pub knowledge: KnowledgeBase<'a>,
    /// Everything that was found, at its configured severity, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads articles out of sources. Of `only`, if it is not empty, just these languages are taken.
///
/// # Errors
/// [`LanguageFileError`] if a language file of the project cannot be used.
pub fn read(
    sources: &[Source],
    config: &Config,
    language_files: &[(String, String)],
    only: &[Locale],
) -> Result<Articles, LanguageFileError> {
    read_again(sources, config, language_files, only, None)
}

/// [`read`], but for what an earlier reading with the same configuration and language files made of the same sources.
///
/// # Errors
/// See [`read`].
pub fn read_again(
    sources: &[Source],
    config: &Config,
    language_files: &[(String, String)],
    only: &[Locale],
    earlier: Option<&Articles>,
) -> Result<Articles, LanguageFileError> {
    stage(Stage::Recognise, || {
        read_all(sources, config, language_files, only, earlier)
    })
}

/// What was read of a file, for the next reading.
#[derive(Clone, Debug)]
struct Known {
    top: Arc<Top>,
    /// What the file is, if it was looked at, with the number and the locale that it had.
    recognised: Option<(SourceId, Locale, Recognised)>,
}

impl Known {
    fn new(source: &Source) -> Self {
        Self {
            top: Arc::new(parse_top(&source.text)),
            recognised: None,
        }
    }

    fn recognise(&mut self, source: &Source, locale: Locale, languages: &Languages) -> Recognised {
        if let Some((id, at, recognised)) = &self.recognised
            && (*id, *at) == (source.id, locale)
        {
            return recognised.clone();
        }
        let none = Lexicon::default();
        let lexicon = languages.get(locale).map_or(&none, |data| &data.lexicon);
        let candidate = Candidate {
            source: source.id,
            path: &source.label,
            text: &source.text,
            top: &self.top,
            locale,
        };
        let recognised = recognise(candidate, lexicon);
        self.recognised = Some((source.id, locale, recognised.clone()));
        recognised
    }
}

fn read_all(
    sources: &[Source],
    config: &Config,
    language_files: &[(String, String)],
    only: &[Locale],
    earlier: Option<&Articles>,
) -> Result<Articles, LanguageFileError> {
    let mut diagnostics = Vec::new();
    let mut rejected = Vec::new();
    let mut others = Vec::new();
    let mut known: Vec<Option<Known>> = sources
        .par_iter()
        .map(|source| {
            let known = earlier.and_then(|earlier| earlier.known.get(&source.version()));
            let is_text = source.error.is_none();
            is_text.then(|| known.cloned().unwrap_or_else(|| Known::new(source)))
        })
        .collect();
    let mut located: Vec<Option<Locale>> = Vec::with_capacity(sources.len());
    for (source, known) in sources.iter().zip(&known) {
        let top = known.as_ref().map(|known| &*known.top);
        let place = locate(source, top, config, &mut diagnostics);
        located.push(match place {
            Place::At(locale) if only.is_empty() || only.contains(&locale) => Some(locale),
            Place::At(_) | Place::Other | Place::Rejected => None,
        });
        match place {
            Place::At(_) => {}
            Place::Other => others.push(source.label.clone()),
            Place::Rejected => rejected.push(Rejected::new(source)),
        }
    }
    once_per_folder(&mut diagnostics);
    let mut locales: Vec<Locale> = located.iter().copied().flatten().collect();
    locales.sort();
    locales.dedup();
    let load = || Languages::load(&locales, config.source.language, language_files).map(Arc::new);
    let same = earlier.filter(|earlier| earlier.loaded == locales);
    let mut languages = match same {
        Some(earlier) => Arc::clone(&earlier.languages),
        None => load()?,
    };
    let read: Vec<Option<Recognised>> = (sources, &mut known, &located)
        .into_par_iter()
        .map(|(source, known, locale)| {
            Some(known.as_mut()?.recognise(source, (*locale)?, &languages))
        })
        .collect();
    let mut articles = Vec::with_capacity(read.len());
    let mut catalogues = Vec::new();
    for (source, recognised) in sources.iter().zip(read) {
        match recognised {
            Some(Recognised::Article(article)) => articles.push(article),
            Some(Recognised::Catalogue(catalogue)) => catalogues.push(catalogue),
            Some(Recognised::Other) => others.push(source.label.clone()),
            Some(Recognised::Rejected(reason)) => {
                diagnostics.push(rejection(source, &reason));
                rejected.push(Rejected::new(source));
            }
            None => {}
        }
    }
    let source = source_language(config, &articles);
    if same.is_none_or(|earlier| earlier.source != source) {
        languages = if same.is_some() { load()? } else { languages };
        Arc::make_mut(&mut languages).set_source(source);
    }
    let versions = sources.iter().map(Source::version);
    let known = versions.zip(known);
    Ok(Articles {
        articles,
        catalogues,
        others,
        rejected,
        languages,
        source,
        diagnostics,
        loaded: locales,
        known: known
            .filter_map(|(version, known)| Some((version, known?)))
            .collect(),
    })
}

/// A folder with the wrong name is one finding, not one per file in it.
fn once_per_folder(diagnostics: &mut Vec<Diagnostic>) {
    let (mismatches, others): (Vec<_>, Vec<_>) = std::mem::take(diagnostics)
        .into_iter()
        .partition(|diagnostic| diagnostic.rule == Rule::LocaleMismatch);
    *diagnostics = others;
    let first_of_kind = diagnostics.len();
    for mismatch in mismatches {
        let known = diagnostics[first_of_kind..]
            .iter_mut()
            .find(|known| known.message == mismatch.message);
        match (known, mismatch.primary) {
            (Some(known), Some(place)) => {
                *known = known.clone().related(place, "the same in another file");
            }
            _ => diagnostics.push(mismatch),
        }
    }
}

/// The configured source language, else `en-US` if there are articles in it.
fn source_language(config: &Config, articles: &[Arc<Article>]) -> Option<Locale> {
    let default = "en-US".parse().ok();
    let wanted = config.source.language.or(default)?;
    articles
        .iter()
        .any(|article| article.locale == wanted)
        .then_some(wanted)
}

impl Rejected {
    fn new(source: &Source) -> Self {
        Self {
            source: source.id,
            locale: source.folder_locale,
            // A folder that cannot be read may hold anything.
            slug: source
                .label
                .extension()
                .and_then(|_| Slug::of_file_name(source.label.as_str())),
        }
    }
}

#[derive(Clone, Copy)]
enum Place {
    At(Locale),
    Other,
    Rejected,
}

/// Where a file belongs, by its folder and its front matter.
fn locate(
    source: &Source,
    top: Option<&Top>,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Place {
    if let Some(error) = &source.error {
        if !matches!(error, SourceError::Unreadable(_))
            && !looks_like_article(&source.label, &source.text)
        {
            return Place::Other;
        }
        diagnostics.push(unusable(source, error));
        return Place::Rejected;
    }
    let Some(top) = top else {
        return Place::Other;
    };
    let Some(front_matter) = &top.front_matter else {
        let problem = top
            .problem
            .as_ref()
            .filter(|_| looks_like_article(&source.label, &source.text));
        return match problem {
            Some(problem) => {
                diagnostics.push(broken_front_matter(source, problem));
                Place::Rejected
            }
            None => Place::Other,
        };
    };
    let in_url = locale_in_url(front_matter);
    let is_article = is_health_set_article(front_matter);
    let locale = match (source.folder_locale, in_url) {
        (Some(folder), Some((url, span))) => {
            if is_article && !folder.agrees_with(&url) {
                let message = format!("the folder says {folder}, `ms:mtpsurl` says {url}");
                diagnostics.push(
                    Diagnostic::new(Rule::LocaleMismatch, message)
                        .at(span.within(source.id))
                        .help("the folder is taken; move the file or correct the address"),
                );
            }
            Some(folder)
        }
        (folder, url) => folder
            .or(url.map(|(locale, _)| locale))
            .or(config.source.language),
    };
    match locale {
        Some(locale) => Place::At(locale),
        None if is_article => {
            let span = front_matter
                .entry("ms:mtpsurl")
                .map_or(front_matter.span, |entry| entry.span);
            diagnostics.push(
                Diagnostic::new(Rule::UnknownLocale, "nothing says in which language this article is")
                    .at(span.within(source.id))
                    .help("put it into a folder named by a language tag such as `es-ES`, or set `[source] language` in mpkc.toml"),
            );
            Place::Rejected
        }
        None => Place::Other,
    }
}

fn unusable(source: &Source, error: &SourceError) -> Diagnostic {
    match error {
        SourceError::Unreadable(reason) => Diagnostic::new(
            Rule::UnreadableFile,
            format!("this file cannot be read: {reason}"),
        )
        .at(Span::default().within(source.id)),
        SourceError::NotUtf8(span) => Diagnostic::new(
            Rule::NotUtf8,
            "this file is not UTF-8; the first wrong byte is here",
        )
        .at(span.within(source.id))
        .help("save the file as UTF-8"),
        SourceError::Utf16 => Diagnostic::new(Rule::NotUtf8, "this file is UTF-16, not UTF-8")
            .at(Span::default().within(source.id))
            .help("save the file as UTF-8"),
    }
}

fn broken_front_matter(source: &Source, problem: &FrontMatterProblem) -> Diagnostic {
    let (message, help) = match problem {
        FrontMatterProblem::Unclosed(_) => (
            "the front matter has no end".to_owned(),
            "close it with a line `---`",
        ),
        FrontMatterProblem::Invalid(_, reason) => (
            format!("the front matter is no YAML: {reason}"),
            "put values with `: `, `#`, quotes or brackets into quotes",
        ),
        FrontMatterProblem::DuplicateKey(_, key) => (
            format!("the front matter has the key `{key}` twice"),
            "delete one of the two lines",
        ),
    };
    Diagnostic::new(Rule::BrokenFrontMatter, message)
        .at(problem.span().within(source.id))
        .help(help)
}

fn rejection(source: &Source, reason: &Rejection) -> Diagnostic {
    match reason {
        Rejection::TooLarge => Diagnostic::new(
            Rule::UnreadableFile,
            format!(
                "this article has {} bytes, and no article is larger than {LARGEST_ARTICLE}",
                source.text.len()
            ),
        )
        .at(Span::default().within(source.id))
        .help("split it; one article is about one health set"),
        Rejection::TooManyParts => Diagnostic::new(
            Rule::UnreadableFile,
            format!("this article has more than {MOST_PARTS} sections or rows of probes"),
        )
        .at(Span::default().within(source.id))
        .help("split it; one article is about one health set"),
        Rejection::NoTitle => Diagnostic::new(
            Rule::MissingTitle,
            "this article has no first-level heading",
        )
        .at(Span::default().within(source.id))
        .help("begin the body with a line `# Title`"),
        Rejection::UnclosedTable(span) => Diagnostic::new(
            Rule::UnclosedTable,
            "this table has no end; the file may be cut off",
        )
        .at(span.within(source.id))
        .help("close it with `</table>`"),
        Rejection::NoName => Diagnostic::new(
            Rule::MissingTitle,
            "the file name has no ASCII letter or digit",
        )
        .at(Span::default().within(source.id))
        .help("name the file `troubleshooting-<health set>-health-set.md`"),
    }
}

impl Articles {
    /// Aligns and checks the articles, which were read from `sources`. Without sources, places of findings are coarser,
    /// and nothing is said about markup.
    pub fn compile<'a>(&'a self, config: &Config, sources: &[Source]) -> Compilation<'a> {
        let aligned = self.align_again(&mut align::Memory::default());
        let found = self.check_again(&aligned, config, sources, &mut check::Memory::default());
        Compilation {
            knowledge: aligned.knowledge,
            diagnostics: found,
        }
    }

    /// Aligns the articles: the model, and what was found wrong while it was made.
    pub fn align(&self) -> Aligned<'_> {
        self.align_again(&mut align::Memory::default())
    }

    /// [`Self::align`], but for health sets that `memory` has of an earlier alignment with the same languages.
    pub fn align_again<'a>(&'a self, memory: &mut align::Memory<'a>) -> Aligned<'a> {
        stage(Stage::Align, || {
            align_again(
                &self.articles,
                &self.catalogues,
                &self.languages,
                self.source,
                memory,
            )
        })
    }

    /// Everything that was found wrong until now, and what the rules find, but for what they found in an earlier check of
    /// the same health sets; at its configured severity, sorted by place.
    pub fn check_again<'k>(
        &self,
        aligned: &'k Aligned<'_>,
        config: &Config,
        sources: &[Source],
        memory: &mut check::Memory<'k>,
    ) -> Vec<Diagnostic> {
        stage(Stage::Check, || {
            let mut found = self.diagnostics.clone();
            found.extend_from_slice(&aligned.diagnostics);
            found.extend(check_again(
                &aligned.knowledge,
                &self.languages,
                sources,
                memory,
            ));
            levelled(suppress(found, sources), config)
        })
    }
}

/// Diagnostics at the levels of the configuration, without those that are off, sorted by place.
pub fn levelled(diagnostics: Vec<Diagnostic>, config: &Config) -> Vec<Diagnostic> {
    let mut kept: Vec<Diagnostic> = diagnostics
        .into_iter()
        .map(|mut diagnostic| {
            diagnostic.severity = config.level(diagnostic.rule, diagnostic.severity);
            diagnostic
        })
        .filter(|diagnostic| diagnostic.severity != Severity::Off)
        .collect();
    diagnostic::sort(&mut kept);
    kept
}
