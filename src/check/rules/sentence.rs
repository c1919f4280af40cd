//! A sentence was lost from a paragraph.
//!
//! Rule: `sentence-missing`.
//!
//! ## What it does
//! Compares how long a paragraph is with the same paragraph in the source, as long as the articles are on the whole, and how
//! many sentences end in it. A paragraph that is much shorter than the source and all other translations, and has fewer
//! sentences than any of them, is reported.
//!
//! ## Why it matters
//! What is not said is not done.
//!
//! ## How to mend it
//! Translate the whole paragraph.
//!
//! ## What it cannot see
//! A short sentence in a long paragraph; sentences in paragraphs of less than eighty letters.
//!
//! ## Example
//! ```markdown
//! Wait until the lamps are cold. Then unscrew them with a dry cloth, and never touch the glass with your fingers.
//! ```
//!
//! In Spanish only the first sentence is left:
//!
//! ```markdown
//! Espere hasta que las luces se hayan enfriado.
//! ```

use crate::check::text::Text;
use crate::check::unit::{Role, Unit};
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Rule};
use crate::locale::Locale;

/// What is left of a paragraph is at most this part of what it should be.
const LEFT: f64 = 0.62;

/// In bytes, of the source.
const LONG: usize = 80;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let Some(source) = context.source else {
        return Vec::new();
    };
    let prose = topic.units.iter().filter(|unit| unit.role == Role::Prose);
    prose.flat_map(|unit| shortened(topic, unit, source)).collect()
}

fn shortened(topic: &Topic<'_>, unit: &Unit<'_>, source: Locale) -> Vec<Diagnostic> {
    let Some(original) = unit.text(source).filter(|text| !text.shaky && text.plain.len() >= LONG) else {
        return Vec::new();
    };
    let whole = topic.length(source).max(1) as f64;
    let part = |locale: Locale, text: &Text<'_>| {
        let ratio = topic.length(locale) as f64 / whole;
        text.plain.len() as f64 / (original.plain.len() as f64 * ratio)
    };
    let is_short = |locale: Locale, text: &Text<'_>| {
        let own = part(locale, text);
        let others = || unit.sure().filter(move |(other, _)| *other != locale);
        let shortest = || others().map(|(other, text)| part(other, text)).fold(1.0, f64::min);
        let fewest = || others().map(|(_, text)| sentences(&text.plain)).min();
        own < LEFT
            && own < LEFT * shortest()
            && fewest().is_some_and(|fewest| sentences(&text.plain) < fewest)
    };
    let translations = unit.sure().filter(|(locale, _)| *locale != source);
    let short = translations.filter(|(locale, text)| is_short(*locale, text));
    short
        .map(|(_, text)| {
            let message = format!(
                "this paragraph has lost a sentence: {} of {}",
                sentences(&text.plain),
                sentences(&original.plain)
            );
            Diagnostic::new(Rule::SentenceMissing, message)
                .at(text.whole())
                .related(original.whole(), format!("the paragraph in {source}"))
                .help("translate the whole paragraph")
        })
        .collect()
}

/// How many sentences end in `text`: at a mark with a blank, a capital of a script without blanks, or nothing after it.
fn sentences(text: &str) -> usize {
    let mut chars = text.trim_end().chars().peekable();
    let mut count = 0;
    while let Some(c) = chars.next() {
        let ends = match c {
            '.' | '!' | '?' | ':' | '\u{61f}' | '\u{6d4}' => chars.peek().is_none_or(|next| next.is_whitespace() || *next >= '\u{2e80}'),
            '\u{3002}' | '\u{ff01}' | '\u{ff1f}' | '\u{ff1a}' | '\u{964}' => true,
            _ => chars.peek().is_none(),
        };
        count += usize::from(ends);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_counted() {
        for (text, expected) in [
            ("", 0),
            ("Look", 1),
            ("Look. Then go.", 2),
            ("See lamp.config now", 1),
            ("Do this:", 1),
            ("\u{770b}\u{3002}\u{8d70}\u{3002}", 2),
        ] {
            assert_eq!(sentences(text), expected, "{text}");
        }
    }
}
