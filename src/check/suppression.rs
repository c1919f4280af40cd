//! Comments in articles that silence a rule: `<!-- mpkc allow name-lost: the term is translated on purpose -->`.
//!
//! A comment counts for the next line that is not blank, and for its own; one before the title for the whole file. A
//! reason is required. A comment that silences nothing is reported itself.

use memchr::memmem::Finder;
use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Location, Rule, Span};
use crate::workspace::Source;

/// How a comment begins.
const MARK: &str = "<!-- mpkc allow ";

/// A comment.
struct Suppression<'s> {
    at: Location,
    rule: Option<Rule>,
    name: &'s str,
    reason: &'s str,
    /// The bytes it counts for.
    reach: Span,
    used: bool,
}

/// `diagnostics` without what a comment in `sources` allows, and with a diagnostic for each comment that is of no use. A
/// diagnostic about several languages loses the places that are allowed, and stays for the others.
pub fn suppress(diagnostics: Vec<Diagnostic>, sources: &[Source]) -> Vec<Diagnostic> {
    let mark = Finder::new(MARK);
    let comments = sources
        .par_iter()
        .flat_map_iter(|source| comments(source, &mark));
    let mut comments: Vec<Suppression<'_>> = comments.collect();
    if comments.is_empty() {
        return diagnostics;
    }
    let mut kept: Vec<Diagnostic> = diagnostics
        .into_iter()
        .filter_map(|diagnostic| {
            let rule = diagnostic.rule;
            diagnostic.without(|place| {
                let mut comments = comments.iter_mut();
                let fits = comments.find(|comment| comment.allows(rule, place));
                fits.map(|comment| comment.used = true).is_some()
            })
        })
        .collect();
    kept.extend(comments.iter().filter_map(Suppression::problem));
    kept
}

fn comments<'s>(source: &'s Source, mark: &Finder<'_>) -> impl Iterator<Item = Suppression<'s>> {
    let text = source.text.as_str();
    let starts = mark.find_iter(text.as_bytes());
    starts.filter_map(move |start| {
        let inside = text[start + MARK.len()..].split("-->").next()?;
        let end = (start + MARK.len() + inside.len() + "-->".len()).min(text.len());
        let (name, reason) = inside.split_once(':').unwrap_or((inside, ""));
        let is_at_top = !text[..start].lines().any(|line| line.starts_with("# "));
        let reach = if is_at_top {
            Span::new(0, text.len())
        } else {
            Span::new(line_start(text, start), next_line_end(text, end))
        };
        Some(Suppression {
            at: Span::new(start, end).within(source.id),
            rule: Rule::from_name(name.trim()),
            name: name.trim(),
            reason: reason.trim(),
            reach,
            used: false,
        })
    })
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// The end of the first line after byte `at` that is not blank.
fn next_line_end(text: &str, at: usize) -> usize {
    let mut end = text[at..]
        .find('\n')
        .map_or(text.len(), |newline| at + newline + 1);
    for line in text[end..].split_inclusive('\n') {
        end += line.len();
        if !line.trim().is_empty() {
            break;
        }
    }
    end
}

impl Suppression<'_> {
    fn allows(&self, rule: Rule, place: Location) -> bool {
        self.rule == Some(rule)
            && !self.reason.is_empty()
            && place.source == self.at.source
            && (self.reach.start..self.reach.end).contains(&place.span.start)
    }

    fn problem(&self) -> Option<Diagnostic> {
        let (rule, message, help) = if self.rule.is_none() {
            (
                Rule::MalformedSuppression,
                format!("there is no rule `{}`", self.name),
                "`mpkc rules` lists all",
            )
        } else if self.reason.is_empty() {
            let message = format!(
                "this comment says nothing about why `{}` is allowed",
                self.name
            );
            (
                Rule::MalformedSuppression,
                message,
                "write `<!-- mpkc allow RULE: reason -->`",
            )
        } else if self.used {
            return None;
        } else {
            let message = format!("nothing here breaks `{}` any more", self.name);
            (Rule::UnusedSuppression, message, "delete the comment")
        };
        Some(Diagnostic::new(rule, message).at(self.at).help(help))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Source {
        Source::new(
            "a.md".into(),
            "a.md".into(),
            None,
            Ok(text.as_bytes().to_vec()),
        )
    }

    fn rules(text: &str, finding_at: &str) -> Vec<&'static str> {
        let source = source(text);
        let at = text.find(finding_at).expect("there");
        let finding =
            Diagnostic::new(Rule::NameLost, "x").at(Span::new(at, at + 1).within(source.id));
        suppress(vec![finding], &[source])
            .iter()
            .map(|diagnostic| diagnostic.rule.name())
            .collect()
    }

    #[test]
    fn a_comment_with_a_reason_silences_the_next_line_and_no_other() {
        let text = "# T\n\n<!-- mpkc allow name-lost: on purpose -->\n\nhere\n\nthere\n";
        assert!(rules(text, "here").is_empty());
        assert_eq!(rules(text, "there"), ["name-lost", "unused-suppression"]);
    }

    #[test]
    fn a_comment_takes_away_its_own_place_only() {
        let first = source("# T\n\n<!-- mpkc allow name-lost: on purpose -->\n\nhere\n");
        let mut second = source("# T\n\nthere\n");
        second.id = crate::diagnostic::SourceId(1);
        let sources = [first, second];
        let at = |text: &str, number: usize| {
            let start = sources[number].text.find(text).expect("there");
            Span::new(start, start + 1).within(sources[number].id)
        };
        let finding = Diagnostic::new(Rule::NameLost, "x")
            .at(at("here", 0))
            .also(at("there", 1), "xx")
            .edit(at("here", 0), "a")
            .edit(at("there", 1), "b");
        let kept = suppress(vec![finding], &sources);
        assert_eq!(kept.len(), 1);
        assert_eq!(kept[0].primary, Some(at("there", 1)));
        assert_eq!(kept[0].fix.len(), 1);
    }

    #[test]
    fn a_comment_before_the_title_silences_the_file() {
        assert!(
            rules(
                "<!-- mpkc allow name-lost: all -->\n\n# T\n\nx\n\nend",
                "end"
            )
            .is_empty()
        );
    }

    #[test]
    fn a_comment_without_reason_or_rule_is_reported() {
        assert_eq!(
            rules("# T\n<!-- mpkc allow name-lost -->\nhere", "here"),
            ["name-lost", "malformed-suppression"]
        );
        assert_eq!(
            rules("# T\n<!-- mpkc allow nonsense: x -->\nhere", "here"),
            ["name-lost", "malformed-suppression"]
        );
    }
}
