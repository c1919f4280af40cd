//! The box in which a reader types the server and chooses the monitor once, for all commands on the page.

use serde::Serialize;

use super::commands::can_be_filled;
use crate::model::{HealthSet, HealthSetId, MonitorId, ProbeId};

/// What the box offers.
#[derive(Debug, Serialize)]
pub(super) struct FillIn<'p> {
    /// The monitors to choose from.
    monitors: Vec<Choice<'p>>,
}

/// A monitor, and what choosing it says.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Choice<'p> {
    id: &'p MonitorId,
    health_set: &'p HealthSetId,
    /// The first probe that feeds it.
    probe: Option<&'p ProbeId>,
}

impl<'p> FillIn<'p> {
    /// The box for the page of `set`, if a command has a placeholder that it fills.
    pub(super) fn of(set: &'p HealthSet<'p>) -> Option<Self> {
        if !set
            .commands
            .iter()
            .any(|command| can_be_filled(&command.shape))
        {
            return None;
        }
        let monitors = set.monitors.iter().map(|monitor| Choice {
            id: &monitor.id,
            health_set: &monitor.health_set,
            probe: monitor.probes.first(),
        });
        Some(Self {
            monitors: monitors.collect(),
        })
    }
}
