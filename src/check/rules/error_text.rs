//! The text of an error in a heading was translated.
//!
//! Rule: `error-text-translated`.
//!
//! ## What it does
//! Where the heading of a section about an error quotes the text of the error in the source, looks for this text in the
//! headings of the translations, whatever its quotation marks, full stops and placeholders. Once per article.
//!
//! ## Why it matters
//! An operator searches for the text that stands in the alert. An explanation in his language may stand beside it.
//!
//! ## How to mend it
//! Quote what the program prints, and add the translation in brackets.
//!
//! ## What it cannot see
//! Whether the program speaks the language of the reader: then the translation is right. So the rule is a note.
//!
//! ## Example
//! ```markdown
//! ## Recovery from the error "The lamp was not found."
//! ```
//!
//! In Spanish nobody finds it by its text:
//!
//! ```markdown
//! ## Recuperación del error "No se encontró la lámpara."
//! ```

use crate::article::SectionKind;
use crate::check::alone::has_word;
use crate::check::consensus::list;
use crate::check::places::in_some;
use crate::check::rules::quotation::is_quotation_mark;
use crate::check::unit::{Role, Unit};
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule};
use crate::locale::Locale;

/// In words. What is shorter is a name or a literal.
const FEW: usize = 3;

/// A heading with this part of the words quotes them.
const NEARLY: f64 = 0.8;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    of_topic(context, topic).into_iter().collect()
}

fn of_topic(context: &Context<'_>, topic: &Topic<'_>) -> Option<Diagnostic> {
    let source = context.source?;
    let headings = topic.units.iter().filter(|unit| unit.role == Role::Heading(SectionKind::ErrorRecovery));
    let places: Vec<(Locale, Location)> = headings.flat_map(|unit| translated(unit, source)).collect();
    let mut locales: Vec<Locale> = places.iter().map(|(locale, _)| *locale).collect();
    locales.sort_unstable();
    locales.dedup();
    let languages = list(&locales);
    let message = format!("the text of this error was translated in {languages}; it stands as it is printed in {source}");
    let finding = Diagnostic::new(Rule::ErrorTextTranslated, message)
        .help("quote what the program prints; a translation may stand beside it");
    in_some(finding, places.into_iter(), context.source)
}

/// The headings that do not have the quotation of that of the source.
fn translated(unit: &Unit<'_>, source: Locale) -> Vec<(Locale, Location)> {
    let Some(quoted) = unit.text(source).and_then(|original| quotation(&original.plain)) else {
        return Vec::new();
    };
    let others = unit.sure().filter(|(locale, _)| locale.language() != source.language());
    let lacking = others.filter(|(_, text)| !is_kept(&quoted, &text.plain));
    lacking.map(|(locale, text)| (locale, text.whole())).collect()
}

/// The words between the first and the last quotation mark of a text, if they are a sentence. Placeholders are none:
/// they may be translated.
fn quotation(text: &str) -> Option<Vec<&str>> {
    let (start, end) = (text.find(is_quotation_mark)?, text.rfind(is_quotation_mark)?);
    let words = text.get(start..end)?.split_whitespace();
    let words = words.filter(|word| !word.contains(['<', '>', '&', '\\']));
    let words = words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    (words.len() >= FEW).then_some(words)
}

/// Whether a text has nearly all words of a quotation.
fn is_kept(quoted: &[&str], text: &str) -> bool {
    let kept = quoted.iter().filter(|word| has_word(text, word));
    kept.count() as f64 >= NEARLY * quoted.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_are_sentences() {
        assert_eq!(quotation("Of \"The lamp is off.\""), Some(vec!["The", "lamp", "is", "off"]));
        assert_eq!(quotation("Of \u{201c}a <b> lamp is\u{201d} and on"), Some(vec!["a", "lamp", "is"]));
        for other in ["Of the \"Result\" section", "Of the lamp", "Of a 3\" lamp that is off"] {
            assert_eq!(quotation(other), None, "{other}");
        }
    }

    #[test]
    fn nearly_all_words_are_enough() {
        let quoted = ["The", "lamp", "is", "off", "again"];
        assert!(is_kept(&quoted, "error \u{ab}The lamp is off\u{bb} (x)"));
        assert!(!is_kept(&quoted, "The lamp exists, coffee again"));
    }
}
