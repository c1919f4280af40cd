//! What of a runbook concerns one monitor.

use std::collections::BTreeSet;

use super::super::command::{Command, CommandKey};
use super::super::format::{Action, Flow, Monitor, Runbook, Section, Step};
use super::super::node::{End, NodeId, Target};
use super::super::parameter::ParameterName;
use super::fill::{Filled, Values, fill};
use super::{RenderError, Request};
use crate::locale::{InterfaceKey, Languages, Locale, Localized};

/// The part of a runbook that concerns a monitor, and the words and values to write it with.
pub(in crate::emit) struct View<'r> {
    pub(in crate::emit) runbook: &'r Runbook<'r>,
    pub(in crate::emit) monitor: &'r Monitor,
    pub(in crate::emit) locale: Locale,
    pub(in crate::emit) languages: &'r Languages,
    pub(in crate::emit) values: Values,
    /// The nodes that can be reached for this monitor.
    reached: BTreeSet<NodeId>,
}

impl<'r> View<'r> {
    pub(in crate::emit) fn of(request: &Request<'r>) -> Result<Self, RenderError> {
        let runbook = request.runbook;
        let monitor = monitor(request).ok_or_else(|| RenderError::UnknownMonitor {
            runbook: runbook.slug.to_string(),
            monitor: request.monitor.to_string(),
        })?;
        check_names(request)?;
        let mut view = Self {
            runbook,
            monitor,
            locale: request.locale,
            languages: request.languages,
            values: values(request, monitor),
            reached: BTreeSet::new(),
        };
        view.reach();
        Ok(view)
    }

    /// Where to begin.
    pub(in crate::emit) fn start(&self) -> Target {
        self.runbook
            .entry
            .clone()
            .unwrap_or_else(|| self.monitor.recovery.clone())
    }

    /// The sections that can be reached, sub-sections behind their section, in the order of the text.
    pub(in crate::emit) fn sections(&self) -> Vec<&'r Section<'r>> {
        let mut sections = Vec::new();
        collect(&self.runbook.sections, &mut sections);
        sections.retain(|section| self.reached.contains(&section.id));
        sections
    }

    /// The steps of a section that can be reached.
    pub(in crate::emit) fn steps(
        &self,
        section: &Section<'_>,
    ) -> impl Iterator<Item = &'r Step<'r>> + use<'_, 'r> {
        let id = section.id.clone();
        self.runbook
            .steps
            .iter()
            .filter(move |step| step.section == id && self.reached.contains(&step.id))
    }

    /// The step with this ID.
    pub(in crate::emit) fn step(&self, id: &NodeId) -> Option<&'r Step<'r>> {
        self.runbook.steps.iter().find(|step| step.id == *id)
    }

