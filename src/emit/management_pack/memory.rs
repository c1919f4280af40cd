//! What an earlier build made and judged of the pack, and need not be made and judged again.
//!
//! What something was made of is kept, and compared; only of the outline there is a hash.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::element::Pack;
use super::language::{LanguagePack, Strings};
use super::write;
use crate::locale::Locale;
use crate::verify::{Finding, body};

/// What the last build made.
#[derive(Debug, Default)]
pub struct PackMemory(Mutex<Last>);

#[derive(Debug, Default)]
struct Last {
    /// What names are made of: the elements, and the hash of the outline of the knowledge base.
    named: Option<(Arc<Pack>, u64)>,
    strings: FxHashMap<Locale, Arc<Strings>>,
    elements: Option<WrittenElements>,
    languages: Vec<Arc<WrittenLanguage>>,
}

/// The XML of the elements, and what was found in it.
#[derive(Clone, Debug)]
pub(super) struct WrittenElements {
    pack: Arc<Pack>,
    /// A pack without language packs.
    pub(super) xml: Bytes,
    /// What is wrong with it.
    pub(super) findings: Arc<[Finding]>,
}

impl WrittenElements {
    /// Writes the elements of `pack`. They are judged by the rules for packs of others, so a slip in what is written never
    /// reaches SCOM.
    fn new(pack: &Arc<Pack>, last: Option<&Self>) -> Self {
        let xml = write::elements(pack);
        let findings = match last {
            Some(last) if last.xml == xml => Arc::clone(&last.findings),
            _ => body(&xml).into(),
        };
        Self {
            pack: Arc::clone(pack),
            xml: xml.into(),
            findings,
        }
    }
}

/// A language pack and its XML.
#[derive(Debug)]
struct WrittenLanguage {
    pack: LanguagePack,
    xml: Vec<Bytes>,
}

impl PackMemory {
    /// Forgets the names, if they are those of other elements or another outline.
    pub(super) fn settle(&self, pack: &Arc<Pack>, outline: u64) {
        self.with(|last| {
            let is_same = |(known, of): &(Arc<Pack>, u64)| *of == outline && known == pack;
            if !last.named.as_ref().is_some_and(is_same) {
                last.strings.clear();
                last.named = Some((Arc::clone(pack), outline));
            }
        });
    }

    /// The names in one language: made, or those of the last build.
    pub(super) fn strings(&self, locale: Locale, make: impl FnOnce() -> Strings) -> Arc<Strings> {
        if let Some(strings) = self.with(|last| last.strings.get(&locale).cloned()) {
            return strings;
        }
        let strings = Arc::new(make());
        self.with(|last| last.strings.insert(locale, Arc::clone(&strings)));
        strings
    }

    /// The XML of the elements of `pack`.
    pub(super) fn elements(&self, pack: &Arc<Pack>) -> WrittenElements {
        let last = self.with(|last| last.elements.clone());
        let written = match last {
            Some(last) if last.pack == *pack => last,
            last => WrittenElements::new(pack, last.as_ref()),
        };
        self.with(|last| last.elements = Some(written.clone()));
        written
    }

    /// The XML of language packs, in pieces.
    pub(super) fn languages(&self, packs: Vec<LanguagePack>) -> Vec<Bytes> {
        let last = self.with(|last| last.languages.clone());
        let write = |pack: LanguagePack| {
            let same = last.iter().find(|last| last.pack.is_same(&pack));
            same.cloned().unwrap_or_else(|| {
                let xml = pack.xml();
                Arc::new(WrittenLanguage { pack, xml })
            })
        };
        let written: Vec<Arc<WrittenLanguage>> = packs.into_par_iter().map(write).collect();
        let pieces = written.iter().map(|language| language.xml.as_slice());
        let xml = pieces.collect::<Vec<_>>().concat();
        self.with(|last| last.languages = written);
        xml
    }

    fn with<T>(&self, look: impl FnOnce(&mut Last) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
