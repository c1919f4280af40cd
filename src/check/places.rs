//! One finding about several places.

use crate::diagnostic::{Diagnostic, Location};
use crate::locale::Locale;

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
