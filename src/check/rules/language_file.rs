//! A language that mpkc has no words for.
//!
//! Rule: `missing-language-file`.
//!
//! ## What it does
//! Looks for `locales/<tag>.toml`, among those that are built in and in the folder of `language-files` in `mpkc.toml`.
//!
//! ## Why it matters
//! Articles compile in any language. But words of the interface, such as "Next step", are those of another language on
//! the pages, and rules that need a lexicon, such as `polarity-differs`, say nothing.
//!
//! ## How to mend it
//! Write the file; CONTRIBUTING.md says how.
//!
//! ## What it cannot see
//! Whether the words in a file are right.
//!
//! ## Example
//! Articles in `ro-RO/`, and no `locales/ro-RO.toml`.

use crate::check::Context;
use crate::diagnostic::{Diagnostic, Rule};

pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let unknown = context.knowledge.locales.iter().filter(|locale| {
        context
            .languages
            .get(**locale)
            .is_some_and(|data| !data.known)
    });
    unknown
        .map(|locale| {
            let pack = match context.languages.scom(*locale) {
                Some(code) => format!("its language pack is {code}"),
                None => "Windows has no name for it, so the management pack leaves it out".to_owned(),
            };
            let message = format!("there is no language file for {locale}: words of the interface are those of another language; {pack}");
            Diagnostic::new(Rule::MissingLanguageFile, message)
                .help(format!("write locales/{locale}.toml; CONTRIBUTING.md says how"))
        })
        .collect()
}
