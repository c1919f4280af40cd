//! The pages, case by case: what hostile articles, missing translations and a project's own templates make of them.

use camino::Utf8Path;
use mpkc::compile;
use mpkc::diagnostic::Rule;
use mpkc::emit::html::{self, Emitted, HtmlOptions};
use mpkc::workspace::{Config, Source};

/// An article about `id` in a language, with more text behind its introduction.
fn article(locale: &str, id: &str, more: &str) -> Source {
    let slug = id.to_lowercase().replace('.', "-");
    let label = format!("{locale}/troubleshooting-{slug}-health-set.md");
    let key = id.to_lowercase();
    let text = format!(
        "---\ntitle: T\nms:assetid: 0000-{slug}\nms:mtpsurl: https://x.example/ms.exch.scom.{key}(v=1)\n---\n\n# About {id}\n\nIntroduction.\n\n{more}"
    );
    let folder = locale.parse().expect("a tag");
    Source::new(
        label.clone().into(),
        label.into(),
        Some(folder),
        Ok(text.into_bytes()),
    )
}

const PROBES: &str = "## A\n\n<table>\n<thead><tr><th>P</th><th>H</th><th>D</th><th>M</th></tr></thead>\n<tbody><tr><td><p>FooTestProbe</p></td><td><p>Foo</p></td><td><p>Network</p></td><td><p>FooTestMonitor</p><p>FooOtherMonitor</p></td></tr></tbody>\n</table>\n\n## B\n\nx\n\n## C\n\n1. Look:\n\n   1. One.\n\n   2. Two:\n\n      ```\n      Get-ServerHealth <server name> | ?{$_.HealthSetName -eq \"<health set name>\"}\n      ```\n\n## FooTestMonitor D\n\n1. See step 1b.\n\n";

fn emit(mut sources: Vec<Source>, options: &HtmlOptions) -> Emitted {
    for (number, source) in sources.iter_mut().enumerate() {
        source.id = mpkc::diagnostic::SourceId(u32::try_from(number).expect("few"));
    }
    let config = Config::default();
    let articles = compile::read(&sources, &config, &[], &[]).expect("articles");
    let compilation = articles.compile(&config, &[]);
    html::emit(&compilation.knowledge, &articles.languages, options)
}

fn page(emitted: &Emitted, path: &str) -> String {
    let file = emitted.files.iter().find(|file| file.path.as_str() == path);
    let file = file.unwrap_or_else(|| panic!("{path} is missing"));
    String::from_utf8(file.bytes.joined().to_vec()).expect("UTF-8")
}

/// The part of a page that the article makes.
fn body(html: &str) -> &str {
    let start = html.find("<div class=\"text\"").expect("a body");
    let end = html.find("<footer class=\"source\"").expect("a footer");
    &html[start..end]
}

#[test]
fn a_whole_article() {
    let emitted = emit(
        vec![article("en-US", "Foo", PROBES)],
        &HtmlOptions::default(),
    );
    insta::assert_snapshot!(page(&emitted, "html/en-US/foo.html"));
}

#[test]
fn nothing_an_article_contains_is_run() {
    let hostile = "## A\n\n<script>alert(1)</script>\n\nText <img src=x onerror=alert(1)> `<b>` &lt;script&gt; <a href=\"javascript:alert(1)\">raw</a>\n\n[one](javascript:alert(1)) [two](JAVASCRIPT:alert(2)) [three](data:text/html;base64,xx) [four](vbscript:x) [five](//evil.example/x) [six](http://good.example/?a=\"><script>) ![pic](https://evil.example/p.png)\n\n<iframe src=\"https://evil.example\"></iframe>\n\n<table><tbody><tr><td><p onclick=\"alert(1)\">cell <script>alert(2)</script></p></td></tr></tbody></table>\n\n```\n</code></pre><script>alert(3)</script>\n```\n";
    let emitted = emit(
        vec![article("en-US", "Foo", hostile)],
        &HtmlOptions::default(),
    );
    let html = page(&emitted, "html/en-US/foo.html");
    let body = body(&html);
    for token in html5gum::Tokenizer::new(body) {
        let Ok(token) = token;
        let html5gum::Token::StartTag(tag) = token else {
            continue;
        };
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        assert!(
            !["script", "iframe", "img", "object", "style"].contains(&name.as_str()),
            "{name}"
        );
        for (attribute, value) in &tag.attributes {
            let attribute = String::from_utf8_lossy(attribute).into_owned();
            assert!(
                !attribute.starts_with("on") && attribute != "style",
                "{attribute}"
            );
            let value = String::from_utf8_lossy(value).into_owned();
            if attribute == "href" {
                assert!(
                    value.starts_with("http://good.example/") || value.starts_with('#'),
                    "{value}"
                );
            }
        }
    }
    assert!(body.contains("&lt;/code&gt;&lt;/pre&gt;&lt;script&gt;"));
    let unsafe_links = emitted
        .diagnostics
        .iter()
        .filter(|d| d.rule == Rule::UnsafeLink);
    assert!(unsafe_links.count() >= 4, "{:?}", emitted.diagnostics);
}

