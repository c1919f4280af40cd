//! A link of the source that leads elsewhere than those of all translations.
//!
//! Rule: `link-target-differs`; this part has the source on trial.
//!
//! The source and its translations may link different sites that mean the same. Which target stands for which is
//! learnt from all articles: a pair that occurs once, of which one side has another partner nearly everywhere, is odd.

use rustc_hash::FxHashMap;

use crate::check::Context;
use crate::check::target::Target;
use crate::check::wording::{LinkUse, Traits};
use crate::check::unit::Unit;
use crate::diagnostic::{Diagnostic, Location, Rule, Scope};
use crate::locale::Locale;

/// How often a target must have a partner for another partner to be odd.
const OFTEN: usize = 3;

/// How often a target of the source stands where the translations have a target.
type Pairs<'p> = FxHashMap<(&'p str, &'p Target), usize>;

pub(super) fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let Some(source) = context.source else {
        return Vec::new();
    };
    let units = context.topics.iter().flat_map(|topic| &topic.units);
    let units = units.filter(|unit| unit.has(Traits::LINK));
    let all: Vec<_> = units
        .flat_map(|unit| partners(context, unit, source).into_iter().map(move |pair| (unit, pair)))
        .collect();
    let mut pairs = Pairs::default();
    for (_, (link, target, _)) in &all {
        *pairs.entry((link.target, target)).or_default() += 1;
    }
    let mut found = Vec::new();
    for (unit, (link, target, (locale, there))) in all {
        if !is_odd(&pairs, link.target, target) {
            continue;
        }
        let Some(text) = unit.text(source) else { continue };
        let message = format!("this link leads to `{}`, but the translations lead to {target}", link.target);
        found.push(
            Diagnostic::new(Rule::LinkTargetDiffers, message)
                .at(text.place_of(link))
                .related(there, format!("the link in {locale}"))
                .scope(Scope::Translations)
                .help("link what the translations link"),
        );
    }
    found
}

/// Each link of the source with the target that most translations have in its place, and one of them.
fn partners<'u>(
    context: &'u Context<'_>,
    unit: &'u Unit<'_>,
    source: Locale,
) -> Vec<(&'u LinkUse<'u>, &'u Target, (Locale, Location))> {
    let Some(original) = unit.text(source).filter(|text| !text.shaky && !text.links.is_empty()) else {
        return Vec::new();
    };
    let translations: Vec<_> = unit
        .sure()
        .filter(|(locale, text)| *locale != source && text.links.len() == original.links.len())
        .collect();
    let partner = |(number, link): (usize, &'u LinkUse<'u>)| {
        let mut targets: Vec<(&Target, usize, (Locale, Location))> = Vec::new();
        for (locale, text) in &translations {
            let own = &text.links[number];
            let target = context.targets.of(own.target)?;
            match targets.iter_mut().find(|(known, ..)| *known == target) {
                Some((_, often, _)) => *often += 1,
                None => targets.push((target, 1, (*locale, text.place_of(own)))),
            }
        }
        let (target, often, first) = targets.into_iter().max_by(|(target, often, _), (other, there, _)| {
            often.cmp(there).then_with(|| target.to_string().cmp(&other.to_string()))
        })?;
        (often > 1).then_some((link, target, first))
    };
    original.links.iter().enumerate().filter_map(partner).collect()
}

/// Whether a pair is odd: one of the two stands for another nearly everywhere.
fn is_odd(pairs: &Pairs<'_>, link: &str, target: &Target) -> bool {
    if pairs.get(&(link, target)) != Some(&1) {
        return false;
    }
    let of_link = pairs.iter().filter(|((other, own), _)| *other == link && *own != target);
    let of_target = pairs.iter().filter(|((own, other), _)| *other == target && *own != link);
    let most = of_link.chain(of_target).map(|(_, often)| *often).max();
    most.is_some_and(|most| most >= OFTEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_is_odd_if_one_of_it_mostly_has_another_partner() {
        let (x, z) = (Target::Address("x".to_owned()), Target::Address("z".to_owned()));
        let pairs: Pairs<'_> = [(("a", &x), 5), (("b", &x), 1), (("c", &z), 1)].into_iter().collect();
        assert!(is_odd(&pairs, "b", &x));
        assert!(!is_odd(&pairs, "a", &x));
        assert!(!is_odd(&pairs, "c", &z));
    }
}
