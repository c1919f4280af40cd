//! Two words without a blank between them.
//!
//! Rule: `words-glued`.
//!
//! ## What it does
//! Finds bold type, code and links that touch a word (`**LampProbe**and`), names and numbers that were written together
//! with the next word (`LAMPand`, `2013Lamp`), the ID of the article's own health set written together with a word
//! (`theLAMP`), and sentences that begin right after a full stop. What touches must be words that the language has alone
//! elsewhere, so that plurals and endings are no finding.
//!
//! ## Why it matters
//! An operator who copies a name copies half a word with it, and a search for the name does not find it.
//!
//! ## How to mend it
//! Put a blank between the words. `--fix` does so.
//!
//! ## What it cannot see
//! Scripts that have no blanks; words that are one word in some languages; words that the articles have nowhere else; glued
//! words that the other languages have too.

use std::ops::Range;

use crate::check::Context;
use crate::check::alone::{Alone, has_word};
use crate::check::pieces::glued;
use crate::check::places::in_some;
use crate::check::text::Text;
use crate::check::wording::{Group, PieceKind, Traits};
use crate::check::unit::Unit;
use crate::diagnostic::{Diagnostic, Rule, Span};
use crate::locale::Locale;
use crate::workspace::Source;

/// A place where a blank may be missing.
struct Suspect<'t> {
    locale: Locale,
    text: &'t Text<'t>,
    /// The word before it.
    left: &'t str,
    /// The word after it.
    right: &'t str,
    /// The byte of the file where the blank belongs.
    file: usize,
    /// Words that must stand alone elsewhere for this to be a finding.
    proof: Vec<&'t str>,
}

pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    // With the numbers of their units.
    let mut suspects: Vec<(usize, Suspect<'_>)> = Vec::new();
    let units = context.topics.iter().flat_map(|topic| topic.units.iter().map(|unit| (topic.set.id.as_str(), unit)));
    for (number, (id, unit)) in units.enumerate() {
        // IDs with parts are compared as names.
        if !id.contains('.') && (unit.differs(Group::Names) || unit.has(Traits::DOUBLE)) {
            let glued = unit.texts.iter().flat_map(|(locale, text)| own_id(context, unit, (*locale, text), id));
            suspects.extend(glued.map(|suspect| (number, suspect)));
        }
        if !unit.has(Traits::UNSOUND | Traits::DOUBLE) {
            continue;
        }
        for (locale, text) in &unit.texts {
            if text.has(Traits::UNSOUND) {
                suspects.extend(at_markup(*locale, text, context.sources).map(|suspect| (number, suspect)));
            }
            let inside = text.doubles().filter_map(|run| inside_word(context, unit, *locale, text, run));
            suspects.extend(inside.map(|suspect| (number, suspect)));
        }
    }
    let alone = Alone::new(context, suspects.len());
    suspects.retain(|(_, suspect)| {
        let mut proof = suspect.proof.iter();
        proof.all(|word| alone.has(suspect.locale, word))
    });
    // Several languages mostly have it from the source, or from one translator.
    let key = |(unit, suspect): &(usize, Suspect<'_>)| {
        (*unit, suspect.left.to_owned(), suspect.right.to_owned(), suspect.locale, suspect.file)
    };
    suspects.sort_by_cached_key(key);
    suspects.dedup_by_key(|suspect| key(suspect));
    let alike = suspects.chunk_by(|(a, one), (b, other)| (a, one.left, one.right) == (b, other.left, other.right));
    alike.filter_map(|alike| report(context, alike)).collect()
}

/// Whether no markup of a text touches a word.
pub(super) fn is_sound(text: &Text<'_>, sources: &[Source]) -> bool {
    at_markup(text.article.locale, text, sources).next().is_none()
}

fn at_markup<'t>(
    locale: Locale,
    text: &'t Text<'t>,
    sources: &'t [Source],
) -> impl Iterator<Item = Suspect<'t>> {
    at_seams(locale, text).chain(after_label(sources, locale, text))
}

/// The finding about a blank that is missing at the same place of several languages.
fn report(context: &Context<'_>, alike: &[(usize, Suspect<'_>)]) -> Option<Diagnostic> {
    let (_, first) = alike.first()?;
    let message = format!("a blank is missing between `{}` and `{}`", first.left, first.right);
    let places = alike.iter().map(|(_, suspect)| {
        let source = suspect.text.article.source;
        let text = context.sources.get(source.0 as usize).map_or("", |source| source.text.as_str());
        (suspect.locale, around(text, suspect.file).within(source))
    });
    let finding = Diagnostic::new(Rule::WordsGlued, message).help("put a blank between them");
    let finding = in_some(finding, places, context.source)?;
    Some(alike.iter().fold(finding, |finding, (_, suspect)| {
        let place = Span::new(suspect.file, suspect.file).within(suspect.text.article.source);
        finding.edit(place, " ")
    }))
}

