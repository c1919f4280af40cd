//! The article of the monitor that Microsoft.Exchange.15 has for all health sets, and lists of health sets.

use super::article::title;
use super::context::Context;
use super::maml::{Maml, Runs, Style};
use crate::locale::InterfaceKey;
use crate::model::HealthSet;

/// A health set and what it is for.
pub(super) fn listed(context: &Context<'_>, maml: &mut Maml, set: &HealthSet<'_>) {
    let mut runs = Runs::default();
    match set.description.resolve(context.locale, context.kb.source) {
        Some((_, description)) => {
            context.push_name(&mut runs, set, true);
            runs.push(&Style::Plain, description);
        }
        None => context.push_name(&mut runs, set, false),
    }
    maml.runs(&runs);
}

/// The article that stands beside Microsoft.Exchange.15's one monitor for all health sets: how to find out
/// more, and which health sets there are.
pub fn overlay(context: Context<'_>) -> Maml {
    let kb = context.kb;
    let mut maml = context.maml();
    maml.open_section(title::SUMMARY);
    maml.para(&Style::Plain, context.word(InterfaceKey::OverlaySummary));
    maml.close_section();
    maml.open_section(title::RESOLUTIONS);
    maml.para(&Style::Plain, context.word(InterfaceKey::OverlayResolution));
    maml.close_section();
    maml.open_section(title::ADDITIONAL);
    maml.para(&Style::Strong, context.word(InterfaceKey::HealthSets));
    maml.open_list();
    for set in &kb.health_sets {
        maml.open_item();
        listed(&context, &mut maml, set);
        maml.close_item();
    }
    maml.close_list();
    maml.close_section();
    maml
}
