//! The pages: nothing an author wrote is lost, no link is broken, whatever the input.
#![allow(clippy::print_stderr, reason = "a skipped test says so loudly")]

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};
use html5gum::{Token, Tokenizer};
use mpkc::compile;
use mpkc::emit::html::{self, Emitted, HtmlOptions};
use mpkc::locale::Locale;
use mpkc::workspace::{Config, Source, discover};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The real articles, where they are; said loudly where they are not.
fn corpus() -> Option<Utf8PathBuf> {
    let folder = std::env::var("MPKC_CORPUS").unwrap_or_else(|_| "../shared/corpus".to_owned());
    let folder = Utf8PathBuf::from(folder);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!(
        "SKIPPED: {folder} is not there; set MPKC_CORPUS to the folder with the real articles"
    );
    None
}

fn inputs() -> Vec<Utf8PathBuf> {
    let own = Utf8PathBuf::from("content");
    [own].into_iter().chain(corpus()).collect()
}

fn sources(folder: &Utf8Path) -> Vec<Source> {
    discover(
        &Config::default(),
        &[folder.to_owned()],
        Utf8Path::new("out"),
    )
    .expect("the folder exists")
    .sources
}

fn emit(folder: &Utf8Path, only: &[&str]) -> Emitted {
    emit_with(folder, only, &HtmlOptions::default())
}

fn emit_with(folder: &Utf8Path, only: &[&str], options: &HtmlOptions) -> Emitted {
    let config = Config::default();
    let only: Vec<Locale> = only.iter().map(|tag| tag.parse().expect("a tag")).collect();
    let articles = compile::read(&sources(folder), &config, &[], &only).expect("articles");
    let compilation = articles.compile(&config, &[]);
    html::emit(&compilation.knowledge, &articles.languages, options)
}

fn pages(emitted: &Emitted) -> BTreeMap<&str, &str> {
    emitted
        .files
        .iter()
        .map(|file| {
            (
                file.path.as_str(),
                std::str::from_utf8(file.bytes.in_one_piece().expect("a page")).expect("UTF-8"),
            )
        })
        .collect()
}

/// Splits a text into words: runs of letters and digits; characters of scripts without blanks stand alone.
fn push_words(text: &str, words: &mut Vec<String>) {
    let mut word = String::new();
    for c in text.chars() {
        let alone = matches!(u32::from(c), 0x2e80..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0xff66..=0xff9f);
        if alone || !c.is_alphanumeric() {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            if alone {
                words.push(c.to_string());
            }
        } else {
            word.push(c);
        }
    }
    words.extend((!word.is_empty()).then_some(word));
}

/// The visible words of HTML; a tag always ends a word, unless it says that the word may break there.
fn html_words(html: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut run = String::new();
    let mut hidden = 0;
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        match &token {
            Token::StartTag(tag) if tag.name.as_slice() == b"wbr" => continue,
            Token::StartTag(tag) if is_hidden(&tag.name) => hidden += 1,
            Token::EndTag(tag) if is_hidden(&tag.name) => hidden -= 1,
            Token::String(text) if hidden == 0 => {
                run.push_str(&String::from_utf8_lossy(&text.value));
                continue;
            }
            _ => {}
        }
        push_words(&std::mem::take(&mut run), &mut words);
    }
    push_words(&run, &mut words);
    words
}

fn is_hidden(name: &[u8]) -> bool {
    [&b"head"[..], b"script", b"style", b"svg"].contains(&name)
}

