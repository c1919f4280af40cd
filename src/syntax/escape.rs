//! Escaping for HTML.

/// Appends `text` to `out` with `&`, `<`, `>`, `"` and `'` as character references, and without the
/// control characters that neither HTML nor XML allows.
pub fn escape_html(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = first_special(rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push_str(escaped(rest.as_bytes()[at]).unwrap_or_default());
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

/// Where the first byte is that does not stand for itself. Megabytes go through here, so blocks are asked whether they
/// have any.
fn first_special(bytes: &[u8]) -> Option<usize> {
    let blocks = bytes.chunks_exact(BLOCK);
    let clean = BLOCK * blocks.take_while(|block| !has_special(block)).count();
    let is_at_end = bytes.len() - clean < BLOCK;
    if is_at_end
        && bytes
            .last_chunk::<BLOCK>()
            .is_some_and(|last| !has_special(last))
    {
        return None;
    }
    let rest = &bytes[clean..];
    let at = rest.iter().position(|byte| SPECIAL[usize::from(*byte)])?;
    Some(clean + at)
}

/// How many bytes are asked at once.
const BLOCK: usize = 32;

/// Whether a byte of a block may be one of [`SPECIAL`]: without branches, so that it is a few instructions for all of them.
fn has_special(block: &[u8]) -> bool {
    let any = block.iter().fold(0, |any, &byte| {
        any | u8::from(byte < b' ')
            | u8::from(byte == b'"')
            | u8::from(byte == b'&')
            | u8::from(byte == b'\'')
            | u8::from(byte == b'<')
            | u8::from(byte == b'>')
            | u8::from(byte == 127)
    });
    any != 0
}

/// What stands for a byte; `None` where it stands for itself.
const fn escaped(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\'' => Some("&#39;"),
        0..=8 | 11 | 12 | 14..=31 | 127 => Some(""),
        _ => None,
    }
}

/// Whether a byte does not stand for itself: the quickest way to ask of one.
static SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = 0;
    while byte < special.len() {
        special[byte] = escaped(byte as u8).is_some();
        byte += 1;
    }
    special
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_control_characters_are_made_harmless() {
        let mut out = String::new();
        escape_html("a<b> & \"c\" 'd' \u{1}é中", &mut out);
        assert_eq!(out, "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39; é中");
    }

    #[test]
    fn a_byte_is_escaped_wherever_it_stands() {
        for byte in 0..=127 {
            for length in [1, 31, 32, 33, 63, 64, 70] {
                for at in 0..length {
                    let mut bytes = vec![b'x'; length];
                    bytes[at] = byte;
                    let text = String::from_utf8(bytes).expect("ASCII");
                    let (before, after) = ("x".repeat(at), "x".repeat(length - at - 1));
                    let middle = escaped(byte).map_or(char::from(byte).to_string(), String::from);
                    let mut out = String::new();
                    escape_html(&text, &mut out);
                    assert_eq!(out, before + &middle + &after, "{byte} at {at} of {length}");
                }
            }
        }
    }
}
