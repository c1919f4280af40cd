//! Text that SCOM takes: escaped for XML, free of characters that XML refuses, and of the dollar trap.

/// Begins an expression when it follows a dollar, in any case. An article with one that does not end as an
/// expression makes SCOM refuse the whole pack ("Incorrect expression specified"), and one that does would be
/// replaced. Read off Microsoft's verifier: `$database` is refused, `$Target` alone is not.
const EXPRESSIONS: [&str; 4] = ["data", "mpelement", "runas", "target/"];

/// How long the name of an expression in `text`, which follows a dollar, is: 0 if none begins there.
pub fn expression_length(text: &str) -> usize {
    let begins = EXPRESSIONS.iter().any(|name| {
        text.as_bytes()
            .get(..name.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
    });
    if !begins {
        return 0;
    }
    text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .unwrap_or(text.len())
}

/// Whether XML 1.0 cannot hold `c`.
pub fn is_refused(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Appends `text` to `out` as the text of an element of a knowledge article. `$Data` becomes `${Data}`, which means
/// the same to PowerShell and nothing to SCOM; a character that XML cannot hold becomes U+FFFD.
pub fn push_text(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| matches!(c, '&' | '<' | '>' | '$') || is_refused(c)) {
        out.push_str(&rest[..at]);
        let found = rest[at..].chars().next().unwrap_or_default();
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
            _ => out.push(char::REPLACEMENT_CHARACTER),
        }
    }
    out.push_str(rest);
}

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
