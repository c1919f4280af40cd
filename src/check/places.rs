//! One finding about several places.

use super::consensus::scope;
use crate::diagnostic::{Diagnostic, Location, Scope, Span};
use crate::locale::Locale;
use crate::workspace::Source;

/// The places with that of the source first.
pub(crate) fn source_first(
    mut places: Vec<(Locale, Location)>,
    source: Option<Locale>,
) -> Vec<(Locale, Location)> {
    places.sort_by_key(|(locale, place)| (Some(*locale) != source, *locale, place.span.start));
    places
}

/// `diagnostic` at the first place, with the others as places where it is the same; `None` without any.
pub(crate) fn at_places(
    diagnostic: Diagnostic,
    places: &[(Locale, Location)],
) -> Option<Diagnostic> {
    let ((_, first), rest) = places.split_first()?;
    let start = diagnostic.at(*first);
    Some(rest.iter().fold(start, |diagnostic, (locale, place)| {
        diagnostic.also(*place, locale)
    }))
}

/// [`at_places`] for what all languages have alike, mostly because they have it from the source.
pub(crate) fn everywhere(
    diagnostic: Diagnostic,
    places: impl Iterator<Item = (Locale, Location)>,
    source: Option<Locale>,
) -> Option<Diagnostic> {
    scoped(diagnostic, places, source, |scope| match scope {
        Scope::Locale => Scope::Locale,
        _ => Scope::Everywhere,
    })
}

/// [`at_places`] for what some languages have.
pub(crate) fn in_some(
    diagnostic: Diagnostic,
    places: impl Iterator<Item = (Locale, Location)>,
    source: Option<Locale>,
) -> Option<Diagnostic> {
    scoped(diagnostic, places, source, |scope| scope)
}

/// [`at_places`], the source first, with a scope made of that of the languages.
fn scoped(
    diagnostic: Diagnostic,
    places: impl Iterator<Item = (Locale, Location)>,
    source: Option<Locale>,
    of_languages: impl Fn(Scope) -> Scope,
) -> Option<Diagnostic> {
    let places = source_first(places.collect(), source);
    let mut locales: Vec<Locale> = places.iter().map(|(locale, _)| *locale).collect();
    locales.dedup();
    at_places(diagnostic.scope(of_languages(scope(&locales))), &places)
}

/// The part of `place` that says `text`, if it says it once; all of it otherwise. A command stands inside its fences.
pub(crate) fn within(place: Location, text: &str, sources: &[Source]) -> Location {
    let raw = sources
        .get(place.source.0 as usize)
        .map_or("", |source| place.span.of(&source.text));
    let mut hits = raw.match_indices(text);
    let (Some((at, _)), None) = (hits.next(), hits.next()) else {
        return place;
    };
    let start = place.span.start as usize + at;
    Span::new(start, start + text.len()).within(place.source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Rule, SourceId};

    #[test]
    fn many_places_of_one_language_are_one_language() {
        let place = |tag: &str, start: usize| {
            let locale: Locale = tag.parse().expect("a tag");
            (locale, Span::new(start, start + 1).within(SourceId(0)))
        };
        let finding = |places: &[(Locale, Location)]| {
            let diagnostic = Diagnostic::new(Rule::CommandBroken, "");
            everywhere(diagnostic, places.iter().copied(), None).map(|finding| finding.scope)
        };
        let twice = [place("en-US", 1), place("en-US", 5)];
        assert_eq!(finding(&twice), Some(Scope::Locale));
        assert_eq!(
            finding(&[twice[0], place("es-ES", 1)]),
            Some(Scope::Everywhere)
        );
        assert_eq!(finding(&[]), None);
    }
}
