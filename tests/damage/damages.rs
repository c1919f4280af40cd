//! Damages that anybody sees who reads an article beside the others.

use std::collections::BTreeSet;
use std::ops::Range;

use mpkc::locale::{InterfaceKey, Languages, Locale};
use mpkc::model::HealthSet;

use crate::change::{Change, Changes};
use crate::text::{Line, Part, lines, targets, words};

/// The names of a health set, and one that is not its own.
#[derive(Debug)]
pub struct Names {
    set: String,
    probes: Vec<String>,
    monitors: Vec<String>,
    /// Another health set that the article does not name, and that is no word.
    stranger: String,
}

impl Names {
    pub fn new(set: &HealthSet<'_>, all: &BTreeSet<String>) -> Self {
        let id = set.id.to_string();
        let after = all.iter().skip_while(|other| **other <= id);
        let mut others = after.chain(all.iter());
        let is_stranger = |other: &&String| {
            let (own, other) = (id.to_lowercase(), other.to_lowercase());
            !own.contains(&other) && !other.contains(&own) && !own.starts_with(&other[..2])
        };
        let is_no_word = |other: &&String| other.bytes().filter(u8::is_ascii_uppercase).count() > 1;
        Self {
            stranger: others
                .find(|other| is_stranger(other) && is_no_word(other))
                .unwrap_or(&id)
                .clone(),
            probes: set
                .probes
                .iter()
                .map(|probe| probe.id.to_string())
                .collect(),
            monitors: set
                .monitors
                .iter()
                .map(|monitor| monitor.id.to_string())
                .collect(),
            set: id,
        }
    }

    fn all(&self) -> impl Iterator<Item = &String> {
        std::iter::once(&self.set)
            .chain(&self.probes)
            .chain(&self.monitors)
    }
}

/// How many of a hundred of a kind must be found. Less than all, where the damage is none by chance: another language lacks the
/// name, too, or has it as a word; a negation is said in two words; the place is reported already. What the source alone has
/// otherwise is mostly newer, and a note.
pub fn expected(kind: &str) -> usize {
    match kind {
        "number" => 65,
        "sense turned" | "negation lost" => 80,
        "link target" | "name glued" => 85,
        "name lost" => 92,
        "another health set" | "name misspelt" | "name split" => 96,
        _ => 98,
    }
}

/// A name with two letters in its middle in the other order.
fn misspelt(name: &str) -> Option<String> {
    let mut letters: Vec<char> = name.chars().collect();
    let middle = letters.len() / 2;
    let at = (middle..letters.len().checked_sub(1)?).find(|at| {
        letters[*at].is_ascii_lowercase()
            && letters[at + 1].is_ascii_lowercase()
            && letters[*at] != letters[at + 1]
    })?;
    letters.swap(at, at + 1);
    Some(letters.into_iter().collect())
}

/// A name with a space before its second hump or its dot.
fn split(name: &str) -> Option<String> {
    let bytes = name.as_bytes();
    let at = (1..name.len())
        .find(|at| bytes[at - 1].is_ascii_lowercase() && bytes[*at].is_ascii_uppercase())
        .or_else(|| name.find('.').map(|dot| dot + 1))?;
    Some(format!("{} {}", &name[..at], &name[at..]))
}

fn names_in_prose(line: &Line<'_>, names: &Names, all: &mut Changes) {
    for name in names.all() {
        for at in words(line.text, name) {
            let after = &line.text[at.end..];
            let lost = at.start..at.end + usize::from(after.starts_with(' '));
            let is_alone = words(line.text, name).nth(1).is_none();
            if is_alone {
                all.add("name lost", line.at(lost), "");
            }
            if let Some(damaged) = split(name) {
                all.add("name split", line.at(at.clone()), damaged);
            }
            if let Some(damaged) = misspelt(name) {
                all.add("name misspelt", line.at(at.clone()), damaged);
            }
            let before = &line.text[..at.start];
            if let Some(word) = before.strip_suffix(' ')
                && word.ends_with(char::is_lowercase)
            {
                all.add("name glued", line.at(word.len()..at.start), "");
            }
            if *name == names.set {
                all.add("another health set", line.at(at.clone()), &names.stranger);
            }
            if let Some(other) = names.probes.iter().find(|probe| *probe != name)
                && names.monitors.contains(name)
                && !names.probes.contains(name)
            {
                all.add("a probe for a monitor", line.at(at.clone()), other);
            }
        }
    }
}

