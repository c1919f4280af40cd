//! The schema as a table: which attributes and children an element has, in which order.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// What the table says.
static SCHEMA: LazyLock<Schema> = LazyLock::new(|| Schema::read(include_str!("schema.txt")));

/// What an element or an attribute holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Anything: it is not looked into.
    Any,
    /// What the shape with this number says.
    Shape(u16),
    /// One of the values with this number.
    Values(u16),
    /// Text.
    Text(TextType),
    /// The table does not say, which a test excludes.
    Unknown,
}

/// A type of texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextType {
    /// An ID of the whole document.
    Id,
    /// An ID within an element.
    Local,
    /// The ID of an element, perhaps of another pack.
    Reference,
    /// That, or a GUID.
    ReferenceOrGuid,
    /// A GUID.
    Guid,
    /// True or false.
    Bool,
    /// A whole number.
    Int,
    /// One to three capitals.
    Language,
    /// Four numbers.
    Version,
    /// Two numbers.
    SchemaVersion,
    /// The token of a public key.
    Token,
    /// Not empty.
    Filled,
    /// Not empty, and short.
    Short,
    /// Any text.
    Free,
}

/// The shape of an element.
#[derive(Debug, Default)]
pub struct Shape {
    /// Its attributes.
    pub attributes: Vec<AttributeShape>,
    /// How many of them must be there.
    pub required: usize,
    /// Its children.
    pub content: Vec<Particle>,
    /// The type of its text, if text is what it holds.
    pub text: Option<Type>,
}

/// An attribute of a shape.
#[derive(Debug)]
pub struct AttributeShape {
    /// Its name.
    pub name: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// The type of its value.
    pub kind: Type,
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

impl Particle {
    /// The child of this name, if it can stand here: none where any element can.
    pub fn place(&self, name: &str) -> Option<Option<&ChildShape>> {
        match self.choice.is_empty() {
            true => Some(None),
            false => self.child(name).map(Some),
        }
    }

    /// The child of this name, if it can stand here.
    pub fn child(&self, name: &str) -> Option<&ChildShape> {
        self.choice.iter().find(|it| it.name == name)
    }
}

/// A child of a shape.
#[derive(Debug)]
pub struct ChildShape {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: Type,
}

/// The values that a text may have.
#[derive(Debug)]
pub struct Values {
    /// The values.
    pub all: Vec<&'static str>,
    /// Whether a module may take the value from an expression.
    pub may_be_expression: bool,
}

/// The types by their names.
type Names = FxHashMap<&'static str, Type>;

#[derive(Debug, Default)]
struct Schema {
    shapes: Vec<Shape>,
    values: Vec<Values>,
    names: Names,
}

/// The type with this name.
pub fn named(name: &str) -> Type {
    SCHEMA.names.get(name).copied().unwrap_or(Type::Unknown)
}

/// The shape that a type is, if it is one.
pub fn shape(kind: Type) -> Option<&'static Shape> {
    match kind {
        Type::Shape(number) => SCHEMA.shapes.get(usize::from(number)),
        _ => None,
    }
}

/// The values that a text of this type may have, if they are counted.
pub fn values(kind: Type) -> Option<&'static Values> {
    match kind {
        Type::Values(number) => SCHEMA.values.get(usize::from(number)),
        _ => None,
    }
}

/// The configuration of a module, as the table of libraries writes it: a child without a type is not looked into.
pub fn configuration(text: &'static str) -> Vec<Particle> {
    content_of(text, Some("any"), &SCHEMA.names)
}

impl Schema {
    fn read(table: &'static str) -> Self {
        let mut schema = Self {
            names: names(table),
            ..Self::default()
        };
        for line in table.lines() {
            let mut words = line.split_whitespace();
            match (words.next(), words.next()) {
                (Some("enum"), Some(name)) => schema.values.push(Values {
                    all: words.collect(),
                    may_be_expression: name != "HealthState",
                }),
                (Some("type"), Some(_)) => {
                    let shape = Shape::read(line, &schema.names);
                    schema.shapes.push(shape);
                }
                _ => {}
            }
        }
        schema
    }
}

