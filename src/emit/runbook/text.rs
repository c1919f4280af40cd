//! Blocks of articles as plain text with links, one block of every language at a time.

use std::borrow::Cow;

use super::format::{Block, Link, LinkMeaning, Text, TextStyle};
use crate::article;
use crate::emit::distinct::Distinct;
use crate::emit::link::{Link as Resolved, resolve_link};
use crate::locale::{Locale, Localized};
use crate::model::{KnowledgeBase, Slug};
use crate::syntax::{self, Inline, InlineKind, normal_text};

/// Numbers of Microsoft's redirector that lead to its support.
const SUPPORT_REDIRECTS: &[&str] = &["180809"];

/// A block of text or a table in every language, as a block of the runbook; `None` for a mere line across.
pub(super) fn block<'k>(
    links: &Links<'k>,
    texts: &Localized<&'k article::Block>,
) -> Option<Block<'k>> {
    let first = texts.values().next()?;
    match first {
        article::Block::Rule { .. } => None,
        article::Block::Probes(_) => Some(Block::ProbeTable {
            columns: each(texts, columns),
        }),
        article::Block::Table(_) => Some(Block::Table {
            rows: each(texts, rows),
        }),
        _ => Some(Block::Text(running_text(links, texts))),
    }
}

fn each<'k, T>(
    texts: &Localized<&'k article::Block>,
    part: impl Fn(&'k article::Block) -> Option<T>,
) -> Localized<T> {
    texts
        .iter()
        .filter_map(|(locale, block)| Some((locale, part(block)?)))
        .collect()
}

fn columns(block: &article::Block) -> Option<Vec<Cow<'_, str>>> {
    match block {
        article::Block::Probes(table) => {
            Some(table.headings.iter().map(|text| visible(text)).collect())
        }
        _ => None,
    }
}

fn rows(block: &article::Block) -> Option<Vec<Vec<String>>> {
    let article::Block::Table(block) = block else {
        return None;
    };
    let rows = block.table.header.iter().chain(&block.table.rows);
    Some(
        rows.map(|row| row.cells.iter().map(cell_text).collect())
            .collect(),
    )
}

fn cell_text(cell: &syntax::Cell) -> String {
    let mut out = Cow::default();
    push_syntax(&cell.blocks, &mut out);
    out.into_owned()
}

fn push_syntax<'k>(blocks: &'k [syntax::Block], out: &mut Cow<'k, str>) {
    use crate::syntax::BlockKind;
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph(text) => {
                push_line(out, visible(text))
            }
            BlockKind::Code(code) => push_line(out, &*code.text),
            BlockKind::List(list) => list
                .items
                .iter()
                .for_each(|item| push_syntax(&item.blocks, out)),
            BlockKind::Quote { blocks, .. } => push_syntax(blocks, out),
            BlockKind::Table(table) => {
                for cell in table
                    .header
                    .iter()
                    .chain(&table.rows)
                    .flat_map(|row| &row.cells)
                {
                    push_syntax(&cell.blocks, out);
                }
            }
            BlockKind::Rule => {}
        }
    }
}

fn running_text<'k>(links: &Links<'k>, texts: &Localized<&'k article::Block>) -> Text<'k> {
    let mut result = Text::default();
    let read = |(locale, block): (Locale, &&'k article::Block)| {
        let mut piece = Piece::default();
        piece.read(links, block);
        // One language may have lost the label of a remark; it is a remark all the same.
        result.style = result.style.max(piece.style);
        if let Some(label) = piece.label {
            result.label.insert(locale, label);
        }
        if !piece.links.is_empty() {
            result.links.insert(locale, piece.links);
        }
        (locale, piece.text)
    };
    let text = texts.iter().map(read).collect();
    Text { text, ..result }
}

/// A block of one language.
#[derive(Default)]
struct Piece<'k> {
    style: TextStyle,
    label: Option<&'k str>,
    text: Cow<'k, str>,
    links: Vec<Link<'k>>,
}