/// The characters before and after a place in a file.
fn around(text: &str, at: usize) -> Span {
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    let after = text.get(at..).and_then(|after| after.chars().next());
    let length = |c: Option<char>| c.map_or(0, char::len_utf8);
    Span::new(at - length(before), at + length(after))
}

/// Markup that touches a word.
fn at_seams<'t>(locale: Locale, text: &'t Text<'t>) -> impl Iterator<Item = Suspect<'t>> {
    let suspect = move |seam: crate::check::text::Seam| {
        let before = text.plain.get(seam.around.start..seam.at)?;
        let after = text.plain.get(seam.at..seam.around.end)?;
        if !before.ends_with(has_blanks) || !after.starts_with(has_blanks) {
            return None;
        }
        let left = &before[before.trim_end_matches(has_blanks).len()..];
        let right = &after[..after.len() - after.trim_start_matches(has_blanks).len()];
        let is_plain = |at: usize| text.kind_at(at) == PieceKind::Plain;
        // The plain side is the one that may be an ending.
        let proof = match (is_plain(seam.at - 1), is_plain(seam.at)) {
            (true, false) => vec![left],
            (false, true) => vec![right],
            _ => vec![left, right],
        };
        Some(Suspect {
            locale,
            text,
            left,
            right,
            file: seam.file,
            proof,
        })
    };
    text.seams().filter_map(suspect)
}

/// A remark that touches its label.
fn after_label<'t>(sources: &'t [Source], locale: Locale, text: &'t Text<'t>) -> Option<Suspect<'t>> {
    let whole = text.whole();
    if !text.raw(whole, sources).starts_with("**") || !text.plain.starts_with(has_blanks) {
        return None;
    }
    let start = text.place(&(0..1), sources).span.start;
    let before = Span::new(whole.span.start as usize, start as usize).within(whole.source);
    let mark = text.raw(before, sources).strip_suffix("**")?;
    let left = mark.trim_start_matches('*');
    let right = &text.plain[..text.plain.len() - text.plain.trim_start_matches(has_blanks).len()];
    let is_label = mark.starts_with("**") && left.ends_with(has_blanks);
    is_label.then(|| Suspect {
        locale,
        text,
        left,
        right,
        file: start as usize,
        proof: vec![right],
    })
}

/// Letters and digits of scripts that have blanks between words.
fn has_blanks(c: char) -> bool {
    let script = c < '\u{e00}' || matches!(c, '\u{10a0}'..='\u{10ff}' | '\u{1e00}'..='\u{1fff}');
    script && c.is_alphanumeric()
}

/// Words of one run of letters, of which the source has the parts alone; sentences that touch.
fn inside_word<'t>(
    context: &Context<'_>,
    unit: &Unit<'_>,
    locale: Locale,
    text: &'t Text<'t>,
    (start, word): (usize, &'t str),
) -> Option<Suspect<'t>> {
    if context.vocabulary.is_known(word) || text.kind_at(start) == PieceKind::Code {
        return None;
    }
    let cut = cut(word)?;
    let (left, right) = (&word[..cut.end], &word[cut.next..]);
    let original = || {
        let source = context.source.filter(|source| *source != locale)?;
        unit.text(source).filter(|original| !original.shaky)
    };
    let proof = if cut.end < cut.next {
        vec![right]
    } else {
        let original = original().filter(|original| has_word(&original.plain, left))?;
        let is_there = has_word(&original.plain, right);
        if is_there { Vec::new() } else { vec![right] }
    };
    let mut others = unit.texts.iter().filter(|(other, _)| *other != locale);
    if others.any(|(_, other)| other.plain.contains(word)) {
        return None;
    }
    let at = start + cut.next;
    let place = text.place(&(at..at + right.len()), context.sources);
    (text.raw(place, context.sources) == right).then_some(Suspect {
        locale,
        text,
        left,
        right,
        file: place.span.start as usize,
        proof,
    })
}

