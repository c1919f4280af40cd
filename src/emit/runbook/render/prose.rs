//! A runbook to be read: as plain text or as Markdown.

use super::super::format::{Action, Block, Section, Step, Text, TextStyle};
use super::view::View;
use crate::locale::InterfaceKey;
use crate::syntax::Shell;

/// How the text is marked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Markup {
    /// Not at all.
    Plain,
    /// As CommonMark.
    Markdown,
}

/// The runbook as text.
pub(super) fn write(view: &View<'_>, markup: Markup) -> String {
    let mut writer = Writer {
        view,
        markup,
        out: String::new(),
    };
    writer.head();
    for section in view.sections() {
        writer.section(section);
    }
    writer.end();
    writer.out
}

struct Writer<'v, 'r> {
    view: &'v View<'r>,
    markup: Markup,
    out: String,
}

impl Writer<'_, '_> {
    fn head(&mut self) {
        let (runbook, monitor) = (self.view.runbook, self.view.monitor);
        self.heading(1, self.view.text(&runbook.health_set.title));
        self.fact(InterfaceKey::Monitor, monitor.id.as_str());
        self.fact(InterfaceKey::HealthSet, monitor.health_set.as_str());
        let probes: Vec<&str> = monitor.probes.iter().map(|probe| probe.as_str()).collect();
        if probes.is_empty() {
            self.fact(
                InterfaceKey::Probe,
                &self.view.word(InterfaceKey::NoProbe, &[]),
            );
        } else {
            self.fact(InterfaceKey::Probe, &probes.join(", "));
        }
        let dependencies = self.dependencies();
        if !dependencies.is_empty() {
            self.fact(InterfaceKey::Dependencies, &dependencies);
        }
        let missing = self.view.missing();
        if !missing.is_empty() {
            let names: Vec<&str> = missing.iter().map(|name| name.as_str()).collect();
            let line = self
                .view
                .word(InterfaceKey::RunbookFillIn, &[("names", &names.join(", "))]);
            self.blank_line();
            self.line(0, &line);
        }
    }

