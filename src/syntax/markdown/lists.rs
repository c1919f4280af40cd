//! Lists that bad indentation has cut in two.

use crate::diagnostic::Span;
use crate::syntax::tree::{Block, BlockKind, List};

/// An ordered list that begins with the number after the last one of the list before it is the same list:
/// the blocks between were indented too little and belong to the item before them.
pub(super) fn join_lists(blocks: Vec<Block>) -> Vec<Block> {
    if blocks.iter().all(|block| later_start(block).is_none()) {
        return blocks;
    }
    let mut joined: Vec<Block> = Vec::with_capacity(blocks.len());
    for block in blocks {
        let continued = later_start(&block).and_then(|first| continued_list(&joined, first));
        match (continued, block.kind) {
            (Some(at), BlockKind::List(next)) => join(&mut joined, at, next, block.span),
            (_, kind) => joined.push(Block { kind, ..block }),
        }
    }
    joined
}

/// The first number of an ordered list, if it is not 1.
fn later_start(block: &Block) -> Option<u64> {
    match &block.kind {
        BlockKind::List(list) => list.start.filter(|first| *first > 1),
        _ => None,
    }
}

/// Makes `next`, at `place`, part of the list at `at`, and what stands between part of its last item.
fn join(blocks: &mut Vec<Block>, at: usize, next: List, place: Span) {
    let between: Vec<Block> = blocks.drain(at + 1..).collect();
    if let Some(Block {
        kind: BlockKind::List(list),
        span,
    }) = blocks.last_mut()
    {
        *span = span.to(place);
        if let Some(item) = list.items.last_mut() {
            item.span = between
                .iter()
                .fold(item.span, |sum, block| sum.to(block.span));
            item.blocks.extend(between);
        }
        list.items.extend(next.items);
    }
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
