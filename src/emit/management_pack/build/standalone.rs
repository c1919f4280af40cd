//! The pack that needs nothing but Microsoft's libraries: classes for servers and health sets, and how to find them.
//!
//! Server (a computer role) hosts one abstract class per category; each health set is a class derived from that of its
//! category. A dependency monitor per category rolls up to the server, so that Health Explorer shows server, category,
//! health set, monitor.

use super::{Builder, Home, PRODUCT_KEY};
use crate::emit::management_pack::build::plan::{Group, SetPlan};
use crate::emit::management_pack::element::{
    ClassType, Condition, DependencyMonitor, Discovery, ElementId, Foreign, Hosting, Operator,
    Property, PropertyKind, Query, Reference, RegistryAttribute, RegistryDiscovery, RegistryKind,
    Setting, SettingProperty, SettingValue, Suffix, TargetProperty, ValueKind, Values, Words,
};
use crate::locale::InterfaceKey as Key;
use crate::model::ServerRole;

/// Whether Exchange is installed at all, in any version that calls itself 15.
const INSTALLED: RegistryAttribute = RegistryAttribute {
    name: "Installed",
    path: PRODUCT_KEY,
    kind: RegistryKind::KeyExists,
};
/// 0 in Exchange 2013; 1 in 2016, 2 in 2019, which keep the same key.
const MINOR_VERSION: RegistryAttribute = RegistryAttribute {
    name: "MinorVersion",
    path: r"SOFTWARE\Microsoft\ExchangeServer\v15\Setup\MsiProductMinor",
    kind: RegistryKind::Number,
};
const INSTALL_PATH: RegistryAttribute = RegistryAttribute {
    name: "InstallPath",
    path: r"SOFTWARE\Microsoft\ExchangeServer\v15\Setup\MsiInstallPath",
    kind: RegistryKind::Text,
};
const MAILBOX_ROLE: RegistryAttribute = RegistryAttribute {
    name: "MailboxRole",
    path: r"SOFTWARE\Microsoft\ExchangeServer\v15\MailboxRole",
    kind: RegistryKind::KeyExists,
};
/// The Client Access role as administrators know it; `ClientAccessRole` is a part of the Mailbox role.
const CLIENT_ACCESS_ROLE: RegistryAttribute = RegistryAttribute {
    name: "ClientAccessRole",
    path: r"SOFTWARE\Microsoft\ExchangeServer\v15\CafeRole",
    kind: RegistryKind::KeyExists,
};

/// Properties of the server that its discovery reads, and what people call them.
const PROPERTIES: [(RegistryAttribute, PropertyKind, Key); 3] = [
    (INSTALL_PATH, PropertyKind::String, Key::PropertyInstallPath),
    (MAILBOX_ROLE, PropertyKind::Bool, Key::PropertyMailboxRole),
    (
        CLIENT_ACCESS_ROLE,
        PropertyKind::Bool,
        Key::PropertyClientAccessRole,
    ),
];

