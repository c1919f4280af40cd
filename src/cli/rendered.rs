//! Diagnostics for people that an earlier build of this process has rendered: nearly all are the same after an edit.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::render::Render;
use crate::diagnostic::Diagnostic;
use crate::workspace::{Source, Version};

/// What was rendered of the last diagnostics.
#[derive(Debug, Default)]
pub(super) struct Rendered(FxHashMap<Of, Arc<str>>);

/// A diagnostic, and the readings of the files that it shows lines of.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Of {
    diagnostic: Diagnostic,
    files: Vec<Option<Version>>,
}

impl Of {
    fn new(diagnostic: &Diagnostic, sources: &[Source]) -> Self {
        let related = diagnostic.related.iter().map(|related| related.location);
        let version = |source: &Source| source.version();
        Self {
            files: diagnostic
                .primary
                .into_iter()
                .chain(related)
                .map(|place| sources.get(place.source.0 as usize).map(version))
                .collect(),
            diagnostic: diagnostic.clone(),
        }
    }
}

impl Rendered {
    /// Diagnostics, one after the other: [`super::render::rendered`], but for those that are known.
    pub(super) fn again(&mut self, diagnostics: &[Diagnostic], sources: &[Source]) -> String {
        let render = Render::new(sources);
        let known = &self.0;
        let all = diagnostics.par_iter().map(|diagnostic| {
            let of = Of::new(diagnostic, sources);
            let text = known.get(&of).cloned();
            let text = text.unwrap_or_else(|| render.one(diagnostic).into());
            (of, text)
        });
        let all: Vec<(Of, Arc<str>)> = all.collect();
        let text = all.iter().map(|(_, text)| &**text).collect();
        self.0 = all.into_iter().collect();
        text
    }
}

#[cfg(test)]
mod tests {
    use super::super::render::rendered;
    use super::*;
    use crate::diagnostic::{Rule, SourceId, Span};

    fn source(number: u32, text: &str) -> Source {
        let path = format!("{number}.md");
        let path = path.as_str();
        let bytes = text.as_bytes().to_vec();
        let mut source = Source::new(path.into(), path.into(), None, Ok(bytes));
        source.id = SourceId(number);
        source
    }

    #[test]
    fn what_is_known_is_taken_as_long_as_its_files_are_the_same() {
        let mut sources = [source(0, "The lamp.\n"), source(1, "La lampe.\n")];
        let place = |number| Span::new(4, 7).within(SourceId(number));
        let own = Diagnostic::new(Rule::NameLost, "lost").at(place(0));
        let beside = own.clone().related(place(1), "here");
        let diagnostics = [own, beside];
        let mut memory = Rendered::default();
        let first = memory.again(&diagnostics, &sources);
        assert_eq!(first, rendered(&diagnostics, &sources));
        let before: Vec<Arc<str>> = texts(&memory, &diagnostics, &sources);
        assert_eq!(memory.again(&diagnostics, &sources), first);
        let after = texts(&memory, &diagnostics, &sources);
        assert!(before.iter().zip(&after).all(|(a, b)| Arc::ptr_eq(a, b)));
        // One shows a line of the file that changes, the other does not.
        sources[1] = source(1, "Une lampe.\n");
        let changed = memory.again(&diagnostics, &sources);
        assert_eq!(changed, rendered(&diagnostics, &sources));
        assert!(changed.contains("Une lampe") && !changed.contains("La lampe"));
        let now = texts(&memory, &diagnostics, &sources);
        assert!(Arc::ptr_eq(&now[0], &after[0]) && !Arc::ptr_eq(&now[1], &after[1]));
    }

    fn texts(memory: &Rendered, diagnostics: &[Diagnostic], sources: &[Source]) -> Vec<Arc<str>> {
        let of = |diagnostic| Arc::clone(&memory.0[&Of::new(diagnostic, sources)]);
        diagnostics.iter().map(of).collect()
    }
}
