//! The templates: Handlebars in strict mode, built in and overridable one by one.

use std::fmt;
use std::sync::OnceLock;

use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, Output, RenderContext, RenderError,
    RenderErrorReason, Renderable as _, StringOutput, Template,
};
use rayon::prelude::*;
use serde::Serialize;

use super::stencil::Choice;
use crate::diagnostic::{Diagnostic, Rule};
use crate::locale::{InterfaceKey, Languages, Locale};
use crate::syntax::escape_html;

/// The templates and assets that are built in, by file name.
const BUILT_IN: &[(&str, &str)] = &[
    (
        "article.hbs",
        include_str!("../../../templates/article.hbs"),
    ),
    ("bar.hbs", include_str!("../../../templates/bar.hbs")),
    ("choice.hbs", include_str!("../../../templates/choice.hbs")),
    (
        "content.hbs",
        include_str!("../../../templates/content.hbs"),
    ),
    ("head.hbs", include_str!("../../../templates/head.hbs")),
    ("index.hbs", include_str!("../../../templates/index.hbs")),
    (
        "metadata.hbs",
        include_str!("../../../templates/metadata.hbs"),
    ),
    (
        "monitor.hbs",
        include_str!("../../../templates/monitor.hbs"),
    ),
    (
        "overview.hbs",
        include_str!("../../../templates/overview.hbs"),
    ),
    (
        "related.hbs",
        include_str!("../../../templates/related.hbs"),
    ),
    ("script.js", include_str!("../../../templates/script.js")),
    ("set.hbs", include_str!("../../../templates/set.hbs")),
    ("start.hbs", include_str!("../../../templates/start.hbs")),
    ("style.css", include_str!("../../../templates/style.css")),
];

/// The templates among [`BUILT_IN`]: `mpkc watch` uses them in every build. A test renders all of them.
static COMPILED: [OnceLock<Option<Template>>; PageKind::ALL.len()] =
    [const { OnceLock::new() }; PageKind::ALL.len()];

/// The ending of a template; other files are assets.
const ENDING: &str = ".hbs";

/// A kind of page, a part of every page, or a row of a list, and the template that makes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum PageKind {
    Article,
    Bar,
    Choice,
    Content,
    Head,
    Index,
    Metadata,
    Monitor,
    Overview,
    Related,
    Set,
    Start,
}

impl PageKind {
    const ALL: [Self; 12] = [
        Self::Article,
        Self::Bar,
        Self::Choice,
        Self::Content,
        Self::Head,
        Self::Index,
        Self::Metadata,
        Self::Monitor,
        Self::Overview,
        Self::Related,
        Self::Set,
        Self::Start,
    ];

    /// The template that is built in.
    fn built_in(self) -> Option<&'static Template> {
        let compile = || {
            let name = self.template();
            let is_own = |(file, _): &&(&str, &str)| file.strip_suffix(ENDING) == Some(name);
            let (_, text) = BUILT_IN.iter().find(is_own)?;
            Template::compile_with_name(text, name.to_owned()).ok()
        };
        COMPILED[self as usize].get_or_init(compile).as_ref()
    }

    fn template(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Bar => "bar",
            Self::Choice => "choice",
            Self::Content => "content",
            Self::Head => "head",
            Self::Index => "index",
            Self::Metadata => "metadata",
            Self::Monitor => "monitor",
            Self::Overview => "overview",
            Self::Related => "related",
            Self::Set => "set",
            Self::Start => "start",
        }
    }
}

/// The templates of one run.
pub(super) struct Templates<'a> {
    /// What the built-in templates need: the helpers.
    built_in: Handlebars<'a>,
    /// With the templates of the project, if it brings any.
    own: Option<Handlebars<'a>>,
    assets: Vec<(&'a str, &'a str)>,
}

impl fmt::Debug for Templates<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Templates").finish_non_exhaustive()
    }
}

