//! The items of lists, and which of them belong together.

use crate::article::Block;
use crate::locale::Locale;

use super::likeness::Traits;
use super::sequence;

/// An item of a list: its number and what it holds.
pub(super) type Numbered<'a> = (u64, &'a [Block]);

/// The items of a list with their numbers.
pub(super) fn items_of(block: &Block) -> Vec<Numbered<'_>> {
    match block {
        Block::Steps(steps) => steps
            .steps
            .iter()
            .map(|step| {
                let number = step
                    .path
                    .0
                    .last()
                    .map_or(0, |segment| u64::from(segment.number));
                (number, step.blocks.as_slice())
            })
            .collect(),
        Block::Items(list) => {
            let start = list.start.unwrap_or(1);
            list.items
                .iter()
                .zip(start..)
                .map(|(item, number)| (number, item.as_slice()))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// An item of a list in one language.
type Part<'a> = (Locale, u64, &'a [Block]);

/// The items of a list that belong together: those at the same place if all languages have as many, else those that are
/// most alike. `lengths` has the languages in the order in which they are compared.
pub(super) fn aligned_items<'a>(
    items: &[(Locale, Vec<Numbered<'a>>)],
    lengths: &[(Locale, usize)],
) -> Vec<Vec<Part<'a>>> {
    let part = |(locale, items): &(Locale, Vec<Numbered<'a>>), at: usize| -> Option<Part<'a>> {
        let (number, blocks) = items.get(at)?;
        Some((*locale, *number, *blocks))
    };
    if sequence::equally_long(items) {
        let longest = lengths.first().map_or(0, |(_, length)| *length);
        let column = |at| items.iter().filter_map(|of| part(of, at)).collect();
        return (0..longest).map(column).collect();
    }
    let of = |locale: Locale| items.iter().find(|(tag, _)| *tag == locale);
    let traits: Vec<(Locale, Vec<Traits>)> = lengths
        .iter()
        .filter_map(|(locale, _)| of(*locale))
        .map(|(locale, items)| {
            let blocks = items.iter().map(|(_, blocks)| Traits::of(*blocks));
            (*locale, blocks.collect())
        })
        .collect();
    let columns = sequence::align_by(&traits, |a, b| a.likeness(b)).into_iter();
    let parts = |column: sequence::Column| {
        let parts = column.iter();
        parts
            .filter_map(|(locale, &at)| part(of(locale)?, at))
            .collect()
    };
    columns.map(parts).collect()
}
