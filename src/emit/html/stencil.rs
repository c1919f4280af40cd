//! Templates that are made once and filled often. Handlebars is slow beside everything else, and most pages and rows
//! differ in nothing but a few texts: a template is made with marks in the place of these, once for every shape, and the
//! marks are filled.

use std::fmt;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::diagnostic::Diagnostic;
use crate::syntax::escape_html;

/// The first mark. Marks are characters of the last plane, which Unicode sets aside for private use.
const FIRST: u32 = 0x10_0000;
/// What every mark begins with in UTF-8.
const LEAD: u8 = 0xf4;

/// What a template gets in the place of text number `number`.
pub(super) fn mark(number: usize) -> String {
    let mark = u32::try_from(number)
        .ok()
        .and_then(|number| char::from_u32(FIRST + number));
    mark.map_or_else(String::new, String::from)
}

/// What fills a mark.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'v> {
    /// Text, to be escaped.
    Text(&'v str),
    /// HTML.
    Html(&'v str),
}

impl Value<'_> {
    fn push(self, out: &mut String) {
        match self {
            Self::Text(text) => escape_html(text, out),
            Self::Html(html) => out.push_str(html),
        }
    }

    fn len(self) -> usize {
        match self {
            Self::Text(text) | Self::Html(text) => text.len(),
        }
    }
}

/// A template with marks.
#[derive(Debug)]
pub(super) struct Stencil {
    /// What stands before each mark, and its number.
    pieces: Vec<(String, usize)>,
    end: String,
    /// What was wrong with the template.
    pub(super) failure: Option<Diagnostic>,
}

impl Stencil {
    fn new((html, failure): (String, Option<Diagnostic>)) -> Self {
        let mut pieces = Vec::new();
        let mut begin = 0;
        for at in memchr::memchr_iter(LEAD, html.as_bytes()) {
            let number = html[at..].chars().next().map(u32::from);
            if let Some(number) = number.and_then(|number| number.checked_sub(FIRST)) {
                pieces.push((html[begin..at].to_owned(), number as usize));
                begin = at + 4;
            }
        }
        let end = html[begin..].to_owned();
        Self {
            pieces,
            end,
            failure,
        }
    }

    /// Appends the template with `values` in the places of the marks.
    pub(super) fn fill(&self, values: &[Value<'_>], out: &mut String) {
        let value = |number: usize| values.get(number).copied().unwrap_or(Value::Html(""));
        let parts = self.pieces.iter();
        let length: usize = parts
            .map(|(before, number)| before.len() + value(*number).len())
            .sum();
        // Some texts become longer when they are escaped.
        out.reserve(length + self.end.len() + length / 64);
        for (before, number) in &self.pieces {
            out.push_str(before);
            value(*number).push(out);
        }
        out.push_str(&self.end);
    }
}

/// The stencils made so far of one template, by shape: everything but its texts that the template may look at.
pub(super) struct Stencils<S>(Mutex<FxHashMap<S, Arc<Stencil>>>);

impl<S: Eq + Hash> Stencils<S> {
    /// The stencil of a shape.
    pub(super) fn get(
        &self,
        shape: S,
        make: impl FnOnce(&S) -> (String, Option<Diagnostic>),
    ) -> Arc<Stencil> {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&shape) {
            return known.clone();
        }
        let made = Arc::new(Stencil::new(make(&shape)));
        lock().entry(shape).or_insert(made).clone()
    }
}

impl<S> Default for Stencils<S> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<S> fmt::Debug for Stencils<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stencils").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_filled_in_any_order_and_more_than_once() {
        let html = format!("<a>{}</a>\u{f4}{}{}", mark(1), mark(0), mark(1));
        let stencil = Stencil::new((html, None));
        let mut out = String::new();
        stencil.fill(&[Value::Text("<"), Value::Html("<b>")], &mut out);
        assert_eq!(out, "<a><b></a>\u{f4}&lt;<b>");
    }

    #[test]
    fn a_shape_is_made_once() {
        let stencils = Stencils::default();
        let mut made = 0;
        for shape in [1, 2, 1] {
            stencils.get(shape, |_| {
                made += 1;
                (String::new(), None)
            });
        }
        assert_eq!(made, 2);
    }
}