fn names_in_cells(line: &Line<'_>, names: &Names, all: &mut Changes) {
    for name in names.all() {
        for at in words(line.text, name) {
            if let Some(damaged) = split(name) {
                all.add("cell: name split", line.at(at.clone()), damaged);
            }
            if let Some(damaged) = misspelt(name) {
                all.add("cell: name misspelt", line.at(at.clone()), damaged);
            }
            if *name == names.set {
                all.add(
                    "cell: another health set",
                    line.at(at.clone()),
                    &names.stranger,
                );
            }
            all.add("cell: name lost", line.at(at), "");
        }
    }
}

fn commands(line: &Line<'_>, names: &Names, all: &mut Changes) {
    let indent = line.indent();
    let cmdlet = line.text[indent..]
        .split([' ', ';', '|'])
        .next()
        .unwrap_or_default();
    if let Some(damaged) = misspelt(cmdlet) {
        all.add(
            "command: cmdlet misspelt",
            line.at(indent..indent + cmdlet.len()),
            damaged,
        );
    }
    if cmdlet == "Get-ServerHealth" {
        all.add(
            "command: another cmdlet",
            line.at(indent..indent + cmdlet.len()),
            "Get-HealthReport",
        );
    }
    let parameter = |dash: usize| {
        let name = &line.text[dash + 2..];
        let length = name.bytes().take_while(u8::is_ascii_alphabetic).count();
        dash + 2..dash + 2 + length
    };
    for (dash, _) in line.text.match_indices(" -") {
        let at = parameter(dash);
        if let Some(damaged) = misspelt(&line.text[at.clone()]).filter(|_| at.len() > 4) {
            all.add("command: parameter misspelt", line.at(at), damaged);
        }
    }
    for at in words(line.text, &names.set) {
        all.add("command: another health set", line.at(at), &names.stranger);
    }
    for probe in &names.probes {
        for at in words(line.text, probe) {
            if let Some(monitor) = names.monitors.iter().find(|monitor| *monitor != probe) {
                all.add(
                    "command: a monitor for a probe",
                    line.at(at.clone()),
                    monitor,
                );
            }
            if let Some(damaged) = misspelt(probe) {
                all.add("command: probe misspelt", line.at(at), damaged);
            }
        }
    }
    if let Some(at) = line.text.rfind('"') {
        all.add("command: quotation mark lost", line.at(at..at + 1), "");
    }
    if let Some(at) = line.text.find("?{") {
        all.add("command: brace lost", line.at(at + 1..at + 2), "");
    }
    if let Some(at) = line.text.find(" | ") {
        all.add("command: pipe lost", line.at(at + 1..at + 3), "");
    }
    if indent >= 4 {
        all.add("command: block lost", line.at(indent - 4..indent), "");
    }
}

/// A label of a sub-step such as `2c` or `2.c`.
fn references(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let is_letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let found = (0..bytes.len()).filter_map(|at| {
        let begins = bytes[at].is_ascii_digit()
            && (at == 0 || (!is_letter(at - 1) && bytes[at - 1] != b'.'));
        let letter = at + 1 + usize::from(bytes.get(at + 1) == Some(&b'.'));
        let label = bytes.get(letter).is_some_and(|b| (b'a'..=b'h').contains(b));
        (begins && label && !is_letter(letter + 1)).then_some(letter..letter + 1)
    });
    found.collect()
}

fn prose(line: &Line<'_>, all: &mut Changes) {
    for at in references(line.text) {
        let other = if &line.text[at.clone()] == "a" {
            "b"
        } else {
            "a"
        };
        all.add("step reference", line.at(at), other);
    }
    for at in targets(line.text) {
        let digits = line.text[at.clone()]
            .bytes()
            .position(|b| b.is_ascii_digit());
        if let Some(digit) = digits {
            let digit = at.start + digit;
            let other = if line.text[digit..].starts_with('7') {
                "3"
            } else {
                "7"
            };
            all.add("link target", line.at(digit..digit + 1), other);
        }
    }
    let marker = line.indent() + line.marker();
    let bytes = line.text.as_bytes();
    for (at, byte) in bytes.iter().enumerate().skip(marker) {
        let is_space = |at: Option<usize>| {
            at.and_then(|at| bytes.get(at))
                .is_none_or(|b| *b == b' ' || !b.is_ascii())
        };
        let in_link = targets(line.text).iter().any(|target| target.contains(&at));
        if byte.is_ascii_digit()
            && is_space(at.checked_sub(1))
            && is_space(Some(at + 1))
            && !in_link
        {
            let other = if *byte == b'6' { "8" } else { "6" };
            all.add("number", line.at(at..at + 1), other);
        }
    }
    if line.text.matches("**").count() == 2
        && let Some(at) = line.text.rfind("**")
    {
        all.add("emphasis not closed", line.at(at..at + 2), "");
    }
    if let Some(at) = line.text.find("MSExchange")
        && let Some(length) = line.text[at..].find("AppPool")
    {
        let pool = at..at + length + "AppPool".len();
        let is_name = line.text[pool.clone()]
            .bytes()
            .all(|b| b.is_ascii_alphanumeric());
        let other = if line.text[pool.clone()].contains("Owa") {
            "MSExchangeSyncAppPool"
        } else {
            "MSExchangeOwaAppPool"
        };
        if is_name {
            all.add("another application pool", line.at(pool), other);
        }
    }
}

