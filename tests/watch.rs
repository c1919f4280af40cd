//! `mpkc watch`: what changes is built again, mistakes are survived, and browsers hear of it.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

mod common;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use common::{Project, full, mpkc};

/// How long a build may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running `mpkc watch`, ended when it is dropped.
struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    fn start(project: &Project, args: &[&str]) -> Self {
        let mut child = mpkc(project.path())
            .arg("watch")
            .args(args)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let (sender, lines) = channel();
        thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        Self { child, lines }
    }

    /// The lines up to the next one that says that the build is done.
    fn build(&self) -> Vec<String> {
        let mut seen = Vec::new();
        loop {
            let line = self
                .lines
                .recv_timeout(PATIENCE)
                .unwrap_or_else(|error| panic!("{error}: {seen:#?}"));
            if line == "waiting for changes" {
                return seen;
            }
            seen.push(line);
        }
    }
}

impl Watch {
    /// Waits for a build, and for those that follow at once: one change can come as several.
    fn settle(&self) {
        self.build();
        while self.lines.recv_timeout(Duration::from_millis(500)).is_ok() {}
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn has(lines: &[String], text: &str) -> bool {
    lines.iter().any(|line| line.contains(text))
}

#[test]
fn changes_are_built_and_mistakes_survived() {
    let project = Project::new(&[
        ("content/en-US/abc.md", &full("Abc", None)),
        ("mpkc.toml", "[pack]\nname = 'First'\n"),
    ]);
    let watch = Watch::start(&project, &["--timings"]);
    let first = watch.build();
    assert!(has(&first, "1 article in 1 locale"), "{first:#?}");
    assert!(has(&first, "find and read files"), "{first:#?}");

    project.write("content/it-IT/abc.md", full("Abc", Some("it-IT")));
    let second = watch.build();
    assert!(has(&second, "2 articles in 2 locales"), "{second:#?}");
    assert!(project.read("out/html/it-IT/abc.html").is_some());

    project.write("mpkc.toml", "[pack]\nnam = 'x'\n");
    let broken = watch.build();
    assert!(has(&broken, "mpkc.toml"), "{broken:#?}");

    project.write("mpkc.toml", "[pack]\nname = 'Second'\n");
    let mended = watch.build();
    assert!(has(&mended, "2 articles in 2 locales"), "{mended:#?}");
    let page = project.path().join("out");
    let pack = common::tree(&page)
        .into_iter()
        .find(|(path, _)| path.ends_with(".xml"))
        .unwrap()
        .1;
    assert!(String::from_utf8(pack).unwrap().contains("Second"));
}

#[test]
fn after_every_kind_of_change_the_outputs_are_those_of_a_fresh_build() {
    let project = Project::new(&[
        ("content/en-US/abc.md", &full("Abc", None)),
        ("content/en-US/def.md", &full("Def", None)),
        ("content/it-IT/abc.md", &full("Abc", Some("it-IT"))),
        ("own/style.css", "b {}"),
    ]);
    let watch = Watch::start(&project, &[]);
    watch.settle();
    let path = |path: &str| project.path().join(path);
    let swapped = full("Def", None)
        .replace("Network", "Disk")
        .replace("# About", "# Of");
    let changes: [(&str, &dyn Fn()); 9] = [
        ("an edit", &|| {
            project.write("content/en-US/def.md", &swapped)
        }),
        ("a rename", &|| {
            fs::rename(path("content/en-US/def.md"), path("content/en-US/aaa.md")).unwrap()
        }),
        ("a new language", &|| {
            project.write("content/tlh-001/abc.md", full("Abc", Some("tlh-001")))
        }),
        ("a deletion", &|| {
            fs::remove_file(path("content/it-IT/abc.md")).unwrap()
        }),
        ("a configuration", &|| {
            project.write(
                "mpkc.toml",
                "[pack]\nname = 'First'\n[html]\ntemplates = 'own'\n",
            )
        }),
        ("a template", &|| project.write("own/style.css", "i {}")),
        ("a folder that goes", &|| {
            fs::rename(path("content/tlh-001"), path("moved")).unwrap()
        }),
        ("and comes back", &|| {
            fs::rename(path("moved"), path("content/de-DE")).unwrap()
        }),
        ("an edit in it", &|| {
            project.write("content/de-DE/abc.md", full("Abc", Some("de-DE")) + "\nx\n")
        }),
    ];
    for (what, change) in changes {
        change();
        watch.settle();
        // Elsewhere: a new folder in the project would be a change.
        let fresh = tempfile::tempdir().unwrap();
        project.run(&["build", "--out", fresh.path().to_str().unwrap()]);
        let fresh = common::tree(fresh.path());
        assert!(!fresh.is_empty(), "{what}");
        assert!(common::tree(&path("out")) == fresh, "after {what}");
    }
}

#[test]
fn files_that_no_build_reads_start_none() {
    let project = Project::new(&[("content/en-US/abc.md", &full("Abc", None))]);
    let watch = Watch::start(&project, &["--timings"]);
    watch.settle();
    for file in ["messages.log", "notes.md", "elsewhere/abc.md"] {
        project.write(file, "x");
    }
    let heard = watch.lines.recv_timeout(Duration::from_secs(1));
    assert!(heard.is_err(), "{heard:?}");
    project.write("mpkc.toml", "[pack]\nname = 'First'\n");
    watch.build();
}

#[test]
fn browsers_see_the_pages_and_hear_of_changes() {
    let project = Project::new(&[("content/en-US/abc.md", &full("Abc", None))]);
    let watch = Watch::start(&project, &["--serve", "0"]);
    let lines = watch.build();
    let address = lines
        .iter()
        .find_map(|line| line.strip_prefix("pages at http://"))
        .unwrap_or_else(|| panic!("{lines:#?}"))
        .trim_end_matches('/')
        .to_owned();

    let page = get(&address, "/en-US/abc.html", &address);
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    assert!(page.contains("It watches things.") && page.contains("/.mpkc/reload.js"));
    let script = get(&address, "/.mpkc/reload.js", &address);
    assert!(script.contains("const shown = 1;"), "{script}");

    let waiting = {
        let address = address.clone();
        thread::spawn(move || get(&address, "/.mpkc/changed.js?since=1", &address))
    };
    let text = full("Abc", None).replace("things", "other things");
    project.write("content/en-US/abc.md", text);
    watch.build();
    assert!(waiting.join().unwrap().contains("mpkcVersion(2)"));
    assert!(get(&address, "/en-US/abc.html", &address).contains("other things"));

    assert!(get(&address, "/..%2freport.json", &address).starts_with("HTTP/1.1 404"));
    assert!(get(&address, "/en-US/abc.html", "evil.example").starts_with("HTTP/1.1 403"));
}

/// The whole answer to a request for `path`.
fn get(address: &str, path: &str, host: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}
