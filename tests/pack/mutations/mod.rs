//! Packs that are broken in one place each: what is said, and where.

mod table;

use std::fmt::Write as _;

use camino::Utf8Path;
use mpkc::compile;
use mpkc::emit::management_pack::emit;
use mpkc::verify::{Finding, document};
use mpkc::workspace::{Config, PackBase, discover};
use table::MUTATIONS;

/// The pack of this project's articles.
fn pack(base: PackBase) -> String {
    let folder = Utf8Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/content"));
    let mut config = Config::default();
    config.pack.base = base;
    let found = discover(&config, &[folder.to_owned()], Utf8Path::new("out")).unwrap();
    let articles = compile::read(&found.sources, &config, &[], &[]).unwrap();
    let compilation = articles.compile(&config, &found.sources);
    let emitted = emit(&compilation.knowledge, &articles.languages, &config.pack);
    String::from_utf8(emitted.file.unwrap().bytes.joined().to_vec()).unwrap()
}

fn line(xml: &str, finding: &Finding) -> usize {
    xml[..finding.span.start as usize].matches('\n').count() + 1
}

/// Breaks the pack in every way that fits it.
fn broken(base: PackBase) -> String {
    let xml = pack(base);
    assert_eq!(document(&xml), []);
    let mut report = String::new();
    for mutation in MUTATIONS {
        let Some(broken) = mutation.apply(&xml) else {
            continue;
        };
        let name = mutation.name;
        let found = document(&broken);
        assert!(
            found.iter().any(|it| it.message.contains(mutation.says)),
            "{name}: {found:#?}"
        );
        assert!(found.iter().all(|it| it.span.end as usize <= broken.len()));
        writeln!(report, "{name}").unwrap();
        for it in found.iter().take(3) {
            let line = line(&broken, it);
            writeln!(report, "  {line}: {:?}: {}", it.weight, it.message).unwrap();
        }
        if found.len() > 3 {
            writeln!(report, "  and {} more", found.len() - 3).unwrap();
        }
    }
    report
}

#[test]
fn every_way_to_break_the_standalone_pack_is_seen() {
    // Lines move with every article; the names of what is wrong do not.
    insta::assert_snapshot!(without_lines(&broken(PackBase::Standalone)));
}

#[test]
fn every_way_to_break_the_extension_is_seen() {
    insta::assert_snapshot!(without_lines(&broken(PackBase::Exchange2013)));
}

fn without_lines(report: &str) -> String {
    let line = |line: &str| match line.strip_prefix("  ").and_then(|it| it.split_once(": ")) {
        Some((number, rest)) if number.bytes().all(|b| b.is_ascii_digit()) => format!("  {rest}"),
        _ => line.to_owned(),
    };
    report.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_mutation_fits_one_of_the_packs() {
    let packs = [pack(PackBase::Standalone), pack(PackBase::Exchange2013)];
    for mutation in MUTATIONS {
        let fits = packs
            .iter()
            .any(|xml| mutation.apply(xml).is_some_and(|broken| broken != *xml));
        assert!(fits, "{}", mutation.name);
    }
}

#[test]
fn places_are_those_of_what_is_wrong() {
    let xml = pack(PackBase::Standalone);
    let broken = xml.replacen(
        "TypeID=\"System!System.CommandExecuter\"",
        "TypeID=\"System!Nothing\"",
        1,
    );
    let found = document(&broken);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].span.of(&broken), "System!Nothing");
    assert!(
        found[0]
            .element
            .as_deref()
            .unwrap()
            .ends_with(".State.Task")
    );
}
