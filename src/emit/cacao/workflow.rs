//! The steps of a playbook, from the nodes of a runbook.
//!
//! A node becomes one step for each of its actions; the last of them leads on. Every way ends in an end step of its
//! own, as CACAO wants it.

use std::collections::BTreeSet;

use serde::Serialize;

use super::id::Id;
use crate::emit::runbook::render::texts;
use crate::emit::runbook::render::view::{View, ending};
use crate::emit::runbook::{Action, Block, Condition, End, Execution, Flow, Outcome, Target};
use crate::locale::InterfaceKey;
use crate::syntax::Shell;

/// The steps of a playbook, the first of which is the start.
pub(super) struct Workflow {
    pub(super) start: Id,
    pub(super) steps: Vec<(Id, Step)>,
}

/// A step of a playbook.
#[derive(Default, Serialize)]
pub(super) struct Step {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    /// How long to wait before the step, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    delay: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_completion: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_success: Option<Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_failure: Option<Id>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    commands: Vec<Command>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agent: Option<Id>,
}

/// A command of a step.
#[derive(Serialize)]
struct Command {
    #[serde(rename = "type")]
    kind: &'static str,
    command: String,
}

/// A node of the runbook as it is needed here.
struct Node<'v> {
    name: &'v str,
    /// What a human reads.
    text: String,
    actions: &'v [Action],
    flow: Flow,
}

/// The workflow of a view. `key` names the playbook, whatever its language.
pub(super) fn of(view: &View<'_>, key: &[&str], agent: &Id) -> Workflow {
    let mut builder = Builder {
        view,
        key,
        agent,
        steps: Vec::new(),
        made: BTreeSet::new(),
        waiting: Vec::new(),
    };
    let start = builder.id("start", &[]);
    let first = builder.lead("start", "", view.start());
    let begin = Step {
        kind: "start",
        on_completion: Some(first),
        ..Step::default()
    };
    builder.steps.insert(0, (start.clone(), begin));
    while let Some(target) = builder.waiting.pop() {
        builder.node(&target);
    }
    Workflow {
        start,
        steps: builder.steps,
    }
}

struct Builder<'b, 'r> {
    view: &'b View<'r>,
    key: &'b [&'b str],
    agent: &'b Id,
    steps: Vec<(Id, Step)>,
    /// The nodes that have their steps, or are about to get them.
    made: BTreeSet<Target>,
    waiting: Vec<Target>,
}

