//! A name in another case than in the tables.
//!
//! Rule: `name-other-case`.
//!
//! ## What it does
//! Finds names of probes, monitors and health sets in text and headings that a table has in other case only, health sets in
//! tables that have other case than in the title, and application pools that are mostly written in other case.
//!
//! ## Why it matters
//! Exchange takes no notice of case, but searching, comparing and scripting do.
//!
//! ## How to mend it
//! Write the name as in the table.
//!
//! ## What it cannot see
//! Which case Exchange itself uses; names that most other languages do not have in this place, whatever their case: these
//! are `name-changed`.

use std::collections::BTreeMap;

use crate::check::text::Text;
use crate::check::unit::Unit;
use crate::check::wording::{PieceKind, Traits};
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule, Scope};
use crate::locale::Locale;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let mut found: BTreeMap<(String, &str), Vec<(Locale, Location)>> = BTreeMap::new();
    let units = topic.units.iter().filter(|unit| unit.has(Traits::ODD_CASE));
    for (unit, (locale, text)) in units.flat_map(|unit| unit.texts.iter().map(move |text| (unit, text))) {
        for token in &text.tokens {
            let Some(right) = token.usual else { continue };
            let word = &text.plain[token.range.clone()];
            let is_code = text.kind_at(token.range.start) == PieceKind::Code;
            let is_plain = is_code && word.bytes().all(|b| b.is_ascii_lowercase());
            if is_plain || is_disputed(unit, right, context.source) {
                continue;
            }
            let place = text.place(&token.range, context.sources);
            found.entry((word.to_owned(), right)).or_default().push((*locale, place));
        }
    }
    for (word, right, locale, place) in cells(topic) {
        found.entry((word.to_owned(), right)).or_default().push((locale, place));
    }
    let reports = found.into_iter().filter_map(|((word, right), mut places)| {
        places.sort_by_key(|(locale, place)| (Some(*locale) != context.source, *locale, place.span.start));
        let (first, rest) = places.split_first()?;
        let alone = rest.iter().all(|(locale, _)| *locale == first.0);
        let mut diagnostic = Diagnostic::new(Rule::NameOtherCase, format!("`{word}` is `{right}` elsewhere, in other case"))
            .at(first.1)
            .scope(if alone { Scope::Locale } else { Scope::Locales })
            .help(format!("write `{right}`"));
        for (locale, place) in rest {
            diagnostic = diagnostic.also(*place, locale);
        }
        Some(diagnostic)
    });
    reports.collect()
}

/// The cells of the table of probes that name a health set in other case. Probes and monitors in other case are others.
fn cells<'t>(topic: &'t Topic<'_>) -> impl Iterator<Item = (&'t str, &'t str, Locale, Location)> {
    let rows = topic.set.rows.iter();
    let all = rows.flat_map(|row| row.cells.iter().map(move |(locale, cells)| (row.health_set.as_str(), locale, cells)));
    all.filter_map(|(right, locale, cells)| {
        let cell = &cells.health_set;
        let is_other = cell.text != right && cell.text.eq_ignore_ascii_case(right);
        let article = topic.set.articles.get(locale).filter(|_| is_other)?;
        Some((cell.text.as_str(), right, locale, cell.span.within(article.source)))
    })
}

/// Whether most languages do not have a name in a text, whatever its case: then another belongs there.
fn is_disputed(unit: &Unit<'_>, name: &str, source: Option<Locale>) -> bool {
    let has = |text: &Text<'_>| {
        let mut words = text.tokens.iter().map(|token| &text.plain[token.range.clone()]);
        words.any(|word| word.eq_ignore_ascii_case(name))
    };
    let (holders, lacking): (Vec<_>, Vec<_>) = unit.sure().partition(|(_, text)| has(text));
    let by_source = || lacking.iter().any(|(locale, _)| Some(*locale) == source);
    lacking.len() > holders.len() || lacking.len() == holders.len() && by_source()
}
