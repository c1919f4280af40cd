//! Whole knowledge articles: of a health set, of each of its monitors, and of the monitor that Microsoft.Exchange.15
//! has for all health sets.
//!
//! Section titles that the console translates itself are written by their canonical names.

use super::fragment::{Filling, Fragment};
use super::maml::{Maml, Runs, Style};
use super::render::{Context, Renderer, dependency_names};
use crate::article::{SectionKind, Translation};
use crate::locale::{InterfaceKey, Languages, Locale};
use crate::model::{
    DependencyId, HealthSet, HealthSetId, KnowledgeBase, Monitor, Probe, Section, SectionId,
};

/// A finished article, as the content of `MamlContent`.
pub type Article = String;

/// Titles that the console shows in its own language.
mod title {
    pub const SUMMARY: &str = "Summary";
    pub const CAUSES: &str = "Causes";
    pub const RESOLUTIONS: &str = "Resolutions";
    pub const ADDITIONAL: &str = "Additional";
    pub const EXTERNAL: &str = "External";
}

/// What a monitor's article is about.
#[derive(Clone, Copy, Debug)]
pub struct MonitorKnowledge<'k> {
    /// The monitor.
    pub monitor: &'k Monitor,
    /// The health set it belongs to.
    pub owner: &'k HealthSetId,
}

/// The parts of the articles of one health set and its monitors in one language, each rendered once.
#[derive(Debug)]
pub struct Articles<'k> {
    context: Context<'k>,
    /// That the text is not in this language, and what the health set is for.
    about: String,
    /// The introduction and the explanation.
    explanation: String,
    causes: String,
    /// The sections of the resolutions.
    steps: Vec<Part<'k>>,
    /// Related health sets, links.
    rest: String,
}

#[derive(Debug)]
struct Part<'k> {
    section: &'k Section<'k>,
    fragment: Fragment,
}

impl<'k> Articles<'k> {
    /// Renders what the articles of `set` in `locale` are made of.
    pub fn new(
        kb: &'k KnowledgeBase<'k>,
        languages: &'k Languages,
        set: &'k HealthSet<'k>,
        locale: Locale,
    ) -> Self {
        let context = Context {
            kb,
            languages,
            set,
            locale,
        };
        let of_kind = |kind| {
            set.sections
                .iter()
                .filter(move |section| section.kind == kind)
        };
        let steps = set
            .sections
            .iter()
            .filter(|section| is_resolution(section.kind))
            .map(|section| Part {
                section,
                fragment: rendered(context, |renderer| renderer.section(section)),
            });
        Self {
            context,
            about: about(&context),
            explanation: explanation(context, of_kind(SectionKind::Explanation)),
            causes: titled(context, title::CAUSES, of_kind(SectionKind::CommonIssues)),
            steps: steps.collect(),
            rest: rest(context, of_kind(SectionKind::MoreInformation)),
        }
    }

    /// The article of the health set: everything its Markdown says.
    pub fn health_set(&self) -> Article {
        let mut maml = Maml::default();
        maml.open_section(title::SUMMARY);
        maml.para(
            Style::Plain,
            &self.fill(
                InterfaceKey::HealthSetMonitorDescription,
                &self.context.set.id,
                None,
            ),
        );
        maml.append(&self.about);
        maml.append(&self.explanation);
        maml.close_section();
        maml.append(&self.causes);
        if !self.steps.is_empty() {
            maml.open_section(title::RESOLUTIONS);
            maml.open_sections();
            for part in &self.steps {
                maml.append(&part.fragment.maml);
            }
            maml.close_sections();
            maml.close_section();
        }
        maml.append(&self.rest);
        maml.finish()
    }

    /// The article of the monitor that sums up the health set: what it is, and what belongs to it.
    pub fn roll_up(&self) -> Article {
        let mut maml = Maml::default();
        maml.open_section(title::SUMMARY);
        maml.para(
            Style::Plain,
            &self.fill(
                InterfaceKey::HealthSetRollUpDescription,
                &self.context.set.id,
                None,
            ),
        );
        maml.append(&self.about);
        maml.close_section();
        maml.append(&self.rest);
        maml.finish()
    }

