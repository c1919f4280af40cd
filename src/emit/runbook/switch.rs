//! Settings that a command switches on or off, so that it is known which command switches them back.

use super::command::Command;

/// A parameter that is set to `$true` or `$false`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Switch {
    cmdlet: String,
    parameter: String,
    on: bool,
}

impl Switch {
    /// The switches of a command that sets something.
    pub(super) fn all_in(command: &Command) -> Vec<Self> {
        const SETS: &str = "set-";
        let Some(cmdlet) = command
            .cmdlets
            .first()
            .map(|cmdlet| cmdlet.name.to_ascii_lowercase())
        else {
            return Vec::new();
        };
        if !cmdlet.starts_with(SETS) {
            return Vec::new();
        }
        let text = command.text.replace(':', " ").to_ascii_lowercase();
        let words: Vec<&str> = text.split_whitespace().collect();
        words
            .windows(2)
            .filter_map(|pair| {
                let parameter = pair[0].strip_prefix('-')?;
                let on = match pair[1] {
                    "$true" => true,
                    "$false" => false,
                    _ => return None,
                };
                Some(Self {
                    cmdlet: cmdlet.clone(),
                    parameter: parameter.to_owned(),
                    on,
                })
            })
            .collect()
    }

    /// Whether both switch the same thing.
    pub(super) fn same_setting(&self, other: &Self) -> bool {
        self.cmdlet == other.cmdlet && self.parameter == other.parameter
    }

    /// Whether `other` switches back.
    pub(super) fn is_undone_by(&self, other: &Self) -> bool {
        self.same_setting(other) && self.on != other.on
    }
}
