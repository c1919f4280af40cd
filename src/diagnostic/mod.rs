//! What the compiler has to say about its input: one vocabulary for every stage.
//!
//! A diagnostic is data. How it looks on a terminal is the business of [`crate::cli`].

use schemars::JsonSchema;
use serde::Serialize;

mod fix;
mod rule;
mod span;

pub use fix::{Edit, apply};
pub use rule::{Rule, Severity};
pub use span::{LineColumn, LineIndex, Location, SourceId, Span};

/// One finding: what is wrong, where, what was expected and why, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Diagnostic {
    /// The rule that speaks.
    pub rule: Rule,
    /// How much it matters; starts as the default of the rule and may be changed by `mpkc.toml`.
    pub severity: Severity,
    /// One sentence without a full stop: what is wrong.
    pub message: String,
    /// Where; `None` for findings about the run as a whole.
    pub primary: Option<Location>,
    /// Evidence elsewhere, mostly in other languages, each with a short label.
    pub related: Vec<Related>,
    /// How to mend it.
    pub help: Option<String>,
    /// Whom it is about.
    pub scope: Scope,
    /// The change that mends it, where that is certain.
    pub fix: Vec<Edit>,
}

/// Whom a finding is about.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// The language of the place it is reported at.
    #[default]
    Locale,
    /// Several languages: that of its place and those of related places.
    Locales,
    /// All translations against the source, which has probably changed since.
    Translations,
    /// Every language alike: the source is wrong.
    Everywhere,
}

impl Scope {
    /// The word in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Locale => "locale",
            Self::Locales => "locales",
            Self::Translations => "translations",
            Self::Everywhere => "everywhere",
        }
    }
}

/// A place that supports a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Related {
    /// The place.
    pub location: Location,
    /// What is to be seen there.
    pub label: String,
    /// Whether it is the same there, so that the finding is about this place too.
    pub same: bool,
}

impl Diagnostic {
    /// A diagnostic of `rule` at its default severity.
    pub fn new(rule: Rule, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.default_severity(),
            message: message.into(),
            primary: None,
            related: Vec::new(),
            help: None,
            scope: Scope::default(),
            fix: Vec::new(),
        }
    }

    /// Sets the place the diagnostic is about.
    #[must_use]
    pub fn at(mut self, location: Location) -> Self {
        self.primary = Some(location);
        self
    }

    /// Sets the advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets whom it is about.
    #[must_use]
    pub fn scope(mut self, scope: Scope) -> Self {
        self.scope = scope;
        self
    }

    /// Adds a change that mends it.
    #[must_use]
    pub fn edit(mut self, location: Location, text: impl Into<String>) -> Self {
        self.fix.push(Edit {
            location,
            text: text.into(),
        });
        self
    }

    /// Adds evidence.
    #[must_use]
    pub fn related(mut self, location: Location, label: impl Into<String>) -> Self {
        self.related.push(Related {
            location,
            label: label.into(),
            same: false,
        });
        self
    }

    /// Adds a place of another language that the diagnostic is about as well.
    #[must_use]
    pub fn also(mut self, location: Location, locale: impl std::fmt::Display) -> Self {
        self.related.push(Related {
            location,
            label: format!("the same in {locale}"),
            same: true,
        });
        self
    }

    /// Every place the diagnostic is about.
    pub fn places(&self) -> impl Iterator<Item = Location> {
        let same = self.related.iter().filter(|related| related.same);
        self.primary
            .into_iter()
            .chain(same.map(|related| related.location))
    }

    /// The diagnostic without the places for which `drop` holds; `None` if there were places and none is left.
    pub fn without(mut self, mut drop: impl FnMut(Location) -> bool) -> Option<Self> {
        let Some(primary) = self.primary else {
            return Some(self);
        };
        let dropped: Vec<Location> = self.places().filter(|place| drop(*place)).collect();
        let is_gone = dropped.contains(&primary);
        self.related
            .retain(|related| !related.same || !dropped.contains(&related.location));
        self.fix
            .retain(|edit| !dropped.iter().any(|place| place.overlaps(&edit.location)));
        if is_gone {
            let next = self.related.iter().position(|related| related.same)?;
            self.primary = Some(self.related.remove(next).location);
        }
        Some(self)
    }
}

/// Sorts diagnostics by place, then rule, then message: the order in which every report shows them. What would be said
/// twice is said once.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        let key = |d: &Diagnostic| d.primary.map(|p| (p.source, p.span.start, p.span.end));
        key(a)
            .cmp(&key(b))
            .then_with(|| a.rule.cmp(&b.rule))
            .then_with(|| a.message.cmp(&b.message))
    });
    diagnostics.dedup_by(|a, b| {
        a.rule == b.rule && a.primary.is_some() && a.primary == b.primary && a.message == b.message
    });
}
