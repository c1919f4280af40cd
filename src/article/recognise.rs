//! From a Markdown file to an article, a catalogue, or the reason why it is neither.

use std::sync::Arc;

use camino::Utf8PathBuf;

use super::body::BodyBuilder;
use super::catalogue::{Catalogue, categories};
use super::reference;
use super::section::{RawSection, kinds, split};
use super::types::{
    Article, ArticleKind, Block, Heading, ListedTitle, MetadataLine, Section, SectionKind,
    Translation,
};
use crate::diagnostic::{LineIndex, SourceId, Span};
use crate::locale::{Lexicon, Locale};
use crate::model::{AssetId, IsoDate, Slug, TopicKey};
use crate::syntax::{
    self, BlockKind, Entry, FrontMatter, Inline, InlineKind, Problem, Top, is_blank, normal_text,
    normalize_space, plain_text,
};

/// A file, as far as its place and its front matter say.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// The file.
    pub source: SourceId,
    /// Its path relative to the input folder.
    pub path: &'a camino::Utf8Path,
    /// Its text.
    pub text: &'a str,
    /// The top of it.
    pub top: &'a Top,
    /// The language it is in.
    pub locale: Locale,
}

/// What a file is.
#[derive(Clone, Debug, PartialEq)]
pub enum Recognised {
    /// A health-set article.
    Article(Arc<Article>),
    /// The catalogue of health sets.
    Catalogue(Arc<Catalogue>),
    /// Something else: to be left alone.
    Other,
    /// A health-set article that cannot be used.
    Rejected(Rejection),
}

/// The most bytes an article may have: hundreds of times what a long one has. What is made of an article takes up to a hundred
/// times its memory.
pub const LARGEST_ARTICLE: usize = 4 << 20;

/// The most sections an article may have, and the most rows of probes: each monitor has pages of its own.
pub const MOST_PARTS: usize = 5000;

/// Why an article cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// It is larger than [`LARGEST_ARTICLE`].
    TooLarge,
    /// It has more than [`MOST_PARTS`] sections, or as many rows of probes.
    TooManyParts,
    /// It has no first-level heading.
    NoTitle,
    /// A table has no end.
    UnclosedTable(Span),
    /// Its file name has no character that could stand in an address.
    NoName,
}

/// Whether front matter is that of a health-set article: its `ms:mtpsurl` has a `ms.exch.scom.<key>`.
pub fn is_health_set_article(front_matter: &FrontMatter) -> bool {
    topic_key(front_matter).is_some()
}

fn topic_key(front_matter: &FrontMatter) -> Option<TopicKey> {
    front_matter.value("ms:mtpsurl").and_then(TopicKey::in_url)
}

/// Whether a file whose front matter is broken was meant as a health-set article, by its name or its text.
pub fn looks_like_article(path: &camino::Utf8Path, text: &str) -> bool {
    let name = path.file_name().unwrap_or_default().to_ascii_lowercase();
    let named = name.starts_with("troubleshooting-") && name.ends_with("-health-set.md");
    named || text.to_ascii_lowercase().contains("ms.exch.scom.")
}

/// The locale that `ms:mtpsurl` names: the first part of its path that is a tag with a region.
pub fn locale_in_url(front_matter: &FrontMatter) -> Option<(Locale, Span)> {
    let entry = front_matter.entry("ms:mtpsurl")?;
    let path = entry.value.split_once("://").map_or("", |(_, rest)| rest);
    let segment = path.split('/').nth(1)?;
    let locale: Locale = segment.parse().ok()?;
    locale.region().is_some().then_some((locale, entry.span))
}

/// Recognises a file. `lexicon` is what is known of its language.
pub fn recognise(file: Candidate<'_>, lexicon: &Lexicon) -> Recognised {
    let Some(front_matter) = &file.top.front_matter else {
        return Recognised::Other;
    };
    let asset_id = front_matter.value("ms:assetid").and_then(AssetId::new);
    let Some(key) = topic_key(front_matter) else {
        let small = file.text.len() <= LARGEST_ARTICLE;
        if asset_id.is_none() || !small || !may_be_catalogue(file.text) {
            return Recognised::Other;
        }
        let document = syntax::parse_body(file.text, file.top.body);
        return match categories(document.blocks) {
            Some(categories) => Recognised::Catalogue(Arc::new(Catalogue {
                source: file.source,
                path: file.path.to_owned(),
                locale: file.locale,
                asset_id,
                categories,
            })),
            None => Recognised::Other,
        };
    };
    if file.text.len() > LARGEST_ARTICLE {
        return Recognised::Rejected(Rejection::TooLarge);
    }
    let document = syntax::parse_body(file.text, file.top.body);
    if let Some(Problem::UnclosedTable(span)) = document.problems.first() {
        return Recognised::Rejected(Rejection::UnclosedTable(*span));
    }
    let Some(slug) = Slug::of_file_name(file.path.as_str()).or_else(|| Slug::of_key(&key)) else {
        return Recognised::Rejected(Rejection::NoName);
    };
    let parts = split(document.blocks);
    let Some(title) = parts.title.filter(|title| !is_blank(&title.text)) else {
        return Recognised::Rejected(Rejection::NoTitle);
    };
    let mut article = Article {
        source: file.source,
        path: Utf8PathBuf::from(file.path),
        hash: blake3::hash(file.text.as_bytes()).to_hex().to_string(),
        lines: LineIndex::new(file.text),
        locale: file.locale,
        asset_id,
        key: Some(key),
        address: front_matter.value("ms:mtpsurl").map(Into::into),
        slug,
        kind: ArticleKind::Stub,
        translation: front_matter
            .value("ms.translationtype")
            .and_then(translation),
        date: front_matter.value("ms.date").and_then(date),
        listed_title: front_matter.entry("title").and_then(listed_title),
        title,
        metadata: Vec::new(),
        introduction: Vec::new(),
        sections: Vec::new(),
        references: Vec::new(),
        commands: 0,
    };
    article.fill(parts.introduction, parts.sections, lexicon);
    let rows = article.probe_table().map_or(0, |table| table.rows.len());
    if rows.max(section_count(&article.sections)) > MOST_PARTS {
        return Recognised::Rejected(Rejection::TooManyParts);
    }
    Recognised::Article(Arc::new(article))
}

