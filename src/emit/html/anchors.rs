//! The anchors of an article page. They are the same in every language, because they are made of
//! identifiers: a section is `#verify`, a step in it `#verify/2/3`, a monitor `#ImapCTPMonitor`.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::article::{self, Article, StepPath};
use crate::locale::Locale;
use crate::model::{HealthSet, MonitorId, Section, SectionId};

/// The anchors of one page, and which of them are set already.
#[derive(Debug)]
pub(super) struct Anchors<'a> {
    set: &'a HealthSet<'a>,
    /// The ID of each section of the article, by its number.
    sections: Vec<SectionId>,
    used: BTreeSet<String>,
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
                    Some(section) => section.id.clone(),
                    // Every section of an article is aligned; should one be not, its page still works.
                    None => SectionId(format!("section-{}", number + 1).into()),
                })
                .collect(),
            used: BTreeSet::new(),
        }
    }

    /// The ID of section `number` of the article.
    pub(super) fn section(&self, number: usize) -> Option<&SectionId> {
        self.sections.get(number)
    }

    /// Marks `id` as set; false if it was already, and then it must not be set again.
    pub(super) fn claim(&mut self, id: &str) -> bool {
        self.used.insert(id.to_owned())
    }

    /// The monitors that `section` treats and that are not its own anchor.
    pub(super) fn treated_in(&self, section: &SectionId) -> impl Iterator<Item = &'a MonitorId> {
        self.set
            .monitors
            .iter()
            .filter(move |monitor| monitor.recovery.as_ref() == Some(section))
            .map(|monitor| &monitor.id)
            .filter(move |id| id.as_str() != &*section.0)
    }

    /// Whether a section is the anchor of `monitor`; if not, its mention in the probe table is.
    pub(super) fn is_treated(&self, monitor: &MonitorId) -> bool {
        let recovery = |known: &crate::model::Monitor| known.recovery.is_some();
        self.set
            .monitors
            .iter()
            .any(|known| known.id == *monitor && recovery(known))
    }

    /// The monitors for which no anchor is set yet.
    pub(super) fn missing(&self) -> impl Iterator<Item = &'a MonitorId> {
        self.set
            .monitors
            .iter()
            .map(|monitor| &monitor.id)
            .filter(|id| !self.used.contains(id.as_str()))
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
pub(super) fn step(section: &SectionId, path: &StepPath) -> String {
    format!("{section}/{path}")
}
