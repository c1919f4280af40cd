//! Diagnostics and recoveries: what starts them, and what they run on.

use super::findings::Findings;
use super::pack::{Entity, Pack};
use super::tree::{Attribute, Element};

/// Checks diagnostics and recoveries.
pub fn check(pack: &Pack<'_>, findings: &mut Findings) {
    for it in pack
        .root
        .below(&["Monitoring", "Diagnostics", "Diagnostic"])
    {
        subject(pack, it, findings);
        state(pack, it, findings);
    }
    for it in pack.root.below(&["Monitoring", "Recoveries", "Recovery"]) {
        subject(pack, it, findings);
        state(pack, it, findings);
        let starts = ["ExecuteOnState", "ExecuteOnDiagnostic"];
        if starts.iter().filter(|name| it.find(name).is_some()).count() != 1 {
            let message =
                "a recovery starts after a state or after a diagnostic, and not after both";
            findings.refused(
                it.span(),
                it,
                message,
                "give it `ExecuteOnState` or `ExecuteOnDiagnostic`",
            );
        }
    }
}

fn subject<'t>(pack: &Pack<'t>, it: Element<'t>, findings: &mut Findings) {
    let (Some(monitor), Some(target)) = (pack.entity(it, "Monitor"), pack.entity(it, "Target"))
    else {
        return;
    };
    let Some(subject) = pack.subject(monitor) else {
        return;
    };
    if !target.is(subject)
        && let Some(attribute) = it.find("Target")
    {
        let message = format!(
            "it runs on `{}`, but its monitor is about `{}`",
            target.id(),
            subject.id()
        );
        findings.refused(attribute.span, it, message, "give both the same target");
    }
}

fn state<'t>(pack: &Pack<'t>, it: Element<'t>, findings: &mut Findings) {
    let Some(on) = it.find("ExecuteOnState") else {
        return;
    };
    if on.value == "Success" {
        findings.flawed(
            on.span,
            it,
            "it starts when all is well",
            "start it on a bad state of the monitor",
        );
    }
    let Some(Entity::Own(monitor)) = pack.entity(it, "Monitor") else {
        return;
    };
    let is_it = |state: Element<'_>| state.attribute("HealthState") == Some(on.value.as_ref());
    if monitor.name() == "UnitMonitor"
        && !monitor
            .below(&["OperationalStates", "OperationalState"])
            .any(is_it)
    {
        never(on, it, findings);
    }
}

fn never(on: &Attribute<'_>, it: Element<'_>, findings: &mut Findings) {
    let message = format!("it starts on {}, which its monitor never is", on.value);
    findings.refused(
        on.span,
        it,
        message,
        "start it on a bad state of the monitor",
    );
}
