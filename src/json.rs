//! JSON for files: two blanks a level, as `serde_json` writes it, in fewer and larger pieces.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;

/// `value` as JSON with line breaks, and one at its end.
///
/// # Errors
/// Where `value` has a map whose keys are no strings, or cannot be serialised for a reason of its own.
pub fn to_file(value: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(128 * 1024);
    value.serialize(&mut Serializer::with_formatter(
        &mut bytes,
        Lines::default(),
    ))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// What stands between values: a comma, a line break, and the blanks of the first 32 levels.
const BREAK: &[u8] = b",\n                                                                ";
const COMMA: usize = 1;
const LINE: usize = 1;

/// Where the next value goes.
#[derive(Default)]
struct Lines {
    /// How many levels deep.
    level: usize,
    /// Whether the array or object that ends next has anything in it.
    has_value: bool,
}

impl Lines {
    /// Goes to the next line, after a comma if there is something before.
    fn next_line<W: Write + ?Sized>(&self, out: &mut W, is_first: bool) -> io::Result<()> {
        let start = if is_first { COMMA } else { 0 };
        let mut blanks = self.level * 2;
        let at_once = blanks.min(BREAK.len() - COMMA - LINE);
        out.write_all(&BREAK[start..COMMA + LINE + at_once])?;
        blanks -= at_once;
        while blanks > 0 {
            let more = blanks.min(BREAK.len() - COMMA - LINE);
            out.write_all(&BREAK[COMMA + LINE..][..more])?;
            blanks -= more;
        }
        Ok(())
    }

    fn begin<W: Write + ?Sized>(&mut self, out: &mut W, open: &[u8]) -> io::Result<()> {
        self.level += 1;
        self.has_value = false;
        out.write_all(open)
    }

    fn end<W: Write + ?Sized>(&mut self, out: &mut W, close: &[u8]) -> io::Result<()> {
        self.level = self.level.saturating_sub(1);
        if self.has_value {
            self.next_line(out, true)?;
        }
        self.has_value = true;
        out.write_all(close)
    }
}

impl Formatter for Lines {
    fn begin_array<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"[")
    }

    fn end_array<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"]")
    }

    fn begin_array_value<W: Write + ?Sized>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next_line(out, first)
    }

    fn end_array_value<W: Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }

    fn begin_object<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b"{")
    }

    fn end_object<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"}")
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next_line(out, first)
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: Write + ?Sized>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn expected(value: &Value) -> String {
        serde_json::to_string_pretty(value).expect("JSON") + "\n"
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            ".*".prop_map(Value::from),
        ];
        leaf.prop_recursive(6, 64, 5, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                proptest::collection::btree_map(".*", inner, 0..5)
                    .prop_map(|map| map.into_iter().collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn it_is_what_serde_json_writes(value in any_value()) {
            let bytes = to_file(&value).expect("JSON");
            prop_assert_eq!(String::from_utf8(bytes).expect("UTF-8"), expected(&value));
        }
    }

    #[test]
    fn deep_levels_have_all_their_blanks() {
        let value = (0..80).fold(json!(1), |inner, _| json!([inner, {}]));
        let bytes = to_file(&value).expect("JSON");
        assert_eq!(String::from_utf8(bytes).expect("UTF-8"), expected(&value));
    }
}
