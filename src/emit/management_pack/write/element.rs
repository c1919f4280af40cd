//! Every kind of element, with the attributes and children that the schema wants, in its order.

use super::super::element::{
    AggregateMonitor, Alert, ClassType, DependencyMonitor, Diagnostic, Discovery, Foreign, Hosting,
    Library, Pack, Priority, PropertyKind, Recovery, Task, UnitMonitor, View, ViewKind,
};
use super::module;
use super::xml::Xml;

/// The manifest.
pub fn manifest(xml: &mut Xml, pack: &Pack, libraries: &[Library]) {
    xml.element("Manifest", &[], |xml| {
        xml.element("Identity", &[], |xml| {
            xml.text("ID", pack.id.as_str());
            xml.text("Version", &pack.version.to_string());
        });
        xml.text("Name", &pack.name);
        xml.section("References", libraries, |xml, library| {
            xml.element("Reference", &[("Alias", library.alias())], |xml| {
                xml.text("ID", library.id());
                xml.text("Version", library.version());
                xml.text("PublicKeyToken", Library::PUBLIC_KEY_TOKEN);
            });
        });
    });
}

/// Everything between the manifest and the language packs.
pub fn body(xml: &mut Xml, pack: &Pack) {
    if !pack.classes.is_empty() {
        xml.element("TypeDefinitions", &[], |xml| {
            xml.element("EntityTypes", &[], |xml| {
                xml.section("ClassTypes", &pack.classes, class);
                xml.section("RelationshipTypes", &pack.hostings, hosting);
            });
        });
    }
    xml.element("Monitoring", &[], |xml| {
        xml.section("Discoveries", &pack.discoveries, discovery);
        xml.section("Tasks", &pack.tasks, task);
        xml.element("Monitors", &[], |xml| {
            pack.aggregates
                .iter()
                .for_each(|monitor| aggregate(xml, monitor));
            pack.units.iter().for_each(|monitor| unit(xml, monitor));
            pack.dependencies
                .iter()
                .for_each(|monitor| dependency(xml, monitor));
        });
        xml.section("Diagnostics", &pack.diagnostics, diagnostic);
        xml.section("Recoveries", &pack.recoveries, recovery);
    });
    presentation(xml, pack);
}

fn presentation(xml: &mut Xml, pack: &Pack) {
    let alerts: Vec<&Alert> = pack
        .units
        .iter()
        .filter_map(|unit| unit.alert.as_ref())
        .collect();
    xml.element("Presentation", &[], |xml| {
        xml.section("Views", &pack.views, view);
        if let Some(folder) = &pack.folder {
            xml.element("Folders", &[], |xml| {
                let parent = xml.foreign(Foreign::ROOT_FOLDER);
                let attributes = [
                    ("ID", folder.as_str()),
                    ("Accessibility", "Public"),
                    ("ParentFolder", parent),
                ];
                xml.empty("Folder", &attributes);
            });
            xml.section("FolderItems", &pack.views, |xml, view| {
                let id = format!("{}.Item", view.id);
                let attributes = [
                    ("ElementID", view.id.as_str()),
                    ("ID", &id),
                    ("Folder", folder.as_str()),
                ];
                xml.empty("FolderItem", &attributes);
            });
        }
        xml.section("StringResources", &alerts, |xml, alert| {
            xml.empty("StringResource", &[("ID", alert.message.as_str())]);
        });
    });
}

fn class(xml: &mut Xml, class: &ClassType) {
    let base = xml.reference(&class.base);
    let attributes = [
        ("ID", class.id.as_str()),
        ("Accessibility", "Public"),
        ("Abstract", boolean(class.is_abstract)),
        ("Base", base),
        ("Hosted", boolean(class.hosted)),
        ("Singleton", "false"),
    ];
    if class.properties.is_empty() {
        return xml.empty("ClassType", &attributes);
    }
    xml.element("ClassType", &attributes, |xml| {
        for property in &class.properties {
            let mut attributes = vec![("ID", property.name), ("Key", "false")];
            match property.kind {
                PropertyKind::Bool => attributes.push(("Type", "bool")),
                PropertyKind::String => attributes.extend([
                    ("Type", "string"),
                    ("CaseSensitive", "false"),
                    ("MinLength", "0"),
                    ("MaxLength", "256"),
                ]),
            }
            xml.empty("Property", &attributes);
        }
    });
}

