//! Texts that changed places in a language.
//!
//! What a text is told by survives translation: its names, numbers, paths, references to steps, and the targets of its
//! links. If a language says at one place what the others say at another, and the other way round, the two were swapped.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use super::text::Text;
use super::token::{Token, follows_placeholder};
use super::unit::{Role, Unit};
use super::wording::Group;
use crate::locale::Locale;

/// How many texts may stand between two that were swapped.
const NEAR: usize = 6;

/// Two units whose texts have changed places in a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Swap {
    /// The language.
    pub(crate) locale: Locale,
    /// The unit that comes first.
    pub(crate) first: usize,
    /// The other.
    pub(crate) second: usize,
}

/// The swapped texts of every language.
pub(crate) fn swaps(units: &[Unit<'_>]) -> Vec<Swap> {
    let mut marks = Vec::new();
    let usual: Vec<Option<Usual>> = units.iter().map(|unit| usual(unit, &mut marks)).collect();
    let mark_at = |at: usize| usual[at].map(|usual| usual.mark);
    let mut found = Vec::new();
    for (first, unit) in units.iter().enumerate() {
        let Some(Usual {
            mark: expected,
            has_others: true,
        }) = usual[first]
        else {
            continue;
        };
        for (locale, text) in unit.sure() {
            let own = mark(text);
            if own == expected {
                continue;
            }
            let stands_for = |second: &usize| -> bool {
                let other = &units[*second];
                other.section == unit.section
                    && mark_at(*second) == Some(own)
                    && own != expected
                    && other
                        .text(locale)
                        .is_some_and(|text| !text.shaky && mark(text) == expected)
            };
            let mut near = first + 1..(first + 1 + NEAR).min(units.len());
            if let Some(second) = near.find(stands_for) {
                found.push(Swap {
                    locale,
                    first,
                    second,
                });
            }
        }
    }
    found
}

/// The mark that more than half of the texts of a unit have, of three at least.
#[derive(Clone, Copy)]
struct Usual {
    mark: u64,
    /// Whether a text has another one.
    has_others: bool,
}

/// The usual mark of a unit, for which `marks` is room.
fn usual(unit: &Unit<'_>, marks: &mut Vec<u64>) -> Option<Usual> {
    if unit.role != Role::Prose {
        return None;
    }
    marks.clear();
    marks.extend(unit.sure().map(|(_, text)| mark(text)));
    let often = |wanted: u64| marks.iter().filter(|mark| **mark == wanted).count();
    let first = *marks.first()?;
    // Mostly all have the same.
    let has_others = often(first) < marks.len();
    let best = || marks.iter().copied().max_by_key(|&mark| often(mark));
    let mark = if has_others { best()? } else { first };
    let usual = Usual { mark, has_others };
    (often(mark) * 2 > marks.len() && marks.len() > 2).then_some(usual)
}

/// A number made of what a text is told by, whatever its order; 0 if by nothing.
pub(crate) fn mark(text: &Text<'_>) -> u64 {
    let steps = text
        .steps()
        .map(|(number, letter)| u64::from(number) << 32 | u64::from(letter));
    let link = FxBuildHasher.hash_one("link");
    let links = link.wrapping_mul(text.links.len() as u64);
    let told = text.sums.iter().copied().fold(links, u64::wrapping_add);
    steps.fold(told, u64::wrapping_add)
}

/// For each [`Group`] a number made of its tokens in a text, whatever their order; 0 of none. A path after a placeholder is
/// another one than a path that begins by itself.
pub(crate) fn sums(plain: &str, tokens: &[Token<'_>]) -> [u64; Group::COUNT] {
    let mut sums = [0u64; Group::COUNT];
    for token in tokens {
        if let Some(group) = Group::of(token.kind) {
            let sum = &mut sums[group as usize];
            let is_inside =
                group == Group::Paths && follows_placeholder(&plain[..token.range.start]);
            let hash = FxBuildHasher.hash_one(&plain[token.range.clone()]);
            *sum = sum.wrapping_add(hash).wrapping_add(u64::from(is_inside));
        }
    }
    sums
}
