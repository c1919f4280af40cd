//! What `article.hbs` gets, and in what pages of articles differ.

use std::fmt;

use serde::Serialize;

use super::page::{Frame, Page, TEXTS, Text};
use super::picture::Picture;
use super::stencil::{Flag, Value, mark};
use crate::article::ArticleKind;
use crate::model::{
    DependencyId, HealthSet, HealthSetId, Monitor, MonitorMention, Probe, ProbeId, ProbeRow,
    ServerRole,
};

/// What `article.hbs` gets.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArticlePage<'p> {
    page: Page,
    health_set: Facts<'p>,
    article: ArticleText<'p>,
}

/// The health set, as the model has it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Facts<'p> {
    id: &'p str,
    slug: &'p str,
    kind: ArticleKind,
    category: Option<Category<'p>>,
    roles: Vec<&'p str>,
    /// Rows, probes and monitors: only for templates of a project, because the built-in one shows them in the body.
    rows: Vec<Row<'p>>,
    probes: &'p [Probe],
    monitors: &'p [Monitor],
    /// As HTML.
    related: &'p str,
}

/// The category, in the language it is known in.
#[derive(Debug, Serialize)]
struct Category<'p> {
    lang: &'p str,
    dir: &'p str,
    text: &'p str,
    /// In a stencil, the mark that tells whether it is there.
    #[serde(rename = "", skip_serializing_if = "Option::is_none")]
    there: Option<&'p str>,
}

/// A row of the probe table, without its texts.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'p> {
    probe: Option<&'p ProbeId>,
    health_set: &'p HealthSetId,
    dependencies: &'p [DependencyId],
    monitors: &'p [MonitorMention],
}

impl<'p> Row<'p> {
    fn of(row: &'p ProbeRow<'_>) -> Self {
        Self {
            probe: row.probe.as_ref(),
            health_set: &row.health_set,
            dependencies: &row.dependencies,
            monitors: &row.monitors,
        }
    }
}

/// The article that is shown.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ArticleText<'p> {
    lang: &'p str,
    dir: &'p str,
    /// The own name of its language.
    language: &'p str,
    /// Whether it stands in for a translation that is missing.
    is_fallback: Flag,
    is_machine_translated: Flag,
    /// As HTML.
    title: &'p str,
    /// As HTML.
    metadata: &'p str,
    /// As HTML.
    contents: &'p str,
    /// As HTML.
    body: &'p str,
    picture: Option<PictureText<'p>>,
    /// What the box that fills in commands offers; nothing where no command has a place for it.
    fill_in: Option<FillIn<'p>>,
    source: &'p str,
    edit_link: Option<&'p str>,
}

/// A picture, as HTML.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PictureText<'p> {
    svg: &'p str,
    is_small: Flag,
    /// In a stencil, the mark that tells whether it is there.
    #[serde(rename = "", skip_serializing_if = "Option::is_none")]
    there: Option<&'p str>,
}

/// The monitors to choose from, as HTML.
#[derive(Debug, Serialize)]
struct FillIn<'p> {
    monitors: &'p str,
    /// In a stencil, the mark that tells whether it is there.
    #[serde(rename = "", skip_serializing_if = "Option::is_none")]
    there: Option<&'p str>,
}

/// What an article page shows.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown<'p> {
    pub(super) set: &'p HealthSet<'p>,
    pub(super) category: Option<Text<'p>>,
    /// As HTML.
    pub(super) related: &'p str,
    /// The language of the article.
    pub(super) lang: &'p str,
    pub(super) dir: &'static str,
    pub(super) language: &'p str,
    pub(super) is_fallback: bool,
    pub(super) is_machine_translated: bool,
    /// As HTML.
    pub(super) title: &'p str,
    /// As HTML.
    pub(super) metadata: &'p str,
    /// As HTML.
    pub(super) contents: &'p str,
    /// As HTML.
    pub(super) body: &'p str,
    pub(super) picture: Option<&'p Picture>,
    /// As HTML.
    pub(super) monitors: Option<&'p str>,
    pub(super) source: &'p str,
    pub(super) edit_link: Option<&'p str>,
}

/// What fills the stencil of article pages behind [`Frame::texts`], in the order of [`Shown::values`].
#[derive(Clone, Copy)]
enum Mark {
    Id = TEXTS as isize,
    Slug,
    Category,
    CategoryLang,
    CategoryDir,
    CategoryText,
    Roles,
    Related,
    Lang,
    Dir,
    Language,
    IsFallback,
    IsMachineTranslated,
    Title,
    Metadata,
    Contents,
    Body,
    Picture,
    Svg,
    IsSmall,
    FillIn,
    Monitors,
    Source,
    EditLink,
}

const COUNT: usize = Mark::EditLink as usize + 1;

