//! Knowledge articles: nothing that import refuses and nothing that the console stumbles over.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use memchr::{memchr_iter, memrchr2};
use rustc_hash::FxHashSet;

use super::strings::Described;
use super::{
    ArticlePiece, ArticleText, LanguageFacts, Named, Violation, expression_length, holds_refused,
    is_refused,
};

/// The longest article, in bytes: six times the longest of Microsoft's (165 KB).
pub const LONGEST_ARTICLE: usize = 1 << 20;

/// Elements that must not be empty, as they are when they are.
const NEVER_EMPTY: [&str; 3] = ["<maml:list></", "<maml:sections></", "<maml:row></"];
/// Attributes of cells that make the console's transform fail.
const SPANS: [&str; 2] = [" rowSpan=", " columnSpan="];
/// What begins the address of a link.
const ADDRESS: &str = "href=\"";

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
    static SEARCH: LazyLock<Search> = LazyLock::new(Search::new);
    SEARCH.flaws(maml)
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
        if !element.contains('!') && !known.contains(&key) {
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

/// What is searched for in every article, prepared once: packs have megabytes of them, and every build looks at all.
struct Search {
    never_empty: [(&'static str, Finder<'static>); 3],
    spans: [Finder<'static>; 2],
    address: Finder<'static>,
}

impl Search {
    fn new() -> Self {
        Self {
            never_empty: NEVER_EMPTY.map(|empty| (empty, Finder::new(empty))),
            spans: SPANS.map(Finder::new),
            address: Finder::new(ADDRESS),
        }
    }

    /// What is wrong with an article, in its order.
    fn flaws(&self, maml: &str) -> Vec<ArticleFlaw> {
        if maml.trim().is_empty() {
            return vec![ArticleFlaw::new(0, "is empty")];
        }
        let bytes = maml.as_bytes();
        let mut flaws = Vec::new();
        if holds_refused(maml) {
            let refused = maml.char_indices().filter(|(_, c)| is_refused(*c));
            flaws.extend(
                refused.map(|(at, _)| ArticleFlaw::new(at, "holds a character that XML cannot")),
            );
        }
        flaws.extend(memchr_iter(b'$', bytes).filter_map(|at| expression_flaw(maml, at)));
        self.empty_elements(bytes, &mut flaws);
        self.cell_spans(bytes, &mut flaws);
        self.unsafe_addresses(maml, &mut flaws);
        if maml.len() > LONGEST_ARTICLE {
            let message = "is longer than 1 MiB, which no console shows in time";
            flaws.push(ArticleFlaw::new(LONGEST_ARTICLE, message));
        }
        flaws.sort_by_key(|flaw| flaw.at);
        flaws
    }

    fn empty_elements(&self, maml: &[u8], flaws: &mut Vec<ArticleFlaw>) {
        for (tag, empty) in &self.never_empty {
            let tag = &tag[..=tag.find('>').unwrap_or(0)];
            flaws.extend(empty.find_iter(maml).map(|at| {
                ArticleFlaw::new(at, format!("holds an element without content: {tag}"))
            }));
        }
    }

    fn cell_spans(&self, maml: &[u8], flaws: &mut Vec<ArticleFlaw>) {
        const MESSAGE: &str =
            "has a cell with rowSpan or columnSpan, which the console cannot show";
        for span in &self.spans {
            let found = span.find_iter(maml).filter(|at| in_tag(maml, *at));
            flaws.extend(found.map(|at| ArticleFlaw::new(at, MESSAGE)));
        }
    }

    fn unsafe_addresses(&self, maml: &str, flaws: &mut Vec<ArticleFlaw>) {
        let bytes = maml.as_bytes();
        for at in self.address.find_iter(bytes) {
            let address = maml[at + ADDRESS.len()..].split('"').next();
            let address = address.unwrap_or_default();
            if in_tag(bytes, at) && !is_safe_address(address) {
                let message = format!("has a link that is no safe address: {address}");
                flaws.push(ArticleFlaw::new(at, message));
            }
        }
    }
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
        has_host
            && !rest.contains(|c: char| c.is_whitespace() || c.is_control())
            && !rest.contains("##")
    })
}
