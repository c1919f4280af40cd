//! Escaping for HTML.

use crate::byte_search::position;

/// Appends `text` to `out` with `&`, `<`, `>`, `"` and `'` as character references, and without the
/// control characters that neither HTML nor XML allows.
pub fn escape_html(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = position(rest.as_bytes(), is_special) {
        out.push_str(&rest[..at]);
        let (special, behind) = rest[at..].split_at(1);
        out.push_str(escaped(special.as_bytes()[0]).unwrap_or(special));
        rest = behind;
    }
    out.push_str(rest);
}

/// What stands for a byte; `None` where it stands for itself.
fn escaped(byte: u8) -> Option<&'static str> {
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

/// Whether a byte may not stand for itself: all that [`escaped`] has something for, and tabs and line breaks, in as few
/// comparisons as possible. `&` and `'` differ in one bit, as `<` and `>` do.
fn is_special(byte: u8) -> bool {
    let is_control = (byte < b' ') | (byte == 127);
    is_control | (byte | 1 == b'\'') | (byte == b'"') | (byte | 2 == b'>')
}

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
