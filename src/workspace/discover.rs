//! Finding and reading the articles.

use std::io;
use std::path::Path;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use walkdir::{DirEntry, WalkDir};

use super::{Config, Source};
use crate::diagnostic::SourceId;
use crate::locale::{Locale, is_known_language};

/// What was found below the input folders.
#[derive(Debug, Default)]
pub struct Discovered {
    /// Every Markdown file, in the order of labels.
    pub sources: Vec<Source>,
    /// The labels of all other files.
    pub others: Vec<Utf8PathBuf>,
}

/// The most files and folders that are looked at: whoever has more named the wrong folder, or links lead in circles.
const MOST_ENTRIES: usize = 1_000_000;
/// The deepest folder that is looked at.
const DEEPEST_FOLDER: usize = 64;

/// An input that does not exist.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// A folder or file named by the user does not exist.
    #[error("{0}: there is no such file or folder")]
    Missing(Utf8PathBuf),
    /// Nothing was named, and the default folder does not exist.
    #[error(
        "{0}: there is no such folder; name the folder with the articles, or set `[source] folders` or `[locales]` in mpkc.toml"
    )]
    NoDefault(Utf8PathBuf),
    /// The outputs would lie among the articles.
    #[error(
        "{0}: the folder of the articles cannot be the output folder too; name another with --out"
    )]
    IsOutput(Utf8PathBuf),
    /// There is no end to the input.
    #[error(
        "{0}: more than {MOST_ENTRIES} files and folders; name the folder that has the articles"
    )]
    Endless(Utf8PathBuf),
}

/// A place to look for articles.
struct Root {
    path: Utf8PathBuf,
    locale: Option<Locale>,
    prefix: Utf8PathBuf,
}

/// Finds and reads every Markdown file below `paths`, or where there are none below the folders of
/// `config`, leaving out `output` and hidden folders.
///
/// # Errors
/// [`DiscoverError`] if an input does not exist, has no end, or is the output folder.
pub fn discover(
    config: &Config,
    paths: &[Utf8PathBuf],
    output: &Utf8Path,
) -> Result<Discovered, DiscoverError> {
    Ok(survey(config, paths, output)?.read(Vec::new()))
}

/// What there is to be read.
#[derive(Debug)]
pub struct Survey {
    files: Vec<File>,
    others: Vec<Utf8PathBuf>,
}

/// Finds what [`discover`] would read.
///
/// # Errors
/// As [`discover`].
pub fn survey(
    config: &Config,
    paths: &[Utf8PathBuf],
    output: &Utf8Path,
) -> Result<Survey, DiscoverError> {
    let mut found = Survey {
        files: Vec::new(),
        others: Vec::new(),
    };
    for root in found_roots(config, paths)? {
        Walk::new(&root, output)?.run(&mut found)?;
    }
    // As texts, since comparing paths part by part takes long; labels are not written in two ways.
    let mut seen: FxHashSet<String> = FxHashSet::default();
    for file in &mut found.files {
        let label = file.label.clone();
        for number in 2.. {
            if seen.insert(file.label.to_string()) {
                break;
            }
            file.label = Utf8PathBuf::from(format!("{number}/{label}"));
        }
    }
    found
        .files
        .sort_by(|a, b| parts(&a.label).cmp(parts(&b.label)));
    found.others.sort();
    Ok(found)
}

fn parts(label: &Utf8Path) -> impl Iterator<Item = &str> {
    label.as_str().split('/')
}

impl Survey {
    /// Reads the files, but for those that are as they were when `earlier` was read. Those are the same sources again, by
    /// [`Source::version`].
    pub fn read(self, earlier: Vec<Source>) -> Discovered {
        // As texts, too.
        let mut earlier: FxHashMap<String, Source> = earlier
            .into_iter()
            .map(|source| (source.path.to_string(), source))
            .collect();
        let earlier = self
            .files
            .iter()
            .map(|file| earlier.remove(file.path.as_str()));
        let earlier: Vec<Option<Source>> = earlier.collect();
        let mut sources: Vec<Source> = self
            .files
            .into_par_iter()
            .zip(earlier)
            .map(|(file, earlier)| match file.failure {
                Some(failure) => Source::new(file.label, file.path, file.locale, Err(failure)),
                None => Source::read(file.label, file.path, file.locale, earlier),
            })
            .collect();
        for (number, source) in sources.iter_mut().enumerate() {
            source.id = SourceId(u32::try_from(number).unwrap_or(u32::MAX));
        }
        Discovered {
            sources,
            others: self.others,
        }
    }
}

#[derive(Debug)]
struct File {
    label: Utf8PathBuf,
    path: Utf8PathBuf,
    locale: Option<Locale>,
    /// Why it cannot even be opened. Folders are here only with a reason.
    failure: Option<io::Error>,
}

