//! Lists that bad indentation has cut in two.

use crate::syntax::tree::{Block, BlockKind, List};

/// An ordered list that begins with the number after the last one of the list before it is the same list:
/// the blocks between were indented too little and belong to the item before them.
pub(super) fn join_lists(blocks: Vec<Block>) -> Vec<Block> {
    let mut joined: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let BlockKind::List(List {
            start: Some(first), ..
        }) = &block.kind
        else {
            joined.push(block);
            continue;
        };
        let continued = if *first > 1 {
            continued_list(&joined, *first)
        } else {
            None
        };
        let (Some(at), BlockKind::List(next)) = (continued, block.kind.clone()) else {
            joined.push(block);
            continue;
        };
        let between: Vec<Block> = joined.drain(at + 1..).collect();
        if let Some(Block {
            kind: BlockKind::List(list),
            span,
        }) = joined.last_mut()
        {
            *span = span.to(block.span);
            if let Some(item) = list.items.last_mut() {
                item.span = between
                    .iter()
                    .fold(item.span, |sum, block| sum.to(block.span));
                item.blocks.extend(between);
            }
            list.items.extend(next.items);
        }
    }
    joined
}

/// The place in `blocks` of a list that `first` continues, if no heading stands between.
fn continued_list(blocks: &[Block], first: u64) -> Option<usize> {
    for (at, block) in blocks.iter().enumerate().rev() {
        match &block.kind {
            BlockKind::Heading { .. } => return None,
            BlockKind::List(List {
                start: Some(start),
                items,
            }) => {
                let next = start + items.len() as u64;
                return (next == first).then_some(at);
            }
            _ => {}
        }
    }
    None
}
