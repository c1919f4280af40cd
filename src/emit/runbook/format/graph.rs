//! The graph: sections and steps, what to do at each, and where each leads.

use schemars::JsonSchema;
use serde::Serialize;

use super::text::Block;
use crate::article::SectionKind;
use crate::emit::runbook::command::CommandKey;
use crate::emit::runbook::node::{NodeId, Target};
use crate::locale::Localized;
use crate::model::{HealthSetId, MonitorId, Treated};

/// A section of the article.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Section<'k> {
    /// Its ID: `imap/ImapCTPMonitor`.
    pub id: NodeId,
    /// What it is for.
    pub kind: SectionKind,
    /// Its heading.
    pub heading: &'k Localized<String>,
    /// What its heading says it treats.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub treats: &'k [Treated],
    /// What to do there before its steps, for the sections that are part of the graph. What stands behind a `decide`
    /// is done only if the section applies.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
    /// Where to go then. Only the sections that say what to do are part of the graph.
    #[serde(flatten)]
    pub flow: Option<Flow>,
    /// What stands in it before its sub-sections.
    pub blocks: Vec<Block<'k>>,
    /// Its sub-sections.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section<'k>>,
    /// The line of its heading in each language.
    pub lines: Localized<usize>,
}

/// A step of a procedure.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Step<'k> {
    /// Its ID: `imap/ImapCTPMonitor/3.2`.
    pub id: NodeId,
    /// Its section.
    pub section: NodeId,
    /// The step it is part of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<NodeId>,
    /// Its number as a reader sees it.
    pub number: u64,
    /// What to do, in order. An action never needs more than its members say; the texts tell a human the same.
    pub actions: Vec<Action>,
    /// Where to go then.
    #[serde(flatten)]
    pub flow: Flow,
    /// What the article says.
    pub blocks: Vec<Block<'k>>,
    /// The line of the step in the article of each language; `articles` has the file and its hash.
    pub lines: Localized<usize>,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Action {
    /// A human reads the texts of the step and does what they say.
    Instruct,
    /// A human finds out which outcome of the step is the case; the texts say how.
    Decide,
    /// Wait.
    Wait {
        /// How long: a duration as in ISO 8601, such as `PT10M`.
        #[schemars(regex(pattern = r"^PT([0-9]+H)?([0-9]+M)?([0-9]+S)?$"))]
        duration: String,
    },
    /// Run a command.
    Run(Execution),
    /// Rerun the probe of the monitor and look at its result.
    RerunProbe(Execution),
    /// Restart a service.
    RestartService {
        /// The service; absent for the services of IIS together.
        #[serde(skip_serializing_if = "Option::is_none")]
        service: Option<String>,
        /// How.
        #[serde(flatten)]
        execution: Execution,
    },
    /// Recycle application pools of IIS.
    RecycleApplicationPool {
        /// The pools.
        pools: Vec<String>,
        /// How.
        #[serde(flatten)]
        execution: Execution,
    },
    /// Restart the server.
    RestartServer(Execution),
}

/// A command that an action runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Execution {
    /// The command.
    pub command: CommandKey,
    /// Commands that show the same with sample values.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<CommandKey>,
}

/// Where to go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Flow {
    /// To one place.
    Next(Target),
    /// To the place of the first outcome that is the case.
    Outcomes(Vec<Outcome>),
}

/// A possible outcome and where it leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// The outcome.
    pub when: Condition,
    /// Only for these monitors.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub monitors: Vec<MonitorId>,
    /// Only for monitors of this health set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub health_set: Option<HealthSetId>,
    /// Where it leads.
    pub to: Target,
}

/// What was found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// The probe succeeds, or the monitor is healthy: the issue is gone.
    Healthy,
    /// The probe fails, or a monitor is unhealthy: the issue persists.
    Unhealthy,
    /// What the text describes is the case: the heading of a section is what the alert says, or a step that sends to
    /// another recovery means this situation.
    Applies,
    /// What the text describes is not the case.
    DoesNotApply,
}
