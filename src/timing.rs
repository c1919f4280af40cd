//! How long the stages of a run take, for `--timings` and for the line that says what a long run is doing.
//!
//! The stages are pure functions, and their results never depend on what is recorded here. That is why the record may
//! be one for the whole process: nothing has to be handed through the pipeline, and without [`record`] a stage costs
//! one look at an atomic.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// A stage of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Finding and reading the files.
    Find,
    /// Reading articles out of the files.
    Recognise,
    /// Aligning the languages.
    Align,
    /// Looking for what is wrong.
    Check,
    /// Making the management pack.
    Pack,
    /// Making the pages.
    Html,
    /// Making the runbooks.
    Runbook,
    /// Making the CACAO playbooks.
    Cacao,
    /// Comparing with the output folder, and writing.
    Write,
    /// Printing what was found.
    Print,
}

impl Stage {
    /// All stages, in the order of a run.
    pub const ALL: [Self; 10] = [
        Self::Find,
        Self::Recognise,
        Self::Align,
        Self::Check,
        Self::Pack,
        Self::Html,
        Self::Runbook,
        Self::Cacao,
        Self::Write,
        Self::Print,
    ];

    /// What the stage does, in a few words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Find => "find and read files",
            Self::Recognise => "recognise articles",
            Self::Align => "align languages",
            Self::Check => "check",
            Self::Pack => "management pack",
            Self::Html => "HTML pages",
            Self::Runbook => "runbooks",
            Self::Cacao => "CACAO playbooks",
            Self::Write => "compare and write",
            Self::Print => "print findings",
        }
    }
}

/// What was recorded since [`record`]; `None` if nothing is to be.
static RECORD: Mutex<Option<Vec<(Stage, Duration)>>> = Mutex::new(None);

/// The number of the stage that began last, plus one; 0 before the first.
static CURRENT: AtomicUsize = AtomicUsize::new(0);

/// Records the stages from now on.
pub fn record() {
    if let Ok(mut record) = RECORD.lock() {
        *record = Some(Vec::new());
    }
}

/// What was recorded, in the order of [`Stage::ALL`], with the times of a stage that ran several times added up. Stages
/// that ran side by side overlap, so that the sum can be more than the time that passed.
pub fn recorded() -> Vec<(Stage, Duration)> {
    let recorded = RECORD.lock().ok().and_then(|mut record| record.take());
    let recorded = recorded.unwrap_or_default();
    Stage::ALL
        .into_iter()
        .filter_map(|stage| {
            let times = recorded.iter().filter(|(of, _)| *of == stage);
            let times: Vec<Duration> = times.map(|(_, time)| *time).collect();
            (!times.is_empty()).then(|| (stage, times.iter().sum()))
        })
        .collect()
}

/// The stage that began last.
pub fn current() -> Option<Stage> {
    let number = CURRENT.load(Ordering::Relaxed).checked_sub(1)?;
    Stage::ALL.get(number).copied()
}

/// Does the work of a stage.
pub fn stage<T>(stage: Stage, work: impl FnOnce() -> T) -> T {
    CURRENT.store(stage as usize + 1, Ordering::Relaxed);
    let since = Instant::now();
    let done = work();
    if let Ok(mut record) = RECORD.lock()
        && let Some(record) = record.as_mut()
    {
        record.push((stage, since.elapsed()));
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_are_added_up_in_their_order() {
        record();
        assert_eq!(stage(Stage::Print, || 1), 1);
        stage(Stage::Print, || ());
        stage(Stage::Find, || ());
        assert!(current().is_some());
        let names: Vec<Stage> = recorded().into_iter().map(|(stage, _)| stage).collect();
        // Other tests of this process may run stages of their own meanwhile.
        assert!(names.is_sorted() && names.contains(&Stage::Print) && names.contains(&Stage::Find));
    }

    #[test]
    fn numbers_of_stages_are_their_places() {
        for (place, stage) in Stage::ALL.into_iter().enumerate() {
            assert_eq!(stage as usize, place);
        }
    }
}
