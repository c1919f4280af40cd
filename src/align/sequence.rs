//! Aligning sequences over any number of languages.
//!
//! Mostly all sequences have the same shape, and alignment is by place. Otherwise a common sequence is grown
//! language by language with longest common subsequences, so that nothing of any language is left out and every
//! language keeps its order.

use crate::locale::{Locale, Localized};

/// One column of an alignment: the place in the sequence of each language that takes part.
pub(super) type Column = Localized<usize>;

/// The parts of sequences that stand at the same place, for sequences that begin alike.
pub(super) fn by_place<'s, 'v, T>(
    sequences: &'s [(Locale, &'v [T])],
) -> impl Iterator<Item = Localized<&'v T>> + use<'s, 'v, T> {
    let longest = sequences.iter().map(|(_, parts)| parts.len()).max();
    (0..longest.unwrap_or(0)).map(|at| {
        let parts = sequences.iter();
        parts
            .filter_map(|(locale, parts)| Some((*locale, parts.get(at)?)))
            .collect()
    })
}

/// Whether all sequences have equally many parts.
pub(super) fn equally_long<K>(sequences: &[(Locale, impl AsRef<[K]>)]) -> bool {
    sequences
        .windows(2)
        .all(|pair| pair[0].1.as_ref().len() == pair[1].1.as_ref().len())
}

/// Aligns the sequences by their keys. The first sequence leads: columns are in its order.
pub(super) fn align<K: PartialEq>(sequences: &[(Locale, Vec<K>)]) -> Vec<Column> {
    align_by(sequences, |a, b| u32::from(a == b))
}

/// Aligns the sequences so that what stands together is as alike as can be; 0 says that two must not stand together.
pub(super) fn align_by<K>(
    sequences: &[(Locale, Vec<K>)],
    likeness: impl Fn(&K, &K) -> u32,
) -> Vec<Column> {
    let Some(((first_locale, first), rest)) = sequences.split_first() else {
        return Vec::new();
    };
    let column = |locale: Locale, at: usize| std::iter::once((locale, at)).collect::<Column>();
    let mut columns: Vec<(Column, &K)> = first
        .iter()
        .enumerate()
        .map(|(at, key)| (column(*first_locale, at), key))
        .collect();
    // Languages with as many parts as the first come before the others, which fit in where they fit best.
    let (equal, unequal): (Vec<_>, Vec<_>) =
        rest.iter().partition(|(_, keys)| keys.len() == first.len());
    for (locale, keys) in equal.into_iter().chain(unequal) {
        let same = keys.len() == columns.len()
            && keys
                .iter()
                .zip(&columns)
                .all(|(key, (_, known))| likeness(key, known) > 0);
        if same {
            for (at, (column, _)) in columns.iter_mut().enumerate() {
                column.insert(*locale, at);
            }
            continue;
        }
        let known: Vec<&K> = columns.iter().map(|(_, key)| *key).collect();
        let pairs = best_pairs(&known, keys, &likeness);
        let mut merged = Vec::with_capacity(columns.len() + keys.len() - pairs.len());
        let mut old = columns.into_iter().enumerate().peekable();
        let mut next = 0;
        for (left, right) in pairs.into_iter().chain([(usize::MAX, keys.len())]) {
            while let Some((_, entry)) = old.next_if(|(at, _)| *at < left) {
                merged.push(entry);
            }
            merged.extend((next..right).map(|at| (column(*locale, at), &keys[at])));
            if let Some((_, (mut column, key))) = old.next() {
                column.insert(*locale, right);
                merged.push((column, key));
            }
            next = right + 1;
        }
        columns = merged;
    }
    columns.into_iter().map(|(column, _)| column).collect()
}

/// The pairs that are most alike together, in order: where likeness is equality, a longest common subsequence. Quadratic:
/// longer sequences than [`LONGEST`] are paired by place.
fn best_pairs<K>(
    left: &[&K],
    right: &[K],
    likeness: &impl Fn(&K, &K) -> u32,
) -> Vec<(usize, usize)> {
    const LONGEST: usize = 2_000;
    if left.len() > LONGEST || right.len() > LONGEST {
        return (0..left.len().min(right.len()))
            .filter(|&at| likeness(left[at], &right[at]) > 0)
            .map(|at| (at, at))
            .collect();
    }
    let width = right.len() + 1;
    let mut best = vec![0u32; (left.len() + 1) * width];
    let mut joins = vec![false; (left.len() + 1) * width];
    for (i, a) in left.iter().enumerate().rev() {
        for (j, b) in right.iter().enumerate().rev() {
            let apart = best[(i + 1) * width + j].max(best[i * width + j + 1]);
            let together = match likeness(a, b) {
                0 => 0,
                alike => best[(i + 1) * width + j + 1].saturating_add(alike),
            };
            // Of equally good pairings the one that pairs at once is taken, as reading does.
            joins[i * width + j] = together > 0 && together >= apart;
            best[i * width + j] = apart.max(together);
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while i < left.len() && j < right.len() {
        if joins[i * width + j] {
            pairs.push((i, j));
            i += 1;
            j += 1;
        } else if best[(i + 1) * width + j] >= best[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(sequences: &[(&str, &str)]) -> Vec<String> {
        let sequences: Vec<(Locale, Vec<char>)> = sequences
            .iter()
            .map(|(tag, keys)| (tag.parse().expect("a tag"), keys.chars().collect()))
            .collect();
        align(&sequences)
            .iter()
            .map(|column| {
                let parts: Vec<String> = column
                    .iter()
                    .map(|(tag, at)| format!("{tag}{at}"))
                    .collect();
                parts.join(" ")
            })
            .collect()
    }

    #[test]
    fn equal_shapes_align_by_place() {
        assert_eq!(
            columns(&[("en", "ab"), ("it", "ab")]),
            ["en0 it0", "en1 it1"]
        );
    }

    #[test]
    fn missing_and_extra_parts_get_columns_of_their_own() {
        assert_eq!(
            columns(&[("en", "abc"), ("es", "ac"), ("it", "abxc")]),
            ["en0 es0 it0", "en1 it1", "it2", "en2 es1 it3"]
        );
        assert_eq!(columns(&[("en", "a"), ("it", "")]), ["en0"]);
        assert_eq!(columns(&[("en", ""), ("it", "a")]), ["it0"]);
        assert_eq!(columns(&[]), Vec::<String>::new());
    }
}
