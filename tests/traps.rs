//! Golden tests for what real articles do to a parser: both dialects of Markdown in one invented article, with
//! every trap that occurs in the real ones. The two must give the same model.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use mpkc::article::{Article, Block};
use mpkc::compile::{Articles, read};
use mpkc::model::{HealthSet, Item, ListStyle, Node, Section};
use mpkc::workspace::{Config, Source};

const ENGLISH: &str = include_str!("traps/en-US.md");
const SPANISH: &str = include_str!("traps/es-ES.md");

fn articles(files: &[(&str, &str)]) -> Articles {
    let sources: Vec<Source> = files
        .iter()
        .enumerate()
        .map(|(number, (locale, text))| {
            let label = format!("{locale}/troubleshooting-widget-proxy-health-set.md");
            let bytes = Ok(text.as_bytes().to_vec());
            let mut source = Source::new(
                label.clone().into(),
                label.into(),
                locale.parse().ok(),
                bytes,
            );
            source.id = mpkc::diagnostic::SourceId(u32::try_from(number).unwrap());
            source
        })
        .collect();
    read(&sources, &Config::default(), &[], &[]).unwrap()
}

/// The facts of a health set as indented lines: everything that no language decides.
fn facts(set: &HealthSet<'_>) -> String {
    let mut out = format!("{} {:?} related {:?}\n", set.id, set.kind, set.related);
    for row in &set.rows {
        let probe = row.probe.as_ref().map_or("-", |probe| probe.as_str());
        let names = |ids: Vec<String>| ids.join(", ");
        let dependencies = names(row.dependencies.iter().map(ToString::to_string).collect());
        let monitors = names(
            row.monitors
                .iter()
                .map(|m| format!("{}/{}", m.health_set, m.id))
                .collect(),
        );
        out.push_str(&format!(
            "row {probe} of {} on [{dependencies}] feeds [{monitors}]\n",
            row.health_set
        ));
    }
    for monitor in &set.monitors {
        let recovery = monitor.recovery.as_ref().map(ToString::to_string);
        out.push_str(&format!("monitor {} treated by {recovery:?}\n", monitor.id));
    }
    nodes(&set.introduction, 0, set, &mut out);
    set.sections
        .iter()
        .for_each(|part| section(part, 0, set, &mut out));
    out
}

fn section(section: &Section<'_>, depth: usize, set: &HealthSet<'_>, out: &mut String) {
    let treats: Vec<String> = section
        .treats
        .iter()
        .map(|t| format!("{} ({:?}) {:?}", t.name, t.resolution, t.monitors))
        .collect();
    out.push_str(&format!(
        "{}# {} {:?} {}\n",
        "  ".repeat(depth),
        section.id,
        section.kind,
        treats.join("; ")
    ));
    nodes(&section.nodes, depth + 1, set, out);
    section
        .children
        .iter()
        .for_each(|child| self::section(child, depth + 1, set, out));
}

