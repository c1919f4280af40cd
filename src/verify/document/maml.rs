//! Knowledge articles: the MAML in them, as import and the console take it.

use super::findings::Findings;
use super::pack::{Pack, Target};
use super::schema;
use super::tree::{Attribute, Element};
use crate::verify::{LONGEST_ARTICLE, expression_length, is_safe_address};

/// The name space of MAML.
const NAMESPACE: &str = "http://schemas.microsoft.com/maml/2004/10";
/// Elements that hold other elements and no text of their own.
const CONTAINERS: [&str; 8] = [
    "section",
    "sections",
    "listItem",
    "entry",
    "list",
    "table",
    "row",
    "navigationLink",
];
/// Elements with text that may stand in a paragraph and hold no other of them.
const INLINE: [&str; 4] = ["ui", "codeInline", "userInput", "computerOutputInline"];

/// Checks the articles of all languages.
pub fn check(pack: &Pack<'_>, findings: &mut Findings) {
    for language in pack.root.below(&["LanguagePacks", "LanguagePack"]) {
        for article in language.below(&["KnowledgeArticles", "KnowledgeArticle"]) {
            if let Some(content) = article.child("MamlContent") {
                article_of(pack, article, content, findings);
            }
        }
    }
}

fn article_of<'t>(
    pack: &Pack<'t>,
    article: Element<'t>,
    content: Element<'t>,
    findings: &mut Findings,
) {
    if content.children().next().is_none() {
        findings.refused(
            article.span(),
            article,
            "the article is empty",
            "give it a section, or take it out",
        );
        return;
    }
    if content.inner().len() > LONGEST_ARTICLE {
        findings.flawed(
            article.span(),
            article,
            "the article is longer than 1 MiB, which no console shows in time",
            "split it",
        );
    }
    if !content.text().trim().is_empty() {
        findings.refused(
            content.content_span(),
            content,
            "text stands outside of the sections",
            "put it into a paragraph of a section",
        );
    }
    for element in content.descendants().skip(1) {
        if element.name().contains(':') && !is_maml(element) {
            continue;
        }
        node(element, findings);
        for value in element.attributes().iter().map(|it| it.value.as_ref()) {
            expressions(pack, element, value, findings);
        }
        expressions(pack, element, element.text(), findings);
    }
}

fn is_maml(element: Element<'_>) -> bool {
    let Some((prefix, _)) = element.name().split_once(':') else {
        return false;
    };
    let key = format!("xmlns:{prefix}");
    std::iter::successors(Some(element), |it| it.parent())
        .find_map(|it| it.attribute(&key))
        .is_some_and(|it| it == NAMESPACE)
}

fn local(element: Element<'_>) -> &str {
    element.name().rsplit(':').next().unwrap_or_default()
}

