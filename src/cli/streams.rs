//! Standard output and standard error. A text is written in one piece: these streams are not buffered where it matters,
//! so that every part of a line would be a call of the system, and what another program writes could stand between two.

use std::borrow::Cow;
use std::io::{self, Write};

use anstream::adapter::strip_bytes;
use anstream::stream::{AsLockedWrite, RawStream};
use anstream::{AutoStream, ColorChoice};

/// Writes to standard output what was written to `text`.
pub(super) fn to_stdout(text: &[u8]) -> io::Result<()> {
    let choice = AutoStream::choice(&io::stdout());
    write(io::stdout().lock(), choice, text)
}

/// Writes to standard error what was written to `text`.
pub(super) fn to_stderr(text: &[u8]) -> io::Result<()> {
    let choice = AutoStream::choice(&io::stderr());
    write(io::stderr().lock(), choice, text)
}

/// Whether colours on standard error reach somebody.
pub(super) fn has_colours() -> bool {
    AutoStream::choice(&io::stderr()) != ColorChoice::Never
}

fn write(
    mut stream: impl RawStream + AsLockedWrite,
    choice: ColorChoice,
    text: &[u8],
) -> io::Result<()> {
    if choice == ColorChoice::Never {
        stream.write_all(&plain(text))?;
        return stream.flush();
    }
    let mut stream = AutoStream::new(stream, choice);
    stream.write_all(text)?;
    stream.flush()
}

/// `text` without colours.
fn plain(text: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr(ESCAPE, text).is_none() {
        return text.into();
    }
    strip_bytes(text).into_vec().into()
}

/// What every colour begins with (ECMA-48, 5.3).
const ESCAPE: u8 = 0x1b;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_taken_out_and_the_rest_is_left() {
        assert_eq!(&*plain(b"\x1b[31mred\x1b[0m\n\tplain\n"), b"red\n\tplain\n");
        assert!(matches!(
            plain("plain\n\u{e9}".as_bytes()),
            Cow::Borrowed(_)
        ));
    }
}
