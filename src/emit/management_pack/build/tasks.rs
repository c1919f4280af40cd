//! Tasks, diagnostics: what an operator, or a monitor that turned red, can have run on the server.

use super::monitors::Unit;
use super::{Builder, Home, origin_of_probe, origin_of_set};
use crate::emit::management_pack::element::{Diagnostic, ShellCommand, Suffix, Task};
use crate::locale::InterfaceKey as Key;
use crate::model::{HealthSetId, ProbeId};

impl Builder<'_> {
    /// A task per health set that shows its state, and one per probe that runs it again.
    pub(super) fn tasks(&mut self, homes: &[Home]) {
        for (at, home) in homes.iter().enumerate() {
            let set = self.plan.sets[at].set;
            let name = set.id.as_str();
            let id = self.ids.allocate(&[name, "State"], Suffix::Task);
            let values = [("health-set", name.to_owned())].into();
            self.sentence(&id, Key::StateTask, Key::StateTaskDescription, &values);
            self.from(&id, origin_of_set(self.kb, set));
            let target = home.target.clone();
            self.pack.tasks.push(Task {
                id,
                target,
                command: show_state(&set.id),
            });
            for within in 0..self.plan.sets[at].probes.len() {
                let probe = self.plan.sets[at].probes[within];
                let (owner, name) = (probe.owner.as_str(), probe.probe.as_str());
                let id = self.ids.allocate(&[owner, name], Suffix::Task);
                let values = [("health-set", owner.to_owned()), ("probe", name.to_owned())].into();
                self.sentence(&id, Key::ProbeTask, Key::ProbeTaskDescription, &values);
                self.from(&id, origin_of_probe(self.kb, probe));
                let target = home.target.clone();
                let command = run_probe(probe.owner, probe.probe);
                self.pack.tasks.push(Task {
                    id,
                    target,
                    command,
                });
            }
        }
    }

    /// A diagnostic for each monitor that a probe feeds: the probe once more.
    pub(super) fn diagnostics(&mut self, homes: &[Home], units: &[Unit]) {
        for unit in units {
            let (at, within) = unit.plan;
            let plan = self.plan.sets[at].monitors[within];
            let probes = &self.kb.health_sets[plan.article].probes;
            for probe in probes
                .iter()
                .filter(|probe| plan.monitor.probes.contains(&probe.id))
            {
                let parts = [
                    plan.owner.as_str(),
                    plan.monitor.id.as_str(),
                    probe.id.as_str(),
                ];
                let id = self.ids.allocate(&parts, Suffix::Diagnostic);
                let values = [
                    ("health-set", plan.owner.to_string()),
                    ("monitor", plan.monitor.id.to_string()),
                    ("probe", probe.id.to_string()),
                ]
                .into();
                self.sentence(
                    &id,
                    Key::ProbeDiagnostic,
                    Key::ProbeDiagnosticDescription,
                    &values,
                );
                self.from(&id, plan.origin);
                self.pack.diagnostics.push(Diagnostic {
                    id,
                    target: homes[at].target.clone(),
                    monitor: unit.id.clone(),
                    command: run_probe(&probe.health_set, &probe.id),
                });
            }
        }
    }
}

/// The state of every monitor of a health set. Identifiers need no quoting beyond `'`: they hold none.
fn show_state(set: &HealthSetId) -> ShellCommand {
    ShellCommand {
        text: format!(
            "Get-ServerHealth -Identity $env:ComputerName | ? {{ $_.HealthSetName -ieq '{set}' }} | Format-Table Name,AlertValue,LastTransitionTime -AutoSize"
        ),
    }
}

fn run_probe(set: &HealthSetId, probe: &ProbeId) -> ShellCommand {
    ShellCommand {
        text: format!(
            "Invoke-MonitoringProbe -Identity '{set}\\{probe}' -Server $env:ComputerName | Format-List"
        ),
    }
}
