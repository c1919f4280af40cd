//! Expressions in texts: `$Target/…$`, `$Data/…$`, `$MPElement[…]$`, `$RunAs[…]$`. SCOM takes every dollar in front of one
//! of these words for the beginning of one, and refuses the pack if it does not end as one.

use memchr::memchr;

use super::findings::Findings;
use super::pack::{Entity, Pack, Target};
use super::tree::Element;
use crate::diagnostic::Span;
use crate::verify::expression_length;

/// What all relationships of hosts are derived from.
const HOSTING: &str = "System.Hosting";

/// Checks the texts of what runs.
pub fn check(pack: &Pack<'_>, findings: &mut Findings) {
    let Some(monitoring) = pack.root.child("Monitoring") else {
        return;
    };
    let hostings = pack.relationships(HOSTING);
    let hostings: Vec<_> = hostings
        .into_iter()
        .filter_map(|it| pack.ends(it))
        .collect();
    let workflows = monitoring.children().flat_map(Element::children);
    for workflow in workflows {
        let scope = Scope {
            pack,
            hostings: &hostings,
            target: pack.entity(workflow, "Target"),
        };
        for element in workflow.descendants() {
            if !element.is_blank() && memchr(b'$', element.text().as_bytes()).is_some() {
                text(&scope, element, findings);
            }
        }
    }
}

/// What expressions of a workflow can refer to.
struct Scope<'s, 't> {
    pack: &'s Pack<'t>,
    /// What hosts, and what it hosts.
    hostings: &'s [(Entity<'t>, Entity<'t>)],
    target: Option<Entity<'t>>,
}

/// Checks the expressions in the text of an element.
fn text<'t>(scope: &Scope<'_, 't>, element: Element<'t>, findings: &mut Findings) {
    let mut rest = element.text();
    while let Some(at) = rest.find('$') {
        let tail = &rest[at + 1..];
        if expression_length(tail) == 0 {
            rest = tail;
            continue;
        }
        let end = tail.find('$');
        let inside = &tail[..end.unwrap_or(0)];
        let wrong = match end {
            Some(_) => scope.wrong(inside),
            None => Some(NOT_ONE.to_owned()),
        };
        if let Some(why) = wrong {
            let shown = if why == NOT_ONE {
                tail[..expression_length(tail)].into()
            } else {
                super::text::short(inside)
            };
            let message = format!("SCOM takes `${shown}` for an expression, {why}");
            let help = "write a variable of a script as ${name}";
            findings.refused(
                place(element, rest.len() - tail.len(), rest),
                element,
                message,
                help,
            );
            rest = tail;
        } else {
            rest = &tail[inside.len() + 1..];
        }
    }
}

const NOT_ONE: &str = "and it is none";

/// The place of an expression, if the text stands as it is written; else that of the whole text.
fn place(element: Element<'_>, after: usize, rest: &str) -> Span {
    let span = element.content_span();
    if element.inner().len() != element.text().len() {
        return span;
    }
    let start = span.start as usize + element.text().len() - rest.len() + after - 1;
    Span::new(start, span.end as usize)
}

impl<'t> Scope<'_, 't> {
    /// Why what stands between two dollars is no expression.
    fn wrong(&self, inside: &'t str) -> Option<String> {
        let (word, rest) = inside.split_at(inside.find(['/', '[']).unwrap_or(inside.len()));
        match word {
            "Data" => (!(rest.starts_with('/') || rest.starts_with("[Default=")))
                .then(|| NOT_ONE.to_owned()),
            "Target" => self.wrong_target(rest),
            "MPElement" => self.wrong_element(rest),
            "RunAs" => (named(rest, "Name").is_none()).then(|| NOT_ONE.to_owned()),
            _ => Some(NOT_ONE.to_owned()),
        }
    }

    /// `[Name="Alias!Element"]`, perhaps with `/Property` behind it.
    fn wrong_element(&self, rest: &'t str) -> Option<String> {
        if rest.is_empty() {
            return None;
        }
        let Some((name, tail)) = named(rest, "Name") else {
            return Some(NOT_ONE.to_owned());
        };
        let entity = match self.pack.resolve(name) {
            Target::Known(entity) => entity,
            Target::Unjudged | Target::NotIn(_) => return None,
            Target::Nowhere if name == self.pack.id => return None,
            Target::Nowhere | Target::NoAlias(_) => {
                return Some(format!("but there is no element `{name}`"));
            }
        };
        let property = tail.strip_prefix('/')?;
        self.lacks(entity, property)
    }

    /// `/Host/…/Property[Type="Alias!Class"]/Name` or `/Id`.
    fn wrong_target(&self, rest: &'t str) -> Option<String> {
        let mut class = self.target;
        let mut rest = rest;
        while let Some(tail) = rest
            .strip_prefix("/Host/")
            .or(rest.strip_prefix("/Host").filter(|it| it.is_empty()))
        {
            if let Some(hosted) = class {
                match self.host(hosted) {
                    Some(host) => class = host,
                    None => return Some(format!("but nothing hosts `{}`", hosted.id())),
                }
            }
            rest = &rest["/Host".len()..];
            if tail.is_empty() {
                return None;
            }
        }
        let Some(tail) = rest.strip_prefix("/Property") else {
            let of_group = rest.strip_prefix("/ManagementGroup/");
            let known =
                matches!(rest, "/Id" | "/Name") || of_group.is_some_and(|it| !it.contains(' '));
            return (!known).then(|| NOT_ONE.to_owned());
        };
        let Some((name, tail)) = named(tail, "Type") else {
            return (!tail.starts_with('/')).then(|| NOT_ONE.to_owned());
        };
        let property = tail.strip_prefix('/').unwrap_or_default();
        let declared = match self.pack.resolve(name) {
            Target::Known(entity) => entity,
            Target::Unjudged => return None,
            _ => return Some(format!("but there is no class `{name}`")),
        };
        if let Some(class) = class
            && self.pack.derives(class, declared) == Some(false)
        {
            return Some(format!(
                "but `{}` is not derived from `{}`",
                class.id(),
                declared.id()
            ));
        }
        self.lacks(declared, property)
    }

    /// That a class does not declare a property itself.
    fn lacks(&self, class: Entity<'t>, property: &str) -> Option<String> {
        let is_class = class.kind() == super::library::Kind::Class;
        (is_class && !class.properties().contains(&property))
            .then(|| format!("but `{}` declares no property `{property}`", class.id()))
    }

    /// What hosts the objects of a class: `None` if nothing, `Some(None)` if that is not known.
    fn host(&self, class: Entity<'t>) -> Option<Option<Entity<'t>>> {
        let (line, complete) = self.pack.lineage(class);
        for it in &line {
            let mut hostings = self.hostings.iter();
            if let Some((host, _)) = hostings.find(|(_, hosted)| hosted.is(*it)) {
                return Some(Some(*host));
            }
        }
        (!complete || class.is_hosted()).then_some(None)
    }
}

/// The value in `[key="value"]`, with either kind of quotes, and what follows.
fn named<'t>(text: &'t str, key: &str) -> Option<(&'t str, &'t str)> {
    let rest = text.strip_prefix('[')?.trim_start().strip_prefix(key)?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (value, rest) = rest[1..].split_once(quote)?;
    Some((value, rest.trim_start().strip_prefix(']')?))
}
