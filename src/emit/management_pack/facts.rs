//! The pack as [`crate::verify`] looks at it.

use std::collections::BTreeMap;

use super::element::{ElementId, Library, Pack, Reference, UnitMonitor};
use super::language::LanguagePack;
use crate::diagnostic::Location;
use crate::verify::{
    ArticleFacts, ArticleText, ElementFacts, Finding, LanguageFacts, PackFacts, StringFacts,
    Violation, holds_refused,
};

/// What is to be verified of a pack in these languages.
pub fn facts<'p>(pack: &'p Pack, languages: &'p [LanguagePack]) -> PackFacts<'p> {
    let alerts = pack.units.iter().filter_map(|unit| unit.alert.as_ref());
    let scripts = pack
        .recoveries
        .iter()
        .map(|it| (it.id.as_str(), it.script.body.as_str()));
    let tasks = pack
        .tasks
        .iter()
        .map(|it| (it.id.as_str(), it.command.text.as_str()));
    let diagnostics = pack
        .diagnostics
        .iter()
        .map(|it| (it.id.as_str(), it.command.text.as_str()));
    PackFacts {
        id: pack.id.as_str(),
        name: &pack.name,
        aliases: Library::ALL.iter().map(|library| library.alias()).collect(),
        elements: elements(pack),
        alerts: alerts
            .map(|alert| (alert.message.as_str(), alert.parameters.len()))
            .collect(),
        module_texts: tasks.chain(diagnostics).chain(scripts).collect(),
        languages: languages.iter().map(language).collect(),
    }
}

/// What was found in the XML of a pack that has no language packs yet.
pub fn violations(facts: &PackFacts<'_>, findings: &[Finding]) -> Vec<Violation> {
    let violation = |finding: &Finding| Violation {
        weight: finding.weight,
        message: finding.message.clone(),
        help: finding.help.clone(),
        origin: finding.element.as_ref().and_then(|id| facts.origin(id)),
        piece: None,
    };
    findings.iter().map(violation).collect()
}

/// Gathers elements.
struct Elements<'p> {
    found: Vec<ElementFacts<'p>>,
    origins: &'p BTreeMap<ElementId, Location>,
}

