//! `mpkc check`.

use std::time::Instant;

use super::args::CheckArgs;
use super::render;
use super::run::{Failure, Input, Outcome, outcome};
use super::summary;
use crate::report::Report;

pub(super) fn run(args: &CheckArgs) -> Result<Outcome, Failure> {
    let since = Instant::now();
    let input = Input::read(&args.input, None)?;
    let compilation = input.articles.compile(&input.config, &input.found.sources);
    render::diagnostics(&compilation.diagnostics, &input.found.sources)?;
    let report = Report::new(
        &input.found.sources,
        &input.found.others,
        &input.articles,
        &compilation,
    );
    summary::summary(&report, &compilation.diagnostics, since)?;
    Ok(outcome(&compilation.diagnostics))
}
