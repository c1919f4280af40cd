//! A name in running text is not the one of the other languages.
//!
//! Rules: `name-changed`, `name-lost`, `name-added`, `term-changed`, `term-lost`.
//!
//! ## What it does
//! Compares the names of health sets, probes, monitors, application pools and cmdlets in every paragraph and heading
//! with those of the same paragraph in the other languages, and (as *terms*) other words made of parts, such as
//! `AlertValue` or `web.config`.
//! A name that was split (`EWS. Protocol`), glued to its neighbour, translated, misspelt or written in other
//! case is *changed*; one that is missing altogether is *lost*; one that only a few languages have is *added*.
//! A name that is part of a word with hyphens (`AlertValue-noun`) is there.
//!
//! A term in plain type, which may be words written together, is reported where one language alone lacks it and five or
//! more have it, unless the source also says it in words in the same paragraph, or the language lacks two.
//! A term in bold type or code between angle brackets (`<appSettings>`) is compared where it begins with a small letter, has
//! no blank, and five or more languages agree on it against one that has another one: it is no placeholder then.
//!
//! ## Why it matters
//! An operator copies names from the text into commands, and looks them up in alerts. They are never translated.
//!
//! ## How to mend it
//! Write the name exactly as the other languages do. `--fix` does so where a name was changed. Where a full stop inside
//! a name was taken for the end of a sentence, write the name in one word, and take out the rest of it, which has mostly
//! become a word of the sentence.
//!
//! ## What it cannot see
//! Names that are words, such as `Store`, and abbreviations such as `UM` that were spelt out, unless it is the article's own
//! ID and the source calls it a health set or one language alone lacks it; that a text says a name less often than the
//! others, if nothing is left of it; a name that every language has wrong alike.

use std::ops::Range;

use crate::check::consensus::MANY;
use crate::check::difference::{Difference, Fact, differences};
use crate::check::pieces::{glued, has_part, in_compound, in_pieces, says_apart, torn};
use crate::check::rules::introduction::wrong_name;
use crate::check::slip::is_near;
use crate::check::text::Text;
use crate::check::token::TokenKind;
use crate::check::unit::{Role, Unit};
use crate::check::vocabulary::NameKind;
use crate::check::wording::{Group, PieceKind};
use crate::check::{Context, Topic};
use crate::diagnostic::{Diagnostic, Location, Rule, Scope};
use crate::locale::{InterfaceKey, Locale};

pub(super) fn check(context: &Context<'_>, topic: &Topic<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let similar = |a: &str, b: &str| is_similar(context, a, b);
    let facts = extractor(|text| facts(text, topic.set.id.as_str()));
    for (at, unit) in topic.units.iter().enumerate() {
        if !unit.differs(Group::Names) {
            continue;
        }
        let mut of_unit = Vec::new();
        let all = differences(context, topic, at, &facts, &similar);
        let reworded = reworded(&all);
        // A name that is wrong itself is asked for nowhere.
        let is_asked = |own: &Difference| {
            let expected = own.expected.as_deref();
            expected.is_none_or(|name| wrong_name(context, topic) != Some((at, name)))
        };
        for difference in all.into_iter().filter(is_asked) {
            report(context, topic, at, (difference, &reworded), &mut of_unit);
        }
        found.append(&mut of_unit);
    }
    found
}

/// Says of a closure that its facts live as long as the text they are of.
fn extractor<F: for<'t> Fn(&'t Text<'_>) -> Vec<Fact<'t>>>(extract: F) -> F {
    extract
}

/// The names in a text. That a name of a part of Exchange, or the article's own ID, is said twice matters: the second time it
/// may be another.
fn facts<'t>(text: &'t Text<'_>, own: &str) -> Vec<Fact<'t>> {
    let mut found: Vec<Fact<'t>> = Vec::new();
    for token in &text.tokens {
        let counts = match token.kind {
            // Names of files and servers, too.
            TokenKind::Name(NameKind::Other) => {
                let name = &text.plain[token.range.clone()];
                name.contains('.') || name == own
            }
            TokenKind::Name(_) | TokenKind::Numbered => true,
            TokenKind::HealthSetWord => text.plain[token.range.clone()] == *own,
            TokenKind::Element => false,
            _ => continue,
        };
        let value = &text.plain[token.range.clone()];
        let mut fact = Fact::new(value, token.range.clone());
        if counts {
            fact.nth = found.iter().filter(|known| known.value == value).count();
        }
        found.push(fact);
    }
    found
}