    /// The names of what the probes of the monitor depend on.
    fn dependencies(&self) -> String {
        let probes = &self.view.monitor.probes;
        let mut names: Vec<&str> = Vec::new();
        for probe in self
            .view
            .runbook
            .probes
            .iter()
            .filter(|probe| probes.contains(&probe.id))
        {
            for dependency in &self.view.runbook.dependencies {
                let name = self.view.text(&dependency.name);
                if probe.dependencies.contains(&dependency.id) && !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names.join(", ")
    }

    fn section(&mut self, section: &Section<'_>) {
        let level = if self
            .view
            .runbook
            .sections
            .iter()
            .any(|top| top.id == section.id)
        {
            2
        } else {
            3
        };
        self.heading(level, self.view.text(section.heading));
        self.blocks(&section.blocks, &section.actions, 0);
    }

    fn end(&mut self) {
        if let Some(line) = super::view::ending(self.view, &self.view.monitor.recovery) {
            self.blank_line();
            self.line(0, &line);
        }
    }

    fn blocks(&mut self, blocks: &[Block<'_>], actions: &[Action], indent: usize) {
        for block in blocks {
            match block {
                Block::Text(text) => self.text(text, indent),
                Block::Command { command } => {
                    let filled = self.view.filled(*command, actions);
                    self.code(&filled.text, self.view.command(*command).shell, indent);
                }
                Block::Steps { steps } => {
                    for step in steps.iter().filter_map(|id| self.view.step(id)) {
                        self.step(step, indent);
                    }
                }
                Block::List { numbered, items } => {
                    for (number, item) in (1..).zip(items) {
                        let mark = if *numbered {
                            format!("{number}. ")
                        } else {
                            "- ".to_owned()
                        };
                        self.item(&mark, &item.blocks, actions, indent);
                    }
                }
                Block::Table { rows } => {
                    let rows = rows.resolve(self.view.locale, self.view.runbook.source_locale);
                    for row in rows.map(|(_, rows)| rows).into_iter().flatten() {
                        self.blank_line();
                        self.line(indent, &self.escaped(&row.join(" | ")));
                    }
                }
                Block::ProbeTable { .. } => {}
            }
        }
    }

    fn step(&mut self, step: &Step<'_>, indent: usize) {
        self.item(
            &format!("{}. ", step.number),
            &step.blocks,
            &step.actions,
            indent,
        );
    }

    /// The blocks of an item, the first on the line of its mark.
    fn item(&mut self, mark: &str, blocks: &[Block<'_>], actions: &[Action], indent: usize) {
        self.blank_line();
        let start = self.out.len();
        self.blocks(blocks, actions, indent + mark.len());
        let first = start + self.out[start..].len()
            - self.out[start..].trim_start_matches(['\n', ' ']).len();
        self.out.replace_range(start..first, "");
        let mark = format!("{}{mark}", " ".repeat(indent));
        self.out.insert_str(start, &mark);
        if blocks.is_empty() {
            self.out.push('\n');
        }
    }

    fn text(&mut self, text: &Text<'_>, indent: usize) {
        let content = self.view.text(&text.text);
        let label = text
            .label
            .resolve(self.view.locale, self.view.runbook.source_locale);
        let mark = match (label, text.style, self.markup) {
            (Some((_, label)), _, Markup::Plain) => format!("{label}: "),
            (Some((_, label)), _, Markup::Markdown) => format!("**{}:** ", self.escaped(label)),
            (None, TextStyle::Quote, _) => "> ".to_owned(),
            _ => String::new(),
        };
        let mut mark = mark.as_str();
        for line in content.lines() {
            self.blank_line();
            self.line(indent, &format!("{mark}{}", self.escaped(line)));
            mark = if text.style == TextStyle::Quote {
                "> "
            } else {
                ""
            };
        }
        let links = text
            .links
            .resolve(self.view.locale, self.view.runbook.source_locale);
        for link in links.map(|(_, links)| links).into_iter().flatten() {
            let Some(url) = &link.url else { continue };
            let line = match self.markup {
                Markup::Plain => format!("{} <{url}>", link.text),
                Markup::Markdown => format!("[{}](<{url}>)", self.escaped(&link.text)),
            };
            self.blank_line();
            self.line(indent, &line);
        }
    }

    fn heading(&mut self, level: usize, text: &str) {
        if !self.out.is_empty() {
            self.blank_line();
        }
        match self.markup {
            Markup::Plain => {
                self.line(0, text);
                let under = if level == 1 { "=" } else { "-" };
                self.line(0, &under.repeat(text.chars().count().min(60)));
            }
            Markup::Markdown => {
                self.line(0, &format!("{} {}", "#".repeat(level), self.escaped(text)))
            }
        }
        self.blank_line();
    }

    fn fact(&mut self, key: InterfaceKey, value: &str) {
        let label = self.view.word(key, &[]);
        let line = match self.markup {
            Markup::Plain => format!("{label}: {value}"),
            Markup::Markdown => format!("- **{}:** {}", self.escaped(&label), self.escaped(value)),
        };
        self.line(0, &line);
    }

    fn code(&mut self, text: &str, shell: Shell, indent: usize) {
        self.blank_line();
        match self.markup {
            Markup::Plain => text.lines().for_each(|line| self.line(indent + 4, line)),
            Markup::Markdown => {
                let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
                let fence = "`".repeat(3.max(longest + 1));
                let info = if shell == Shell::PowerShell {
                    "powershell"
                } else {
                    ""
                };
                self.line(indent, &format!("{fence}{info}"));
                text.lines().for_each(|line| self.line(indent, line));
                self.line(indent, &fence);
            }
        }
    }

    fn line(&mut self, indent: usize, line: &str) {
        self.out.extend(std::iter::repeat_n(' ', indent));
        self.out.push_str(line);
        self.out.push('\n');
    }

    /// One empty line, whatever stands above.
    fn blank_line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// `text` so that Markdown shows it as it is.
    fn escaped(&self, text: &str) -> String {
        if self.markup == Markup::Plain {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        for (at, c) in text.char_indices() {
            let at_start = text[..at].trim().is_empty();
            let marks_block = at_start && matches!(c, '#' | '+' | '-' | '=' | '~' | '>');
            let numbers =
                matches!(c, '.' | ')') && at > 0 && text[..at].bytes().all(|b| b.is_ascii_digit());
            if marks_block
                || numbers
                || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&' | '|')
            {
                out.push('\\');
            }
            out.push(c);
        }
        out
    }
}
