//! Commands that many monitors share, with the places where each fills in its own names.

use std::ops::Range;

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
        let is = |wanted: &str| {
            let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
            letters.map(|b| b.to_ascii_lowercase()).eq(wanted.bytes())
        };
        if is("healthset") || is("healthsetname") {
            return Some(match with_probe {
                true => Self::ProbeOwner,
                false => Self::HealthSet,
            });
        }
        (is("probe") || is("probename")).then_some(Self::Probe)
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

/// A command in MAML, whose slots hold the placeholders as the article has them.
#[derive(Debug)]
pub struct SharedCommand {
    /// Where it stands: whole paragraphs.
    pub place: Range<usize>,
    /// The slots in it, in order.
    pub slots: Vec<(Range<usize>, Slot)>,
}

impl SharedCommand {
    /// Whether there is a name for any of its slots.
    pub fn is_filled_by(&self, filling: Filling<'_>) -> bool {
        self.slots
            .iter()
            .any(|(_, slot)| filling.name(*slot).is_some())
    }

    /// Writes the command once more, with the names of a monitor in it. A slot for which there is no name stays as the
    /// article has it.
    pub fn fill(&self, maml: &mut Maml, filling: Filling<'_>) {
        let mut at = self.place.start;
        for (slot, what) in &self.slots {
            if let Some(name) = filling.name(*what) {
                maml.copy(at..slot.start);
                maml.line_text(name);
                at = slot.end;
            }
        }
        maml.copy(at..self.place.end);
    }
}

impl<'k> Filling<'k> {
    fn name(&self, slot: Slot) -> Option<&'k str> {
        match slot {
            Slot::HealthSet => Some(self.health_set.as_str()),
            Slot::ProbeOwner => {
                let owner = self.probe.map_or(self.health_set, |(set, _)| set);
                Some(owner.as_str())
            }
            Slot::Probe => self.probe.map(|(_, probe)| probe.as_str()),
        }
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
        let command = SharedCommand {
            place: 0..maml.len(),
            slots: vec![(4..7, Slot::ProbeOwner), (8..11, Slot::Probe)],
        };
        let set = HealthSetId::new("X.Y").expect("an ID");
        let other = HealthSetId::new("X").expect("an ID");
        let probe = ProbeId::new("P").expect("an ID");
        let mut filled = |probe| {
            let start = maml.len();
            let health_set = &set;
            command.fill(&mut maml, Filling { health_set, probe });
            maml.as_str()[start..].to_owned()
        };
        assert_eq!(filled(Some((&other, &probe))), "Run X\\P!");
        assert_eq!(filled(None), "Run X.Y\\[b]!");
    }
}
