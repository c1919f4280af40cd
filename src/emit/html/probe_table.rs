//! The probe table: identifiers of the model, and beside them the author's words where they differ.

use super::blocks::Writer;
use super::tables;
use super::text::{self, attribute, href_to, identifier_text, sentence};
use crate::article::{CellText, MonitorCell, ProbeCells, ProbeTable};
use crate::locale::InterfaceKey;
use crate::model::{HealthSetId, MonitorId, MonitorMention, ProbeRow};
use crate::syntax::{Words, escape_html, name_part, normalize_space};

/// Appends the table.
pub(super) fn write<'a>(writer: &mut Writer<'_, 'a>, table: &'a ProbeTable) {
    writer
        .out
        .push_str("<div class=\"scroll\" tabindex=\"0\"><table class=\"probes\">\n<thead><tr>");
    for heading in &table.headings {
        writer.out.push_str("<th scope=\"col\">");
        writer.inlines(heading);
        writer.out.push_str("</th>");
    }
    writer.out.push_str("</tr></thead>\n<tbody>\n");
    let set = writer.set;
    let locale = writer.article.locale;
    let mut rows = set.rows.iter();
    for cells in &table.rows {
        let is_this = |row: &&ProbeRow<'_>| {
            row.cells
                .get(locale)
                .is_some_and(|own| std::ptr::eq(*own, cells))
        };
        // Rows are aligned in their order; a row the model does not have is shown as it is written.
        let row = rows.clone().find(is_this);
        if row.is_some() {
            rows.find(is_this);
        }
        write_row(writer, cells, row);
    }
    writer.out.push_str(tables::END);
}

fn write_row<'a>(
    writer: &mut Writer<'_, 'a>,
    cells: &'a ProbeCells,
    row: Option<&'a ProbeRow<'a>>,
) {
    writer.out.push_str("<tr><td>");
    match row.and_then(|row| row.probe.as_ref()) {
        Some(probe) => identifier(writer, probe.as_str(), &cells.probe.text),
        None => escape_html(&cells.probe.text, &mut writer.out),
    }
    writer.out.push_str("</td><td>");
    match row {
        Some(row) => health_set(writer, &row.health_set, &cells.health_set.text),
        None => escape_html(&cells.health_set.text, &mut writer.out),
    }
    writer.out.push_str("</td>");
    if let Some(dependencies) = &cells.dependencies {
        writer.out.push_str("<td>");
        lines(writer, dependencies, |writer, cell: &CellText| {
            escape_html(&cell.text, &mut writer.out);
        });
        writer.out.push_str("</td>");
    }
    writer.out.push_str("<td>");
    monitors(
        writer,
        &cells.monitors,
        row.map_or(&[], |row| &row.monitors),
    );
    writer.out.push_str("</td></tr>\n");
}

/// Appends the entries of a cell, each on a line of its own.
fn lines<'a, T>(
    writer: &mut Writer<'_, 'a>,
    entries: &'a [T],
    each: impl Fn(&mut Writer<'_, 'a>, &'a T),
) {
    for (at, entry) in entries.iter().enumerate() {
        if at > 0 {
            writer.out.push_str("<br>");
        }
        each(writer, entry);
    }
}

fn monitors<'a>(
    writer: &mut Writer<'_, 'a>,
    cells: &'a [MonitorCell],
    mentions: &'a [MonitorMention],
) {
    let aligned = cells.len() == mentions.len();
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            writer.out.push_str("<br>");
        }
        match mentions.get(at).filter(|_| aligned) {
            Some(mention) => monitor(writer, cell, mention),
            None => escape_html(&cell.cell.text, &mut writer.out),
        }
    }
    if !aligned {
        for mention in mentions {
            writer.out.push_str("<br>");
            monitor_id(writer, &mention.id);
        }
    }
}

fn monitor<'a>(writer: &mut Writer<'_, 'a>, cell: &'a MonitorCell, mention: &'a MonitorMention) {
    monitor_id(writer, &mention.id);
    let same_name = cell.id.as_ref() == Some(&mention.id);
    match &cell.qualifier {
        Some(qualifier) if same_name && names(qualifier, &mention.health_set) => {
            let rest = cell
                .cell
                .text
                .get(mention.id.as_str().len()..)
                .unwrap_or_default();
            writer.out.push_str(" <span class=\"qualifier\">");
            escape_html(rest.trim_start(), &mut writer.out);
            writer.out.push_str("</span>");
        }
        None if same_name => {}
        _ => as_written(writer, &cell.cell.text),
    }
}

/// Whether a qualifier such as `IMAP health set` names this health set.
fn names(qualifier: &str, id: &HealthSetId) -> bool {
    let id = id.as_str();
    Words::of(qualifier).any(|(_, word)| word == id || name_part(word) == id)
}

/// A monitor: a link to its recovery; where nothing treats it, its own anchor.
fn monitor_id<'a>(writer: &mut Writer<'_, 'a>, id: &'a MonitorId) {
    let treated = writer.anchors.is_treated(id);
    if treated {
        writer.out.push_str("<a");
        href_to(id.as_str(), &mut writer.out);
        writer.out.push('>');
    }
    writer.out.push_str("<code translate=\"no\"");
    if !treated {
        writer.id(id.as_str().into());
    }
    writer.out.push('>');
    identifier_text(id.as_str(), &mut writer.out);
    writer
        .out
        .push_str(if treated { "</code></a>" } else { "</code>" });
}

/// A health set: a link to its page, if it has one and is not this one.
fn health_set<'a>(writer: &mut Writer<'_, 'a>, id: &'a HealthSetId, written: &str) {
    let other = writer
        .site
        .health_set(id)
        .filter(|other| other.slug != writer.set.slug);
    if let Some(other) = other {
        writer.out.push_str("<a");
        let page = writer.site.page_name(&other.slug);
        attribute("href", &page, &mut writer.out);
        writer.out.push('>');
    }
    text::identifier(id.as_str(), &mut writer.out);
    if other.is_some() {
        writer.out.push_str("</a>");
    }
    if written != id.as_str() && normalize_space(written) != id.as_str() {
        as_written(writer, written);
    }
}

fn identifier(writer: &mut Writer<'_, '_>, id: &str, written: &str) {
    text::identifier(id, &mut writer.out);
    if written != id && normalize_space(written) != id {
        as_written(writer, written);
    }
}

/// What the author wrote, small.
fn as_written(writer: &mut Writer<'_, '_>, written: &str) {
    let mut escaped = String::with_capacity(written.len());
    escape_html(written, &mut escaped);
    let (languages, locale) = (writer.site.languages, writer.article.locale);
    writer.out.push_str(" <small class=\"as-written\">");
    sentence(
        languages,
        locale,
        InterfaceKey::AsWritten,
        ("text", &escaped),
        &mut writer.out,
    );
    writer.out.push_str("</small>");
}