    /// The article of one of the monitors.
    pub fn monitor(&self, knowledge: MonitorKnowledge<'k>) -> Article {
        let MonitorKnowledge { monitor, owner } = knowledge;
        let probes = self.probes(monitor);
        let filling = Filling {
            health_set: owner,
            probe: probes.first().map(|probe| (&probe.health_set, &probe.id)),
        };
        let mut maml = Maml::default();
        maml.open_section(title::SUMMARY);
        maml.para(
            Style::Plain,
            &self.fill(
                InterfaceKey::MonitorDescription,
                owner,
                Some(monitor.id.as_str()),
            ),
        );
        maml.append(&self.about);
        self.probed(&mut maml, monitor, &probes);
        maml.close_section();
        maml.append(&self.causes);
        let mut article = maml.finish();
        self.resolutions(&mut article, monitor, filling);
        article.push_str(&self.rest);
        article
    }

    fn fill(&self, key: InterfaceKey, set: &HealthSetId, monitor: Option<&str>) -> String {
        let values = [
            ("health-set", set.as_str()),
            ("monitor", monitor.unwrap_or_default()),
        ];
        self.context
            .languages
            .fill(self.context.locale, key, &values)
    }

    fn probes(&self, monitor: &Monitor) -> Vec<&'k Probe> {
        let probes = self.context.set.probes.iter();
        probes
            .filter(|probe| monitor.probes.contains(&probe.id))
            .collect()
    }

    /// A table of the probes that feed a monitor, and what they depend on.
    fn probed(&self, maml: &mut Maml, monitor: &'k Monitor, probes: &[&'k Probe]) {
        let context = &self.context;
        if probes.is_empty() {
            maml.para(Style::Plain, context.word(InterfaceKey::NoProbe));
            let dependencies = self.dependencies_without_probe(monitor);
            if !dependencies.is_empty() {
                let names = dependency_names(context, dependencies).join(", ");
                let mut runs = Runs::default();
                context.push_label(&mut runs, context.word(InterfaceKey::Dependencies));
                runs.push(Style::Plain, &names);
                maml.runs(&runs);
            }
            return;
        }
        maml.open_table();
        maml.open_header();
        for key in [
            InterfaceKey::Probe,
            InterfaceKey::HealthSet,
            InterfaceKey::Dependencies,
        ] {
            maml.heading_cell(context.word(key));
        }
        maml.close_header();
        for probe in probes {
            maml.open_row();
            maml.cell([probe.id.as_str()]);
            maml.cell([probe.health_set.as_str()]);
            maml.cell(dependency_names(context, &probe.dependencies));
            maml.close_row();
        }
        maml.close_table();
    }

    fn dependencies_without_probe(&self, monitor: &Monitor) -> &'k [DependencyId] {
        let row = self
            .context
            .set
            .rows
            .iter()
            .find(|row| row.monitors.iter().any(|mention| mention.id == monitor.id));
        row.map_or(&[], |row| row.dependencies.as_slice())
    }

    /// Verification and recovery of one monitor, with its names filled in.
    fn resolutions(&self, article: &mut String, monitor: &Monitor, filling: Filling<'_>) {
        let mut maml = Maml::default();
        maml.open_section(title::RESOLUTIONS);
        if monitor.recovery.is_none() {
            maml.para(Style::Plain, self.context.word(InterfaceKey::NoRecovery));
        }
        let wanted = |part: &&Part<'_>| concerns(part.section, monitor.recovery.as_ref());
        let mut parts = self.steps.iter().filter(wanted).peekable();
        if parts.peek().is_some() {
            maml.open_sections();
            article.push_str(&maml.finish());
            for part in parts {
                part.fragment.fill(article, filling);
            }
            maml = Maml::default();
            maml.close_sections();
        }
        maml.close_section();
        article.push_str(&maml.finish());
    }
}

/// Whether a section belongs in the article of a monitor that is treated by `recovery`: what all monitors share
/// does; of the others, its own recovery, or, where it has none, what helps whatever the monitor.
fn concerns(section: &Section<'_>, recovery: Option<&SectionId>) -> bool {
    match section.kind {
        SectionKind::UserAction | SectionKind::Verification => true,
        SectionKind::Recovery => recovery == Some(&section.id),
        _ => recovery.is_none() || recovery == Some(&section.id) || holds(section, recovery),
    }
}

fn holds(section: &Section<'_>, id: Option<&SectionId>) -> bool {
    section.children.iter().any(|child| Some(&child.id) == id)
}

fn is_resolution(kind: SectionKind) -> bool {
    !matches!(
        kind,
        SectionKind::Explanation | SectionKind::CommonIssues | SectionKind::MoreInformation
    )
}

fn rendered<'k>(context: Context<'k>, render: impl FnOnce(&mut Renderer<'k>)) -> Fragment {
    let mut renderer = Renderer::new(context);
    render(&mut renderer);
    renderer.finish()
}

