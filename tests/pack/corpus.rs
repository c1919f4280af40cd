//! The pack of the real articles, if they are there, and that of this project's.

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};
use mpkc::compile;
use mpkc::emit::management_pack::emit;
use mpkc::model::{HealthSet, KnowledgeBase, Monitor};
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

/// How many elements of each kind the model makes.
fn expected(kb: &KnowledgeBase<'_>, base: PackBase) -> BTreeMap<&'static str, usize> {
    let sets = kb.health_sets.len();
    let all = || kb.health_sets.iter();
    let monitors: BTreeSet<_> = all()
        .flat_map(|set| &set.monitors)
        .map(|it| (&it.health_set, &it.id))
        .collect();
    let probes: BTreeSet<_> = all()
        .flat_map(|set| &set.probes)
        .map(|it| (&it.health_set, &it.id))
        .collect();
    let of_monitor = |set: &HealthSet<'_>, it: &Monitor| {
        it.probes
            .iter()
            .filter(|probe| set.probes.iter().any(|it| it.id == **probe))
            .count()
    };
    // A monitor that two articles name has the probes of the one with the most to say.
    let named_once = monitors.iter().all(|(owner, id)| {
        all()
            .filter(|set| {
                set.monitors
                    .iter()
                    .any(|it| (&it.health_set, &it.id) == (*owner, *id))
            })
            .count()
            == 1
    });
    let of_all = || all().flat_map(|set| set.monitors.iter().map(move |it| of_monitor(set, it)));
    let categories: BTreeSet<_> = all().map(|set| &set.category).collect();
    let groups = if kb.categories.is_empty() {
        1
    } else {
        categories.len()
    };
    let units = sets + monitors.len();
    let mut counts = BTreeMap::from([
        ("UnitMonitor", units),
        ("Task", sets + probes.len()),
        ("Folder", 1),
        ("Recovery", 0),
        ("LanguagePack", kb.locales.len()),
    ]);
    if named_once {
        counts.insert("Diagnostic", of_all().sum());
    }
    counts.extend(match base {
        PackBase::Standalone => [
            // The server, what health sets have in common, and each category and health set.
            ("ClassType", 2 + groups + sets),
            ("RelationshipType", groups),
            ("Discovery", 1 + sets),
            ("AggregateMonitor", sets),
            ("DependencyMonitor", groups),
            ("View", 3),
            ("StringResource", sets),
        ],
        PackBase::Exchange2013 => [
            ("ClassType", 0),
            ("RelationshipType", 0),
            ("Discovery", 0),
            ("AggregateMonitor", groups + sets),
            ("DependencyMonitor", 0),
            ("View", 2),
            ("StringResource", 0),
        ],
    });
    counts
}

fn counts(xml: &str, kb: &KnowledgeBase<'_>, base: PackBase) {
    let expected = expected(kb, base);
    for (element, count) in &expected {
        assert_eq!(ids(xml, element).len(), *count, "{element}");
    }
    assert_eq!(xml.matches("<FolderItem ").count(), expected["View"]);
    let elements: Vec<&str> = expected
        .keys()
        .chain(
            ["Diagnostic"]
                .iter()
                .filter(|it| !expected.contains_key(*it)),
        )
        .filter(|element| **element != "LanguagePack")
        .flat_map(|element| ids(xml, element))
        .collect();
    let unlike: BTreeSet<String> = elements.iter().map(|id| id.to_ascii_lowercase()).collect();
    assert_eq!(unlike.len(), elements.len(), "no two elements share an ID");
    let default = language_codes(xml, "true");
    let source = kb.source.unwrap_or(kb.locales[0]);
    assert_eq!(default, [mpkc::locale::scom_code(source).unwrap()]);
    for locale in &kb.locales {
        let code = mpkc::locale::scom_code(*locale).unwrap();
        words(language(xml, code), code, &elements, &expected, base);
    }
}

/// The codes of the language packs that are the default, or are not.
fn language_codes<'x>(xml: &'x str, is_default: &str) -> Vec<&'x str> {
    let packs = xml.split("<LanguagePack ID=\"").skip(1);
    let wanted = format!("\" IsDefault=\"{is_default}\"");
    packs
        .filter(|pack| pack[3..].starts_with(&wanted))
        .map(|pack| &pack[..3])
        .collect()
}

/// Every element and every part of one has a name in a language, and every monitor an article; and there is no other.
fn words(
    pack: &str,
    code: &str,
    elements: &[&str],
    expected: &BTreeMap<&str, usize>,
    base: PackBase,
) {
    let strings: Vec<&str> = pack.split("<DisplayString ElementID=\"").skip(1).collect();
    let mut names: Vec<&str> = Vec::new();
    let mut named: BTreeSet<&str> = BTreeSet::new();
    let mut parts = 0;
    for string in &strings {
        let id = string.split('"').next().unwrap();
        let name = string
            .split("<Name>")
            .nth(1)
            .unwrap()
            .split('<')
            .next()
            .unwrap();
        assert!(!name.trim().is_empty(), "{code}: {id} has an empty name");
        if string.starts_with(&format!("{id}\" SubElementID=")) {
            parts += 1;
            continue;
        }
        assert!(
            string.contains("<Description>"),
            "{code}: {id} has no description"
        );
        assert!(named.insert(id), "{code}: {id} has two names");
        names.push(name);
    }
    let missing: Vec<_> = elements.iter().filter(|id| !named.contains(**id)).collect();
    assert!(missing.is_empty(), "{code}: {missing:?} have no name");
    assert_eq!(
        named.len(),
        elements.len() + 1,
        "{code}: the elements and the pack"
    );
    // Both states of every unit monitor, and the properties of the server.
    let properties = match base {
        PackBase::Standalone => 3,
        PackBase::Exchange2013 => 0,
    };
    assert_eq!(parts, 2 * expected["UnitMonitor"] + properties, "{code}");
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all, "{code}: two elements share a name");
    let articles = pack.split("<KnowledgeArticle ElementID=\"").skip(1);
    let articles: BTreeSet<&str> = articles.map(|it| it.split('"').next().unwrap()).collect();
    let is_monitor = |id: &&&str| {
        let category = id.contains(".Category.");
        id.ends_with(".UnitMonitor") || id.ends_with(".AggregateMonitor") && !category
    };
    let monitors = elements.iter().filter(is_monitor).copied();
    let overlay = (base == PackBase::Exchange2013).then_some("Exch15!HealthSetUnitMonitor");
    assert_eq!(articles, monitors.chain(overlay).collect(), "{code}");
    assert_eq!(
        pack.matches("<KnowledgeArticle ").count(),
        articles.len(),
        "{code}"
    );
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
