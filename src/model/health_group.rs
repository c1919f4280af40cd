//! The groups that managed availability puts health sets into.

use super::{CategoryId, HealthSetId, Slug};

/// A group of health sets, as the property `HealthGroup` of Exchange's monitors names it. Microsoft.Exchange.15 has a class
/// for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HealthGroup {
    /// What users touch.
    CustomerTouchPoints,
    /// What users do not touch themselves.
    ServiceComponents,
    /// What the server has to run on.
    ServerResources,
    /// What Exchange needs of others.
    KeyDependencies,
}

impl HealthGroup {
    /// All of them, in the order in which Exchange's documentation has them.
    pub const ALL: [Self; 4] = [
        Self::CustomerTouchPoints,
        Self::ServiceComponents,
        Self::ServerResources,
        Self::KeyDependencies,
    ];

    /// What managed availability calls it.
    pub fn name(self) -> &'static str {
        match self {
            Self::CustomerTouchPoints => "CustomerTouchPoints",
            Self::ServiceComponents => "ServiceComponents",
            Self::ServerResources => "ServerResources",
            Self::KeyDependencies => "KeyDependencies",
        }
    }

    /// The ID of the category that is this group.
    pub fn category(self) -> CategoryId {
        let mut words = String::new();
        for c in self.name().chars() {
            if c.is_ascii_uppercase() {
                words.push(' ');
            }
            words.push(c);
        }
        Slug::of_text(words.trim())
            .expect("letters are a slug")
            .into()
    }

    /// The group that a category is, if it is one.
    pub fn of_category(id: &CategoryId) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.category() == *id)
    }

    /// The group of a health set of Exchange Server 2013; `None` for one that Exchange does not have.
    pub fn of(health_set: &HealthSetId) -> Option<Self> {
        let is_it = |name: &&str| name.eq_ignore_ascii_case(health_set.as_str());
        Self::ALL
            .into_iter()
            .find(|group| group.health_sets().iter().any(is_it))
    }

    /// The health sets of Exchange Server 2013 (https://learn.microsoft.com/exchange, "Exchange health sets").
    fn health_sets(self) -> &'static [&'static str] {
        match self {
            Self::CustomerTouchPoints => &[
                "ActiveSync",
                "Autodiscover",
                "Compliance",
                "ECP",
                "EWS",
                "IMAP",
                "Outlook",
                "OWA",
                "POP",
                "PublicFolders",
                "RPS",
                "SiteMailbox",
                "UM",
            ],
            Self::ServiceComponents => &[
                "ActiveSync.Protocol",
                "ActiveSync.Proxy",
                "Antimalware",
                "Antispam",
                "Autodiscover.Protocol",
                "Autodiscover.Proxy",
                "Classification",
                "ClientAccess.Proxy",
                "DataProtection",
                "ECP.Proxy",
                "Ediscovery.Protocol",
                "EDS",
                "EventAssistants",
                "EWS.Protocol",
                "EWS.Proxy",
                "FfoQuarantine",
                "FfoTransport",
                "FfoUMC",
                "FfoWebService",
                "FIPS",
                "FreeBusy",
                "FrontendTransport",
                "HubTransport",
                "IMAP.Protocol",
                "IMAP.Proxy",
                "MailboxMigration",
                "MailboxTransport",
                "MailFlow",
                "MessageTracing",
                "Monitoring",
                "MRS",
                "MSExchangeCertificateDeployment",
                "OAB",
                "OAB.Proxy",
                "Outlook.Protocol",
                "Outlook.Proxy",
                "OWA.Protocol",
                "OWA.Proxy",
                "POP.Protocol",
                "POP.Proxy",
                "PowershellDataProvider",
                "PushNotifications.Protocol",
                "RemoteMonitoring",
                "RPS.Protocol",
                "RPS.Proxy",
                "Search",
                "SMTP",
                "Store",
                "Transport",
                "UM.CallRouter",
                "UM.Protocol",
                "UserThrottling",
            ],
            Self::ServerResources => &["Clustering", "DiskSpace", "MailboxSpace", "Memory"],
            Self::KeyDependencies => &["AD", "Network", "OWA.Protocol.Dep"],
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_group_has_an_id_that_leads_back_to_it() {
        for group in HealthGroup::ALL {
            assert_eq!(HealthGroup::of_category(&group.category()), Some(group));
        }
        let id = HealthGroup::CustomerTouchPoints.category();
        assert_eq!(id.as_str(), "customer-touch-points");
    }

    #[test]
    fn health_sets_are_in_one_group_each() {
        let all: Vec<&str> = HealthGroup::ALL
            .iter()
            .flat_map(|group| group.health_sets())
            .copied()
            .collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
        for name in all {
            assert!(HealthSetId::new(name).is_some(), "{name}");
        }
        let of = |name| HealthGroup::of(&HealthSetId::new(name).expect("a name"));
        assert_eq!(of("owa"), Some(HealthGroup::CustomerTouchPoints));
        assert_eq!(of("OWA.Lamp"), None);
    }
}
