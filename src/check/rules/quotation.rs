//! Quoted output of programs.
//!
//! Rules: `number-changed`, `output-literal-changed`; this part is about paragraphs that several languages have word for
//! word as the source has them.

use rustc_hash::FxHashSet;

use crate::check::consensus::{Dispute, disputes, list, scope};
use crate::check::places::at_places;
use crate::check::rules::untranslated::is_quoted;
use crate::check::text::Text;
use crate::check::unit::{Role, Unit};
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule, Scope};
use crate::locale::Locale;

/// Of the words of the source, this part stands in a text that is nearly the same.
const NEARLY: f64 = 0.7;

/// The same for texts that nobody has translated.
const VERBATIM: f64 = 0.9;

/// So many words, and bytes of each, are enough for a quick look.
const QUICK: usize = 32;

/// In words. A shorter text may be a name.
const FEW: usize = 6;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let Some(source) = context.source else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for unit in topic.units.iter().filter(|unit| unit.role == Role::Prose) {
        // Most translations do not even begin as the source does.
        if let Some(original) = unit.text(source).filter(|original| alike(unit, original) > 1) {
            found.extend(digits(context, unit, original));
            found.extend(translated(context, unit, (source, original)));
        }
    }
    found
}

/// Whether a character begins or ends a quotation in some language.
pub(super) fn is_quotation_mark(c: char) -> bool {
    matches!(c, '"' | '\u{ab}' | '\u{bb}' | '\u{201c}'..='\u{201f}' | '\u{300c}'..='\u{300f}')
}

/// The words of a text but for placeholders, which may be translated.
fn words<'t>(text: &'t Text<'_>) -> Vec<&'t str> {
    let is_placeholder = |word: &&str| word.contains('<') && word.contains('>');
    text.plain.split_whitespace().filter(|word| !is_placeholder(word)).collect()
}

/// Whether `text` has, of the words of the source, at least the part `least`.
fn shares(words: &[&str], text: &Text<'_>, least: f64) -> bool {
    let is_enough = |same: usize| same as f64 / usize::max(words.len(), 1) as f64 >= least;
    // Of most translations the first words say that it has not: nothing needs to be listed.
    let first = words.iter().take(QUICK);
    let mut lacking = first.filter(|word| !may_have(&text.plain, word)).zip(1..);
    if words.is_empty() || lacking.any(|(_, count)| !is_enough(words.len() - count)) {
        return false;
    }
    let own: FxHashSet<&str> = text.plain.split_whitespace().collect();
    is_enough(words.iter().filter(|word| own.contains(*word)).count())
}

/// Whether the beginning of a word stands anywhere in a text.
fn may_have(text: &str, word: &str) -> bool {
    let beginning = &word.as_bytes()[..word.len().min(QUICK)];
    let first = beginning.first().copied().unwrap_or_default();
    let mut starts = memchr::memchr_iter(first, text.as_bytes());
    starts.any(|at| text.as_bytes()[at..].starts_with(beginning))
}

/// Languages that have translated what more others have left as it was.
fn translated(
    context: &Context<'_>,
    unit: &Unit<'_>,
    (source, original): (Locale, &Text<'_>),
) -> Option<Diagnostic> {
    if !may_be_kept(unit, original) {
        return None;
    }
    let (kept, changed) = kept(unit, source, original);
    if changed.is_empty() || !is_output(context, original, kept.len(), changed.len()) {
        return None;
    }
    // Those that have changed a word themselves are no evidence, unless there are not enough others.
    let words = words(original);
    let exact: Texts<'_> = kept.iter().copied().filter(|(_, text)| shares(&words, text, 1.0)).collect();
    let is_exact = is_output(context, original, exact.len(), changed.len());
    let (kept, how) = if is_exact { (exact, "word for word") } else { (kept, "nearly word for word") };
    let others = kept.iter().map(|(locale, _)| *locale);
    let right: Vec<Locale> = std::iter::once(source).chain(others).collect();
    let wrong: Vec<Locale> = changed.iter().map(|(locale, _)| *locale).collect();
    let places: Vec<(Locale, Location)> = changed.iter().map(|(locale, text)| (*locale, text.whole())).collect();
    let message = format!("this output of a program was translated; it stands {how} in {}", list(&right));
    let diagnostic = Diagnostic::new(Rule::OutputLiteralChanged, message)
        .scope(scope(&wrong))
        .help("quote what the program prints, and explain it in a sentence of its own");
    Some(at_places(diagnostic, &places)?.related(original.whole(), format!("the text in {source}")))
}

/// Whether two translations begin as the source does, which has enough words.
fn may_be_kept(unit: &Unit<'_>, original: &Text<'_>) -> bool {
    alike(unit, original) > 2 && original.plain.split_whitespace().nth(FEW - 1).is_some()
}

/// How many texts begin as the source does, itself included.
fn alike(unit: &Unit<'_>, original: &Text<'_>) -> usize {
    unit.texts.iter().filter(|(_, text)| begin_alike(text, original)).count()
}

/// Whether two texts begin with the same bytes: a quick look that most translations do not pass.
fn begin_alike(a: &Text<'_>, b: &Text<'_>) -> bool {
    let beginning = |text: &Text<'_>| text.plain.as_bytes().first_chunk::<8>().copied();
    beginning(a).is_some_and(|own| beginning(b) == Some(own))
}

type Texts<'u> = Vec<(Locale, &'u Text<'u>)>;

/// The translations that have a text word for word, and the others.
fn kept<'u>(unit: &'u Unit<'u>, source: Locale, original: &Text<'_>) -> (Texts<'u>, Texts<'u>) {
    let translations = unit.sure().filter(|(locale, _)| locale.language() != source.language());
    let words = words(original);
    translations.partition(|(_, text)| text.plain == original.plain || shares(&words, text, VERBATIM))
}

