//! A literal of a program's output was translated.
//!
//! Rule: `output-literal-changed`.
//!
//! ## What it does
//! Looks for words that programs print, such as `Unhealthy` and `Succeeded`: where the source or two other languages
//! have one in bold type or as code, every language must have it in the same paragraph, marked or not. So for any other
//! single word in bold type, code or straight quotes that the source and two translations have alike: what several
//! translators left as it was is a name of a column, a value, a word to search for. And so for other parts in bold type
//! or code that have digits or one of `*_=` (`**200 OK**`), where one language alone has changed what five or more have
//! alike. Literals that the same languages lack in a paragraph are one finding, at the first of them if each marked
//! word has its counterpart. And so for paragraphs that at least half of the translations have word for word: they are
//! quoted output.
//!
//! ## Why it matters
//! Programs print their words in English whatever the language of the article is. Who waits for a translated word waits
//! for ever.
//!
//! ## How to mend it
//! Write the literal as the program prints it; explain it in the language of the article if you like.
//!
//! ## What it cannot see
//! Literals that no language marks, and those not in its list that only one translation kept; parts of several words
//! without digits; amounts with units, and key combinations, which languages write in their own way.

use std::ops::Range;

use crate::check::consensus::{MANY, list, scope};
use crate::check::places::at_places;
use crate::check::text::Text;
use crate::check::unit::Unit;
use crate::check::wording::{PieceKind, Traits};
use crate::check::token::TokenKind;
use crate::check::vocabulary::LITERALS;
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule, Scope};
use crate::locale::Locale;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let units = topic.units.iter().enumerate();
    for (at, unit) in units.filter(|(_, unit)| unit.has(Traits::MARKED)) {
        let mut seen: Vec<&str> = Vec::new();
        let mut lost: Vec<Lost<'_>> = Vec::new();
        let known = unit.sure().flat_map(|(_, text)| known(text));
        let original = context.source.and_then(|source| unit.text(source)).filter(|text| !text.shaky);
        let others = original.into_iter().flat_map(|text| words(context, text));
        for literal in known.chain(others) {
            if !seen.contains(&literal) {
                seen.push(literal);
                add(&mut lost, context, missing(context, topic, at, literal));
            }
        }
        let spans = original.into_iter().flat_map(|text| spans(text));
        for span in spans.filter_map(|(text, range)| missing_span(unit, text, range)) {
            add(&mut lost, context, Some(span));
        }
        found.extend(lost.iter().filter_map(|lost| lost.report(context, unit)));
    }
    found
}

/// Literals that the same languages lack.
struct Lost<'t> {
    literals: Vec<&'t str>,
    /// The languages that have all of them.
    right: Vec<Locale>,
    /// Those that have none.
    wrong: Vec<Locale>,
}

/// Adds a literal to others that the same languages lack, if those that have all of them are enough.
fn add<'t>(all: &mut Vec<Lost<'t>>, context: &Context<'_>, lost: Option<Lost<'t>>) {
    let Some(lost) = lost else { return };
    let both = |known: &Lost<'_>| -> Vec<Locale> {
        known.right.iter().copied().filter(|locale| lost.right.contains(locale)).collect()
    };
    let fits = |known: &&mut Lost<'_>| known.wrong == lost.wrong && is_enough(context, &both(known), false);
    match all.iter_mut().find(fits) {
        Some(known) => {
            known.right = both(known);
            known.literals.extend(lost.literals);
        }
        None => all.push(lost),
    }
}

/// Whether so many languages have a literal that the others must.
fn is_enough(context: &Context<'_>, right: &[Locale], is_known: bool) -> bool {
    let by_source = context.source.is_some_and(|source| right.contains(&source));
    if is_known { by_source || right.len() > 1 } else { by_source && right.len() > 2 }
}

