//! Sections and their kinds, by structure alone.
//!
//! The rules, which hold for every language because they look at no word of it:
//!
//! 1. The last section, if it holds nothing but links, is *more information*.
//! 2. *Verification* is the first section with a procedure that asks for the state of the health set
//!    (`Get-ServerHealth`), and whose heading names no monitor.
//! 3. The section before it is the *user action*; those between the first and it are *common issues*.
//! 4. The first section is the *explanation*.
//! 5. A section behind verification whose heading names monitors or probes is their *recovery*; any other
//!    is *troubleshooting*.
//! 6. Without verification, the second section is the *user action* (*common issues* before it if it has bullets
//!    and another section follows), and those behind it are recoveries: of monitors if the heading
//!    names some, else of an *error* whose text is the heading.

use super::identifier::is_monitor_like;
use super::types::{Heading, Named, SectionKind};
use crate::diagnostic::Span;
use crate::syntax::{
    Block, BlockKind, CommandShape, Inline, InlineKind, List, Words, is_blank, name_part,
    plain_text,
};

/// The cmdlet that asks for the state of a health set.
const STATE_CMDLET: &str = "Get-ServerHealth";

/// A section before its kind is known.
#[derive(Debug)]
pub(super) struct RawSection {
    pub(super) heading: Heading,
    pub(super) named: Vec<Named>,
    pub(super) blocks: Vec<Block>,
    pub(super) children: Vec<RawSection>,
    pub(super) span: Span,
}

/// The parts of an article.
#[derive(Debug)]
pub(super) struct Split {
    pub(super) title: Option<Heading>,
    pub(super) introduction: Vec<Block>,
    pub(super) sections: Vec<RawSection>,
}

/// Splits the blocks of an article at its headings.
pub(super) fn split(blocks: Vec<Block>) -> Split {
    let mut title = None;
    let mut introduction = Vec::new();
    let mut sections: Vec<(u8, RawSection)> = Vec::new();
    for block in blocks {
        let span = block.span;
        match block.kind {
            BlockKind::Heading { level: 1, text } if title.is_none() && sections.is_empty() => {
                title = Some(Heading { text, span });
            }
            BlockKind::Heading { level, text } => {
                sections.push((level, RawSection::new(text, span)));
            }
            kind => match sections.last_mut() {
                Some((_, section)) => section.push(Block { kind, span }),
                None => introduction.push(Block { kind, span }),
            },
        }
    }
    let top = sections.iter().map(|(level, _)| *level).min().unwrap_or(2);
    let mut nested: Vec<RawSection> = Vec::new();
    for (level, section) in sections {
        match nested.last_mut() {
            Some(parent) if level > top => {
                parent.span = parent.span.to(section.span);
                parent.children.push(section);
            }
            _ => nested.push(section),
        }
    }
    for section in &mut nested {
        section.split_bold_headings();
    }
    Split {
        title,
        introduction,
        sections: nested,
    }
}

impl RawSection {
    fn new(text: Vec<Inline>, span: Span) -> Self {
        let named = names_in(&text, span);
        Self {
            heading: Heading { text, span },
            named,
            blocks: Vec::new(),
            children: Vec::new(),
            span,
        }
    }

    fn push(&mut self, block: Block) {
        self.span = self.span.to(block.span);
        self.blocks.push(block);
    }

    /// Translations write sub-headings as paragraphs that are one bold span.
    fn split_bold_headings(&mut self) {
        let is_heading = |blocks: &[Block], at: usize| {
            let follows = blocks
                .get(at + 1)
                .is_some_and(|next| bold_text(next).is_none());
            follows && bold_text(&blocks[at]).is_some()
        };
        let starts: Vec<usize> = (0..self.blocks.len())
            .filter(|&at| is_heading(&self.blocks, at))
            .collect();
        let Some(&first) = starts.first() else {
            return;
        };
        if !self.children.is_empty() {
            return;
        }
        for (at, block) in self.blocks.split_off(first).into_iter().enumerate() {
            let is_start = starts.contains(&(first + at));
            match (is_start, bold_text(&block)) {
                (true, Some(text)) => {
                    let text = text.to_vec();
                    self.children.push(Self::new(text, block.span));
                }
                _ => {
                    if let Some(child) = self.children.last_mut() {
                        child.push(block);
                    }
                }
            }
        }
    }

