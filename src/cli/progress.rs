//! The line that says what a long run is doing: on terminals only, and only after half a second.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::timing::{Stage, current};

/// How long a run may take before it says what it is doing.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often it looks whether it does something else.
const INTERVAL: Duration = Duration::from_millis(100);

/// Shows the stage of a long run until it is dropped, or until findings are printed.
#[derive(Debug)]
pub(super) struct Progress {
    shown: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Begins to wait. Shows nothing where nobody looks.
    pub(super) fn start() -> Self {
        if !io::stderr().is_terminal() {
            return Self { shown: None };
        }
        let (stop, stopped) = channel();
        let shown = thread::spawn(move || {
            let mut wait = PATIENCE;
            let mut last = None;
            while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                wait = INTERVAL;
                let stage = current().filter(|stage| *stage != Stage::Print);
                if stage != last {
                    show(stage);
                    last = stage;
                }
            }
            if last.is_some() {
                show(None);
            }
        });
        Self {
            shown: Some((stop, shown)),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((stop, shown)) = self.shown.take() {
            drop(stop);
            // A thread that only prints has nothing to say about how it ended.
            let _ = shown.join();
        }
    }
}

/// Writes the line over the last one. That it cannot be shown is no news.
fn show(stage: Option<Stage>) {
    let mut out = anstream::stderr().lock();
    let text = stage.map_or(String::new(), |stage| format!("mpkc: {} …", stage.name()));
    let _ = write!(out, "\r\u{1b}[2K{text}").and_then(|()| out.flush());
}
