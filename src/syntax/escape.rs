//! Escaping for HTML.

/// Appends `text` to `out` with `&`, `<`, `>`, `"` and `'` as character references, and without the
/// control characters that neither HTML nor XML allows.
pub fn escape_html(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| SPECIAL[usize::from(byte)]) {
        out.push_str(&rest[..at]);
        out.push_str(escaped(rest.as_bytes()[at]).unwrap_or_default());
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
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

/// Whether a byte does not stand for itself: megabytes go through here, and a table is the quickest to ask.
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
}
