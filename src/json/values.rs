//! The values of an array or object, one after the other.

use serde::ser::{self, Error as _, Serialize};
use serde_json::{Error, Result};

use super::Writer;

/// Writes the values of an array or object.
pub(super) struct Values<'w> {
    pub(super) writer: &'w mut Writer,
    pub(super) is_empty: bool,
    pub(super) close: u8,
    /// Whether they are those of a variant, which is an object around them.
    pub(super) is_variant: bool,
}

impl Values<'_> {
    fn next(&mut self) {
        self.writer.next_line(self.is_empty);
        self.is_empty = false;
    }

    /// Begins a member of an object.
    pub(super) fn name(&mut self, name: &str) -> Result<()> {
        self.next();
        self.writer.string(name)?;
        self.writer.out.extend_from_slice(b": ");
        Ok(())
    }

    pub(super) fn value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        value.serialize(&mut *self.writer)
    }

    pub(super) fn finish(self) {
        self.writer.end(self.close, self.is_empty);
        if self.is_variant {
            self.writer.end(b'}', false);
        }
    }
}

macro_rules! arrays {
    ($($kind:ident: $method:ident),*) => {
        $(impl ser::$kind for Values<'_> {
            type Ok = ();
            type Error = Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
                self.next();
                self.value(value)
            }

            fn end(self) -> Result<()> {
                self.finish();
                Ok(())
            }
        })*
    };
}

arrays! {
    SerializeSeq: serialize_element, SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field, SerializeTupleVariant: serialize_field
}

macro_rules! objects {
    ($($kind:ident),*) => {
        $(impl ser::$kind for Values<'_> {
            type Ok = ();
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<()> {
                self.name(name)?;
                self.value(value)
            }

            fn end(self) -> Result<()> {
                self.finish();
                Ok(())
            }
        })*
    };
}

objects! { SerializeStruct, SerializeStructVariant }

impl ser::SerializeMap for Values<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        self.next();
        let start = self.writer.out.len();
        self.value(key)?;
        match self.writer.out.get(start) {
            Some(b'"') => Ok(()),
            _ => Err(Error::custom("a key must be a string")),
        }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        self.writer.out.extend_from_slice(b": ");
        self.value(value)
    }

    fn end(self) -> Result<()> {
        self.finish();
        Ok(())
    }
}