impl<'r> Builder<'_, 'r> {
    fn id(&self, kind: &str, rest: &[&str]) -> Id {
        let key: Vec<&str> = self.key.iter().chain(rest).copied().collect();
        Id::new(kind, &key)
    }

    fn find(&self, target: &Target) -> Option<Node<'r>> {
        let (Target::Step(id) | Target::Section(id)) = target else {
            return None;
        };
        if let Some(step) = self.view.step(id) {
            return Some(Node {
                name: step.id.as_str(),
                text: self.text(&step.blocks),
                actions: &step.actions,
                flow: self.view.flow(&step.flow),
            });
        }
        let section = self
            .view
            .sections()
            .into_iter()
            .find(|section| section.id == *id)?;
        let body = self.text(&section.blocks);
        Some(Node {
            name: section.id.as_str(),
            text: format!("{}\n{body}", self.view.text(section.heading))
                .trim_end()
                .to_owned(),
            actions: &section.actions,
            flow: self.view.flow(section.flow.as_ref()?),
        })
    }

    /// What a human reads: texts and commands, those of sub-steps aside.
    fn text(&self, blocks: &[Block<'_>]) -> String {
        let lines = blocks.iter().flat_map(|block| match block {
            Block::Command { command } => vec![self.view.filled(*command, &[]).text],
            Block::List { items, .. } => items.iter().map(|item| self.text(&item.blocks)).collect(),
            _ => texts(self.view, std::slice::from_ref(block)),
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The ID of what `target` becomes: a node, or an end for the way that leaves `from` by `way`.
    fn lead(&mut self, from: &str, way: &str, target: Target) -> Id {
        match self.find(&target) {
            Some(Node {
                actions: [],
                flow: Flow::Next(next),
                ..
            }) => self.lead(from, way, next),
            Some(node) => {
                let first = self.id("action", &[node.name, "0"]);
                if self.made.insert(target.clone()) {
                    self.waiting.push(target);
                }
                first
            }
            None => self.end(from, way, &target),
        }
    }

    /// An end, with what is still to be said before it.
    fn end(&mut self, from: &str, way: &str, target: &Target) -> Id {
        let end = self.id("end", &[from, way]);
        let step = Step {
            kind: "end",
            ..Step::default()
        };
        self.steps.push((end.clone(), step));
        match ending(self.view, target) {
            Some(words) if *target != Target::End(End::Done) => {
                let say = self.id("action", &[from, way, "end"]);
                let mut step = self.manual(from, words);
                step.on_completion = Some(end);
                self.steps.push((say.clone(), step));
                say
            }
            _ => end,
        }
    }

    fn node(&mut self, target: &Target) {
        let Some(node) = self.find(target) else {
            return;
        };
        let guarded = matches!(node.actions, [Action::Decide, _, ..]);
        let (deciding, rest) = node.actions.split_at(usize::from(guarded));
        let mut steps = self.actions(&node, deciding, false);
        let split = steps.len();
        steps.extend(self.actions(
            &node,
            rest,
            matches!(node.flow, Flow::Outcomes(_)) && !guarded,
        ));
        let ids: Vec<Id> = (0..steps.len())
            .map(|n| self.id("action", &[node.name, &n.to_string()]))
            .collect();
        let (success, failure) = match node.flow {
            Flow::Next(next) => (self.lead(node.name, "next", next), None),
            Flow::Outcomes(outcomes) => self.outcomes(node.name, outcomes),
        };
        let last = steps.len() - 1;
        for (at, mut step) in steps.into_iter().enumerate() {
            let next = ids.get(at + 1).cloned().unwrap_or_else(|| success.clone());
            let decides = if guarded { at + 1 == split } else { at == last };
            match failure.clone().filter(|_| decides) {
                Some(failure) => (step.on_success, step.on_failure) = (Some(next), Some(failure)),
                None => step.on_completion = Some(next),
            }
            self.steps.push((ids[at].clone(), step));
        }
    }

    /// Where the good and the bad outcome lead.
    fn outcomes(&mut self, from: &str, outcomes: Vec<Outcome>) -> (Id, Option<Id>) {
        let mut good = None;
        let mut bad = None;
        for outcome in outcomes {
            match outcome.when {
                Condition::Healthy | Condition::Applies => {
                    good = Some(self.lead(from, "good", outcome.to))
                }
                Condition::Unhealthy | Condition::DoesNotApply => {
                    bad = Some(self.lead(from, "bad", outcome.to))
                }
            }
        }
        match (good, bad) {
            (Some(good), bad) => (good, bad),
            (None, Some(bad)) => (bad, None),
            (None, None) => (self.end(from, "next", &Target::End(End::Done)), None),
        }
    }

    /// The steps for some actions of a node; at least one, and the last a manual one if that is where somebody
    /// decides.
    fn actions(&self, node: &Node<'_>, actions: &[Action], decides: bool) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut delay = None;
        for action in actions {
            let mut step = match action {
                Action::Wait { duration } => {
                    delay = milliseconds(duration);
                    continue;
                }
                Action::Instruct | Action::Decide => self.manual(node.name, node.text.clone()),
                Action::Run(execution)
                | Action::RerunProbe(execution)
                | Action::RestartServer(execution)
                | Action::RestartService { execution, .. }
                | Action::RecycleApplicationPool { execution, .. } => self.run(node, execution),
            };
            step.delay = delay.take();
            steps.push(step);
        }
        let asks = matches!(actions.last(), Some(Action::Instruct | Action::Decide));
        if steps.is_empty() && !actions.is_empty() || decides && !asks {
            let mut step =
                self.manual(node.name, self.view.word(InterfaceKey::RunbookOutcome, &[]));
            step.description = Some(node.text.clone());
            step.delay = delay;
            steps.push(step);
        }
        steps
    }

    fn manual(&self, name: &str, text: String) -> Step {
        let text = if text.is_empty() {
            name.to_owned()
        } else {
            text
        };
        self.step(name, "manual", text)
    }

    fn step(&self, name: &str, kind: &'static str, command: String) -> Step {
        Step {
            kind: "action",
            name: Some(name.to_owned()),
            commands: vec![Command { kind, command }],
            agent: Some(self.agent.clone()),
            ..Step::default()
        }
    }

    /// A command. What PowerShell does not take as it stands is for a human.
    fn run(&self, node: &Node<'_>, execution: &Execution) -> Step {
        let filled = self.view.filled(execution.command, &[]);
        let is_powershell = self.view.command(execution.command).shell == Shell::PowerShell;
        let kind = if is_powershell && filled.missing.is_empty() {
            "powershell"
        } else {
            "manual"
        };
        let mut step = self.step(node.name, kind, filled.text);
        step.description = Some(node.text.clone()).filter(|text| !text.is_empty());
        step
    }
}

/// The milliseconds of a duration such as `PT10M`.
fn milliseconds(duration: &str) -> Option<u64> {
    let rest = duration.strip_prefix("PT")?;
    let unit = rest.chars().next_back()?;
    let number: u64 = rest[..rest.len() - unit.len_utf8()].parse().ok()?;
    let seconds = match unit {
        'S' => 1,
        'M' => 60,
        'H' => 3600,
        _ => return None,
    };
    number.checked_mul(seconds * 1000)
}
