//! A command without its block of code.
//!
//! Rule: `command-without-block`.
//!
//! ## What it does
//! Finds paragraphs that are commands: no fence, no indentation; and those that say what is a command in the other
//! languages.
//!
//! ## Why it matters
//! In plain text Markdown swallows `<server name>` as HTML and backslashes as escapes, and joins the lines of several
//! commands. What a reader copies is not what the author wrote.
//!
//! ## How to mend it
//! Put the command between lines of three backquotes.
//!
//! ## What it cannot see
//! Commands in the middle of a sentence.

use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Rule};
use crate::syntax::Fence;

pub(super) fn check(_context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for command in &topic.set.commands {
        for (locale, own) in command
            .uses
            .iter()
            .filter(|(_, own)| own.fence == Fence::Lost)
        {
            let Some(article) = topic.set.articles.get(locale) else {
                continue;
            };
            let mut diagnostic = Diagnostic::new(
                Rule::CommandWithoutBlock,
                "this command stands outside a block of code",
            )
            .at(own.span.within(article.source))
            .help("put it between lines of three backquotes");
            let fenced = command
                .uses
                .iter()
                .find(|(_, other)| other.fence != Fence::Lost);
            if let Some((other, use_there)) = fenced
                && let Some(article) = topic.set.articles.get(other)
            {
                diagnostic = diagnostic.related(
                    use_there.span.within(article.source),
                    format!("in {other} it is in a block"),
                );
            }
            found.push(diagnostic);
        }
    }
    if topic.lacking.is_empty() {
        return found;
    }
    let units = topic.units.iter().flat_map(|unit| &unit.texts);
    let lost = units.filter_map(|(locale, text)| Some((text, topic.lacking.find(*locale, text)?)));
    found.extend(lost.map(|(text, command)| {
        let diagnostic = Diagnostic::new(
            Rule::CommandWithoutBlock,
            "this is a command in the other languages, but stands outside a block of code",
        );
        let there = command.uses.iter().next().and_then(|(locale, own)| {
            let article = topic.set.articles.get(locale)?;
            Some((own.span.within(article.source), format!("in {locale} it is in a block")))
        });
        let diagnostic = diagnostic
            .at(text.whole())
            .help("put it between lines of three backquotes");
        there.into_iter().fold(diagnostic, |diagnostic, (place, label)| {
            diagnostic.related(place, label)
        })
    }));
    found
}
