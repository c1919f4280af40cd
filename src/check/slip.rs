//! Words that are slips of other words.

/// Whether at most `most` slips lie between two words: a letter changed, left out or added, or two that changed places.
pub(crate) fn is_near(a: &str, b: &str, most: usize) -> bool {
    // Measuring takes long. A slip brings in no more than one new letter, which tells nearly all words apart.
    let (own, other) = (letters(a), letters(b));
    let few = |letters: u64| letters.count_ones() as usize <= most;
    few(own & !other) && few(other & !own) && strsim::osa_distance(a, b) <= most
}

/// The letters of a word as bits, of which some letters share one.
fn letters(word: &str) -> u64 {
    word.chars()
        .fold(0, |all, c| all | 1 << (u32::from(c) % u64::BITS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_apart_by_letters_is_as_far_as_measured() {
        let words = [
            "",
            "lamp",
            "lamps",
            "Lamp",
            "lmap",
            "amp",
            "lamb",
            "limb",
            "bmal",
            "l\u{e1}mp",
        ];
        for a in words {
            for b in words {
                for most in 0..4 {
                    let measured = strsim::osa_distance(a, b) <= most;
                    assert_eq!(is_near(a, b, most), measured, "{a} {b} {most}");
                }
            }
        }
    }
}
