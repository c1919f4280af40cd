//! Text that SCOM takes: escaped for XML, free of characters that XML refuses, and of the dollar trap.

use crate::verify::{expression_length, is_refused};

/// Appends `text` to `out` as the text of an element of a knowledge article. `$Data` becomes `${Data}`, which means
/// the same to PowerShell and nothing to SCOM; a character that XML cannot hold becomes U+FFFD.
pub fn push_text(out: &mut String, text: &str) {
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

/// Whether a byte may begin something that does not stand for itself.
static SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = 0;
    while byte < special.len() {
        // U+FFFE and U+FFFF begin with 0xEF; so do full-width forms.
        special[byte] =
            byte < b' ' as usize || matches!(byte as u8, b'&' | b'<' | b'>' | b'$' | 0xef);
        byte += 1;
    }
    special
};

/// Appends an address to `out` as the value of an attribute. A dollar could begin an expression, so it is
/// percent-encoded, which means the same in an address.
pub fn push_address(out: &mut String, address: &str) {
    for c in address.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '"' => out.push_str("&quot;"),
            '$' => out.push_str("%24"),
            c => out.push(c),
        }
    }
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
    fn addresses_are_quoted() {
        let mut out = String::new();
        push_address(&mut out, "https://a.b/?x=1&y=\"$Data");
        assert_eq!(out, "https://a.b/?x=1&amp;y=&quot;%24Data");
    }
}
