//! Monitors, their alerts and their articles.

use std::sync::Arc;

use super::plan::MonitorPlan;
use super::{Builder, Home, Subject, origin_of_set};
use crate::diagnostic::Location;
use crate::emit::management_pack::element::{
    AggregateMonitor, Alert, AlertParameter, Condition, ElementId, EventPair, Operator, Priority,
    Query, Reference, Suffix, UnitMonitor, ValueKind, Values, Words,
};
use crate::locale::InterfaceKey as Key;
use crate::workspace::AlertOn;

/// The log and the publisher of managed availability.
const LOG: &str = "Microsoft-Exchange-ManagedAvailability/Monitoring";
const PUBLISHER: &str = "Microsoft-Exchange-ManagedAvailability";
/// The parameters of the event that may name the monitor. Microsoft.Exchange.15 shows that the first is the health set
/// and the second the subject; that the fourth is the monitor is likely, but nowhere written, so none of the
/// others is left out.
const MONITOR_PARAMETERS: [u8; 5] = [2, 3, 4, 5, 6];
/// The parameter of the event with the subject.
const SUBJECT_PARAMETER: u8 = 2;

/// A monitor of an article, as an element of the pack.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Its place in the plan: of the health set, and of the monitor within that.
    pub plan: (usize, usize),
    /// The element.
    pub id: ElementId,
}

/// The words that make an alert: its name, and its text.
struct AlertWords {
    id: ElementId,
    name: Key,
    values: Values,
}

impl Builder<'_> {
    /// Adds the monitors of every health set. IDs of health sets come before those of monitors, so that no
    /// monitor takes one away.
    pub(super) fn monitors(&mut self, homes: &[Home]) -> Vec<Unit> {
        let parents: Vec<ElementId> = homes
            .iter()
            .enumerate()
            .map(|(at, home)| self.health_set_monitors(at, home))
            .collect();
        let mut units = Vec::new();
        for (at, home) in homes.iter().enumerate() {
            for within in 0..self.plan.sets[at].monitors.len() {
                let plan = self.plan.sets[at].monitors[within];
                let id = self.monitor(plan, home, (&parents[at]).into());
                units.push(Unit {
                    plan: (at, within),
                    id,
                });
            }
        }
        units
    }

    /// The monitor that sums up a health set, and the one that follows its event. The first is returned.
    fn health_set_monitors(&mut self, at: usize, home: &Home) -> ElementId {
        let set = self.plan.sets[at].set;
        let name = set.id.as_str();
        let values: Values = [("health-set", name.to_owned())].into();
        let aggregate = self.ids.allocate(&[name], Suffix::AggregateMonitor);
        let origin = origin_of_set(self.kb, set);
        self.from(&aggregate, origin);
        self.pack.aggregates.push(AggregateMonitor {
            id: aggregate.clone(),
            target: home.target.clone(),
            parent: home.parent.clone(),
        });
        self.sentence(
            &aggregate,
            Key::HealthSetRollUp,
            Key::HealthSetRollUpDescription,
            &values,
        );
        self.articles
            .push((Reference::from(&aggregate), Subject::RollUp(at)));
        let id = self.ids.allocate(&[name], Suffix::UnitMonitor);
        self.sentence(
            &id,
            Key::HealthSetMonitor,
            Key::HealthSetMonitorDescription,
            &values,
        );
        self.articles
            .push((Reference::from(&id), Subject::HealthSet(at)));
        let alert = match self.alert_on {
            AlertOn::None => None,
            AlertOn::HealthSet => Some(Priority::Normal),
            // The signal of a monitor rests on a guess about the event, so that of the health set stays.
            AlertOn::Monitor if self.plan.sets[at].monitors.is_empty() => Some(Priority::Normal),
            AlertOn::Monitor => Some(Priority::Low),
        };
        let alert = alert.map(|priority| {
            let words = AlertWords {
                id: self.ids.allocate(&[name], Suffix::AlertMessage),
                name: Key::AlertHealthSet,
                values,
            };
            self.alert(words, priority, home)
        });
        let pattern = pattern(name);
        let events = EventPair {
            log: LOG,
            error: event(Operator::Greater, &pattern, None),
            success: event(Operator::LessEqual, &pattern, None),
        };
        self.unit(id, home, (&aggregate).into(), alert, events, origin);
        aggregate
    }

    fn monitor(&mut self, plan: MonitorPlan<'_>, home: &Home, parent: Reference) -> ElementId {
        let (set, name) = (plan.owner.as_str(), plan.monitor.id.as_str());
        let values: Values = [("health-set", set.to_owned()), ("monitor", name.to_owned())].into();
        let id = self.ids.allocate(&[set, name], Suffix::UnitMonitor);
        self.sentence(&id, Key::MonitorName, Key::MonitorDescription, &values);
        let alert = (self.alert_on == AlertOn::Monitor).then(|| {
            let words = AlertWords {
                id: self.ids.allocate(&[set, name], Suffix::AlertMessage),
                name: Key::AlertMonitor,
                values,
            };
            self.alert(words, Priority::Normal, home)
        });
        let (set, name) = (pattern(set), pattern(name));
        let events = EventPair {
            log: LOG,
            error: event(Operator::Greater, &set, Some(&name)),
            success: event(Operator::LessEqual, &set, None),
        };
        self.unit(id.clone(), home, parent, alert, events, plan.origin);
        id
    }

    fn unit(
        &mut self,
        id: ElementId,
        home: &Home,
        parent: Reference,
        alert: Option<Alert>,
        events: EventPair,
        origin: Option<Location>,
    ) {
        for (state, key) in UnitMonitor::STATES {
            self.named_part(&id, state, key);
        }
        self.pack.units.push(UnitMonitor {
            id,
            target: home.target.clone(),
            parent,
            alert,
            events,
            origin,
        });
    }

    fn alert(&mut self, words: AlertWords, priority: Priority, home: &Home) -> Alert {
        let AlertWords { id, name, values } = words;
        let name = Words::Sentence(name, values);
        self.pack
            .names
            .push(super::naming(&id, name, Words::Plain(Key::AlertText)));
        Alert {
            message: id,
            priority,
            parameters: vec![
                AlertParameter::Target(home.computer.clone()),
                AlertParameter::EventParameter(SUBJECT_PARAMETER),
                AlertParameter::EventDescription,
            ],
        }
    }
}