    /// The command with this ID.
    pub(in crate::emit) fn command(&self, key: CommandKey) -> &'r Command {
        &self.runbook.commands[key.index()]
    }

    /// A command filled in, or as it is if it is an example for one of `actions`.
    pub(in crate::emit) fn filled(&self, key: CommandKey, actions: &[Action]) -> Filled {
        let examples = |action: &Action| {
            action
                .execution()
                .is_some_and(|e| e.examples.contains(&key))
        };
        if actions.iter().any(examples) {
            return Filled::verbatim(self.command(key));
        }
        fill(self.command(key), &self.values)
    }

    /// Where a node leads: the outcomes that this monitor can have.
    pub(in crate::emit) fn flow(&self, flow: &Flow) -> Flow {
        let Flow::Outcomes(outcomes) = flow else {
            return flow.clone();
        };
        let concerns = |monitors: &[_]| monitors.is_empty() || monitors.contains(&self.monitor.id);
        let mut kept: Vec<_> = Vec::new();
        for outcome in outcomes {
            let own_set = outcome
                .health_set
                .as_ref()
                .is_none_or(|set| *set == self.monitor.health_set);
            let first = kept
                .iter()
                .all(|earlier: &super::super::format::Outcome| earlier.when != outcome.when);
            if concerns(&outcome.monitors) && own_set && first {
                kept.push(outcome.clone());
            }
        }
        Flow::Outcomes(kept)
    }

    /// A text in the language of the view.
    pub(in crate::emit) fn text<'t>(&self, text: &'t Localized<impl AsRef<str>>) -> &'t str {
        text.resolve(self.locale, self.runbook.source_locale)
            .map_or("", |(_, text)| text.as_ref())
    }

    /// A word in the language of the view.
    pub(in crate::emit) fn word(&self, key: InterfaceKey, values: &[(&str, &str)]) -> String {
        self.languages.fill(self.locale, key, values)
    }

    /// The names of what is still to be filled in, over all commands of the view.
    pub(in crate::emit) fn missing(&self) -> Vec<ParameterName> {
        let mut missing: Vec<ParameterName> = Vec::new();
        let nodes = self.sections().into_iter().flat_map(|section| {
            let steps = self.steps(section).flat_map(|step| &step.actions);
            section.actions.iter().chain(steps).collect::<Vec<_>>()
        });
        for execution in nodes.filter_map(Action::execution) {
            for name in fill(self.command(execution.command), &self.values).missing {
                if !missing.contains(&name) {
                    missing.push(name);
                }
            }
        }
        missing
    }

    fn reach(&mut self) {
        let mut waiting = vec![self.start(), self.monitor.recovery.clone()];
        let mut sections = Vec::new();
        collect(&self.runbook.sections, &mut sections);
        while let Some(target) = waiting.pop() {
            let (Target::Step(id) | Target::Section(id)) = target else {
                continue;
            };
            if !self.reached.insert(id.clone()) {
                continue;
            }
            let section = sections
                .iter()
                .find(|section| section.id == id)
                .and_then(|s| s.flow.as_ref());
            let step = self.step(&id).map(|step| &step.flow);
            match section.or(step).map(|flow| self.flow(flow)) {
                Some(Flow::Next(next)) => waiting.push(next),
                Some(Flow::Outcomes(outcomes)) => {
                    waiting.extend(outcomes.into_iter().map(|outcome| outcome.to))
                }
                None => {}
            }
        }
        // A step is read with the steps it is part of.
        for step in self.runbook.steps.iter().rev() {
            if let (true, Some(parent)) = (self.reached.contains(&step.id), &step.parent) {
                self.reached.insert(parent.clone());
            }
        }
    }
}

/// The words for an end or another article; `None` for a node of the runbook.
pub(in crate::emit) fn ending(view: &View<'_>, target: &Target) -> Option<String> {
    match target {
        Target::Step(_) | Target::Section(_) => None,
        Target::Article(slug) => Some(view.word(
            InterfaceKey::RunbookElsewhere,
            &[("runbook", slug.as_str())],
        )),
        Target::End(End::Done) => Some(view.word(InterfaceKey::RunbookDone, &[])),
        Target::End(End::Escalate) => Some(view.word(InterfaceKey::RunbookEscalate, &[])),
    }
}

fn collect<'r>(sections: &'r [Section<'r>], found: &mut Vec<&'r Section<'r>>) {
    for section in sections {
        found.push(section);
        collect(&section.sections, found);
    }
}

/// The monitor, whatever the case of its name.
fn monitor<'r>(request: &Request<'r>) -> Option<&'r Monitor> {
    request.runbook.monitors.iter().find(|monitor| {
        monitor
            .id
            .as_str()
            .eq_ignore_ascii_case(request.monitor.as_str())
            && request
                .health_set
                .is_none_or(|set| *set == monitor.health_set)
    })
}

/// Every given name must be one that a command of the runbook has a place for.
fn check_names(request: &Request<'_>) -> Result<(), RenderError> {
    let slots = request
        .runbook
        .commands
        .iter()
        .flat_map(|c| c.placeholders.iter().chain(&c.samples));
    let known: BTreeSet<&ParameterName> = slots.map(|slot| &slot.parameter).collect();
    match request.values.keys().find(|name| !known.contains(name)) {
        Some(name) => Err(RenderError::UnknownParameter {
            name: name.as_str().to_owned(),
            known: known
                .iter()
                .map(|name| name.as_str())
                .collect::<Vec<_>>()
                .join(", "),
        }),
        None => Ok(()),
    }
}

/// The given values, and what the monitor tells: its health set, its name, and its probe if there is only one.
fn values(request: &Request<'_>, monitor: &Monitor) -> Values {
    let mut values = Values::default();
    values.set(ParameterName::health_set(), monitor.health_set.to_string());
    values.set(ParameterName::monitor(), monitor.id.to_string());
    if let [probe] = monitor.probes.as_slice() {
        values.set(ParameterName::probe(), probe.to_string());
    }
    for (name, value) in request.values {
        values.set(name.clone(), value.clone());
    }
    values
}
