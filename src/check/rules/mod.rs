//! One rule a file, or one family of rules. The head of a file is the page that `mpkc explain` shows.

use super::text::Text;
use super::{Context, Topic};
use crate::diagnostic::{Diagnostic, Rule};
use crate::workspace::Source;

macro_rules! files {
    ($($name:ident),+ $(,)?) => {
        $(mod $name;)+

        /// The text of every file here.
        const FILES: &[&str] = &[$(include_str!(concat!(stringify!($name), ".rs"))),+];
    };
}

files!(
    address,
    bullet,
    command_broken,
    command_spelling,
    command_target,
    command_value,
    dissent,
    encoding,
    error_text,
    glued,
    introduction,
    language_file,
    link,
    link_health_set,
    link_source,
    listed_title,
    literal,
    lost_block,
    markup,
    metadata,
    name_case,
    name_in_text,
    name_misspelt,
    name_rare,
    name_slip,
    negation,
    number,
    own_section,
    path,
    polarity,
    probe_row,
    prose_beside_command,
    quotation,
    recovery,
    relation,
    remark,
    row,
    section_link,
    section_name,
    sentence,
    step_label,
    step_reference,
    structure,
    term,
    thing,
    title,
    title_health_set,
    untranslated,
    variable,
    white_space,
);

pub(super) use glued::doubles;
pub(super) use name_misspelt::is_strange;
pub(super) use name_slip::abbreviations;
pub(super) use untranslated::is_foreign;

/// The pages of rules of other stages.
const PAGES: &str = include_str!("pages.md");

/// The page of a rule as Markdown: the head of its file, or its part of [`PAGES`].
pub(super) fn page(rule: Rule) -> Option<String> {
    of_file(rule).or_else(|| {
        let mut pages = PAGES.split("\n# ").skip(1);
        let page = pages.find_map(|page| page.strip_prefix(rule.name())?.strip_prefix("\n\n"))?;
        Some(page.trim_end().to_owned())
    })
}

/// The head of the file that is about a rule.
fn of_file(rule: Rule) -> Option<String> {
    let name = format!("`{}`", rule.name());
    FILES.iter().find_map(|file| {
        let head = file.lines().map_while(|line| line.strip_prefix("//!"));
        let page: Vec<&str> = head
            .map(|line| line.strip_prefix(' ').unwrap_or(line))
            .collect();
        let names = page
            .iter()
            .find(|line| line.starts_with("Rule") || line.starts_with('`'))?;
        names.contains(&name).then(|| page.join("\n"))
    })
}

/// Whether a rule that looks at one text alone has nothing to say.
pub(super) type IsSound = fn(&Text<'_>, &[Source]) -> bool;

/// A rule about one health set: everything it finds there.
pub(super) type TopicCheck = fn(&Context<'_>, &Topic<'_>) -> Vec<Diagnostic>;

/// A rule about all of the knowledge base.
pub(super) type Check = fn(&Context<'_>) -> Vec<Diagnostic>;

/// Of the rules about health sets those that are about texts alone. What is sound is not looked at again.
pub(super) const OF_TEXTS: &[IsSound] = &[markup::is_sound, white_space::is_sound, glued::is_sound];

/// Every rule about health sets. The order of a report is by place.
pub(super) const OF_TOPICS: &[TopicCheck] = &[
    name_in_text::check,
    title::check,
    title_health_set::check,
    listed_title::check,
    link_health_set::check,
    command_target::check,
    command_broken::check,
    variable::check,
    lost_block::check,
    recovery::check,
    introduction::check,
    prose_beside_command::check,
    literal::check,
    number::check,
    path::check,
    metadata::check,
    row::check,
    remark::check,
    bullet::check,
    structure::check,
    step_label::check,
    link::check,
    untranslated::check,
    markup::check,
    polarity::check,
    negation::check,
    thing::check,
    name_case::check,
    address::check,
    section_name::check,
    section_link::check,
    white_space::check,
    quotation::check,
    error_text::check,
    sentence::check,
    encoding::check,
    name_misspelt::check,
];

/// Every rule about all.
pub(super) const OF_ALL: &[Check] = &[
    language_file::check,
    dissent::check,
    probe_row::check,
    step_reference::check,
    command_spelling::check,
    command_value::check,
    relation::check,
    row::names,
    title::words,
    term::check,
    name_misspelt::in_tables,
    name_rare::check,
    link_source::check,
    own_section::check,
    glued::check,
    name_slip::check,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_page_with_all_parts() {
        for &rule in Rule::ALL {
            let page = page(rule).unwrap_or_default();
            for part in [
                "What it does",
                "Why it matters",
                "How to mend it",
                "What it cannot see",
            ] {
                assert!(
                    page.contains(&format!("## {part}\n")),
                    "{}: {part}",
                    rule.name()
                );
            }
        }
        for page in PAGES.split("\n# ").skip(1) {
            let name = page.lines().next().unwrap_or_default();
            assert!(Rule::from_name(name).is_some(), "{name} is no rule");
            assert!(page.contains("## Example\n"), "{name}");
        }
    }
}