fn boolean(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

fn hosting(xml: &mut Xml, hosting: &Hosting) {
    let base = xml.foreign(Foreign::HOSTING);
    let attributes = [
        ("ID", hosting.id.as_str()),
        ("Accessibility", "Public"),
        ("Abstract", "false"),
        ("Base", base),
    ];
    xml.element("RelationshipType", &attributes, |xml| {
        xml.empty(
            "Source",
            &[("ID", "Source"), ("Type", hosting.host.as_str())],
        );
        xml.empty(
            "Target",
            &[("ID", "Target"), ("Type", hosting.hosted.as_str())],
        );
    });
}

fn discovery(xml: &mut Xml, discovery: &Discovery) {
    let target = xml.reference(&discovery.target);
    let attributes = [
        ("ID", discovery.id.as_str()),
        ("Enabled", "true"),
        ("Target", target),
        ("ConfirmDelivery", "false"),
        ("Remotable", "true"),
        ("Priority", "Normal"),
    ];
    xml.element("Discovery", &attributes, |xml| {
        xml.text("Category", "Discovery");
        xml.element("DiscoveryTypes", &[], |xml| {
            let class = discovery.source.class.as_str();
            xml.element("DiscoveryClass", &[("TypeID", class)], |xml| {
                for (class, property) in discovery.properties() {
                    let class = xml.reference(&class);
                    xml.empty("Property", &[("TypeID", class), ("PropertyID", property)]);
                }
            });
        });
        module::registry_discovery(xml, &discovery.source);
    });
}

fn task(xml: &mut Xml, task: &Task) {
    let target = xml.reference(&task.target);
    let attributes = [
        ("ID", task.id.as_str()),
        ("Accessibility", "Public"),
        ("Enabled", "true"),
        ("Target", target),
        ("Timeout", "300"),
        ("Remotable", "true"),
    ];
    xml.element("Task", &attributes, |xml| {
        xml.text("Category", "Maintenance");
        module::shell_command(xml, "WriteAction", Foreign::COMMAND_EXECUTER, &task.command);
    });
}

fn aggregate(xml: &mut Xml, monitor: &AggregateMonitor) {
    let target = xml.reference(&monitor.target);
    let parent = xml.reference(&monitor.parent);
    let attributes = [
        ("ID", monitor.id.as_str()),
        ("Accessibility", "Public"),
        ("Enabled", "true"),
        ("Target", target),
        ("ParentMonitorID", parent),
        ("Remotable", "true"),
        ("Priority", "Normal"),
    ];
    xml.element("AggregateMonitor", &attributes, |xml| {
        xml.text("Category", "AvailabilityHealth");
        xml.text("Algorithm", "WorstOf");
    });
}

fn unit(xml: &mut Xml, monitor: &UnitMonitor) {
    let target = xml.reference(&monitor.target);
    let parent = xml.reference(&monitor.parent);
    let kind = xml.foreign(Foreign::TWO_EVENTS);
    let attributes = [
        ("ID", monitor.id.as_str()),
        ("Accessibility", "Public"),
        ("Enabled", "true"),
        ("Target", target),
        ("ParentMonitorID", parent),
        ("Remotable", "true"),
        ("Priority", "Normal"),
        ("TypeID", kind),
        ("ConfirmDelivery", "true"),
    ];
    xml.element("UnitMonitor", &attributes, |xml| {
        xml.text("Category", "AvailabilityHealth");
        if let Some(it) = &monitor.alert {
            alert(xml, it);
        }
        xml.element("OperationalStates", &[], |xml| {
            state(xml, UnitMonitor::ERROR, "FirstEventRaised", "Error");
            state(xml, UnitMonitor::SUCCESS, "SecondEventRaised", "Success");
        });
        module::event_pair(xml, &monitor.events);
    });
}

fn state(xml: &mut Xml, id: &str, event: &str, health: &str) {
    xml.empty(
        "OperationalState",
        &[
            ("ID", id),
            ("MonitorTypeStateID", event),
            ("HealthState", health),
        ],
    );
}

fn alert(xml: &mut Xml, alert: &Alert) {
    let priority = match alert.priority {
        Priority::Low => "Low",
        Priority::Normal => "Normal",
    };
    xml.element(
        "AlertSettings",
        &[("AlertMessage", alert.message.as_str())],
        |xml| {
            xml.text("AlertOnState", "Error");
            xml.text("AutoResolve", "true");
            xml.text("AlertPriority", priority);
            xml.text("AlertSeverity", "MatchMonitorHealth");
            xml.element("AlertParameters", &[], |xml| {
                for (parameter, number) in alert.parameters.iter().zip(1..) {
                    let value = module::alert_parameter(xml, parameter);
                    xml.text(&format!("AlertParameter{number}"), &value);
                }
            });
        },
    );
}

fn dependency(xml: &mut Xml, monitor: &DependencyMonitor) {
    let target = xml.reference(&monitor.target);
    let parent = xml.reference(&monitor.parent);
    let member = xml.reference(&monitor.member);
    let attributes = [
        ("ID", monitor.id.as_str()),
        ("Accessibility", "Public"),
        ("Enabled", "true"),
        ("Target", target),
        ("ParentMonitorID", parent),
        ("Remotable", "true"),
        ("Priority", "Normal"),
        ("RelationshipType", monitor.relationship.as_str()),
        ("MemberMonitor", member),
    ];
    xml.element("DependencyMonitor", &attributes, |xml| {
        xml.text("Category", "AvailabilityHealth");
        xml.text("Algorithm", "WorstOf");
        xml.text("MemberUnAvailable", "Error");
    });
}

fn diagnostic(xml: &mut Xml, diagnostic: &Diagnostic) {
    let target = xml.reference(&diagnostic.target);
    let attributes = [
        ("ID", diagnostic.id.as_str()),
        ("Accessibility", "Public"),
        ("Enabled", "true"),
        ("Target", target),
        ("Monitor", diagnostic.monitor.as_str()),
        ("ExecuteOnState", "Error"),
        ("Remotable", "true"),
        ("Timeout", "300"),
    ];
    xml.element("Diagnostic", &attributes, |xml| {
        xml.text("Category", "Maintenance");
        module::shell_command(
            xml,
            "ProbeAction",
            Foreign::COMMAND_EXECUTER_PROBE,
            &diagnostic.command,
        );
    });
}

fn recovery(xml: &mut Xml, recovery: &Recovery) {
    let target = xml.reference(&recovery.target);
    let attributes = [
        ("ID", recovery.id.as_str()),
        ("Accessibility", "Public"),
        ("Enabled", "false"),
        ("Target", target),
        ("Monitor", recovery.monitor.as_str()),
        ("ResetMonitor", "false"),
        ("ExecuteOnState", "Error"),
        ("Remotable", "true"),
        ("Timeout", "300"),
    ];
    xml.element("Recovery", &attributes, |xml| {
        xml.text("Category", "Maintenance");
        module::script(xml, &recovery.script);
    });
}

fn view(xml: &mut Xml, view: &View) {
    let target = xml.reference(&view.target);
    let kind = xml.foreign(match view.kind {
        ViewKind::State => Foreign::STATE_VIEW,
        ViewKind::ActiveAlerts => Foreign::ALERT_VIEW,
    });
    let attributes = [
        ("ID", view.id.as_str()),
        ("Accessibility", "Public"),
        ("Enabled", "true"),
        ("Target", target),
        ("TypeID", kind),
        ("Visible", "true"),
    ];
    xml.element("View", &attributes, |xml| {
        xml.text("Category", "Operations");
        match view.kind {
            ViewKind::State => xml.empty("Criteria", &[]),
            ViewKind::ActiveAlerts => xml.element("Criteria", &[], |xml| {
                xml.element("ResolutionState", &[], |xml| {
                    // 255 is "closed".
                    xml.text_with("StateRange", &[("Operator", "NotEquals")], "255");
                });
            }),
        }
    });
}
