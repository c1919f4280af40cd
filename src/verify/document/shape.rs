//! The shape of a pack: attributes, children and their order, and the form of texts.

use std::ops::Range;

use super::findings::Findings;
use super::schema::{self, ChildShape, Particle, Shape, Type};
use super::text::{self, Form};
use super::tree::Element;

/// Checks an element, and everything in it, against a type.
pub fn check(element: Element<'_>, kind: Type, findings: &mut Findings) {
    match schema::shape(kind) {
        Some(shape) => {
            attributes(element, shape, findings);
            match shape.text {
                Some(kind) => text(element, kind, findings),
                None => content(element, &shape.content, findings),
            }
        }
        None if kind == Type::Any => {}
        None => text(element, kind, findings),
    }
}

fn attributes(element: Element<'_>, shape: &Shape, findings: &mut Findings) {
    let mut required = 0;
    for attribute in element.attributes() {
        let name = attribute.name;
        match shape.attributes.iter().find(|it| it.name == name) {
            None if stands_everywhere(name) => {}
            None => findings.refused(
                attribute.span,
                element,
                format!("`{}` has no attribute `{name}`", element.name()),
                "take it out, or correct its name",
            ),
            Some(known) => {
                required += usize::from(known.required);
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
    // No tag has an attribute twice.
    if required == shape.required {
        return;
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

/// Whether any element may have the attribute.
fn stands_everywhere(name: &str) -> bool {
    name == "Comment" || name.starts_with("xmlns") || name.contains(':')
}

fn text(element: Element<'_>, kind: Type, findings: &mut Findings) {
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
    if !element.is_blank() {
        findings.refused(
            element.content_span(),
            element,
            format!("text stands in `{}`, which holds elements", element.name()),
            "take it out",
        );
    }
    let mut placing = Placing::new(content);
    for child in element.children() {
        let Some((shape, missing)) = placing.place(child.name()) else {
            out_of_place(element, child, content, findings);
            continue;
        };
        if !missing.is_empty() {
            lacks(element, content, missing, findings);
        }
        if let Some(shape) = shape {
            check(child, shape.kind, findings);
        }
    }
    let missing = placing.missing();
    if !missing.is_empty() {
        lacks(element, content, missing, findings);
    }
}

/// How far the children of an element fill its content.
struct Placing {
    content: &'static [Particle],
    /// The particle that the next child may fill.
    open: usize,
    /// Whether one has filled it already.
    seen: bool,
}

impl Placing {
    fn new(content: &'static [Particle]) -> Self {
        Self {
            content,
            open: 0,
            seen: false,
        }
    }

    /// What the next child is to be if any element may not stand there, and the particles that are missing in front of it;
    /// `None` if it is out of place.
    fn place(&mut self, name: &str) -> Option<(Option<&'static ChildShape>, Range<usize>)> {
        let open = &self.content[self.open..];
        let (skipped, child) = (0..)
            .zip(open)
            .find_map(|(at, it)| Some((at, it.place(name)?)))?;
        let found = self.open + skipped;
        let missing = match skipped {
            0 => found..found,
            _ => self.open + usize::from(self.seen)..found,
        };
        let is_full = child.is_some() && !self.content[found].repeated;
        (self.open, self.seen) = (found + usize::from(is_full), !is_full);
        Some((child, missing))
    }

    /// The particles that no child has filled in the end.
    fn missing(&self) -> Range<usize> {
        let open = self.open + usize::from(self.seen);
        open.min(self.content.len())..self.content.len()
    }
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
        let names = |it: &Particle, name| it.child(name).is_some();
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
    content: &'static [Particle],
    findings: &mut Findings,
) {
    let names = content.iter().flat_map(|it| &it.choice);
    let names: Vec<&str> = names.map(|it| it.name).collect();
    let names_child = |it: &&Particle| it.child(child.name()).is_some();
    let is_single = !content.iter().filter(names_child).any(|it| it.repeated);
    let mut placing = Placing::new(content);
    let is_second = element
        .children()
        .take_while(|it| it.span().start < child.span().start)
        .any(|it| {
            let placed = placing.place(it.name());
            it.name() == child.name() && placed.is_some_and(|(it, _)| it.is_some())
        });
    let message = if is_single && is_second {
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