/// The inputs: `paths`, or where there are none the folders of `config`.
///
/// # Errors
/// [`DiscoverError`] if one does not exist.
pub fn roots(config: &Config, paths: &[Utf8PathBuf]) -> Result<Vec<Utf8PathBuf>, DiscoverError> {
    let roots = found_roots(config, paths)?;
    Ok(roots.into_iter().map(|root| root.path).collect())
}

fn found_roots(config: &Config, paths: &[Utf8PathBuf]) -> Result<Vec<Root>, DiscoverError> {
    let mut roots = Vec::new();
    if !paths.is_empty() {
        for path in paths {
            if !path.exists() {
                return Err(DiscoverError::Missing(path.clone()));
            }
            roots.push(Root {
                path: path.clone(),
                locale: None,
                prefix: prefix(path, paths.len()),
            });
        }
        return Ok(roots);
    }
    for (locale, folder) in &config.locales {
        let path = config.root.join(folder);
        if !path.exists() {
            return Err(DiscoverError::Missing(path));
        }
        roots.push(Root {
            path,
            locale: Some(*locale),
            prefix: locale.to_string().into(),
        });
    }
    match &config.source.folders {
        Some(folders) => {
            for folder in folders {
                let path = config.root.join(folder);
                if !path.exists() {
                    return Err(DiscoverError::Missing(path));
                }
                roots.push(Root {
                    prefix: prefix(&path, folders.len()),
                    path,
                    locale: None,
                });
            }
        }
        None if roots.is_empty() => {
            let path = config.root.join("content");
            if !path.exists() {
                return Err(DiscoverError::NoDefault(path));
            }
            roots.push(Root {
                path,
                locale: None,
                prefix: Utf8PathBuf::new(),
            });
        }
        None => {}
    }
    Ok(roots)
}

/// What tells the files of several inputs apart: the name of the input, however it was reached.
fn prefix(path: &Utf8Path, inputs: usize) -> Utf8PathBuf {
    if inputs == 1 {
        return Utf8PathBuf::new();
    }
    path.canonicalize_utf8()
        .ok()
        .and_then(|path| path.file_name().map(Utf8PathBuf::from))
        .unwrap_or_default()
}

/// The folder of the file that was seen last, and the locale of its files.
#[derive(Default)]
struct Folder {
    path: String,
    locale: Option<Option<Locale>>,
}

impl Folder {
    fn locale(
        &mut self,
        file: &Utf8Path,
        find: impl FnOnce(&Utf8Path) -> Option<Locale>,
    ) -> Option<Locale> {
        let path = file.parent().map_or("", Utf8Path::as_str);
        if self.path != path {
            *self = Self {
                path: path.to_owned(),
                locale: None,
            };
        }
        *self.locale.get_or_insert_with(|| find(file))
    }
}

/// Looking through one input.
struct Walk<'r> {
    root: &'r Root,
    /// The folder that labels begin below.
    base: &'r Utf8Path,
    /// The output folder, if it is there.
    output: Option<Utf8PathBuf>,
    /// The locale of files that no folder names one for.
    inherited: Option<Locale>,
}

impl<'r> Walk<'r> {
    fn new(root: &'r Root, output: &Utf8Path) -> Result<Self, DiscoverError> {
        let output = output.canonicalize_utf8().ok();
        if output.is_some() && root.path.canonicalize_utf8().ok() == output {
            return Err(DiscoverError::IsOutput(root.path.clone()));
        }
        let base = if root.path.is_dir() {
            root.path.as_path()
        } else {
            root.path.parent().unwrap_or(Utf8Path::new(""))
        };
        Ok(Self {
            root,
            base,
            output,
            inherited: root.locale.or_else(|| locale_above(base)),
        })
    }

