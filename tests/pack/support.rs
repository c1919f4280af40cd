//! Articles in memory, and a look at the pack that is made of them.

use std::fmt::Write as _;

use mpkc::compile;
use mpkc::diagnostic::{Diagnostic, SourceId};
use mpkc::emit::management_pack::emit;
use mpkc::workspace::{Config, Source};

/// What was made of some articles.
pub struct Made {
    /// The pack; `None` if it was refused.
    pub xml: Option<String>,
    /// What was wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

impl Made {
    /// The pack, which must have been made.
    pub fn xml(&self) -> &str {
        self.xml
            .as_deref()
            .unwrap_or_else(|| panic!("refused: {:?}", self.diagnostics))
    }
}

/// The pack of files, whose articles are checked: each a path below the input folder, and a text.
pub fn make(files: &[(&str, &str)], config: &Config) -> Made {
    let sources: Vec<Source> = files
        .iter()
        .zip(0..)
        .map(|((path, text), number)| {
            let locale = path.split('/').next().unwrap().parse().unwrap();
            let mut source = Source::new(
                (*path).into(),
                (*path).into(),
                Some(locale),
                Ok(text.as_bytes().to_vec()),
            );
            source.id = SourceId(number);
            source
        })
        .collect();
    let read = compile::read(&sources, config, &[], &[]).unwrap();
    let compilation = read.compile(config, &sources);
    let emitted = emit(&compilation.knowledge, &read.languages, &config.pack);
    let made = Made {
        xml: emitted
            .file
            .map(|file| String::from_utf8(file.bytes.joined().to_vec()).unwrap()),
        diagnostics: emitted.diagnostics,
    };
    for (article, content) in made.xml.iter().flat_map(|xml| self::articles(xml)) {
        crate::maml::check(&article, content);
    }
    made
}

/// The pack of one English article.
pub fn make_one(text: &str) -> Made {
    make(&[("en-US/widget.md", text)], &Config::default())
}

/// An article about a health set, with a probe table of `rows` (probe, monitors) and more text behind it.
pub fn article(set: &str, rows: &[(&str, &[&str])], rest: &str) -> String {
    let mut text = format!(
        "---\ntitle: {set}\nms:assetid: a-{key}\nms:mtpsurl: https://example.org/ms.exch.scom.{key}(v=EXCHG.150)\n---\n\n# {set}\n\nAbout {set}.\n\n## Explanation\n\nIt is watched.\n\n",
        key = set.to_lowercase()
    );
    if !rows.is_empty() {
        text.push_str("<table>\n<thead>\n<tr><th>Probe</th><th>Health Set</th><th>Dependencies</th><th>Associated Monitors</th></tr>\n</thead>\n<tbody>\n");
        for (probe, monitors) in rows {
            write!(
                text,
                "<tr><td><p>{probe}</p></td><td><p>{set}</p></td><td><p>Power</p></td><td>"
            )
            .unwrap();
            for monitor in *monitors {
                write!(text, "<p>{monitor}</p>").unwrap();
            }
            text.push_str("</td></tr>\n");
        }
        text.push_str("</tbody>\n</table>\n\n");
    }
    text.push_str(rest);
    text
}

/// The IDs of the elements with this name, in order.
pub fn ids<'x>(xml: &'x str, element: &str) -> Vec<&'x str> {
    let start = format!("<{element} ID=\"");
    xml.split(start.as_str())
        .skip(1)
        .map(|tail| tail.split('"').next().unwrap())
        .collect()
}

/// The language pack with this code.
pub fn language<'x>(xml: &'x str, code: &str) -> &'x str {
    let start = format!("<LanguagePack ID=\"{code}\"");
    let tail = &xml[xml.find(&start).unwrap_or_else(|| panic!("no {code}"))..];
    &tail[..tail.find("</LanguagePack>").unwrap()]
}

/// The article of the element whose ID ends with `element`, in a language.
pub fn knowledge<'x>(xml: &'x str, code: &str, element: &str) -> &'x str {
    let pack = language(xml, code);
    let start = format!("{element}\" Visible=\"true\"><MamlContent>");
    let at = pack
        .find(&start)
        .unwrap_or_else(|| panic!("no article of {element}"))
        + start.len();
    &pack[at..at + pack[at..].find("</MamlContent>").unwrap()]
}

/// Every article of the pack: language and element, and content.
pub fn articles(xml: &str) -> Vec<(String, &str)> {
    let mut all = Vec::new();
    for pack in xml.split("<LanguagePack ID=\"").skip(1) {
        let code = &pack[..3];
        for tail in pack.split("<KnowledgeArticle ElementID=\"").skip(1) {
            let element = tail.split('"').next().unwrap();
            let start = tail.find("<MamlContent>").unwrap() + "<MamlContent>".len();
            let end = tail.find("</MamlContent>").unwrap();
            all.push((format!("{code} {element}"), &tail[start..end]));
        }
    }
    all
}
