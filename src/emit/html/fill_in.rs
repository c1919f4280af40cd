//! The box in which a reader types the server and chooses the monitor once, for all commands on the page.

use super::commands::can_be_filled;
use super::row::{Row, Rows};
use super::site::Site;
use super::stencil::Value;
use super::templates::PageKind;
use crate::locale::Locale;
use crate::model::HealthSet;

/// The monitors to choose from on a page of `set` in `locale`; nothing if no command has a placeholder that the box fills.
pub(super) fn monitors(site: &Site<'_>, set: &HealthSet<'_>, locale: Locale) -> Option<Rows> {
    let commands = &set.commands;
    if !commands.iter().any(|command| can_be_filled(&command.shape)) {
        return None;
    }
    let mut rows = Rows::default();
    for monitor in &set.monitors {
        let probe = monitor.probes.first().map(|probe| probe.as_str());
        let row = Row {
            template: PageKind::Choice,
            lang: locale,
            texts: [
                ("id", Value::Text(monitor.id.as_str())),
                ("healthSet", Value::Text(monitor.health_set.as_str())),
                ("probe", probe.into()),
            ],
            word: None,
        };
        rows.push(site, row);
    }
    Some(rows)
}
