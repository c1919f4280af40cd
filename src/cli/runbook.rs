//! `mpkc runbook`.

use std::collections::BTreeMap;

use super::args::{InputArgs, RunbookArgs};
use super::run::{Failure, Input, Outcome};
use super::streams::to_stdout;
use super::visible::printed;
use crate::emit::runbook::{ParameterName, Request, lookup, render, runbook};

pub(super) fn run(args: &RunbookArgs) -> Result<Outcome, Failure> {
    // Every language is compiled: facts are what all of them agree on.
    let all = InputArgs {
        paths: args.paths.clone(),
        locales: Vec::new(),
        jobs: None,
    };
    let input = Input::read(&all, None)?;
    let compilation = input.articles.compile(&input.config, &input.found.sources);
    let knowledge = &compilation.knowledge;
    let found = lookup(knowledge, &args.monitor, args.health_set.as_ref());
    let [chosen] = found.as_slice() else {
        let owners: Vec<String> = found
            .iter()
            .map(|found| found.monitor.health_set.to_string())
            .collect();
        return Err(Failure::Monitor(if owners.is_empty() {
            format!("no table of an article names a monitor `{}`", args.monitor)
        } else {
            format!(
                "several health sets have a monitor `{}`; choose one with --health-set {}",
                args.monitor,
                owners.join(" or --health-set ")
            )
        }));
    };
    let locale = args
        .locale
        .or(knowledge.source)
        .or_else(|| knowledge.locales.first().copied());
    let Some(locale) = locale else {
        return Err(Failure::Monitor("there are no articles".to_owned()));
    };
    let values = values(&args.set)?;
    let runbook = runbook(knowledge, chosen.set, &input.articles.languages);
    let request = Request {
        runbook: &runbook,
        monitor: &chosen.monitor.id,
        health_set: Some(&chosen.monitor.health_set),
        locale,
        values: &values,
        languages: &input.articles.languages,
    };
    let text = render(&request, args.format.into())
        .map_err(|error| Failure::Monitor(error.to_string()))?;
    to_stdout(printed(&text).as_bytes())?;
    Ok(Outcome::Fine)
}

/// `name=value` pairs.
fn values(given: &[String]) -> Result<BTreeMap<ParameterName, String>, Failure> {
    given
        .iter()
        .map(|pair| match pair.split_once('=') {
            Some((name, value)) if !name.trim().is_empty() => {
                Ok((ParameterName::given(name.trim()), value.to_owned()))
            }
            _ => Err(Failure::Monitor(format!(
                "`{pair}` is not of the form name=value"
            ))),
        })
        .collect()
}