impl<'k> Piece<'k> {
    fn read(&mut self, links: &Links<'k>, block: &'k article::Block) {
        match block {
            article::Block::Paragraph(paragraph) => self.inlines(links, &paragraph.text),
            article::Block::Note(note) => {
                self.style = TextStyle::Note;
                self.label = Some(&note.label);
                self.inlines(links, &note.text);
            }
            article::Block::Heading(heading) => {
                self.style = TextStyle::Heading;
                self.inlines(links, &heading.text);
            }
            article::Block::Quote(quote) => {
                quote
                    .blocks
                    .iter()
                    .for_each(|block| self.read(links, block));
                self.style = TextStyle::Quote;
            }
            article::Block::Steps(steps) => {
                steps
                    .steps
                    .iter()
                    .flat_map(|step| &step.blocks)
                    .for_each(|block| self.read(links, block));
            }
            article::Block::Items(list) => {
                list.items
                    .iter()
                    .flatten()
                    .for_each(|block| self.read(links, block));
            }
            // Inside a quotation only; everywhere else commands and tables are blocks of their own.
            article::Block::Command(command) => push_line(&mut self.text, &*command.text),
            article::Block::Table(_) | article::Block::Probes(_) => {
                let rows = rows(block).into_iter().flatten();
                rows.flatten()
                    .for_each(|cell| push_line(&mut self.text, cell));
            }
            article::Block::Rule { .. } => {}
        }
    }

    fn inlines(&mut self, links: &Links<'k>, inlines: &'k [Inline]) {
        push_line(&mut self.text, visible(inlines));
        self.links(links, inlines);
    }

    fn links(&mut self, links: &Links<'k>, inlines: &'k [Inline]) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Link { target, children } => {
                    self.links.push(links.link(target, visible(children)));
                }
                _ => self.links(links, inline.children()),
            }
        }
    }
}

/// What the links of all articles lead to, found out once for all that have the same target.
#[derive(Debug)]
pub(super) struct Links<'k> {
    kb: &'k KnowledgeBase<'k>,
    known: Distinct<&'k str, Meaning<'k>>,
}

/// The last three members of a [`Link`].
type Meaning<'k> = (LinkMeaning, Option<&'k Slug>, Option<Cow<'k, str>>);

impl<'k> Links<'k> {
    /// The links of the articles of `kb`.
    pub(super) fn of(kb: &'k KnowledgeBase<'k>) -> Self {
        let known = Distinct::default();
        Self { kb, known }
    }

    fn link(&self, target: &'k str, text: Cow<'k, str>) -> Link<'k> {
        let (meaning, article, url) = self.known.get(target, |target| self.meaning(target));
        Link {
            text,
            meaning,
            article,
            url,
        }
    }

    fn meaning(&self, target: &'k str) -> Meaning<'k> {
        match resolve_link(self.kb, target) {
            Resolved::Article(set, _) => (LinkMeaning::Article, Some(&set.slug), None),
            Resolved::External(url) if is_support(&url) => (LinkMeaning::Support, None, Some(url)),
            Resolved::External(url) => (LinkMeaning::Page, None, Some(url)),
            Resolved::Fragment(_) | Resolved::Nowhere => (LinkMeaning::Unresolved, None, None),
        }
    }
}

/// Whether an address is that of a support: its host or the last part of its path is called so.
fn is_support(url: &str) -> bool {
    const SUPPORT: &str = "support";
    const NUMBER: &[u8] = b"linkid=";
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let path = rest
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .trim_end_matches('/');
    let (host, place) = path.split_once('/').unwrap_or((path, ""));
    let is_called = |name: &str| name.eq_ignore_ascii_case(SUPPORT);
    let number = || {
        let mut windows = rest.as_bytes().windows(NUMBER.len());
        let at = windows.position(|window| window.eq_ignore_ascii_case(NUMBER))?;
        rest.get(at + NUMBER.len()..)
    };
    host.split('.').next().is_some_and(is_called)
        || place.rsplit('/').next().is_some_and(is_called)
        || host.eq_ignore_ascii_case("go.microsoft.com")
            && number().is_some_and(|n| SUPPORT_REDIRECTS.contains(&n))
}

fn visible(inlines: &[Inline]) -> Cow<'_, str> {
    normal_text(inlines)
}

/// Appends a line. Mostly it is the only one.
fn push_line<'k>(out: &mut Cow<'k, str>, line: impl Into<Cow<'k, str>>) {
    let line = line.into();
    if line.is_empty() {
        return;
    }
    if out.is_empty() {
        *out = line;
    } else {
        let out = out.to_mut();
        out.push('\n');
        out.push_str(&line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn support_is_told_by_its_address() {
        for url in [
            "https://support.microsoft.com/supportforbusiness",
            "https://docs.contoso.com/it-it/support",
            "https://docs.contoso.com/Support/?a=b#c",
            "http://go.microsoft.com/fwlink/p/?linkid=180809",
            "http://go.microsoft.com/fwlink/p/?LinkId=180809",
        ] {
            assert!(is_support(url), "{url}");
        }
        for url in [
            "https://go.microsoft.com/fwlink/p/?linkid=1808091",
            "https://evil.example/support.microsoft.com",
            "https://contoso.com/support/drivers",
            "mailto:support@contoso.com",
        ] {
            assert!(!is_support(url), "{url}");
        }
    }
}
