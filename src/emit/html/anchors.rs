//! The anchors of an article page. They are the same in every language, because they are made of
//! identifiers: a section is `#verify`, a step in it `#verify/2/3`, a monitor `#ImapCTPMonitor`.

use std::borrow::Cow;
use std::fmt;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::{self, Article, StepPath};
use crate::locale::Locale;
use crate::model::{HealthSet, MonitorId, Section, SectionId};

/// The anchors of one page, and which of them are set already.
#[derive(Debug)]
pub(super) struct Anchors<'a> {
    set: &'a HealthSet<'a>,
    /// The ID of each section of the article, by its number.
    sections: Vec<Cow<'a, SectionId>>,
    used: FxHashSet<Cow<'a, str>>,
}

impl<'a> Anchors<'a> {
    /// The anchors of the page of `set` that shows `article`.
    pub(super) fn new(set: &'a HealthSet<'a>, article: &Article) -> Self {
        let sections = article.sections.iter().enumerate();
        let aligned = aligned(&set.sections, article.locale);
        Self {
            set,
            sections: sections
                .map(|(number, section)| match aligned(section) {
                    Some(section) => Cow::Borrowed(&section.id),
                    // Every section of an article is aligned; should one be not, its page still works.
                    None => Cow::Owned(SectionId(format!("section-{}", number + 1).into())),
                })
                .collect(),
            used: FxHashSet::default(),
        }
    }

    /// The ID of section `number` of the article.
    pub(super) fn section(&self, number: usize) -> Option<&Cow<'a, SectionId>> {
        self.sections.get(number)
    }

    /// Whether `id` is set already, and so must not be set again.
    pub(super) fn has(&self, id: &str) -> bool {
        self.used.contains(id)
    }

    /// Marks `id` as set.
    pub(super) fn add(&mut self, id: Cow<'a, str>) {
        self.used.insert(id);
    }

    /// Whether a section is the anchor of `monitor`; if not, its mention in the probe table is.
    pub(super) fn is_treated(&self, monitor: &MonitorId) -> bool {
        let recovery = |known: &crate::model::Monitor| known.recovery.is_some();
        self.set
            .monitors
            .iter()
            .any(|known| known.id == *monitor && recovery(known))
    }
}

/// Finds the section of the model that a section of the article in `locale` is. Sections are told apart by where they are in
/// memory, and listed once: an article may have thousands.
pub(super) fn aligned<'s, 'a>(
    sections: &'s [Section<'a>],
    locale: Locale,
) -> impl Fn(&article::Section) -> Option<&'s Section<'a>> {
    let place = |section: &article::Section| std::ptr::from_ref(section).addr();
    let listed: FxHashMap<usize, &'s Section<'a>> = sections
        .iter()
        .filter_map(|section| Some((place(section.texts.get(locale)?), section)))
        .collect();
    move |text| listed.get(&place(text)).copied()
}

/// The one section of the model among `sections` that `text` is in `locale`.
pub(super) fn aligned_one<'s, 'a>(
    sections: &'s [Section<'a>],
    locale: Locale,
    text: &article::Section,
) -> Option<&'s Section<'a>> {
    let is_it = |own: &&article::Section| std::ptr::eq(*own, text);
    let mut sections = sections.iter();
    sections.find(|section| section.texts.get(locale).is_some_and(is_it))
}

/// The anchor of a step: it reads like a [`crate::model::StepId`].
pub(super) struct StepAnchor<'s>(pub(super) &'s SectionId, pub(super) &'s StepPath);

impl fmt::Display for StepAnchor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.0, self.1)
    }
}