impl Shown<'_> {
    /// Hands `fill` what fills the stencil.
    pub(super) fn values<T>(
        &self,
        frame: &Frame<'_>,
        fill: impl FnOnce(&[Value<'_>; COUNT]) -> T,
    ) -> T {
        let [title, head, bar] = frame.texts();
        let category = self.category.as_ref();
        let roles = Roles(&self.set.roles);
        let is_small = self.picture.is_some_and(Picture::is_small);
        fill(&[
            title,
            head,
            bar,
            Value::Text(self.set.id.as_str()),
            Value::Text(self.set.slug.as_str()),
            category.is_some().into(),
            category.map_or(Value::Nothing, |text| Value::Shown(&text.lang)),
            category.map(|text| text.dir).into(),
            category.map(|text| text.text).into(),
            match self.set.roles.as_slice() {
                [] => Value::Nothing,
                _ => Value::Shown(&roles),
            },
            Value::Html(self.related),
            Value::Text(self.lang),
            Value::Text(self.dir),
            Value::Text(self.language),
            self.is_fallback.into(),
            self.is_machine_translated.into(),
            Value::Html(self.title),
            Value::Html(self.metadata),
            Value::Html(self.contents),
            Value::Html(self.body),
            self.picture.is_some().into(),
            Value::Html(self.picture.map_or("", Picture::svg)),
            is_small.into(),
            self.monitors.is_some().into(),
            Value::Html(self.monitors.unwrap_or_default()),
            Value::Text(self.source),
            self.edit_link.into(),
        ])
    }
}

/// Server roles, with commas between.
struct Roles<'p>(&'p [ServerRole]);

impl fmt::Display for Roles<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, role) in self.0.iter().enumerate() {
            f.write_str(if at > 0 { ", " } else { "" })?;
            f.write_str(role.token())?;
        }
        Ok(())
    }
}

impl<'p> ArticlePage<'p> {
    /// What the template of a project gets: everything.
    pub(super) fn new(page: Page, shown: &Shown<'p>, category_lang: &'p str) -> Self {
        let set = shown.set;
        Self {
            page,
            health_set: Facts {
                id: set.id.as_str(),
                slug: set.slug.as_str(),
                kind: set.kind,
                category: shown.category.map(|text| Category {
                    lang: category_lang,
                    dir: text.dir,
                    text: text.text,
                    there: None,
                }),
                roles: set.roles.iter().map(|role| role.token()).collect(),
                rows: set.rows.iter().map(Row::of).collect(),
                probes: &set.probes,
                monitors: &set.monitors,
                related: shown.related,
            },
            article: ArticleText {
                lang: shown.lang,
                dir: shown.dir,
                language: shown.language,
                is_fallback: Flag::Is(shown.is_fallback),
                is_machine_translated: Flag::Is(shown.is_machine_translated),
                title: shown.title,
                metadata: shown.metadata,
                contents: shown.contents,
                body: shown.body,
                picture: shown.picture.map(|picture| PictureText {
                    svg: picture.svg(),
                    is_small: Flag::Is(picture.is_small()),
                    there: None,
                }),
                fill_in: shown.monitors.map(|monitors| FillIn {
                    monitors,
                    there: None,
                }),
                source: shown.source,
                edit_link: shown.edit_link,
            },
        }
    }

    /// Hands `render` what the built-in template gets: marks in the place of all that pages of one language differ in.
    pub(super) fn marked<T>(page: Page, render: impl FnOnce(&ArticlePage<'_>) -> T) -> T {
        let marks: [String; COUNT] = std::array::from_fn(mark);
        let text = |mark: Mark| marks[mark as usize].as_str();
        let flag = |mark: Mark| Flag::Mark(text(mark).to_owned());
        render(&ArticlePage {
            page,
            health_set: Facts {
                id: text(Mark::Id),
                slug: text(Mark::Slug),
                // The built-in template shows it in no way.
                kind: ArticleKind::Full,
                category: Some(Category {
                    lang: text(Mark::CategoryLang),
                    dir: text(Mark::CategoryDir),
                    text: text(Mark::CategoryText),
                    there: Some(text(Mark::Category)),
                }),
                roles: vec![text(Mark::Roles)],
                rows: Vec::new(),
                probes: &[],
                monitors: &[],
                related: text(Mark::Related),
            },
            article: ArticleText {
                lang: text(Mark::Lang),
                dir: text(Mark::Dir),
                language: text(Mark::Language),
                is_fallback: flag(Mark::IsFallback),
                is_machine_translated: flag(Mark::IsMachineTranslated),
                title: text(Mark::Title),
                metadata: text(Mark::Metadata),
                contents: text(Mark::Contents),
                body: text(Mark::Body),
                picture: Some(PictureText {
                    svg: text(Mark::Svg),
                    is_small: flag(Mark::IsSmall),
                    there: Some(text(Mark::Picture)),
                }),
                fill_in: Some(FillIn {
                    monitors: text(Mark::Monitors),
                    there: Some(text(Mark::FillIn)),
                }),
                source: text(Mark::Source),
                edit_link: Some(text(Mark::EditLink)),
            },
        })
    }
}