/// Whether one name may stand where the other belongs: of one kind, or one with a slip of the other.
fn is_similar(context: &Context<'_>, a: &str, b: &str) -> bool {
    if context.vocabulary.is_health_set(a) && context.vocabulary.is_health_set(b) {
        return true;
    }
    let known = |name: &str| context.vocabulary.kind(name);
    let (Some(kind), Some(other)) = (known(a), known(b)) else {
        return without_number(a).is_some() && without_number(a) == without_number(b);
    };
    let same_kind = kind == other && kind != NameKind::Other;
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    same_kind
        || a.eq_ignore_ascii_case(b)
        || short.len() >= 5 && (long.starts_with(short) || long.ends_with(short))
        || short.len() >= 6 && is_near(a, b, 2)
}

/// `POP` of `POP3`; nothing of a word without a number at its end.
fn without_number(name: &str) -> Option<&str> {
    let letters = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    (letters.len() < name.len()).then_some(letters)
}

fn report(
    context: &Context<'_>,
    topic: &Topic<'_>,
    at: usize,
    (mut difference, reworded): (Difference, &[Locale]),
    found: &mut Vec<Diagnostic>,
) {
    let unit = &topic.units[at];
    let name = difference
        .expected
        .as_deref()
        .or(difference.found.as_deref())
        .unwrap_or_default();
    // The article's own ID is more than a word written together.
    let is_own = |kind: &NameKind| *kind == NameKind::Other && name == topic.set.id.as_str();
    let known = context.vocabulary.kind(name).filter(|kind| !is_own(kind));
    // Abbreviations may be spelt out; only what was changed into another is certain.
    if known.is_none() && (difference.expected.is_none() || difference.found.is_none()) {
        found.extend(own_set_lost(context, topic, at, difference));
        return;
    }
    let is_set = known.is_none() && context.vocabulary.is_health_set(name);
    let kind = if is_set { NameKind::HealthSet } else { known.unwrap_or(NameKind::Other) };
    let is_term = kind == NameKind::Other;
    if unit.role == Role::Title && name.eq_ignore_ascii_case(topic.set.id.as_str()) {
        return;
    }
    let name = Expected {
        name: name.to_owned(),
        noun: kind.noun(),
        is_term,
        is_element: is_element(&topic.units[at], &difference, name),
    };
    if difference.expected.is_none() {
        // A technical term too many is mostly a word that others have translated; a name said again stands for a pronoun.
        if !is_term && !difference.repeated {
            let message = format!("the {} `{}` stands here, but not", name.noun, name.name);
            let report = difference.report(Rule::NameAdded, &message);
            found.push(report.help("name what the other languages name"));
        }
        return;
    }
    // A word of several parts with the name in it, as some languages build words, says it.
    let is_said = |locale: Locale| unit.text(locale).is_some_and(|text| in_compound(&text.plain, &name.name));
    difference.wrong.retain(|(locale, _)| !is_said(*locale));
    if name.is_element {
        found.extend(element_changed(context, unit, difference, &name));
    } else if !difference.wrong.is_empty() {
        name.changed_or_lost(context, unit, (difference, reworded), found);
    }
}

/// The languages that lack several names of a text: whoever writes two terms in words has decided so.
fn reworded(all: &[Difference]) -> Vec<Locale> {
    let lost = all.iter().filter(|difference| difference.expected.is_some() && difference.found.is_none());
    let mut locales: Vec<Locale> = lost.flat_map(|difference| &difference.wrong).map(|(locale, _)| *locale).collect();
    locales.sort_unstable();
    let twice = locales.chunk_by(|a, b| a == b).filter(|own| own.len() > 1);
    twice.filter_map(|own| own.first().copied()).collect()
}

/// A name that a text should have.
struct Expected {
    name: String,
    /// What it is in a sentence.
    noun: &'static str,
    /// Whether it is a technical term rather than a name of a part of Exchange.
    is_term: bool,
    /// Whether it stands between angle brackets.
    is_element: bool,
}

impl Expected {
    fn rule(&self, of_name: Rule, of_term: Rule) -> Rule {
        if self.is_term { of_term } else { of_name }
    }

    fn help(&self, instead: Option<&str>) -> String {
        let name = &self.name;
        if instead.is_some_and(|instead| self.is_torn(instead)) {
            return format!("write `{name}` in one word, and take out what was made of the rest of it");
        }
        format!("write `{name}`; names are the same in every language")
    }

    /// What is wrong where `instead` stands.
    fn message(&self, instead: &str) -> String {
        let (name, noun) = (&self.name, self.noun);
        if self.is_torn(instead) {
            return format!("only `{instead}` stands here of the {noun} `{name}`, which stands whole");
        }
        format!("`{instead}` stands here where the {noun} is `{name}`")
    }

