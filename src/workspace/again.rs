//! Reading again what is known to have changed, without a look at everything else.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{Discovered, FileState, Source, SourceError};

impl Discovered {
    /// What there is after the content of the files at `changed` has changed and nothing else has happened. All other sources
    /// are the same again, by [`Source::version`].
    ///
    /// # Errors
    /// What was there, if one of `changed` is none of the sources, or something could not be read before: it takes a
    /// [`super::Survey`] to know what has become of it.
    pub fn read_again(mut self, changed: &[PathBuf]) -> Result<Self, Self> {
        // Why something cannot be read, the survey may know better than a reading.
        let is_unread = |source: &Source| matches!(source.error, Some(SourceError::Unreadable(_)));
        if self.sources.iter().any(is_unread) {
            return Err(self);
        }
        let mut again = Vec::with_capacity(changed.len());
        for path in changed {
            match self.sources.iter().position(|source| is_at(source, path)) {
                Some(number) => again.push(number),
                None => return Err(self),
            }
        }
        let inode = |path: &PathBuf| FileState::of(&fs::metadata(path).ok()?)?.inode();
        let inodes: Vec<(u64, u64)> = changed.iter().filter_map(inode).collect();
        // The same file can be there by another name, and what has no state that can be relied on may be it.
        let may_be_new = |number: usize, source: &Source| {
            let is_same = |inode| inodes.contains(&inode);
            again.contains(&number)
                || source
                    .state()
                    .is_none_or(|it| it.inode().is_none_or(is_same))
        };
        self.sources = self
            .sources
            .into_par_iter()
            .enumerate()
            .map(|(number, source)| match may_be_new(number, &source) {
                true => source.again(),
                false => source,
            })
            .collect();
        Ok(self)
    }
}

/// Whether a source was read from the file at `path`, which is absolute.
fn is_at(source: &Source, path: &Path) -> bool {
    let own = source.path.as_std_path();
    let is_same = |own: PathBuf| own == path;
    own.file_name() == path.file_name() && std::path::absolute(own).is_ok_and(is_same)
}

#[cfg(test)]
mod tests {
    use camino::{Utf8Path, Utf8PathBuf};

    use super::*;
    use crate::workspace::{Config, discover};

    fn found(folder: &Utf8Path) -> Discovered {
        let config = Config::default();
        discover(&config, &[folder.to_owned()], &folder.join("out")).expect("there")
    }

    fn texts(found: &Discovered) -> Vec<(&str, &str)> {
        let sources = found.sources.iter();
        sources
            .map(|source| (source.label.as_str(), source.text.as_str()))
            .collect()
    }

    fn folder(files: &[(&str, &str)]) -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = Utf8PathBuf::from_path_buf(folder.path().to_owned()).expect("UTF-8");
        for (name, text) in files {
            fs::write(path.join(name), text).expect("written");
        }
        (folder, path)
    }

    #[test]
    fn what_has_changed_is_read_again() {
        let (_folder, path) = folder(&[("a.md", "a"), ("b.md", "b"), ("c.txt", "c")]);
        let before = found(&path);
        let version = before.sources[0].version();
        fs::write(path.join("b.md"), "new").expect("written");
        let after = before
            .read_again(&[path.join("b.md").into()])
            .expect("a source");
        assert_eq!(texts(&after), [("a.md", "a"), ("b.md", "new")]);
        assert_eq!(after.others, ["c.txt"]);
        assert_eq!(after.sources[0].version(), version);
        let numbers = after.sources.iter().map(|source| source.id.0);
        assert!(numbers.eq(0..2));
    }

    #[test]
    fn what_is_no_source_is_for_a_survey() {
        let (_folder, path) = folder(&[("a.md", "a"), ("c.txt", "c")]);
        for name in ["c.txt", "d.md", "mpkc.toml"] {
            let before = found(&path);
            let after = before.read_again(&[path.join("a.md").into(), path.join(name).into()]);
            assert_eq!(
                texts(&after.expect_err("a survey")),
                [("a.md", "a")],
                "{name}"
            );
        }
    }

    #[test]
    fn a_file_that_has_gone_meanwhile_is_unreadable() {
        let (_folder, path) = folder(&[("a.md", "a")]);
        let before = found(&path);
        fs::remove_file(path.join("a.md")).expect("removed");
        let after = before
            .read_again(&[path.join("a.md").into()])
            .expect("a source");
        assert!(after.sources[0].error.is_some());
    }

    #[cfg(unix)]
    #[test]
    fn what_could_not_be_read_is_for_a_survey() {
        let (_folder, path) = folder(&[("a.md", "a")]);
        std::os::unix::fs::symlink(path.join("nowhere"), path.join("b.md")).expect("linked");
        let before = found(&path);
        assert!(before.sources[1].error.is_some());
        assert!(before.read_again(&[path.join("a.md").into()]).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_with_two_names_has_changed_under_both() {
        let (_folder, path) = folder(&[("a.md", "a")]);
        std::os::unix::fs::symlink(path.join("a.md"), path.join("b.md")).expect("linked");
        fs::hard_link(path.join("a.md"), path.join("c.md")).expect("linked");
        let before = found(&path);
        fs::write(path.join("a.md"), "new").expect("written");
        let after = before
            .read_again(&[path.join("a.md").into()])
            .expect("a source");
        assert_eq!(
            texts(&after),
            [("a.md", "new"), ("b.md", "new"), ("c.md", "new")]
        );
    }
}
