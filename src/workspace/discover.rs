//! Finding and reading the articles.

use std::collections::BTreeSet;
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use walkdir::WalkDir;

use super::{Config, Source};
use crate::diagnostic::{Diagnostic, Rule, SourceId};
use crate::locale::{Locale, is_known_language};

/// What was found below the input folders.
#[derive(Debug, Default)]
pub struct Discovered {
    /// Every Markdown file, in the order of labels.
    pub sources: Vec<Source>,
    /// The labels of all other files.
    pub others: Vec<Utf8PathBuf>,
    /// Places that could not be read.
    pub diagnostics: Vec<Diagnostic>,
}

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
/// [`DiscoverError`] if an input does not exist.
pub fn discover(
    config: &Config,
    paths: &[Utf8PathBuf],
    output: &Utf8Path,
) -> Result<Discovered, DiscoverError> {
    let mut found = Discovered::default();
    let mut files = Vec::new();
    let mut seen = BTreeSet::new();
    for root in found_roots(config, paths)? {
        walk(&root, output, &mut files, &mut found);
    }
    files.retain_mut(|file| {
        let label = file.label.clone();
        for number in 2.. {
            if seen.insert(file.label.clone()) {
                break;
            }
            file.label = Utf8PathBuf::from(format!("{number}/{label}"));
        }
        true
    });
    found.sources = files
        .into_par_iter()
        .map(|file| {
            let read = fs::read(&file.path);
            Source::new(file.label, file.path, file.locale, read)
        })
        .collect();
    found.sources.sort_by(|a, b| a.label.cmp(&b.label));
    for (number, source) in found.sources.iter_mut().enumerate() {
        source.id = SourceId(u32::try_from(number).unwrap_or(u32::MAX));
    }
    found.others.sort();
    Ok(found)
}

struct File {
    label: Utf8PathBuf,
    path: Utf8PathBuf,
    locale: Option<Locale>,
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

fn walk(root: &Root, output: &Utf8Path, files: &mut Vec<File>, found: &mut Discovered) {
    let base = if root.path.is_file() {
        root.path.parent().unwrap_or(Utf8Path::new(""))
    } else {
        root.path.as_path()
    };
    let output = output.canonicalize_utf8().ok();
    let inherited = root.locale.or_else(|| locale_above(base));
    let entries = WalkDir::new(&root.path)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| {
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            let is_output = entry.file_type().is_dir()
                && output.as_ref().is_some_and(|output| {
                    entry.path().file_name() == output.as_std_path().file_name()
                        && entry
                            .path()
                            .canonicalize()
                            .is_ok_and(|path| path == *output)
                });
            entry.depth() == 0 || !(hidden || is_output)
        });
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let diagnostic = Diagnostic::new(Rule::UnreadableFile, error.to_string());
                found.diagnostics.push(diagnostic);
                continue;
            }
        };
        if !entry.file_type().is_file() {
            continue;
        }
        let Ok(path) = Utf8PathBuf::from_path_buf(entry.into_path()) else {
            found.diagnostics.push(
                Diagnostic::new(Rule::UnreadableFile, "the name of a file is not UTF-8")
                    .help("rename the file"),
            );
            continue;
        };
        let relative = path.strip_prefix(base).unwrap_or(&path);
        let label = root
            .prefix
            .join(relative)
            .as_str()
            .replace('\\', "/")
            .into();
        if path
            .extension()
            .is_some_and(|end| end.eq_ignore_ascii_case("md"))
        {
            files.push(File {
                label,
                locale: root.locale.or_else(|| locale_below(relative)).or(inherited),
                path,
            });
        } else {
            found.others.push(label);
        }
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
