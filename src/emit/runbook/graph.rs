//! Connects the nodes: what is done in each, and where it leads.
//!
//! 1. A step leads to its first sub-step, else to the next step of its section; the last one leaves the section.
//! 2. Verification ends with a decision: healthy is done; unhealthy leads to the recovery of the monitor.
//! 3. A recovery that reruns the probe goes on if it fails. If it succeeds, what was switched on or off on the way must
//!    be switched back: that step is next. If there is none, all is done.
//! 4. A step that runs nothing and links to support is where a runbook gives up, if the issue still exists.
//! 5. A step that runs nothing and names all that another recovery treats leads there if that is unhealthy.
//! 6. Sections that treat no certain monitor follow each other, as in the text. One whose heading is the text of an
//!    alert or error is gone through only if that is the alert.
//!
//! Everything leads on in the order of the text or to an end or another runbook, but for rule 5, which is a decision.

use std::collections::BTreeMap;

use super::action::{
    self, actions, asks_for_support, has_steps, own_commands, references, reruns_probe, runs,
};
use super::command::{Command, CommandKey};
use super::format::{Action, Condition, Flow, Outcome, Section, Step};
use super::mention::Mentions;
use super::node::{End, NodeId, Target};
use super::route::is_general;
use super::switch::Switch;
use super::words::Words;
use crate::article::SectionKind;

/// What the graph of a runbook is made from.
pub(super) struct Graph<'g> {
    pub(super) commands: &'g [Command],
    pub(super) words: &'g Words<'g>,
    /// What verification finds out.
    pub(super) decision: &'g [Outcome],
}

