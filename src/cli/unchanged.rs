//! `mpkc build` when nothing has changed since an earlier process built: it says the same again, and that is all.

use std::fmt::Debug;
use std::fs;
use std::io;
use std::time::Instant;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::args::BuildArgs;
use super::run::Outcome;
use super::session::Settings;
use super::streams::{has_colours, to_stderr};
use super::summary::{self, Counts};
use super::{render, run};
use crate::report::Totals;
use crate::workspace::{
    Emit, FileState, Outcome as Written, OutputFile, Source, Stamp, StampPlace, StampedFile, Survey,
};

/// What a build says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Said {
    /// The findings as they were printed.
    pub(super) findings: String,
    /// The numbers of the summary.
    pub(super) totals: Totals,
    /// How many findings there are.
    pub(super) counts: Counts,
    /// How many outputs there are.
    pub(super) outputs: usize,
}

/// Whether anything has changed.
pub(super) struct Question {
    place: StampPlace,
    key: String,
}

impl Question {
    /// `None` if nothing could tell.
    pub(super) fn new(
        args: &BuildArgs,
        settings: &Settings,
        survey: &Survey,
        folder: &Utf8Path,
        targets: &[Emit],
    ) -> Option<Self> {
        let working_folder = std::env::current_dir().ok()?;
        let output = std::path::absolute(folder).ok()?;
        let output = Utf8PathBuf::from_path_buf(output).ok()?;
        let program = fs::metadata(std::env::current_exe().ok()?).ok()?;
        // Whatever is not in here must not have a say in what a build does.
        let parts: [&dyn Debug; 8] = [
            &(env!("CARGO_PKG_VERSION"), FileState::of(&program)?),
            settings,
            &args.input.paths,
            &args.input.locales,
            &(folder, &targets),
            &(working_folder, render::width(), has_colours()),
            survey,
            &output,
        ];
        Some(Self {
            place: StampPlace::of(&output)?,
            key: format!("{parts:?}"),
        })
    }

    /// What the last build said, if this one would say it too and write nothing.
    pub(super) fn answer(&self) -> Option<Said> {
        let stamp: Stamp<Said> = self.place.read()?;
        let again = stamp.again(&self.key)?;
        if again != stamp {
            self.place.write(&again);
        }
        Some(again.said().clone())
    }

    /// Keeps what this build said.
    pub(super) fn keep(
        &self,
        sources: &[Source],
        folder: &Utf8Path,
        outputs: &[OutputFile],
        said: Said,
    ) {
        let inputs = sources.par_iter().map(StampedFile::input);
        let outputs = outputs.par_iter().map(|file| {
            let path = folder.join(file.path.as_str());
            StampedFile::output(path, &file.bytes)
        });
        let files = inputs.chain(outputs).collect();
        self.place.write(&Stamp::new(&self.key, files, said));
    }
}

/// Says what the last build said.
pub(super) fn say(said: &Said, folder: &Utf8Path, since: Instant) -> io::Result<Outcome> {
    to_stderr(said.findings.as_bytes())?;
    let written = Written {
        unchanged: said.outputs,
        ..Written::default()
    };
    summary::written(written, 0, folder, None)?;
    summary::summary(&said.totals, said.counts, since)?;
    Ok(run::outcome_of(said.counts))
}