impl<'a> Templates<'a> {
    /// The built-in templates, with `overrides` (file name and text) before them. A template that is none is left
    /// out, and a diagnostic says so.
    pub(super) fn new(
        languages: &'a Languages,
        overrides: &'a [(String, String)],
    ) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut built_in = registry(languages);
        for (name, is_positive) in [("if", true), ("unless", false)] {
            built_in.register_helper(name, Box::new(Choice { is_positive }));
        }
        PageKind::ALL.par_iter().for_each(|kind| {
            kind.built_in();
        });
        let own = (!overrides.is_empty()).then(|| {
            let mut own = registry(languages);
            for kind in PageKind::ALL {
                if let Some(template) = kind.built_in() {
                    own.register_template(kind.template(), template.clone());
                }
            }
            for (name, text) in overrides {
                if let Some(name) = name.strip_suffix(ENDING) {
                    register(&mut own, name, text, &mut diagnostics);
                }
            }
            own
        });
        let own_assets = overrides
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()));
        let given = |name: &str| overrides.iter().any(|(own, _)| own == name);
        let mut assets: Vec<_> = BUILT_IN
            .iter()
            .copied()
            .filter(|(name, _)| !given(name))
            .chain(own_assets)
            .filter(|(name, _)| !name.ends_with(ENDING))
            .collect();
        assets.sort_unstable();
        let templates = Self {
            built_in,
            own,
            assets,
        };
        (templates, diagnostics)
    }

    /// The files that pages need beside them: name and text.
    pub(super) fn assets(&self) -> &[(&'a str, &'a str)] {
        &self.assets
    }

    /// Whether a project brings templates of its own.
    pub(super) fn are_own(&self) -> bool {
        self.own.is_some()
    }

    /// Makes a page. Where a template of the project fails, the built-in one stands in, and the diagnostic says why.
    pub(super) fn render(
        &self,
        kind: PageKind,
        page: &impl Serialize,
    ) -> (String, Option<Diagnostic>) {
        let name = kind.template();
        let context = match Context::wraps(page) {
            Ok(context) => context,
            Err(error) => return (String::new(), Some(broken(name, &error))),
        };
        let mut failure = None;
        if let Some(own) = &self.own {
            match own.render_with_context(name, &context) {
                Ok(html) => return (html, failure),
                Err(error) => failure = Some(broken(name, &error)),
            }
        }
        match self.render_built_in(kind, &context) {
            Ok(html) => (html, failure),
            Err(error) => (String::new(), Some(broken(name, &error))),
        }
    }

    fn render_built_in(&self, kind: PageKind, context: &Context) -> Result<String, RenderError> {
        let template = kind.built_in();
        let template = template.ok_or_else(|| failure("it cannot be read".to_owned()))?;
        let mut render = RenderContext::new(template.name.as_ref());
        let mut out = StringOutput::new();
        template.render(&self.built_in, context, &mut render, &mut out)?;
        out.into_string()
            .map_err(|error| failure(error.to_string()))
    }
}

fn broken(name: &str, error: &dyn fmt::Display) -> Diagnostic {
    Diagnostic::new(Rule::BrokenTemplate, format!("{name}{ENDING}: {error}"))
        .help("templates/README.md documents what a template can use")
}

fn registry(languages: &Languages) -> Handlebars<'_> {
    let mut registry = Handlebars::new();
    registry.set_strict_mode(true);
    registry.register_escape_fn(|text| {
        let mut escaped = String::with_capacity(text.len());
        escape_html(text, &mut escaped);
        escaped
    });
    registry.register_helper("word", Box::new(Word { languages }));
    registry
}

fn register(
    registry: &mut Handlebars<'_>,
    name: &str,
    text: &str,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if let Err(error) = registry.register_template_string(name, text) {
        diagnostics.push(broken(name, &error));
    }
}

/// `{{word "key"}}`: a word or sentence of the interface in the language of the page, or with `lang=tag` in
/// another; every further `name=value` replaces `{name}` in it.
#[derive(Clone, Copy)]
struct Word<'a> {
    languages: &'a Languages,
}

impl HelperDef for Word<'_> {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        _: &'reg Handlebars<'reg>,
        context: &'rc Context,
        _: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let name = helper.param(0).and_then(|param| param.value().as_str());
        let name = name.unwrap_or_default();
        let key = InterfaceKey::ALL
            .iter()
            .find(|key| key.name() == name)
            .ok_or_else(|| failure(format!("there is no word `{name}`")))?;
        let page = context.data().get("page");
        let own = page.and_then(|page| page.get("lang"));
        let locale = helper
            .hash_get("lang")
            .map(|param| param.value())
            .or(own)
            .and_then(|tag| tag.as_str())
            .and_then(|tag| tag.parse::<Locale>().ok())
            .ok_or_else(|| failure("a word needs a language".to_owned()))?;
        let values: Vec<(&str, String)> = helper
            .hash()
            .iter()
            .filter(|(name, _)| **name != "lang")
            .map(|(name, value)| (*name, value.render()))
            .collect();
        let values: Vec<(&str, &str)> = values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let mut escaped = String::new();
        escape_html(&self.languages.fill(locale, *key, &values), &mut escaped);
        out.write(&escaped)?;
        Ok(())
    }
}

fn failure(message: String) -> RenderError {
    RenderErrorReason::Other(message).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_template_that_is_built_in_is_one() {
        let built_in = BUILT_IN.iter().map(|(file, _)| *file);
        let templates: Vec<_> = built_in
            .filter_map(|file| file.strip_suffix(ENDING))
            .collect();
        let compiled: Vec<_> = PageKind::ALL
            .iter()
            .filter(|kind| kind.built_in().is_some())
            .map(|kind| kind.template())
            .collect();
        assert_eq!(compiled, templates);
    }
}
