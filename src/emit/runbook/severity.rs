//! How bad the alert of a monitor is.

use super::format::Severity;
use crate::model::MonitorId;

/// The severity that the name of a monitor says: managed availability names the monitors that only warn
/// `…Warning…`, in a part of its own.
pub(super) fn severity(monitor: &MonitorId) -> Severity {
    const MARK: &str = "Warning";
    let name = monitor.as_str();
    let warns = name
        .match_indices(MARK)
        .any(|(at, _)| !name[at + MARK.len()..].starts_with(|c: char| c.is_ascii_lowercase()));
    if warns {
        Severity::Warning
    } else {
        Severity::Error
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_the_severity() {
        for (name, expected) in [
            ("PrivateWorkingSetWarning.x", Severity::Warning),
            ("PrivateWorkingSetError.x", Severity::Error),
            ("WarningsQueuedMonitor", Severity::Error),
            ("ImapCTPMonitor", Severity::Error),
        ] {
            let id = MonitorId::new(name).expect("a name");
            assert_eq!(severity(&id), expected, "{name}");
        }
    }
}
