//! A link leads elsewhere than in the other languages.
//!
//! Rules: `link-target-differs`, `link-missing`, `link-added`.
//!
//! ## What it does
//! Compares the links of a paragraph with those of the same paragraph in the other languages. Targets are the same if
//! they differ only in the language part of the address. The source may link other sites than its translations: which
//! target stands for which is learnt from all articles.
//!
//! ## Why it matters
//! A link to another topic sends an operator the wrong way.
//!
//! ## How to mend it
//! Link what the other languages link.
//!
//! ## What it cannot see
//! Whether a target exists; a source that links another page than all translations, if that page occurs nowhere else.

use crate::check::consensus::{disputes, list, scope};
use crate::check::target::Target;
use crate::check::unit::Unit;
use crate::check::wording::Traits;
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule, Scope};
use crate::locale::Locale;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for unit in topic.units.iter().filter(|unit| unit.has(Traits::LINK)) {
        match counts(context, unit) {
            Some(diagnostics) => found.extend(diagnostics),
            None => found.extend(targets(context, unit)),
        }
    }
    found
}

/// Languages with more or fewer links than the others; `None` if all have equally many.
fn counts(context: &Context<'_>, unit: &Unit<'_>) -> Option<Vec<Diagnostic>> {
    let mut lengths = unit.sure().map(|(_, text)| text.links.len());
    let first = lengths.next()?;
    if lengths.all(|length| length == first) {
        return None;
    }
    let number = |locale| unit.text(locale).map_or(0, |text| text.links.len());
    let said: Vec<(Locale, Vec<usize>)> = unit
        .sure()
        .map(|(locale, text)| (locale, vec![text.links.len()]))
        .collect();
    let dispute = disputes(&said, context.source)
        .into_iter()
        .max_by_key(|dispute| dispute.holders.len())?;
    let usual = dispute.value;
    if !dispute.is_right {
        return Some(Vec::new());
    }
    let drift = dispute.is_drift(context.source);
    let (fewer, more): (Vec<Locale>, Vec<Locale>) = dispute
        .lacking
        .iter()
        .partition(|locale| number(**locale) < usual);
    let report = |rule, locales: &[Locale], what: &str| {
        let mut places = locales
            .iter()
            .filter_map(|&locale| Some((locale, unit.text(locale)?.whole())));
        let (first, place) = places.next()?;
        let message = format!(
            "this text has {what} links than in {}: {}, not {usual}",
            list(&dispute.holders),
            number(first)
        );
        let mut diagnostic = Diagnostic::new(rule, message)
            .at(place)
            .scope(if drift {
                Scope::Translations
            } else {
                scope(locales)
            })
            .help("link what the other languages link");
        for (locale, place) in places {
            diagnostic = diagnostic.also(place, locale);
        }
        if let Some((locale, text)) = dispute
            .holders
            .first()
            .and_then(|&locale| Some((locale, unit.text(locale)?)))
        {
            diagnostic = diagnostic.related(text.whole(), format!("the text in {locale}"));
        }
        Some(diagnostic)
    };
    let missing = report(Rule::LinkMissing, &fewer, "fewer");
    let added = report(Rule::LinkAdded, &more, "more");
    Some(missing.into_iter().chain(added).collect())
}

/// Links at the same place that lead to different targets.
fn targets(context: &Context<'_>, unit: &Unit<'_>) -> Vec<Diagnostic> {
    let most = unit
        .sure()
        .map(|(_, text)| text.links.len())
        .max()
        .unwrap_or(0);
    let mut found = Vec::new();
    let links = |number: usize| unit.sure().filter_map(move |(_, text)| text.links.get(number));
    for number in 0..most {
        let mut leads = links(number).map(|link| context.targets.of(link.target));
        let first = leads.next();
        if leads.all(|target| Some(target) == first) {
            continue;
        }
        let said: Said<'_> = unit
            .sure()
            .filter_map(|(locale, text)| {
                let target = text.links.get(number)?.target;
                Some((locale, vec![context.targets.of(target)?]))
            })
            .collect();
        // The same links in another order are the same links.
        let has = |locale: Locale, wanted: &Target| {
            let links = unit.text(locale).map_or(&[][..], |text| &text.links);
            let mut targets = links.iter().map(|link| context.targets.of(link.target));
            targets.any(|target| target == Some(wanted))
        };
        let kinds = said.iter().filter_map(|(_, targets)| targets.first());
        let articles = kinds
            .clone()
            .filter(|target| matches!(target, Target::Article(_)))
            .count();
        let own_kind: Vec<_> = if articles * 2 > said.len() {
            said
        } else {
            without_source(said, context.source)
        };
        for dispute in disputes(&own_kind, context.source)
            .into_iter()
            .filter(|dispute| dispute.is_right)
        {
            let wrong: Vec<Locale> = dispute
                .lacking
                .iter()
                .copied()
                .filter(|locale| !has(*locale, dispute.value))
                .collect();
            found.extend(report(
                unit,
                number,
                dispute.value,
                &wrong,
                &dispute.holders,
            ));
        }
    }
    found
}

/// What each language links at one place.
type Said<'t> = Vec<(Locale, Vec<&'t Target>)>;

/// The translations alone; of few that link what the source links, the rest: these have been translated anew, and what
/// stands for the target is learnt elsewhere.
fn without_source(
    mut said: Said<'_>,
    source: Option<Locale>,
) -> Said<'_> {
    let Some(at) = said.iter().position(|(locale, _)| Some(*locale) == source) else {
        return said;
    };
    let (_, original) = said.remove(at);
    let follows = |own: &(Locale, Vec<&Target>)| own.1 == original;
    if said.iter().filter(|own| follows(own)).count() * 2 < said.len() {
        said.retain(|own| !follows(own));
    }
    said
}

fn report(
    unit: &Unit<'_>,
    number: usize,
    right: &Target,
    wrong: &[Locale],
    holders: &[Locale],
) -> Option<Diagnostic> {
    if holders.len() < 2 {
        return None;
    }
    let link = |locale: Locale| -> Option<(&str, Location)> {
        let text = unit.text(locale)?;
        let link = text.links.get(number)?;
        Some((link.target, text.place_of(link)))
    };
    let (first, rest) = wrong.split_first()?;
    let (target, place) = link(*first)?;
    let message = format!(
        "this link leads to `{target}`, but to {right} in {}",
        list(holders)
    );
    let mut diagnostic = Diagnostic::new(Rule::LinkTargetDiffers, message)
        .at(place)
        .scope(scope(wrong))
        .help("link what the other languages link");
    for locale in rest {
        if let Some((_, place)) = link(*locale) {
            diagnostic = diagnostic.also(place, locale);
        }
    }
    if let Some((locale, (_, place))) = holders
        .iter()
        .find_map(|&locale| Some((locale, link(locale)?)))
    {
        diagnostic = diagnostic.related(place, format!("the link in {locale}"));
    }
    Some(diagnostic)
}
