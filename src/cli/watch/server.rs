//! The pages at a port of this machine, reloaded when they change.
//!
//! Only files of the output folder are served, only to this machine (127.0.0.1, and only to requests that name it, so
//! that a page of another site cannot read along by DNS rebinding), and only for reading. Pages forbid every connection
//! in their content security policy but scripts of their own site; so the news that a page has changed comes as a script.

use std::fs;
use std::io::Cursor;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

use camino::Utf8PathBuf;
use percent_encoding::percent_decode_str;
use tiny_http::{Header, Method, Request, Response, Server as Listener};

use crate::cli::run::Failure;
use crate::workspace::OutputPath;

/// The script that waits for changes. Outputs never begin with a dot, so it hides none.
const SCRIPT: &str = "/.mpkc/reload.js";
/// Where it asks for changes.
const CHANGED: &str = "/.mpkc/changed.js";
/// How long an answer to it may wait for a change.
const PATIENCE: Duration = Duration::from_secs(25);

/// A server that runs until the process ends.
#[derive(Debug)]
pub(super) struct Server {
    address: String,
    site: Arc<Site>,
}

#[derive(Debug)]
struct Site {
    folder: Utf8PathBuf,
    /// How often the pages were built.
    version: Mutex<u64>,
    changed: Condvar,
}

/// An answer: status, type and content.
type Answer = (u16, &'static str, Vec<u8>);

impl Server {
    /// Begins to serve the pages below the output folder `folder`.
    ///
    /// # Errors
    /// [`Failure::Serve`] if the port cannot be used.
    pub(super) fn start(port: u16, folder: Utf8PathBuf) -> Result<Self, Failure> {
        let listener = Listener::http(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
            .map_err(|error| Failure::Serve(port, error.to_string()))?;
        let address = format!("http://{}/", listener.server_addr());
        let site = Arc::new(Site {
            folder,
            version: Mutex::new(0),
            changed: Condvar::new(),
        });
        let served = Arc::clone(&site);
        thread::spawn(move || {
            for request in listener.incoming_requests() {
                let site = Arc::clone(&served);
                // A request for news waits, so each has a thread of its own.
                thread::spawn(move || answer(&site, request));
            }
        });
        Ok(Self { address, site })
    }

    /// Where the pages are.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// Makes the browsers that show a page load it again.
    pub(super) fn reload(&self) {
        if let Ok(mut version) = self.site.version.lock() {
            *version += 1;
        }
        self.site.changed.notify_all();
    }
}

fn answer(site: &Site, request: Request) {
    let host = request
        .headers()
        .iter()
        .find(|header| header.field.equiv("Host"))
        .map(|header| header.value.as_str().to_owned());
    let (status, kind, bytes) = if !is_local(host.as_deref().unwrap_or_default()) {
        plain(403, "this server is for this machine alone\n")
    } else if !matches!(request.method(), Method::Get | Method::Head) {
        plain(405, "only reading is possible\n")
    } else {
        site.answer(request.url())
    };
    let length = bytes.len();
    let mut response = Response::new(
        status.into(),
        Vec::new(),
        Cursor::new(bytes),
        Some(length),
        None,
    );
    for (name, value) in [
        ("Content-Type", kind),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ] {
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    // A browser that has gone away needs no answer.
    let _ = request.respond(response);
}

/// Whether the `Host` of a request is this machine by a name that no other site can have.
fn is_local(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(name, "127.0.0.1" | "localhost")
}

fn plain(status: u16, text: &str) -> Answer {
    (status, "text/plain; charset=utf-8", text.into())
}

impl Site {
    fn answer(&self, url: &str) -> Answer {
        let (path, query) = url.split_once('?').unwrap_or((url, ""));
        match path {
            SCRIPT => script(include_str!("reload.js").replace("{version}", &self.now())),
            CHANGED => self.news(query),
            _ => self.page(path),
        }
    }

    fn now(&self) -> String {
        self.version
            .lock()
            .map_or(0, |version| *version)
            .to_string()
    }

    /// Waits until there is a newer version than the asker has, and says so; after a while, that there is none.
    fn news(&self, query: &str) -> Answer {
        let known = query
            .strip_prefix("since=")
            .and_then(|number| number.parse().ok());
        let known: u64 = known.unwrap_or(0);
        if let Ok(version) = self.version.lock() {
            let _ = self
                .changed
                .wait_timeout_while(version, PATIENCE, |version| *version == known);
        }
        script(format!("mpkcVersion({});\n", self.now()))
    }

    /// A file of the site.
    fn page(&self, path: &str) -> Answer {
        let missing = || plain(404, "there is no such page\n");
        let Ok(path) = percent_decode_str(path.trim_start_matches('/')).decode_utf8() else {
            return missing();
        };
        let path = match path.as_ref() {
            "" => "index.html".to_owned(),
            folder if folder.ends_with('/') => format!("{folder}index.html"),
            file => file.to_owned(),
        };
        let Ok(path) = OutputPath::new(format!("html/{path}")) else {
            return missing();
        };
        let Ok(bytes) = fs::read(self.folder.join(path.as_str())) else {
            return missing();
        };
        let kind = match path.as_str().rsplit_once('.').map_or("", |(_, end)| end) {
            "html" => return (200, "text/html; charset=utf-8", with_script(bytes)),
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "svg" => "image/svg+xml",
            "json" => "application/json",
            _ => "application/octet-stream",
        };
        (200, kind, bytes)
    }
}

fn script(text: String) -> Answer {
    (200, "text/javascript; charset=utf-8", text.into_bytes())
}

/// A page with the script that waits for changes, at the end of its head.
fn with_script(mut page: Vec<u8>) -> Vec<u8> {
    if let Some(at) = memchr::memmem::find(&page, b"</head>") {
        let script = format!("<script src=\"{SCRIPT}\" defer></script>\n");
        page.splice(at..at, script.into_bytes());
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(folder: &tempfile::TempDir) -> Site {
        Site {
            folder: Utf8PathBuf::from_path_buf(folder.path().to_owned()).expect("UTF-8"),
            version: Mutex::new(3),
            changed: Condvar::new(),
        }
    }

    #[test]
    fn only_pages_are_served() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("html/it")).expect("created");
        fs::write(folder.path().join("secret.txt"), "s").expect("written");
        fs::write(folder.path().join("html/it/index.html"), "<head></head>").expect("written");
        let site = site(&folder);
        let (status, kind, bytes) = site.answer("/it/");
        assert_eq!((status, kind), (200, "text/html; charset=utf-8"));
        let page = String::from_utf8(bytes).expect("UTF-8");
        assert!(page.contains(SCRIPT), "{page}");
        for path in [
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
            "/..\\secret.txt",
            "//etc/passwd",
            "/%ff",
            "/",
            "/it",
        ] {
            assert_eq!(site.answer(path).0, 404, "{path}");
        }
    }

    #[test]
    fn news_of_a_change_come_at_once_and_as_a_script() {
        let folder = tempfile::tempdir().expect("a folder");
        let (status, kind, bytes) = site(&folder).answer("/.mpkc/changed.js?since=2");
        assert_eq!((status, kind), (200, "text/javascript; charset=utf-8"));
        assert_eq!(bytes, b"mpkcVersion(3);\n");
    }

    #[test]
    fn other_hosts_are_refused() {
        for host in ["127.0.0.1:8013", "localhost:1", "localhost"] {
            assert!(is_local(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "127.0.0.1.evil.example:80",
            "localhost:x",
        ] {
            assert!(!is_local(host), "{host}");
        }
    }
}