impl Lost<'_> {
    fn report(&self, context: &Context<'_>, unit: &Unit<'_>) -> Option<Diagnostic> {
        let only_source = Some(self.wrong.as_slice()) == context.source.as_ref().map(std::slice::from_ref);
        let is_drift = unit.sure().count() > 2 && only_source;
        let quoted: Vec<String> = self.literals.iter().map(|literal| format!("`{literal}`")).collect();
        let names = quoted.join(" and ");
        let (subject, stand, them) = match self.literals.as_slice() {
            [_] => (format!("the literal {names} is missing here, but"), "stands", "it"),
            _ => (format!("the literals {names} are missing here, but"), "stand", "them"),
        };
        let message = if is_drift {
            format!("{subject} {stand} in the translations, which all agree")
        } else {
            format!("{subject} {stand} in {}", list(&self.right))
        };
        let help = match them {
            "it" => format!("write {names}: programs print it in every language"),
            _ => format!("write {names}: programs print them in every language"),
        };
        let (evidence, text) = self.right.iter().find_map(|&locale| Some((locale, unit.text(locale)?)))?;
        let first = self.literals.first()?;
        let place = |text: &Text<'_>, own: &Text<'_>| match counterpart(text, own, first) {
            Some(range) => own.place(&range, context.sources),
            None => own.whole(),
        };
        let wrong = self.wrong.iter().filter_map(|&locale| Some((locale, place(text, unit.text(locale)?))));
        let places: Vec<(Locale, Location)> = wrong.collect();
        let diagnostic = Diagnostic::new(Rule::OutputLiteralChanged, message)
            .scope(if is_drift { Scope::Translations } else { scope(&self.wrong) })
            .help(help);
        let start = text.plain.find(first)?;
        let there = text.place(&(start..start + first.len()), context.sources);
        Some(at_places(diagnostic, &places)?.related(there, format!("{evidence} says `{first}`")))
    }
}

/// What is marked in `own` where `text` has `literal` marked: of the marked parts that the two do not share, the one with
/// the same number, if there are equally many.
fn counterpart(text: &Text<'_>, own: &Text<'_>, literal: &str) -> Option<Range<usize>> {
    let (there, here) = (text.marked_ranges(), own.marked_ranges());
    let lacks = |text: &Text<'_>, part: &str| !has_word(&text.plain, part, true);
    let there: Vec<&Range<usize>> = there.iter().filter(|range| lacks(own, &text.plain[(*range).clone()])).collect();
    let here: Vec<&Range<usize>> = here.iter().filter(|range| lacks(text, &own.plain[(*range).clone()])).collect();
    let number = there.iter().position(|range| text.plain[(*range).clone()].contains(literal))?;
    here.get(number).filter(|_| here.len() == there.len()).map(|range| (*range).clone())
}

/// The parts of a text in bold type or code that are more than words: with digits, or signs that stand for characters.
fn spans<'t, 'a>(text: &'t Text<'a>) -> impl Iterator<Item = (&'t Text<'a>, Range<usize>)> {
    let ranges = text.marked_ranges().into_iter().map(|range| {
        let part = &text.plain[range.clone()];
        let end = part.trim_end_matches(|c: char| c.is_whitespace() || ".,:;!?".contains(c)).len();
        let start = range.start + part.len() - part.trim_start().len();
        start..(range.start + end).max(start)
    });
    let is_span = |range: &Range<usize>| {
        let part = &text.plain[range.clone()];
        let is_token = text.tokens.iter().any(|token| token.range == *range);
        !is_token
            && part.bytes().any(|byte| byte.is_ascii_alphabetic())
            && part.contains(|c: char| c.is_ascii_digit() || SIGNS.contains(&c))
            && !part.contains(LOCAL)
            && !part.split_whitespace().any(is_unit)
    };
    ranges.filter(is_span).map(move |range| (text, range))
}

/// Signs that no sentence has.
const SIGNS: [char; 3] = ['*', '_', '='];

/// What languages write in their own way: placeholders, keys pressed together, fractions and times.
const LOCAL: [char; 6] = ['<', '>', '+', ',', '.', ':'];

/// Units of amounts of data and of frequency, which some languages write in letters of their own.
fn is_unit(word: &str) -> bool {
    ["B", "bps", "Hz"].iter().any(|unit| word.strip_suffix(unit).is_some_and(|before| before.len() <= 2))
}

