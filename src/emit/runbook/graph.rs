//! Connects the nodes: what each step does, and where it leads.
//!
//! 1. A step leads to its first sub-step, else to the next step of its section; the last one leaves the section.
//! 2. Verification ends with a decision: healthy is done; unhealthy leads to the recovery of the monitor.
//! 3. A recovery that reruns the probe goes on if it fails. If it succeeds, what was switched on or off on the way must
//!    be switched back: that step is next. If there is none, all is done.
//! 4. A step that runs nothing and links to support is where a runbook gives up, if the issue still exists.
//! 5. Sections that treat no certain monitor follow each other, as in the text.
//!
//! Everything leads on in the order of the text or to an end or another runbook, so there is no cycle.

use std::collections::BTreeMap;

use super::action::{
    self, actions, asks_for_support, has_steps, own_commands, references, reruns_probe, runs,
};
use super::command::{Command, CommandKey};
use super::format::{Action, Condition, Flow, Outcome, Section, Step};
use super::node::{End, NodeId, Target};
use super::route::is_general;
use super::switch::Switch;
use crate::article::SectionKind;

/// Types the steps and connects everything. `decision` is what verification finds out.
pub(super) fn connect(
    sections: &mut [Section],
    steps: &mut [Step],
    commands: &[Command],
    decision: &[Outcome],
) {
    type_steps(steps, commands);
    let done = Flow::Next(Target::End(End::Done));
    for at in 0..sections.len() {
        let following = sections[at + 1..]
            .iter()
            .find(|section| is_general(section.kind));
        let exit = match sections[at].kind {
            SectionKind::Verification => Flow::Outcomes(decision.to_vec()),
            SectionKind::Recovery => done.clone(),
            kind if is_general(kind) => following.map_or(done.clone(), |section| {
                Flow::Next(Target::Section(section.id.clone()))
            }),
            _ => continue,
        };
        section(&mut sections[at], steps, commands, &exit);
    }
}

fn type_steps(steps: &mut [Step], commands: &[Command]) {
    let probes: BTreeMap<NodeId, CommandKey> = steps
        .iter()
        .filter_map(|step| Some((step.id.clone(), action::probe_command(step, commands)?)))
        .collect();
    for step in steps {
        let again = match references(&step.blocks).as_slice() {
            [only] => probes.get(*only).copied(),
            _ => None,
        };
        step.actions = actions(step, commands, again);
    }
}

/// Connects a section, which is left by `exit`.
fn section(section: &mut Section, steps: &mut [Step], commands: &[Command], exit: &Flow) {
    let to = |section: &Section| Flow::Next(Target::Section(section.id.clone()));
    let inner = section.sections.first().map_or(exit.clone(), to);
    let own = own_range(&section.id, steps);
    section.flow = Some(match steps.get(own.start).filter(|_| !own.is_empty()) {
        Some(first) => Flow::Next(Target::Step(first.id.clone())),
        None => inner.clone(),
    });
    procedure(section.kind, &mut steps[own], commands, &inner);
    for at in 0..section.sections.len() {
        let exit = section.sections.get(at + 1).map_or(exit.clone(), to);
        self::section(&mut section.sections[at], steps, commands, &exit);
    }
}

/// The steps of a section, which stand together.
fn own_range(section: &NodeId, steps: &[Step]) -> std::ops::Range<usize> {
    let start = steps
        .iter()
        .position(|step| step.section == *section)
        .unwrap_or(steps.len());
    let length = steps[start..]
        .iter()
        .take_while(|step| step.section == *section)
        .count();
    start..start + length
}

/// Connects the steps of one section.
fn procedure(kind: SectionKind, steps: &mut [Step], commands: &[Command], exit: &Flow) {
    let switches: Vec<Vec<Switch>> = steps.iter().map(|step| switches(step, commands)).collect();
    for at in 0..steps.len() {
        let next = steps.get(at + 1).map_or(exit.clone(), |next| {
            Flow::Next(Target::Step(next.id.clone()))
        });
        let step = &steps[at];
        let is_verification = kind == SectionKind::Verification;
        let flow = if is_verification {
            next
        } else if reruns_probe(&step.actions) {
            let after = undoing(&switches, at).map(|at| Target::Step(steps[at].id.clone()));
            branch(after.unwrap_or(Target::End(End::Done)), next)
        } else if !runs(&step.actions) && asks_for_support(&step.blocks) {
            branch(
                Target::End(End::Done),
                Flow::Next(Target::End(End::Escalate)),
            )
        } else {
            next
        };
        let step = &mut steps[at];
        if matches!(flow, Flow::Outcomes(_)) && !runs(&step.actions) && !has_steps(&step.blocks) {
            step.actions = vec![Action::Decide];
        }
        step.flow = flow;
    }
}

/// Two ways: where to go if the issue is gone, and if it is not.
fn branch(healthy: Target, unhealthy: Flow) -> Flow {
    let outcome = |when, to| Outcome {
        when,
        monitors: Vec::new(),
        health_set: None,
        to,
    };
    match unhealthy {
        Flow::Next(to) => Flow::Outcomes(vec![
            outcome(Condition::Healthy, healthy),
            outcome(Condition::Unhealthy, to),
        ]),
        outcomes => outcomes,
    }
}

fn switches(step: &Step, commands: &[Command]) -> Vec<Switch> {
    own_commands(&step.blocks)
        .into_iter()
        .flat_map(|key| Switch::all_in(&commands[key.index()]))
        .collect()
}

/// The first step behind step `at` that switches back what a step before it switched.
fn undoing(switches: &[Vec<Switch>], at: usize) -> Option<usize> {
    let changed = || switches[..at].iter().flatten();
    let pending =
        |switch: &&Switch| changed().rfind(|other| other.same_setting(switch)) == Some(*switch);
    let pending: Vec<&Switch> = changed().filter(pending).collect();
    (at + 1..switches.len()).find(|&later| {
        switches[later]
            .iter()
            .any(|switch| pending.iter().any(|other| other.is_undone_by(switch)))
    })
}
