//! A remark without its label.
//!
//! Rule: `remark-label-lost`.
//!
//! ## What it does
//! Finds paragraphs that are remarks with a bold label, such as **Note**, in most other languages.
//!
//! ## Why it matters
//! What a warning says is read as the next thing to do.
//!
//! ## How to mend it
//! Begin the paragraph with the label in bold type and a colon.
//!
//! ## What it cannot see
//! Whether the label is the right one. In a language whose labels nobody has listed (`[lexicon] note` in `locales/`),
//! bold type at the beginning of the paragraph may be one.

use crate::article::Block;
use crate::check::consensus::{disputes, list, scope};
use crate::check::places::{at_places, source_first};
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule, Scope};
use crate::locale::{Locale, Localized};
use crate::model::Node;
use crate::syntax::InlineKind;

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    walk(&topic.set.introduction, &mut |text| found.extend(unlabelled(context, topic, text)));
    for section in topic.set.all_sections() {
        walk(&section.nodes, &mut |text| found.extend(unlabelled(context, topic, text)));
    }
    found
}

fn walk(nodes: &[Node<'_>], visit: &mut dyn FnMut(&Localized<&Block>)) {
    for node in nodes {
        match node {
            Node::Prose { text, .. } => visit(text),
            Node::List(list) => list.items.iter().for_each(|item| walk(&item.nodes, visit)),
            Node::Command { .. } => {}
        }
    }
}

fn unlabelled(
    context: &Context<'_>,
    topic: &Topic<'_>,
    text: &Localized<&Block>,
) -> Option<Diagnostic> {
    let is_remark = |block: &Block| match block {
        Block::Note(_) => true,
        Block::Quote(quote) => quote.alert.is_some(),
        _ => false,
    };
    if !text.values().any(|block| is_remark(block)) {
        return None;
    }
    let said: Vec<(Locale, Vec<()>)> = text
        .iter()
        .map(|(locale, block)| (locale, if is_remark(block) { vec![()] } else { vec![] }))
        .collect();
    let dispute = disputes(&said, context.source).into_iter().find(|dispute| dispute.is_right)?;
    let may_have_label = |locale: Locale| {
        let lists_labels = context.languages.get(locale).is_some_and(|data| !data.lexicon.note.is_empty());
        !lists_labels && text.get(locale).is_some_and(|block| begins_bold(block))
    };
    let lacking: Vec<Locale> = dispute.lacking.iter().copied().filter(|&locale| !may_have_label(locale)).collect();
    let place = |locale: Locale| -> Option<(Locale, Location)> {
        Some((locale, text.get(locale)?.span().within(topic.set.articles.get(locale)?.source)))
    };
    let message = format!("this is a remark with a label in {}", list(&dispute.holders));
    let drift = dispute.is_drift(context.source);
    let diagnostic = Diagnostic::new(Rule::RemarkLabelLost, message)
        .scope(if drift { Scope::Translations } else { scope(&lacking) })
        .help("begin it with the label in bold type and a colon");
    let places: Vec<_> = lacking.iter().filter_map(|&locale| place(locale)).collect();
    let diagnostic = at_places(diagnostic, &source_first(places, context.source))?;
    let (locale, there) = dispute.holders.iter().find_map(|&locale| place(locale))?;
    Some(diagnostic.related(there, format!("the remark in {locale}")))
}

fn begins_bold(block: &Block) -> bool {
    let Block::Paragraph(paragraph) = block else { return false };
    let first = paragraph.text.first();
    first.is_some_and(|inline| matches!(inline.kind, InlineKind::Strong { .. }))
}
