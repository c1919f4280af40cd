//! Waiting until something changes that a build reads: articles, the configuration, templates, language files.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use notify::event::ModifyKind;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::cli::run::{Failure, config};
use crate::workspace::roots;

/// How long nothing must happen before a build begins: editors and version control write many files at once.
const QUIET: Duration = Duration::from_millis(2);
/// The longest wait for quiet.
const LONGEST: Duration = Duration::from_millis(200);

/// Notices changes as long as it lives.
#[derive(Debug)]
pub(super) struct Changes {
    events: Receiver<notify::Result<Event>>,
    /// What is watched.
    watched: Vec<(Utf8PathBuf, RecursiveMode)>,
    /// Whether these are still the folders that they were.
    is_sure: bool,
    /// The output folder, whose changes are our own.
    output: PathBuf,
    _watcher: RecommendedWatcher,
}

impl Changes {
    /// Begins to watch the inputs `paths`, or those of the configuration, and what else a build reads.
    ///
    /// # Errors
    /// [`Failure`] if the configuration cannot be read, or an input does not exist or cannot be watched.
    pub(super) fn watch(paths: &[Utf8PathBuf], output: &Utf8Path) -> Result<Self, Failure> {
        let (sender, events) = channel();
        let failed = |path: &Utf8Path| {
            let path = path.to_owned();
            |error| Failure::Watch(path, error)
        };
        let mut watcher = notify::recommended_watcher(sender).map_err(failed("".into()))?;
        let watched = watched(paths)?;
        for (path, mode) in &watched {
            watcher
                .watch(path.as_std_path(), *mode)
                .map_err(failed(path))?;
        }
        let output = std::path::absolute(output).unwrap_or_else(|_| output.into());
        Ok(Self {
            events,
            watched,
            is_sure: true,
            output: output.canonicalize().unwrap_or(output),
            _watcher: watcher,
        })
    }

    /// Watches other paths from now on, if the inputs are others now, or if it is not sure that they are the same folders.
    ///
    /// # Errors
    /// As [`Changes::watch`]. Then the old paths are watched.
    pub(super) fn renew(
        &mut self,
        paths: &[Utf8PathBuf],
        output: &Utf8Path,
    ) -> Result<(), Failure> {
        if self.is_sure && self.watched == watched(paths)? {
            return Ok(());
        }
        *self = Self::watch(paths, output)?;
        Ok(())
    }

    /// Returns once something has changed and is quiet again: when the first change was noticed.
    pub(super) fn wait(&mut self) -> Instant {
        loop {
            let Ok(event) = self.events.recv() else {
                return Instant::now();
            };
            if self.matters(&event) {
                self.note(&event);
                break;
            }
        }
        let since = Instant::now();
        while since.elapsed() < LONGEST {
            match self.events.recv_timeout(QUIET) {
                Ok(event) => self.note(&event),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        since
    }

    /// Notes whether a folder may have come or gone, and with it what was watched there.
    fn note(&mut self, event: &notify::Result<Event>) {
        let is_of_file = |event: &Event| match event.kind {
            EventKind::Access(_) | EventKind::Modify(ModifyKind::Data(_)) => true,
            _ => !event.need_rescan() && event.paths.iter().all(|path| path.is_file()),
        };
        self.is_sure &= event.as_ref().is_ok_and(is_of_file);
    }

    /// Whether a build could come out different after `event`. Events that were lost count as changes.
    fn matters(&self, event: &notify::Result<Event>) -> bool {
        let Ok(event) = event else { return true };
        if matches!(event.kind, EventKind::Access(_)) {
            return false;
        }
        event.paths.is_empty() || event.paths.iter().any(|path| !self.is_ours(path))
    }

    /// Whether a path is in the output folder, or hidden as the files of editors and version control are.
    fn is_ours(&self, path: &Path) -> bool {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        hidden || absolute.starts_with(&self.output)
    }
}

/// What is watched.
fn watched(paths: &[Utf8PathBuf]) -> Result<Vec<(Utf8PathBuf, RecursiveMode)>, Failure> {
    let config = config()?;
    let mut watched: Vec<(Utf8PathBuf, RecursiveMode)> = roots(&config, paths)?
        .into_iter()
        .map(|path| (path, RecursiveMode::Recursive))
        .collect();
    let folders = [&config.html.templates, &config.source.language_files];
    for folder in folders.into_iter().flatten() {
        watched.push((config.root.join(folder), RecursiveMode::Recursive));
    }
    // The folder rather than the file: editors replace files, and a new file counts too.
    let root = if config.root.as_str().is_empty() {
        Utf8PathBuf::from(".")
    } else {
        config.root
    };
    watched.push((root, RecursiveMode::NonRecursive));
    Ok(watched)
}
