//! `mpkc model`.

use super::args::{ModelArgs, ModelFormat};
use super::render;
use super::run::{Failure, Input, Outcome, outcome_of};
use super::summary::Counts;
use super::visible::print_json;

pub(super) fn run(args: &ModelArgs) -> Result<Outcome, Failure> {
    let input = Input::read(&args.input, None)?;
    let compilation = input.articles.compile(&input.config, &input.found.sources);
    render::diagnostics(&input.articles.diagnostics, &input.found.sources)?;
    let ModelFormat::Json = args.format;
    print_json(&compilation.knowledge)?;
    Ok(outcome_of(Counts::of(&input.articles.diagnostics)))
}
