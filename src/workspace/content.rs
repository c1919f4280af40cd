//! The bytes of an output.

use bytes::Bytes;

/// The bytes of an output, in pieces that can be shared, with each other and with a later build: megabytes that are there twice
/// or did not change are then neither made nor copied nor compared again.
#[derive(Clone, Debug, Default)]
pub struct Content(Vec<Bytes>);

impl Content {
    /// The pieces, in order.
    pub fn pieces(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(|piece| &**piece)
    }

    /// How many bytes there are.
    pub fn len(&self) -> usize {
        self.0.iter().map(Bytes::len).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Bytes::is_empty)
    }

    /// All in one piece. Copies nothing where there is only one.
    pub fn joined(&self) -> Bytes {
        match self.0.as_slice() {
            [piece] => piece.clone(),
            pieces => pieces.concat().into(),
        }
    }

    /// All of them, if they are in one piece, as those of all outputs but the pack are.
    pub fn in_one_piece(&self) -> Option<&[u8]> {
        match self.0.as_slice() {
            [piece] => Some(piece),
            _ => None,
        }
    }

    /// Whether these are the bytes.
    pub fn is(&self, mut bytes: &[u8]) -> bool {
        let all = self.pieces().all(|piece| {
            let rest = bytes.strip_prefix(piece);
            bytes = rest.unwrap_or_default();
            rest.is_some()
        });
        all && bytes.is_empty()
    }
}

impl PartialEq for Content {
    fn eq(&self, other: &Self) -> bool {
        // The same place in memory has the same bytes.
        let same = |(a, b): (&Bytes, &Bytes)| {
            a.len() == b.len() && (std::ptr::eq(a.as_ptr(), b.as_ptr()) || a == b)
        };
        if self.0.len() == other.0.len() && self.0.iter().zip(&other.0).all(same) {
            return true;
        }
        self.len() == other.len() && is_same(self.pieces(), other.pieces())
    }
}

/// Whether texts of the same length are the same, however they are cut.
fn is_same<'p>(
    mut these: impl Iterator<Item = &'p [u8]>,
    mut those: impl Iterator<Item = &'p [u8]>,
) -> bool {
    let mut that: &[u8] = &[];
    these.all(|mut this| {
        while !this.is_empty() {
            if that.is_empty() {
                let Some(next) = those.next() else {
                    return false;
                };
                that = next;
            }
            let shared = this.len().min(that.len());
            if this[..shared] != that[..shared] {
                return false;
            }
            (this, that) = (&this[shared..], &that[shared..]);
        }
        true
    })
}

impl Eq for Content {}

impl<T: Into<Bytes>> From<T> for Content {
    fn from(bytes: T) -> Self {
        Self(vec![bytes.into()])
    }
}

impl FromIterator<Bytes> for Content {
    fn from_iter<I: IntoIterator<Item = Bytes>>(pieces: I) -> Self {
        Self(pieces.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(pieces: &[&'static str]) -> Content {
        pieces.iter().map(|piece| Bytes::from(*piece)).collect()
    }

    #[test]
    fn how_it_is_cut_does_not_matter() {
        let whole = content(&["abcd"]);
        for cut in [&["ab", "cd"][..], &["", "abc", "", "d"], &["abcd", ""]] {
            assert_eq!(content(cut), whole);
            assert_eq!(content(cut).joined(), "abcd");
            assert!(content(cut).is(b"abcd"));
            for other in ["abc", "abce", "abcde", ""] {
                assert_ne!(content(cut), content(&[other][..]), "{other}");
                assert!(!content(cut).is(other.as_bytes()), "{other}");
            }
        }
    }
}
