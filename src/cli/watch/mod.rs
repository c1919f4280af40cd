//! `mpkc watch`: builds again whenever something changes that a build reads.

mod changes;
mod server;

use camino::Utf8PathBuf;

use super::args::WatchArgs;
use super::build;
use super::run::{Failure, Outcome, config, report};
use super::session::{Kept, Known, Occasion, Read, Session};
use super::streams::to_stderr;
use changes::Changes;
use server::Server;

/// How many builds what was read is kept for. The articles of all of them are in memory; more than a few are shared.
const BUILDS: usize = 64;

/// Builds, waits for a change, and builds again, until the process is ended. A build that fails is reported, and the
/// next change gets another chance.
pub(super) fn run(args: &WatchArgs) -> Result<Outcome, Failure> {
    let build_args = args.build();
    let output = output(args)?;
    let mut changes = Changes::watch(&args.input.paths, &output)?;
    let server = args
        .serve
        .map(|port| Server::start(port, output.clone()))
        .transpose()?;
    let mut kept = Kept::for_many();
    let mut occasion = Occasion::now();
    loop {
        let read: Vec<Read> = (0..BUILDS).map(|_| Read::default()).collect();
        let known: Vec<Known<'_>> = read.iter().map(|_| Known::default()).collect();
        let mut session = Session::with(kept);
        for room in read.iter().zip(&known) {
            let built = build::once(&build_args, &mut session, room, &occasion);
            if let Err(failure) = &built {
                report(failure);
            }
            if let Some(server) = &server {
                server.reload();
                to_stderr(format!("pages at {}\n", server.address()).as_bytes())?;
            }
            to_stderr(b"waiting for changes\n")?;
            occasion = changes.wait();
            if built.is_err() {
                // What had happened before is still to be found out.
                occasion.files = None;
            }
            // A broken configuration is reported by the build.
            let _ = changes.renew(&args.input.paths, &output);
        }
        kept = session.into_kept();
    }
}

/// The output folder.
fn output(args: &WatchArgs) -> Result<Utf8PathBuf, Failure> {
    match &args.out {
        Some(folder) => Ok(folder.clone()),
        None => {
            let config = config()?;
            Ok(config.root.join(&config.output.folder))
        }
    }
}
