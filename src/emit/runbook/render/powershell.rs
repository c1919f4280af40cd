//! A runbook as a PowerShell script that walks its graph.
//!
//! The script shows what the article says, runs what only reads, asks before it runs what changes
//! something, and shows but never runs what is not filled in. All texts are literals; values are quoted
//! by [`fill`](super::fill). Commands that are not whole (an open quote or bracket) are shown only, so that nothing
//! in an article can change what the rest of the script means.

use std::fmt::Write as _;

use super::super::effect::Effect;
use super::super::format::{Action, Block, Condition, Execution, Flow};
use super::super::node::Target;
use super::fill::literal;
use super::json::texts;
use super::view::{View, ending};
use crate::locale::InterfaceKey;
use crate::syntax::Shell;

/// Asks for one of several answers and gives its number.
const ASK: &str = "function Select-Answer([string]$Question, [string[]]$Answers) {
    for ($i = 0; $i -lt $Answers.Count; $i++) { Write-Host ('  {0}. {1}' -f ($i + 1), $Answers[$i]) }
    do { $answer = (Read-Host $Question) -as [int] } until ($answer -ge 1 -and $answer -le $Answers.Count)
    $answer - 1
}
";

pub(super) fn write(view: &View<'_>) -> String {
    let mut script = Script {
        view,
        out: String::new(),
    };
    script.head();
    for section in view.sections() {
        let id = Target::Section(section.id.clone());
        let heading = view.text(section.heading).to_owned();
        script.node(
            &id,
            Some(heading),
            &section.blocks,
            &section.actions,
            section.flow.as_ref(),
        );
        for step in view.steps(section) {
            let id = Target::Step(step.id.clone());
            script.node(&id, None, &step.blocks, &step.actions, Some(&step.flow));
        }
    }
    script.foot();
    script.out
}

struct Script<'v, 'r> {
    view: &'v View<'r>,
    out: String,
}

impl Script<'_, '_> {
    fn line(&mut self, indent: usize, line: &str) {
        let _ = writeln!(self.out, "{:indent$}{line}", "");
    }

    fn head(&mut self) {
        let (runbook, monitor) = (self.view.runbook, self.view.monitor);
        // Names are ASCII without line breaks: they are safe in a comment.
        self.line(
            0,
            &format!(
                "# {}: {} ({})",
                runbook.slug, monitor.id, monitor.health_set
            ),
        );
        self.line(0, "$ErrorActionPreference = 'Stop'");
        self.out.push_str(ASK);
        self.line(
            0,
            &format!(
                "Write-Host {}",
                literal(self.view.text(&runbook.health_set.title))
            ),
        );
        let start = self.view.start();
        self.go(0, &start);
        self.line(0, "while ($node) {");
        self.line(4, "switch -CaseSensitive ($node) {");
    }

    fn foot(&mut self) {
        self.line(8, "default { $node = $null }");
        self.line(4, "}");
        self.line(0, "}");
    }

