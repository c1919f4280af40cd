//! Writing the outputs: atomically, only what changed, and never outside the output folder.
//!
//! Unchanged files are not touched (reading and comparing is many times cheaper than writing, and
//! time stamps stay meaningful). A changed file is written beside its place and renamed over it, so
//! that an interrupted build leaves every file either old or new; what it left beside them, the next build removes.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::time::SystemTime;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::Content;
use super::prepared::Prepared;
use super::replace::{Finished, Manner, Replaced, replace_with, settle, sweep};
use crate::file_name::is_harmless;

/// A path below the output folder: relative, with `/`, without `.` and `..`, of harmless names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct OutputPath(String);

impl OutputPath {
    /// Checks `path`.
    ///
    /// # Errors
    /// The reason, if the path could leave the output folder or name something that is no plain file.
    pub fn new(path: impl Into<String>) -> Result<Self, String> {
        let path = path.into();
        if path.split('/').all(is_harmless) {
            Ok(Self(path))
        } else {
            Err(format!("`{path}` is no name for an output file"))
        }
    }

    /// The path.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for OutputPath {
    type Error = String;

    fn try_from(path: String) -> Result<Self, Self::Error> {
        Self::new(path)
    }
}

/// A file to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutputFile {
    /// Where.
    pub path: OutputPath,
    /// What. Shared with what keeps it for a later build.
    pub bytes: Content,
}

/// What writing did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Files written.
    pub written: usize,
    /// Files that were right already.
    pub unchanged: usize,
    /// Files deleted because nothing makes them any more.
    pub deleted: usize,
}

/// An output that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("{path}: cannot be written: {error}")]
pub struct OutputError {
    /// The file.
    pub path: Utf8PathBuf,
    /// Why.
    pub error: io::Error,
}

/// A difference between what is on disk and what should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OutputDifference {
    /// The file is missing.
    Missing(OutputPath),
    /// The file has other content: what is there, and what should be.
    Changed {
        /// The file.
        path: OutputPath,
        /// Its bytes now.
        old: Vec<u8>,
        /// Its bytes as they should be.
        new: Vec<u8>,
    },
    /// The file should not be there.
    Stale(OutputPath),
}

/// Writes `files` below `folder`, then deletes `stale`.
///
/// # Errors
/// The first file, in the order of paths, that could not be written or deleted. Files before and
/// after it may have been written.
pub fn write(
    folder: &Utf8Path,
    files: &[OutputFile],
    stale: &[OutputPath],
) -> Result<Outcome, OutputError> {
    Written::default().write(folder, files, stale)
}

/// What a process has written: a file that it wrote and that nobody has touched since need not be read to be compared.
#[derive(Debug, Default)]
pub struct Written {
    known: FxHashMap<OutputPath, Known>,
    /// The folders that were freed of what interrupted builds have left. Once is enough.
    swept: BTreeSet<String>,
    /// How files are replaced.
    manner: Manner,
    /// What was written and may not be on the disk yet.
    unsettled: Vec<Replaced>,
    prepared: Prepared,
}

/// A file as it was written, and its time stamp.
#[derive(Debug)]
struct Known {
    bytes: Content,
    modified: SystemTime,
}

impl Written {
    /// For a process that goes on afterwards: it need not wait for the disk, and [`Self::remember`] sends to it what was
    /// written.
    pub fn for_many() -> Self {
        Self {
            manner: Manner::Exchange,
            ..Self::default()
        }
    }

    /// Begins to write a file that will be written below `folder`: this takes a large one so long that others can be made
    /// meanwhile. Nothing is in its place before [`Self::write`], and what that is not given is removed then.
    pub fn prepare(&self, folder: &Utf8Path, file: &OutputFile) {
        let path = folder.join(file.path.as_str());
        let is_new = || {
            let known = self.bytes_at(&file.path, &path);
            known.is_some_and(|known| *known != file.bytes)
        };
        // Who writes once has to read the file first to know whether it is to be written.
        if self.manner == Manner::Rename || !Prepared::is_for(&file.bytes) || !is_new() {
            return;
        }
        // Why it cannot be written, is said when it is to be written.
        if let Ok(finished) = Finished::write(&path, &file.bytes) {
            self.prepared
                .keep(file.path.clone(), file.bytes.clone(), finished);
        }
    }

    /// [`write()`], but for files that this process wrote and that are as they were.
    ///
    /// # Errors
    /// See [`write()`].
    pub fn write(
        &mut self,
        folder: &Utf8Path,
        files: &[OutputFile],
        stale: &[OutputPath],
    ) -> Result<Outcome, OutputError> {
        let outcome = self.write_all(folder, files, stale);
        self.prepared.clear();
        outcome
    }

