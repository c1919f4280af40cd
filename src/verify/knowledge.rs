//! Knowledge articles: nothing that import refuses and nothing that the console stumbles over.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use memchr::{memchr, memchr2, memchr2_iter, memrchr2};
use rustc_hash::FxHashSet;

use super::strings::Described;
use super::{
    ArticlePiece, ArticleText, LanguageFacts, Named, Violation, expression_length, holds_refused,
    is_refused,
};
use crate::byte_search::any;

/// The longest article, in bytes: six times the longest of Microsoft's (165 KB).
pub const LONGEST_ARTICLE: usize = 1 << 20;

/// The start tags of elements that must not be empty.
const NEVER_EMPTY: [&str; 3] = ["<maml:list>", "<maml:sections>", "<maml:row>"];
/// What such an element is if it is empty, but for its name.
const EMPTY: &str = "></";
/// Attributes of cells that make the console's transform fail.
const SPANS: [&str; 2] = [" rowSpan", " columnSpan"];
/// The attribute that holds the address of a link.
const ADDRESS: &str = "href";

/// Finds [`EMPTY`] in every article, of which packs have megabytes.
static SEARCH: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(EMPTY));

/// Checks the articles of one language.
pub fn check(known: &Named<'_>, language: &LanguageFacts<'_>, violations: &mut Vec<Violation>) {
    presence(known, language, violations);
    for article in &language.articles {
        let found: Cow<'_, [ArticleFlaw]> = match article.text {
            ArticleText::Maml(maml) => article_flaws(maml).into(),
            ArticleText::Judged(flaws) => flaws.into(),
        };
        for ArticleFlaw { at, message } in found.iter() {
            let element = article.element;
            let message = format!("{}: the article of `{element}` {message}", language.code);
            let mut violation = Violation::refused(message, article.origin);
            violation.piece = Some(ArticlePiece {
                language: language.code.to_owned(),
                element: element.to_owned(),
                byte: *at,
            });
            violations.push(violation);
        }
    }
}

/// What is wrong with the content of `MamlContent`, in its order.
pub fn article_flaws(maml: &str) -> Vec<ArticleFlaw> {
    if maml.trim().is_empty() {
        return vec![ArticleFlaw::new(0, "is empty")];
    }
    let mut flaws = local_flaws(maml);
    if maml.len() > LONGEST_ARTICLE {
        let message = "is longer than 1 MiB, which no console shows in time";
        flaws.push(ArticleFlaw::new(LONGEST_ARTICLE, message));
    }
    flaws.sort_by_key(|flaw| flaw.at);
    flaws
}

/// A text that articles are pieces of: what they share is judged once.
#[derive(Debug)]
pub struct ArticlePieces<'p> {
    text: &'p str,
    /// Whether nothing in the text is wrong.
    is_sound: bool,
}

impl<'p> ArticlePieces<'p> {
    /// Pieces of `text`.
    pub fn new(text: &'p str) -> Self {
        Self {
            text,
            is_sound: local_flaws(text).is_empty(),
        }
    }

    /// What is wrong with the article that is put together of `pieces`, in its order: what [`article_flaws`] says of it.
    pub fn flaws(&self, pieces: &[Range<usize>]) -> Vec<ArticleFlaw> {
        let texts = || pieces.iter().map(|piece| &self.text[piece.clone()]);
        let seams = texts().zip(texts().skip(1));
        let is_sound = self.is_sound
            && texts().any(|text| !text.trim_start().is_empty())
            && pieces.iter().map(Range::len).sum::<usize>() <= LONGEST_ARTICLE
            && seams
                .clone()
                .all(|(before, after)| is_sound_seam(before, after));
        match is_sound {
            true => Vec::new(),
            false => article_flaws(&texts().collect::<String>()),
        }
    }
}

/// Whether two texts without flaws have none across the place where they meet either. Everything that is looked for lies
/// in one line, and, but for an empty element, within or between tags.
fn is_sound_seam(before: &str, after: &str) -> bool {
    let is_filled =
        || !after.starts_with("</") || !NEVER_EMPTY.iter().any(|tag| before.ends_with(tag));
    before.ends_with('>') && (after.starts_with('\n') || after.starts_with('<') && is_filled())
}