impl Builder<'_> {
    /// Classes, discoveries and roll-up, and where the monitors of each health set belong.
    pub(super) fn standalone(&mut self) -> Vec<Home> {
        let server = self.server();
        let base = self.ids.allocate(&[], Suffix::HealthSet);
        self.pack.classes.push(ClassType {
            id: base.clone(),
            base: Foreign::APPLICATION_COMPONENT.into(),
            is_abstract: true,
            hosted: false,
            properties: Vec::new(),
            origin: None,
        });
        self.named(
            &base,
            None,
            Words::Plain(Key::HealthSetClass),
            Key::HealthSetClassDescription,
        );
        let groups = self.plan.groups.clone();
        let categories: Vec<(Group, ElementId)> = groups
            .into_iter()
            .map(|group| (group, self.category(group, &server, &base)))
            .collect();
        let homes = (0..self.plan.sets.len())
            .map(|at| self.health_set_class(at, &server, &categories))
            .collect();
        self.views(&(&server).into(), Some(&(&base).into()));
        homes
    }

    fn server(&mut self) -> ElementId {
        let server = self.ids.allocate(&[], Suffix::Server);
        let property = |(attribute, kind, _): &(RegistryAttribute, PropertyKind, Key)| Property {
            name: attribute.name,
            kind: *kind,
        };
        self.pack.classes.push(ClassType {
            id: server.clone(),
            base: Foreign::COMPUTER_ROLE.into(),
            is_abstract: false,
            hosted: true,
            properties: PROPERTIES.iter().map(property).collect(),
            origin: None,
        });
        self.named(
            &server,
            None,
            Words::Plain(Key::ServerClass),
            Key::ServerClassDescription,
        );
        for (attribute, _, key) in PROPERTIES {
            self.named_part(&server, attribute.name, key);
        }
        let id = self.ids.allocate(&["Server"], Suffix::Discovery);
        self.named(
            &id,
            None,
            Words::Plain(Key::ServerDiscovery),
            Key::ServerDiscoveryDescription,
        );
        let mut settings = instance_settings(0, SettingValue::Target(computer(0, "PrincipalName")));
        settings.extend(PROPERTIES.map(|(attribute, ..)| Setting {
            property: SettingProperty::Own(server.clone(), attribute.name),
            value: SettingValue::Attribute(attribute.name),
        }));
        self.pack.discoveries.push(Discovery {
            id,
            target: Foreign::SERVER_COMPUTER.into(),
            source: RegistryDiscovery {
                computer: computer(0, "NetworkName"),
                attributes: vec![
                    INSTALLED,
                    MINOR_VERSION,
                    INSTALL_PATH,
                    MAILBOX_ROLE,
                    CLIENT_ACCESS_ROLE,
                ],
                class: server.clone(),
                settings,
                condition: Condition::all(
                    exists(INSTALLED),
                    Condition::compare(
                        Query::Registry(MINOR_VERSION.name),
                        ValueKind::Integer,
                        Operator::Equal,
                        "0",
                    ),
                    None,
                ),
            },
        });
        server
    }

    fn category(&mut self, group: Group, server: &ElementId, base: &ElementId) -> ElementId {
        let name = self.group_id(group);
        let class = self.ids.allocate(&[&name], Suffix::Category);
        self.pack.classes.push(ClassType {
            id: class.clone(),
            base: base.into(),
            is_abstract: true,
            hosted: true,
            properties: Vec::new(),
            origin: None,
        });
        self.grouped(
            &class,
            group,
            Key::CategoryClass,
            Key::CategoryClassDescription,
        );
        let hosting = self.ids.allocate(&["Category", &name], Suffix::Hosting);
        self.pack.hostings.push(Hosting {
            id: hosting.clone(),
            host: server.clone(),
            hosted: class.clone(),
        });
        self.grouped(
            &hosting,
            group,
            Key::CategoryHosting,
            Key::CategoryClassDescription,
        );
        let id = self
            .ids
            .allocate(&["Category", &name], Suffix::DependencyMonitor);
        self.pack.dependencies.push(DependencyMonitor {
            id: id.clone(),
            target: server.into(),
            parent: Foreign::AVAILABILITY.into(),
            relationship: hosting,
            member: Foreign::AVAILABILITY.into(),
        });
        self.grouped(
            &id,
            group,
            Key::CategoryMonitor,
            Key::CategoryMonitorDescription,
        );
        class
    }

    fn health_set_class(
        &mut self,
        at: usize,
        server: &ElementId,
        categories: &[(Group, ElementId)],
    ) -> Home {
        let SetPlan { set, group, .. } = self.plan.sets[at];
        let name = set.id.as_str();
        let base = categories
            .iter()
            .find(|(of, _)| *of == group)
            .map(|(_, class)| class);
        let class = self.ids.allocate(&[name], Suffix::HealthSet);
        self.pack.classes.push(ClassType {
            id: class.clone(),
            base: base.map_or(Foreign::APPLICATION_COMPONENT.into(), Reference::from),
            is_abstract: false,
            hosted: true,
            properties: Vec::new(),
            origin: super::origin_of_set(self.kb, set),
        });
        let values: Values = [("health-set", name.to_owned())].into();
        self.pack.names.push(super::naming(
            &class,
            Words::Sentence(Key::HealthSetInstance, values.clone()),
            Words::Catalogue(at, Key::HealthSetMonitorDescription, values.clone()),
        ));
        let id = self.ids.allocate(&[name], Suffix::Discovery);
        self.from(&id, super::origin_of_set(self.kb, set));
        self.sentence(
            &id,
            Key::HealthSetDiscovery,
            Key::HealthSetDiscoveryDescription,
            &values,
        );
        let (attributes, condition) = applies(&set.roles);
        self.pack.discoveries.push(Discovery {
            id,
            target: server.into(),
            source: RegistryDiscovery {
                computer: computer(1, "NetworkName"),
                attributes,
                class: class.clone(),
                settings: instance_settings(1, SettingValue::Text(name.to_owned())),
                condition,
            },
        });
        Home {
            target: (&class).into(),
            parent: Foreign::AVAILABILITY.into(),
            computer: computer(2, "PrincipalName"),
        }
    }
}

fn computer(hosts: u8, name: &'static str) -> TargetProperty {
    TargetProperty {
        hosts,
        class: Foreign::COMPUTER,
        name,
    }
}

/// The properties that every instance needs: the key of the computer it is on, and its name.
fn instance_settings(hosts: u8, name: SettingValue) -> Vec<Setting> {
    vec![
        Setting {
            property: SettingProperty::Foreign(Foreign::COMPUTER, "PrincipalName"),
            value: SettingValue::Target(computer(hosts, "PrincipalName")),
        },
        Setting {
            property: SettingProperty::Foreign(Foreign::ENTITY, "DisplayName"),
            value: name,
        },
    ]
}

fn exists(attribute: RegistryAttribute) -> Condition {
    let query = Query::Registry(attribute.name);
    Condition::compare(query, ValueKind::Boolean, Operator::Equal, "true")
}

/// What to read to know whether a server has one of these roles; any server will do where none is given.
fn applies(roles: &[ServerRole]) -> (Vec<RegistryAttribute>, Condition) {
    let has = |role| roles.contains(&role);
    match (has(ServerRole::Mailbox), has(ServerRole::ClientAccess)) {
        (true, false) => (vec![MAILBOX_ROLE], exists(MAILBOX_ROLE)),
        (false, true) => (vec![CLIENT_ACCESS_ROLE], exists(CLIENT_ACCESS_ROLE)),
        (true, true) => (
            vec![MAILBOX_ROLE, CLIENT_ACCESS_ROLE],
            Condition::any(exists(MAILBOX_ROLE), exists(CLIENT_ACCESS_ROLE), None),
        ),
        (false, false) => (vec![INSTALLED], exists(INSTALLED)),
    }
}