fn node(element: Element<'_>, findings: &mut Findings) {
    let name = local(element);
    let known = schema::values(schema::named("Maml"));
    let default_is_maml = || {
        std::iter::successors(Some(element), |it| it.parent())
            .find_map(|it| it.attribute("xmlns"))
            .is_some_and(|it| it == NAMESPACE)
    };
    if !known.is_some_and(|it| it.all.contains(&name))
        || !element.name().contains(':') && !default_is_maml()
    {
        let message = format!("`<{}>` is no element of MAML", element.name());
        findings.refused(
            element.span(),
            element,
            message,
            "consoles know maml:para, maml:list, maml:table, maml:ui and a few more",
        );
        return;
    }
    let above = element.parent().map_or("", local);
    let children = || element.children().map(local);
    let mut refuse =
        |message: &str, help: &str| findings.refused(element.span(), element, message, help);
    if CONTAINERS.contains(&name) && !element.text().trim().is_empty() {
        refuse(
            &format!("text stands directly in `<{}>`", element.name()),
            "put it into a paragraph",
        );
    }
    if above == "MamlContent" && name != "section" {
        refuse("an article holds sections only", "put it into a section");
    }
    let empty = children().next().is_none() && element.text().trim().is_empty();
    match name {
        "section" => {
            if above == "section" {
                refuse(
                    "a section stands directly in a section",
                    "put it into `maml:sections`",
                );
            }
            if children().next() != Some("title") {
                refuse(
                    "a section does not begin with its title",
                    "begin it with `maml:title`",
                );
            }
        }
        "list" | "sections" | "row" | "table" | "listItem" if empty => {
            refuse(
                &format!("`<{}>` is empty", element.name()),
                "fill it, or take it out",
            );
        }
        "list" | "table" if above == "para" => {
            refuse(
                "a list or a table stands in a paragraph",
                "put it behind the paragraph",
            );
        }
        "list" if children().any(|it| it != "listItem") => {
            refuse(
                "a list holds something that is no item",
                "put it into `maml:listItem`",
            );
        }
        "navigationLink" if !children().any(|it| it == "uri") => {
            refuse("a link leads nowhere", "give it `maml:uri`");
        }
        _ if INLINE.contains(&name) && (INLINE.contains(&above) || above == "linkText") => {
            refuse(
                &format!("`<{}>` stands in `{above}`", element.name()),
                "end the outer one first",
            );
        }
        _ => {}
    }
    for attribute in element.attributes() {
        match attribute.name {
            "rowSpan" | "columnSpan" => findings.flawed(
                attribute.span,
                element,
                format!("the console cannot show cells with {}", attribute.name),
                "repeat the cell",
            ),
            "href" if name == "uri" => link(element, attribute, findings),
            _ => {}
        }
    }
}

/// What is no URI is refused; what no console should follow is only bad.
fn link(uri: Element<'_>, attribute: &Attribute<'_>, findings: &mut Findings) {
    let address = attribute.value.as_ref();
    if is_link(uri, address) {
        return;
    }
    let message = format!("`{}` is no safe address", super::text::short(address));
    let help = "link to https, http or mailto, with everything encoded that a URI cannot hold";
    let authority = address.split_once(':').map_or("", |(_, rest)| rest);
    let authority = authority.strip_prefix("//").unwrap_or(authority);
    let host = authority.split('/').next().unwrap_or_default();
    let is_web = ["http:", "https:", "mailto:"]
        .iter()
        .any(|it| address.starts_with(it));
    if is_web && (host.is_empty() || host.contains(' ')) || address.matches('#').count() > 1 {
        findings.refused(attribute.span, uri, message, help);
    } else {
        findings.flawed(attribute.span, uri, message, help);
    }
}

/// Whether a link leads to the web, to a mail box, or to a task or a view of the console.
fn is_link(uri: Element<'_>, address: &str) -> bool {
    let of_console = matches!(uri.attribute("condition"), Some("Task" | "View"));
    is_safe_address(address) || of_console || address.is_empty()
}

/// Text of articles is looked at for expressions, and only those about elements of packs are of use.
fn expressions<'t>(pack: &Pack<'t>, element: Element<'t>, text: &'t str, findings: &mut Findings) {
    for (at, _) in text.match_indices('$') {
        let tail = &text[at + 1..];
        let length = expression_length(tail);
        if length == 0 {
            continue;
        }
        let element_name = tail.strip_prefix("MPElement[Name=").and_then(|rest| {
            let quote = rest.chars().next()?;
            let (name, rest) = rest[1..].split_once(quote)?;
            rest.starts_with("]$").then_some(name)
        });
        let fine = match element_name {
            Some(name) => !matches!(pack.resolve(name), Target::Nowhere | Target::NoAlias(_)),
            None => {
                let closed = tail.find('$').map(|end| &tail[..end]);
                tail.starts_with("Data/")
                    && closed.is_some_and(|it| !it.contains(char::is_whitespace))
            }
        };
        if !fine {
            let message = format!(
                "SCOM takes `${}` for an expression, and it is none",
                &tail[..length]
            );
            findings.refused(
                element.content_span(),
                element,
                message,
                "write a variable as ${name}",
            );
        }
    }
}
