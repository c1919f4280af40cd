//! Outputs that are on the disk, but not yet in their place.

use std::collections::BTreeMap;
use std::sync::Mutex;

use super::replace::{Finished, LARGE};
use super::{Content, OutputPath};

/// Large outputs that were written under a temporary name while others were still being made: the system takes as long to
/// copy a large one as mpkc takes to make it.
#[derive(Debug, Default)]
pub(super) struct Prepared(Mutex<BTreeMap<OutputPath, (Content, Finished)>>);

impl Prepared {
    /// Whether it is worth while.
    pub(super) fn is_for(bytes: &Content) -> bool {
        bytes.len() as u64 >= LARGE
    }

    /// Keeps a file until it is its turn. One that was kept of the same output is no more: both had the same name.
    pub(super) fn keep(&self, output: OutputPath, bytes: Content, finished: Finished) {
        if let Ok(mut files) = self.0.lock() {
            files.insert(output, (bytes, finished));
        }
    }

    /// The file of an output, if it has these bytes.
    pub(super) fn take(&self, output: &OutputPath, bytes: &Content) -> Option<Finished> {
        let mut files = self.0.lock().ok()?;
        if files.get(output)?.0 != *bytes {
            return None;
        }
        files.remove(output).map(|(_, finished)| finished)
    }

    /// Removes what nobody took.
    pub(super) fn clear(&self) {
        let files = self.0.lock().map(|mut files| std::mem::take(&mut *files));
        for (_, finished) in files.unwrap_or_default().into_values() {
            finished.remove();
        }
    }
}

#[cfg(test)]
mod tests {
    use camino::Utf8Path;

    use super::*;
    use crate::workspace::{OutputFile, Written};

    fn large(letter: &str) -> OutputFile {
        let text = letter.repeat(usize::try_from(LARGE).expect("it is small"));
        OutputFile {
            path: OutputPath::new("a").expect("harmless"),
            bytes: text.into(),
        }
    }

    /// The first letters of the files in a folder.
    fn letters(folder: &Utf8Path) -> Vec<String> {
        let entries = folder.read_dir_utf8().expect("there");
        let read = |path: &Utf8Path| std::fs::read_to_string(path).expect("text");
        let files = entries.map(|entry| read(entry.expect("readable").path())[..1].to_owned());
        let mut files: Vec<String> = files.collect();
        files.sort();
        files
    }

    #[test]
    fn what_is_prepared_is_taken_if_it_is_what_is_to_be_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = Utf8Path::from_path(folder.path()).expect("UTF-8");
        let mut written = Written::for_many();
        let mut write = |prepared: &[&str], letter: &str| {
            for letter in prepared {
                written.prepare(folder, &large(letter));
            }
            let between = letters(folder);
            let files: Vec<OutputFile> = match letter {
                "" => Vec::new(),
                letter => vec![large(letter)],
            };
            let count = written.write(folder, &files, &[]).expect("written").written;
            if !files.is_empty() {
                written.remember(folder, files);
            }
            (between.concat(), count, letters(folder).concat())
        };
        let told = |between: &str, count, after: &str| (between.into(), count, after.into());
        // Nobody knows yet what is there.
        assert_eq!(write(&["1"], "1"), told("", 1, "1"));
        assert_eq!(write(&["1"], "1"), told("1", 0, "1"));
        assert_eq!(write(&["2"], "2"), told("12", 1, "2"));
        // Something else is written, and nothing.
        assert_eq!(write(&["3"], "4"), told("23", 1, "4"));
        assert_eq!(write(&["5"], ""), told("45", 0, "4"));
        // Prepared by a build that ended before it wrote.
        assert_eq!(write(&["6", "7"], "7"), told("47", 1, "7"));
        assert_eq!(write(&["8", "9"], "8"), told("79", 1, "8"));
    }

    #[test]
    fn what_another_build_sweeps_away_is_written_anew() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = Utf8Path::from_path(folder.path()).expect("UTF-8");
        let mut written = Written::for_many();
        written.write(folder, &[large("1")], &[]).expect("written");
        written.remember(folder, vec![large("1")]);
        written.prepare(folder, &large("2"));
        crate::workspace::replace::sweep(folder);
        assert_eq!(letters(folder).concat(), "1");
        let count = written.write(folder, &[large("2")], &[]).expect("written");
        assert_eq!((count.written, letters(folder).concat()), (1, "2".into()));
    }
}
