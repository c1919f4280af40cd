//! Waiting until something changes that a build reads: articles, the configuration, templates, language files.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use notify::event::ModifyKind;
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::cli::run::{Failure, config};
use crate::cli::session::Occasion;
use crate::workspace::{CONFIG_FILE, roots};

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
    /// The folders of these whose whole content is read, absolute, as they are called and without symbolic links.
    read: Vec<PathBuf>,
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
        let output = absolute(output.as_std_path());
        let whole = watched
            .iter()
            .filter(|(_, mode)| *mode == RecursiveMode::Recursive)
            .map(|(path, _)| absolute(path.as_std_path()));
        let read = whole.flat_map(|path| {
            let real = path.canonicalize().ok().filter(|real| *real != path);
            [Some(path), real].into_iter().flatten()
        });
        Ok(Self {
            events,
            read: read.collect(),
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

    /// Returns once something has changed and is quiet again.
    pub(super) fn wait(&mut self) -> Occasion {
        let mut files = Some(Vec::new());
        loop {
            let Ok(event) = self.events.recv() else {
                return Occasion::now();
            };
            if self.matters(&event) {
                self.note(event, &mut files);
                break;
            }
        }
        let since = Instant::now();
        let mut quiet = since;
        while since.elapsed() < LONGEST {
            let left = QUIET.saturating_sub(quiet.elapsed());
            match self.events.recv_timeout(left) {
                Ok(event) if self.matters(&event) => {
                    self.note(event, &mut files);
                    quiet = Instant::now();
                }
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        Occasion { since, files }
    }

    /// Notes whether a folder may have come or gone, and with it what was watched there; and of which files the content has
    /// changed, as long as that is all that happens.
    fn note(&mut self, event: notify::Result<Event>, files: &mut Option<Vec<PathBuf>>) {
        let is_of_file = |event: &Event| match event.kind {
            EventKind::Access(_) | EventKind::Modify(ModifyKind::Data(_)) => true,
            _ => !event.need_rescan() && event.paths.iter().all(|path| path.is_file()),
        };
        self.is_sure &= event.as_ref().is_ok_and(is_of_file);
        let is_edit = |event: &Event| {
            matches!(event.kind, EventKind::Modify(ModifyKind::Data(_))) && !event.need_rescan()
        };
        match (event, files.as_mut()) {
            (Ok(event), Some(files)) if is_edit(&event) => files.extend(event.paths),
            _ => *files = None,
        }
    }

    /// Whether a build could come out different after `event`. Events that were lost count as changes.
    fn matters(&self, event: &notify::Result<Event>) -> bool {
        let Ok(event) = event else { return true };
        if matches!(event.kind, EventKind::Access(_)) {
            return false;
        }
        event.paths.is_empty() || event.paths.iter().any(|path| self.is_read(path))
    }

    /// Whether a build reads the file or folder at `path`, or something in it. Of the folder of the configuration that is
    /// not all: anybody may write there, even this process, if its messages go to a file. Hidden files are those of editors
    /// and version control.
    fn is_read(&self, path: &Path) -> bool {
        let name = path.file_name().map(|name| name.to_string_lossy());
        let is_hidden = name.as_ref().is_some_and(|name| name.starts_with('.'));
        let path = absolute(path);
        if is_hidden || path.starts_with(&self.output) {
            return false;
        }
        let is_config = name.is_some_and(|name| name == CONFIG_FILE);
        let holds = |read: &PathBuf| path.starts_with(read) || read.starts_with(&path);
        is_config || self.read.iter().any(holds)
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
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
