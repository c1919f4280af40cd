//! The schema as a table: which attributes and children an element has, in which order.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// What the table says.
static SCHEMA: LazyLock<Schema> = LazyLock::new(|| Schema::read(include_str!("schema.txt")));

/// The shape of an element.
#[derive(Debug, Default)]
pub struct Shape {
    /// Its attributes.
    pub attributes: Vec<AttributeShape>,
    /// Its children.
    pub content: Vec<Particle>,
    /// The type of its text, if text is what it holds.
    pub text: Option<&'static str>,
}

/// An attribute of a shape.
#[derive(Debug)]
pub struct AttributeShape {
    /// Its name.
    pub name: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// The type of its value.
    pub kind: &'static str,
}

/// A part of the content of an element.
#[derive(Debug)]
pub struct Particle {
    /// What can stand here; any element if there is none.
    pub choice: Vec<ChildShape>,
    /// Whether it may be missing.
    pub optional: bool,
    /// Whether it may be repeated.
    pub repeated: bool,
}

/// A child of a shape.
#[derive(Debug)]
pub struct ChildShape {
    /// Its name.
    pub name: &'static str,
    /// The name of its type.
    pub kind: &'static str,
}

#[derive(Debug, Default)]
struct Schema {
    shapes: FxHashMap<&'static str, Shape>,
    enums: FxHashMap<&'static str, Vec<&'static str>>,
}

/// The shape with this name.
pub fn shape(name: &str) -> Option<&'static Shape> {
    SCHEMA.shapes.get(name)
}

/// The values that a text of this type may have, if they are counted.
pub fn values(kind: &str) -> Option<&'static [&'static str]> {
    SCHEMA.enums.get(kind).map(Vec::as_slice)
}

impl Schema {
    fn read(table: &'static str) -> Self {
        let mut schema = Self::default();
        for line in table.lines() {
            let mut words = line.split_whitespace();
            match (words.next(), words.next()) {
                (Some("enum"), Some(name)) => {
                    schema.enums.insert(name, words.collect());
                }
                (Some("type"), Some(name)) => {
                    let (head, content) = line.split_once('=').unwrap_or((line, ""));
                    let attributes = head.split_whitespace().skip(2).map(attribute).collect();
                    let mut shape = Shape {
                        attributes,
                        ..Shape::default()
                    };
                    match content.trim().strip_prefix('#') {
                        Some(text) => shape.text = Some(text),
                        None => shape.content = content_of(content, None),
                    }
                    schema.shapes.insert(name, shape);
                }
                _ => {}
            }
        }
        schema
    }
}

fn attribute(word: &'static str) -> AttributeShape {
    let (name, kind) = word.split_once(':').unwrap_or((word, "string"));
    AttributeShape {
        name: name.trim_end_matches('!'),
        required: name.ends_with('!'),
        kind,
    }
}

/// The particles of a content as the table writes it. A child without a type has the type `bare`; without that, the type
/// of its name.
pub fn content_of(text: &'static str, bare: Option<&'static str>) -> Vec<Particle> {
    let mut particles = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (word, tail) = match rest.find(')').filter(|_| rest.starts_with('(')) {
            Some(end) => {
                let end = end + rest[end..].find(' ').unwrap_or(rest.len() - end);
                rest.split_at(end)
            }
            None => rest.split_at(rest.find(' ').unwrap_or(rest.len())),
        };
        particles.push(particle(word, bare));
        rest = tail.trim_start();
    }
    particles
}

fn particle(word: &'static str, bare: Option<&'static str>) -> Particle {
    let plain = word.trim_end_matches(['?', '*', '+']);
    let mark = &word[plain.len()..];
    let names = plain.trim_start_matches('(').trim_end_matches(')');
    Particle {
        choice: names
            .split('|')
            .filter_map(|word| child(word, bare))
            .collect(),
        optional: matches!(mark, "?" | "*"),
        repeated: matches!(mark, "*" | "+"),
    }
}

fn child(word: &'static str, bare: Option<&'static str>) -> Option<ChildShape> {
    let word = word.trim();
    let (name, kind) = word.split_once(':').unwrap_or((word, bare.unwrap_or(word)));
    (!name.is_empty()).then_some(ChildShape { name, kind })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::iter_over_hash_type, reason = "any order will do")]
    fn every_type_that_the_table_names_is_in_it() {
        const TEXTS: &[&str] = &[
            "id",
            "language",
            "local",
            "ref",
            "ref-or-guid",
            "bool",
            "int",
            "version",
            "schema-version",
            "token",
            "guid",
            "text",
            "text256",
            "string",
            "any",
        ];
        let is_known =
            |kind: &str| TEXTS.contains(&kind) || values(kind).is_some() || shape(kind).is_some();
        let mut kinds = 0;
        for shape in SCHEMA.shapes.values() {
            let children = shape.content.iter().flat_map(|it| &it.choice);
            let attributes = shape.attributes.iter().map(|it| it.kind);
            for kind in children.map(|it| it.kind).chain(attributes) {
                assert!(is_known(kind), "{kind}");
                kinds += 1;
            }
        }
        assert!(kinds > 300);
    }
}
