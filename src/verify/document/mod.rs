//! Management packs as XML: any pack, whoever made it.
//!
//! A document is read into a [`tree`], which has the place of everything; [`pack`] knows its elements and where references
//! lead; every other module is a group of rules. What is not known (elements of other packs, sections that no rule is
//! about) is not judged, so that a sound pack has no findings.

mod classes;
mod expressions;
mod findings;
mod ids;
mod languages;
mod library;
mod maml;
mod manifest;
mod modules;
mod monitors;
mod pack;
mod references;
mod responses;
mod schema;
mod shape;
mod text;
mod tree;
mod views;

pub use self::findings::Finding;
use self::findings::Findings;
use self::pack::Pack;
use self::tree::Tree;
use super::Weight;
use crate::diagnostic::Span;

/// The name of the outermost element.
const ROOT: &str = "ManagementPack";

/// Everything that is wrong with a pack, in the order of its text.
pub fn document(text: &str) -> Vec<Finding> {
    judge(text, true)
}

/// Everything that is wrong with a pack whose names and articles are looked at elsewhere.
pub fn body(text: &str) -> Vec<Finding> {
    judge(text, false)
}

fn judge(text: &str, with_words: bool) -> Vec<Finding> {
    if is_unmarked_utf16(text) {
        let message = "this is no XML: it is UTF-16 without a byte order mark";
        let mut finding = unreadable(message.to_owned(), Span::new(0, 1));
        finding.help = "save it as UTF-8, or as UTF-16 with the mark".to_owned();
        return vec![finding];
    }
    let tree = match Tree::parse(text) {
        Ok(tree) => tree,
        Err(error) => {
            let length = text[error.at.min(text.len())..]
                .chars()
                .next()
                .map_or(0, char::len_utf8);
            return vec![unreadable(
                format!("this is no XML: {}", error.message),
                Span::new(error.at, error.at + length),
            )];
        }
    };
    let root = tree.root();
    if root.name() != ROOT {
        let message = format!(
            "this is no management pack: it begins with `<{}>`",
            root.name()
        );
        return vec![unreadable(message, root.span())];
    }
    let pack = Pack::new(&tree);
    let mut findings = Findings::default();
    // The schema before 2.0 has other shapes. A pack that was made from one says so.
    if root.attribute("SchemaVersion").is_some()
        || root.attribute("OriginalSchemaVersion").is_some()
    {
        shape::check(root, schema::named(ROOT), &mut findings);
    }
    manifest::check(&pack, &mut findings);
    ids::check(&pack, &mut findings);
    references::check(&pack, &mut findings);
    classes::check(&pack, &mut findings);
    modules::check(&pack, &mut findings);
    monitors::check(&pack, &mut findings);
    responses::check(&pack, &mut findings);
    expressions::check(&pack, &mut findings);
    views::check(&pack, &mut findings);
    if with_words {
        languages::check(&pack, &mut findings);
        maml::check(&pack, &mut findings);
    }
    let mut found = findings.all;
    found.sort_by_key(|it| (it.span.start, it.span.end));
    found
}

/// Whether a text is UTF-16 that was read as something else, because it has no byte order mark.
pub fn is_unmarked_utf16(text: &str) -> bool {
    text.starts_with("<\0") || text.starts_with("\0<")
}

fn unreadable(message: String, span: Span) -> Finding {
    Finding {
        weight: Weight::Refused,
        message,
        help: String::new(),
        span,
        element: None,
    }
}
