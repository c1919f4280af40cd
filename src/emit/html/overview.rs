//! One picture of all health sets: a row each, a column for everything that probes depend on, and a dot where a
//! health set depends on it.

use std::collections::BTreeSet;

use rayon::prelude::*;
use serde::Serialize;

use super::page::{Frame, Page};
use super::site::Site;
use super::svg::{Canvas, text_width};
use super::templates::PageKind;
use super::{Emitted, file};
use crate::locale::{InterfaceKey, Locale};
use crate::model::{DependencyId, HealthSet};

/// The file name of the page.
pub(super) const NAME: &str = "overview.html";

/// The height of a row and the width of a column, in CSS pixels.
const ROW: usize = 24;
const COLUMN: usize = 44;

/// What `overview.hbs` gets.
#[derive(Debug, Serialize)]
struct OverviewPage {
    page: Page,
    /// As SVG.
    picture: String,
}

/// The page of each language.
pub(super) fn emit(site: &Site<'_>) -> Emitted {
    let uses: Vec<BTreeSet<&DependencyId>> = site
        .kb
        .health_sets
        .iter()
        .map(|set| dependencies(site, set))
        .collect();
    let locales = site.kb.locales.par_iter();
    let pages: Vec<Emitted> = locales.map(|&locale| page(site, locale, &uses)).collect();
    let mut emitted = Emitted::default();
    for page in pages {
        emitted.append(page);
    }
    emitted
}

/// What the probes of a health set depend on, in whichever article they are listed.
fn dependencies<'a>(site: &'a Site<'_>, set: &'a HealthSet<'a>) -> BTreeSet<&'a DependencyId> {
    let rows = site.kb.health_sets.iter().flat_map(|other| &other.rows);
    rows.filter(|row| row.health_set == set.id)
        .flat_map(|row| &row.dependencies)
        .collect()
}

fn page(site: &Site<'_>, locale: Locale, uses: &[BTreeSet<&DependencyId>]) -> Emitted {
    let title = format!(
        "{} \u{b7} {}",
        site.languages.text(locale, InterfaceKey::Overview),
        site.languages.text(locale, InterfaceKey::SiteTitle)
    );
    let frame = Frame::in_language(site, locale, &title, NAME, |_| true);
    let (page, mut diagnostics) = frame.page();
    let context = OverviewPage {
        page,
        picture: draw(site, locale, uses),
    };
    let (html, failure) = site.templates.render(PageKind::Overview, &context);
    diagnostics.extend(failure);
    Emitted {
        files: file(format_args!("html/{locale}/{NAME}"), html)
            .into_iter()
            .collect(),
        diagnostics,
    }
}

fn draw(site: &Site<'_>, locale: Locale, uses: &[BTreeSet<&DependencyId>]) -> String {
    let names: Vec<&str> = site
        .kb
        .dependencies
        .iter()
        .map(|term| term.name.resolve(locale, site.kb.source))
        .map(|name| name.map_or("", |(_, name)| name.as_str()))
        .collect();
    let longest = names
        .iter()
        .map(|name| text_width(name, false))
        .max()
        .unwrap_or(0);
    // Labels rise at 40 degrees: sine 0.64, cosine 0.77.
    let head = longest * 64 / 100 + 24;
    let ids = site.kb.health_sets.iter();
    let left = ids
        .map(|set| text_width(set.id.as_str(), true))
        .max()
        .unwrap_or(0)
        + 32;
    let right = left + names.len() * COLUMN;
    let size = (right + longest * 77 / 100 + 8, head + uses.len() * ROW + 8);
    let mut canvas = Canvas::new(
        size,
        site.languages.text(locale, InterfaceKey::Overview),
        site.languages
            .text(locale, InterfaceKey::OverviewDescription),
    );
    let bottom = head + uses.len() * ROW;
    for (at, name) in names.iter().enumerate() {
        let x = left + at * COLUMN + COLUMN / 2;
        canvas.line((x, head - 4), (x, bottom));
        canvas.rising_label((x, head - 10), name);
    }
    // Those that depend on something first; sorting is stable.
    let mut sets: Vec<_> = site.kb.health_sets.iter().zip(uses).collect();
    sets.sort_by_key(|(_, uses)| uses.is_empty());
    for (at, (set, uses)) in sets.into_iter().enumerate() {
        let y = head + at * ROW;
        let middle = y + ROW / 2;
        canvas.line((left, middle), (right, middle));
        let href = site.page_name(&set.slug);
        let id = set.id.as_str();
        canvas.node((1, y + 1, left - 12, ROW - 2), "code", id, id, Some(&href));
        for (at, term) in site.kb.dependencies.iter().enumerate() {
            if uses.contains(&term.id) {
                let x = left + at * COLUMN + COLUMN / 2;
                canvas.dot((x, middle), &format!("{id}: {}", names[at]));
            }
        }
    }
    canvas.finish()
}
