//! Languages: their tags, and what the program knows of each.

mod data;
mod interface;
mod tag;
mod windows;

pub use data::{
    Direction, LanguageData, LanguageFileError, Languages, Lexicon, Polarity, Things, WaitPatterns,
};
pub use interface::InterfaceKey;
pub use tag::{Locale, Localized, ParseLocaleError};
pub use windows::{is_known_language, is_scom_code, scom_code};