#[test]
fn a_missing_translation_is_shown_in_the_source_language_with_a_notice() {
    let sources = vec![
        article("en-US", "Foo", PROBES),
        article(
            "en-US",
            "Bar",
            "See [it](troubleshooting-foo-health-set.md).\n",
        ),
        article(
            "zh-CN",
            "Bar",
            "\u{89c1}[\u{6587}](troubleshooting-foo-health-set.md)\n",
        ),
    ];
    let emitted = emit(sources, &HtmlOptions::default());
    let html = page(&emitted, "html/zh-CN/foo.html");
    assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"zh-CN\""));
    assert!(html.contains("<div class=\"text\" lang=\"en-US\""));
    assert_eq!(html.matches("class=\"notice\"").count(), 1);
    assert!(!html.contains("rel=\"alternate\" hreflang=\"zh-CN\""));
    assert!(page(&emitted, "html/zh-CN/bar.html").contains("href=\"foo.html\""));
    assert!(
        page(&emitted, "html/zh-CN/index.html").contains("<small class=\"fallback\">en-US</small>")
    );
}

#[test]
fn a_language_alone_is_enough() {
    let emitted = emit(
        vec![article("es-MX", "Foo", PROBES)],
        &HtmlOptions::default(),
    );
    let html = page(&emitted, "html/es-MX/foo.html");
    assert!(html.contains("id=\"FooTestMonitor\"") && html.contains("id=\"FooOtherMonitor\""));
    assert!(
        page(&emitted, "html/monitors/FooOtherMonitor.html")
            .contains("../es-MX/foo.html#FooOtherMonitor")
    );
    assert!(
        page(&emitted, "html/addresses/apache.txt")
            .contains("es-mx/ms.exch.scom.foo es-MX/foo.html\n")
    );
}

#[test]
fn stencils_are_filled_as_templates_are_rendered() {
    let sources = || {
        vec![
            article("en-US", "Foo", PROBES),
            article(
                "it-IT",
                "Foo",
                &PROBES.replace(
                    "x\n",
                    "[y](troubleshooting-bar-health-set.md) <&> \u{10fffd}\n",
                ),
            ),
            article("ja-JP", "Foo", "## A\n\n&amp;\n"),
            article("en-US", "Bar", ""),
            article("it-IT", "Baz", "## `A` & B\n\n1. x\n"),
        ]
    };
    let stencilled = emit(sources(), &HtmlOptions::default());
    // Any template of a project has every page and row rendered for itself.
    let own = include_str!("../templates/overview.hbs");
    let options = HtmlOptions {
        templates: vec![("overview.hbs".to_owned(), own.to_owned())],
        ..HtmlOptions::default()
    };
    let rendered = emit(sources(), &options);
    assert!(stencilled.files.len() > 12);
    assert_eq!(stencilled.files.len(), rendered.files.len());
    for (a, b) in stencilled.files.iter().zip(&rendered.files) {
        assert_eq!(a.path, b.path);
        let text =
            |file: &mpkc::workspace::OutputFile| String::from_utf8(file.bytes.joined().to_vec());
        assert_eq!(text(a), text(b), "{}", a.path.as_str());
    }
}