/// One language has changed a part that is more than words, and many have it as the source does.
fn missing_span<'t>(unit: &Unit<'_>, text: &'t Text<'_>, range: Range<usize>) -> Option<Lost<'t>> {
    let part = &text.plain[range.clone()];
    let exactly = part.contains(SIGNS);
    let joined = part.replace(char::is_whitespace, "");
    let has = |other: &Text<'_>| {
        other.plain.contains(part) || !exactly && other.plain.replace(char::is_whitespace, "").contains(&joined)
    };
    let (right, wrong): (Vec<_>, Vec<_>) = unit.sure().partition(|(_, text)| has(text));
    let [(locale, own)] = *wrong.as_slice() else {
        return None;
    };
    // What other rules compare they report.
    let inside = text.tokens.iter().filter(|token| range.contains(&token.range.start));
    let mut values = inside.map(|token| &text.plain[token.range.clone()]);
    let is_certain = right.len() >= MANY && values.all(|value| own.plain.contains(value));
    is_certain.then(|| Lost {
        literals: vec![part],
        right: right.iter().map(|(locale, _)| *locale).collect(),
        wrong: vec![locale],
    })
}

/// The literals of a text in bold type or code.
fn known<'t>(text: &'t Text<'_>) -> impl Iterator<Item = &'t str> {
    let literals = text.tokens.iter().filter(|token| token.kind == TokenKind::Literal);
    literals
        .filter(|token| text.kind_at(token.range.start) != PieceKind::Plain)
        .map(|token| &text.plain[token.range.clone()])
}

/// Other single words in bold type or code. Names have rules of their own.
fn words<'t>(context: &Context<'_>, text: &'t Text<'_>) -> impl Iterator<Item = &'t str> {
    let is_word = |word: &&str| {
        word.len() >= SHORTEST
            && word.bytes().all(|b| b.is_ascii_alphabetic())
            && !LITERALS.contains(word)
            && context.vocabulary.kind(word).is_none()
    };
    parts(text).filter(is_word)
}

/// What is in bold type or code, or between straight quotes.
fn parts<'t>(text: &'t Text<'_>) -> impl Iterator<Item = &'t str> {
    let marked = text.marked().map(|part| part.trim_start_matches(DASHES));
    marked.chain(text.plain.split('"').skip(1).step_by(2))
}

/// In letters.
const SHORTEST: usize = 3;

/// What stands before a parameter, typed or as typographers like it.
const DASHES: [char; 2] = ['-', '\u{2013}'];

/// Whether `text` has `word` with no letter beside it; in exactly this case or in any.
fn has_word(text: &str, word: &str, exactly: bool) -> bool {
    let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphabetic);
    let bytes = text.as_bytes();
    let Some(&first) = word.as_bytes().first() else {
        return false;
    };
    let mut starts = memchr::memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), bytes);
    starts.any(|at| {
        let found = bytes.get(at..at + word.len()).unwrap_or_default();
        let same = found == word.as_bytes() || !exactly && found.eq_ignore_ascii_case(word.as_bytes());
        same && !is_letter(bytes.get(at.wrapping_sub(1))) && !is_letter(bytes.get(at + word.len()))
    })
}

/// The languages without a literal that others mark.
fn missing<'t>(
    context: &Context<'_>,
    topic: &Topic<'_>,
    at: usize,
    literal: &'t str,
) -> Option<Lost<'t>> {
    let unit = &topic.units[at];
    let is_known = LITERALS.contains(&literal);
    let has = |text: &Text<'_>| has_word(&text.plain, literal, is_known);
    let is_same = |own: &str| own == literal;
    let marks: Vec<Locale> = unit
        .sure()
        .filter(|(_, text)| if is_known { known(text).any(is_same) } else { parts(text).any(is_same) })
        .map(|(locale, _)| locale)
        .collect();
    // A paragraph may have been cut or joined: then the literal stands next to it, where it is in no other language.
    let near = |locale: Locale| {
        let around = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        let mut units = around.filter_map(|at| topic.units.get(at));
        let stands = |unit: &Unit<'_>, locale: Locale| unit.text(locale).is_some_and(has);
        units.any(|unit| stands(unit, locale) && !marks.iter().any(|other| stands(unit, *other)))
    };
    if !is_enough(context, &marks, is_known) {
        return None;
    }
    let wrong = unit.sure().filter(|(locale, text)| !has(text) && !near(*locale));
    let wrong: Vec<Locale> = wrong.map(|(locale, _)| locale).collect();
    (!wrong.is_empty()).then(|| Lost {
        literals: vec![literal],
        right: marks,
        wrong,
    })
}