/// The visible words of a Markdown file, without front matter and the two lines under its title.
fn markdown_words(text: &str) -> Vec<String> {
    let text = text.trim_start_matches('\u{feff}');
    let body = text
        .strip_prefix("---")
        .and_then(|rest| rest.split_once("\n---"))
        .map_or(text, |(_, body)| body);
    let body = body.split_once('\n').map_or(body, |(_, body)| body);
    let is_metadata = |line: &str| line.starts_with("_**") && line.trim_end().ends_with('_');
    let body: String = body
        .split_inclusive('\n')
        .filter(|line| !is_metadata(line))
        .collect();
    let mut words = Vec::new();
    let mut run = String::new();
    let mut image = 0;
    for event in Parser::new_ext(&body, Options::ENABLE_TABLES | Options::ENABLE_GFM) {
        if let Event::Text(text) = &event {
            run.push_str(text);
            continue;
        }
        push_words(&std::mem::take(&mut run), &mut words);
        match event {
            Event::Code(text) => push_words(&text, &mut words),
            Event::Html(text) | Event::InlineHtml(text) => words.extend(html_words(&text)),
            Event::Start(Tag::Image { .. }) => image += 1,
            Event::End(TagEnd::Image) => image -= 1,
            _ => {}
        }
    }
    push_words(&run, &mut words);
    assert_eq!(image, 0);
    words
}

/// The first of `wanted` that `found` does not have in order, with what stands around it.
fn lost(wanted: &[String], found: &[String]) -> Option<String> {
    let mut rest = found.iter();
    let at = wanted
        .iter()
        .position(|word| !rest.any(|other| other == word))?;
    Some(wanted[at.saturating_sub(6)..(at + 6).min(wanted.len())].join(" "))
}

#[test]
fn nothing_an_author_wrote_is_lost() {
    for folder in inputs() {
        let sources = sources(&folder);
        let config = Config::default();
        let articles = compile::read(&sources, &config, &[], &[]).expect("articles");
        let compilation = articles.compile(&config, &[]);
        let emitted = html::emit(
            &compilation.knowledge,
            &articles.languages,
            &HtmlOptions::default(),
        );
        let pages = pages(&emitted);
        let mut failures = Vec::new();
        for set in &compilation.knowledge.health_sets {
            for (locale, article) in set.articles.iter() {
                let page = pages[format!("html/{locale}/{}.html", set.slug).as_str()];
                let text = &sources[article.source.0 as usize].text;
                let wanted = markdown_words(text);
                assert!(wanted.len() > 20, "{}", article.path);
                if let Some(words) = lost(&wanted, &html_words(page)) {
                    failures.push(format!("{}: {words}", article.path));
                }
            }
        }
        assert!(
            failures.is_empty(),
            "{} lost:\n{}",
            failures.len(),
            failures.join("\n")
        );
    }
}

#[test]
fn the_test_for_lost_words_can_fail() {
    let words = |text: &str| markdown_words(text);
    let page = html_words("<p>a <b>b</b> c</p><script>d</script>");
    assert_eq!(lost(&words("# a\n\nb c\n"), &page), None);
    assert!(lost(&words("# a\n\nc b\n"), &page).is_some());
    assert!(lost(&words("# a\n\nb c d\n"), &page).is_some());
}

/// The anchors of a page, and where its links lead.
fn anchors_and_links(html: &str) -> (BTreeSet<String>, Vec<String>) {
    let mut anchors = BTreeSet::new();
    let mut links = Vec::new();
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        let Token::StartTag(tag) = token else {
            continue;
        };
        for (name, value) in &tag.attributes {
            let value = String::from_utf8_lossy(value).into_owned();
            match name.as_slice() {
                b"id" => assert!(anchors.insert(value.clone()), "`{value}` is set twice"),
                b"href" | b"src" => links.push(value),
                _ => {}
            }
        }
    }
    (anchors, links)
}

fn assert_no_link_is_broken(emitted: &Emitted) {
    let pages = pages(emitted);
    let read: BTreeMap<&str, _> = pages
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, html)| (*path, anchors_and_links(html)))
        .collect();
    for (path, (_, links)) in &read {
        for link in links {
            if link.contains(':') {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = resolve(path, file);
            assert!(
                pages.contains_key(target.as_str()),
                "{path}: no file for {link}"
            );
            let there = |anchor: &str| read[target.as_str()].0.contains(anchor);
            assert!(
                anchor.is_empty() || there(anchor),
                "{path}: no anchor for {link}"
            );
        }
    }
}

