//! Templates that are made once and filled often. Handlebars is slow beside everything else, and most pages and rows
//! differ in nothing but a few texts: a template is made once with marks in the place of these, and the marks are filled.
//!
//! A template may ask whether there is a text (`{{#if x}}`): where `x` is a mark, [`Choice`] keeps both answers, and which of
//! them is taken depends on what fills the mark. So pages that have other parts are made with the same stencil.

use std::fmt;
use std::hash::Hash;
use std::sync::Arc;

use handlebars::{
    Context, Handlebars, Helper, HelperDef, HelperResult, JsonTruthy as _, JsonValue, Output,
    RenderContext, RenderErrorReason, Renderable as _,
};
use serde::{Serialize, Serializer};

use super::text::put_escaped;
use crate::diagnostic::Diagnostic;
use crate::emit::distinct::Distinct;
use crate::syntax::escape_html;

/// The first mark. Marks are characters of the last plane, which Unicode sets aside for private use.
const FIRST: u32 = 0x10_0000;
/// What every mark begins with in UTF-8.
const LEAD: u8 = 0xf4;
/// What begins a choice, with the mark that it depends on behind it; what is between the two answers; what is at the end.
const IF: char = '\u{10fff0}';
const ELSE: char = '\u{10fff1}';
const END: char = '\u{10fff2}';

/// What a template gets in the place of text number `number`.
pub(super) fn mark(number: usize) -> String {
    let mark = u32::try_from(number)
        .ok()
        .and_then(|number| char::from_u32(FIRST + number))
        .filter(|mark| *mark < IF);
    mark.map_or_else(String::new, String::from)
}

/// The number of a mark.
fn number(mark: char) -> Option<usize> {
    let number = u32::from(mark).checked_sub(FIRST)?;
    Some(number as usize)
}

/// Something that is so or not, or the mark that tells.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Flag {
    Is(bool),
    Mark(String),
}

/// What fills a mark.
#[derive(Clone, Copy)]
pub(super) enum Value<'v> {
    /// Nothing, where a text could be.
    Nothing,
    /// That something is so, which a template can ask.
    Yes,
    /// Text, to be escaped.
    Text(&'v str),
    /// Something that displays itself as text, to be escaped.
    Shown(&'v dyn fmt::Display),
    /// HTML.
    Html(&'v str),
    /// HTML, as a stencil and what fills it.
    Filled(&'v Stencil, &'v [Value<'v>]),
}

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        self.push(&mut text);
        f.write_str(&text)
    }
}

impl<'v> From<Option<&'v str>> for Value<'v> {
    fn from(text: Option<&'v str>) -> Self {
        text.map_or(Self::Nothing, Self::Text)
    }
}

impl From<bool> for Value<'_> {
    fn from(is: bool) -> Self {
        if is { Self::Yes } else { Self::Nothing }
    }
}

impl Value<'_> {
    fn push(self, out: &mut String) {
        match self {
            Self::Nothing | Self::Yes => {}
            Self::Text(text) => escape_html(text, out),
            Self::Shown(shown) => put_escaped(shown, out),
            Self::Html(html) => out.push_str(html),
            Self::Filled(stencil, values) => push(&stencil.pieces, values, out),
        }
    }

    /// Whether templates take it for something: not an empty text.
    fn is_something(self) -> bool {
        match self {
            Self::Nothing => false,
            Self::Yes | Self::Shown(_) | Self::Filled(..) => true,
            Self::Text(text) | Self::Html(text) => !text.is_empty(),
        }
    }

    /// About how long it is.
    fn len(self) -> usize {
        match self {
            Self::Nothing | Self::Yes => 0,
            Self::Text(text) | Self::Html(text) => text.len(),
            Self::Shown(_) => 32,
            Self::Filled(stencil, values) => stencil.len(values),
        }
    }
}

impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => serializer.serialize_none(),
            Self::Yes => serializer.serialize_bool(true),
            Self::Text(text) | Self::Html(text) => serializer.serialize_str(text),
            Self::Shown(shown) => serializer.collect_str(shown),
            Self::Filled(stencil, values) => {
                let mut html = String::new();
                stencil.fill(values, &mut html);
                serializer.serialize_str(&html)
            }
        }
    }
}

