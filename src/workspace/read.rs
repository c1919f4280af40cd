//! Reading a file of the user's: no more of it than has a use, and never half of it.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::time::SystemTime;

use camino::Utf8Path;

use super::FileState;

/// The most bytes an input file may have, article or not: hundreds of times what a long article has. Larger files are
/// something else, and memory is not endless.
pub const LARGEST_FILE: u64 = 16 << 20;

/// How often a file that changes meanwhile is read anew.
const ATTEMPTS: usize = 3;

/// The bytes of a regular file.
///
/// # Errors
/// What the operating system says, or that the file is none to be read: a device or a pipe, larger than
/// [`LARGEST_FILE`], or changing all the time.
pub fn read_file(path: &Utf8Path) -> io::Result<Vec<u8>> {
    read_at_most(path, LARGEST_FILE)
}

/// As [`read_file`], with the state of the file if that can be relied on.
///
/// # Errors
/// As [`read_file`].
pub fn read_with_state(path: &Utf8Path) -> io::Result<(Vec<u8>, Option<FileState>)> {
    let now = SystemTime::now();
    let (bytes, metadata) = read(path, LARGEST_FILE)?;
    let state = FileState::of(&metadata).filter(|state| state.was_settled(now));
    Ok((bytes, state))
}

/// As [`read_file`], with another limit.
///
/// # Errors
/// As [`read_file`].
pub fn read_at_most(path: &Utf8Path, most: u64) -> io::Result<Vec<u8>> {
    read(path, most).map(|(bytes, _)| bytes)
}

fn read(path: &Utf8Path, most: u64) -> io::Result<(Vec<u8>, Metadata)> {
    // Before it is opened: opening a pipe waits for somebody to write.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is no regular file"));
    }
    for _ in 0..ATTEMPTS {
        if let Some(read) = attempt(path, most)? {
            return Ok(read);
        }
    }
    Err(io::Error::other("it changes while it is read"))
}

/// The bytes of a text file as UTF-8.
///
/// # Errors
/// As [`read_file`], and where the file is not UTF-8.
pub fn read_text(path: &Utf8Path) -> io::Result<String> {
    String::from_utf8(read_file(path)?)
        .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.utf8_error()))
}

/// The bytes and what was known of the file then, or `None` if the file was written to between the first and the last of them.
fn attempt(path: &Utf8Path, most: u64) -> io::Result<Option<(Vec<u8>, Metadata)>> {
    let mut file = File::open(path)?;
    let before = file.metadata()?;
    if before.len() > most {
        let message = format!(
            "it has {} bytes, and files of more than {most} are not read",
            before.len()
        );
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    let mut bytes = vec![0; usize::try_from(before.len()).unwrap_or(0)];
    // What it has grown by meanwhile is not asked for: a file that grows faster than it is read has no end.
    let length = fill(&mut file, &mut bytes)?;
    let after = file.metadata()?;
    let same = length as u64 == after.len() && before.modified().ok() == after.modified().ok();
    Ok(same.then_some((bytes, after)))
}

/// Reads into `bytes` until it is full or the file ends, and says how much that was.
fn fill(file: &mut File, bytes: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < bytes.len() {
        match file.read(&mut bytes[length..]) {
            Ok(0) => break,
            Ok(more) => length += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_article_is_not_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let folder = Utf8Path::from_path(folder.path()).expect("UTF-8");
        let path = folder.join("a.md");
        fs::write(&path, "text").expect("written");
        assert_eq!(read_text(&path).expect("read"), "text");
        assert!(read_file(folder).is_err());
        assert!(read_file(&folder.join("missing")).is_err());
        let sparse = File::create(&path).expect("created");
        sparse.set_len(LARGEST_FILE + 1).expect("sparse");
        let error = read_file(&path).expect_err("too large");
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
    }
}
