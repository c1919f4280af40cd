//! Configuration of modules, in the order that their schemas demand.

use super::super::element::{
    AlertParameter, Condition, Conditions, EventPair, Foreign, RegistryDiscovery, Script, Setting,
    SettingProperty, SettingValue, ShellCommand, TargetProperty,
};
use super::xml::Xml;

/// How often discoveries run, in seconds: once a day.
const DISCOVERY_INTERVAL: &str = "86400";
/// How long a recovery may take, in seconds.
const SCRIPT_TIMEOUT: &str = "120";

/// `FilteredRegistryDiscoveryProvider`.
pub fn registry_discovery(xml: &mut Xml, discovery: &RegistryDiscovery) {
    let kind = xml.foreign(Foreign::REGISTRY_DISCOVERY);
    xml.element("DataSource", &[("ID", "DS"), ("TypeID", kind)], |xml| {
        let computer = property(xml, &discovery.computer);
        xml.text("ComputerName", &computer);
        xml.section(
            "RegistryAttributeDefinitions",
            &discovery.attributes,
            |xml, attribute| {
                xml.element("RegistryAttributeDefinition", &[], |xml| {
                    xml.text("AttributeName", attribute.name);
                    xml.text("Path", attribute.path);
                    xml.text("PathType", attribute.kind.path_type());
                    xml.text("AttributeType", attribute.kind.attribute_type());
                });
            },
        );
        xml.text("Frequency", DISCOVERY_INTERVAL);
        xml.text(
            "ClassId",
            &format!("$MPElement[Name=\"{}\"]$", discovery.class),
        );
        xml.element("InstanceSettings", &[], |xml| {
            xml.section("Settings", &discovery.settings, setting);
        });
        xml.element("Expression", &[], |xml| {
            condition(xml, &discovery.condition)
        });
    });
}

fn setting(xml: &mut Xml, setting: &Setting) {
    let (class, name) = match &setting.property {
        SettingProperty::Own(class, name) => (class.as_str(), name),
        SettingProperty::Foreign(class, name) => (xml.foreign(*class), name),
    };
    let value = match &setting.value {
        SettingValue::Target(target) => property(xml, target),
        SettingValue::Attribute(name) => format!("$Data/Values/{name}$"),
        SettingValue::Text(text) => text.clone(),
    };
    xml.element("Setting", &[], |xml| {
        xml.text("Name", &format!("$MPElement[Name=\"{class}\"]/{name}$"));
        xml.text("Value", &value);
    });
}

fn property(xml: &mut Xml, property: &TargetProperty) -> String {
    xml.libraries.insert(property.class.library);
    property.expression()
}

fn condition(xml: &mut Xml, it: &Condition) {
    match it {
        Condition::Compare {
            query,
            kind,
            operator,
            value,
        } => {
            let kind = [("Type", kind.name())];
            xml.element("SimpleExpression", &[], |xml| {
                xml.element("ValueExpression", &[], |xml| {
                    xml.shown("XPathQuery", &kind, query)
                });
                xml.text("Operator", operator.name());
                xml.element("ValueExpression", &[], |xml| {
                    xml.text_with("Value", &kind, value)
                });
            });
        }
        Condition::Matches { query, pattern } => xml.element("RegExExpression", &[], |xml| {
            xml.element("ValueExpression", &[], |xml| {
                xml.shown("XPathQuery", &[("Type", "String")], query);
            });
            xml.text_with(
                "Operator",
                &[("CaseSensitive", "false")],
                "MatchesRegularExpression",
            );
            xml.text("Pattern", pattern);
        }),
        Condition::All(all) => group(xml, "And", all),
        Condition::Any(any) => group(xml, "Or", any),
    }
}

fn group(xml: &mut Xml, name: &str, group: &Conditions) {
    xml.element(name, &[], |xml| {
        for it in group.iter() {
            xml.element("Expression", &[], |xml| condition(xml, it));
        }
    });
}

/// `2SingleEventLog2StateMonitorType`. The log is that of the agent's own computer.
pub fn event_pair(xml: &mut Xml, events: &EventPair) {
    xml.element("Configuration", &[], |xml| {
        xml.text("FirstComputerName", ".");
        xml.text("FirstLogName", events.log);
        xml.element("FirstExpression", &[], |xml| condition(xml, &events.error));
        xml.text("SecondComputerName", ".");
        xml.text("SecondLogName", events.log);
        xml.element("SecondExpression", &[], |xml| {
            condition(xml, &events.success)
        });
    });
}

/// A parameter of an alert.
pub fn alert_parameter(xml: &mut Xml, parameter: &AlertParameter) -> String {
    match parameter {
        AlertParameter::Target(target) => property(xml, target),
        AlertParameter::EventParameter(number) => format!("$Data/Context/Params/Param[{number}]$"),
        AlertParameter::EventDescription => "$Data/Context/EventDescription$".to_owned(),
    }
}

/// `System.CommandExecuter`, or the probe of the same configuration.
pub fn shell_command(xml: &mut Xml, element: &str, kind: Foreign, command: &ShellCommand) {
    let kind = xml.foreign(kind);
    xml.element(element, &[("ID", "Run"), ("TypeID", kind)], |xml| {
        xml.text("ApplicationName", ShellCommand::APPLICATION);
        xml.empty("WorkingDirectory", &[]);
        xml.text("CommandLine", &command.command_line());
        xml.text("TimeoutSeconds", ShellCommand::TIMEOUT);
        xml.text("RequireOutput", "true");
        xml.empty("Files", &[]);
    });
}

/// `PowerShellWriteAction`.
pub fn script(xml: &mut Xml, script: &Script) {
    let kind = xml.foreign(Foreign::POWERSHELL_WRITE_ACTION);
    xml.element("WriteAction", &[("ID", "Run"), ("TypeID", kind)], |xml| {
        xml.text("ScriptName", &script.name);
        xml.text("ScriptBody", &script.body);
        xml.text("TimeoutSeconds", SCRIPT_TIMEOUT);
    });
}