/// The ID of the article's own health set, an abbreviation or a word, with a word of the language before or behind it, where
/// another language has it alone.
fn own_id<'t>(
    context: &'t Context<'_>,
    unit: &'t Unit<'_>,
    (locale, text): (Locale, &'t Text<'t>),
    id: &'t str,
) -> impl Iterator<Item = Suspect<'t>> {
    let others = move || unit.texts.iter().filter(move |(other, _)| *other != locale);
    glued(&text.plain, id).filter_map(move |range| {
        let word = &text.plain[range.clone()];
        let at = word.find(id)?;
        let (cut, other) = match (&word[..at], &word[at + id.len()..]) {
            (before, "") => (at, before),
            ("", after) => (id.len(), after),
            _ => return None,
        };
        let is_usual = others().any(|(_, other)| other.plain.contains(word));
        if is_usual || !others().any(|(_, other)| has_word(&other.plain, id)) {
            return None;
        }
        let right = range.start + cut..range.end;
        let place = text.place(&right, context.sources);
        (text.raw(place, context.sources) == &text.plain[right]).then_some(Suspect {
            locale,
            text,
            left: &word[..cut],
            right: &word[cut..],
            file: place.span.start as usize,
            proof: vec![other],
        })
    })
}

/// Runs of ASCII letters, digits and full stops of a compound which stand alone and may be two words.
pub(crate) fn doubles(text: &str, compound: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut next = compound.start;
    let runs = text.as_bytes()[compound].split(|byte| !byte.is_ascii_alphanumeric() && *byte != b'.');
    runs.filter_map(move |run| {
        let (start, end) = (next, next + run.len());
        next = end + 1;
        let word = text[start..end].trim_end_matches('.');
        // Of an ellipsis each full stop is a place to cut, too.
        let has_end = run.len() - word.len() <= 1;
        let may_be_two = has_end && cut(word).is_some() && stands_alone(text, start, end);
        may_be_two.then(|| start..start + word.len())
    })
}

/// Whether a run that begins at `start` may be cut before `at`.
fn is_cut(bytes: &[u8], start: usize, at: usize) -> bool {
    match (bytes[at - 1], bytes[at]) {
        (b'a'..=b'z', b'A'..=b'Z') | (b'0'..=b'9', b'A'..=b'Z' | b'a'..=b'z') | (b'.', _) => true,
        (b'A'..=b'Z', b'a'..=b'z') => at > start + 2 && bytes[at - 2].is_ascii_uppercase(),
        _ => false,
    }
}

/// Whether no letter, and nothing of a path or placeholder, stands beside a run.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let joins = |c: char| c.is_alphanumeric() || "\\/<>-_@:%.".contains(c);
    !text[..start].ends_with(joins) && !text[end..].starts_with(joins)
}

/// Where one word of a run may end and the next begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cut {
    end: usize,
    next: usize,
}

/// The only place where a run may be two words: `LampMore`, `LAMPmore`, `2013Lamp`, `lamp.More`.
fn cut(run: &str) -> Option<Cut> {
    let bytes = run.as_bytes();
    let mut cuts = (1..bytes.len()).filter(|&at| is_cut(bytes, 0, at));
    let next = cuts.next().filter(|_| cuts.next().is_none())?;
    let end = if bytes[next - 1] == b'.' { next - 1 } else { next };
    let cut = Cut { end, next };
    let (left, right) = (&run[..cut.end], &run[cut.next..]);
    let long = |word: &str| word.len() > 2 && word.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_sentence = || {
        let mut letters = right.bytes();
        left.bytes().all(|b| b.is_ascii_lowercase())
            && letters.next().is_some_and(|b| b.is_ascii_uppercase())
            && letters.all(|b| b.is_ascii_lowercase())
    };
    if cut.end < cut.next {
        return (is_sentence() && left.len() > 2 && right.len() > 1).then_some(cut);
    }
    (long(left) && long(right)).then_some(cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(run: &str) -> Option<(&str, &str)> {
        cut(run).map(|cut| (&run[..cut.end], &run[cut.next..]))
    }

    #[test]
    fn doubles_stand_alone_and_have_one_place_to_cut() {
        let found = |text: &'static str| -> Vec<&str> { doubles(text, 0..text.len()).map(|range| &text[range]).collect() };
        assert_eq!(found("AppLamp-LAMPand"), Vec::<&str>::new());
        assert_eq!(found("$AppLamp$2013Lamp."), ["AppLamp", "2013Lamp"]);
        assert_eq!(found("AppLamp.."), Vec::<&str>::new());
    }

    #[test]
    fn runs_are_cut_where_a_blank_may_be_missing() {
        assert_eq!(parts("AppLamp"), Some(("App", "Lamp")));
        assert_eq!(parts("LAMPand"), Some(("LAMP", "and")));
        assert_eq!(parts("2013Lamp"), Some(("2013", "Lamp")));
        assert_eq!(parts("dark.Then"), Some(("dark", "Then")));
        for whole in ["lamp", "Lamp", "LAMPs", "LampTestProbe", "15th", "lamp.config", "Lamp.Proxy", "e.g"] {
            assert_eq!(parts(whole), None, "{whole}");
        }
    }
}
