//! A part of an article is missing, or is there in one language only.
//!
//! Rules: `part-missing`, `part-added`, `paragraph-missing`, `paragraph-added`.
//!
//! ## What it does
//! Compares what stands in every section, step and bullet: steps, bullets, commands, tables, lists, remarks and
//! paragraphs. What most languages have and one lacks is missing; what only one has is added.
//!
//! ## Why it matters
//! An operator who follows steps must be given all of them, in the same order as his colleagues.
//!
//! ## How to mend it
//! Translate what is missing; join or split what was split or joined; indent a paragraph so that it belongs to its step.
//!
//! ## What it cannot see
//! Steps that changed places, if they hold neither a command nor a name.

use crate::check::consensus::{Dispute, disputes, list, scope};
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule, Scope};
use crate::locale::{Locale, Localized};
use crate::model::{ListStyle, Node};

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let mut walker = Walker {
        context,
        topic,
        found: Vec::new(),
    };
    let all: Vec<Locale> = topic.set.articles.locales().collect();
    walker.nodes(&topic.set.introduction, &all, None);
    for section in topic.set.all_sections() {
        let here: Vec<Locale> = section.texts.locales().collect();
        let heading = section.texts.iter().filter_map(|(locale, own)| {
            Some((
                locale,
                own.heading
                    .span
                    .within(topic.set.articles.get(locale)?.source),
            ))
        });
        let headings: Localized<Location> = heading.collect();
        walker.nodes(&section.nodes, &here, Some(&headings));
    }
    walker.found
}

struct Walker<'w, 'c> {
    context: &'w Context<'c>,
    topic: &'w Topic<'c>,
    found: Vec<Diagnostic>,
}

/// A part of an article and where each language has it.
struct Part {
    noun: &'static str,
    is_paragraph: bool,
    places: Localized<Location>,
}

impl Walker<'_, '_> {
    /// Looks at siblings, of which the languages `here` should all have each.
    fn nodes(&mut self, nodes: &[Node<'_>], here: &[Locale], around: Option<&Localized<Location>>) {
        let parts: Vec<Part> = nodes.iter().map(|node| self.part(node)).collect();
        self.compare(&parts, here, around);
        for (node, part) in nodes.iter().zip(&parts) {
            let Node::List(list) = node else { continue };
            let inside: Vec<Locale> = part.places.locales().collect();
            let items: Vec<Part> = list
                .items
                .iter()
                .map(|item| Part {
                    noun: if list.style == ListStyle::Bullets {
                        "bullet"
                    } else {
                        "step"
                    },
                    is_paragraph: false,
                    places: self.first_places(&item.nodes),
                })
                .collect();
            self.compare(&items, &inside, Some(&part.places));
            for (item, own) in list.items.iter().zip(&items) {
                let inside: Vec<Locale> = own.places.locales().collect();
                self.nodes(&item.nodes, &inside, Some(&own.places));
            }
        }
    }

    fn part(&self, node: &Node<'_>) -> Part {
        let (noun, is_paragraph) = match node {
            Node::Command { .. } => ("command", false),
            Node::List(list) if list.style == ListStyle::Bullets => ("list of bullets", false),
            Node::List(_) => ("list of steps", false),
            Node::Prose { text, .. } => match text.values().next() {
                Some(crate::article::Block::Table(_) | crate::article::Block::Probes(_)) => {
                    ("table", false)
                }
                _ => ("paragraph", true),
            },
        };
        Part {
            noun,
            is_paragraph,
            places: self.first_places(std::slice::from_ref(node)),
        }
    }

    /// Where each language first has something of `nodes`.
    fn first_places(&self, nodes: &[Node<'_>]) -> Localized<Location> {
        let mut places = Localized::default();
        for node in nodes {
            match node {
                Node::Prose { text, .. } => {
                    for (locale, block) in text.iter() {
                        self.note(&mut places, locale, block.span());
                    }
                }
                Node::Command { command } => {
                    for (locale, own) in self
                        .topic
                        .set
                        .commands
                        .get(command.0)
                        .iter()
                        .flat_map(|command| command.uses.iter())
                    {
                        self.note(&mut places, locale, own.span);
                    }
                }
                Node::List(list) => {
                    for item in &list.items {
                        for (locale, place) in self.first_places(&item.nodes).iter() {
                            self.note(&mut places, locale, place.span);
                        }
                    }
                }
            }
        }
        places
    }

    fn note(
        &self,
        places: &mut Localized<Location>,
        locale: Locale,
        span: crate::diagnostic::Span,
    ) {
        if places.get(locale).is_none()
            && let Some(article) = self.topic.set.articles.get(locale)
        {
            places.insert(locale, span.within(article.source));
        }
    }

    fn compare(&mut self, parts: &[Part], here: &[Locale], around: Option<&Localized<Location>>) {
        for (at, part) in parts.iter().enumerate() {
            if part.places.len() == here.len() {
                continue;
            }
            let said: Vec<(Locale, Vec<()>)> = here
                .iter()
                .map(|locale| {
                    (
                        *locale,
                        if part.places.get(*locale).is_some() {
                            vec![()]
                        } else {
                            vec![]
                        },
                    )
                })
                .collect();
            for dispute in disputes(&said, self.context.source) {
                let report = self.report(part, parts.get(at.wrapping_sub(1)), &dispute, around);
                self.found.extend(report);
            }
        }
    }

    fn report(
        &self,
        part: &Part,
        before: Option<&Part>,
        dispute: &Dispute<()>,
        around: Option<&Localized<Location>>,
    ) -> Option<Diagnostic> {
        let drift = dispute.is_drift(self.context.source);
        let right = list(dispute.right());
        let (rule, message) = match (dispute.is_right, part.is_paragraph) {
            (true, true) => (
                Rule::ParagraphMissing,
                format!("a paragraph that stands in {right} is missing here"),
            ),
            (true, false) => (
                Rule::PartMissing,
                format!("a {} that stands in {right} is missing here", part.noun),
            ),
            (false, true) => (
                Rule::ParagraphAdded,
                format!("this paragraph stands in no other language ({right})"),
            ),
            (false, false) => (
                Rule::PartAdded,
                format!("this {} stands in no other language ({right})", part.noun),
            ),
        };
        let place = |locale: Locale| {
            let own = part.places.get(locale);
            let near = || before.and_then(|before| before.places.get(locale));
            let outer = || around.and_then(|around| around.get(locale));
            own.or_else(near).or_else(outer).copied()
        };
        let mut wrong = dispute.wrong().iter();
        let first = *wrong.next()?;
        let mut diagnostic = Diagnostic::new(rule, message)
            .scope(if drift {
                Scope::Translations
            } else {
                scope(dispute.wrong())
            })
            .help("give every language the same parts in the same order");
        let title = || {
            self.topic
                .set
                .articles
                .get(first)
                .map(|article| article.title.span.within(article.source))
        };
        diagnostic = diagnostic.at(place(first).or_else(title)?);
        for locale in wrong {
            if let Some(place) = place(*locale) {
                diagnostic = diagnostic.related(place, format!("the same in {locale}"));
            }
        }
        if let Some((locale, place)) = dispute
            .right()
            .iter()
            .find_map(|locale| Some((locale, part.places.get(*locale)?)))
        {
            diagnostic = diagnostic.related(*place, format!("the {} in {locale}", part.noun));
        }
        Some(diagnostic)
    }
}
