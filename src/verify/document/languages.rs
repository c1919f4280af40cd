//! Language packs, as the rules on names and articles look at them.

use super::findings::{Finding, Findings};
use super::pack::Pack;
use super::tree::Element;
use crate::diagnostic::{Location, SourceId};
use crate::verify::{
    ArticleFacts, ArticleText, ElementFacts, LanguageFacts, PackFacts, StringFacts, Violation,
};

/// The elements that consoles list by name.
const SHOWN: &[&str] = &[
    "ClassType",
    "RelationshipType",
    "Discovery",
    "Rule",
    "Task",
    "AggregateMonitor",
    "UnitMonitor",
    "DependencyMonitor",
    "Diagnostic",
    "Recovery",
    "ConsoleTask",
    "View",
    "Folder",
    "StringResource",
];

/// Any file: places are within the document.
const HERE: SourceId = SourceId(0);

/// Checks names and articles.
pub fn check<'t>(pack: &Pack<'t>, findings: &mut Findings) {
    let facts = facts(pack);
    let language = pack.root.child("LanguagePacks");
    for violation in crate::verify::verify_words(&facts) {
        add(violation, language.unwrap_or(pack.root), findings);
    }
}

fn add(violation: Violation, fallback: Element<'_>, findings: &mut Findings) {
    findings.all.push(Finding {
        weight: violation.weight,
        message: violation.message,
        help: violation.help,
        span: violation.origin.map_or(fallback.span(), |it| it.span),
        element: None,
    });
}

fn facts<'t>(pack: &Pack<'t>) -> PackFacts<'t> {
    let alerts = pack.root.below(&["Monitoring", "Monitors", "UnitMonitor"]);
    let alerts = alerts.filter_map(|it| {
        let settings = it.child("AlertSettings")?;
        let parameters = settings.child("AlertParameters");
        let last = parameters.into_iter().flat_map(Element::children).last();
        let count = last.and_then(|it| it.name().strip_prefix("AlertParameter")?.parse().ok());
        Some((settings.attribute("AlertMessage")?, count.unwrap_or(0)))
    });
    PackFacts {
        id: pack.id,
        elements: pack.elements.iter().filter_map(|it| element(*it)).collect(),
        alerts: alerts
            .filter(|(message, _)| !message.contains('!'))
            .collect(),
        languages: pack
            .root
            .below(&["LanguagePacks", "LanguagePack"])
            .map(language)
            .collect(),
        ..PackFacts::default()
    }
}

fn at(element: Element<'_>) -> Option<Location> {
    Some(element.span().within(HERE))
}

fn element(element: Element<'_>) -> Option<ElementFacts<'_>> {
    let states = element.below(&["OperationalStates", "OperationalState"]);
    let named = states.chain(element.children().filter(|it| it.name() == "Property"));
    let others = element
        .descendants()
        .skip(1)
        .filter_map(|it| it.attribute("ID"));
    let shown =
        SHOWN.contains(&element.name()) && element.attribute("Accessibility") != Some("Internal");
    Some(ElementFacts {
        id: element.attribute("ID")?,
        parts: named
            .filter(|_| shown)
            .filter_map(|it| it.attribute("ID"))
            .collect(),
        other_parts: others.collect(),
        is_nameless: !shown,
        references: Vec::new(),
        origin: at(element),
    })
}

fn language(language: Element<'_>) -> LanguageFacts<'_> {
    let strings = language.below(&["DisplayStrings", "DisplayString"]);
    let articles = language.below(&["KnowledgeArticles", "KnowledgeArticle"]);
    LanguageFacts {
        code: language.attribute("ID").unwrap_or_default(),
        is_default: language.attribute("IsDefault") == Some("true"),
        strings: strings
            .filter(|it| !it.attribute("ElementID").unwrap_or_default().contains('!'))
            .map(|it| StringFacts {
                element: it.attribute("ElementID").unwrap_or_default(),
                part: it.attribute("SubElementID"),
                // A string without a name is out of shape; that is said already.
                name: it.child("Name").map_or("-", Element::text),
                description: it.child("Description").map(Element::text),
                origin: at(it),
            })
            .collect(),
        // Else it would be no XML.
        is_clean: true,
        articles: articles
            .map(|it| ArticleFacts {
                element: it.attribute("ElementID").unwrap_or_default(),
                part: it.attribute("SubElementID"),
                text: ArticleText::Judged(&[]),
                origin: at(it),
            })
            .collect(),
        origin: at(language),
    }
}
