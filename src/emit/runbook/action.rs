//! What the actions of a step are, as far as its commands, its links and its place say so.
//!
//! No word of any language is looked at. A step that says more than its commands is also read by a human.

use super::command::{Command, CommandKey};
use super::format::{Action, Block, Execution, LinkMeaning, TextStyle};
use super::node::NodeId;

const RUN_PROBE: &str = "Invoke-MonitoringProbe";

/// The actions of a node with these blocks. `again` is the command of the step that it refers to, if that runs a probe.
pub(super) fn actions(
    blocks: &[Block<'_>],
    commands: &[Command],
    again: Option<CommandKey>,
) -> Vec<Action> {
    let mut reader = Reader {
        commands,
        actions: Vec::new(),
        unread: false,
    };
    reader.blocks(blocks);
    let mut actions = reader.finish();
    if let Some(command) = again
        && actions.is_empty()
        && !has_steps(blocks)
    {
        actions.push(Action::RerunProbe(Execution {
            command,
            examples: Vec::new(),
        }));
    }
    if actions.is_empty() {
        actions.push(Action::Instruct);
    }
    actions
}

/// Whether one of the actions reruns the probe.
pub(super) fn reruns_probe(actions: &[Action]) -> bool {
    actions
        .iter()
        .any(|action| matches!(action, Action::RerunProbe(_)))
}

/// Whether something is run.
pub(super) fn runs(actions: &[Action]) -> bool {
    actions.iter().any(|action| action.execution().is_some())
}

/// The command that runs a probe.
pub(super) fn probe_command(blocks: &[Block<'_>], commands: &[Command]) -> Option<CommandKey> {
    own_commands(blocks)
        .into_iter()
        .find(|key| commands[key.index()].calls(RUN_PROBE))
}

/// The steps that the texts of a step refer to, those of its sub-steps aside.
pub(super) fn references<'b>(blocks: &'b [Block<'b>]) -> Vec<&'b NodeId> {
    let mut found = Vec::new();
    visit(blocks, &mut |block| {
        if let Block::Text(text) = block {
            found.extend(&text.references);
        }
    });
    found
}

/// Whether a text of the step leads to Microsoft's support, whatever the language.
pub(super) fn asks_for_support(blocks: &[Block<'_>]) -> bool {
    let mut asks = false;
    visit(blocks, &mut |block| {
        if let Block::Text(text) = block {
            asks |= text
                .links
                .values()
                .flatten()
                .any(|link| link.meaning == LinkMeaning::Support);
        }
    });
    asks
}

/// The commands of a step, those of its sub-steps aside.
pub(super) fn own_commands(blocks: &[Block<'_>]) -> Vec<CommandKey> {
    let mut found = Vec::new();
    visit(blocks, &mut |block| {
        if let Block::Command { command } = block {
            found.push(*command);
        }
    });
    found
}

/// Whether there are sub-steps.
pub(super) fn has_steps(blocks: &[Block<'_>]) -> bool {
    let mut has = false;
    visit(blocks, &mut |block| {
        has |= matches!(block, Block::Steps { .. })
    });
    has
}

/// Every block, also those in lists that are no procedures.
fn visit<'b>(blocks: &'b [Block<'b>], see: &mut impl FnMut(&'b Block<'b>)) {
    for block in blocks {
        see(block);
        if let Block::List { items, .. } = block {
            items.iter().for_each(|item| visit(&item.blocks, see));
        }
    }
}

/// Reads the blocks of a step from top to bottom.
struct Reader<'c> {
    commands: &'c [Command],
    actions: Vec<Action>,
    /// Whether text stands behind the last command, so that a human must read it.
    unread: bool,
}

impl Reader<'_> {
    fn blocks(&mut self, blocks: &[Block<'_>]) {
        for block in blocks {
            match block {
                Block::Command { command } => self.command(*command),
                Block::Text(text) => {
                    self.unread |= text.style != TextStyle::Note && !self.actions.is_empty()
                }
                Block::List { items, .. } => {
                    items.iter().for_each(|item| self.blocks(&item.blocks))
                }
                Block::Table { .. } | Block::ProbeTable { .. } | Block::Steps { .. } => {}
            }
        }
    }

    fn command(&mut self, key: CommandKey) {
        let command = &self.commands[key.index()];
        if !command.runs() {
            // Something to be typed into a file, or output: a human sees what it is for.
            self.unread = true;
            return;
        }
        if let Some(execution) = self.actions.last_mut().and_then(Action::execution_mut)
            && command.is_example_of(&self.commands[execution.command.index()])
        {
            execution.examples.push(key);
            self.unread = false;
            return;
        }
        // Text between two commands leads to the second.
        self.unread = false;
        self.actions.push(action(key, command));
    }

    fn finish(mut self) -> Vec<Action> {
        if self.unread {
            self.actions.push(Action::Instruct);
        }
        self.actions
    }
}

impl Action {
    /// The command that the action runs.
    pub fn execution(&self) -> Option<&Execution> {
        match self {
            Self::Run(execution)
            | Self::RerunProbe(execution)
            | Self::RestartServer(execution)
            | Self::RestartService { execution, .. }
            | Self::RecycleApplicationPool { execution, .. } => Some(execution),
            Self::Instruct | Self::Decide | Self::Wait { .. } => None,
        }
    }

    fn execution_mut(&mut self) -> Option<&mut Execution> {
        match self {
            Self::Run(execution)
            | Self::RerunProbe(execution)
            | Self::RestartServer(execution)
            | Self::RestartService { execution, .. }
            | Self::RecycleApplicationPool { execution, .. } => Some(execution),
            Self::Instruct | Self::Decide | Self::Wait { .. } => None,
        }
    }
}

/// What a command is for.
fn action(key: CommandKey, command: &Command) -> Action {
    let execution = Execution {
        command: key,
        examples: Vec::new(),
    };
    if command.calls(RUN_PROBE) {
        return Action::RerunProbe(execution);
    }
    let mut words = command.text.split_whitespace();
    let first = words.next().unwrap_or_default();
    let second = words.next();
    match program(first).as_str() {
        "restart-service" => Action::RestartService {
            service: second.filter(|word| is_plain(word)).map(str::to_owned),
            execution,
        },
        "restart-computer" => Action::RestartServer(execution),
        "iisreset" if second.is_none_or(|word| !word.eq_ignore_ascii_case("/stop")) => {
            Action::RestartService {
                service: None,
                execution,
            }
        }
        "appcmd" => match recycled_pools(&command.text) {
            Some(pools) => Action::RecycleApplicationPool { pools, execution },
            None => Action::Run(execution),
        },
        _ => Action::Run(execution),
    }
}

/// The name of a program without folder and ending, in lower case.
fn program(word: &str) -> String {
    let name = word
        .rsplit('\\')
        .next()
        .unwrap_or(word)
        .to_ascii_lowercase();
    name.strip_suffix(".exe")
        .map_or(name.clone(), str::to_owned)
}

/// The pools that every line of the command recycles.
fn recycled_pools(text: &str) -> Option<Vec<String>> {
    const NAME: &str = "/apppool.name:";
    text.lines()
        .map(|line| {
            let mut words = line.split_whitespace();
            let recycles =
                program(words.next()?) == "appcmd" && words.next()?.eq_ignore_ascii_case("recycle");
            let named = words.rfind(|word| !word.eq_ignore_ascii_case("apppool"))?;
            let pool = match named.get(..NAME.len()) {
                Some(prefix) if prefix.eq_ignore_ascii_case(NAME) => &named[NAME.len()..],
                _ => named,
            };
            let pool = pool.trim_matches('"');
            (recycles && is_plain(pool)).then(|| pool.to_owned())
        })
        .collect()
}

/// Whether a word is a plain name: no option, no placeholder, no variable.
fn is_plain(word: &str) -> bool {
    !word.is_empty()
        && word
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))
        && !word.starts_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::CommandShape;

    fn of(text: &str) -> Action {
        let key = CommandKey(0);
        action(key, &Command::new(key, text, &CommandShape::of(text)))
    }

    #[test]
    fn commands_tell_the_kind_of_action() {
        let pools = |text| match of(text) {
            Action::RecycleApplicationPool { pools, .. } => pools.join(","),
            other => format!("{other:?}"),
        };
        assert!(matches!(
            of("Invoke-MonitoringProbe A\\B -Server x"),
            Action::RerunProbe(_)
        ));
        assert!(matches!(
            of("Iisreset /noforce"),
            Action::RestartService { service: None, .. }
        ));
        assert!(matches!(of("Iisreset /stop"), Action::Run(_)));
        assert!(
            matches!(of("Restart-Service abc"), Action::RestartService { service: Some(name), .. } if name == "abc")
        );
        assert!(matches!(
            of("Restart-Service -Name abc"),
            Action::RestartService { service: None, .. }
        ));
        assert!(matches!(
            of("Restart-Computer -ComputerName <server name>"),
            Action::RestartServer(_)
        ));
        assert!(matches!(of("Set-X -A b"), Action::Run(_)));
        assert_eq!(
            pools("%windir%\\a\\appcmd.exe recycle apppool /apppool.name:\"APool\""),
            "APool"
        );
        assert_eq!(pools("%x%\\Appcmd recycle A\n%x%\\Appcmd recycle B"), "A,B");
    }
}
