//! The shape of a pack: attributes, children and their order, and the form of texts.

use std::ops::Range;

use super::findings::Findings;
use super::schema::{self, Particle, Shape};
use super::text::{self, Form};
use super::tree::{Element, is_blank};

/// Checks an element, and everything in it, against the shape with this name.
pub fn check(element: Element<'_>, kind: &'static str, findings: &mut Findings) {
    match schema::shape(kind) {
        Some(shape) => {
            attributes(element, shape, findings);
            match shape.text {
                Some(kind) => text(element, kind, findings),
                None => content(element, &shape.content, findings),
            }
        }
        None if kind == "any" => {}
        None => text(element, kind, findings),
    }
}

fn attributes(element: Element<'_>, shape: &Shape, findings: &mut Findings) {
    for attribute in element.attributes() {
        let name = attribute.name;
        if name == "Comment" || name.starts_with("xmlns") || name.contains(':') {
            continue;
        }
        match shape.attributes.iter().find(|it| it.name == name) {
            None => findings.refused(
                attribute.span,
                element,
                format!("`{}` has no attribute `{name}`", element.name()),
                "take it out, or correct its name",
            ),
            Some(known) => {
                if let Form::Wrong(why) = text::form(&attribute.value, known.kind) {
                    findings.refused(
                        attribute.span,
                        element,
                        format!("`{name}` of `{}` {why}", element.name()),
                        "",
                    );
                }
            }
        }
    }
    for known in shape.attributes.iter().filter(|it| it.required) {
        if element.attribute(known.name).is_none() {
            findings.refused(
                element.span(),
                element,
                format!("`{}` lacks the attribute `{}`", element.name(), known.name),
                "add it",
            );
        }
    }
}

fn text(element: Element<'_>, kind: &str, findings: &mut Findings) {
    if let Some(child) = element.children().next() {
        findings.refused(
            child.span(),
            element,
            format!("`{}` stands where only text may", child.name()),
            "",
        );
    }
    if let Form::Wrong(why) = text::form(element.text(), kind) {
        findings.refused(
            element.content_span(),
            element,
            format!("`{}` {why}", element.name()),
            "",
        );
    }
}

/// Checks that the children are those of `content`, in its order.
pub fn content(element: Element<'_>, content: &'static [Particle], findings: &mut Findings) {
    if !is_blank(element.text()) {
        findings.refused(
            element.content_span(),
            element,
            format!("text stands in `{}`, which holds elements", element.name()),
            "take it out",
        );
    }
    let mut open = 0;
    let mut seen = false;
    let mut placed: Vec<&str> = Vec::new();
    for child in element.children() {
        let fits = |it: &Particle| {
            it.choice.is_empty() || it.choice.iter().any(|it| it.name == child.name())
        };
        let Some(found) = content[open..].iter().position(fits).map(|at| open + at) else {
            out_of_place(element, child, (content, &placed), findings);
            continue;
        };
        if found > open {
            lacks(element, content, open + usize::from(seen)..found, findings);
            open = found;
        }
        let particle = &content[open];
        if let Some(shape) = particle.choice.iter().find(|it| it.name == child.name()) {
            check(child, shape.kind, findings);
            if !placed.contains(&shape.name) {
                placed.push(shape.name);
            }
        }
        seen = true;
        if !particle.repeated && !particle.choice.is_empty() {
            (open, seen) = (open + 1, false);
        }
    }
    let open = (open + usize::from(seen)).min(content.len());
    lacks(element, content, open..content.len(), findings);
}

/// Reports the particles that are missing, if they must not be.
fn lacks(
    element: Element<'_>,
    content: &[Particle],
    missing: Range<usize>,
    findings: &mut Findings,
) {
    // What stands elsewhere is out of place, which is said of it there.
    let is_elsewhere = |it: &Particle| {
        let names = |it: &Particle, name| it.choice.iter().any(|it| it.name == name);
        let mut children = element.children().map(Element::name);
        children
            .any(|name| names(it, name) && content.iter().filter(|it| names(it, name)).count() == 1)
    };
    for particle in content[missing]
        .iter()
        .filter(|it| !it.optional && !it.choice.is_empty() && !is_elsewhere(it))
    {
        let names: Vec<&str> = particle.choice.iter().map(|it| it.name).collect();
        let message = format!("`{}` lacks `{}`", element.name(), names.join("` or `"));
        findings.refused(element.span(), element, message, "add it");
    }
}

fn out_of_place(
    element: Element<'_>,
    child: Element<'_>,
    (content, placed): (&[Particle], &[&str]),
    findings: &mut Findings,
) {
    let names = content.iter().flat_map(|it| &it.choice);
    let names: Vec<&str> = names.map(|it| it.name).collect();
    let names_child = |it: &&Particle| it.choice.iter().any(|it| it.name == child.name());
    let is_single = !content.iter().filter(names_child).any(|it| it.repeated);
    let message = if is_single && placed.contains(&child.name()) {
        format!("`{}` stands in `{}` twice", child.name(), element.name())
    } else if names.contains(&child.name()) {
        format!("`{}` is out of place in `{}`", child.name(), element.name())
    } else {
        format!("`{}` has no place in `{}`", child.name(), element.name())
    };
    let help = if names.is_empty() {
        "it holds no elements".to_owned()
    } else {
        format!("it holds, in this order: {}", names.join(", "))
    };
    findings.refused(child.span(), child, message, help);
}
