//! What System Center Operations Manager demands of a management pack beyond its schema: what import refuses, and what
//! it lets through although it is broken.
//!
//! [`document`] judges any pack by its XML. A pack that was made here is judged before there is XML of its names and articles,
//! which are most of it: by [`PackFacts`], a view that says nothing of how it was made, and by [`body`].

mod document;
mod identity;
mod knowledge;
mod strings;
mod text;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

pub use self::document::{Finding, body, document, is_unmarked_utf16};
pub use self::knowledge::{
    ArticleFlaw, ArticlePieces, LONGEST_ARTICLE, article_flaws, is_safe_address,
};
pub use self::text::{expression_length, holds_refused, is_refused};
use crate::diagnostic::Location;

/// What is judged of a pack.
#[derive(Debug, Default)]
pub struct PackFacts<'p> {
    /// The ID of the pack.
    pub id: &'p str,
    /// The name in the manifest.
    pub name: &'p str,
    /// The aliases of the packs it refers to.
    pub aliases: Vec<&'p str>,
    /// Everything with an ID.
    pub elements: Vec<ElementFacts<'p>>,
    /// Alerts: the string resource, and how many parameters fill its text.
    pub alerts: Vec<(&'p str, usize)>,
    /// Text in the configuration of modules, such as scripts, with the element.
    pub module_texts: Vec<(&'p str, &'p str)>,
    /// The language packs.
    pub languages: Vec<LanguageFacts<'p>>,
}

/// An element.
#[derive(Debug, Default)]
pub struct ElementFacts<'p> {
    /// Its ID.
    pub id: &'p str,
    /// Parts of it that have names of their own.
    pub parts: Vec<&'p str>,
    /// Parts of it that may have names.
    pub other_parts: Vec<&'p str>,
    /// Whether nobody misses its name.
    pub is_nameless: bool,
    /// The elements of the same pack that it refers to.
    pub references: Vec<&'p str>,
    /// What it comes from.
    pub origin: Option<Location>,
}

/// A language pack.
#[derive(Debug, Default)]
pub struct LanguageFacts<'p> {
    /// Its ID: the code of the language.
    pub code: &'p str,
    /// Whether it stands in for missing ones.
    pub is_default: bool,
    /// Names.
    pub strings: Vec<StringFacts<'p>>,
    /// Whether it is known of all names that they hold no character that XML cannot.
    pub is_clean: bool,
    /// Articles.
    pub articles: Vec<ArticleFacts<'p>>,
    /// What it comes from.
    pub origin: Option<Location>,
}

/// A name of an element.
#[derive(Debug, Default)]
pub struct StringFacts<'p> {
    /// The element.
    pub element: &'p str,
    /// A part of it.
    pub part: Option<&'p str>,
    /// The name.
    pub name: &'p str,
    /// What it is for.
    pub description: Option<&'p str>,
    /// Where it is given.
    pub origin: Option<Location>,
}

/// A knowledge article.
#[derive(Debug, Default)]
pub struct ArticleFacts<'p> {
    /// The element; with an alias and `!` in front if it is in another pack.
    pub element: &'p str,
    /// A part of it.
    pub part: Option<&'p str>,
    /// What it says.
    pub text: ArticleText<'p>,
    /// The Markdown it comes from.
    pub origin: Option<Location>,
}

/// What an article says.
#[derive(Clone, Copy, Debug)]
pub enum ArticleText<'p> {
    /// The content of `MamlContent`, to be judged.
    Maml(&'p str),
    /// It was judged already: what [`article_flaws`] said.
    Judged(&'p [ArticleFlaw]),
}

impl Default for ArticleText<'_> {
    fn default() -> Self {
        Self::Maml("")
    }
}

/// Something SCOM would refuse, or take and work badly with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Whether import fails.
    pub weight: Weight,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// How to mend it; empty if the message says so.
    pub help: String,
    /// What it comes from.
    pub origin: Option<Location>,
    /// If it is about what an article says: where there.
    pub piece: Option<ArticlePiece>,
}

/// A place in a knowledge article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticlePiece {
    /// The language pack.
    pub language: String,
    /// The element that the article is about.
    pub element: String,
    /// The byte of its MAML.
    pub byte: usize,
}

/// What SCOM makes of a flaw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Import fails.
    Refused,
    /// Import succeeds, and something works badly.
    Flawed,
}

impl Violation {
    fn refused(message: String, origin: Option<Location>) -> Self {
        Self {
            weight: Weight::Refused,
            message,
            help: String::new(),
            origin,
            piece: None,
        }
    }

    fn flawed(message: String, origin: Option<Location>) -> Self {
        Self {
            weight: Weight::Flawed,
            ..Self::refused(message, origin)
        }
    }
}