/// The types that there are: those of texts, and those of the table, which it numbers in its order.
fn names(table: &'static str) -> Names {
    let mut names: Names = TEXTS
        .iter()
        .map(|(name, kind)| (*name, Type::Text(*kind)))
        .collect();
    names.insert("any", Type::Any);
    let (mut shapes, mut values) = (0..=u16::MAX, 0..=u16::MAX);
    for line in table.lines() {
        let mut words = line.split_whitespace();
        let kind = match words.next() {
            Some("enum") => values.next().map(Type::Values),
            Some("type") => shapes.next().map(Type::Shape),
            _ => None,
        };
        if let (Some(kind), Some(name)) = (kind, words.next()) {
            names.insert(name, kind);
        }
    }
    names
}

/// What the table calls the types of texts.
const TEXTS: [(&str, TextType); 14] = [
    ("id", TextType::Id),
    ("local", TextType::Local),
    ("ref", TextType::Reference),
    ("ref-or-guid", TextType::ReferenceOrGuid),
    ("guid", TextType::Guid),
    ("bool", TextType::Bool),
    ("int", TextType::Int),
    ("language", TextType::Language),
    ("version", TextType::Version),
    ("schema-version", TextType::SchemaVersion),
    ("token", TextType::Token),
    ("text", TextType::Filled),
    ("text256", TextType::Short),
    ("string", TextType::Free),
];

impl Shape {
    fn read(line: &'static str, names: &Names) -> Self {
        let (head, content) = line.split_once('=').unwrap_or((line, ""));
        let attributes = head.split_whitespace().skip(2);
        let attributes: Vec<_> = attributes.map(|word| attribute(word, names)).collect();
        let mut shape = Self {
            required: attributes.iter().filter(|it| it.required).count(),
            attributes,
            ..Self::default()
        };
        match content.trim().strip_prefix('#') {
            Some(text) => shape.text = Some(kind(text, names)),
            None => shape.content = content_of(content, None, names),
        }
        shape
    }
}

fn kind(name: &str, names: &Names) -> Type {
    names.get(name).copied().unwrap_or(Type::Unknown)
}

fn attribute(word: &'static str, names: &Names) -> AttributeShape {
    let (name, of) = word.split_once(':').unwrap_or((word, "string"));
    AttributeShape {
        name: name.trim_end_matches('!'),
        required: name.ends_with('!'),
        kind: kind(of, names),
    }
}

/// The particles of a content as the table writes it. A child without a type has the type `bare`; without that, the type
/// of its name.
fn content_of(text: &'static str, bare: Option<&'static str>, names: &Names) -> Vec<Particle> {
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
        particles.push(particle(word, bare, names));
        rest = tail.trim_start();
    }
    particles
}

fn particle(word: &'static str, bare: Option<&'static str>, names: &Names) -> Particle {
    let plain = word.trim_end_matches(['?', '*', '+']);
    let mark = &word[plain.len()..];
    let choice = plain.trim_start_matches('(').trim_end_matches(')');
    Particle {
        choice: choice
            .split('|')
            .filter_map(|word| child(word, bare, names))
            .collect(),
        optional: matches!(mark, "?" | "*"),
        repeated: matches!(mark, "*" | "+"),
    }
}

fn child(word: &'static str, bare: Option<&'static str>, names: &Names) -> Option<ChildShape> {
    let word = word.trim();
    let (name, of) = word.split_once(':').unwrap_or((word, bare.unwrap_or(word)));
    (!name.is_empty()).then(|| ChildShape {
        name,
        kind: kind(of, names),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_that_the_table_names_is_in_it() {
        let mut kinds = 0;
        for shape in &SCHEMA.shapes {
            let children = shape.content.iter().flat_map(|it| &it.choice);
            let children = children.map(|it| (it.name, it.kind));
            let attributes = shape.attributes.iter().map(|it| (it.name, it.kind));
            let text = shape.text.map(|kind| ("text", kind));
            for (name, kind) in children.chain(attributes).chain(text) {
                assert_ne!(kind, Type::Unknown, "{name}");
                kinds += 1;
            }
        }
        assert!(kinds > 300);
        assert_eq!(shape(named("Identity")).map(|it| it.content.len()), Some(2));
        assert!(values(named("HealthState")).is_some_and(|it| !it.may_be_expression));
    }
}
