//! `name-changed`, `name-lost`, `name-added`: names of health sets, probes, monitors, application pools and
//! cmdlets in running text.

use std::ops::Range;

use crate::check::consensus::{Dispute, disputes, list, scope};
use crate::check::text::Text;
use crate::check::unit::Unit;
use crate::check::vocabulary::NameKind;
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Rule, Scope};
use crate::locale::Locale;
use crate::syntax::Words;

/// A name and what it is of.
type Name<'a> = (NameKind, &'a str);

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for unit in &topic.units {
        let said: Vec<(Locale, Vec<Name<'_>>)> =
            unit.sure().map(|(locale, text)| (locale, names(context, text))).collect();
        let disputes = disputes(&said, context.source);
        for dispute in &disputes {
            report(context, unit, dispute, &disputes, &mut found);
        }
    }
    found
}

fn names<'t>(context: &Context<'_>, text: &'t Text<'_>) -> Vec<Name<'t>> {
    Words::of(&text.plain)
        .filter_map(|(_, word)| Some((context.vocabulary.kind(word)?, word)))
        .collect()
}

fn report(
    context: &Context<'_>,
    unit: &Unit<'_>,
    dispute: &Dispute<Name<'_>>,
    all: &[Dispute<Name<'_>>],
    found: &mut Vec<Diagnostic>,
) {
    let (kind, name) = dispute.value;
    let (wrong, right) = (dispute.wrong(), dispute.right());
    let drift = dispute.is_drift(context.source);
    for locale in wrong {
        let Some(text) = unit.text(*locale) else { continue };
        let verb = if dispute.is_right { "lost" } else { "added" };
        let at = text.plain.find(name).map_or(text.whole(), |at| text.place(&(at..at + name.len()), context.sources));
        found.push(Diagnostic::new(Rule::NameInText, format!("{kind:?} {verb} {name} drift={drift} right={}", list(right))).at(at));
    }
}
