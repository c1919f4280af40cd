//! Packs of others, and files that are no packs at all.

use camino::Utf8PathBuf;
use mpkc::verify::{Weight, document};

/// Sound packs of others have nothing that SCOM refuses.
#[test]
fn packs_of_microsoft_are_sound() {
    let folder = std::env::var("MPKC_PACKS").map_or("../shared/mp".into(), Utf8PathBuf::from);
    if !folder.is_dir() {
        return eprintln!("SKIPPED: no packs of others at {folder}; set MPKC_PACKS");
    }
    let mut packs = 0;
    for entry in walkdir::WalkDir::new(&folder) {
        let path = entry.unwrap().into_path();
        if path.extension().is_none_or(|it| it != "xml") {
            continue;
        }
        let xml = std::fs::read_to_string(&path).unwrap();
        let refused: Vec<_> = document(&xml)
            .into_iter()
            .filter(|it| it.weight == Weight::Refused)
            .collect();
        assert_eq!(refused, [], "{}", path.display());
        packs += 1;
    }
    assert!(packs > 20, "{packs}");
}

/// What is said of a text; one sentence.
fn said(text: &str) -> String {
    let found = document(text);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].span.end as usize <= text.len());
    found[0].message.clone()
}

#[test]
fn what_is_no_pack_is_said_to_be_none() {
    for text in [
        "",
        " ",
        "words",
        "<",
        "<a",
        "<a>",
        "</a>",
        "\u{feff}",
        "<a b=c/>",
        "<a><b></a></b>",
        "\0\0<\0",
    ] {
        assert!(said(text).contains("no XML"), "{text:?}: {}", said(text));
    }
    assert!(said("<html/>").contains("no management pack"));
    assert!(
        document("<ManagementPack/>")
            .iter()
            .any(|it| it.weight == Weight::Flawed)
    );
}

/// A text in UTF-16.
fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn packs_in_utf_16_are_read() {
    let xml = include_str!("snapshots/pack__structure__a_small_pack_as_a_whole.snap");
    let xml = &xml[xml.find("<?xml").unwrap()..];
    let broken = xml.replace("<Category>EventCollection", "<Category>Läuse");
    let broken = broken.replacen("<Category>AvailabilityHealth", "<Category>Läuse", 1);
    assert_ne!(broken, xml);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pack.xml");
    let verify = |bytes: &[u8]| {
        std::fs::write(&path, bytes).unwrap();
        let run = std::process::Command::new(env!("CARGO_BIN_EXE_mpkc"))
            .args(["verify", "--format", "concise", "pack.xml"])
            .current_dir(folder.path())
            .output()
            .unwrap();
        let out = String::from_utf8(run.stdout).unwrap() + &String::from_utf8(run.stderr).unwrap();
        (run.status.code(), out)
    };
    let marked = |text: &str| format!("\u{feff}{text}");
    let (code, said) = verify(broken.as_bytes());
    assert_eq!(code, Some(1));
    assert!(said.contains("Läuse"), "{said}");
    for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
        assert_eq!(verify(&utf16(&marked(xml), bytes)).0, Some(0));
        // The same is said in the same place.
        assert_eq!(
            verify(&utf16(&marked(&broken), bytes)),
            (code, said.clone())
        );
        let (code, said) = verify(&utf16(xml, bytes));
        assert_eq!(code, Some(1));
        assert!(said.contains("UTF-16 without a byte order mark"), "{said}");
        // Cut off within a character.
        let cut = utf16(&marked(xml), bytes);
        let (code, said) = verify(&cut[..cut.len() - 301]);
        assert_eq!(code, Some(1));
        assert!(
            said.contains("cut off") || said.contains("no XML"),
            "{said}"
        );
    }
}

#[test]
fn entities_are_never_expanded() {
    let mut bomb = "<!DOCTYPE a [<!ENTITY x0 \"ha\">".to_owned();
    for level in 1..30 {
        let before = level - 1;
        bomb.push_str(&format!("<!ENTITY x{level} \"&x{before};&x{before};\">"));
    }
    bomb.push_str("]><ManagementPack>&x29;</ManagementPack>");
    assert!(said(&bomb).contains("document type"));
    assert!(said("<ManagementPack>&x29;</ManagementPack>").contains("&x29;"));
}

#[test]
fn depth_and_size_are_bounded() {
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    assert!(said(&deep).contains("deeper"));
    let unclosed = "<ManagementPack>".repeat(100_000);
    assert!(said(&unclosed).contains("deeper"));
    let wide = format!(
        "<ManagementPack {}/>",
        (0..100_000)
            .map(|n| format!("a{n}=\"\" "))
            .collect::<String>()
    );
    assert!(said(&wide).contains("longer"));
}

#[test]
fn no_prefix_of_a_pack_panics() {
    let xml = include_str!("snapshots/pack__structure__a_small_pack_as_a_whole.snap");
    let xml = &xml[xml.find("<?xml").unwrap()..];
    for end in (0..xml.len())
        .step_by(97)
        .filter(|end| xml.is_char_boundary(*end))
    {
        let _ = document(&xml[..end]);
    }
}

#[test]
fn circles_end() {
    let class = |id: &str, base: &str| {
        format!("<ClassType ID=\"{id}\" Accessibility=\"Public\" Base=\"{base}\"/>")
    };
    let xml = format!(
        "<ManagementPack><TypeDefinitions><EntityTypes><ClassTypes>{}{}</ClassTypes></EntityTypes></TypeDefinitions></ManagementPack>",
        class("A", "B"),
        class("B", "A")
    );
    let found = document(&xml);
    assert_eq!(
        found
            .iter()
            .filter(|it| it.message.contains("derived from itself"))
            .count(),
        2
    );
}
