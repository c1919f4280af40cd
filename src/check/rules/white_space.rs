//! Blanks that look like blanks and are none.
//!
//! Rule: `white-space`.
//!
//! ## What it does
//! Finds no-break spaces and other special spaces in the rows of the table of probes, in commands and in code within a
//! sentence, and blanks in the middle of an address (`https:// server/lamps`).
//!
//! ## Why it matters
//! Who copies a name or a command copies the special space, too. No search finds the name then, and programs other than
//! PowerShell take the space for a part of a word. An address with a blank leads nowhere.
//!
//! ## How to mend it
//! Type a plain blank; at the end of a cell and in an address, nothing. `--fix` does so.
//!
//! ## What it cannot see
//! Special spaces in sentences: in French they belong before a colon.

use std::ops::Range;

use crate::check::consensus::scope;
use crate::check::places::{at_places, source_first};
use crate::check::text::Text;
use crate::check::unit::Unit;
use crate::check::wording::Traits;
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule, Scope, SourceId, Span};
use crate::locale::Locale;
use crate::workspace::Source;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let set = topic.set;
    let rows = set.rows.iter().flat_map(|row| row.cells.iter());
    let rows = rows.map(|(locale, cells)| (locale, cells.span, "row"));
    let commands = set.commands.iter().flat_map(|command| command.uses.iter());
    let commands = commands.map(|(locale, own)| (locale, own.span, "command"));
    let mut found = Vec::new();
    for (locale, span, what) in rows.chain(commands) {
        let source = set.articles.get(locale).map(|article| article.source);
        found.extend(source.and_then(|source| report(context.sources, source, span, what)));
    }
    let units = || topic.units.iter().filter(|unit| unit.has(Traits::UNSOUND));
    let texts = units().flat_map(|unit| &unit.texts);
    for (_, text) in texts.filter(|(_, text)| text.has(Traits::UNSOUND)) {
        found.extend(in_code(context.sources, text));
    }
    let addresses = units().filter_map(|unit| in_address(context, unit));
    found.extend(addresses);
    found
}

/// Whether there is no blank in an address, and no special space in code within a sentence.
pub(super) fn is_sound(text: &Text<'_>, sources: &[Source]) -> bool {
    cut_address(text).is_none() && in_code(sources, text).is_none()
}

/// Where a blank stands after the scheme of an address.
fn cut_address(text: &Text<'_>) -> Option<usize> {
    let colons = memchr::memchr_iter(b':', text.plain.as_bytes());
    let mut schemes = colons.filter_map(|at| Some((at, text.plain[at..].strip_prefix("://")?)));
    let cut = schemes.find(|(_, rest)| {
        let host = rest.split_whitespace().next().unwrap_or_default();
        let is_host = host.starts_with('<') || host.trim_end_matches('.').contains(['/', '.']);
        rest.starts_with(' ') && is_host
    });
    cut.map(|(at, _)| at + "://".len())
}

/// Blanks after the scheme of an address; one finding for all languages.
fn in_address(context: &Context<'_>, unit: &Unit<'_>) -> Option<Diagnostic> {
    let place = |(locale, text): &(Locale, Text<'_>)| -> Option<(Locale, Location)> {
        let at = cut_address(text)?;
        Some((*locale, text.place(&(at..at + 1), context.sources)))
    };
    let texts = unit.texts.iter().filter(|(_, text)| text.has(Traits::UNSOUND));
    let places: Vec<_> = texts.filter_map(place).collect();
    if places.is_empty() {
        return None;
    }
    let everywhere = places.len() > 1 && places.len() == unit.texts.len();
    let locales: Vec<Locale> = places.iter().map(|(locale, _)| *locale).collect();
    let diagnostic = Diagnostic::new(Rule::WhiteSpace, "there is a blank in this address")
        .scope(if everywhere { Scope::Everywhere } else { scope(&locales) })
        .help("delete it");
    let places = source_first(places, context.source);
    let diagnostic = at_places(diagnostic, &places)?;
    let is_blank = |place: &&(Locale, Location)| {
        let source = context.sources.get(place.1.source.0 as usize);
        source.is_some_and(|source| place.1.span.of(&source.text) == " ")
    };
    Some(places.iter().filter(is_blank).fold(diagnostic, |diagnostic, (_, place)| diagnostic.edit(*place, "")))
}

/// A finding about the special spaces of one place, if there are any.
fn report(sources: &[Source], source: SourceId, span: Span, what: &str) -> Option<Diagnostic> {
    let file = &sources.get(source.0 as usize)?.text;
    let runs = special_runs(span.of(file));
    let start = span.start as usize;
    let place = |run: &Range<usize>| Span::new(start + run.start, start + run.end).within(source);
    let first = place(runs.first()?);
    let message = format!("a no-break space or another special space stands in this {what}");
    let diagnostic = Diagnostic::new(Rule::WhiteSpace, message)
        .at(first)
        .help("type a plain blank, or nothing at the end of a cell");
    Some(runs.iter().fold(diagnostic, |diagnostic, run| {
        let raw = span.of(file);
        let at_edge = raw[..run.start].ends_with('>') || raw[run.end..].starts_with('<');
        let in_table = what == "row";
        diagnostic.edit(place(run), if in_table && at_edge { "" } else { " " })
    }))
}

/// Special spaces in code within a sentence.
fn in_code(sources: &[Source], text: &Text<'_>) -> Option<Diagnostic> {
    let mut codes = text.codes().filter(|range| !text.plain[range.clone()].is_ascii());
    let run = codes.find_map(|range| {
        let run = special_runs(&text.plain[range.clone()]).into_iter().next()?;
        Some(range.start + run.start..range.start + run.end)
    })?;
    let place = text.place(&run, sources);
    report(sources, place.source, place.span, "code")
}

/// Runs of white space with a special space in them.
fn special_runs(text: &str) -> Vec<Range<usize>> {
    // All white space beyond ASCII begins with one of these bytes (Unicode, White_Space), or is the blank of Chinese, whose
    // characters begin as it does. Nearly all texts in question have nothing of that.
    let has_lead = memchr::memchr3(0xc2, 0xe1, 0xe2, text.as_bytes()).is_some();
    if !has_lead && !text.contains('\u{3000}') {
        return Vec::new();
    }
    // More exactly, with one of these pairs.
    let is_lead = |pair: &[u8]| matches!(pair, [0xc2, 0x85 | 0xa0] | [0xe1, 0x9a] | [0xe2, 0x80 | 0x81] | [0xe3, 0x80]);
    let leads = text.as_bytes().windows(2).enumerate().filter(|(_, pair)| is_lead(pair));
    let is_space = |c: char| c.is_whitespace() && c != '\n' && c != '\r';
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, _) in leads.filter(|(at, _)| text[*at..].starts_with(is_space)) {
        if runs.last().is_some_and(|run| at < run.end) {
            continue;
        }
        let start = text[..at].trim_end_matches(is_space).len();
        let end = text.len() - text[at..].trim_start_matches(is_space).len();
        runs.push(start..end);
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_with_a_special_space_are_found() {
        assert!(special_runs("a  b\tc").is_empty());
        assert_eq!(special_runs("a \u{a0} b\u{3000}c"), [1..5, 6..9]);
        assert!(special_runs("\u{e9} \n").is_empty());
    }
}