    fn run(&self, found: &mut Survey) -> Result<(), DiscoverError> {
        let entries = WalkDir::new(&self.root.path)
            .follow_links(true)
            .max_depth(DEEPEST_FOLDER)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || !self.is_left_out(entry));
        let mut folder = Folder::default();
        for (number, entry) in entries.enumerate() {
            if number == MOST_ENTRIES {
                return Err(DiscoverError::Endless(self.root.path.clone()));
            }
            match entry {
                Ok(entry) => self.entry(&entry, &mut folder, found),
                // What a loop of links leads to was seen already.
                Err(error) if error.loop_ancestor().is_some() => {}
                Err(error) => {
                    let path = error
                        .path()
                        .unwrap_or(self.root.path.as_std_path())
                        .to_owned();
                    let message = error.to_string();
                    let reason = error
                        .into_io_error()
                        .unwrap_or_else(|| io::Error::other(message));
                    found.files.push(self.unreadable(&path, reason));
                }
            }
        }
        Ok(())
    }

    /// Hidden files and folders, and the output folder, however it is reached.
    fn is_left_out(&self, entry: &DirEntry) -> bool {
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        let is_output = || {
            let Some(output) = &self.output else {
                return false;
            };
            let may_be = entry.path_is_symlink()
                || Some(entry.file_name().as_ref()) == output.file_name().map(Path::new);
            may_be
                && entry
                    .path()
                    .canonicalize()
                    .is_ok_and(|path| path == *output)
        };
        hidden || entry.file_type().is_dir() && is_output()
    }

    fn entry(&self, entry: &DirEntry, folder: &mut Folder, found: &mut Survey) {
        let kind = entry.file_type();
        if kind.is_dir() {
            if entry.depth() == DEEPEST_FOLDER {
                let reason = format!("folders are looked at {DEEPEST_FOLDER} levels deep");
                let failure = io::Error::other(reason);
                found.files.push(self.unreadable(entry.path(), failure));
            }
            return;
        }
        let ending = entry.path().extension();
        if !ending.is_some_and(|end| end.eq_ignore_ascii_case("md")) {
            found.others.push(self.label(entry.path()));
            return;
        }
        let file = match Utf8Path::from_path(entry.path()) {
            None => self.unreadable(entry.path(), io::Error::other("its name is not UTF-8")),
            Some(_) if !kind.is_file() => {
                self.unreadable(entry.path(), io::Error::other("it is no regular file"))
            }
            Some(path) => File {
                label: self.label(entry.path()),
                locale: folder.locale(path, |path| self.locale(path)),
                path: path.to_owned(),
                failure: None,
            },
        };
        found.files.push(file);
    }

    fn unreadable(&self, path: &Path, reason: io::Error) -> File {
        let shown = Utf8PathBuf::from(path.to_string_lossy().into_owned());
        // A folder that is a language itself speaks for what is in it.
        let inside = shown.join("x");
        File {
            label: self.label(path),
            locale: self.locale(if shown.extension().is_some() {
                &shown
            } else {
                &inside
            }),
            path: shown,
            failure: Some(reason),
        }
    }

    /// The path relative to the input, with `/`.
    fn label(&self, path: &Path) -> Utf8PathBuf {
        // What the walk finds begins as the input does, letter by letter.
        let below = path
            .to_str()
            .and_then(|path| path.strip_prefix(self.base.as_str()));
        if let Some(below) = below.and_then(|path| path.strip_prefix('/'))
            && self.root.prefix.as_str().is_empty()
            && !below.starts_with('/')
            && cfg!(not(windows))
        {
            return below.into();
        }
        let relative = path.strip_prefix(self.base).unwrap_or(path);
        let label = self.root.prefix.join(&*relative.to_string_lossy());
        if cfg!(windows) {
            return label.as_str().replace('\\', "/").into();
        }
        label
    }

    fn locale(&self, path: &Utf8Path) -> Option<Locale> {
        let relative = path.strip_prefix(self.base).unwrap_or(path);
        self.root
            .locale
            .or_else(|| locale_below(relative))
            .or(self.inherited)
    }
}

/// The locale that the first folder of a relative path names.
fn locale_below(relative: &Utf8Path) -> Option<Locale> {
    let folders = relative.parent()?;
    folders.components().find_map(|folder| {
        let locale: Locale = folder.as_str().parse().ok()?;
        (is_known_language(locale) || locale.region().is_some()).then_some(locale)
    })
}

/// The locale of an input that is itself a locale's folder, or a folder in one. Folders above the
/// input are not ours, so the tag must have a region: `it` may be a department.
fn locale_above(base: &Utf8Path) -> Option<Locale> {
    let path = base.canonicalize_utf8().ok()?;
    let own = path.file_name()?.parse::<Locale>().ok();
    own.filter(|locale| is_known_language(*locale)).or_else(|| {
        path.ancestors().skip(1).take(2).find_map(|folder| {
            let locale: Locale = folder.file_name()?.parse().ok()?;
            (locale.region().is_some() && is_known_language(locale)).then_some(locale)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locale(path: &str) -> Option<String> {
        locale_below(Utf8Path::new(path)).map(|locale| locale.to_string())
    }

    #[test]
    fn the_first_folder_that_is_a_language_says_the_locale() {
        assert_eq!(locale("PT_br/deep/er/a.md").as_deref(), Some("pt-BR"));
        assert_eq!(locale("docs/zh-cn/a.md").as_deref(), Some("zh-CN"));
        assert_eq!(locale("it/a.md").as_deref(), Some("it"));
        assert_eq!(locale("tlh-001/a.md").as_deref(), Some("tlh-001"));
        assert_eq!(locale("src/guide/a.md"), None);
        assert_eq!(locale("a.md"), None);
    }
}