/// A piece of a stencil.
#[derive(Debug)]
enum Piece {
    Html(String),
    /// The place of a mark.
    Value(usize),
    /// One of two answers to whether the value of a mark is something.
    Choice(usize, Vec<Piece>, Vec<Piece>),
}

/// A template with marks.
#[derive(Debug)]
pub(super) struct Stencil {
    pieces: Vec<Piece>,
    /// How long the HTML in the pieces is, with both answers of every choice.
    length: usize,
    /// What was wrong with the template.
    pub(super) failure: Option<Diagnostic>,
}

impl Stencil {
    fn new((html, failure): (String, Option<Diagnostic>)) -> Self {
        let length = html.len();
        let (pieces, _) = pieces(&mut html.as_str());
        Self {
            pieces,
            length,
            failure,
        }
    }

    /// Appends the template with `values` in the places of the marks.
    pub(super) fn fill(&self, values: &[Value<'_>], out: &mut String) {
        let length = self.len(values);
        // Some texts become longer when they are escaped.
        out.reserve(length + length / 64);
        push(&self.pieces, values, out);
    }

    /// About how long it is with `values`.
    fn len(&self, values: &[Value<'_>]) -> usize {
        let values = values.iter().map(|value| value.len());
        self.length + values.sum::<usize>()
    }
}

/// Appends `pieces` with these values, from left to right.
fn push(pieces: &[Piece], values: &[Value<'_>], out: &mut String) {
    let value = |number: usize| values.get(number).copied().unwrap_or(Value::Nothing);
    for piece in pieces {
        match piece {
            Piece::Html(html) => out.push_str(html),
            Piece::Value(number) => value(*number).push(out),
            Piece::Choice(number, then, other) => {
                let is = value(*number).is_something();
                push(if is { then } else { other }, values, out);
            }
        }
    }
}

/// The pieces of `html` up to the end of the answer that they are, and what ends it; all of them, if nothing does.
fn pieces(html: &mut &str) -> (Vec<Piece>, Option<char>) {
    let mut pieces = Vec::new();
    let mut begin = 0;
    while let Some(at) = memchr::memchr(LEAD, &html.as_bytes()[begin..]) {
        let at = begin + at;
        let Some((mark, number)) = mark_at(html, at) else {
            begin = at + 1;
            continue;
        };
        if at > 0 {
            pieces.push(Piece::Html(html[..at].to_owned()));
        }
        *html = &html[at + mark.len_utf8()..];
        begin = 0;
        match mark {
            IF => pieces.extend(choice(html)),
            ELSE | END => return (pieces, Some(mark)),
            _ => pieces.push(Piece::Value(number)),
        }
    }
    if !html.is_empty() {
        pieces.push(Piece::Html((*html).to_owned()));
        *html = "";
    }
    (pieces, None)
}

fn mark_at(html: &str, at: usize) -> Option<(char, usize)> {
    let mark = html[at..].chars().next()?;
    Some((mark, number(mark)?))
}

/// The choice that begins before `html`.
fn choice(html: &mut &str) -> Option<Piece> {
    let (mark, number) = mark_at(html, 0)?;
    *html = &html[mark.len_utf8()..];
    let (then, end) = pieces(html);
    let other = match end {
        Some(ELSE) => pieces(html).0,
        _ => Vec::new(),
    };
    Some(Piece::Choice(number, then, other))
}

/// `{{#if x}}` and `{{#unless x}}`: as Handlebars has them, but where a mark tells whether `x` is something, both answers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Choice {
    /// Whether it is `if`.
    pub(super) is_positive: bool,
}

/// What an object has as a member in a stencil, if a mark tells whether it is there.
pub(super) const THERE: &str = "";

/// The mark that tells whether something is there.
fn telling(value: &JsonValue) -> Option<&str> {
    match value {
        JsonValue::String(text) => {
            let mut chars = text.chars();
            let mark = chars.next().filter(|first| number(*first).is_some());
            (mark.is_some() && chars.next().is_none()).then_some(text)
        }
        JsonValue::Array(values) => telling(values.first()?),
        JsonValue::Object(members) => telling(members.get(THERE)?),
        _ => None,
    }
}

impl HelperDef for Choice {
    fn call<'reg: 'rc, 'rc>(
        &self,
        helper: &Helper<'rc>,
        registry: &'reg Handlebars<'reg>,
        context: &'rc Context,
        render: &mut RenderContext<'reg, 'rc>,
        out: &mut dyn Output,
    ) -> HelperResult {
        let param = helper.param(0);
        let param = param.ok_or(RenderErrorReason::ParamNotFoundForIndex("if", 0))?;
        let (then, other) = match self.is_positive {
            true => (helper.template(), helper.inverse()),
            false => (helper.inverse(), helper.template()),
        };
        let Some(mark) = telling(param.value()) else {
            let answer = if param.value().is_truthy(false) {
                then
            } else {
                other
            };
            return answer.map_or(Ok(()), |it| it.render(registry, context, render, out));
        };
        let [begin, between, end] = [IF, ELSE, END].map(String::from);
        for (sign, answer) in [(begin + mark, then), (between, other)] {
            out.write(&sign)?;
            if let Some(answer) = answer {
                answer.render(registry, context, render, out)?;
            }
        }
        Ok(out.write(&end)?)
    }
}

/// The stencils made so far of one template, by shape: everything but its texts that the template may look at.
#[derive(Debug)]
pub(super) struct Stencils<S>(Distinct<S, Arc<Stencil>>);

impl<S: Eq + Hash> Stencils<S> {
    /// The stencil of a shape.
    pub(super) fn get(
        &self,
        shape: S,
        make: impl FnOnce(&S) -> (String, Option<Diagnostic>),
    ) -> Arc<Stencil> {
        let stencil = |shape: &S| Arc::new(Stencil::new(make(shape)));
        self.0.get(shape, stencil)
    }
}

impl<S> Default for Stencils<S> {
    fn default() -> Self {
        Self(Distinct::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_filled_in_any_order_and_more_than_once() {
        let html = format!("<a>{}</a>\u{f4}\u{ff000}{}{}", mark(1), mark(0), mark(1));
        let stencil = Stencil::new((html, None));
        let mut out = String::new();
        stencil.fill(&[Value::Text("<"), Value::Html("<b>")], &mut out);
        assert_eq!(out, "<a><b></a>\u{f4}\u{ff000}&lt;<b>");
    }

    fn filled(template: &str, context: &JsonValue, values: &[Value<'_>]) -> String {
        let mut registry = Handlebars::new();
        for (name, is_positive) in [("if", true), ("unless", false)] {
            registry.register_helper(name, Box::new(Choice { is_positive }));
        }
        let html = registry
            .render_template(template, context)
            .expect("a template");
        let mut out = String::new();
        Stencil::new((html, None)).fill(values, &mut out);
        out
    }

    #[test]
    fn what_a_template_asks_of_a_mark_is_answered_when_it_is_filled() {
        let template = "{{#if a}}[{{a}}{{#unless b}}!{{/unless}}]{{else}}-{{/if}}{{#if c}}c{{/if}}{{#each d}}{{#if this}}{{@index}}{{/if}}{{/each}}";
        let context = serde_json::json!({
            "a": mark(0), "b": { THERE: mark(1) }, "c": [mark(2)], "d": [true, false, mark(1)],
        });
        let fill = |values: &[Value<'_>]| filled(template, &context, values);
        assert_eq!(fill(&[Value::Text("x"), Value::Yes, Value::Yes]), "[x]c02");
        assert_eq!(fill(&[Value::Text("x")]), "[x!]0");
        assert_eq!(fill(&[Value::Text(""), Value::Yes]), "-02");
    }

    #[test]
    fn choices_without_an_end_lose_nothing() {
        let mut out = String::new();
        let html = format!("a{END}b{IF}{}c", mark(0));
        Stencil::new((html, None)).fill(&[Value::Yes], &mut out);
        assert!(out.starts_with('a'));
    }
}