impl<'p> Elements<'p> {
    fn add(
        &mut self,
        id: &'p ElementId,
        references: &[&'p Reference],
        own: &[&'p ElementId],
        origin: Option<Location>,
    ) {
        let references = references.iter().filter_map(|reference| match reference {
            Reference::Own(id) => Some(id.as_str()),
            Reference::Foreign(_) => None,
        });
        self.found.push(ElementFacts {
            id: id.as_str(),
            references: references.chain(own.iter().map(|id| id.as_str())).collect(),
            origin: origin.or_else(|| self.origins.get(id).copied()),
            ..ElementFacts::default()
        });
    }

    fn parts(&mut self, parts: impl Iterator<Item = &'p str>) {
        if let Some(last) = self.found.last_mut() {
            last.parts.extend(parts);
        }
    }
}

fn elements(pack: &Pack) -> Vec<ElementFacts<'_>> {
    let mut all = Elements {
        found: Vec::new(),
        origins: &pack.origins,
    };
    for it in &pack.classes {
        all.add(&it.id, &[&it.base], &[], it.origin);
        all.parts(it.properties.iter().map(|property| property.name));
    }
    for it in &pack.hostings {
        all.add(&it.id, &[], &[&it.host, &it.hosted], None);
    }
    for it in &pack.discoveries {
        all.add(&it.id, &[&it.target], &[&it.source.class], None);
    }
    for it in &pack.tasks {
        all.add(&it.id, &[&it.target], &[], None);
    }
    for it in &pack.aggregates {
        all.add(&it.id, &[&it.target, &it.parent], &[], None);
    }
    for it in &pack.units {
        all.add(&it.id, &[&it.target, &it.parent], &[], it.origin);
        all.parts(UnitMonitor::STATES.iter().map(|(state, _)| *state));
        if let Some(alert) = &it.alert {
            all.add(&alert.message, &[], &[&it.id], it.origin);
        }
    }
    for it in &pack.dependencies {
        all.add(
            &it.id,
            &[&it.target, &it.parent, &it.member],
            &[&it.relationship],
            None,
        );
    }
    for it in &pack.diagnostics {
        all.add(&it.id, &[&it.target], &[&it.monitor], None);
    }
    for it in &pack.recoveries {
        all.add(&it.id, &[&it.target], &[&it.monitor], it.origin);
    }
    for it in &pack.views {
        let folder: Vec<&ElementId> = pack.folder.iter().collect();
        all.add(&it.id, &[&it.target], &folder, None);
    }
    if let Some(it) = &pack.folder {
        all.add(it, &[], &[], None);
    }
    all.found
}

fn language(language: &LanguagePack) -> LanguageFacts<'_> {
    LanguageFacts {
        code: &language.code,
        is_default: language.is_default,
        strings: language
            .strings
            .iter()
            .map(|string| StringFacts {
                element: string.element,
                part: string.part,
                name: string.name,
                description: string.description,
                origin: string.origin,
            })
            .collect(),
        is_clean: !holds_refused(language.strings.text()),
        articles: language
            .articles
            .iter()
            .map(|article| ArticleFacts {
                element: &article.element,
                part: None,
                text: ArticleText::Judged(article.maml.flaws()),
                origin: article.origin,
            })
            .collect(),
        origin: None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Elements;
    use super::*;
    use crate::compile;
    use crate::diagnostic::SourceId;
    use crate::workspace::{Config, PackBase, Source};

    const LAMP: &str = "---
title: Lamp
ms:assetid: a
ms:mtpsurl: https://example.org/ms.exch.scom.lamp(v=EXCHG.150)
---

# Lamp title

## Explanation

<table>
<thead>
<tr><th>Probe</th><th>Health Set</th><th>Associated Monitors</th></tr>
</thead>
<tbody>
<tr><td><p>LampProbe</p></td><td><p>Lamp</p></td><td><p>LampMonitor</p></td></tr>
</tbody>
</table>
";

    const CATALOGUE: &str = "---
title: Appendix
ms:assetid: 0
ms:mtpsurl: https://example.org/dn1(v=EXCHG.150)
---

# Appendix

## Light heading

| A | B | C |
|---|---|---|
| Lamp | CAS | Shines. |

## Heat heading

| A | B | C |
|---|---|---|
| Stove | CAS | Warms. |
";

    #[test]
    fn every_element_of_an_article_knows_its_place() {
        for base in [PackBase::Standalone, PackBase::Exchange2013] {
            let mut config = Config::default();
            config.pack.base = base;
            let files = [("en-US/appendix.md", CATALOGUE), ("en-US/lamp.md", LAMP)];
            let sources = files.iter().zip(0..).map(|((path, text), number)| {
                let bytes = text.as_bytes().to_vec();
                let tag = "en-US".parse().ok();
                let mut source = Source::new((*path).into(), (*path).into(), tag, Ok(bytes));
                source.id = SourceId(number);
                source
            });
            let sources: Vec<Source> = sources.collect();
            let read = compile::read(&sources, &config, &[], &[]).expect("articles");
            let compilation = read.compile(&config, &sources);
            let kb = &compilation.knowledge;
            let elements = Elements::new(kb, &read.languages, &config.pack);
            let facts = facts(&elements.built.pack, &[]);
            let mut seen = 0;
            for (end, text) in [
                (".Lamp.State.Task", "# Lamp title"),
                (".Lamp.LampProbe.Task", "LampProbe"),
                (".Lamp.UnitMonitor", "# Lamp title"),
                (".Lamp.AggregateMonitor", "# Lamp title"),
                (".Lamp.LampMonitor.UnitMonitor", "LampMonitor"),
                (".Lamp.LampMonitor.LampProbe.Diagnostic", "LampMonitor"),
                (".Lamp.Discovery", "# Lamp title"),
                (".Lamp.HealthSet", "# Lamp title"),
                (".lamp.HealthSetCategory", "## Light heading"),
                (".Category.Lamp.AggregateMonitor", "## Light heading"),
                (".Category.Lamp.DependencyMonitor", "## Light heading"),
                (".Category.Lamp.Hosting", "## Light heading"),
            ] {
                let id =
                    |it: &&ElementFacts<'_>| it.id.to_lowercase().ends_with(&end.to_lowercase());
                let ends_so = facts.elements.iter().filter(id);
                for element in
                    ends_so.filter(|it| end.contains("Category") == it.id.contains("Category"))
                {
                    let place = element.origin.unwrap_or_else(|| panic!("{}", element.id));
                    let said = place.span.of(&sources[place.source.0 as usize].text);
                    assert!(said.contains(text), "{}: {said}", element.id);
                    seen += 1;
                }
            }
            let expected = match base {
                PackBase::Standalone => 11,
                PackBase::Exchange2013 => 7,
            };
            assert_eq!(seen, expected, "{base:?}");
        }
    }
}