impl Graph<'_> {
    /// Types all nodes and connects them.
    pub(super) fn connect(&self, sections: &mut [Section<'_>], steps: &mut [Step<'_>]) {
        self.type_steps(steps);
        let mentions = Mentions::of(sections);
        for at in 0..sections.len() {
            let following = sections[at + 1..]
                .iter()
                .find(|section| is_general(section.kind));
            let exit = match sections[at].kind {
                SectionKind::Verification => Flow::Outcomes(self.decision.to_vec()),
                SectionKind::Recovery => Flow::Next(Target::End(End::Done)),
                kind if is_general(kind) => {
                    Flow::Next(following.map_or(Target::End(End::Done), to_section))
                }
                _ => continue,
            };
            self.section(&mut sections[at], steps, &mentions, &exit);
        }
    }

    fn type_steps(&self, steps: &mut [Step<'_>]) {
        let probes: BTreeMap<NodeId, CommandKey> = steps
            .iter()
            .filter_map(|step| {
                Some((
                    step.id.clone(),
                    action::probe_command(&step.blocks, self.commands)?,
                ))
            })
            .collect();
        for step in steps {
            let again = match references(&step.blocks).as_slice() {
                [only] => probes.get(*only).copied(),
                _ => None,
            };
            step.actions = actions(&step.blocks, self.commands, again);
            if let Some(duration) = self.words.wait(&step.blocks) {
                step.actions.insert(0, Action::Wait { duration });
            }
        }
    }

    /// Connects a section, which is left by `exit`.
    fn section(
        &self,
        section: &mut Section<'_>,
        steps: &mut [Step<'_>],
        mentions: &Mentions,
        exit: &Flow,
    ) {
        let inner = section
            .sections
            .first()
            .map_or(exit.clone(), |first| Flow::Next(to_section(first)));
        let own = own_range(&section.id, steps);
        let begin = match steps.get(own.start).filter(|_| !own.is_empty()) {
            Some(first) => Flow::Next(Target::Step(first.id.clone())),
            None => inner.clone(),
        };
        if !section.blocks.is_empty() {
            section.actions = actions(&section.blocks, self.commands, None);
            section
                .actions
                .retain(|action| own.is_empty() || *action != Action::Instruct);
        }
        section.flow = Some(match (section.kind, begin, exit) {
            (
                SectionKind::Alert | SectionKind::ErrorRecovery,
                Flow::Next(begin),
                Flow::Next(exit),
            ) => {
                section.actions.insert(0, Action::Decide);
                branch(
                    (Condition::Applies, begin),
                    (Condition::DoesNotApply, exit.clone()),
                )
            }
            (_, begin, _) => begin,
        });
        self.procedure(section.kind, &mut steps[own], mentions, &inner);
        for at in 0..section.sections.len() {
            let exit = section
                .sections
                .get(at + 1)
                .map_or(exit.clone(), |next| Flow::Next(to_section(next)));
            self.section(&mut section.sections[at], steps, mentions, &exit);
        }
    }

    /// Connects the steps of one section.
    fn procedure(
        &self,
        kind: SectionKind,
        steps: &mut [Step<'_>],
        mentions: &Mentions,
        exit: &Flow,
    ) {
        let switches: Vec<Vec<Switch>> = steps.iter().map(|step| self.switches(step)).collect();
        for at in 0..steps.len() {
            let next = target(steps, at + 1, exit);
            let step = &steps[at];
            let flow = match next {
                Flow::Outcomes(_) => next,
                Flow::Next(_) if kind == SectionKind::Verification => next,
                Flow::Next(_) if reruns_probe(&step.actions) => {
                    let healthy =
                        undoing(&switches, at).map(|at| Target::Step(steps[at].id.clone()));
                    let unhealthy = match target(steps, self.next_if_unhealthy(steps, at), exit) {
                        Flow::Next(unhealthy) => unhealthy,
                        Flow::Outcomes(_) => Target::End(End::Escalate),
                    };
                    by_health(healthy.unwrap_or(Target::End(End::Done)), unhealthy)
                }
                Flow::Next(_) if runs(&step.actions) => next,
                Flow::Next(_) if asks_for_support(&step.blocks) => {
                    by_health(Target::End(End::Done), Target::End(End::Escalate))
                }
                Flow::Next(next) => match mentions.in_step(step) {
                    // Whether to go there is for the text to say, and for a human to judge.
                    Some(recovery) => branch(
                        (Condition::Applies, Target::Section(recovery)),
                        (Condition::DoesNotApply, next),
                    ),
                    None => Flow::Next(next),
                },
            };
            let step = &mut steps[at];
            if matches!(flow, Flow::Outcomes(_)) && !runs(&step.actions) && !has_steps(&step.blocks)
            {
                step.actions = vec![Action::Decide];
            }
            step.flow = flow;
        }
    }

    /// The step behind step `at` that is done if the probe fails: not one that says it is for success only.
    fn next_if_unhealthy(&self, steps: &[Step<'_>], at: usize) -> usize {
        let is_for_success = |step: &&Step<'_>| self.words.only_if_healthy(&step.blocks);
        at + 1 + steps[at + 1..].iter().take_while(is_for_success).count()
    }

    fn switches(&self, step: &Step<'_>) -> Vec<Switch> {
        own_commands(&step.blocks)
            .into_iter()
            .flat_map(|key| Switch::all_in(&self.commands[key.index()]))
            .collect()
    }
}

fn to_section(section: &Section<'_>) -> Target {
    Target::Section(section.id.clone())
}

/// The steps of a section, which stand together.
fn own_range(section: &NodeId, steps: &[Step<'_>]) -> std::ops::Range<usize> {
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

fn target(steps: &[Step<'_>], at: usize, exit: &Flow) -> Flow {
    steps.get(at).map_or_else(
        || exit.clone(),
        |step| Flow::Next(Target::Step(step.id.clone())),
    )
}

fn by_health(healthy: Target, unhealthy: Target) -> Flow {
    branch(
        (Condition::Healthy, healthy),
        (Condition::Unhealthy, unhealthy),
    )
}

fn branch(first: (Condition, Target), second: (Condition, Target)) -> Flow {
    let outcome = |(when, to)| Outcome {
        when,
        monitors: Vec::new(),
        health_set: None,
        to,
    };
    Flow::Outcomes(vec![outcome(first), outcome(second)])
}

/// The first step behind step `at` that switches back what a step before it switched.
fn undoing(switches: &[Vec<Switch>], at: usize) -> Option<usize> {
    let changed = || switches[..at].iter().flatten();
    let pending =
        |switch: &&Switch| changed().rfind(|other| other.same_setting(switch)) == Some(*switch);
    let pending: Vec<&Switch> = changed().filter(pending).collect();
    let undoes = |switch: &Switch| pending.iter().any(|other| other.is_undone_by(switch));
    (at + 1..switches.len()).find(|&later| switches[later].iter().any(undoes))
}