    fn write_all(
        &mut self,
        folder: &Utf8Path,
        files: &[OutputFile],
        stale: &[OutputPath],
    ) -> Result<Outcome, OutputError> {
        let folders = folders(files.iter().map(|file| &file.path).chain(stale));
        stay_inside(folder, &folders)?;
        let results: Vec<Result<Option<Replaced>, OutputError>> = files
            .par_iter()
            .map(|file| {
                let path = folder.join(file.path.as_str());
                let result = match self.bytes_at(&file.path, &path) {
                    Some(bytes) if *bytes == file.bytes => Ok(None),
                    Some(_) => self.replace(&path, file).map(Some),
                    None => write_if_changed(&path, &file.bytes, self.manner),
                };
                result.map_err(|error| OutputError { path, error })
            })
            .collect();
        let mut outcome = Outcome::default();
        for result in results {
            match result? {
                Some(replaced) => {
                    outcome.written += 1;
                    self.unsettled.push(replaced);
                }
                None => outcome.unchanged += 1,
            }
        }
        outcome.deleted = delete(folder, stale)?;
        for below in folders {
            if self.swept.insert(below.to_owned()) {
                sweep(&folder.join(below));
            }
        }
        for path in stale {
            remove_empty(folder, path);
        }
        Ok(outcome)
    }

    fn replace(&self, path: &Utf8Path, file: &OutputFile) -> io::Result<Replaced> {
        let prepared = self.prepared.take(&file.path, &file.bytes);
        // Another build may have swept it away.
        let put = prepared.and_then(|finished| finished.put(self.manner).ok());
        put.map_or_else(|| replace_with(path, &file.bytes, self.manner), Ok)
    }

    /// Whether this process wrote the output below `folder`, and nobody has touched it since.
    pub fn is_ours(&self, folder: &Utf8Path, output: &OutputPath) -> bool {
        self.bytes_at(output, &folder.join(output.as_str()))
            .is_some()
    }

    /// What is at `path`, if this process wrote it and nobody has touched it since.
    fn bytes_at(&self, output: &OutputPath, path: &Utf8Path) -> Option<&Content> {
        let known = self.known.get(output)?;
        let untouched = fs::metadata(path).is_ok_and(|now| {
            now.len() == known.bytes.len() as u64
                && now.modified().is_ok_and(|time| time == known.modified)
        });
        untouched.then_some(&known.bytes)
    }

    /// Remembers `files`, which have just been written below `folder`. Costs a look at each, which only a process that
    /// writes again gets back.
    pub fn remember(&mut self, folder: &Utf8Path, files: Vec<OutputFile>) {
        settle(std::mem::take(&mut self.unsettled));
        let known = files.into_iter().filter_map(|file| {
            let metadata = fs::metadata(folder.join(file.path.as_str())).ok()?;
            let known = Known {
                modified: metadata.modified().ok()?,
                bytes: file.bytes,
            };
            Some((file.path, known))
        });
        self.known = known.collect();
    }
}

fn delete(folder: &Utf8Path, stale: &[OutputPath]) -> Result<usize, OutputError> {
    let mut deleted = 0;
    for path in stale {
        let path = folder.join(path.as_str());
        match fs::remove_file(&path) {
            Ok(()) => deleted += 1,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(OutputError { path, error }),
        }
    }
    Ok(deleted)
}

/// The folders of outputs, relative to the output folder, which is the first.
fn folders<'p>(paths: impl Iterator<Item = &'p OutputPath>) -> BTreeSet<&'p str> {
    let above = |path: &'p OutputPath| path.0.match_indices('/').map(|(at, _)| &path.0[..at]);
    paths.flat_map(above).chain([""]).collect()
}

/// Refuses an output folder that is a file, and folders in it that are links to somewhere else.
fn stay_inside(folder: &Utf8Path, folders: &BTreeSet<&str>) -> Result<(), OutputError> {
    let refuse = |path: Utf8PathBuf, reason: &str| {
        Err(OutputError {
            path,
            error: io::Error::other(reason.to_owned()),
        })
    };
    if folder.exists() && !folder.is_dir() {
        return refuse(folder.to_owned(), "it is a file; outputs need a folder");
    }
    let Ok(root) = folder.canonicalize() else {
        return Ok(());
    };
    for below in folders {
        let path = folder.join(below);
        if path
            .canonicalize()
            .is_ok_and(|path| !path.starts_with(&root))
        {
            return refuse(path, "it is a link that leads out of the output folder");
        }
    }
    Ok(())
}

