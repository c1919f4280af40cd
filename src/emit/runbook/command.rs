//! Commands of a runbook: what runs them, what must be filled in, and whether they change anything.

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::effect::{Effect, effect, full_name};
use super::parameter::{ParameterName, samples};
use crate::diagnostic::Span;
use crate::syntax::{CommandShape, Shell};

/// The ID of a command within its runbook: `c1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CommandKey(pub(super) usize);

impl CommandKey {
    /// Its place among the commands of the runbook, from 0.
    pub fn index(self) -> usize {
        self.0
    }
}

impl std::fmt::Display for CommandKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "c{}", self.0 + 1)
    }
}

impl Serialize for CommandKey {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl JsonSchema for CommandKey {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "CommandKey".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "A command of this runbook.",
            "pattern": "^c[1-9][0-9]*$"
        })
    }
}

/// A command.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Command {
    /// Its ID.
    pub id: CommandKey,
    /// What runs it.
    pub shell: Shell,
    /// Its text, to the byte as the articles have it.
    pub text: String,
    /// Whether it only reads or changes something; absent for what cannot be run as it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect: Option<Effect>,
    /// The cmdlets and programs, from left to right.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cmdlets: Vec<Cmdlet>,
    /// What must be filled in, from left to right.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub placeholders: Vec<Slot>,
    /// Values that only stand for one's own, from left to right.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub samples: Vec<Slot>,
}

/// A cmdlet, alias or program in a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Cmdlet {
    /// Its full name, if it is an alias: `Where-Object` for `?`. Else its name as written.
    pub name: String,
    /// Where it stands in the text.
    pub at: Span,
    /// The names of its parameters as written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<String>,
}

/// A place in a command where a value stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Slot {
    /// What is meant.
    pub parameter: ParameterName,
    /// What the article has there, brackets included.
    pub text: String,
    /// Where it stands: bytes of the UTF-8 text.
    pub at: Span,
}

/// Something that must be filled in before commands can run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Parameter {
    /// What is meant: one name for all spellings.
    pub name: ParameterName,
    /// The commands that need it.
    pub commands: Vec<CommandKey>,
}

impl Command {
    /// Describes a command.
    pub(super) fn new(id: CommandKey, text: &str, shape: &CommandShape) -> Self {
        let cmdlets: Vec<Cmdlet> = shape
            .cmdlets
            .iter()
            .map(|cmdlet| Cmdlet {
                name: full_name(&cmdlet.name).to_owned(),
                at: cmdlet.span,
                parameters: cmdlet.parameters.iter().map(|p| p.name.clone()).collect(),
            })
            .collect();
        let placeholders: Vec<Slot> = shape
            .placeholders
            .iter()
            .map(|placeholder| Slot {
                parameter: ParameterName::of_placeholder(&placeholder.name),
                text: placeholder.span.of(text).to_owned(),
                at: placeholder.span,
            })
            .collect();
        // `[-Archive]` is how documentation writes an option: no shell takes it.
        let is_notation = text.contains("[-");
        let runs = matches!(shape.shell, Shell::PowerShell | Shell::Program) && !is_notation;
        Self {
            id,
            shell: shape.shell,
            text: text.to_owned(),
            effect: runs.then(|| effect(text, &cmdlets, &placeholders)),
            samples: if runs { samples(text) } else { Vec::new() },
            cmdlets,
            placeholders,
        }
    }

    /// Whether it can be run at all: configuration, registry keys and output cannot.
    pub fn runs(&self) -> bool {
        self.effect.is_some()
    }

    /// Whether it calls `cmdlet`, in any case.
    pub(super) fn calls(&self, cmdlet: &str) -> bool {
        self.cmdlets
            .iter()
            .any(|used| used.name.eq_ignore_ascii_case(cmdlet))
    }

    /// Whether `self` shows `other` with sample values: the same first cmdlet, samples where the other has placeholders.
    /// What is behind it in a pipeline only formats.
    pub(super) fn is_example_of(&self, other: &Self) -> bool {
        let first = |command: &Self| {
            command
                .cmdlets
                .first()
                .map(|cmdlet| cmdlet.name.to_ascii_lowercase())
        };
        !other.placeholders.is_empty()
            && self.placeholders.is_empty()
            && !self.samples.is_empty()
            && first(self).is_some()
            && first(self) == first(other)
    }
}

/// What the commands of a runbook need.
pub(super) fn parameters(commands: &[Command]) -> Vec<Parameter> {
    let mut found: Vec<Parameter> = Vec::new();
    let mut by_name: FxHashMap<&ParameterName, usize> = FxHashMap::default();
    for command in commands {
        for slot in &command.placeholders {
            let at = *by_name.entry(&slot.parameter).or_insert(found.len());
            if at == found.len() {
                found.push(Parameter {
                    name: slot.parameter.clone(),
                    commands: Vec::new(),
                });
            }
            if found[at].commands.last() != Some(&command.id) {
                found[at].commands.push(command.id);
            }
        }
    }
    found
}