#[test]
fn a_project_brings_its_own_templates() {
    let options = HtmlOptions {
        templates: vec![
            ("article.hbs".to_owned(), "{{healthSet.id}}: {{#each healthSet.rows}}{{probe}} {{#each monitors}}{{id}} {{/each}}{{/each}}{{word \"step\" number=\"2c\"}} {{article.editLink}}".to_owned()),
            ("style.css".to_owned(), "body {}".to_owned()),
            ("logo.svg".to_owned(), "<svg/>".to_owned()),
        ],
        edit_link: Some("https://example.com/edit/{locale}/{file}?p={path}".to_owned()),
    };
    let emitted = emit(vec![article("en-US", "Foo", PROBES)], &options);
    assert_eq!(emitted.diagnostics, []);
    assert_eq!(
        page(&emitted, "html/en-US/foo.html"),
        "Foo: FooTestProbe FooTestMonitor FooOtherMonitor Step 2c https://example.com/edit/en-US/troubleshooting-foo-health-set.md?p=en-US/troubleshooting-foo-health-set.md"
    );
    assert_eq!(page(&emitted, "html/assets/style.css"), "body {}");
    assert_eq!(page(&emitted, "html/assets/logo.svg"), "<svg/>");
    assert!(page(&emitted, "html/en-US/index.html").contains("</html>"));
}

#[test]
fn a_template_that_fails_is_reported_once_and_replaced_by_the_built_in_one() {
    for text in [
        "{{#if}",
        "{{article.noSuchThing}}",
        "{{word \"no-such-word\"}}",
    ] {
        let options = HtmlOptions {
            templates: vec![("article.hbs".to_owned(), text.to_owned())],
            edit_link: None,
        };
        let sources = vec![article("en-US", "Foo", PROBES), article("en-US", "Bar", "")];
        let emitted = emit(sources, &options);
        let rules: Vec<Rule> = emitted.diagnostics.iter().map(|d| d.rule).collect();
        assert_eq!(rules, [Rule::BrokenTemplate], "{text}");
        assert!(
            page(&emitted, "html/en-US/foo.html").contains("Introduction."),
            "{text}"
        );
    }
}

#[test]
fn a_health_set_cannot_take_the_name_of_another_page() {
    let sources = vec![
        article("en-US", "Overview", ""),
        article("en-US", "Index", ""),
    ];
    let emitted = emit(sources, &HtmlOptions::default());
    assert!(page(&emitted, "html/en-US/overview-health-set.html").contains("About Overview"));
    assert!(page(&emitted, "html/en-US/index.html").contains("index-health-set.html"));
    let mut paths: Vec<&str> = emitted
        .files
        .iter()
        .map(|file| file.path.as_str())
        .collect();
    let count = paths.len();
    paths.dedup();
    assert_eq!(paths.len(), count);
}

#[test]
fn where_an_author_translated_an_identifier_both_are_shown() {
    let damaged = PROBES.replace("<p>FooTestMonitor</p>", "<p>Monitor de prueba Foo</p>");
    let sources = vec![
        article("en-US", "Foo", PROBES),
        article("pt-BR", "Foo", PROBES),
        article("es-ES", "Foo", &damaged),
    ];
    let emitted = emit(sources, &HtmlOptions::default());
    let html = page(&emitted, "html/es-ES/foo.html");
    assert!(html.contains("Foo<wbr>Test<wbr>Monitor</code></a> <small class=\"as-written\">"));
    assert!(html.contains("Monitor de prueba Foo</small>"));
    assert!(!page(&emitted, "html/pt-BR/foo.html").contains("as-written"));
}

#[test]
fn the_documentation_names_every_template() {
    let text = std::fs::read_to_string("templates/README.md").expect("the documentation");
    for entry in Utf8Path::new("templates")
        .read_dir_utf8()
        .expect("templates")
    {
        let entry = entry.expect("a file");
        let name = entry.file_name();
        assert!(
            name == "README.md" || text.contains(&format!("`{name}`")),
            "{name}"
        );
    }
}