/// Checks that articles are about something, and one about each.
pub fn presence(known: &Named<'_>, language: &LanguageFacts<'_>, violations: &mut Vec<Violation>) {
    let mut seen = FxHashSet::default();
    for article in &language.articles {
        let element = article.element;
        let mut report = |message: String| {
            let message = format!("{}: {message}", language.code);
            violations.push(Violation::refused(message, article.origin));
        };
        let key = (element, article.part);
        if !element.contains('!') && !known.contains_key(&key) {
            report(format!(
                "an article is about {}, which does not exist",
                Described(key)
            ));
        }
        if !seen.insert(key) {
            report(format!("{} has two articles", Described(key)));
        }
    }
}

/// What is wrong with places of an article.
fn local_flaws(maml: &str) -> Vec<ArticleFlaw> {
    let mut flaws = Vec::new();
    if holds_refused(maml) {
        let refused = maml.char_indices().filter(|(_, c)| is_refused(*c));
        flaws.extend(
            refused.map(|(at, _)| ArticleFlaw::new(at, "holds a character that XML cannot")),
        );
    }
    let sign = |at| match maml.as_bytes()[at] {
        b'$' => expression_flaw(maml, at),
        _ => attribute_flaw(maml, at),
    };
    flaws.extend(memchr2_iter(b'$', b'=', maml.as_bytes()).filter_map(sign));
    let empty = SEARCH.find_iter(maml.as_bytes());
    flaws.extend(empty.filter_map(|at| empty_element(maml, at)));
    flaws
}

/// An element whose end tag follows at once what ends at `at`, the start tag of one that must not be empty.
fn empty_element(maml: &str, at: usize) -> Option<ArticleFlaw> {
    let before = &maml[..=at];
    let tag = NEVER_EMPTY.iter().find(|tag| before.ends_with(*tag))?;
    let message = format!("holds an element without content: {tag}");
    Some(ArticleFlaw::new(before.len() - tag.len(), message))
}

/// An attribute that an article may not have, with the sign behind its name at `sign`.
fn attribute_flaw(maml: &str, sign: usize) -> Option<ArticleFlaw> {
    let (before, value) = (&maml[..sign], &maml[sign + 1..]);
    if let Some(span) = SPANS.iter().find(|it| before.ends_with(*it)) {
        return cell_span(maml, sign - span.len());
    }
    let address = value
        .strip_prefix('"')
        .filter(|_| before.ends_with(ADDRESS))?;
    unsafe_address(maml, sign - ADDRESS.len(), address)
}

fn cell_span(maml: &str, at: usize) -> Option<ArticleFlaw> {
    let message = "has a cell with rowSpan or columnSpan, which the console cannot show";
    in_tag(maml.as_bytes(), at).then(|| ArticleFlaw::new(at, message))
}

/// The address that `rest` begins with, if it is not safe.
fn unsafe_address(maml: &str, at: usize, rest: &str) -> Option<ArticleFlaw> {
    let address = &rest[..memchr(b'"', rest.as_bytes()).unwrap_or(rest.len())];
    // One that is not closed in its tag goes on in another text.
    let is_open = memchr2(b'<', b'>', address.as_bytes()).is_some();
    if is_safe_address(address) && !is_open || !in_tag(maml.as_bytes(), at) {
        return None;
    }
    let message = format!("has a link that is no safe address: {address}");
    Some(ArticleFlaw::new(at, message))
}

/// Something that is wrong with an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleFlaw {
    /// The byte of it.
    pub at: usize,
    /// What: the end of a sentence that begins with the article.
    pub message: String,
}

impl ArticleFlaw {
    fn new(at: usize, message: impl Into<String>) -> Self {
        Self {
            at,
            message: message.into(),
        }
    }
}

/// Whether `at` is between the `<` and the `>` of a tag.
fn in_tag(maml: &[u8], at: usize) -> bool {
    memrchr2(b'<', b'>', &maml[..at]).is_some_and(|mark| maml[mark] == b'<')
}

