//! Replacing a file in one step: whoever reads it sees all of the old or all of the new.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, IoSlice, Write};
use std::thread;

use camino::{Utf8Path, Utf8PathBuf};

use super::Content;

/// What stands between the name of a file and the number of the process that is about to replace it.
const MARK: &str = ".mpkc-";

/// How often a write is tried again after another build has swept its temporary file away.
const ATTEMPTS: usize = 5;

/// How many bytes of many small pieces are written at once where the system takes no list of them.
const BUFFER: usize = 1 << 17;

/// From how many bytes on a file is large: the system takes milliseconds to free it.
pub(super) const LARGE: u64 = 1 << 18;

/// How a finished file takes the place of another. Either way, whoever opens the file has all of the one or of the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Manner {
    /// By a rename over it. File systems look after programs that do this: ext4 sends the new file on its way to the disk
    /// before it has its name (`auto_da_alloc` in ext4(5)), so that a power failure does not leave an empty one. That
    /// takes tens of milliseconds where the file is large.
    #[default]
    Rename,
    /// By an exchange of the two names, which waits for nothing. It is for the caller to [`settle`] the file later.
    /// Where the system cannot do this, a rename.
    Exchange,
}

/// A file that was written.
#[derive(Debug)]
pub(super) struct Replaced {
    path: Utf8PathBuf,
    manner: Manner,
    /// What was there, if that is large and it has not been freed.
    _old: Option<File>,
}

/// Writes `bytes` beside `path` and renames the result over it; folders are made as needed.
///
/// # Errors
/// What the operating system says. The file is then as it was.
pub fn replace(path: &Utf8Path, bytes: &[u8]) -> io::Result<()> {
    replace_with(path, &Content::from(bytes.to_vec()), Manner::Rename).map(drop)
}

/// [`replace`] with the bytes of an output.
///
/// # Errors
/// As [`replace`].
pub(super) fn replace_with(
    path: &Utf8Path,
    bytes: &Content,
    manner: Manner,
) -> io::Result<Replaced> {
    let mut attempts = 1..ATTEMPTS;
    loop {
        let result = Finished::write(path, bytes).and_then(|finished| finished.put(manner));
        match &result {
            Err(error) if error.kind() == ErrorKind::NotFound && attempts.next().is_some() => {
                fs::create_dir_all(path.parent().unwrap_or(Utf8Path::new("")))?;
            }
            _ => return result,
        }
    }
}

/// A file that is on the disk whole, beside the place that it is for.
#[derive(Debug)]
pub(super) struct Finished {
    temporary: Utf8PathBuf,
    path: Utf8PathBuf,
}

impl Finished {
    /// Writes `bytes` beside `path`.
    pub(super) fn write(path: &Utf8Path, bytes: &Content) -> io::Result<Self> {
        let finished = Self {
            temporary: temporary(path),
            path: path.to_owned(),
        };
        let mut result = fill(&finished.temporary, bytes);
        if matches!(&result, Err(error) if error.kind() == ErrorKind::AlreadyExists) {
            // A process with this number was interrupted.
            fs::remove_file(&finished.temporary)?;
            result = fill(&finished.temporary, bytes);
        }
        match result {
            Ok(()) => Ok(finished),
            Err(error) => {
                // The half-written file must not stay behind.
                finished.remove();
                Err(error)
            }
        }
    }

    /// Gives it its place. If that fails, nothing is left of it.
    pub(super) fn put(self, manner: Manner) -> io::Result<Replaced> {
        match put(&self.temporary, &self.path, manner) {
            Ok((manner, _old)) => Ok(Replaced {
                path: self.path,
                manner,
                _old,
            }),
            Err(error) => {
                self.remove();
                Err(error)
            }
        }
    }

    /// Removes it.
    pub(super) fn remove(self) {
        // That it cannot be removed is no news: whoever writes here next sweeps it away.
        let _ = fs::remove_file(&self.temporary);
    }
}