    /// Whether `instead` is what is left of a name with a dot that was taken for the end of a sentence.
    fn is_torn(&self, instead: &str) -> bool {
        let parts = self.name.split_once('.').filter(|_| !self.is_term);
        parts.is_some_and(|(first, last)| instead.trim_end_matches('.') == first || instead == last)
    }

    /// One language has this instead, at this place.
    fn instead(&self, difference: &Difference, (locale, place, raw): (Locale, Location, &str)) -> Diagnostic {
        let part = Difference {
            expected: difference.expected.clone(),
            found: Some(raw.to_owned()),
            wrong: vec![(locale, place)],
            right: difference.right.clone(),
            scope: if self.is_element { difference.scope } else { Scope::Locale },
            repeated: difference.repeated,
        };
        let report = part.report(self.rule(Rule::NameChanged, Rule::TermChanged), &self.message(raw));
        report.help(self.help(Some(raw)))
    }

    fn changed_or_lost(
        &self,
        context: &Context<'_>,
        unit: &Unit<'_>,
        (difference, reworded): (Difference, &[Locale]),
        found: &mut Vec<Diagnostic>,
    ) {
        let pieces = |locale: Locale| in_pieces(unit.text(locale)?, &self.name, context.sources);
        let is_part = difference.found.as_ref().is_some_and(|instead| self.name.contains(instead.as_str()));
        let pieces_first = is_part && difference.wrong.iter().all(|(locale, _)| pieces(*locale).is_some());
        match &difference.found {
            Some(instead) if !pieces_first => found.push(self.changed(&difference, instead, is_part)),
            _ => self.lost(context, unit, (difference, reworded), found),
        }
    }

    /// `instead` stands in place of the name.
    fn changed(&self, difference: &Difference, instead: &str, is_part: bool) -> Diagnostic {
        let report = difference.report(self.rule(Rule::NameChanged, Rule::TermChanged), &self.message(instead));
        let mut diagnostic = report.help(self.help(Some(instead)));
        // What is only a part of the name may have its other part elsewhere in the sentence.
        if difference.scope != Scope::Translations && !is_part {
            for (_, place) in &difference.wrong {
                diagnostic = diagnostic.edit(*place, self.name.clone());
            }
        }
        diagnostic
    }

    /// Not found as a word: perhaps it is there in pieces.
    fn lost(
        &self,
        context: &Context<'_>,
        unit: &Unit<'_>,
        (mut difference, reworded): (Difference, &[Locale]),
        found: &mut Vec<Diagnostic>,
    ) {
        let mut gone = Vec::new();
        for &(locale, place) in &difference.wrong {
            let pieces = unit.text(locale).and_then(|text| in_pieces(text, &self.name, context.sources));
            match pieces {
                Some((place, raw)) => {
                    let broken = self.instead(&difference, (locale, place, &raw));
                    found.push(broken.edit(place, self.name.clone()));
                }
                None => gone.push((locale, place)),
            }
        }
        // Said less often: mostly a pronoun stands for it, unless a part of it does.
        if difference.repeated {
            gone.retain(|(locale, _)| unit.text(*locale).is_some_and(|text| has_part(text, &self.name)));
        }
        gone.retain(|(locale, _)| {
            // What is left of a name that was torn apart says where it was.
            let torn = unit.text(*locale).map_or_else(Vec::new, |text| torn(text, &self.name, context.sources));
            // Each tear is reported once, however often the others say the name.
            let is_new = |place: Location| found.iter().all(|known| !begins_at(known, place));
            let first = torn.into_iter().find(|(place, _)| is_new(*place));
            found.extend(first.map(|(place, raw)| self.instead(&difference, (*locale, place, raw))));
            first.is_none()
        });
        let is_kept = |gone: &[(Locale, Location)]| {
            is_one_of_many(unit, &difference)
                && difference.scope != Scope::Translations
                && gone.iter().all(|(locale, _)| !reworded.contains(locale))
                && context.source.and_then(|source| unit.text(source)).is_none_or(|text| !says_apart(text, &self.name))
        };
        let is_certain = !self.is_term || is_marked(unit, &difference, &self.name) || is_kept(&gone);
        if !gone.is_empty() && is_certain {
            difference.wrong = gone;
            let message = format!("the {} `{}` is missing here, but stands", self.noun, self.name);
            let report = difference.report(self.rule(Rule::NameLost, Rule::TermLost), &message);
            found.push(report.help(self.help(None)));
        }
    }
}

/// Whether a text that is right has `name` between angle brackets.
fn is_element(unit: &Unit<'_>, difference: &Difference, name: &str) -> bool {
    let is_such = |text: &Text<'_>| elements(text).any(|range| &text.plain[range] == name);
    difference.right.iter().any(|(locale, _)| unit.text(*locale).is_some_and(is_such))
}

