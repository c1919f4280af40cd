//! What a build leaves for the next process: that everything is as it was, and what was said about it.
//!
//! A stamp lies in the cache folder of the user, never among the outputs, which can be committed. It has a key, in which
//! there is everything that a build depends on but what files say, and every file that the build read or wrote, with its
//! state and a hash. If the key is the same and so is every file, a build would do and say the same again. A stamp that is
//! missing, broken or of another version is as good as none.

use std::fs;
use std::time::SystemTime;

use camino::{Utf8Path, Utf8PathBuf};
use etcetera::{BaseStrategy, choose_base_strategy};
use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Content, FileState, Source, read_at_most, replace};

/// Another folder for stamps; if it is empty, there are none.
const CACHE_FOLDER: &str = "MPKC_CACHE_DIR";
/// The most stamps that are kept: one per output folder.
const MOST_STAMPS: usize = 64;
/// The most bytes a stamp can have.
const LARGEST_STAMP: u64 = 64 << 20;
/// The most bytes an output can have.
const LARGEST_OUTPUT: u64 = 1 << 32;

/// A stamp: what was said, of type `T`, when the files were these.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stamp<T> {
    key: String,
    files: Vec<StampedFile>,
    said: T,
}

/// A file that a build read or wrote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StampedFile {
    path: Utf8PathBuf,
    /// Its state, if that can be relied on.
    state: Option<FileState>,
    /// A hash of its bytes; `None` if these are unknown.
    hash: Option<String>,
}

impl StampedFile {
    /// A file that was read.
    pub fn input(source: &Source) -> Self {
        // What the text was made of is unknown where something is wrong with it.
        let is_known = source.error.is_none();
        Self {
            path: source.path.clone(),
            state: source.state(),
            hash: is_known.then(|| hash([source.text.as_bytes()])),
        }
    }

    /// A file that was written, or was right already.
    pub fn output(path: Utf8PathBuf, content: &Content) -> Self {
        Self {
            state: settled_state(&path, SystemTime::now()),
            hash: Some(hash(content.pieces())),
            path,
        }
    }

    /// The file as it is now, if it is as it was.
    fn again(&self, now: SystemTime) -> Option<Self> {
        let state = FileState::of(&fs::metadata(&self.path).ok()?)?;
        if self.state == Some(state) {
            return Some(self.clone());
        }
        let bytes = read_at_most(&self.path, LARGEST_OUTPUT).ok()?;
        let same = self.hash.as_ref() == Some(&hash([bytes.as_slice()]));
        same.then(|| Self {
            // Looked at before it was read, so that a change meanwhile is one.
            state: Some(state).filter(|state| state.was_settled(now)),
            ..self.clone()
        })
    }
}

fn settled_state(path: &Utf8Path, now: SystemTime) -> Option<FileState> {
    FileState::of(&fs::metadata(path).ok()?).filter(|state| state.was_settled(now))
}

fn hash<'b>(pieces: impl IntoIterator<Item = &'b [u8]>) -> String {
    let mut hasher = blake3::Hasher::new();
    for piece in pieces {
        hasher.update(piece);
    }
    hasher.finalize().to_hex().to_string()
}

impl<T: Clone + PartialEq> Stamp<T> {
    /// A stamp with this key: everything besides the files that decides what is done and said.
    pub fn new(key: &str, files: Vec<StampedFile>, said: T) -> Self {
        Self {
            key: hash([key.as_bytes()]),
            files,
            said,
        }
    }

    /// What was said.
    pub fn said(&self) -> &T {
        &self.said
    }

    /// The stamp for the files as they are, if they are as they were. It can have states that this one has not.
    pub fn again(&self, key: &str) -> Option<Self> {
        if self.key != hash([key.as_bytes()]) {
            return None;
        }
        let now = SystemTime::now();
        let files = self.files.par_iter().map(|file| file.again(now));
        Some(Self {
            key: self.key.clone(),
            files: files.collect::<Option<_>>()?,
            said: self.said.clone(),
        })
    }
}

