//! What was found, with its place.

use super::tree::Element;
use crate::diagnostic::Span;
use crate::verify::Weight;

/// Something that is wrong with a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whether import fails.
    pub weight: Weight,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// How to mend it; empty if the message says so.
    pub help: String,
    /// Where.
    pub span: Span,
    /// The ID of the element of the pack that it is in.
    pub element: Option<String>,
}

/// Gathers findings.
#[derive(Debug, Default)]
pub struct Findings {
    /// In the order in which they were found.
    pub all: Vec<Finding>,
}

impl Findings {
    /// SCOM refuses the pack.
    pub fn refused(
        &mut self,
        span: Span,
        element: Element<'_>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add(Weight::Refused, span, element, message.into(), help.into());
    }

    /// SCOM takes the pack and works badly.
    pub fn flawed(
        &mut self,
        span: Span,
        element: Element<'_>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add(Weight::Flawed, span, element, message.into(), help.into());
    }

    fn add(
        &mut self,
        weight: Weight,
        span: Span,
        element: Element<'_>,
        message: String,
        help: String,
    ) {
        self.all.push(Finding {
            weight,
            message,
            help,
            span,
            element: owner(element),
        });
    }
}

/// The ID of the outermost element of the pack around `element`.
fn owner(element: Element<'_>) -> Option<String> {
    std::iter::successors(Some(element), |it| it.parent())
        .filter(|it| it.name() != "LanguagePack")
        .filter_map(|it| it.attribute("ID").or(it.attribute("ElementID")))
        .last()
        .map(str::to_owned)
}
