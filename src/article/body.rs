//! The blocks of an article, from the blocks of Markdown.

use std::borrow::Cow;

use super::probe_table;
use super::types::{
    Block, CommandUse, ItemList, Note, Paragraph, Quote, Step, StepPath, StepSegment, Steps,
    SubHeading, TableBlock,
};
use crate::diagnostic::Span;
use crate::locale::Lexicon;
use crate::syntax::{self, BlockKind, Inline, InlineKind, List, ListItem, plain_text};

/// A label of a remark is at most this long, in characters and words.
const LONGEST_LABEL: (usize, usize) = (24, 3);

/// Turns blocks of Markdown into blocks of an article, and counts the commands on the way.
pub(super) struct BodyBuilder<'a> {
    lexicon: &'a Lexicon,
    pub(super) commands: usize,
    /// Whether the probe table was already seen: there is at most one.
    has_probes: bool,
}

/// Where blocks stand.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// Whether an ordered list is a procedure here.
    procedures: bool,
    /// The step around, if any.
    path: &'a StepPath,
    /// Whether the blocks are those of a list item, whose first paragraph is never a remark.
    in_item: bool,
}

impl<'a> BodyBuilder<'a> {
    pub(super) fn new(lexicon: &'a Lexicon) -> Self {
        Self {
            lexicon,
            commands: 0,
            has_probes: false,
        }
    }

    /// The blocks of a section; `procedures` says whether its ordered lists are procedures.
    pub(super) fn section(&mut self, blocks: Vec<syntax::Block>, procedures: bool) -> Vec<Block> {
        let place = Place {
            procedures,
            path: &StepPath::default(),
            in_item: false,
        };
        self.blocks(blocks, place)
    }

    fn blocks(&mut self, blocks: Vec<syntax::Block>, place: Place<'_>) -> Vec<Block> {
        let mut lists = 0;
        blocks
            .into_iter()
            .enumerate()
            .map(|(at, block)| self.block(block, place, at == 0, &mut lists))
            .collect()
    }

    fn block(
        &mut self,
        block: syntax::Block,
        place: Place<'_>,
        first: bool,
        lists: &mut u16,
    ) -> Block {
        let span = block.span;
        match block.kind {
            BlockKind::Paragraph(text) => {
                if place.in_item && first {
                    Block::Paragraph(Paragraph { text, span })
                } else {
                    self.paragraph(text, span)
                }
            }
            BlockKind::Code(code) => {
                let number = self.commands;
                self.commands += 1;
                Block::Command(CommandUse {
                    number,
                    text: code.text,
                    info: code.info,
                    fence: code.fence,
                    span,
                })
            }
            BlockKind::List(list) => self.list(list, span, place, lists),
            BlockKind::Table(table) => {
                if !self.has_probes
                    && let Some(probes) = probe_table::read(&table, span)
                {
                    self.has_probes = true;
                    Block::Probes(probes)
                } else {
                    Block::Table(TableBlock { table, span })
                }
            }
            BlockKind::Quote { alert, blocks } => Block::Quote(Quote {
                alert,
                blocks: self.blocks(
                    blocks,
                    Place {
                        in_item: false,
                        ..place
                    },
                ),
                span,
            }),
            BlockKind::Heading { level, text } => Block::Heading(SubHeading { level, text, span }),
            BlockKind::Rule => Block::Rule { span },
        }
    }

    fn paragraph(&self, text: Vec<Inline>, span: Span) -> Block {
        match split_label(&text, &self.lexicon.note) {
            Some((label, text)) => Block::Note(Note { label, text, span }),
            None => Block::Paragraph(Paragraph { text, span }),
        }
    }

    fn list(&mut self, list: List, span: Span, place: Place<'_>, lists: &mut u16) -> Block {
        let start = match list.start {
            Some(start) if place.procedures && !is_enumeration(&list) => start,
            start => {
                let inside = Place {
                    procedures: false,
                    in_item: true,
                    ..place
                };
                let items = list.items.into_iter();
                let items = items.map(|item| self.blocks(item.blocks, inside)).collect();
                return Block::Items(ItemList { start, items, span });
            }
        };
        let number_of_list = *lists;
        *lists += 1;
        let steps = list.items.into_iter().enumerate().map(|(at, item)| {
            let number = u16::try_from(start + at as u64).unwrap_or(u16::MAX);
            let path = place.path.child(StepSegment {
                list: number_of_list,
                number,
            });
            let inside = Place {
                path: &path,
                in_item: true,
                ..place
            };
            Step {
                blocks: self.blocks(item.blocks, inside),
                path: path.clone(),
                span: item.span,
            }
        });
        Block::Steps(Steps {
            steps: steps.collect(),
            span,
        })
    }
}

