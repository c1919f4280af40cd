//! What the pack refers to in packs of Microsoft. The names are constants, so that none can be mistyped twice, and
//! each was checked against the library packs of SCOM 2019 and 2022.

use std::fmt;
use std::sync::Arc;

use super::ElementId;

/// The short name of a library within the pack.
macro_rules! alias {
    (System) => {
        "System"
    };
    (Health) => {
        "Health"
    };
    (Windows) => {
        "Windows"
    };
    (SystemCenter) => {
        "SC"
    };
    (Exchange) => {
        "Exch15"
    };
}

/// A pack of Microsoft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Library {
    /// `System.Library`
    System,
    /// `System.Health.Library`
    Health,
    /// `Microsoft.Windows.Library`
    Windows,
    /// `Microsoft.SystemCenter.Library`
    SystemCenter,
    /// `Microsoft.Exchange.15`
    Exchange,
}

impl Library {
    /// Every library.
    pub const ALL: &'static [Self] = &[
        Self::System,
        Self::Health,
        Self::Windows,
        Self::SystemCenter,
        Self::Exchange,
    ];

    /// The key that all of Microsoft's packs are signed with.
    pub const PUBLIC_KEY_TOKEN: &'static str = "31bf3856ad364e35";

    /// The short name within the pack.
    pub fn alias(self) -> &'static str {
        match self {
            Self::System => alias!(System),
            Self::Health => alias!(Health),
            Self::Windows => alias!(Windows),
            Self::SystemCenter => alias!(SystemCenter),
            Self::Exchange => alias!(Exchange),
        }
    }

    /// The ID of the pack.
    pub fn id(self) -> &'static str {
        match self {
            Self::System => "System.Library",
            Self::Health => "System.Health.Library",
            Self::Windows => "Microsoft.Windows.Library",
            Self::SystemCenter => "Microsoft.SystemCenter.Library",
            Self::Exchange => "Microsoft.Exchange.15",
        }
    }

    /// The lowest version that has everything referred to. That of the libraries is Operations Manager 2007 R2's,
    /// as in Microsoft.Exchange.15, so that every later one will do.
    pub fn version(self) -> &'static str {
        match self {
            Self::Exchange => "15.0.620.0",
            _ => "6.1.7221.0",
        }
    }
}

/// An element of a library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Foreign {
    /// The pack it is in.
    pub library: Library,
    /// Its ID, with the alias and `!` in front.
    text: &'static str,
}

impl Foreign {
    /// How it is referred to.
    pub fn as_str(self) -> &'static str {
        self.text
    }
}

macro_rules! foreign {
    ($( $(#[$doc:meta])* $constant:ident = $library:ident ! $name:literal; )+) => {
        #[allow(missing_docs, reason = "the names are Microsoft's")]
        impl Foreign {
            $( $(#[$doc])* pub const $constant: Self = Self {
                library: Library::$library,
                text: concat!(alias!($library), "!", $name),
            }; )+
        }
    };
}

foreign! {
    ENTITY = System ! "System.Entity";
    HOSTING = System ! "System.Hosting";
    COMMAND_EXECUTER = System ! "System.CommandExecuter";
    COMMAND_EXECUTER_PROBE = System ! "System.CommandExecuterProbe";
    AVAILABILITY = Health ! "System.Health.AvailabilityState";
    COMPUTER = Windows ! "Microsoft.Windows.Computer";
    SERVER_COMPUTER = Windows ! "Microsoft.Windows.Server.Computer";
    COMPUTER_ROLE = Windows ! "Microsoft.Windows.ComputerRole";
    APPLICATION_COMPONENT = Windows ! "Microsoft.Windows.ApplicationComponent";
    REGISTRY_DISCOVERY = Windows ! "Microsoft.Windows.FilteredRegistryDiscoveryProvider";
    TWO_EVENTS = Windows ! "Microsoft.Windows.2SingleEventLog2StateMonitorType";
    POWERSHELL_WRITE_ACTION = Windows ! "Microsoft.Windows.PowerShellWriteAction";
    STATE_VIEW = SystemCenter ! "Microsoft.SystemCenter.StateViewType";
    ALERT_VIEW = SystemCenter ! "Microsoft.SystemCenter.AlertViewType";
    ROOT_FOLDER = SystemCenter ! "Microsoft.SystemCenter.Monitoring.ViewFolder.Root";
    EXCHANGE_SERVER = Exchange ! "Microsoft.Exchange.15.Server";
    EXCHANGE_SERVER_HEALTH_SETS = Exchange ! "Microsoft.Exchange.15.Monitors.Aggregate.ServerHealthSet";
    EXCHANGE_HEALTH_SET_MONITOR = Exchange ! "HealthSetUnitMonitor";
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}

/// A reference to an element, of this pack or of a library.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Reference {
    /// An element of this pack.
    Own(ElementId),
    /// An element of a library.
    Foreign(Foreign),
}

impl Reference {
    /// The reference as text.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Own(id) => id.as_str(),
            Self::Foreign(foreign) => foreign.text,
        }
    }

    /// The reference as text that is shared.
    pub fn to_shared(&self) -> Arc<str> {
        match self {
            Self::Own(id) => id.to_shared(),
            Self::Foreign(foreign) => foreign.text.into(),
        }
    }
}

impl From<&ElementId> for Reference {
    fn from(id: &ElementId) -> Self {
        Self::Own(id.clone())
    }
}

impl From<Foreign> for Reference {
    fn from(foreign: Foreign) -> Self {
        Self::Foreign(foreign)
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
