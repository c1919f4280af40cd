//! What is made of the same thing again and again is made once.

use std::fmt;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashMap;

/// What was made so far, by what it was made of. Threads share it; it belongs to one target of one build.
pub(crate) struct Distinct<K, T>(Mutex<FxHashMap<K, T>>);

impl<K: Eq + Hash, T: Clone> Distinct<K, T> {
    /// What is made of `key`: what is known, or else what `make` makes. Should two threads make it at once, one of both is
    /// taken, which are alike.
    pub fn get(&self, key: K, make: impl FnOnce(&K) -> T) -> T {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&key) {
            return known.clone();
        }
        let made = make(&key);
        lock().entry(key).or_insert(made).clone()
    }
}

impl<K, T> Default for Distinct<K, T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K, T> fmt::Debug for Distinct<K, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Distinct").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_of_the_same_is_made_once() {
        let distinct = Distinct::default();
        let mut made = 0;
        for key in [1, 2, 1] {
            let text = distinct.get(key, |key| {
                made += 1;
                key.to_string()
            });
            assert_eq!(text, key.to_string());
        }
        assert_eq!(made, 2);
    }
}
