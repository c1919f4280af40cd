//! Commands that some languages lack, because there they stand as plain text.

use rustc_hash::FxHashMap;

use super::text::Text;
use crate::locale::Locale;
use crate::model::{Command, HealthSet};

/// The commands that a language lacks, by the language and what Markdown leaves of them outside a block.
#[derive(Debug, Default)]
pub(crate) struct Lacking<'c>(FxHashMap<(Locale, String), &'c Command<'c>>);

impl<'c> Lacking<'c> {
    /// Those of `set`.
    pub(crate) fn of(set: &'c HealthSet<'c>) -> Self {
        let mut lacking = FxHashMap::default();
        for command in &set.commands {
            let lacks = |locale: &Locale| command.uses.get(*locale).is_none();
            for locale in set.articles.locales().filter(lacks) {
                let key = (locale, bare(&command.text).collect());
                lacking.entry(key).or_insert(command);
            }
        }
        Self(lacking)
    }

    /// Whether no language lacks a command.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The command that a text of `locale` is.
    pub(crate) fn find(&self, locale: Locale, text: &Text<'_>) -> Option<&'c Command<'c>> {
        if self.0.is_empty() {
            return None;
        }
        self.0
            .get(&(locale, bare(&text.plain).collect::<String>()))
            .copied()
    }
}

/// What Markdown leaves of a command outside a block: no white space, backslashes, stars, or anything in angle brackets.
fn bare(text: &str) -> impl Iterator<Item = char> {
    let mut depth = 0usize;
    text.chars().filter(move |&c| {
        match c {
            '<' => depth += 1,
            '>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && !c.is_whitespace() && !matches!(c, '\\' | '*' | '_' | '<' | '>')
    })
}
