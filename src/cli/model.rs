//! `mpkc model`.

use std::io::{self, Write};

use super::args::{ModelArgs, ModelFormat};
use super::render;
use super::run::{Failure, Input, Outcome, outcome};

pub(super) fn run(args: &ModelArgs) -> Result<Outcome, Failure> {
    let input = Input::read(&args.input, None)?;
    let compilation = input.articles.compile(&input.config, &input.found.sources);
    render::diagnostics(&input.articles.diagnostics, &input.found.sources)?;
    let ModelFormat::Json = args.format;
    let mut out = io::BufWriter::new(io::stdout().lock());
    serde_json::to_writer_pretty(&mut out, &compilation.knowledge).map_err(io::Error::from)?;
    writeln!(out)?;
    out.flush()?;
    Ok(outcome(&input.articles.diagnostics))
}
