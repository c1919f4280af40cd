//! Diagnostics for people: the source line with a caret, the related lines of other languages, the advice.

use std::io;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use rayon::prelude::*;

use super::streams::{has_colours, to_stderr};
use super::visible::visible;
use crate::diagnostic::{Diagnostic, Location, Related, Severity};
use crate::workspace::Source;

/// Writes diagnostics, one after the other, to standard error.
pub(super) fn diagnostics(diagnostics: &[Diagnostic], sources: &[Source]) -> io::Result<()> {
    to_stderr(rendered(diagnostics, sources).as_bytes())
}

/// Diagnostics, one after the other, with colours where standard error has them.
pub(super) fn rendered(diagnostics: &[Diagnostic], sources: &[Source]) -> String {
    let render = Render::new(sources);
    let all = diagnostics.par_iter();
    all.map(|diagnostic| render.one(diagnostic)).collect()
}

/// Renders diagnostics about these sources.
pub(super) struct Render<'s> {
    renderer: Renderer,
    sources: &'s [Source],
}

impl<'s> Render<'s> {
    /// For a terminal as wide as this one, if it is one.
    pub(super) fn new(sources: &'s [Source]) -> Self {
        let renderer = if has_colours() {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        Self {
            renderer: renderer.term_width(width()),
            sources,
        }
    }

    /// A diagnostic, and an empty line behind it.
    pub(super) fn one(&self, diagnostic: &Diagnostic) -> String {
        let mut text = self.renderer.render(&groups(diagnostic, self.sources));
        text.push_str("\n\n");
        text
    }
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
    let (shown, more) = shown_related(diagnostic);
    for related in shown {
        if let Some(snippet) = snippet(
            related.location,
            AnnotationKind::Context,
            Some(&related.label),
            sources,
        ) {
            group = group.element(snippet);
        }
    }
    if !more.is_empty() {
        let places: Vec<String> = more
            .iter()
            .filter_map(|related| place(related.location, sources))
            .collect();
        group = group.element(Level::NOTE.message(format!("the same in {}", places.join(", "))));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    vec![group]
}

/// Of the places where it is the same, so many are shown with their line.
const SHOWN: usize = 1;

/// The related places to be shown, and those of which the path is enough: all say the same.
fn shown_related(diagnostic: &Diagnostic) -> (Vec<&Related>, Vec<&Related>) {
    let mut same = 0;
    let number = diagnostic
        .related
        .iter()
        .filter(|related| related.same)
        .count();
    diagnostic.related.iter().partition(|related| {
        same += usize::from(related.same);
        !related.same || same <= SHOWN || number == SHOWN + 1
    })
}

/// A place in one word.
fn place(location: Location, sources: &[Source]) -> Option<String> {
    let source = sources.get(location.source.0 as usize)?;
    let at = source.line_column(location.span.start);
    Some(format!(
        "{}:{}:{}",
        visible(source.label.as_str()),
        at.line,
        at.column
    ))
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

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;
    use crate::diagnostic::{Rule, SourceId, Span};

    /// The line with `marked` as a person sees it, and the line with carets below, both without what stands before them.
    fn shown(line: &str, marked: &str) -> (String, String) {
        let text = format!("# T\n\n{line}\n");
        let start = text.find(marked).expect("it is there");
        let mut source = Source::new(
            "a.md".into(),
            "a.md".into(),
            None,
            Ok(text.clone().into_bytes()),
        );
        source.id = SourceId(0);
        let place = Span::new(start, start + marked.len()).within(SourceId(0));
        let diagnostic = Diagnostic::new(Rule::NameLost, "lost").at(place);
        let sources = [source];
        let groups = groups(&diagnostic, &sources);
        let out = Renderer::plain().term_width(400).render(&groups);
        let styled = Renderer::styled().term_width(400).render(&groups);
        assert_ne!(styled, out);
        assert_eq!(anstream::adapter::strip_str(&styled).to_string(), out);
        let lines: Vec<&str> = out.lines().collect();
        let carets = lines
            .iter()
            .position(|line| line.contains('^'))
            .expect("carets");
        let after = |line: &str| {
            line.split_once('|')
                .map_or_else(String::new, |(_, rest)| rest.to_owned())
        };
        (after(lines[carets - 1]), after(lines[carets]))
    }

    /// The carets stand below what is marked, column for column of a terminal.
    #[test]
    fn carets_stand_below_what_they_mark() {
        for (line, marked) in [
            ("the LampProbe is", "LampProbe"),
            (
                "\u{660e}\u{304b}\u{308a}\u{306f} LampProbe \u{3067}\u{3059}\u{3002}",
                "LampProbe",
            ),
            (
                "\u{ff08}\u{706f}\u{ff09}\u{ff1a}**\u{63a2}\u{6d4b}\u{5668}**\u{ff0c}",
                "\u{63a2}\u{6d4b}\u{5668}",
            ),
            (
                "\u{d5c8}\u{c6a9} \u{c0c1}\u{d0dc} LampProbe\u{b97c}",
                "LampProbe",
            ),
            // A letter and its accent; a kana and its mark; both as two characters.
            ("cafe\u{301} \u{304b}\u{3099} LampProbe", "LampProbe"),
            ("\u{e01}\u{e49}\u{e33} LampProbe", "LampProbe"),
            ("\u{1f3e0}\u{1f4a1} LampProbe \u{1f3e0}", "LampProbe"),
            ("no-break\u{a0}LampProbe\u{3000}x", "LampProbe"),
            ("half \u{ff8a}\u{ff9f} LampProbe", "LampProbe"),
            ("\tindented LampProbe", "LampProbe"),
            ("a\tb\tLampProbe", "LampProbe"),
            ("bell \u{7} LampProbe", "LampProbe"),
        ] {
            let (seen, carets) = shown(line, marked);
            let before = seen.split(marked).next().unwrap_or_default();
            let first = carets.find('^').expect("carets");
            let number = carets.matches('^').count();
            assert_eq!(first, before.width(), "{line:?}:\n{seen}\n{carets}");
            assert_eq!(number, marked.width(), "{line:?}:\n{seen}\n{carets}");
        }
    }
}