fn structure(text: &str, lines: &[Line<'_>], all: &mut Changes) {
    for (number, line) in lines.iter().enumerate() {
        let next = lines[number + 1..]
            .iter()
            .find(|next| !next.text.trim().is_empty());
        if line.part == Part::Heading && line.text.starts_with("##") {
            all.add("heading lost", line.start..line.end(), "");
        }
        let Some(next) = next else {
            continue;
        };
        if line.marker() > 1
            && next.marker() > 1
            && next.indent() == line.indent()
            && line.part == Part::Prose
        {
            all.add("step lost", line.start..next.start, "");
        }
        if line.text.trim_start().starts_with("<tr") && next.part == Part::Cell {
            let end = text[line.start..]
                .find("</tr>\n")
                .map(|at| line.start + at + 6);
            if let Some(end) = end.filter(|end| text[*end..].starts_with("<tr")) {
                all.add("row lost", line.start..end, "");
            }
        }
    }
}

fn untranslated(own: &[Line<'_>], source: &[Line<'_>], all: &mut Changes) {
    fn of<'a>(lines: &[Line<'a>], part: Part) -> Vec<Line<'a>> {
        let of_part = lines.iter().filter(|line| line.part == part);
        of_part.copied().collect()
    }
    for (kind, part) in [
        ("heading not translated", Part::Heading),
        ("paragraph not translated", Part::Prose),
    ] {
        let (own, source) = (of(own, part), of(source, part));
        if own.len() != source.len() {
            continue;
        }
        for (line, source) in own.iter().zip(&source) {
            let words = source
                .text
                .split(' ')
                .filter(|word| word.bytes().all(|b| b.is_ascii_lowercase()));
            let same = line.marker() != source.marker() || line.indent() != source.indent();
            if words.count() > 4 && line.text != source.text && !same {
                all.add(kind, line.start..line.end(), source.text);
            }
        }
    }
}

fn sense(line: &Line<'_>, locale: Locale, all: &mut Changes) {
    let languages = Languages::load(&[locale], None, &[]).unwrap();
    let polarity = &languages.get(locale).unwrap().lexicon.polarity;
    for (from, to) in [
        (&polarity.healthy, &polarity.unhealthy),
        (&polarity.unhealthy, &polarity.healthy),
        (&polarity.succeeds, &polarity.fails),
    ] {
        let Some(to) = to.first() else { continue };
        // What a health set is called may have a word for health in it.
        let noun = languages.text(locale, InterfaceKey::HealthSet);
        let found = from
            .iter()
            .filter(|phrase| !noun.contains(*phrase))
            .find_map(|phrase| {
                let mut at = words(line.text, phrase);
                at.next().filter(|_| at.next().is_none())
            });
        if let Some(at) = found {
            all.add("sense turned", line.at(at), to);
        }
    }
    let negations = polarity
        .negation
        .iter()
        .flat_map(|word| words(line.text, word));
    let negations: Vec<_> = negations.collect();
    if let [at] = negations.as_slice() {
        all.add("negation lost", line.at(at.clone()), "");
    }
}

/// Damages of an article that anybody who reads it beside the others sees.
pub fn damages(text: &str, source: &str, locale: Locale, names: &Names) -> Vec<Change> {
    let mut all = Changes::default();
    let own = lines(text);
    for line in &own {
        match line.part {
            Part::FrontMatter => {
                if line.text.starts_with("title:") {
                    for at in words(line.text, &names.set) {
                        all.add("title: health set lost", line.at(at), "");
                    }
                }
            }
            Part::Heading => {
                for name in names.all() {
                    for at in words(line.text, name) {
                        all.add("heading: name lost", line.at(at.clone()), "");
                        if let Some(damaged) = misspelt(name) {
                            all.add("heading: name misspelt", line.at(at), damaged);
                        }
                    }
                }
            }
            Part::Prose => {
                names_in_prose(line, names, &mut all);
                prose(line, &mut all);
                sense(line, locale, &mut all);
            }
            Part::Cell => names_in_cells(line, names, &mut all),
            Part::Command => commands(line, names, &mut all),
            Part::Other => {}
        }
    }
    structure(text, &own, &mut all);
    if text != source {
        untranslated(&own, &lines(source), &mut all);
    }
    all.one_of_each(text)
}