/// Whether a text of enough words that `kept` translations have as it is and `changed` have not is the output of a program:
/// emphasised from end to end, or left alone by three.
fn is_output(context: &Context<'_>, original: &Text<'_>, kept: usize, changed: usize) -> bool {
    let enough = if is_quoted(context, original) { 2 } else { 3 };
    kept >= enough && kept >= changed
}

/// Whether the text of `unit` is the output of a program, by what the translators have done with it.
pub(super) fn is_quotation(context: &Context<'_>, unit: &Unit<'_>) -> bool {
    let original = context.source.and_then(|source| Some((source, unit.text(source)?)));
    original.is_some_and(|(source, original)| {
        if !may_be_kept(unit, original) {
            return false;
        }
        let (kept, changed) = kept(unit, source, original);
        is_output(context, original, kept.len(), changed.len())
    })
}

/// Dates, times and the like of texts that are nearly word for word those of the source. Elsewhere every language writes
/// them in its own way.
fn digits(context: &Context<'_>, unit: &Unit<'_>, original: &Text<'_>) -> Vec<Diagnostic> {
    let alike = unit.sure().filter(|(_, text)| begin_alike(text, original));
    let has_digit = original.plain.bytes().any(|byte| byte.is_ascii_digit());
    if !has_digit || alike.count() < 2 || !original.plain.split_whitespace().any(is_mixed) {
        return Vec::new();
    }
    let words = words(original);
    let alike: Texts<'_> = unit
        .sure()
        .filter(|(_, text)| begin_alike(text, original) && shares(&words, text, NEARLY))
        .collect();
    let mut found = changed(context, &alike, mixed, |a, b| form(a) == form(b));
    found.extend(changed(context, &alike, half_days, |a, b| time(a) == time(b)));
    found
}

/// Words of texts that are alike which most have otherwise, if `is_similar` says that they stand for each other.
fn changed(
    context: &Context<'_>,
    alike: &Texts<'_>,
    words: for<'t> fn(&'t str) -> Vec<&'t str>,
    is_similar: impl Fn(&str, &str) -> bool,
) -> Vec<Diagnostic> {
    let said: Vec<(Locale, Vec<&str>)> = alike.iter().map(|(locale, text)| (*locale, words(&text.plain))).collect();
    let all = disputes(&said, context.source);
    let right = all.iter().filter(|dispute| dispute.is_right);
    let pairs = right.flat_map(|dispute| dispute.lacking.iter().map(move |&locale| (dispute, locale)));
    let text_of = |wanted: Locale| alike.iter().find(|(locale, _)| *locale == wanted).map(|(_, text)| *text);
    let report = |(dispute, locale): (&Dispute<&str>, Locale)| {
        let mut others = all.iter().filter(|other| !other.is_right && other.holders.contains(&locale));
        let instead = others.find(|other| is_similar(other.value, dispute.value))?;
        let text = text_of(locale)?;
        let start = text.plain.find(instead.value)?;
        let place = text.place(&(start..start + instead.value.len()), context.sources);
        let is_drift = dispute.is_drift(context.source);
        let (found, right) = (instead.value, dispute.value);
        let message = format!("`{found}` stands here where it is `{right}` in {}", list(&dispute.holders));
        let (evidence, there) = dispute.holders.iter().find_map(|&tag| Some((tag, text_of(tag)?)))?;
        Some(
            Diagnostic::new(Rule::NumberChanged, message)
                .at(place)
                .scope(if is_drift { Scope::Translations } else { Scope::Locale })
                .help("write the number of the other languages")
                .related(there.whole(), format!("{evidence} says `{right}`")),
        )
    };
    pairs.filter_map(report).collect()
}

/// Times of day with two capitals behind them that say which half of the day is meant.
fn half_days(text: &str) -> Vec<&str> {
    let words = text.split_whitespace();
    let pairs = words.clone().zip(words.skip(1));
    let half_day = |(time, half): (&str, &str)| {
        let half = half.trim_end_matches(|c: char| !c.is_alphanumeric());
        let is_half = half.len() == 2 && half.bytes().all(|byte| byte.is_ascii_uppercase());
        let is_time = time.contains(':') && time.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
        let start = time.as_ptr() as usize - text.as_ptr() as usize;
        let end = half.as_ptr() as usize - text.as_ptr() as usize + half.len();
        (is_half && is_time).then(|| &text[start..end])
    };
    pairs.filter_map(half_day).collect()
}

/// The time of a half day.
fn time(half_day: &str) -> Option<&str> {
    half_day.split_whitespace().next()
}

/// The words of `text` that are more than a number.
fn mixed(text: &str) -> Vec<&str> {
    let words = text.split_whitespace().filter(|word| is_mixed(word));
    words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).collect()
}

/// Whether there are digits in `word`, and letters, slashes or colons between or beside them: `6/12/2012`, `01:00`.
fn is_mixed(word: &str) -> bool {
    let has_digit = word.bytes().any(|byte| byte.is_ascii_digit());
    let word = if has_digit { word.trim_matches(|c: char| !c.is_alphanumeric()) } else { "" };
    word.contains(|c: char| c.is_alphabetic() || matches!(c, '/' | ':'))
}

/// `word` with a 0 for every digit.
fn form(word: &str) -> String {
    word.replace(|c: char| c.is_ascii_digit(), "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_days_are_times_with_capitals() {
        assert_eq!(half_days("at 6:20:44 PM. Then 1:05 AM"), ["6:20:44 PM", "1:05 AM"]);
        assert!(half_days("at 6:20 p.m., 18:20 Uhr, 18:20 X, 5 PM").is_empty());
    }
}
