//! The pack of the real articles, if they are there, and that of this project's.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};
use mpkc::compile;
use mpkc::emit::management_pack::emit;
use mpkc::model::KnowledgeBase;
use mpkc::workspace::{Config, PackBase, discover};

use crate::maml;
use crate::support::{self, ids, language};

fn corpus() -> Option<Utf8PathBuf> {
    let given = std::env::var("MPKC_CORPUS").map(Utf8PathBuf::from);
    let folder = given.unwrap_or_else(|_| "../shared/corpus".into());
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: no real articles at {folder}; set MPKC_CORPUS");
    None
}

/// Compares the pack of a folder with the model, in both flavours.
fn check(folder: &Utf8Path) {
    for base in [PackBase::Standalone, PackBase::Exchange2013] {
        let mut config = Config::default();
        config.pack.base = base;
        let found = discover(&config, &[folder.to_owned()], Utf8Path::new("out")).unwrap();
        let articles = compile::read(&found.sources, &config, &[], &[]).unwrap();
        let compilation = articles.compile(&config, &found.sources);
        let kb = &compilation.knowledge;
        let emitted = emit(kb, &articles.languages, &config.pack);
        let again = emit(kb, &articles.languages, &config.pack);
        let file = emitted
            .file
            .unwrap_or_else(|| panic!("{:?}", emitted.diagnostics));
        assert_eq!(again.file.unwrap().bytes, file.bytes);
        let xml = String::from_utf8(file.bytes.joined().to_vec()).unwrap();
        assert_eq!(mpkc::verify::document(&xml), []);
        counts(&xml, kb, base);
        commands(&xml, kb);
        for (article, content) in support::articles(&xml) {
            maml::check(&article, content);
        }
    }
}

fn counts(xml: &str, kb: &KnowledgeBase<'_>, base: PackBase) {
    let sets = kb.health_sets.len();
    let monitors: BTreeSet<_> = kb
        .health_sets
        .iter()
        .flat_map(|set| &set.monitors)
        .map(|it| (&it.health_set, &it.id))
        .collect();
    let probes: BTreeSet<_> = kb
        .health_sets
        .iter()
        .flat_map(|set| &set.probes)
        .map(|it| (&it.health_set, &it.id))
        .collect();
    let units = ids(xml, "UnitMonitor");
    assert_eq!(units.len(), sets + monitors.len());
    assert_eq!(ids(xml, "Task").len(), sets + probes.len());
    let (classes, overlay) = match base {
        PackBase::Standalone => (sets, 0),
        PackBase::Exchange2013 => (0, 1),
    };
    assert_eq!(
        ids(xml, "Discovery").len(),
        if classes == 0 { 0 } else { classes + 1 }
    );
    let elements: Vec<&str> = [
        "ClassType",
        "RelationshipType",
        "Discovery",
        "Task",
        "AggregateMonitor",
        "UnitMonitor",
        "DependencyMonitor",
        "Diagnostic",
        "Recovery",
        "View",
        "Folder",
        "StringResource",
    ]
    .iter()
    .flat_map(|element| ids(xml, element))
    .collect();
    let unlike: BTreeSet<String> = elements.iter().map(|id| id.to_ascii_lowercase()).collect();
    assert_eq!(unlike.len(), elements.len(), "no two elements share an ID");
    for locale in &kb.locales {
        let code = mpkc::locale::scom_code(*locale).unwrap();
        let pack = language(xml, code);
        for id in &elements {
            let start = format!("<DisplayString ElementID=\"{id}\"><Name>");
            let at = pack
                .find(&start)
                .unwrap_or_else(|| panic!("{code}: {id} has no name"));
            assert!(
                !pack[at + start.len()..].starts_with('<'),
                "{code}: {id} has an empty name"
            );
        }
        let mut names: Vec<&str> = pack
            .split("<DisplayString ElementID=\"")
            .skip(1)
            .filter(|string| !string.contains("SubElementID"))
            .filter_map(|string| string.split("<Name>").nth(1)?.split('<').next())
            .collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all, "{code}: two elements share a name");
        for id in &units {
            assert!(
                pack.contains(&format!("<KnowledgeArticle ElementID=\"{id}\"")),
                "{code}: {id} has no article"
            );
        }
        assert_eq!(
            pack.matches("<KnowledgeArticle ").count(),
            units.len() + sets + overlay,
            "{code}"
        );
    }
}

/// Every command stands in the article of its health set, byte for byte, in every language.
fn commands(xml: &str, kb: &KnowledgeBase<'_>) {
    for set in &kb.health_sets {
        for locale in &kb.locales {
            let code = mpkc::locale::scom_code(*locale).unwrap();
            let article = support::knowledge(xml, code, &format!(".{}.UnitMonitor", set.id));
            let text = article.replace("</maml:ui></maml:para>\n<maml:para><maml:ui>", "\n");
            for command in &set.commands {
                let escaped = command
                    .text
                    .replace('&', "&amp;")
                    .replace('<', "&lt;")
                    .replace('>', "&gt;");
                assert!(
                    text.contains(&escaped),
                    "{code} {}: {}",
                    set.id,
                    command.text
                );
            }
        }
    }
}

#[test]
fn the_pack_of_this_project_matches_its_model() {
    check(Utf8Path::new(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/content"
    )));
}

#[test]
fn the_pack_of_the_real_articles_matches_its_model() {
    if let Some(folder) = corpus() {
        check(&folder);
    }
}
