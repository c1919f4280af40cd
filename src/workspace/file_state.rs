//! Whether a file is as it was, told by a look at it rather than by reading it.
//!
//! A file that was changed has another size, another time stamp or another inode: git's index relies on the same. Two
//! things make it safe. On Unix the time of the last change of the inode counts too, which no program can set back. And
//! a state is relied on only if the file had been left alone for a while when its content was taken ([`SETTLED`]): a
//! clock that ticks slowly gives two changes the same stamp.

use std::fs::Metadata;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// How long a file must have been left alone before its state is relied on: longer than any file system takes for a
/// tick (two seconds on FAT).
const SETTLED: Duration = Duration::from_secs(3);

/// What a look at a file says about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FileState {
    bytes: u64,
    /// Nanoseconds since 1970.
    modified: u64,
    /// The last change of the inode, in nanoseconds since 1970; 0 where the system does not say.
    changed: u64,
    /// The inode and its device; 0 where the system does not say.
    inode: (u64, u64),
}

impl FileState {
    /// The state of the file with this metadata; `None` if it is no regular file, or was changed before 1970.
    pub fn of(metadata: &Metadata) -> Option<Self> {
        let modified = nanoseconds(metadata.modified().ok()?)?;
        let (changed, inode) = inode(metadata);
        metadata.is_file().then_some(Self {
            bytes: metadata.len(),
            modified,
            changed,
            inode,
        })
    }

    /// The inode and its device, which two names of one file have in common; `None` where the system does not say.
    pub fn inode(&self) -> Option<(u64, u64)> {
        (self.inode != (0, 0)).then_some(self.inode)
    }

    /// Whether the file had been left alone for a while at `time`, so that a file in the same state has the content that was
    /// taken then.
    pub fn was_settled(&self, time: SystemTime) -> bool {
        let last = self.modified.max(self.changed);
        let settled = nanoseconds(time - SETTLED);
        // Systems without inodes have no time that cannot be set back.
        cfg!(unix) && settled.is_some_and(|settled| last < settled)
    }
}

fn nanoseconds(time: SystemTime) -> Option<u64> {
    let since = time.duration_since(UNIX_EPOCH).ok()?;
    u64::try_from(since.as_nanos()).ok()
}

#[cfg(unix)]
fn inode(metadata: &Metadata) -> (u64, (u64, u64)) {
    use std::os::unix::fs::MetadataExt;
    let seconds = u64::try_from(metadata.ctime()).unwrap_or(0);
    let rest = u64::try_from(metadata.ctime_nsec()).unwrap_or(0);
    let changed = seconds.saturating_mul(1_000_000_000).saturating_add(rest);
    (changed, (metadata.ino(), metadata.dev()))
}

#[cfg(not(unix))]
fn inode(_metadata: &Metadata) -> (u64, (u64, u64)) {
    (0, (0, 0))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_state_is_relied_on_only_after_a_while() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        fs::write(&path, "one").expect("written");
        let state = FileState::of(&fs::metadata(&path).expect("there")).expect("a file");
        assert!(!state.was_settled(SystemTime::now()));
        assert_eq!(
            state.was_settled(SystemTime::now() + Duration::from_secs(9)),
            cfg!(unix)
        );
        assert_eq!(
            FileState::of(&fs::metadata(folder.path()).expect("there")),
            None
        );
    }

    #[cfg(unix)]
    #[test]
    fn setting_the_time_back_does_not_hide_a_change() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        fs::write(&path, "one").expect("written");
        let before = fs::metadata(&path).expect("there");
        std::thread::sleep(Duration::from_millis(30));
        fs::write(&path, "two").expect("written");
        let file = fs::File::options().write(true).open(&path).expect("opened");
        file.set_modified(before.modified().expect("known"))
            .expect("set");
        let after = fs::metadata(&path).expect("there");
        assert_eq!(before.modified().ok(), after.modified().ok());
        assert_ne!(FileState::of(&before), FileState::of(&after));
    }
}