/// Everything that is wrong with a pack, in the order of the pack.
pub fn verify(facts: &PackFacts<'_>) -> Vec<Violation> {
    let mut violations = Vec::new();
    identity::check(facts, &mut violations);
    for (element, text) in &facts.module_texts {
        if knowledge::has_expression(text) {
            violations.push(Violation::refused(
                format!("a script of `{element}` has a variable that SCOM takes for an expression of its own"),
                facts.origin(element),
            ));
        }
    }
    let named = facts.named();
    let wanted = strings::Wanted::new(facts, &named);
    let of_language = |language: &LanguageFacts<'_>| {
        let mut found = Vec::new();
        strings::check(&wanted, language, &mut found);
        knowledge::check(&named, language, &mut found);
        found
    };
    let found: Vec<Vec<Violation>> = facts.languages.par_iter().map(of_language).collect();
    violations.extend(found.into_iter().flatten());
    violations
}

/// What is wrong with the languages, the names and the presence of articles; not with what articles say.
fn verify_words(facts: &PackFacts<'_>) -> Vec<Violation> {
    let mut violations = Vec::new();
    identity::languages(facts, &mut violations);
    let named = facts.named();
    let wanted = strings::Wanted::new(facts, &named);
    let of_language = |language: &LanguageFacts<'_>| {
        let mut found = Vec::new();
        strings::check(&wanted, language, &mut found);
        knowledge::presence(&named, language, &mut found);
        found
    };
    let found: Vec<Vec<Violation>> = facts.languages.par_iter().map(of_language).collect();
    violations.extend(found.into_iter().flatten());
    violations
}

/// What has a name in every language: elements, and parts of them, with numbers.
type Named<'p> = FxHashMap<Key<'p>, usize>;

/// An element, or a part of one.
type Key<'p> = (&'p str, Option<&'p str>);

