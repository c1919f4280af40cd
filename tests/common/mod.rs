//! What end-to-end tests share.
#![allow(dead_code, reason = "every test file uses a part of it")]
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]
#![allow(clippy::print_stderr, reason = "a skipped test says so")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The real articles: `MPKC_CORPUS`, else `../shared/corpus` beside the repository. `None`, said loudly, where
/// they are absent.
pub fn corpus() -> Option<PathBuf> {
    let path = std::env::var_os("MPKC_CORPUS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus"),
        PathBuf::from,
    );
    if path.is_dir() {
        return Some(path);
    }
    eprintln!(
        "SKIPPED: the real articles are not at {}; set MPKC_CORPUS to test with them",
        path.display()
    );
    None
}

/// The root of the repository.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The program, in `folder`, without colour.
pub fn mpkc(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mpkc"));
    command
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("MPKC_CACHE_DIR", "")
        .env_remove("COLUMNS");
    command
}

/// Runs the program in `folder`.
pub fn run(folder: &Path, args: &[&str]) -> Run {
    let Output {
        status,
        stdout,
        stderr,
    } = mpkc(folder).args(args).output().unwrap();
    Run {
        code: status.code(),
        stdout: String::from_utf8(stdout).unwrap(),
        stderr: String::from_utf8(stderr).unwrap(),
    }
}

/// How a run ended.
pub struct Run {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// An empty project folder with articles.
pub struct Project {
    folder: tempfile::TempDir,
}

impl Project {
    /// A folder with these files.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let project = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        for (path, text) in files {
            project.write(path, text);
        }
        project
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file.
    pub fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// The bytes of a file, if it is there.
    pub fn read(&self, path: &str) -> Option<Vec<u8>> {
        std::fs::read(self.path().join(path)).ok()
    }

    /// Runs the program here.
    pub fn run(&self, args: &[&str]) -> Run {
        run(self.path(), args)
    }

    /// `out/report.json`.
    pub fn report(&self) -> serde_json::Value {
        serde_json::from_slice(&self.read("out/report.json").unwrap()).unwrap()
    }

    /// What `mpkc model` prints.
    pub fn model(&self) -> serde_json::Value {
        let run = self.run(&["model"]);
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stderr))
    }
}

/// Every file below `folder` with its bytes, sorted by path.
pub fn tree(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let path = entry
                .path()
                .strip_prefix(folder)
                .unwrap()
                .to_str()
                .unwrap()
                .replace('\\', "/");
            files.push((path, std::fs::read(entry.path()).unwrap()));
        }
    }
    files
}

/// The front matter of an invented article about health set `id`.
pub fn front_matter(id: &str, locale: Option<&str>) -> String {
    let key = id.to_ascii_lowercase();
    let segment = locale
        .map(|locale| format!("{}/", locale.to_ascii_lowercase()))
        .unwrap_or_default();
    format!(
        "---\ntitle: About {id}\nms:assetid: 00000000-0000-0000-0000-{:0>12}\nms:mtpsurl: https://docs.contoso.com/{segment}library/ms.exch.scom.{key}(v=EXCHG.150)\n---\n",
        key.len() * 7919 + key.bytes().map(usize::from).sum::<usize>()
    )
}

/// A small full article about health set `id`, with one probe and one monitor, in no particular language.
pub fn full(id: &str, locale: Option<&str>) -> String {
    format!(
        "{}\n# About {id}\n\nIt watches things.\n\n## A\n\n<table><thead><tr><th>P</th><th>H</th><th>D</th><th>M</th></tr></thead><tbody><tr><td><p>{id}Probe</p></td><td><p>{id}</p></td><td><p>Network</p></td><td><p>{id}Monitor</p></td></tr></tbody></table>\n\n## B\n\nLook first.\n\n## C\n\n1. Read the alert.\n\n2. If it is not clear:\n\n   1. Ask.\n\n      ```powershell\n      Get-ServerHealth <server name>\n      ```\n\n   2. Read.\n\n   3. Run the probe.\n\n      ```powershell\n      Invoke-MonitoringProbe {id}\\{id}Probe -Server <server name>\n      ```\n\n## {id}Monitor D\n\n1. Restart it.\n\n2. Do 2c again.\n",
        front_matter(id, locale)
    )
}
