//! What an earlier build made and judged of the pack, and need not be made and judged again.
//!
//! Nothing here is told by hashes: what something was made of is kept, and compared.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use rayon::prelude::*;

use super::element::Pack;
use super::language::LanguagePack;
use super::write;
use crate::verify::{Finding, body};

/// What the last build made.
#[derive(Debug, Default)]
pub struct PackMemory(Mutex<Last>);

#[derive(Debug, Default)]
struct Last {
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
            _ => body(&String::from_utf8_lossy(&xml)).into(),
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
    xml: Bytes,
}

impl PackMemory {
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

    /// The XML of language packs.
    pub(super) fn languages(&self, packs: Vec<LanguagePack>) -> Vec<Bytes> {
        let last = self.with(|last| last.languages.clone());
        let write = |pack: LanguagePack| {
            let same = last.iter().find(|last| last.pack.is_same(&pack));
            same.cloned().unwrap_or_else(|| {
                let mut xml = Vec::with_capacity(pack.len());
                pack.write(&mut xml);
                let xml = xml.into();
                Arc::new(WrittenLanguage { pack, xml })
            })
        };
        let written: Vec<Arc<WrittenLanguage>> = packs.into_par_iter().map(write).collect();
        let xml = written
            .iter()
            .map(|language| language.xml.clone())
            .collect();
        self.with(|last| last.languages = written);
        xml
    }

    fn with<T>(&self, look: impl FnOnce(&mut Last) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