impl<'p> PackFacts<'p> {
    fn named(&self) -> Named<'p> {
        let mut named = Named::default();
        let mut add = |key: Key<'p>| {
            let number = named.len();
            named.entry(key).or_insert(number);
        };
        add((self.id, None));
        for element in &self.elements {
            add((element.id, None));
            let parts = element.parts.iter().chain(&element.other_parts);
            parts.for_each(|part| add((element.id, Some(*part))));
        }
        named
    }

    /// What an element comes from.
    pub fn origin(&self, element: &str) -> Option<Location> {
        self.elements
            .iter()
            .find(|it| it.id == element)
            .and_then(|it| it.origin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn string<'p>(element: &'p str, name: &'p str) -> StringFacts<'p> {
        StringFacts {
            element,
            name,
            ..StringFacts::default()
        }
    }

    /// A pack with one element that nothing is wrong with.
    fn good() -> PackFacts<'static> {
        PackFacts {
            id: "P",
            name: "Pack",
            aliases: vec!["System"],
            elements: vec![ElementFacts {
                id: "P.A",
                ..ElementFacts::default()
            }],
            languages: vec![LanguageFacts {
                is_clean: false,
                code: "ENU",
                is_default: true,
                strings: vec![string("P", "Pack"), string("P.A", "A")],
                articles: vec![ArticleFacts {
                    element: "P.A",
                    part: None,
                    text: ArticleText::Maml(
                        "<maml:section><maml:title>T</maml:title></maml:section>",
                    ),
                    origin: None,
                }],
                origin: None,
            }],
            ..PackFacts::default()
        }
    }

    /// What is wrong after `change`; one sentence.
    fn wrong(change: impl FnOnce(&mut PackFacts<'static>)) -> String {
        let mut facts = good();
        change(&mut facts);
        let violations = verify(&facts);
        assert_eq!(violations.len(), 1, "{violations:?}");
        violations[0].message.clone()
    }

    fn element(id: &'static str) -> ElementFacts<'static> {
        ElementFacts {
            id,
            ..ElementFacts::default()
        }
    }

    #[test]
    fn a_good_pack_passes() {
        assert_eq!(verify(&good()), []);
    }

    #[test]
    fn ids_are_one_space_whatever_their_case() {
        let twin = wrong(|facts| {
            facts.elements.push(element("p.a"));
            facts.languages[0].strings.push(string("p.a", "B"));
        });
        assert!(
            twin.contains("`p.a`") && twin.contains("capitals"),
            "{twin}"
        );
        assert!(wrong(|facts| facts.aliases.push("P")).contains("`P`"));
        assert!(wrong(|facts| facts.aliases.push("enu")).contains("`ENU`"));
    }

    #[test]
    fn ids_are_well_formed() {
        for id in ["P-A", "1A", "", "Ü"] {
            let message = wrong(|facts| {
                facts.elements[0].id = id;
                facts.languages[0].strings[1].element = id;
                facts.languages[0].articles.clear();
            });
            assert!(message.contains("is no ID"), "{message}");
        }
    }

    #[test]
    fn references_lead_somewhere() {
        assert!(wrong(|facts| facts.elements[0].references.push("P.B")).contains("`P.B`"));
    }

    #[test]
    fn every_element_and_part_has_a_name_in_every_language() {
        assert!(wrong(|facts| facts.languages[0].strings.truncate(1)).contains("has no name"));
        assert!(wrong(|facts| facts.elements[0].parts.push("State")).contains("`State`"));
        assert!(wrong(|facts| facts.languages[0].strings[1].name = " ").contains("empty"));
        assert!(wrong(|facts| facts.languages[0].strings[1].name = "\u{1}").contains("character"));
    }

    #[test]
    fn names_are_for_elements_that_exist_and_once() {
        assert!(
            wrong(|facts| facts.languages[0].strings.push(string("P.B", "B")))
                .contains("does not exist")
        );
        assert!(
            wrong(|facts| facts.languages[0].strings.push(string("P.A", "B"))).contains("twice")
        );
    }

    #[test]
    fn long_names_are_refused() {
        let long: &'static str = Box::leak("x".repeat(4001).into_boxed_str());
        assert!(
            wrong(|facts| facts.languages[0].strings[1].description = Some(long)).contains("4000")
        );
    }

    #[test]
    fn there_is_one_default_language_and_every_code_is_known() {
        assert!(wrong(|facts| facts.languages[0].is_default = false).contains("default"));
        assert!(wrong(|facts| facts.languages[0].code = "ESP").contains("ESP"));
        assert!(wrong(|facts| facts.languages.clear()).contains("no language"));
    }

    #[test]
    fn the_text_of_an_alert_has_as_many_placeholders_as_parameters() {
        let message = wrong(|facts| {
            facts.alerts.push(("P.A", 1));
            facts.languages[0].strings[1].description = Some("{0} {1}");
        });
        assert!(message.contains("{1}"), "{message}");
        assert!(wrong(|facts| facts.alerts.push(("P.A", 1))).contains("no text"));
    }

    #[test]
    fn articles_are_for_elements_that_exist_and_once() {
        let article = |element| ArticleFacts {
            element,
            part: None,
            text: ArticleText::Judged(&[]),
            origin: None,
        };
        assert!(
            wrong(|facts| facts.languages[0].articles.push(article("P.B")))
                .contains("does not exist")
        );
        assert!(
            wrong(|facts| facts.languages[0].articles.push(article("P.A")))
                .contains("two articles")
        );
        let mut facts = good();
        facts.languages[0].articles.push(article("System!Foreign"));
        assert_eq!(verify(&facts), []);
    }

    #[test]
    fn articles_hold_nothing_that_scom_refuses_or_the_console_breaks_on() {
        for (maml, word) in [
            ("", "empty"),
            ("<maml:para>$Database</maml:para>", "$Database"),
            ("<maml:para>\u{2}</maml:para>", "character"),
            ("<maml:uri href=\"javascript:x\"/>", "javascript:x"),
            ("<maml:uri href=\"http:///x\"/>", "http:///x"),
            ("<maml:uri href=\"https://a b/\"/>", "https://a b/"),
            ("<maml:list></maml:list>", "list"),
            ("<maml:entry rowSpan=\"2\">", "rowSpan"),
        ] {
            let message =
                wrong(|facts| facts.languages[0].articles[0].text = ArticleText::Maml(maml));
            assert!(message.contains(word), "{maml}: {message}");
        }
    }

    #[test]
    fn every_flaw_of_an_article_is_reported_with_its_place() {
        let maml = "<maml:para>$Data é $MPElement</maml:para><maml:list></maml:list><maml:uri href=\"ftp://x\"/>";
        let mut facts = good();
        facts.languages[0].articles[0].text = ArticleText::Maml(maml);
        let found: Vec<(usize, String)> = verify(&facts)
            .into_iter()
            .map(|it| (it.piece.expect("in an article").byte, it.message))
            .collect();
        let at = |text| maml.find(text).expect("there");
        for (byte, word) in [
            (at("$Data"), "`$Data`"),
            (at("$MPElement"), "`$MPElement`"),
            (at("<maml:list>"), "<maml:list>"),
            (at("href"), "ftp://x"),
        ] {
            assert!(
                found
                    .iter()
                    .any(|(place, message)| *place == byte && message.contains(word)),
                "{found:?}"
            );
        }
        assert_eq!(found.len(), 4);
    }

    #[test]
    fn giant_articles_are_refused() {
        let giant: &'static str = Box::leak("x".repeat(2 << 20).into_boxed_str());
        assert!(
            wrong(|facts| facts.languages[0].articles[0].text = ArticleText::Maml(giant))
                .contains("MiB")
        );
    }

    #[test]
    fn scripts_are_free_of_expressions() {
        assert!(wrong(|facts| facts.module_texts.push(("P.A", "Get-X $RunAsX"))).contains("`P.A`"));
        let mut facts = good();
        facts
            .module_texts
            .push(("P.A", "Get-X $_ $env:ComputerName ${Database}"));
        assert_eq!(verify(&facts), []);
    }
}