/// What the catalogue says the health set is for, and in which language the text really is.
fn about(context: &Context<'_>) -> String {
    let mut maml = Maml::default();
    if let Some((_, description)) = context
        .set
        .description
        .resolve(context.locale, context.kb.source)
    {
        maml.para(Style::Plain, description);
    }
    let Some((locale, article)) = context
        .set
        .articles
        .resolve(context.locale, context.kb.source)
    else {
        return maml.finish();
    };
    if locale != context.locale {
        let language = context
            .languages
            .get(locale)
            .map_or("", |data| data.name.as_str());
        let notice = context.languages.fill(
            context.locale,
            InterfaceKey::FallbackNotice,
            &[("language", language)],
        );
        maml.para(Style::Plain, &notice);
    }
    if article.translation == Some(Translation::Machine) {
        maml.para(Style::Plain, context.word(InterfaceKey::MachineTranslated));
    }
    maml.finish()
}

fn explanation<'k>(
    context: Context<'k>,
    sections: impl Iterator<Item = &'k Section<'k>>,
) -> String {
    let introduction = rendered(context, |renderer| {
        renderer.nodes(&context.set.introduction)
    })
    .maml;
    let sections = rendered(context, |renderer| {
        sections.for_each(|section| renderer.section(section))
    })
    .maml;
    let mut maml = Maml::default();
    maml.append(&introduction);
    if !sections.is_empty() {
        maml.open_sections();
        maml.append(&sections);
        maml.close_sections();
    }
    maml.finish()
}

/// Sections under a title of the console: one without its own heading, several each with its own.
fn titled<'k>(
    context: Context<'k>,
    title: &str,
    sections: impl Iterator<Item = &'k Section<'k>>,
) -> String {
    let sections: Vec<&Section<'k>> = sections.collect();
    if sections.is_empty() {
        return String::new();
    }
    let content = rendered(context, |renderer| match sections.as_slice() {
        [one] => renderer.section_content(one),
        several => several.iter().for_each(|section| renderer.section(section)),
    });
    let mut maml = Maml::default();
    maml.open_section(title);
    if sections.len() > 1 {
        maml.open_sections();
    }
    maml.append(&content.maml);
    if sections.len() > 1 {
        maml.close_sections();
    }
    maml.close_section();
    maml.finish()
}

fn rest<'k>(context: Context<'k>, links: impl Iterator<Item = &'k Section<'k>>) -> String {
    let mut maml = Maml::default();
    let related = context
        .set
        .related
        .iter()
        .filter_map(|slug| context.kb.by_slug(slug));
    let related: Vec<&HealthSet<'_>> = related.collect();
    if !related.is_empty() {
        maml.open_section(title::ADDITIONAL);
        maml.open_sections();
        maml.open_section(context.word(InterfaceKey::RelatedHealthSets));
        maml.open_list();
        for set in related {
            maml.open_item();
            listed(&context, &mut maml, set);
            maml.close_item();
        }
        maml.close_list();
        maml.close_section();
        maml.close_sections();
        maml.close_section();
    }
    maml.append(&titled(context, title::EXTERNAL, links));
    maml.finish()
}

/// A health set and what it is for.
fn listed(context: &Context<'_>, maml: &mut Maml, set: &HealthSet<'_>) {
    let mut runs = Runs::default();
    match set.description.resolve(context.locale, context.kb.source) {
        Some((_, description)) => {
            context.push_label(&mut runs, set.id.as_str());
            runs.push(Style::Plain, description);
        }
        None => runs.push(Style::Strong, set.id.as_str()),
    }
    maml.runs(&runs);
}

/// The article that stands beside Microsoft.Exchange.15's one monitor for all health sets: how to find out
/// more, and which health sets there are.
pub fn overlay<'k>(
    kb: &'k KnowledgeBase<'k>,
    languages: &'k Languages,
    locale: Locale,
) -> Option<Article> {
    let context = Context {
        kb,
        languages,
        set: kb.health_sets.first()?,
        locale,
    };
    let mut maml = Maml::default();
    maml.open_section(title::SUMMARY);
    maml.para(Style::Plain, context.word(InterfaceKey::OverlaySummary));
    maml.close_section();
    maml.open_section(title::RESOLUTIONS);
    maml.para(Style::Plain, context.word(InterfaceKey::OverlayResolution));
    maml.close_section();
    maml.open_section(title::ADDITIONAL);
    maml.para(Style::Strong, context.word(InterfaceKey::HealthSets));
    maml.open_list();
    for set in &kb.health_sets {
        maml.open_item();
        listed(&context, &mut maml, set);
        maml.close_item();
    }
    maml.close_list();
    maml.close_section();
    Some(maml.finish())
}