/// The label and the rest of a paragraph that is a remark: it begins with a short bold label, which a colon or a
/// run of no-break spaces separates from the text. Where nothing separates them, or the bold is broken, the label
/// must be a known one.
fn split_label(text: &[Inline], known: &[String]) -> Option<(String, Vec<Inline>)> {
    let is_known = |label: &str| known.iter().any(|known| known == label);
    let (first, rest) = text.split_first()?;
    let (label, after) = match &first.kind {
        InlineKind::Strong { children } => match rest.first().map(|inline| &inline.kind) {
            Some(InlineKind::Text { text }) => (plain_text(children), text.as_str()),
            _ => (plain_text(children), ""),
        },
        InlineKind::Text { text } => {
            let mark = text.find('*')?;
            let (label, after) = text[mark..]
                .split_once("**")
                .map(|(between, after)| (&text[..mark + between.len()], after))?;
            if !is_known(label.trim()) {
                return None;
            }
            (Cow::Borrowed(label), after)
        }
        _ => return None,
    };
    let bare = label.trim().trim_end_matches([':', '\u{ff1a}']).trim_end();
    let short = bare.chars().count() <= LONGEST_LABEL.0
        && bare.split_whitespace().count() <= LONGEST_LABEL.1
        && bare.chars().any(char::is_alphabetic);
    if !short {
        return None;
    }
    let separator_inside = bare.len() < label.trim().len();
    let separator_after = after.trim_start().starts_with([':', '\u{ff1a}'])
        || after.chars().take_while(|&c| c == '\u{a0}').count() >= 2;
    if !(separator_inside || separator_after || is_known(bare)) {
        return None;
    }
    let mut rest = rest.to_vec();
    if let InlineKind::Text { .. } = &first.kind {
        rest.insert(0, Inline::text(after, first.span));
    }
    if let Some(Inline {
        kind: InlineKind::Text { text },
        span,
    }) = rest.first_mut()
    {
        let kept =
            text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '\u{ff1a}'));
        let cut = u32::try_from(text.len() - kept.len()).unwrap_or(0);
        if (span.end - span.start) as usize == text.len() {
            span.start += cut;
        }
        *text = kept.to_owned();
        if text.is_empty() {
            rest.remove(0);
        }
    }
    (!rest.is_empty()).then(|| (bare.to_owned(), rest))
}

/// Whether an ordered list only counts things up: no item is a sentence, holds a command or a list, or
/// refers to a step.
fn is_enumeration(list: &List) -> bool {
    let is_sentence: fn(&[Inline]) -> bool = if is_one_sentence(list) {
        |_| false
    } else {
        ends_like_sentence
    };
    let is_action = |item: &ListItem| {
        item.blocks.iter().any(|block| match &block.kind {
            BlockKind::Paragraph(text) => is_sentence(text) || has_label(text),
            _ => true,
        })
    };
    !list.items.is_empty() && !list.items.iter().any(is_action)
}

/// Whether the items are parts of one sentence, as some languages set them: each begins with a small letter, and all but
/// the last end with a semicolon.
fn is_one_sentence(list: &List) -> bool {
    fn text(item: &ListItem) -> Option<Cow<'_, str>> {
        match item.blocks.as_slice() {
            [block] => match &block.kind {
                BlockKind::Paragraph(text) => Some(plain_text(text)),
                _ => None,
            },
            _ => None,
        }
    }
    let begins_small = |text: &Cow<'_, str>| text.trim_start().starts_with(char::is_lowercase);
    let goes_on = |text: &Cow<'_, str>| text.trim_end().ends_with([';', '\u{ff1b}', '\u{61b}']);
    let texts: Option<Vec<Cow<'_, str>>> = list.items.iter().map(text).collect();
    texts.is_some_and(|texts| match texts.split_last() {
        Some((last, others)) if !others.is_empty() => {
            others.iter().all(goes_on) && others.iter().chain([last]).all(begins_small)
        }
        _ => false,
    })
}

