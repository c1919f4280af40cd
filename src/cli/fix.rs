//! `mpkc check --fix` and `--diff`.

use std::fs;
use std::io::{self, Write};

use similar::TextDiff;

use super::run::Failure;
use super::streams::{to_stderr, to_stdout};
use super::visible::printed;
use crate::diagnostic::{Diagnostic, Edit, apply};
use crate::workspace::{Source, read_file, replace};

/// The files that the fixes of `diagnostics` change, with their new texts.
pub(super) fn mended<'s>(
    diagnostics: &[Diagnostic],
    sources: &'s [Source],
) -> Vec<(&'s Source, String)> {
    let edits: Vec<Edit> = diagnostics
        .iter()
        .flat_map(|diagnostic| diagnostic.fix.iter().cloned())
        .collect();
    sources
        .iter()
        .filter(|source| source.error.is_none())
        .filter_map(|source| Some((source, apply(source.id, &source.text, &edits)?)))
        .collect()
}

/// Writes the mended files in place.
pub(super) fn write(mended: &[(&Source, String)]) -> Result<(), Failure> {
    for (source, text) in mended {
        rewrite(source, text).map_err(|error| Failure::Write(source.path.clone(), error))?;
    }
    let files = if mended.len() == 1 { "file" } else { "files" };
    let line = format!("{} {files} mended\n", mended.len());
    Ok(to_stderr(line.as_bytes())?)
}

/// Replaces a file in one step, where it still is what was read: somebody may be editing it.
fn rewrite(source: &Source, text: &str) -> io::Result<()> {
    if !source.says(read_file(&source.path)?) {
        return Err(io::Error::other(
            "it has changed since it was read; try again",
        ));
    }
    // Through a link, not over it.
    let path = source.path.canonicalize_utf8()?;
    let permissions = fs::metadata(&path)?.permissions();
    if permissions.readonly() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    replace(&path, text.as_bytes())?;
    fs::set_permissions(&path, permissions)
}

/// Prints what would change.
pub(super) fn print(mended: &[(&Source, String)]) -> io::Result<()> {
    let mut out = Vec::new();
    for (source, text) in mended {
        let name = source.path.as_str();
        let diff = TextDiff::from_lines(source.text.as_str(), text.as_str());
        let shown = diff
            .unified_diff()
            .context_radius(1)
            .header(name, name)
            .to_string();
        out.write_all(printed(&shown).as_bytes())?;
    }
    to_stdout(&out)
}
