//! Diagnostics for people: the source line with a caret, the related lines of other languages, the advice.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use rayon::prelude::*;

use super::visible::visible;
use crate::diagnostic::{Diagnostic, Location, Severity};
use crate::workspace::Source;

/// Writes diagnostics, one after the other, to standard error.
pub(super) fn diagnostics(diagnostics: &[Diagnostic], sources: &[Source]) -> io::Result<()> {
    print(&rendered(diagnostics, sources))
}

/// Writes what [`rendered`] gives to standard error.
pub(super) fn print(rendered: &str) -> io::Result<()> {
    // In one piece: what is stripped of colours is otherwise written word by word.
    let choice = anstream::AutoStream::choice(&io::stderr());
    let mut plain = anstream::AutoStream::new(Vec::with_capacity(rendered.len()), choice);
    plain.write_all(rendered.as_bytes())?;
    let mut out = io::stderr().lock();
    out.write_all(&plain.into_inner())?;
    out.flush()
}

/// Diagnostics, one after the other, with colours.
pub(super) fn rendered(diagnostics: &[Diagnostic], sources: &[Source]) -> String {
    let renderer = Renderer::styled().term_width(width());
    let render = |diagnostic| {
        let mut text = renderer.render(&groups(diagnostic, sources));
        text.push_str("\n\n");
        text
    };
    diagnostics.par_iter().map(render).collect()
}

/// How many columns there are.
pub(super) fn width() -> usize {
    std::env::var("COLUMNS")
        .ok()
        .and_then(|width| width.parse().ok())
        .unwrap_or(120)
}

fn groups<'s>(diagnostic: &'s Diagnostic, sources: &'s [Source]) -> Vec<Group<'s>> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note | Severity::Off => Level::NOTE,
    };
    let title = level
        .primary_title(visible(&diagnostic.message))
        .id(diagnostic.rule.name());
    let mut group = Group::with_title(title);
    if let Some(location) = diagnostic.primary
        && let Some(snippet) = snippet(location, AnnotationKind::Primary, None, sources)
    {
        group = group.element(snippet);
    }
    for related in &diagnostic.related {
        if let Some(snippet) = snippet(
            related.location,
            AnnotationKind::Context,
            Some(&related.label),
            sources,
        ) {
            group = group.element(snippet);
        }
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    vec![group]
}

/// The longest line that is shown, in bytes.
const LONGEST_LINE: usize = 4096;

/// The first line of a place, cut out of its file: a file can be large. Of a line that is too long to be shown, just where
/// it is.
fn snippet<'s>(
    location: Location,
    kind: AnnotationKind,
    label: Option<&'s str>,
    sources: &'s [Source],
) -> Option<Element<'s>> {
    let source = sources.get(location.source.0 as usize)?;
    let text = source.text.as_str();
    let start = floor(text, location.span.start as usize);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_start = if line_start == 0 && text.starts_with('\u{feff}') {
        3
    } else {
        line_start
    };
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let start = start.max(line_start);
    let end = floor(text, location.span.end as usize).clamp(start, line_end.max(start));
    let line = source.line_column(location.span.start).line;
    let path = visible(source.path.as_str());
    if line_end - line_start > LONGEST_LINE {
        let column = source.line_column(location.span.start).column;
        return Some(Origin::path(path).line(line).char_column(column).into());
    }
    let line_end = start.max(line_start + text[line_start..line_end].trim_end_matches('\r').len());
    let before = visible(&text[line_start..start]);
    let marked = visible(&text[start..end.min(line_end)]);
    let after = visible(&text[end.min(line_end)..line_end]);
    let annotation = kind.span(before.len()..before.len() + marked.len());
    let annotation = match label {
        Some(label) => annotation.label(visible(label)),
        None => annotation,
    };
    Some(
        Snippet::source(format!("{before}{marked}{after}"))
            .line_start(line)
            .path(path)
            .annotation(annotation)
            .into(),
    )
}

/// The last place at or before `at` where a character begins.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
