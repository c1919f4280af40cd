//! The commands in the blocks of one language.

use std::borrow::Cow;

use crate::article::{Block, CommandUse};

/// The commands in a block, at any depth, in the order of the text.
pub(super) fn collect_commands<'a>(block: &'a Block, found: &mut Vec<&'a CommandUse>) {
    match block {
        Block::Command(command) => found.push(command),
        Block::Quote(quote) => quote
            .blocks
            .iter()
            .for_each(|block| collect_commands(block, found)),
        Block::Steps(steps) => {
            steps
                .steps
                .iter()
                .flat_map(|step| &step.blocks)
                .for_each(|block| collect_commands(block, found));
        }
        Block::Items(list) => list
            .items
            .iter()
            .flatten()
            .for_each(|block| collect_commands(block, found)),
        _ => {}
    }
}

/// The text of a command without what the dialects of Markdown put into it: blank lines between commands,
/// blanks at the ends of lines, and a hard break (two blanks and a line break), which stands for one blank.
pub(super) fn tidy(text: &str) -> Cow<'_, str> {
    let is_tidy = |line: &str| !line.is_empty() && !line.ends_with([' ', '\t', '\r', '\u{a0}']);
    if text.split('\n').all(is_tidy) {
        return Cow::Borrowed(text);
    }
    let mut tidied = String::with_capacity(text.len());
    let mut joins = false;
    for line in text.split('\n') {
        let kept = line.trim_end();
        if kept.is_empty() {
            joins = false;
            continue;
        }
        if !tidied.is_empty() {
            tidied.push(if joins { ' ' } else { '\n' });
        }
        tidied.push_str(if joins { kept.trim_start() } else { kept });
        joins = line.ends_with("  ");
    }
    Cow::Owned(tidied)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_of_both_dialects_are_the_same() {
        assert_eq!(tidy("A-B one\n\u{20}\u{20}\nA-B two"), "A-B one\nA-B two");
        assert_eq!(tidy("A-B \"x  \n  y*\""), "A-B \"x y*\"");
        assert!(matches!(tidy("A-B\nC-D"), Cow::Borrowed(_)));
    }
}
