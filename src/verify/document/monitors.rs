//! Monitors: their place in the tree of health, their states and their alerts.

use rustc_hash::FxHashSet;

use super::findings::Findings;
use super::library::Kind;
use super::pack::{Entity, Pack};
use super::tree::Element;

/// What relationships are derived from along which health rolls up.
const CONTAINMENT: &str = "System.Containment";

/// Checks monitors.
pub fn check(pack: &Pack<'_>, findings: &mut Findings) {
    for monitor in pack.root.below(&["Monitoring", "Monitors", "UnitMonitor"]) {
        parent(pack, monitor, findings);
        states(pack, monitor, findings);
        alert(monitor, findings);
    }
    for monitor in pack
        .root
        .below(&["Monitoring", "Monitors", "AggregateMonitor"])
    {
        parent(pack, monitor, findings);
        circle(pack, monitor, findings);
    }
    for monitor in pack
        .root
        .below(&["Monitoring", "Monitors", "DependencyMonitor"])
    {
        parent(pack, monitor, findings);
        dependency(pack, monitor, findings);
    }
}

/// The monitor above must be about the same objects.
fn parent<'t>(pack: &Pack<'t>, monitor: Element<'t>, findings: &mut Findings) {
    let (Some(above), Some(target)) = (
        pack.entity(monitor, "ParentMonitorID"),
        pack.entity(monitor, "Target"),
    ) else {
        return;
    };
    let Some(subject) = pack.subject(above) else {
        return;
    };
    if pack.derives(target, subject) == Some(false)
        && let Some(attribute) = monitor.find("ParentMonitorID")
    {
        let message = format!(
            "the monitor above, `{}`, is about `{}`, which `{}` is not derived from",
            above.id(),
            subject.id(),
            target.id()
        );
        findings.refused(
            attribute.span,
            monitor,
            message,
            "give both the same target, or the upper one a base class of it",
        );
    }
}

/// No monitor stands above itself.
fn circle<'t>(pack: &Pack<'t>, monitor: Element<'t>, findings: &mut Findings) {
    let mut seen = FxHashSet::default();
    let mut above = Some(monitor);
    while let Some(element) = above {
        if !seen.insert(element.attribute("ID")) {
            let message = format!("`{}` stands above itself", Entity::Own(monitor).id());
            findings.refused(
                monitor.span(),
                monitor,
                message,
                "give it another `ParentMonitorID`",
            );
            return;
        }
        above = match pack.entity(element, "ParentMonitorID") {
            Some(Entity::Own(element)) => Some(element),
            _ => None,
        };
    }
}

fn states<'t>(pack: &Pack<'t>, monitor: Element<'t>, findings: &mut Findings) {
    let states: Vec<Element<'t>> = monitor
        .below(&["OperationalStates", "OperationalState"])
        .collect();
    if states.is_empty() {
        return;
    }
    let kind = pack
        .entity(monitor, "TypeID")
        .filter(|it| it.kind() == Kind::MonitorType);
    let (mut healths, mut detected) = (FxHashSet::default(), FxHashSet::default());
    for state in &states {
        if let Some(health) = state.find("HealthState")
            && !healths.insert(health.value.as_ref())
        {
            let message = format!("two states of the monitor are {}", health.value);
            findings.refused(
                health.span,
                *state,
                message,
                "give each state a health of its own",
            );
        }
        let Some(id) = state.find("MonitorTypeStateID") else {
            continue;
        };
        if !detected.insert(id.value.as_ref()) {
            let message = format!("two states of the monitor are detected by `{}`", id.value);
            findings.refused(
                id.span,
                *state,
                message,
                "name the states of its type once each",
            );
        }
        if let Some(kind) = kind
            && !kind.states().contains(&id.value.as_ref())
        {
            let message = format!("`{}` has no state `{}`", kind.id(), id.value);
            let help = format!("its states are {}", kind.states().join(", "));
            findings.refused(id.span, *state, message, help);
        }
    }
    if !healths.contains("Success") {
        let message = format!(
            "`{}` has no state that is Success",
            Entity::Own(monitor).id()
        );
        findings.refused(
            monitor.span(),
            monitor,
            message,
            "one of its states must be the healthy one",
        );
    }
    let missing = kind.into_iter().flat_map(Entity::states);
    for state in missing.filter(|state| !detected.contains(state)) {
        let message = format!(
            "`{}` says nothing of the state `{state}` of its type",
            Entity::Own(monitor).id()
        );
        findings.refused(
            monitor.span(),
            monitor,
            message,
            "add an `OperationalState` for it",
        );
    }
}

fn alert(monitor: Element<'_>, findings: &mut Findings) {
    let Some(settings) = monitor.child("AlertSettings") else {
        return;
    };
    let Some(on) = settings.child("AlertOnState") else {
        return;
    };
    let mut healths = monitor
        .below(&["OperationalStates", "OperationalState"])
        .filter_map(|it| it.attribute("HealthState"));
    let raises = match on.text() {
        "Warning" => healths.any(|it| matches!(it, "Warning" | "Error")),
        "Error" => healths.any(|it| it == "Error"),
        _ => false,
    };
    if !raises {
        let message = format!(
            "the alert is raised on {}, which the monitor never is",
            on.text()
        );
        findings.flawed(
            on.content_span(),
            monitor,
            message,
            "raise it on a bad state of the monitor",
        );
    }
}

fn dependency<'t>(pack: &Pack<'t>, monitor: Element<'t>, findings: &mut Findings) {
    if monitor
        .child("Algorithm")
        .is_some_and(|it| it.text() == "Percentage")
        && monitor.child("AlgorithmParameter").is_none()
    {
        findings.flawed(
            monitor.span(),
            monitor,
            "the monitor takes a percentage and does not say which",
            "add `AlgorithmParameter`",
        );
    }
    let Some(relationship) = pack.entity(monitor, "RelationshipType") else {
        return;
    };
    let at = monitor
        .find("RelationshipType")
        .map_or(monitor.span(), |it| it.span);
    let (line, complete) = pack.lineage(relationship);
    if complete && !line.iter().any(|it| it.id() == CONTAINMENT) {
        let message = format!(
            "health does not roll up along `{}`, which contains nothing",
            relationship.id()
        );
        findings.flawed(
            at,
            monitor,
            message,
            format!("it takes a relationship based on {CONTAINMENT}"),
        );
    }
    let Some((source, target)) = pack.ends(relationship) else {
        return;
    };
    if let Some(subject) = pack.entity(monitor, "Target")
        && pack.derives(subject, source) == Some(false)
    {
        let message = format!(
            "the monitor is about `{}`, but `{}` begins at `{}`",
            subject.id(),
            relationship.id(),
            source.id()
        );
        findings.refused(at, monitor, message, "give it a relationship of its target");
    }
    if let Some(member) = pack.entity(monitor, "MemberMonitor")
        && let Some(subject) = pack.subject(member)
        && pack.derives(target, subject) == Some(false)
    {
        let message = format!(
            "the member `{}` is about `{}`, but `{}` leads to `{}`",
            member.id(),
            subject.id(),
            relationship.id(),
            target.id()
        );
        let at = monitor.find("MemberMonitor").map_or(at, |it| it.span);
        findings.refused(
            at,
            monitor,
            message,
            "name a monitor of what the relationship leads to",
        );
    }
}