/// Writes a file that must not be there yet: not even as a link to somewhere else.
fn fill(path: &Utf8Path, bytes: &Content) -> io::Result<()> {
    let mut file: File = OpenOptions::new().write(true).create_new(true).open(path)?;
    if let Some(bytes) = bytes.in_one_piece() {
        return file.write_all(bytes);
    }
    if cfg!(unix) {
        let mut pieces: Vec<IoSlice<'_>> = bytes.pieces().map(IoSlice::new).collect();
        return write_all(&mut file, &mut pieces);
    }
    let mut file = BufWriter::with_capacity(BUFFER, file);
    bytes.pieces().try_for_each(|piece| file.write_all(piece))?;
    file.flush()
}

/// Writes all pieces, which are not copied into one.
fn write_all(file: &mut impl Write, mut pieces: &mut [IoSlice<'_>]) -> io::Result<()> {
    // Those without bytes are written already.
    IoSlice::advance_slices(&mut pieces, 0);
    while !pieces.is_empty() {
        match file.write_vectored(pieces) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(written) => IoSlice::advance_slices(&mut pieces, written),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Gives a finished file the name `path`, and tells how, with the file that was there if it is still to be freed. A large
/// one is freed when its last handle is closed, for which nobody has to wait.
fn put(finished: &Utf8Path, path: &Utf8Path, manner: Manner) -> io::Result<(Manner, Option<File>)> {
    let old = fs::symlink_metadata(path);
    let old = old.ok().filter(fs::Metadata::is_file);
    let is_large = old.as_ref().is_some_and(|old| old.len() >= LARGE);
    let handle = (cfg!(unix) && is_large)
        .then(|| File::open(path).ok())
        .flatten();
    if manner == Manner::Exchange && old.is_some() && exchange(finished, path).is_ok() {
        // The new file is where it belongs, even if the old one cannot be removed.
        let _ = fs::remove_file(finished);
        return Ok((Manner::Exchange, handle));
    }
    fs::rename(finished, path)?;
    if let Some(handle) = handle {
        thread::spawn(move || drop(handle));
    }
    Ok((Manner::Rename, None))
}

/// Exchanges the names of two files in one step: renameat2(2) of Linux, renamex_np(2) of macOS. Not every file system can.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Utf8Path, other: &Utf8Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(
        CWD,
        one.as_str(),
        CWD,
        other.as_str(),
        RenameFlags::EXCHANGE,
    )?)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_one: &Utf8Path, _other: &Utf8Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

/// Sends exchanged files to the disk and frees the old ones, in the background. A power failure before that can leave
/// such a file empty; the next build finds that and writes it again.
pub(super) fn settle(mut files: Vec<Replaced>) {
    files.retain(|file| file.manner == Manner::Exchange);
    if files.is_empty() {
        return;
    }
    thread::spawn(move || {
        for file in &files {
            // Where that fails, the system does it within half a minute.
            let _ = File::open(&file.path).and_then(|file| file.sync_data());
        }
    });
}

fn temporary(path: &Utf8Path) -> Utf8PathBuf {
    let name = path.file_name().unwrap_or_default();
    path.with_file_name(format!(".{name}{MARK}{}", std::process::id()))
}

/// Removes what interrupted runs have left in `folder`. A run that is at work at the same time makes its files anew.
pub(super) fn sweep(folder: &Utf8Path) {
    for entry in folder.read_dir_utf8().into_iter().flatten().flatten() {
        if is_temporary(entry.file_name()) {
            // It can be gone already, or in use; either way it is not in the way.
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn is_temporary(name: &str) -> bool {
    name.starts_with('.')
        && name.rsplit_once(MARK).is_some_and(|(_, process)| {
            !process.is_empty() && process.bytes().all(|byte| byte.is_ascii_digit())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_replaced_and_litter_is_swept_away() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = Utf8Path::from_path(folder.path()).expect("UTF-8");
        let path = folder.join("new/a.html");
        fs::create_dir(folder.join("new")).expect("made");
        fs::write(temporary(&path), "half").expect("written");
        fs::write(folder.join("new/.b.html.mpkc-12"), "half").expect("written");
        fs::write(folder.join("new/.mpkc-notes"), "mine").expect("written");
        replace(&path, b"whole").expect("replaced");
        sweep(&folder.join("new"));
        let mut names: Vec<String> = folder
            .join("new")
            .read_dir_utf8()
            .expect("there")
            .map(|entry| entry.expect("readable").file_name().to_owned())
            .collect();
        names.sort();
        assert_eq!(names, [".mpkc-notes", "a.html"]);
        assert_eq!(fs::read(path).expect("there"), b"whole");
    }

    /// Takes three bytes at a time, and is disturbed now and then.
    #[derive(Default)]
    struct Slow {
        taken: Vec<u8>,
        calls: usize,
    }

    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.calls += 1;
            if self.calls.is_multiple_of(3) {
                return Err(ErrorKind::Interrupted.into());
            }
            let part = &bytes[..bytes.len().min(3)];
            self.taken.extend_from_slice(part);
            Ok(part.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn pieces_are_written_whole_however_few_bytes_are_taken() {
        for pieces in [
            &["abcdefg", "", "h", "ijkl", ""][..],
            &["", "a"],
            &[""],
            &[],
        ] {
            let mut slices: Vec<IoSlice<'_>> = pieces
                .iter()
                .map(|it| IoSlice::new(it.as_bytes()))
                .collect();
            let mut slow = Slow::default();
            write_all(&mut slow, &mut slices).expect("written");
            assert_eq!(slow.taken, pieces.concat().into_bytes());
        }
        let nothing: &mut [u8] = &mut [];
        let mut full = io::Cursor::new(nothing);
        let error = write_all(&mut full, &mut [IoSlice::new(b"a")]).expect_err("full");
        assert_eq!(error.kind(), ErrorKind::WriteZero);
    }

    #[cfg(unix)]
    #[test]
    fn a_large_file_is_replaced_while_somebody_reads_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = Utf8Path::from_path(folder.path()).expect("UTF-8").join("a");
        let old = vec![b'a'; 1 << 21];
        fs::write(&path, &old).expect("written");
        let mut reader = File::open(&path).expect("there");
        let pieces = [&b"b"[..], b"", b"c"];
        let new: Content = pieces.into_iter().map(bytes::Bytes::from_static).collect();
        replace_with(&path, &new, Manner::Rename).expect("replaced");
        let mut read = Vec::new();
        io::Read::read_to_end(&mut reader, &mut read).expect("read");
        assert_eq!(read, old);
        assert_eq!(fs::read(path).expect("there"), b"bc");
    }

    #[test]
    fn an_exchange_leaves_nothing_but_the_new_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = Utf8Path::from_path(folder.path()).expect("UTF-8");
        let path = folder.join("a");
        for text in ["first", "second", "third"] {
            let new = Content::from(text.to_owned());
            replace_with(&path, &new, Manner::Exchange).expect("replaced");
            assert_eq!(fs::read_to_string(&path).expect("there"), text);
            assert_eq!(folder.read_dir_utf8().expect("there").count(), 1);
        }
        fs::create_dir(folder.join("b")).expect("made");
        let error = replace_with(&folder.join("b"), &Content::default(), Manner::Exchange);
        assert!(error.is_err() && folder.join("b").is_dir());
    }

    #[cfg(unix)]
    #[test]
    fn an_exchange_replaces_a_link_and_not_what_it_leads_to() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = Utf8Path::from_path(folder.path()).expect("UTF-8");
        fs::write(folder.join("other"), "theirs").expect("written");
        std::os::unix::fs::symlink(folder.join("other"), folder.join("a")).expect("linked");
        let new = Content::from("ours".to_owned());
        replace_with(&folder.join("a"), &new, Manner::Exchange).expect("replaced");
        let read = |name: &str| fs::read_to_string(folder.join(name)).expect("there");
        assert_eq!((read("a"), read("other")), ("ours".into(), "theirs".into()));
        assert!(!folder.join("a").is_symlink());
    }
}
