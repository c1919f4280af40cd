//! JSON for files: two blanks a level, to the byte as `serde_json` writes it. Megabytes of texts are written, and hardly any
//! holds what must be escaped: one look at many bytes tells, and then they are copied as they are.

mod values;

use std::fmt::{self, Display, Write as _};

use serde::ser::{Error as _, Serialize, Serializer};
use serde_json::{Error, Result};

use crate::byte_search;
use values::Values;

/// `value` as JSON with line breaks, and one at its end.
///
/// # Errors
/// Where `value` has a map whose keys are no strings, or cannot be serialised for a reason of its own.
pub fn to_file(value: &impl Serialize) -> Result<Vec<u8>> {
    let mut writer = Writer {
        out: Vec::with_capacity(64 * 1024),
        level: 0,
    };
    value.serialize(&mut writer)?;
    writer.out.push(b'\n');
    Ok(writer.out)
}

/// What stands between values: a comma, a line break, and the blanks of the first 32 levels.
const BREAK: &[u8] = b",\n                                                                ";
const COMMA: usize = 1;
const LINE: usize = 1;

/// Writes values.
struct Writer {
    out: Vec<u8>,
    /// How many levels deep.
    level: usize,
}

/// Whether JSON must escape a byte (RFC 8259, section 7).
fn is_escaped(byte: u8) -> bool {
    (byte < b' ') | (byte == b'"') | (byte == b'\\')
}

impl Writer {
    fn next_line(&mut self, is_first: bool) {
        let start = if is_first { COMMA } else { 0 };
        let mut blanks = self.level * 2;
        let at_once = blanks.min(BREAK.len() - COMMA - LINE);
        self.out
            .extend_from_slice(&BREAK[start..COMMA + LINE + at_once]);
        blanks -= at_once;
        self.out.resize(self.out.len() + blanks, b' ');
    }

    fn string(&mut self, text: &str) -> Result<()> {
        if byte_search::any(text.as_bytes(), is_escaped) {
            return self.scalar(text);
        }
        self.out.push(b'"');
        self.out.extend_from_slice(text.as_bytes());
        self.out.push(b'"');
        Ok(())
    }

    fn scalar(&mut self, value: &(impl Serialize + ?Sized)) -> Result<()> {
        serde_json::to_writer(&mut self.out, value)
    }

    fn begin(&mut self, open: u8, close: u8) -> Values<'_> {
        self.out.push(open);
        self.level += 1;
        Values {
            writer: self,
            is_empty: true,
            close,
            is_variant: false,
        }
    }

    fn begin_variant(&mut self, name: &str, open: u8, close: u8) -> Result<Values<'_>> {
        self.begin(b'{', b'}').name(name)?;
        Ok(Values {
            is_variant: true,
            ..self.begin(open, close)
        })
    }

    fn end(&mut self, close: u8, is_empty: bool) {
        self.level = self.level.saturating_sub(1);
        if !is_empty {
            self.next_line(true);
        }
        self.out.push(close);
    }
}

/// Takes what displays itself as it comes.
struct Raw<'w>(&'w mut Vec<u8>);

impl fmt::Write for Raw<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

macro_rules! scalars {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, value: $type) -> Result<()> {
            self.scalar(&value)
        })*
    };
}

impl<'w> Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Values<'w>;
    type SerializeTuple = Values<'w>;
    type SerializeTupleStruct = Values<'w>;
    type SerializeTupleVariant = Values<'w>;
    type SerializeMap = Values<'w>;
    type SerializeStruct = Values<'w>;
    type SerializeStructVariant = Values<'w>;

    scalars! {
        serialize_bool: bool, serialize_char: char, serialize_f32: f32, serialize_f64: f64,
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128
    }

    fn serialize_str(self, text: &str) -> Result<()> {
        self.string(text)
    }

    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<()> {
        self.out.push(b'"');
        let start = self.out.len();
        write!(Raw(&mut self.out), "{value}").map_err(Error::custom)?;
        if byte_search::any(&self.out[start..], is_escaped) {
            let text = String::from_utf8_lossy(&self.out[start..]).into_owned();
            self.out.truncate(start - 1);
            return self.scalar(&text);
        }
        self.out.push(b'"');
        Ok(())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<()> {
        self.collect_seq(bytes)
    }

    fn serialize_none(self) -> Result<()> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<()> {
        self.scalar(&())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<()> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Result<()> {
        self.string(name)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<()> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Result<()> {
        let mut values = self.begin(b'{', b'}');
        values.name(name)?;
        values.value(value)?;
        values.finish();
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Values<'w>> {
        Ok(self.begin(b'[', b']'))
    }

    fn serialize_tuple(self, _: usize) -> Result<Values<'w>> {
        Ok(self.begin(b'[', b']'))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Values<'w>> {
        Ok(self.begin(b'[', b']'))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Values<'w>> {
        self.begin_variant(name, b'[', b']')
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Values<'w>> {
        Ok(self.begin(b'{', b'}'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Values<'w>> {
        Ok(self.begin(b'{', b'}'))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Values<'w>> {
        self.begin_variant(name, b'{', b'}')
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

    #[derive(serde::Serialize)]
    enum Shape {
        Unit,
        New(f64),
        Two(char, ()),
        Named { a: Option<u8>, b: Shown },
    }

    struct Shown;

    impl Serialize for Shown {
        fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
            serializer.collect_str("a\"b\n")
        }
    }

    #[test]
    fn every_shape_is_what_serde_json_writes() {
        let value = [
            Shape::Unit,
            Shape::New(1.0),
            Shape::Two('\\', ()),
            Shape::Named {
                a: Some(7),
                b: Shown,
            },
        ];
        let text = String::from_utf8(to_file(&value).expect("JSON")).expect("UTF-8");
        assert_eq!(
            text,
            serde_json::to_string_pretty(&value).expect("JSON") + "\n"
        );
    }

    #[test]
    fn keys_are_strings() {
        assert!(to_file(&std::collections::BTreeMap::from([((1, 2), 3)])).is_err());
    }
}
