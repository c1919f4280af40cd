//! Looking for bytes of a kind, many at once.
//!
//! Megabytes are looked through for the few characters that have to be escaped, and nearly all pieces of text have none.

/// Where the first byte is that `picks` picks. It is asked without branches for whole blocks, which compilers turn into a
/// few instructions for all of them if `picks` has no branches either: comparisons with `|` and `&`, not `||`, `&&` and
/// `matches!`.
pub(crate) fn position(bytes: &[u8], picks: impl Fn(u8) -> bool) -> Option<usize> {
    const BLOCK: usize = 32;
    let (blocks, rest) = bytes.as_chunks::<BLOCK>();
    let clean = blocks
        .iter()
        .take_while(|block| !has(block.as_slice(), &picks))
        .count();
    let behind = match blocks.get(clean) {
        Some(block) => block,
        None if is_clean_at_end(bytes, &picks) => return None,
        None => rest,
    };
    let at = behind.iter().position(|byte| picks(*byte))?;
    Some(clean * BLOCK + at)
}

/// Whether `picks` certainly picks none of the bytes behind the last whole block: blocks that overlap others cost less than
/// bytes one by one.
fn is_clean_at_end(bytes: &[u8], picks: &impl Fn(u8) -> bool) -> bool {
    let is_clean = |block: &[u8]| !has(block, picks);
    if let Some(last) = bytes.last_chunk::<32>() {
        return is_clean(last);
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk::<16>(), bytes.last_chunk::<16>()) {
        return is_clean(first) & is_clean(last);
    }
    match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (Some(first), Some(last)) => is_clean(first) & is_clean(last),
        _ => bytes.is_empty(),
    }
}

/// Whether `picks` picks a byte of a block, which is asked for all of them at once.
#[inline(always)]
fn has(block: &[u8], picks: &impl Fn(u8) -> bool) -> bool {
    let any = |any: u8, byte: &u8| any | u8::from(picks(*byte));
    block.iter().fold(0, any) != 0
}

/// Whether `picks` picks any byte; see [`position`].
pub(crate) fn any(bytes: &[u8], picks: impl Fn(u8) -> bool) -> bool {
    // Of a long text, more at once.
    let (blocks, rest) = bytes.as_chunks::<128>();
    let is_in = |block: &[u8; 128]| has(block.as_slice(), &picks);
    blocks.iter().any(is_in) || position(rest, &picks).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_is_found_wherever_it_stands() {
        for length in 0..300 {
            let mut bytes = vec![b'x'; length];
            assert_eq!(position(&bytes, |byte| byte == b'&'), None, "{length}");
            for at in (0..length).rev() {
                bytes[at] = b'&';
                let found = position(&bytes, |byte| byte == b'&');
                assert_eq!(found, Some(at), "of {length}");
                assert!(any(&bytes, |byte| byte == b'&'));
            }
        }
    }
}
