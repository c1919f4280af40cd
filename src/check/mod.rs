//! What the languages disagree about, as diagnostics.

mod rules;

use crate::diagnostic::Diagnostic;
use crate::locale::Languages;
use crate::model::KnowledgeBase;

/// Runs every rule over the knowledge base.
pub fn check(knowledge: &KnowledgeBase<'_>, languages: &Languages) -> Vec<Diagnostic> {
    let context = Context {
        knowledge,
        languages,
    };
    rules::ALL.iter().flat_map(|rule| rule(&context)).collect()
}

/// What rules look at.
pub(crate) struct Context<'c> {
    pub(crate) knowledge: &'c KnowledgeBase<'c>,
    pub(crate) languages: &'c Languages,
}
