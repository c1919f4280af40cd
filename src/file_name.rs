//! What the name of a file can be on every system that mpkc runs on.

/// The longest name of an output, in bytes. File systems allow 255, and temporary files have longer names than outputs.
pub const LONGEST: usize = 200;

/// Names that are devices on Windows, whatever ending they have ("Naming Files, Paths, and Namespaces" in its
/// documentation), beside the numbered ones.
const DEVICES: &[&str] = &["con", "prn", "aux", "nul", "conin$", "conout$"];

/// Whether Windows takes a file of this name for a device.
pub fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    let is = |device: &str| stem.eq_ignore_ascii_case(device);
    let numbered = stem.split_at_checked(3).is_some_and(|(kind, number)| {
        let mut digits = number.chars();
        let digit = |c: char| c.is_ascii_digit() || matches!(c, '\u{b9}' | '\u{b2}' | '\u{b3}');
        (kind.eq_ignore_ascii_case("com") || kind.eq_ignore_ascii_case("lpt"))
            && digits.next().is_some_and(digit)
            && digits.next().is_none()
    });
    numbered || DEVICES.iter().any(|device| is(device))
}

/// Whether a file or folder can have this name, and is hidden nowhere.
pub fn is_harmless(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= LONGEST
        && !name.starts_with('.')
        && !name.ends_with(['.', ' '])
        && !name.contains(|c: char| c.is_control() || r#"\/:*?"<>|"#.contains(c))
        && !is_device(name)
}

/// `stem`, or its beginning and a hash of the whole where it is longer than `longest` bytes.
pub fn shortened(stem: &str, longest: usize) -> String {
    const HASH: usize = 8;
    if stem.len() <= longest {
        return stem.to_owned();
    }
    let mut end = longest.saturating_sub(HASH + 1);
    while !stem.is_char_boundary(end) {
        end -= 1;
    }
    let kept = stem[..end].trim_end_matches(['-', '.', '_', ' ']);
    let hash = blake3::hash(stem.as_bytes()).to_hex();
    format!("{kept}-{}", &hash[..HASH])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_some_system_refuses_are_known() {
        for name in [
            "",
            ".x",
            "a.",
            "a ",
            "a/b",
            "a\\b",
            "c:",
            "con",
            "NUL.html",
            "lpt1.json",
            "Com\u{b9}",
            "a\0",
        ] {
            assert!(!is_harmless(name), "{name}");
        }
        for name in [
            "imap.html",
            "console.html",
            "com.html",
            "com10.json",
            "\u{4e2d}.xml",
        ] {
            assert!(is_harmless(name), "{name}");
        }
        assert!(!is_harmless(&"x".repeat(LONGEST + 1)));
    }

    #[test]
    fn long_names_stay_different() {
        let (a, b) = ("\u{e9}".repeat(80) + "a", "\u{e9}".repeat(80) + "b");
        let (a, b) = (shortened(&a, 100), shortened(&b, 100));
        assert!(a.len() <= 100 && b.len() <= 100 && a != b, "{a} {b}");
        assert_eq!(shortened("short", 100), "short");
    }
}
