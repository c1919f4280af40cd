//! Running the program under observation.

use std::io::Read;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::common::{self, Project};

/// What a run said, and the most memory it had, in MiB; 0 where the system does not tell.
pub struct Observed {
    pub code: Option<i32>,
    pub stderr: String,
    pub peak: u64,
}

/// Runs the program in the folder of `project`.
pub fn observe(project: &Project, args: &[&str]) -> Observed {
    let mut command = common::mpkc(project.path());
    command.args(args);
    observe_command(command)
}

/// Runs `command` to its end.
pub fn observe_command(mut command: Command) -> Observed {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let ignored = drain(child.stdout.take().unwrap());
    let stderr = drain(child.stderr.take().unwrap());
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    let code = loop {
        peak = peak.max(high_water_mark(&status));
        match child.try_wait().unwrap() {
            Some(ended) => break ended.code(),
            None => thread::sleep(Duration::from_millis(2)),
        }
    };
    ignored.join().unwrap();
    Observed {
        code,
        stderr: stderr.join().unwrap(),
        peak,
    }
}

fn drain(mut pipe: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        pipe.read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

fn high_water_mark(status: &str) -> u64 {
    let text = std::fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok())
        .map_or(0, |kib| kib >> 10)
}

/// A project with one good article, and `bytes` as the article `Bad`.
pub fn beside_a_good_one(bytes: impl AsRef<[u8]>) -> Project {
    let project = Project::new(&[("content/en-US/good.md", &common::full("Good", None))]);
    project.write("content/en-US/bad.md", bytes);
    project
}

/// The findings of the last build as `(rule, file)`.
pub fn findings(project: &Project) -> Vec<(String, String)> {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let report = project.report();
    let found = report["diagnostics"].as_array().unwrap();
    found
        .iter()
        .map(|found| (text(&found["rule"]), text(&found["file"])))
        .collect()
}
