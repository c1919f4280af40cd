//! Knowledge articles: nothing that import refuses and nothing that the console stumbles over.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use memchr::{memchr_iter, memrchr2};
use rustc_hash::FxHashSet;

use super::strings::Described;
use super::{ArticleText, LanguageFacts, Named, Violation, expression_length, holds_refused};

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
        let flaw = match article.text {
            ArticleText::Maml(maml) => article_flaw(maml),
            ArticleText::Judged(flaw) => flaw.map(str::to_owned),
        };
        if let Some(message) = flaw {
            let element = article.element;
            let message = format!("{}: the article of `{element}` {message}", language.code);
            violations.push(Violation::refused(message, article.origin));
        }
    }
}

/// What is wrong with the content of `MamlContent`, if something is.
pub fn article_flaw(maml: &str) -> Option<String> {
    static SEARCH: LazyLock<Search> = LazyLock::new(Search::new);
    SEARCH.flaw(maml)
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

    /// What is wrong with an article, if something is.
    fn flaw(&self, maml: &str) -> Option<String> {
        if maml.trim().is_empty() {
            return Some("is empty".to_owned());
        }
        if maml.len() > LONGEST_ARTICLE {
            return Some("is longer than 1 MiB, which no console shows in time".to_owned());
        }
        let bytes = maml.as_bytes();
        if holds_refused(maml) {
            return Some("holds a character that XML cannot".to_owned());
        }
        let expression = memchr_iter(b'$', bytes).find_map(|at| expression_flaw(&maml[at + 1..]));
        expression
            .or_else(|| self.empty_element(bytes))
            .or_else(|| self.cell_span(bytes))
            .or_else(|| self.unsafe_address(maml))
    }

    fn empty_element(&self, maml: &[u8]) -> Option<String> {
        let (tag, _) = self
            .never_empty
            .iter()
            .find(|(_, empty)| empty.find(maml).is_some())?;
        let tag = &tag[..=tag.find('>').unwrap_or(0)];
        Some(format!("holds an element without content: {tag}"))
    }

    fn cell_span(&self, maml: &[u8]) -> Option<String> {
        self.spans
            .iter()
            .any(|span| span.find_iter(maml).any(|at| in_tag(maml, at)))
            .then(|| {
                "has a cell with rowSpan or columnSpan, which the console cannot show".to_owned()
            })
    }

    fn unsafe_address(&self, maml: &str) -> Option<String> {
        let bytes = maml.as_bytes();
        let address = |at: usize| {
            let address = maml[at + ADDRESS.len()..].split('"').next()?;
            (in_tag(bytes, at) && !is_safe_address(address)).then_some(address)
        };
        let address = self.address.find_iter(bytes).find_map(address)?;
        Some(format!("has a link that is no safe address: {address}"))
    }
}

/// Whether `at` is between the `<` and the `>` of a tag.
fn in_tag(maml: &[u8], at: usize) -> bool {
    memrchr2(b'<', b'>', &maml[..at]).is_some_and(|mark| maml[mark] == b'<')
}

fn expression_flaw(rest: &str) -> Option<String> {
    let length = expression_length(rest);
    (length > 0).then(|| {
        format!(
            "holds `${}`, which SCOM takes for an expression of its own",
            &rest[..length]
        )
    })
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
