//! A part of an article that many monitors share, with the places where each fills in its own names.

use super::maml::Maml;
use crate::model::{HealthSetId, ProbeId};

/// What is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The health set whose state is asked.
    HealthSet,
    /// The health set that a probe belongs to.
    ProbeOwner,
    /// The probe.
    Probe,
}

impl Slot {
    /// The slot that a placeholder of a command stands for. `<health set name>`, `<HealthSetName>` and
    /// `<healthsetname>` are one.
    pub fn of_placeholder(name: &str, with_probe: bool) -> Option<Self> {
        let letters: String = name
            .chars()
            .filter(|c| c.is_ascii_alphanumeric())
            .map(|c| c.to_ascii_lowercase())
            .collect();
        match letters.as_str() {
            "healthset" | "healthsetname" if with_probe => Some(Self::ProbeOwner),
            "healthset" | "healthsetname" => Some(Self::HealthSet),
            "probe" | "probename" => Some(Self::Probe),
            _ => None,
        }
    }
}

/// The names that a monitor fills in.
#[derive(Clone, Copy, Debug)]
pub struct Filling<'k> {
    /// Its health set.
    pub health_set: &'k HealthSetId,
    /// Its probe, with the health set of that.
    pub probe: Option<(&'k HealthSetId, &'k ProbeId)>,
}

/// MAML with slots.
#[derive(Debug, Default)]
pub struct Fragment {
    /// The MAML; a slot holds the placeholder as the article has it.
    pub maml: Maml,
    /// The slots, in order: from byte, to byte, what.
    pub slots: Vec<(usize, usize, Slot)>,
}

impl Fragment {
    /// Appends the fragment to `out`, with the names of a monitor in it. A slot for which there is no name
    /// stays as the article has it.
    pub fn fill(&self, out: &mut Maml, filling: Filling<'_>) {
        let mut at = 0;
        for (start, end, slot) in &self.slots {
            let name = match slot {
                Slot::HealthSet => Some(filling.health_set.as_str()),
                Slot::ProbeOwner => Some(
                    filling
                        .probe
                        .map_or(filling.health_set, |(set, _)| set)
                        .as_str(),
                ),
                Slot::Probe => filling.probe.map(|(_, probe)| probe.as_str()),
            };
            if let Some(name) = name {
                out.append_part(&self.maml, at..*start);
                out.line_text(name);
                at = *end;
            }
        }
        out.append_part(&self.maml, at..self.maml.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_told_whatever_their_spelling() {
        for name in ["health set name", "HealthSetName", "healthset_name"] {
            assert_eq!(
                Slot::of_placeholder(name, false),
                Some(Slot::HealthSet),
                "{name}"
            );
        }
        assert_eq!(Slot::of_placeholder("probe name", true), Some(Slot::Probe));
        assert_eq!(Slot::of_placeholder("server name", true), None);
    }

    #[test]
    fn names_are_filled_in_and_what_is_missing_stays() {
        let mut maml = Maml::default();
        maml.line_text("Run [a]\\[b]!");
        let fragment = Fragment {
            maml,
            slots: vec![(4, 7, Slot::ProbeOwner), (8, 11, Slot::Probe)],
        };
        let set = HealthSetId::new("X.Y").expect("an ID");
        let other = HealthSetId::new("X").expect("an ID");
        let probe = ProbeId::new("P").expect("an ID");
        let filled = |probe| {
            let mut out = Maml::default();
            fragment.fill(
                &mut out,
                Filling {
                    health_set: &set,
                    probe,
                },
            );
            out.finish()
        };
        assert_eq!(filled(Some((&other, &probe))), "Run X\\P!");
        assert_eq!(filled(None), "Run X.Y\\[b]!");
    }
}