fn nodes(nodes: &[Node<'_>], depth: usize, set: &HealthSet<'_>, out: &mut String) {
    let indent = "  ".repeat(depth);
    for node in nodes {
        match node {
            Node::Prose { references, text } => {
                let kind = match text.values().next().unwrap() {
                    Block::Note(_) => "note",
                    Block::Table(_) => "table",
                    Block::Probes(_) => "probes",
                    _ => "prose",
                };
                let references: Vec<String> = references.iter().map(ToString::to_string).collect();
                out.push_str(&format!("{indent}{kind} {}\n", references.join(" ")));
            }
            Node::Command { command } => {
                out.push_str(&format!(
                    "{indent}command {:?}\n",
                    set.commands[command.0].text
                ));
            }
            Node::List(list) => {
                out.push_str(&format!("{indent}{:?}\n", list.style));
                list.items
                    .iter()
                    .for_each(|item| self::item(item, list.style, depth + 1, set, out));
            }
        }
    }
}

fn item(item: &Item<'_>, style: ListStyle, depth: usize, set: &HealthSet<'_>, out: &mut String) {
    let name = match (&item.step, style) {
        (Some(step), _) => step.to_string(),
        (None, ListStyle::Bullets) => "-".to_owned(),
        (None, _) => item.number.to_string(),
    };
    out.push_str(&format!("{}{name}\n", "  ".repeat(depth)));
    nodes(&item.nodes, depth + 1, set, out);
}

fn facts_of(files: &[(&str, &str)]) -> String {
    let articles = articles(files);
    let compilation = articles.compile(&Config::default(), &[]);
    facts(&compilation.knowledge.health_sets[0])
}

#[test]
fn both_dialects_give_the_same_model() {
    let english = facts_of(&[("en-US", ENGLISH)]);
    insta::assert_snapshot!("facts", english);
    assert_eq!(facts_of(&[("en-US", ENGLISH), ("es-ES", SPANISH)]), english);
    // Alone, the translation has only its own words for the health set of a damaged cell.
    let spanish = facts_of(&[("es-ES", SPANISH)]);
    assert_eq!(spanish, english);
}

#[test]
fn a_translated_identifier_is_reported_and_never_used() {
    let articles = articles(&[("en-US", ENGLISH), ("es-ES", SPANISH)]);
    let compilation = articles.compile(&Config::default(), &[]);
    let set = &compilation.knowledge.health_sets[0];
    let dissents: Vec<(&str, &str)> = set
        .dissents
        .iter()
        .map(|d| (d.found.as_str(), d.expected.as_str()))
        .collect();
    assert_eq!(dissents, [("Proxy de Widget", "Widget.Proxy")]);
    let reported = compilation
        .diagnostics
        .iter()
        .filter(|d| d.rule.name() == "health-set-id-differs");
    assert_eq!(reported.count(), 1);
}

fn article(text: &str, locale: &str) -> Article {
    Article::clone(&articles(&[(locale, text)]).articles[0])
}

#[test]
fn front_matter_and_metadata_lines_are_understood() {
    let article = article(SPANISH, "es-ES");
    assert_eq!(article.key.unwrap().as_str(), "widgetstorage");
    assert_eq!(
        article.translation,
        Some(mpkc::article::Translation::Machine)
    );
    let lines: Vec<(&str, &str)> = article
        .metadata
        .iter()
        .map(|l| (l.label.as_str(), l.value.as_str()))
        .collect();
    assert_eq!(
        lines,
        [
            ("Se aplica a", "Widget Server"),
            ("Última modificación del tema", "2015-03-09")
        ]
    );
    assert!(article.metadata[1].date.is_some());
}

#[test]
fn a_title_in_yaml_quotes_may_begin_with_a_blank() {
    let text = ENGLISH.replace(
        "title: About Widget.Proxy",
        "title: \" About: Widget.Proxy\"",
    );
    assert_eq!(
        article(&text, "en-US").title.plain_text(),
        "About Widget.Proxy"
    );
}

#[test]
fn cyrillic_labels_lead_to_the_same_step() {
    let text = SPANISH.replace("paso\u{a0}2C", "шаге 2в");
    let article = article(&text, "ru-RU");
    let targets: Vec<String> = article
        .references
        .iter()
        .map(|r| r.target.as_ref().unwrap().path.to_string())
        .collect();
    assert_eq!(targets, ["2/3", "2/3"]);
}

#[test]
fn names_in_words_with_hyphens_are_recognised() {
    let others = [
        ("About Widget.Proxy", "About the Widget.Proxy-noun"),
        (
            "WidgetDeepTestMonitor(Widget.Proxy health set)",
            "WidgetDeepTestMonitor(Widget.Proxy-noun)",
        ),
        (
            "WidgetTestDeepMonitor and WidgetQueueGt9Monitor Recovery",
            "WidgetTestDeepMonitor- and WidgetQueueGt9Monitor-noun",
        ),
    ];
    let compounds = others
        .iter()
        .fold(ENGLISH.to_owned(), |text, (plain, compound)| {
            assert!(text.contains(plain), "{plain}");
            text.replace(plain, compound)
        });
    // A language of which nothing is known.
    assert_eq!(
        facts_of(&[("nl-NL", &compounds)]),
        facts_of(&[("nl-NL", ENGLISH)])
    );
}

#[test]
fn windows_line_ends_change_nothing() {
    assert_eq!(
        facts_of(&[("en-US", &ENGLISH.replace('\n', "\r\n"))]),
        facts_of(&[("en-US", ENGLISH)])
    );
}

#[test]
fn any_order_and_any_subset_of_languages_give_the_same_facts() {
    let english = facts_of(&[("en-US", ENGLISH)]);
    for files in [
        vec![("es-ES", SPANISH), ("en-US", ENGLISH)],
        vec![("it-IT", SPANISH), ("en-US", ENGLISH), ("pt-BR", SPANISH)],
    ] {
        assert_eq!(facts_of(&files), english);
    }
}
