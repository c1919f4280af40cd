//! What the compiler has to say about its input: one vocabulary for every stage.
//!
//! A diagnostic is data. How it looks on a terminal is the business of [`crate::cli`].

mod rule;
mod span;

pub use rule::{Rule, Severity};
pub use span::{LineColumn, LineIndex, Location, SourceId, Span};

/// One finding: what is wrong, where, what was expected and why, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
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
}

/// A place that supports a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The place.
    pub location: Location,
    /// What is to be seen there.
    pub label: String,
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

    /// Adds evidence.
    #[must_use]
    pub fn related(mut self, location: Location, label: impl Into<String>) -> Self {
        self.related.push(Related {
            location,
            label: label.into(),
        });
        self
    }
}

/// Sorts diagnostics by place, then rule, then message: the order in which every report shows them.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| {
        let key = |d: &Diagnostic| d.primary.map(|p| (p.source, p.span.start, p.span.end));
        key(a)
            .cmp(&key(b))
            .then_with(|| a.rule.cmp(&b.rule))
            .then_with(|| a.message.cmp(&b.message))
    });
}