    fn node(
        &mut self,
        id: &Target,
        heading: Option<String>,
        blocks: &[Block<'_>],
        actions: &[Action],
        flow: Option<&Flow>,
    ) {
        self.line(8, &format!("{} {{", literal(name(id).unwrap_or_default())));
        if let Some(heading) = heading {
            self.line(12, "Write-Host ''");
            self.show(12, &heading);
        }
        self.blocks(blocks, actions);
        let flow = flow.map(|flow| self.view.flow(flow));
        let chooses_first = matches!(actions.first(), Some(Action::Decide));
        if let (true, Some(Flow::Outcomes(outcomes))) = (chooses_first, &flow) {
            self.choose(outcomes);
            self.guarded(actions, outcomes);
        } else {
            actions.iter().for_each(|action| self.action(12, action));
            match &flow {
                Some(Flow::Next(next)) => self.go(12, next),
                Some(Flow::Outcomes(outcomes)) => self.choose(outcomes),
                None => self.line(12, "$node = $null"),
            }
        }
        self.line(12, "break");
        self.line(8, "}");
    }

    /// What stands behind a decision is done only if its first outcome was chosen.
    fn guarded(&mut self, actions: &[Action], outcomes: &[super::super::format::Outcome]) {
        let applies = outcomes
            .first()
            .is_some_and(|outcome| outcome.when == Condition::Applies);
        if applies && actions.len() > 1 {
            self.line(12, "if ($choice -eq 0) {");
            actions[1..]
                .iter()
                .for_each(|action| self.action(16, action));
            self.line(12, "}");
        }
    }

    fn choose(&mut self, outcomes: &[super::super::format::Outcome]) {
        let answers: Vec<String> = outcomes
            .iter()
            .map(|outcome| literal(&self.answer(outcome)))
            .collect();
        let question = self.view.word(InterfaceKey::RunbookOutcome, &[]);
        self.line(
            12,
            &format!(
                "$choice = Select-Answer {} @({})",
                literal(&question),
                answers.join(", ")
            ),
        );
        self.line(12, "switch ($choice) {");
        for (number, outcome) in outcomes.iter().enumerate() {
            self.line(16, &format!("{number} {{"));
            self.go(20, &outcome.to);
            self.line(16, "}");
        }
        self.line(12, "}");
    }

    fn answer(&self, outcome: &super::super::format::Outcome) -> String {
        let key = match outcome.when {
            Condition::Healthy => InterfaceKey::RunbookHealthy,
            Condition::Unhealthy => InterfaceKey::RunbookUnhealthy,
            Condition::Applies => InterfaceKey::RunbookApplies,
            Condition::DoesNotApply => InterfaceKey::RunbookDoesNotApply,
        };
        self.view.word(key, &[])
    }

    fn go(&mut self, indent: usize, target: &Target) {
        match (name(target), ending(self.view, target)) {
            (Some(name), _) => self.line(indent, &format!("$node = {}", literal(name))),
            (None, Some(words)) => {
                self.show(indent, &words);
                self.line(indent, "$node = $null");
            }
            (None, None) => self.line(indent, "$node = $null"),
        }
    }

    fn show(&mut self, indent: usize, text: &str) {
        self.line(indent, &format!("Write-Host {}", literal(text)));
    }

    /// What a human reads: texts, and commands as far as they are filled in.
    fn blocks(&mut self, blocks: &[Block<'_>], actions: &[Action]) {
        for block in blocks {
            match block {
                Block::Text(_) => {
                    let texts = texts(self.view, std::slice::from_ref(block));
                    texts.iter().for_each(|text| self.show(12, text));
                }
                Block::Command { command } => {
                    let filled = self.view.filled(*command, actions);
                    filled
                        .text
                        .lines()
                        .for_each(|line| self.show(12, &format!("    {line}")));
                }
                Block::List { items, .. } => items
                    .iter()
                    .for_each(|item| self.blocks(&item.blocks, actions)),
                Block::Steps { .. } | Block::Table { .. } | Block::ProbeTable { .. } => {}
            }
        }
    }

    fn action(&mut self, indent: usize, action: &Action) {
        match action {
            Action::Decide => {}
            Action::Instruct => self.pause(indent, InterfaceKey::RunbookContinue),
            Action::Wait { duration } => {
                let seconds = format!(
                    "[Xml.XmlConvert]::ToTimeSpan({}).TotalSeconds",
                    literal(duration)
                );
                self.line(indent, &format!("Start-Sleep -Seconds ({seconds})"));
            }
            // What the text asks for comes first: the probe shows whether it helped.
            Action::RerunProbe(execution) => {
                self.pause(indent, InterfaceKey::RunbookContinue);
                self.run(indent, execution);
            }
            Action::Run(execution)
            | Action::RestartServer(execution)
            | Action::RestartService { execution, .. }
            | Action::RecycleApplicationPool { execution, .. } => self.run(indent, execution),
        }
    }

    fn pause(&mut self, indent: usize, key: InterfaceKey) {
        let words = self.view.word(key, &[]);
        self.line(indent, &format!("[void](Read-Host {})", literal(&words)));
    }

    fn run(&mut self, indent: usize, execution: &Execution) {
        let command = self.view.command(execution.command);
        let filled = self.view.filled(execution.command, &[]);
        if !filled.missing.is_empty() {
            let names: Vec<&str> = filled.missing.iter().map(|name| name.as_str()).collect();
            let words = self.view.word(
                InterfaceKey::RunbookNotFilledIn,
                &[("names", &names.join(", "))],
            );
            self.line(indent, &format!("Write-Warning {}", literal(&words)));
            return;
        }
        let Some(lines) = runnable(&filled.text, command.shell) else {
            self.pause(indent, InterfaceKey::RunbookByHand);
            return;
        };
        if command.effect == Some(Effect::ReadOnly) {
            self.statements(indent, &lines);
            return;
        }
        let word = |key| literal(&self.view.word(key, &[]));
        let question = word(InterfaceKey::RunbookConfirm);
        let answers = format!("@({}, {})", word(InterfaceKey::Yes), word(InterfaceKey::No));
        self.line(
            indent,
            &format!("if ((Select-Answer {question} {answers}) -eq 0) {{"),
        );
        self.statements(indent + 4, &lines);
        self.line(indent, "}");
    }

    /// A command that fails says so, and the script goes on to ask what was found.
    fn statements(&mut self, indent: usize, lines: &[String]) {
        for line in lines {
            let statement = format!("try {{ {line} | Out-Host }} catch {{ Write-Warning $_ }}");
            self.line(indent, &statement);
        }
    }
}

/// The name of a node of the runbook.
fn name(target: &Target) -> Option<&str> {
    match target {
        Target::Step(id) | Target::Section(id) => Some(id.as_str()),
        Target::Article(_) | Target::End(_) => None,
    }
}

/// The lines of a command as statements of PowerShell; `None` if it is not whole.
fn runnable(text: &str, shell: Shell) -> Option<Vec<String>> {
    match shell {
        Shell::PowerShell => {
            let whole = text.lines().all(is_whole);
            whole.then(|| text.lines().map(str::to_owned).collect())
        }
        // Variables such as %SystemRoot% are those of the command processor.
        Shell::Program => Some(
            text.lines()
                .map(|line| format!("& $env:ComSpec /c {}", literal(line)))
                .collect(),
        ),
        Shell::Xml | Shell::Registry | Shell::Text => None,
    }
}

/// Whether a line is whole by itself: quotes and brackets are closed, and nothing comments out or continues.
fn is_whole(line: &str) -> bool {
    let mut open: Vec<char> = Vec::new();
    let mut quote = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some('"') | None, '`') if chars.next().is_some() => {}
            (Some('"') | None, '`') => return false,
            (Some(mark), c) if c == mark => quote = None,
            // PowerShell takes typographic quotes for quotes.
            (Some('\''), '\u{2018}'..='\u{201b}') | (Some('"'), '\u{201c}'..='\u{201e}') => {
                return false;
            }
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '\u{2018}'..='\u{201f}' | '#' | '@') => return false,
            (None, '(') => open.push(')'),
            (None, '{') => open.push('}'),
            (None, '[') => open.push(']'),
            (None, ')' | '}' | ']') if open.pop() != Some(c) => return false,
            _ => {}
        }
    }
    quote.is_none()
        && open.is_empty()
        && !line.trim_end().ends_with(['|', ',', ';', '&'])
        && !line.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::is_whole;

    #[test]
    fn broken_commands_are_not_run() {
        for line in [
            "Get-X y | ?{$_.A -eq \"b\"}",
            "Set-X -A $true",
            "Get-X \"a`\"b\"",
        ] {
            assert!(is_whole(line), "{line}");
        }
        for line in [
            "Get-X \"a",
            "Get-X {",
            "Get-X }",
            "Get-X # a",
            "Get-X `",
            "Get-X |",
            "@'",
            "Get-X \u{201c}a\u{201d}",
            "Get-X \"a\u{201d}; b",
            "",
        ] {
            assert!(!is_whole(line), "{line}");
        }
    }
}
