//! The nodes of the graph: their IDs, and where one can go.

use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use crate::article::StepPath;
use crate::model::{SectionId, Slug, StepId};

/// The stable ID of a section or step: `imap/ImapCTPMonitor`, `imap/ImapCTPMonitor/3.2`.
///
/// The last part counts the steps from the outermost in, with dots between; a step of the second
/// procedure side by side is `2-1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct NodeId(Arc<str>);

impl NodeId {
    /// The ID of a section.
    pub fn of_section(slug: &Slug, section: &SectionId) -> Self {
        Self([slug.as_str(), "/", &*section.0].concat().into())
    }

    /// The ID of a step.
    pub fn of_step(slug: &Slug, step: &StepId) -> Self {
        Self(format!("{slug}/{}/{}", step.section, Dotted(&step.path)).into())
    }

    /// The ID as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl JsonSchema for NodeId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "NodeId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "description": "A section (imap/ImapCTPMonitor) or a step in it (imap/ImapCTPMonitor/3.2).",
            "pattern": "^[a-z0-9-]+/[^/ ]+(/([0-9]+-)?[0-9]+(\\.([0-9]+-)?[0-9]+)*)?$"
        })
    }
}

struct Dotted<'a>(&'a StepPath);

impl fmt::Display for Dotted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (level, segment) in self.0.0.iter().enumerate() {
            if level > 0 {
                f.write_str(".")?;
            }
            if segment.list > 0 {
                write!(f, "{}-", segment.list + 1)?;
            }
            write!(f, "{}", segment.number)?;
        }
        Ok(())
    }
}

/// Somewhere to go.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// To a step of this runbook.
    Step(NodeId),
    /// To a section of this runbook.
    Section(NodeId),
    /// To the runbook of another health set, by its slug.
    Article(Slug),
    /// To an end.
    End(End),
}

/// How a run through the graph ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// Nothing is left to do.
    Done,
    /// The runbook does not help; somebody else must.
    Escalate,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::StepSegment;

    #[test]
    fn lists_side_by_side_have_other_ids() {
        let slug = Slug::of_text("ews").expect("a slug");
        let segment = |list, number| StepSegment { list, number };
        let step = |path: &[StepSegment]| StepId {
            section: SectionId("verify".into()),
            path: StepPath(path.into()),
        };
        let id = |path: &[StepSegment]| NodeId::of_step(&slug, &step(path)).to_string();
        assert_eq!(id(&[segment(0, 2), segment(0, 3)]), "ews/verify/2.3");
        assert_eq!(id(&[segment(0, 1), segment(1, 3)]), "ews/verify/1.2-3");
    }
}