fn ends_like_sentence(text: &[Inline]) -> bool {
    const ENDS: &[char] = &[
        '.', '!', '?', ':', ';', '\u{3002}', '\u{ff0e}', '\u{ff01}', '\u{ff1f}', '\u{ff1a}',
        '\u{61f}', '\u{6d4}', '\u{964}',
    ];
    const CLOSERS: &[char] = &[
        '"', '\'', ')', '\u{201d}', '\u{300d}', '\u{ff09}', '\u{bb}', '\u{2019}',
    ];
    let text = plain_text(text);
    text.trim_end()
        .trim_end_matches(CLOSERS)
        .trim_end()
        .ends_with(ENDS)
}

fn has_label(text: &[Inline]) -> bool {
    text.iter().any(|inline| {
        matches!(inline.kind, InlineKind::Label { .. }) || has_label(inline.children())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse_body;

    fn body(text: &str, known: &[&str]) -> Vec<Block> {
        let lexicon = Lexicon {
            note: known.iter().map(|&label| label.to_owned()).collect(),
            ..Lexicon::default()
        };
        BodyBuilder::new(&lexicon).section(parse_body(text, 0).blocks, true)
    }

    fn note(text: &str, known: &[&str]) -> Option<(String, String)> {
        match body(text, known).pop() {
            Some(Block::Note(note)) => Some((note.label, plain_text(&note.text).into_owned())),
            _ => None,
        }
    }

    #[test]
    fn every_separator_of_remarks_is_known() {
        for text in [
            "**Note**: Mind it.",
            "**Note:** Mind it.",
            "**Note**\u{a0}\u{a0}\u{a0}Mind it.",
            "**Note**:\u{a0}Mind it.",
            "**Note**\u{ff1a}Mind it.",
        ] {
            assert_eq!(
                note(text, &[]),
                Some(("Note".into(), "Mind it.".into())),
                "{text}"
            );
        }
    }

    #[test]
    fn without_a_separator_the_label_must_be_known() {
        for text in ["**Nota**In questo.", "Nota** \u{a0}In questo."] {
            assert_eq!(note(text, &[]), None, "{text}");
            assert_eq!(
                note(text, &["Nota"]),
                Some(("Nota".into(), "In questo.".into())),
                "{text}"
            );
        }
    }

    #[test]
    fn bold_words_and_definitions_are_no_remarks() {
        assert_eq!(note("**Servers** are restarted.", &[]), None);
        assert_eq!(
            note("**A label that is much too long to be one**: x", &[]),
            None
        );
        let blocks = body("- **Mailbox**: x", &[]);
        let Block::Items(list) = &blocks[0] else {
            panic!("bullets");
        };
        assert!(matches!(list.items[0][0], Block::Paragraph(_)));
    }

    #[test]
    fn procedures_are_told_from_enumerations() {
        assert!(matches!(
            body("1. Do this.\n2. Do that.", &[])[0],
            Block::Steps(_)
        ));
        assert!(matches!(
            body("1. Name of it\n2. Time of it", &[])[0],
            Block::Items(_)
        ));
        assert!(matches!(
            body("1. nom du serveur ;\n2. heure de l'incident.", &[])[0],
            Block::Items(_)
        ));
        assert!(matches!(
            body("1. Ouvrez la console ;\n2. Cliquez sur Arrêter.", &[])[0],
            Block::Steps(_)
        ));
        assert!(matches!(
            body("1. Name of it\n\n   ```\n   x\n   ```", &[])[0],
            Block::Steps(_)
        ));
    }

    #[test]
    fn steps_have_paths() {
        let blocks = body(
            "2. A:\n\n   1. B.\n   2. C.\n\n   x\n\n   1. D.\n\n3. E.",
            &[],
        );
        let mut paths = Vec::new();
        fn collect(blocks: &[Block], paths: &mut Vec<String>) {
            for block in blocks {
                if let Block::Steps(steps) = block {
                    for step in &steps.steps {
                        paths.push(step.path.to_string());
                        collect(&step.blocks, paths);
                    }
                }
            }
        }
        collect(&blocks, &mut paths);
        assert_eq!(paths, ["2", "2/1", "2/2", "2/2.1", "3"]);
    }
}
