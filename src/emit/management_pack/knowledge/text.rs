//! Text that SCOM takes: escaped for XML, free of characters that XML refuses, and of the dollar trap.

use memchr::memchr_iter;

use crate::byte_search::{any, position};
use crate::verify::{expression_length, is_refused};

/// Appends `text` to `out` as the text of an element of a knowledge article. `$Data` becomes `${Data}`, which means
/// the same to PowerShell and nothing to SCOM; a character that XML cannot hold becomes U+FFFD.
pub fn push_text(out: &mut String, text: &str) {
    if is_plain(text.as_bytes()) {
        return out.push_str(text);
    }
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| SPECIAL[usize::from(byte)]) {
        out.push_str(&rest[..at]);
        let Some(found) = rest[at..].chars().next() else {
            return;
        };
        rest = &rest[at + found.len_utf8()..];
        match found {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '$' => {
                let length = expression_length(rest);
                out.push('$');
                if length > 0 {
                    out.push('{');
                    out.push_str(&rest[..length]);
                    out.push('}');
                    rest = &rest[length..];
                }
            }
            found if is_refused(found) => out.push(char::REPLACEMENT_CHARACTER),
            found => out.push(found),
        }
    }
    out.push_str(rest);
}

/// Whether every character of a text stands for itself, as in nearly all.
fn is_plain(bytes: &[u8]) -> bool {
    // `&` and `$`, `<` and `>` differ in one bit, and asking without it is asking once for both.
    let is_special = |byte: u8| {
        let pair = byte & !(b'&' ^ b'$');
        (byte < b' ') | (pair == b'$') | (pair == b'<')
    };
    let is_noncharacter = |at: usize| bytes.get(at + 1) == Some(&NONCHARACTER[1]);
    // Most texts are plain at first sight: without what only begins like a noncharacter either.
    !any(bytes, |byte| is_special(byte) | (byte == NONCHARACTER[0]))
        || !any(bytes, is_special) && !memchr_iter(NONCHARACTER[0], bytes).any(is_noncharacter)
}

/// What U+FFFE and U+FFFF begin with in UTF-8.
const NONCHARACTER: [u8; 2] = [0xef, 0xbf];

/// Whether a byte may begin something that does not stand for itself.
static SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = 0;
    while byte < special.len() {
        special[byte] = byte < b' ' as usize
            || matches!(byte as u8, b'&' | b'<' | b'>' | b'$')
            || byte as u8 == NONCHARACTER[0];
        byte += 1;
    }
    special
};

/// Appends an address to `out` as the value of an attribute. A dollar could begin an expression, so it is
/// percent-encoded, which means the same in an address.
pub fn push_address(out: &mut String, address: &str) {
    let mut rest = address;
    let special = |byte| (byte == b'&') | (byte == b'<') | (byte == b'"') | (byte == b'$');
    while let Some(at) = position(rest.as_bytes(), special) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'"' => "&quot;",
            _ => "%24",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(given: &str) -> String {
        let mut out = String::new();
        push_text(&mut out, given);
        out
    }

    #[test]
    fn dollars_never_begin_an_expression() {
        for (given, expected) in [
            ("$Database", "${Database}"),
            ("a $data_x.y", "a ${data_x}.y"),
            ("$$DataX", "$${DataX}"),
            ("$MPElement[", "${MPElement}["),
            ("$runas", "${runas}"),
            ("$Target/x", "${Target}/x"),
            ("$Target", "$Target"),
            ("$TargetServer", "$TargetServer"),
            ("${Database}", "${Database}"),
            (
                "$_ $true $env:Data $(Data) $",
                "$_ $true $env:Data $(Data) $",
            ),
            ("$データ", "$データ"),
        ] {
            assert_eq!(text(given), expected);
        }
    }

    #[test]
    fn markup_and_control_characters_become_text() {
        assert_eq!(text("a<b>&]]>"), "a&lt;b&gt;&amp;]]&gt;");
        assert_eq!(
            text("\u{0}\u{1b}[1m\t\n\u{7f}\u{ffff}"),
            "\u{fffd}\u{fffd}[1m\t\n\u{7f}\u{fffd}"
        );
    }

    #[test]
    fn a_character_counts_wherever_it_stands() {
        for at in 0..40 {
            let (before, after) = ("x".repeat(at), "é，".repeat(40 - at));
            for (given, expected) in [
                ("&", "&amp;"),
                ("<", "&lt;"),
                (">", "&gt;"),
                ("$data", "${data}"),
                ("\u{1}", "\u{fffd}"),
                ("\u{ffff}", "\u{fffd}"),
                ("\u{ff1a}", "\u{ff1a}"),
            ] {
                for after in ["", &after] {
                    let after = format!(" {after}");
                    let given = [before.as_str(), given, &after].concat();
                    assert_eq!(text(&given), [before.as_str(), expected, &after].concat());
                }
            }
        }
    }

    #[test]
    fn addresses_are_quoted() {
        let mut out = String::new();
        push_address(&mut out, "https://a.b/?x=1&y=\"$Data");
        assert_eq!(out, "https://a.b/?x=1&amp;y=&quot;%24Data");
    }
}