    fn has_procedure(&self) -> bool {
        self.blocks
            .iter()
            .any(|block| matches!(&block.kind, BlockKind::List(list) if list.start.is_some()))
    }

    fn has_bullets(&self) -> bool {
        self.blocks
            .iter()
            .any(|block| matches!(&block.kind, BlockKind::List(list) if list.start.is_none()))
    }

    fn asks_for_state(&self) -> bool {
        self.named.is_empty() && self.has_procedure() && uses_cmdlet(&self.blocks, STATE_CMDLET)
    }

    fn is_only_links(&self) -> bool {
        self.children.is_empty() && !self.blocks.is_empty() && self.blocks.iter().all(is_link)
    }
}

/// The text of a paragraph that is one bold span.
fn bold_text(block: &Block) -> Option<&[Inline]> {
    let BlockKind::Paragraph(text) = &block.kind else {
        return None;
    };
    let mut seen = text
        .iter()
        .filter(|inline| !is_blank(std::slice::from_ref(inline)));
    match (seen.next().map(|inline| &inline.kind), seen.next()) {
        (Some(InlineKind::Strong { children }), None) => Some(children),
        _ => None,
    }
}

/// Whether a block is one link, or a list of single links.
fn is_link(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Paragraph(text) => single_link(text).is_some(),
        BlockKind::List(List { items, .. }) => items
            .iter()
            .all(|item| !item.blocks.is_empty() && item.blocks.iter().all(is_link)),
        _ => false,
    }
}

/// The target of a paragraph that is exactly one link.
pub(super) fn single_link(text: &[Inline]) -> Option<&str> {
    let mut seen = text.iter().filter(|inline| match &inline.kind {
        InlineKind::Text { text } => text.chars().any(char::is_alphanumeric),
        InlineKind::SoftBreak | InlineKind::HardBreak => false,
        _ => true,
    });
    match (seen.next().map(|inline| &inline.kind), seen.next()) {
        (Some(InlineKind::Link { target, .. }), None) => Some(target),
        _ => None,
    }
}

fn uses_cmdlet(blocks: &[Block], name: &str) -> bool {
    blocks.iter().any(|block| match &block.kind {
        // Looking for its letters costs less than reading the command.
        BlockKind::Code(code) if !has_letters(&code.text, name) => false,
        BlockKind::Code(code) => CommandShape::of(&code.text)
            .cmdlets
            .iter()
            .any(|cmdlet| cmdlet.name.eq_ignore_ascii_case(name)),
        BlockKind::List(list) => list
            .items
            .iter()
            .any(|item| uses_cmdlet(&item.blocks, name)),
        BlockKind::Quote { blocks, .. } => uses_cmdlet(blocks, name),
        _ => false,
    })
}

/// Whether `name` stands in a text, in letters of any case.
fn has_letters(text: &str, name: &str) -> bool {
    let (text, name) = (text.as_bytes(), name.as_bytes());
    let Some(first) = name.first() else {
        return true;
    };
    let begins = memchr::memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), text);
    let is_name = |there: &[u8]| there.eq_ignore_ascii_case(name);
    begins
        .map(|at| text.get(at..at + name.len()))
        .any(|there| there.is_some_and(is_name))
}

/// The names of monitors and probes in a heading.
fn names_in(text: &[Inline], span: Span) -> Vec<Named> {
    let plain = plain_text(text);
    let exact = match text {
        [
            Inline {
                kind: InlineKind::Text { text },
                span,
            },
        ] if (span.end - span.start) as usize == text.len() => Some(span.start as usize),
        _ => None,
    };
    Words::of(&plain)
        .map(|(at, word)| (at, name_part(word)))
        .filter(|(_, word)| is_monitor_like(word))
        .map(|(at, word)| Named {
            text: word.to_owned(),
            span: exact.map_or(span, |start| Span::new(start + at, start + at + word.len())),
        })
        .collect()
}