/// Where the stamp of an output folder is.
#[derive(Clone, Debug)]
pub struct StampPlace(Utf8PathBuf);

impl StampPlace {
    /// The place for the output folder at this absolute path; `None` if the user has no cache folder.
    pub fn of(output: &Utf8Path) -> Option<Self> {
        let folder = match std::env::var_os(CACHE_FOLDER) {
            Some(folder) if folder.is_empty() => return None,
            Some(folder) => folder.into(),
            None => choose_base_strategy().ok()?.cache_dir().join("mpkc"),
        };
        let folder = Utf8PathBuf::from_path_buf(folder).ok()?;
        let name = hash([output.as_str().as_bytes()]);
        Some(Self(folder.join("builds").join(name)))
    }

    /// The stamp that is there, if it is one.
    pub fn read<T: DeserializeOwned>(&self) -> Option<Stamp<T>> {
        let bytes = read_at_most(&self.0, LARGEST_STAMP).ok()?;
        let (sum, rest) = bytes.split_at_checked(blake3::OUT_LEN * 2)?;
        let is_whole = sum == hash([rest]).as_bytes();
        serde_json::from_slice(rest).ok().filter(|_| is_whole)
    }

    /// Puts a stamp there. That it cannot is no news: the next build takes longer.
    pub fn write<T: Serialize>(&self, stamp: &Stamp<T>) {
        let Ok(rest) = serde_json::to_vec(stamp) else {
            return;
        };
        let sum = hash([rest.as_slice()]);
        let bytes = [sum.as_bytes(), rest.as_slice()].concat();
        if replace(&self.0, &bytes).is_ok() {
            self.make_room();
        }
    }

    /// Removes the stamps that were written longest ago, where there are many.
    fn make_room(&self) {
        let folder = self.0.parent().unwrap_or(Utf8Path::new(""));
        let entries = folder.read_dir_utf8().into_iter().flatten().flatten();
        let mut stamps: Vec<(SystemTime, Utf8PathBuf)> = entries
            .filter_map(|entry| {
                let written = entry.metadata().ok()?.modified().ok()?;
                Some((written, entry.into_path()))
            })
            .collect();
        stamps.sort();
        let too_many = stamps.len().saturating_sub(MOST_STAMPS);
        for (_, path) in &stamps[..too_many] {
            // Another process may have removed it already.
            let _ = fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_holds_as_long_as_its_files_say_the_same() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = Utf8Path::from_path(folder.path()).expect("UTF-8");
        let path = folder.join("a");
        fs::write(&path, "one").expect("written");
        let file = StampedFile::output(path.clone(), &Content::from("one"));
        let stamp = Stamp::new("key", vec![file], 7);
        assert_eq!(stamp.again("key").map(|stamp| *stamp.said()), Some(7));
        assert_eq!(stamp.again("other"), None);
        fs::write(&path, "two").expect("written");
        assert_eq!(stamp.again("key"), None);
        fs::write(&path, "one").expect("written");
        assert!(stamp.again("key").is_some());
        fs::remove_file(&path).expect("removed");
        assert_eq!(stamp.again("key"), None);
    }

    #[test]
    fn broken_stamps_are_none() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = Utf8Path::from_path(folder.path()).expect("UTF-8");
        let place = StampPlace(folder.join("builds/x"));
        assert_eq!(place.read::<String>(), None);
        let stamp = Stamp::new("key", Vec::new(), "said".to_owned());
        place.write(&stamp);
        assert_eq!(place.read(), Some(stamp));
        let whole = fs::read(&place.0).expect("there");
        for at in [0, whole.len() / 2, whole.len() - 1] {
            let mut broken = whole.clone();
            broken[at] ^= 1;
            fs::write(&place.0, &broken).expect("written");
            assert_eq!(place.read::<String>(), None, "byte {at}");
            fs::write(&place.0, &whole[..at]).expect("written");
            assert_eq!(place.read::<String>(), None, "cut at {at}");
        }
    }
}