fn listed_title(entry: Entry<'_>) -> Option<ListedTitle> {
    let text = entry.value.trim();
    (!text.is_empty()).then(|| ListedTitle {
        text: text.into(),
        span: entry.span,
    })
}

fn section_count(sections: &[Section]) -> usize {
    let below = sections
        .iter()
        .map(|section| section_count(&section.children));
    sections.len() + below.sum::<usize>()
}

/// Whether a text has two tables or more.
fn may_be_catalogue(text: &str) -> bool {
    let marks = ["<table", "|--", "| --"].into_iter();
    let found = marks.flat_map(|mark| memchr::memmem::find_iter(text.as_bytes(), mark));
    found.take(2).count() == 2
}

fn translation(value: &str) -> Option<Translation> {
    match value {
        "HT" => Some(Translation::Human),
        "MT" => Some(Translation::Machine),
        _ => None,
    }
}

fn date(value: &str) -> Option<IsoDate> {
    IsoDate::from_month_first(value).or_else(|| IsoDate::from_iso(value))
}

impl Article {
    fn fill(
        &mut self,
        introduction: Vec<syntax::Block>,
        sections: Vec<RawSection>,
        lexicon: &Lexicon,
    ) {
        let mut builder = BodyBuilder::new(lexicon);
        let mut body = Vec::with_capacity(introduction.len());
        for block in introduction {
            match metadata_line(&block) {
                Some(line) if body.is_empty() => self.metadata.push(line),
                _ => body.push(block),
            }
        }
        self.introduction = builder.section(body, false);
        let kinds = kinds(&sections);
        self.sections = sections
            .into_iter()
            .zip(kinds)
            .map(|(section, kind)| build(section, kind, &mut builder))
            .collect();
        self.commands = builder.commands;
        self.references = reference::find(&self.sections, &lexicon.step);
        self.kind = self.kind_by_content();
    }

    fn kind_by_content(&self) -> ArticleKind {
        let has_steps = |section: &Section| {
            section.kind == SectionKind::Verification
                || section
                    .blocks
                    .iter()
                    .any(|block| matches!(block, Block::Steps(_)))
        };
        if self.sections.is_empty() {
            ArticleKind::Stub
        } else if self.probe_table().is_none()
            && self.commands == 0
            && !self.sections.iter().any(has_steps)
        {
            ArticleKind::Pointer
        } else {
            ArticleKind::Full
        }
    }
}

fn build(section: RawSection, kind: SectionKind, builder: &mut BodyBuilder<'_>) -> Section {
    let procedures = matches!(
        kind,
        SectionKind::Verification
            | SectionKind::Recovery
            | SectionKind::Troubleshooting
            | SectionKind::ErrorRecovery
            | SectionKind::Alert
    );
    let blocks = builder.section(section.blocks, procedures);
    let child_kind = if procedures { SectionKind::Alert } else { kind };
    let children = section.children.into_iter();
    Section {
        kind,
        heading: section.heading,
        named: section.named,
        blocks,
        children: children
            .map(|child| build(child, child_kind, builder))
            .collect(),
        span: section.span,
    }
}

/// A paragraph that is emphasised as a whole and begins with a bold label: `_**Label:** value_`.
fn metadata_line(block: &syntax::Block) -> Option<MetadataLine> {
    let BlockKind::Paragraph(text) = &block.kind else {
        return None;
    };
    let mut seen = text
        .iter()
        .filter(|inline| !is_blank(std::slice::from_ref(inline)));
    let (
        Some(Inline {
            kind: InlineKind::Emphasis { children },
            ..
        }),
        None,
    ) = (seen.next(), seen.next())
    else {
        return None;
    };
    let (first, rest) = children.split_first()?;
    let InlineKind::Strong { children: label } = &first.kind else {
        return None;
    };
    let mut label = normal_text(label).into_owned();
    label.truncate(label.trim_end_matches([':', '\u{ff1a}']).trim_end().len());
    let value = plain_text(rest);
    let value = normalize_space(value.trim_start_matches([':', '\u{ff1a}']));
    let date = IsoDate::from_iso(&value);
    Some(MetadataLine {
        label,
        value,
        date,
        span: block.span,
    })
}

impl Heading {
    /// The plain text of the heading.
    pub fn plain_text(&self) -> String {
        normal_text(&self.text).into_owned()
    }
}
