//! Tokens of a command line.

use crate::diagnostic::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Word,
    Parameter,
    Operator,
    Variable,
    Quoted,
    Placeholder,
    /// `|`, `;`, `{`, `(`, `&` or a line break: a command may follow.
    Opening,
    /// `}`, `)`, `]`, `,` and the like.
    Other,
}

#[derive(Clone, Copy, Debug, Hash)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    pub(super) start: usize,
}

impl Token<'_> {
    /// Its place in the command.
    pub(super) fn span(&self) -> Span {
        Span::new(self.start, self.start + self.text.len())
    }
}

/// Comparison and logical operators that look like parameters (`about_Operators`).
const OPERATORS: &[&str] = &[
    "eq",
    "ne",
    "gt",
    "ge",
    "lt",
    "le",
    "like",
    "notlike",
    "match",
    "notmatch",
    "contains",
    "notcontains",
    "in",
    "notin",
    "and",
    "or",
    "not",
    "xor",
    "replace",
    "is",
    "isnot",
    "join",
    "split",
    "f",
];

/// The length of the placeholder at the start of `text`, brackets included.
pub(super) fn placeholder_length(text: &str) -> Option<usize> {
    const LONGEST: usize = 80;
    let inside = text.strip_prefix('<')?;
    let length = inside.find('>')?;
    let name = &inside[..length];
    let good = !name.trim().is_empty()
        && length <= LONGEST
        && !name.contains(['\n', '<', '=', '"', '/', '|', '{']);
    good.then_some(length + 2)
}

pub(super) fn lex(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let (kind, length) = match first {
            '\n' => (Some(Kind::Opening), 1),
            c if c.is_whitespace() => (None, c.len_utf8()),
            '<' => match placeholder_length(rest) {
                Some(length) => (Some(Kind::Placeholder), length),
                None => (Some(Kind::Other), 1),
            },
            '"' | '\'' => (Some(Kind::Quoted), quoted_length(rest, first)),
            '|' | ';' | '{' | '(' | '&' => (Some(Kind::Opening), 1),
            '}' | ')' | '[' | ']' | ',' | '>' | '=' => (Some(Kind::Other), 1),
            '$' => (Some(Kind::Variable), word_length(rest)),
            '-' if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) => {
                let length = 1 + rest[1..]
                    .find(|c: char| !(c.is_ascii_alphanumeric() || c == ':'))
                    .unwrap_or(rest.len() - 1);
                let name = rest[1..length].trim_end_matches(':');
                let operator = OPERATORS
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(name));
                let kind = if operator {
                    Kind::Operator
                } else {
                    Kind::Parameter
                };
                (Some(kind), length)
            }
            _ => (Some(Kind::Word), word_length(rest)),
        };
        if let Some(kind) = kind {
            tokens.push(Token {
                kind,
                text: &rest[..length],
                start: at,
            });
        }
        at += length;
    }
    tokens
}

fn word_length(text: &str) -> usize {
    let first = text.chars().next().map_or(0, char::len_utf8);
    text[first..]
        .find(|c: char| {
            c.is_whitespace()
                || matches!(
                    c,
                    '|' | ';'
                        | '{'
                        | '}'
                        | '('
                        | ')'
                        | '['
                        | ']'
                        | ','
                        | '<'
                        | '>'
                        | '"'
                        | '\''
                        | '='
                )
        })
        .map_or(text.len(), |length| length + first)
}

fn quoted_length(text: &str, quote: char) -> usize {
    text[1..]
        .find(quote)
        .map_or(text.len(), |length| length + 2)
}
