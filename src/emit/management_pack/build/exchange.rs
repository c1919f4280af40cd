//! The pack on top of Microsoft.Exchange.15: its servers, no discovery of our own, and monitors below the monitor that
//! sums up the health sets of a server there.

use super::{Builder, Home};
use crate::emit::management_pack::build::plan::Group;
use crate::emit::management_pack::element::{
    AggregateMonitor, ElementId, Foreign, Suffix, TargetProperty,
};
use crate::locale::InterfaceKey as Key;

impl Builder<'_> {
    /// Monitors of categories, and where the monitors of each health set belong.
    pub(super) fn extension(&mut self) -> Vec<Home> {
        let groups = self.plan.groups.clone();
        let categories: Vec<(Group, ElementId)> = groups
            .into_iter()
            .map(|group| (group, self.category_monitor(group)))
            .collect();
        let server = Foreign::EXCHANGE_SERVER;
        self.views(&server.into(), None);
        let home = |group: Group| Home {
            target: server.into(),
            parent: categories
                .iter()
                .find(|(of, _)| *of == group)
                .map_or(Foreign::EXCHANGE_SERVER_HEALTH_SETS.into(), |(_, id)| {
                    id.into()
                }),
            computer: TargetProperty {
                hosts: 1,
                class: Foreign::COMPUTER,
                name: "PrincipalName",
            },
        };
        self.plan.sets.iter().map(|plan| home(plan.group)).collect()
    }

    fn category_monitor(&mut self, group: Group) -> ElementId {
        let name = self.group_id(group);
        let id = self
            .ids
            .allocate(&["Category", &name], Suffix::AggregateMonitor);
        self.pack.aggregates.push(AggregateMonitor {
            id: id.clone(),
            target: Foreign::EXCHANGE_SERVER.into(),
            parent: Foreign::EXCHANGE_SERVER_HEALTH_SETS.into(),
        });
        self.grouped(
            &id,
            group,
            Key::CategoryMonitor,
            Key::CategoryMonitorDescription,
        );
        id
    }
}
