//! Runs of letters, digits and what stands inside names and paths.

use super::bytes::lower_case;

// Classes of bytes.
/// A small letter.
pub(super) const LOWER: u8 = 1;
/// A capital.
pub(super) const UPPER: u8 = 2;
/// A digit.
pub(super) const DIGIT: u8 = 4;
/// Full stop, hyphen and underscore, which stand inside names.
const JOINT: u8 = 8;
/// What stands inside paths, addresses and quantities.
pub(super) const SLASH: u8 = 16;
/// What opens a placeholder.
pub(super) const OPEN: u8 = 32;
/// What closes one.
pub(super) const CLOSE: u8 = 64;
/// Letters and digits.
pub(super) const ALPHANUMERIC: u8 = LOWER | UPPER | DIGIT;
/// All that runs are made of.
pub(super) const INSIDE: u8 = ALPHANUMERIC | JOINT | SLASH;

const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = match byte as u8 {
            b'a'..=b'z' => LOWER,
            b'A'..=b'Z' => UPPER,
            b'0'..=b'9' => DIGIT,
            b'.' | b'-' | b'_' => JOINT,
            b'/' | b'\\' | b':' | b'%' | b'$' => SLASH,
            b'<' => OPEN,
            b'>' => CLOSE,
            _ => 0,
        };
        byte += 1;
    }
    classes
};

/// A full stop, where it matters.
const DOT: u8 = 128;

/// The class of a byte.
pub(super) fn class(byte: u8) -> u8 {
    CLASSES[usize::from(byte)]
}

/// A run, and what it may be.
#[derive(Debug, Default)]
pub(super) struct Run {
    /// How many bytes it has.
    pub(super) length: usize,
    /// How many there are up to the last letter or digit.
    pub(super) word: usize,
    /// The classes of these.
    pub(super) seen: u8,
    /// Whether there are three capitals with no letter or digit beside them, as in an abbreviation.
    pub(super) may_be_short: bool,
    /// Whether it, or a part of it between dollar signs, has just one place where a word may end and another begin.
    pub(super) may_be_two: bool,
}

impl Run {
    /// The run that `bytes` begin with.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut run = Self::default();
        let (mut before, mut pending) = (0, 0);
        let (mut capitals, mut are_alone, mut cuts) = (0, false, 0);
        while let Some(&byte) = bytes.get(run.length) {
            let class = class(byte);
            if class & INSIDE == 0 {
                break;
            }
            run.length += 1;
            if class & ALPHANUMERIC == 0 {
                pending |= class;
                run.may_be_short |= capitals > 2 && are_alone;
                match byte {
                    b'.' => {}
                    b'$' => {
                        run.may_be_two |= cuts == 1;
                        cuts = 0;
                    }
                    // No word stands alone beside it.
                    _ => cuts = 2,
                }
            } else {
                let is_cut = match class {
                    LOWER => before & (DIGIT | DOT) != 0 || capitals > 2,
                    UPPER => before & (LOWER | DIGIT | DOT) != 0,
                    _ => before & DOT != 0,
                };
                cuts += u32::from(is_cut);
                if class == LOWER {
                    run.length += lower_case(&bytes[run.length..]);
                }
                run.seen |= class | pending;
                run.word = run.length;
            }
            if class == UPPER && capitals == 0 {
                are_alone = before & ALPHANUMERIC == 0;
            }
            capitals = if class == UPPER { capitals + 1 } else { 0 };
            before = if byte == b'.' { DOT } else { class };
        }
        run.may_be_two |= cuts == 1;
        run.may_be_short |= capitals > 2 && are_alone;
        run
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_end_before_what_stands_in_no_name() {
        let run = Run::of(b"Lamp/x.y., z");
        assert_eq!((run.length, run.word), (9, 8));
        assert_eq!(run.seen, UPPER | LOWER | SLASH | JOINT);
    }

    #[test]
    fn runs_tell_what_they_may_be() {
        for (run, is_short, is_double) in [
            ("Lamp", false, false),
            ("LAMP:", true, false),
            ("LAMPmore", false, true),
            ("x$LAMP", true, false),
            ("$LampMore$LampMoreAndMore", false, true),
            ("Get-LampMore", false, false),
            ("LampMore", false, true),
            ("LampMore:", false, false),
            ("LampMoreAndMore", false, false),
            ("dark.Then", false, true),
            ("e.g.", false, true),
            ("2x", false, true),
            ("x/y", false, false),
            ("UM", false, false),
        ] {
            let found = Run::of(run.as_bytes());
            assert_eq!(
                (found.may_be_short, found.may_be_two),
                (is_short, is_double),
                "{run}"
            );
        }
    }
}