/// The event by which managed availability reports a health set, and, if one is named, a monitor in it, each by its pattern.
/// Its number is 1 when the health set is healthy again, and greater when it is not.
fn event(number: Operator, health_set: &Arc<str>, monitor: Option<&Arc<str>>) -> Condition {
    let publisher = Condition::compare(
        Query::Event("PublisherName"),
        ValueKind::String,
        Operator::Equal,
        PUBLISHER,
    );
    let number = Condition::compare(
        Query::Event("EventDisplayNumber"),
        ValueKind::UnsignedInteger,
        number,
        "1",
    );
    let named = |monitor: &Arc<str>| {
        let [first, second, rest @ ..] = MONITOR_PARAMETERS.map(|at| parameter(at, monitor));
        Condition::any(first, second, rest)
    };
    let health_set = parameter(1, health_set);
    let rest = std::iter::once(health_set).chain(monitor.map(named));
    Condition::all(publisher, number, rest)
}

/// A parameter of the event has this pattern.
fn parameter(number: u8, pattern: &Arc<str>) -> Condition {
    Condition::Matches {
        query: Query::Parameter(number),
        pattern: Arc::clone(pattern),
    }
}

/// What is `name`, or a path with `name` in it.
fn pattern(name: &str) -> Arc<str> {
    const BEFORE: &str = "^(.+/)?";
    const AFTER: &str = "(/.+)?$";
    let mut pattern = String::with_capacity(BEFORE.len() + 2 * name.len() + AFTER.len());
    pattern.push_str(BEFORE);
    for c in name.chars() {
        if !(c.is_ascii_alphanumeric() || c == '_') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push_str(AFTER);
    pattern.into()
}