/// The terms of a text that stand alone between angle brackets.
fn elements<'t>(text: &'t Text<'_>) -> impl Iterator<Item = Range<usize>> + 't {
    let elements = text.tokens.iter().filter(|token| token.kind == TokenKind::Element);
    elements.map(|token| token.range.clone())
}

/// One language has another term between the brackets than all others: if they agree, it is no placeholder.
fn element_changed(
    context: &Context<'_>,
    unit: &Unit<'_>,
    difference: Difference,
    name: &Expected,
) -> Option<Diagnostic> {
    let [(locale, _)] = *difference.wrong.as_slice() else {
        return None;
    };
    let others = || unit.sure().filter(move |(other, _)| *other != locale);
    let text = unit.text(locale).filter(|_| is_one_of_many(unit, &difference))?;
    let is_own = |range: &Range<usize>| others().all(|(_, other)| !other.plain.contains(&text.plain[range.clone()]));
    let instead = elements(text).find(is_own)?;
    let place = text.place(&instead, context.sources);
    let finding = name.instead(&difference, (locale, place, &text.plain[instead]));
    // That many agree is the evidence.
    let others = difference.right.iter().skip(1);
    Some(others.fold(finding, |finding, (other, there)| finding.related(*there, format!("so does {other}"))))
}

/// Whether one language alone is wrong, and many are right.
fn is_one_of_many(unit: &Unit<'_>, difference: &Difference) -> bool {
    let right = difference.right.len();
    difference.wrong.len() == 1 && right >= MANY && right + 1 == unit.sure().count()
}

/// In bytes. Shorter IDs are abbreviations that may be spelt out.
const SHORTEST_ID: usize = 3;

/// The ID of the article's own health set, an abbreviation or a word, where the source calls it a health set or one language
/// alone lacks it.
fn own_set_lost(context: &Context<'_>, topic: &Topic<'_>, at: usize, mut difference: Difference) -> Option<Diagnostic> {
    let unit = &topic.units[at];
    let name = difference.expected.clone().filter(|name| name == topic.set.id.as_str())?;
    // Titles have a rule of their own. Said less often: mostly a pronoun stands for it.
    let is_certain = name.len() >= SHORTEST_ID
        && (is_one_of_many(unit, &difference) || is_called_health_set(context, unit, &name));
    if unit.role == Role::Title || difference.repeated || !is_certain {
        return None;
    }
    difference.wrong.retain(|(locale, _)| !unit.text(*locale).is_some_and(|text| is_inside_word(text, &name)));
    if difference.wrong.is_empty() {
        return None;
    }
    let message = format!("the health set `{name}` is missing here, but stands");
    let help = format!("write `{name}`; names are the same in every language");
    Some(difference.report(Rule::TermLost, &message).help(help))
}

/// Whether `name` is a part of a word that is no name itself, or is glued to a word, which has a rule of its own: then it is
/// there, somehow.
fn is_inside_word(text: &Text<'_>, name: &str) -> bool {
    let is_of_token = |at: usize| {
        let mut tokens = text.tokens.iter();
        tokens.any(|token| token.range.contains(&at) && token.range.len() > name.len())
    };
    let mut mentions = text.plain.match_indices(name);
    mentions.any(|(at, _)| !is_of_token(at)) || glued(&text.plain, name).next().is_some()
}

/// Whether the source says that `name` is a health set, before or behind it.
fn is_called_health_set(context: &Context<'_>, unit: &Unit<'_>, name: &str) -> bool {
    let Some((source, text)) = context.source.and_then(|source| Some((source, unit.text(source)?))) else {
        return false;
    };
    let noun = context.languages.text(source, InterfaceKey::HealthSet).to_lowercase();
    let mut mentions = text.plain.match_indices(name).map(|(at, _)| {
        let (before, after) = (&text.plain[..at], &text.plain[at + name.len()..]);
        (before.trim_end().to_lowercase(), after.trim_start().to_lowercase())
    });
    mentions.any(|(before, after)| before.ends_with(&noun) || after.starts_with(&noun))
}

/// Whether a finding is about what begins at a place.
fn begins_at(finding: &Diagnostic, place: Location) -> bool {
    let begin = |place: Location| (place.source, place.span.start);
    finding.primary.is_some_and(|own| begin(own) == begin(place))
}

/// Whether a term is surely more than words written together: it has a dot, or a text that has it marks it.
fn is_marked(unit: &Unit<'_>, difference: &Difference, term: &str) -> bool {
    let marks = |text: &Text<'_>| text.plain.find(term).is_some_and(|at| text.kind_at(at) != PieceKind::Plain);
    let mut right = difference.right.iter().filter_map(|(locale, _)| unit.text(*locale));
    term.contains('.') || right.any(marks)
}
