//! Configuration of modules and monitor types, typed as Microsoft's libraries declare it
//! (`FilteredRegistryDiscoveryProvider`, `2SingleEventLog2StateMonitorType`, `CommandExecuter`, `PowerShellWriteAction`).

use std::fmt;
use std::sync::Arc;

use super::{ElementId, Foreign};

/// A property of the monitored object or of one that hosts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetProperty {
    /// How many hosts up: 0 for the object itself.
    pub hosts: u8,
    /// The class that declares the property.
    pub class: Foreign,
    /// The property.
    pub name: &'static str,
}

impl TargetProperty {
    /// The expression that SCOM replaces with the value.
    pub fn expression(&self) -> String {
        let hosts = "/Host".repeat(usize::from(self.hosts));
        format!(
            "$Target{hosts}/Property[Type=\"{}\"]/{}$",
            self.class, self.name
        )
    }
}

/// A condition on the data that a module gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// A comparison.
    Compare {
        /// Where the value is.
        query: Query,
        /// What kind of value.
        kind: ValueKind,
        /// How to compare.
        operator: Operator,
        /// With what.
        value: &'static str,
    },
    /// The value matches a regular expression, whatever its case.
    Matches {
        /// Where the value is.
        query: Query,
        /// The regular expression. Many monitors look for the same.
        pattern: Arc<str>,
    },
    /// All of them.
    All(Conditions),
    /// At least one of them.
    Any(Conditions),
}

/// Where a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Query {
    /// A property of the event.
    Event(&'static str),
    /// A parameter of the event, from 1.
    Parameter(u8),
    /// What was read from the registry under this name.
    Registry(&'static str),
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Event(name) => f.write_str(name),
            Self::Parameter(number) => write!(f, "Params/Param[{number}]"),
            Self::Registry(name) => write!(f, "Values/{name}"),
        }
    }
}

/// Two conditions or more: the schema refuses a group of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conditions(Vec<Condition>);

impl Conditions {
    fn new(first: Condition, second: Condition, rest: impl IntoIterator<Item = Condition>) -> Self {
        Self([first, second].into_iter().chain(rest).collect())
    }

    /// All conditions.
    pub fn iter(&self) -> impl Iterator<Item = &Condition> {
        self.0.iter()
    }
}

impl Condition {
    /// `first` and `second` and `rest`.
    pub fn all(first: Self, second: Self, rest: impl IntoIterator<Item = Self>) -> Self {
        Self::All(Conditions::new(first, second, rest))
    }

    /// `first` or `second` or `rest`.
    pub fn any(first: Self, second: Self, rest: impl IntoIterator<Item = Self>) -> Self {
        Self::Any(Conditions::new(first, second, rest))
    }

    /// A comparison.
    pub fn compare(query: Query, kind: ValueKind, operator: Operator, value: &'static str) -> Self {
        Self::Compare {
            query,
            kind,
            operator,
            value,
        }
    }
}

/// The kind of a compared value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the schema")]
pub enum ValueKind {
    Boolean,
    Integer,
    UnsignedInteger,
    String,
}

impl ValueKind {
    /// The name in the schema.
    pub fn name(self) -> &'static str {
        match self {
            Self::Boolean => "Boolean",
            Self::Integer => "Integer",
            Self::UnsignedInteger => "UnsignedInteger",
            Self::String => "String",
        }
    }
}

/// How values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the schema")]
pub enum Operator {
    Equal,
    Greater,
    LessEqual,
}

impl Operator {
    /// The name in the schema.
    pub fn name(self) -> &'static str {
        match self {
            Self::Equal => "Equal",
            Self::Greater => "Greater",
            Self::LessEqual => "LessEqual",
        }
    }
}

/// A discovery of one instance of one class by the registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistryDiscovery {
    /// The computer whose registry is read.
    pub computer: TargetProperty,
    /// What is read.
    pub attributes: Vec<RegistryAttribute>,
    /// The class of the instance.
    pub class: ElementId,
    /// The properties of the instance.
    pub settings: Vec<Setting>,
    /// When there is an instance.
    pub condition: Condition,
}

/// A key or value of the registry, read as a value called [`Self::name`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegistryAttribute {
    /// Its name, unique in the discovery.
    pub name: &'static str,
    /// The key, or the key and the name of the value; below `HKEY_LOCAL_MACHINE`.
    pub path: &'static str,
    /// What is asked of it.
    pub kind: RegistryKind,
}

/// What is asked of the registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegistryKind {
    /// Whether a key exists.
    KeyExists,
    /// A text.
    Text,
    /// A number.
    Number,
}

impl RegistryKind {
    /// `PathType` of the schema: 0 for keys, 1 for values.
    pub fn path_type(self) -> &'static str {
        match self {
            Self::KeyExists => "0",
            Self::Text | Self::Number => "1",
        }
    }

    /// `AttributeType` of the schema.
    pub fn attribute_type(self) -> &'static str {
        match self {
            Self::KeyExists => "0",
            Self::Text => "1",
            Self::Number => "2",
        }
    }
}

/// A property of a discovered instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Which property.
    pub property: SettingProperty,
    /// Its value.
    pub value: SettingValue,
}

/// A property that a discovery sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingProperty {
    /// Of a class of this pack.
    Own(ElementId, &'static str),
    /// Of a class of a library.
    Foreign(Foreign, &'static str),
}

/// A value that a discovery sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingValue {
    /// A property of the object that the discovery runs on.
    Target(TargetProperty),
    /// What [`RegistryAttribute`] of this name read.
    Attribute(&'static str),
    /// A fixed text.
    Text(String),
}

/// The two events that turn a monitor red and green.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventPair {
    /// The event log.
    pub log: &'static str,
    /// The event of the error state.
    pub error: Condition,
    /// The event of the healthy state.
    pub success: Condition,
}

/// A command in the Exchange Management Shell of the server, as Microsoft.Exchange.15 runs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShellCommand {
    /// The command.
    pub text: String,
}

impl ShellCommand {
    /// The program.
    pub const APPLICATION: &'static str =
        r"%windir%\System32\WindowsPowerShell\v1.0\powershell.exe";
    /// How long it may take, in seconds.
    pub const TIMEOUT: &'static str = "300";

    /// The arguments of the program.
    pub fn command_line(&self) -> String {
        format!(
            r#"-PSConsoleFile "%ExchangeInstallPath%bin\exshell.psc1" -Command "& {{{}}}""#,
            self.text
        )
    }
}

/// A script that changes something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// The name of the file that SCOM makes of it.
    pub name: String,
    /// Its text.
    pub body: String,
}