/// Removes the folders that were left empty by a stale file.
fn remove_empty(folder: &Utf8Path, stale: &OutputPath) {
    for (at, _) in stale.0.rmatch_indices('/') {
        // Fails where something is left, which is all that is asked.
        let _ = fs::remove_dir(folder.join(&stale.0[..at]));
    }
}

/// What would change if `files` were written below `folder` and `stale` deleted.
pub fn compare(
    folder: &Utf8Path,
    files: &[OutputFile],
    stale: &[OutputPath],
) -> Vec<OutputDifference> {
    let mut differences: Vec<OutputDifference> = files
        .par_iter()
        .filter_map(|file| match read_output(folder, &file.path) {
            Some(old) if file.bytes.is(&old) => None,
            Some(old) => Some(OutputDifference::Changed {
                path: file.path.clone(),
                old,
                new: file.bytes.joined().to_vec(),
            }),
            None => Some(OutputDifference::Missing(file.path.clone())),
        })
        .collect();
    let exists = |path: &&OutputPath| folder.join(path.as_str()).exists();
    differences.extend(
        stale
            .iter()
            .filter(exists)
            .cloned()
            .map(OutputDifference::Stale),
    );
    differences
}

/// The file, if it had to be written.
fn write_if_changed(
    path: &Utf8Path,
    bytes: &Content,
    manner: Manner,
) -> io::Result<Option<Replaced>> {
    let same_size = fs::symlink_metadata(path)
        .is_ok_and(|old| old.is_file() && old.len() == bytes.len() as u64);
    if same_size && bytes.is(&fs::read(path)?) {
        return Ok(None);
    }
    replace_with(path, bytes, manner).map(Some)
}

/// The bytes of an output; `None` if there is no such file.
pub fn read_output(folder: &Utf8Path, path: &OutputPath) -> Option<Vec<u8>> {
    let path = folder.join(path.as_str());
    // A pipe would wait for somebody to write.
    fs::metadata(&path).ok().filter(fs::Metadata::is_file)?;
    fs::read(&path).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> OutputFile {
        OutputFile {
            path: OutputPath::new(path).expect("harmless"),
            bytes: text.to_owned().into(),
        }
    }

    #[test]
    fn paths_cannot_leave_the_output_folder() {
        for path in [
            "../x",
            "/x",
            "a/../b",
            "a//b",
            "",
            ".x",
            "a\\b",
            "c:x",
            "a/nul\0",
            "a.",
            "html/con.html",
        ] {
            assert!(OutputPath::new(path).is_err(), "{path}");
        }
        assert!(OutputPath::new("html/zh-CN/imap.html").is_ok());
    }

    #[test]
    fn only_changed_files_are_written_and_stale_ones_deleted() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = Utf8Path::from_path(folder.path()).expect("UTF-8");
        let first = [file("a/b.txt", "1"), file("c.txt", "2")];
        let count = |written, unchanged, deleted| Outcome {
            written,
            unchanged,
            deleted,
        };
        assert_eq!(write(folder, &first, &[]).expect("written"), count(2, 0, 0));
        let second = [file("a/b.txt", "1")];
        let stale = [OutputPath::new("c.txt").expect("harmless")];
        assert_eq!(compare(folder, &second, &stale).len(), 1);
        assert_eq!(
            write(folder, &second, &stale).expect("written"),
            count(0, 1, 1)
        );
        assert!(compare(folder, &second, &stale).is_empty());
        assert!(!folder.join("c.txt").exists());
    }

    #[test]
    fn what_was_written_is_compared_in_memory_unless_somebody_touched_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = Utf8Path::from_path(folder.path()).expect("UTF-8");
        let mut written = Written::default();
        let mut write = |text: &str| {
            let files = vec![file("a.txt", text)];
            let outcome = written.write(folder, &files, &[]).expect("written");
            written.remember(folder, files);
            outcome.written
        };
        let path = folder.join("a.txt");
        assert_eq!([write("12"), write("12"), write("13")], [1, 0, 1]);
        assert_eq!(fs::read(&path).expect("there"), b"13");
        fs::write(&path, "else").expect("written");
        assert_eq!([write("13"), write("13")], [1, 0]);
        assert_eq!(fs::read(&path).expect("there"), b"13");
        fs::remove_file(&path).expect("removed");
        assert_eq!(write("13"), 1);
    }
}
