//! `mpkc locales`.

use std::collections::BTreeSet;
use std::io::Write;

use super::args::InputArgs;
use super::run::{Failure, Input, Outcome, config};
use super::streams::to_stdout;
use crate::locale::{Languages, Locale};

pub(super) fn run(args: &InputArgs) -> Result<Outcome, Failure> {
    let config = config()?;
    let known = Languages::built_in(&config.language_files()?)?;
    let has_input = !args.paths.is_empty()
        || !config.locales.is_empty()
        || config.source.folders.is_some()
        || config.root.join("content").exists();
    let articles = match has_input.then(|| Input::read(args, None)) {
        Some(Ok(input)) => Some(input.articles),
        Some(Err(Failure::NoArticle(_))) | None => None,
        Some(Err(failure)) => return Err(failure),
    };
    let mut tags: BTreeSet<Locale> = known.iter().map(|language| language.locale).collect();
    tags.extend(
        articles
            .iter()
            .flat_map(|articles| &articles.articles)
            .map(|article| article.locale),
    );
    let mut out = Vec::new();
    writeln!(
        out,
        "{:<12} {:<5} {:<4} {:>8}  name",
        "tag", "scom", "file", "articles"
    )?;
    for tag in tags {
        let language = known.iter().find(|language| language.locale == tag);
        let in_run = articles
            .as_ref()
            .and_then(|articles| articles.languages.get(tag));
        let count = articles.as_ref().map_or(0, |read| {
            read.articles
                .iter()
                .filter(|article| article.locale == tag)
                .count()
        });
        writeln!(
            out,
            "{:<12} {:<5} {:<4} {:>8}  {}",
            tag.to_string(),
            language
                .or(in_run)
                .and_then(|data| data.scom.as_deref())
                .unwrap_or("-"),
            if language.is_some() { "yes" } else { "no" },
            count,
            language.or(in_run).map_or("", |data| data.name.as_str()),
        )?;
    }
    to_stdout(&out)?;
    Ok(Outcome::Fine)
}