/// The kinds of the sections of an article, by the rules at the top of this file.
pub(super) fn kinds(sections: &[RawSection]) -> Vec<SectionKind> {
    let count = sections.len();
    let more = sections.last().is_some_and(RawSection::is_only_links);
    let body = count - usize::from(more);
    let verification = sections[..body].iter().position(RawSection::asks_for_state);
    let user_action = match verification {
        Some(at) => at.checked_sub(1).filter(|&before| before > 0),
        None if body < 2 => None,
        None if body > 2 && sections[1].has_bullets() && sections[2].named.is_empty() => Some(2),
        None => Some(1),
    };
    (0..count)
        .map(|at| {
            if at >= body {
                SectionKind::MoreInformation
            } else if Some(at) == verification {
                SectionKind::Verification
            } else if !sections[at].named.is_empty() {
                SectionKind::Recovery
            } else if at == 0 {
                SectionKind::Explanation
            } else if Some(at) == user_action {
                SectionKind::UserAction
            } else if user_action.is_some_and(|user_action| at < user_action) {
                SectionKind::CommonIssues
            } else if verification.is_some() {
                SectionKind::Troubleshooting
            } else {
                SectionKind::ErrorRecovery
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse_body;

    fn kinds_of(text: &str) -> Vec<SectionKind> {
        kinds(&split(parse_body(text, 0).blocks).sections)
    }

    const VERIFY: &str = "## \u{44f}\n\n1. \u{44f}\n\n   ```\n   Get-ServerHealth <x>\n   ```\n\n";

    #[test]
    fn a_full_article_in_no_known_language() {
        use SectionKind::*;
        let text = format!(
            "# T\n\n## a\n\nx\n\n## b\n\n- x\n\n## c\n\nx\n\n{VERIFY}## d FooBarMonitor e\n\n1. x.\n\n## f\n\nx\n\n## g\n\n[x](y)\n\n- [x](y)\n"
        );
        assert_eq!(
            kinds_of(&text),
            [
                Explanation,
                CommonIssues,
                UserAction,
                Verification,
                Recovery,
                Troubleshooting,
                MoreInformation
            ]
        );
    }

    #[test]
    fn articles_without_verification() {
        use SectionKind::*;
        assert_eq!(
            kinds_of("## a\n\nx\n\n## b\n\n[x](y)\n"),
            [Explanation, MoreInformation]
        );
        assert_eq!(
            kinds_of("## a\n\nx\n\n## b\n\ny [x](y)\n\n## c\n\n[x](y)\n"),
            [Explanation, UserAction, MoreInformation]
        );
        assert_eq!(
            kinds_of("## a\n\nx\n\n## b\n\nx\n\n## c: \"E1.\"\n\nx\n\n## c: \"E2.\"\n\n1. x.\n"),
            [Explanation, UserAction, ErrorRecovery, ErrorRecovery]
        );
        assert_eq!(kinds_of(""), []);
        assert_eq!(kinds_of("## a\n\n[x](y)\n"), [MoreInformation]);
    }

    #[test]
    fn both_forms_of_sub_headings_are_sub_sections() {
        for text in [
            "## a\n\nx\n\n### b\n\ny\n\n### c\n\nz\n",
            "## a\n\nx\n\n**b**\n\ny\n\n**c** \n\nz\n",
        ] {
            let sections = split(parse_body(text, 0).blocks).sections;
            assert_eq!(sections.len(), 1);
            let children: Vec<String> = sections[0]
                .children
                .iter()
                .map(|child| plain_text(&child.heading.text).into_owned())
                .collect();
            assert_eq!(children, ["b", "c"], "{text}");
            assert_eq!(sections[0].blocks.len(), 1);
        }
    }
}
