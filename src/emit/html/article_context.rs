//! What `article.hbs` gets, and in what pages of articles differ.

use serde::Serialize;

use super::page::Page;
use super::site::Site;
use super::stencil::{Value, mark};
use super::text::direction;
use crate::article::ArticleKind;
use crate::locale::Locale;
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
    roles: Vec<&'static str>,
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
    lang: Locale,
    dir: &'static str,
    /// The own name of its language.
    language: &'p str,
    /// Whether it stands in for a translation that is missing.
    is_fallback: bool,
    is_machine_translated: bool,
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
    is_small: bool,
}

/// The monitors to choose from, as HTML.
#[derive(Debug, Serialize)]
struct FillIn<'p> {
    monitors: &'p str,
}

/// All that the built-in template looks at, but texts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Shape {
    pub(super) lang: Locale,
    pub(super) shown: Locale,
    pub(super) kind: ArticleKind,
    pub(super) is_machine_translated: bool,
    pub(super) has_category: bool,
    pub(super) roles: Vec<ServerRole>,
    pub(super) has_related: bool,
    pub(super) has_metadata: bool,
    pub(super) has_contents: bool,
    /// Whether there is a picture, and whether it is small.
    pub(super) picture: Option<bool>,
    /// Whether there is the box that fills in commands, and whether it has monitors.
    pub(super) fill_in: Option<bool>,
    pub(super) has_edit_link: bool,
}

/// The texts of the template behind those of [`Page::texts`].
#[derive(Clone, Debug, Default)]
pub(super) struct Texts<'p> {
    pub(super) id: &'p str,
    pub(super) slug: &'p str,
    pub(super) category: [&'p str; 3],
    pub(super) related: &'p str,
    pub(super) language: &'p str,
    pub(super) title: &'p str,
    pub(super) metadata: &'p str,
    pub(super) contents: &'p str,
    pub(super) body: &'p str,
    pub(super) svg: &'p str,
    pub(super) monitors: &'p str,
    pub(super) source: &'p str,
    pub(super) edit_link: &'p str,
}

impl<'p> Texts<'p> {
    /// All of them, behind those of the page.
    pub(super) fn values(&self, page: &'p Page) -> Vec<Value<'p>> {
        let category = self.category.map(Value::Text);
        let texts = [
            Value::Text(self.id),
            Value::Text(self.slug),
            Value::Html(self.related),
            Value::Text(self.language),
            Value::Html(self.title),
            Value::Html(self.metadata),
            Value::Html(self.contents),
            Value::Html(self.body),
            Value::Html(self.svg),
            Value::Html(self.monitors),
            Value::Text(self.source),
            Value::Text(self.edit_link),
        ];
        page.texts()
            .into_iter()
            .chain(category)
            .chain(texts)
            .collect()
    }

    /// Marks in the order of [`Self::values`].
    fn of(marks: &'p [String]) -> Self {
        let [
            category @ ..,
            id,
            slug,
            related,
            language,
            title,
            metadata,
            contents,
            body,
            svg,
            monitors,
            source,
            edit_link,
        ] = marks
        else {
            return Self::default();
        };
        let category = category.last_chunk::<3>();
        Self {
            category: category.map_or([""; 3], |texts| texts.each_ref().map(String::as_str)),
            id,
            slug,
            related,
            language,
            title,
            metadata,
            contents,
            body,
            svg,
            monitors,
            source,
            edit_link,
        }
    }
}

impl<'p> ArticlePage<'p> {
    /// What the template of a project gets: everything.
    pub(super) fn new(
        site: &Site<'_>,
        page: Page,
        shape: &Shape,
        texts: &Texts<'p>,
        set: &'p HealthSet<'p>,
    ) -> Self {
        let mut context = Self::shaped(site, page, shape, texts);
        context.health_set.rows = set.rows.iter().map(Row::of).collect();
        context.health_set.probes = &set.probes;
        context.health_set.monitors = &set.monitors;
        context
    }

    /// What the built-in template gets, with these texts.
    fn shaped(site: &Site<'_>, page: Page, shape: &Shape, texts: &Texts<'p>) -> Self {
        let [lang, dir, text] = texts.category;
        let given = |is_there: bool, html: &'p str| if is_there { html } else { "" };
        Self {
            page,
            health_set: Facts {
                id: texts.id,
                slug: texts.slug,
                kind: shape.kind,
                category: shape.has_category.then_some(Category { lang, dir, text }),
                roles: shape.roles.iter().map(|role| role.token()).collect(),
                rows: Vec::new(),
                probes: &[],
                monitors: &[],
                related: given(shape.has_related, texts.related),
            },
            article: ArticleText {
                lang: shape.shown,
                dir: direction(site.languages, shape.shown),
                language: texts.language,
                is_fallback: shape.shown != shape.lang,
                is_machine_translated: shape.is_machine_translated,
                title: texts.title,
                metadata: given(shape.has_metadata, texts.metadata),
                contents: given(shape.has_contents, texts.contents),
                body: texts.body,
                picture: shape.picture.map(|is_small| PictureText {
                    svg: texts.svg,
                    is_small,
                }),
                fill_in: shape.fill_in.map(|has_monitors| FillIn {
                    monitors: given(has_monitors, texts.monitors),
                }),
                source: texts.source,
                edit_link: shape.has_edit_link.then_some(texts.edit_link),
            },
        }
    }

    /// Hands `render` what the built-in template gets, with marks in the place of all texts.
    pub(super) fn marked<T>(
        site: &Site<'_>,
        page: &Page,
        shape: &Shape,
        count: usize,
        render: impl FnOnce(&ArticlePage<'_>) -> T,
    ) -> T {
        let marks: Vec<String> = (0..count).map(mark).collect();
        render(&ArticlePage::shaped(
            site,
            page.marked(),
            shape,
            &Texts::of(&marks),
        ))
    }
}