fn expression_flaw(maml: &str, at: usize) -> Option<ArticleFlaw> {
    let rest = &maml[at + 1..];
    let length = expression_length(rest);
    let message = || {
        format!(
            "holds `${}`, which SCOM takes for an expression of its own",
            &rest[..length]
        )
    };
    (length > 0).then(|| ArticleFlaw::new(at, message()))
}

/// Whether a text holds what SCOM takes for an expression of its own.
pub fn has_expression(text: &str) -> bool {
    text.match_indices('$')
        .any(|(at, _)| expression_length(&text[at + 1..]) > 0)
}

/// Whether a console may follow an address: web or mail, with a host, and nothing that .NET refuses in a URI.
pub fn is_safe_address(address: &str) -> bool {
    let rest = ["https://", "http://", "mailto:"]
        .iter()
        .find_map(|scheme| address.strip_prefix(scheme));
    rest.is_some_and(|rest| {
        let has_host = !rest.is_empty() && !rest.starts_with('/');
        has_host && !holds_blank(rest) && !holds_double_hash(rest)
    })
}

fn holds_double_hash(address: &str) -> bool {
    memchr(b'#', address.as_bytes()).is_some() && address.contains("##")
}

/// Whether a text holds white space or a control character.
fn holds_blank(text: &str) -> bool {
    // Nearly all addresses are of ASCII that can be seen.
    let is_unseen = |byte: u8| (byte <= b' ') | (byte > b'~');
    any(text.as_bytes(), is_unseen) && text.contains(|c: char| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is wrong with an article of `pieces`, which stand in their text in the other order, with something between them.
    fn flaws(pieces: &[&str]) -> Vec<ArticleFlaw> {
        let mut text = String::new();
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for piece in pieces.iter().rev() {
            text.push_str("<maml:para>other</maml:para>");
            ranges.push(text.len()..text.len() + piece.len());
            text.push_str(piece);
        }
        ranges.reverse();
        ArticlePieces::new(&text).flaws(&ranges)
    }

    #[test]
    fn an_article_of_pieces_has_the_flaws_of_the_whole() {
        for (is_sound, pieces) in [
            (
                true,
                &[
                    "\n<maml:para>a</maml:para>",
                    "\n<maml:list>",
                    "<maml:listItem/>",
                ][..],
            ),
            (true, &["\n<maml:section>", "", "</maml:section>"]),
            (false, &[]),
            (false, &["", "\n"]),
            (false, &["\n<maml:list>", "</maml:list>"]),
            (false, &["\n<maml:sections>", "</maml:sections>"]),
            (false, &["\n<maml:row>", "", "</maml:row>"]),
            (false, &["\n<maml:para>$", "Data</maml:para>"]),
            (false, &["\n<maml:para>$Da", "ta</maml:para>"]),
            (
                true,
                &[
                    "\n<maml:para>$</maml:para>",
                    "\n<maml:para>Data</maml:para>",
                ],
            ),
            (false, &["\n<maml:entry row", "Span=\"2\"/>"]),
            (false, &["\n<maml:entry", " rowSpan=\"2\"/>"]),
            (false, &["\n<maml:uri href=\"", "ftp://x\"/>"]),
            (false, &["\n<maml:uri href=\"https://a", " b\"/>"]),
            (false, &["\n<maml:uri href=\"https://a>", "\n b\"/>"]),
            (false, &["\n<maml:para>\u{1}</maml:para>"]),
        ] {
            let found = flaws(pieces);
            assert_eq!(found, article_flaws(&pieces.concat()), "{pieces:?}");
            assert_eq!(found.is_empty(), is_sound, "{pieces:?}: {found:?}");
        }
        let long = format!("<maml:para>{}</maml:para>", "x".repeat(LONGEST_ARTICLE / 2));
        let found = flaws(&[&long, &long]);
        assert_eq!(found, article_flaws(&[long.as_str(), &long].concat()));
        assert_eq!(found.len(), 1);
    }
}
