//! An article as lines, as coarsely as damaging it needs.

use std::ops::Range;

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    FrontMatter,
    Heading,
    /// A paragraph or an item of a list.
    Prose,
    /// A cell of a table in HTML.
    Cell,
    Command,
    /// What is none of them: blank lines, fences, tags.
    Other,
}

/// A line without its end.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    pub start: usize,
    pub text: &'a str,
    pub part: Part,
}

impl Line<'_> {
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }

    /// How long the marker of a list is that the line begins with; 0 if there is none.
    pub fn marker(&self) -> usize {
        let text = self.text.trim_start_matches(' ');
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let rest = &text[digits..];
        let is_marker = if digits > 0 {
            rest.starts_with(". ")
        } else {
            rest.starts_with("- ") || rest.starts_with("* ")
        };
        if is_marker { digits + 1 } else { 0 }
    }

    /// The place of a piece of the line in the text.
    pub fn at(&self, piece: Range<usize>) -> Range<usize> {
        self.start + piece.start..self.start + piece.end
    }
}

/// Whether a line is a command: a cmdlet stands first.
fn is_command(text: &str) -> bool {
    let first = text.split([' ', ';', '|']).next().unwrap_or_default();
    first.split_once('-').is_some_and(|(verb, noun)| {
        let is_word = |word: &str| {
            word.starts_with(|c: char| c.is_ascii_uppercase())
                && word.chars().all(|c| c.is_ascii_alphanumeric())
        };
        is_word(verb) && is_word(noun)
    })
}

/// The lines of an article.
pub fn lines(text: &str) -> Vec<Line<'_>> {
    let (mut start, mut rules, mut is_fenced) = (0, 0, false);
    let mut lines = Vec::new();
    for whole in text.split_inclusive('\n') {
        let line = whole.trim_end_matches(['\n', '\r']);
        let plain = line.trim_start_matches([' ', '\u{feff}']);
        let is_rule = plain == "---" && rules < 2;
        rules += usize::from(is_rule);
        let is_fence = plain.starts_with("```");
        let part = match plain {
            _ if is_rule || is_fence => Part::Other,
            _ if rules == 1 => Part::FrontMatter,
            _ if is_fenced || is_command(plain) => Part::Command,
            "" | "\u{a0}" => Part::Other,
            _ if plain.starts_with('#') => Part::Heading,
            _ if plain.starts_with("<td") => Part::Cell,
            _ if plain.starts_with(['<', '_', '|', '>']) => Part::Other,
            _ => Part::Prose,
        };
        is_fenced ^= is_fence;
        lines.push(Line {
            start,
            text: line,
            part,
        });
        start += whole.len();
    }
    lines
}

fn is_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || c == '-'
}

/// Where `word` stands in `text` as a word of its own.
pub fn words<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
    text.match_indices(word).filter_map(move |(at, found)| {
        let end = at + found.len();
        let before = text[..at].chars().next_back();
        let mut after = text[end..].chars();
        let (next, next_but_one) = (after.next(), after.next());
        let goes_on = next.is_some_and(is_of_word)
            || next == Some('.') && next_but_one.is_some_and(is_of_word);
        let begins = !before.is_some_and(|c| is_of_word(c) || c == '.');
        (begins && !goes_on).then_some(at..end)
    })
}

/// What stands in the brackets of links of a line.
pub fn targets(text: &str) -> Vec<Range<usize>> {
    let starts = text.match_indices("](").map(|(at, _)| at + 2);
    starts
        .filter_map(|start| {
            let bytes = text.as_bytes();
            let end =
                (start..text.len()).find(|at| bytes[*at] == b')' && bytes[at - 1] != b'\\')?;
            Some(start..end)
        })
        .collect()
}
