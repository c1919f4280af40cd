//! `missing-language-file`: a language that mpkc has no words for.

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
