//! One finding about several places.

use crate::diagnostic::{Diagnostic, Location, Span};
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
