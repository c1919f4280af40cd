//! How far runs of bytes of one class go, eight bytes at once.

/// 1 in each of eight bytes.
const ONES: u64 = 0x0101_0101_0101_0101;

/// The highest bit of each of eight bytes.
const HIGH: u64 = 0x80 * ONES;

/// How many small letters `bytes` begin with.
pub(crate) fn lower_case(bytes: &[u8]) -> usize {
    run(bytes, |eight| {
        let low = eight & !HIGH;
        let from_a = low + (0x80 - u64::from(b'a')) * ONES;
        let past_z = low + (0x80 - u64::from(b'z') - 1) * ONES;
        !from_a | past_z | eight
    })
}

/// With how many bytes of characters beyond ASCII `bytes` begin.
pub(crate) fn beyond_ascii(bytes: &[u8]) -> usize {
    run(bytes, |eight| !eight)
}

/// How many bytes come before the first that ends a run. `ends` looks at eight bytes at once and sets the highest bit of
/// those that do, as a zero must.
fn run(bytes: &[u8], ends: impl Fn(u64) -> u64) -> usize {
    let mut at = 0;
    loop {
        let rest = &bytes[at..];
        let eight = rest.first_chunk().copied().unwrap_or_else(|| {
            let mut padded = [0; 8];
            padded[..rest.len()].copy_from_slice(rest);
            padded
        });
        let ending = ends(u64::from_le_bytes(eight)) & HIGH;
        if ending != 0 {
            return at + (ending.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_bytes_end_where_other_bytes_begin() {
        for text in [
            "",
            "a",
            "abcdefgh",
            "abcdefghijklmnopqrstuvwxyz",
            "abc{",
            "ab`c",
            "zZ",
            "abcdefgh\u{e9}",
        ] {
            let slow = text.bytes().take_while(u8::is_ascii_lowercase).count();
            assert_eq!(lower_case(text.as_bytes()), slow, "{text}");
        }
        assert_eq!(beyond_ascii("\u{706f}\u{706f}\u{706f} a".as_bytes()), 9);
        assert_eq!(beyond_ascii("\u{706f}".as_bytes()), 3);
    }
}