/// Where a relative link in `page` leads.
fn resolve(page: &str, link: &str) -> String {
    if link.is_empty() {
        return page.to_owned();
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some_and(|p| p != "html"), "{page}: {link}"),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn no_link_is_broken_for_any_languages() {
    for folder in inputs() {
        for only in [
            &[][..],
            &["es-ES", "pt-BR", "zh-CN"],
            &["it-IT"],
            &["en-US"],
        ] {
            let emitted = emit(&folder, only);
            assert!(emitted.files.len() > 10);
            assert_eq!(emitted.diagnostics, []);
            assert_no_link_is_broken(&emitted);
        }
    }
}

/// A page is read on a phone, in a server room: at most 150 KB without the shared assets.
#[test]
fn no_page_is_heavy() {
    for folder in inputs() {
        for (path, html) in pages(&emit(&folder, &[])) {
            assert!(html.len() < 150_000, "{path}: {} bytes", html.len());
        }
    }
}

#[test]
fn no_page_asks_for_anything_beyond_the_site() {
    for folder in inputs() {
        for (path, html) in pages(&emit(&folder, &[])) {
            if !path.ends_with(".html") {
                continue;
            }
            assert!(
                html.contains("http-equiv=\"Content-Security-Policy\""),
                "{path}"
            );
            for token in Tokenizer::new(html) {
                let Ok(token) = token;
                let Token::StartTag(tag) = token else {
                    continue;
                };
                let loads =
                    [&b"script"[..], b"link", b"img", b"iframe"].contains(&tag.name.as_slice());
                for (name, value) in &tag.attributes {
                    let value = String::from_utf8_lossy(value);
                    let loaded = loads && [&b"src"[..], b"href"].contains(&name.as_slice());
                    assert!(!(loaded && value.contains(':')), "{path}: {value}");
                }
            }
        }
    }
}

#[test]
fn every_command_is_on_its_page_byte_for_byte() {
    for folder in inputs() {
        let config = Config::default();
        let articles = compile::read(&sources(&folder), &config, &[], &[]).expect("articles");
        let compilation = articles.compile(&config, &[]);
        let emitted = html::emit(
            &compilation.knowledge,
            &articles.languages,
            &HtmlOptions::default(),
        );
        let pages = pages(&emitted);
        let mut count = 0;
        for set in &compilation.knowledge.health_sets {
            for (locale, ids) in set.command_ids.iter() {
                let page = pages[format!("html/{locale}/{}.html", set.slug).as_str()];
                let mut found = code_blocks(page).into_iter();
                for id in ids {
                    let command = &*set.commands[id.0].text;
                    assert!(
                        found.any(|text| text == command),
                        "{locale} {}: {command}",
                        set.slug
                    );
                    count += 1;
                }
            }
        }
        assert!(count > 50, "{count}");
    }
}

/// The texts of the blocks of code of a page.
fn code_blocks(html: &str) -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    let mut inside = false;
    for token in Tokenizer::new(html) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) if tag.name.as_slice() == b"pre" => {
                inside = true;
                blocks.push(String::new());
            }
            Token::EndTag(tag) if tag.name.as_slice() == b"pre" => inside = false,
            Token::String(text) if inside => {
                if let Some(block) = blocks.last_mut() {
                    block.push_str(&String::from_utf8_lossy(&text.value));
                }
            }
            _ => {}
        }
    }
    blocks
}

#[test]
fn every_monitor_has_an_anchor_in_every_language() {
    for folder in inputs() {
        let config = Config::default();
        let articles = compile::read(&sources(&folder), &config, &[], &[]).expect("articles");
        let compilation = articles.compile(&config, &[]);
        let emitted = html::emit(
            &compilation.knowledge,
            &articles.languages,
            &HtmlOptions::default(),
        );
        let pages = pages(&emitted);
        for set in &compilation.knowledge.health_sets {
            for locale in set.articles.locales() {
                let path = format!("html/{locale}/{}.html", set.slug);
                let (anchors, _) = anchors_and_links(pages[path.as_str()]);
                for monitor in &set.monitors {
                    assert!(
                        anchors.contains(monitor.id.as_str()),
                        "{path}: {}",
                        monitor.id
                    );
                }
            }
        }
    }
}
