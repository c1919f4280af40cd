//! `mpkc explain` and `mpkc rules`.

use std::io::Write;

use super::run::{Failure, Outcome, config};
use super::streams::to_stdout;
use crate::check;
use crate::diagnostic::Rule;

/// Prints the page of a rule.
pub(super) fn page(rule: Rule) -> Result<Outcome, Failure> {
    let level = config()?.level(rule, rule.default_severity());
    let mut out = Vec::new();
    writeln!(
        out,
        "# {} ({})\n\n{}",
        rule.name(),
        level.name(),
        rule.explanation()
    )?;
    let page = check::page(rule);
    if page.trim() != rule.explanation().trim() {
        writeln!(out, "\n{}", page.trim_end())?;
    }
    to_stdout(&out)?;
    Ok(Outcome::Fine)
}

/// Lists the rules.
pub(super) fn list() -> Result<Outcome, Failure> {
    let config = config()?;
    let mut out = Vec::new();
    let width = Rule::ALL
        .iter()
        .map(|rule| rule.name().len())
        .max()
        .unwrap_or(0);
    for &rule in Rule::ALL {
        let level = config.level(rule, rule.default_severity()).name();
        let lines: Vec<&str> = rule.explanation().lines().map(str::trim).collect();
        writeln!(
            out,
            "{:<width$}  {level:<7}  {}",
            rule.name(),
            lines.join(" ")
        )?;
    }
    to_stdout(&out)?;
    Ok(Outcome::Fine)
}
