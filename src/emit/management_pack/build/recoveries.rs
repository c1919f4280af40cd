//! Recoveries: what an article advises first of all, if that is nothing but to restart one service.

use super::monitors::Unit;
use super::{Builder, Home};
use crate::diagnostic::Location;
use crate::emit::management_pack::element::{Recovery, Script, Suffix};
use crate::locale::InterfaceKey as Key;
use crate::model::{Command, HealthSet, KnowledgeBase, ListStyle, Node, SectionId};
use crate::syntax::Shell;

const RESTART: &str = "Restart-Service";

/// A restart that an article advises.
struct Restart<'k> {
    service: &'k str,
    origin: Option<Location>,
}

impl Builder<'_> {
    /// A recovery for each monitor whose article begins with the restart of a service. It is off until an operator
    /// switches it on.
    pub(super) fn recoveries(&mut self, homes: &[Home], units: &[Unit]) {
        let kb = self.kb;
        for unit in units {
            let (at, within) = unit.plan;
            let plan = self.plan.sets[at].monitors[within];
            let set = &kb.health_sets[plan.article];
            let Some(restart) = plan
                .monitor
                .recovery
                .as_ref()
                .and_then(|id| restart(kb, set, id))
            else {
                continue;
            };
            let parts = [
                plan.owner.as_str(),
                plan.monitor.id.as_str(),
                "RestartService",
            ];
            let id = self.ids.allocate(&parts, Suffix::Recovery);
            let values = [
                ("health-set", plan.owner.to_string()),
                ("monitor", plan.monitor.id.to_string()),
                ("service", restart.service.to_owned()),
            ]
            .into();
            self.sentence(
                &id,
                Key::ServiceRecovery,
                Key::ServiceRecoveryDescription,
                &values,
            );
            self.pack.recoveries.push(Recovery {
                id,
                target: homes[at].target.clone(),
                monitor: unit.id.clone(),
                script: Script {
                    name: "RestartService.ps1".to_owned(),
                    body: format!("{RESTART} -Name '{}'", restart.service),
                },
                origin: restart.origin,
            });
        }
    }
}

/// The restart that the first step of a section is. Only the first has no decision before it, and only a step that is
/// one sentence and one command is sure to be no more than that.
fn restart<'k>(
    kb: &'k KnowledgeBase<'k>,
    set: &'k HealthSet<'k>,
    section: &SectionId,
) -> Option<Restart<'k>> {
    let section = set.section(section)?;
    let first = section
        .nodes
        .iter()
        .find(|node| !matches!(node, Node::Prose { .. }))?;
    let Node::List(list) = first else {
        return None;
    };
    if list.style != ListStyle::Steps {
        return None;
    }
    let [Node::Prose { references, .. }, Node::Command { command }] =
        list.items.first()?.nodes.as_slice()
    else {
        return None;
    };
    let command = set
        .commands
        .get(command.0)
        .filter(|_| references.is_empty())?;
    Some(Restart {
        service: restarted_service(command)?,
        origin: origin(kb, set, command),
    })
}

/// The service that a command restarts, if it does nothing else and names it outright.
fn restarted_service<'c>(command: &'c Command<'_>) -> Option<&'c str> {
    if command.shape.shell != Shell::PowerShell || !command.shape.placeholders.is_empty() {
        return None;
    }
    let words: Vec<&str> = command.text.split_ascii_whitespace().collect();
    let (name, service) = match words.as_slice() {
        [name, service] => (name, service),
        [name, parameter, service] if parameter.eq_ignore_ascii_case("-Name") => (name, service),
        _ => return None,
    };
    let plain = service
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'));
    let is_restart = name.eq_ignore_ascii_case(RESTART) && plain && !service.starts_with('-');
    is_restart.then_some(service)
}

fn origin(kb: &KnowledgeBase<'_>, set: &HealthSet<'_>, command: &Command<'_>) -> Option<Location> {
    let first = command.uses.locales().next()?;
    let (locale, written) = command.uses.resolve(kb.source.unwrap_or(first), None)?;
    Some(written.span.within(set.articles.get(locale)?.source))
}
