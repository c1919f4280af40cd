//! Whole knowledge articles: of a health set, and of each of its monitors.
//!
//! Section titles that the console translates itself are written by their canonical names.

use super::fragment::{Filling, Fragment};
use super::maml::{Maml, Runs, Style};
use super::overlay::listed;
use super::render::{Context, Renderer};
use super::table::dependency_names;
use crate::article::{SectionKind, Translation};
use crate::locale::InterfaceKey;
use crate::model::{DependencyId, HealthSet, HealthSetId, Monitor, Probe, Section, SectionId};
use crate::verify::{ArticleFlaw, article_flaws};

/// A finished article. Shared, because a later build may need the same.
pub type Article = std::sync::Arc<Judged>;

/// The content of `MamlContent`, and what is wrong with it.
#[derive(Debug)]
pub struct Judged {
    maml: String,
    flaws: Vec<ArticleFlaw>,
}

impl Judged {
    /// What SCOM refuses in it, or the console stumbles over.
    pub fn flaws(&self) -> &[ArticleFlaw] {
        &self.flaws
    }
}

impl From<String> for Judged {
    fn from(maml: String) -> Self {
        Self {
            flaws: article_flaws(&maml),
            maml,
        }
    }
}

impl std::ops::Deref for Judged {
    type Target = str;

    fn deref(&self) -> &str {
        &self.maml
    }
}

/// Titles that the console shows in its own language.
pub(super) mod title {
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
    /// That the text is not in this language, or not by a human.
    notices: Maml,
    /// The introduction and the explanation.
    explanation: Maml,
    causes: Maml,
    /// The sections of the resolutions.
    steps: Vec<Part<'k>>,
    /// Related health sets, links.
    rest: Maml,
}

#[derive(Debug)]
struct Part<'k> {
    section: &'k Section<'k>,
    fragment: Fragment,
}

impl<'k> Articles<'k> {
    /// Renders what the articles of a health set are made of.
    pub fn new(context: Context<'k>) -> Self {
        let Context { set, .. } = context;
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
            notices: notices(&context),
            explanation: explanation(context, of_kind(SectionKind::Explanation)),
            causes: titled(context, title::CAUSES, of_kind(SectionKind::CommonIssues)),
            steps: steps.collect(),
            rest: rest(context, of_kind(SectionKind::MoreInformation)),
        }
    }

    /// The article of the health set: everything its Markdown says.
    pub fn health_set(&self) -> Maml {
        let mut maml = self.begin();
        maml.open_section(title::SUMMARY);
        maml.para(
            Style::Plain,
            &self.fill(
                InterfaceKey::HealthSetMonitorDescription,
                &self.context.set.id,
                None,
            ),
        );
        self.about(&mut maml, &self.context.set.id);
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
        maml
    }

    /// The article of the monitor that sums up the health set: what it is, and what belongs to it.
    pub fn roll_up(&self) -> Maml {
        let mut maml = self.begin();
        maml.open_section(title::SUMMARY);
        maml.para(
            Style::Plain,
            &self.fill(
                InterfaceKey::HealthSetRollUpDescription,
                &self.context.set.id,
                None,
            ),
        );
        self.about(&mut maml, &self.context.set.id);
        maml.close_section();
        maml.append(&self.rest);
        maml
    }

    /// The article of one of the monitors.
    pub fn monitor(&self, knowledge: MonitorKnowledge<'k>) -> Maml {
        let MonitorKnowledge { monitor, owner } = knowledge;
        let probes = self.probes(monitor);
        let filling = Filling {
            health_set: owner,
            probe: probes.first().map(|probe| (&probe.health_set, &probe.id)),
        };
        let mut maml = self.begin();
        maml.open_section(title::SUMMARY);
        maml.para(
            Style::Plain,
            &self.fill(
                InterfaceKey::MonitorDescription,
                owner,
                Some(monitor.id.as_str()),
            ),
        );
        self.about(&mut maml, owner);
        self.probed(&mut maml, monitor, &probes);
        maml.close_section();
        maml.append(&self.causes);
        self.resolutions(&mut maml, monitor, filling);
        maml.append(&self.rest);
        maml
    }

    /// An article in the making, whose first words say what it is about.
    fn begin(&self) -> Maml {
        let mut maml = self.context.maml();
        maml.mark(self.context.title());
        maml
    }

    /// What the catalogue says a health set is for, and notices about the text.
    fn about(&self, maml: &mut Maml, id: &HealthSetId) {
        let Context {
            kb, set, locale, ..
        } = self.context;
        let set = if set.id == *id {
            Some(set)
        } else {
            kb.by_id(id)
        };
        if let Some((_, text)) = set.and_then(|set| set.description.resolve(locale, kb.source)) {
            let places = set.map(|set| &set.described);
            let place = places.and_then(|places| places.resolve(locale, kb.source));
            maml.mark(place.map(|(_, place)| *place));
            maml.para(Style::Plain, text);
            maml.mark(self.context.title());
        }
        maml.append(&self.notices);
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
        let mut columns = vec![InterfaceKey::Probe, InterfaceKey::HealthSet];
        if self.says_dependencies() {
            columns.push(InterfaceKey::Dependencies);
        }
        maml.open_table();
        maml.open_header();
        for key in &columns {
            maml.heading_cell(context.word(*key));
        }
        maml.close_header();
        for probe in probes {
            maml.open_row();
            maml.cell([probe.id.as_str()]);
            maml.cell([probe.health_set.as_str()]);
            if columns.contains(&InterfaceKey::Dependencies) {
                maml.cell(dependency_names(context, &probe.dependencies));
            }
            maml.close_row();
        }
        maml.close_table();
    }

    /// Whether the probe table has a column of dependencies. Without one, nothing is known of them.
    fn says_dependencies(&self) -> bool {
        let rows = self.context.set.rows.iter();
        rows.flat_map(|row| row.cells.values())
            .any(|cells| cells.dependencies.is_some())
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
    fn resolutions(&self, maml: &mut Maml, monitor: &Monitor, filling: Filling<'_>) {
        maml.mark(self.context.title());
        maml.open_section(title::RESOLUTIONS);
        if monitor.recovery.is_none() {
            maml.para(Style::Plain, self.context.word(InterfaceKey::NoRecovery));
        }
        let wanted = |part: &&Part<'_>| concerns(part.section, monitor.recovery.as_ref());
        let mut parts = self.steps.iter().filter(wanted).peekable();
        if parts.peek().is_some() {
            maml.open_sections();
            for part in parts {
                part.fragment.fill(maml, filling);
            }
            maml.close_sections();
        }
        maml.close_section();
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

/// In which language the text really is, and whether a machine translated it.
fn notices(context: &Context<'_>) -> Maml {
    let mut maml = context.maml();
    let Some((locale, article)) = context
        .set
        .articles
        .resolve(context.locale, context.kb.source)
    else {
        return maml;
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
    maml
}

fn explanation<'k>(context: Context<'k>, sections: impl Iterator<Item = &'k Section<'k>>) -> Maml {
    let introduction = rendered(context, |renderer| {
        renderer.nodes(&context.set.introduction)
    })
    .maml;
    let sections = rendered(context, |renderer| {
        sections.for_each(|section| renderer.section(section))
    })
    .maml;
    let mut maml = context.maml();
    maml.append(&introduction);
    if !sections.is_empty() {
        maml.open_sections();
        maml.append(&sections);
        maml.close_sections();
    }
    maml
}

/// Sections under a title of the console: one without its own heading, several each with its own.
fn titled<'k>(
    context: Context<'k>,
    title: &str,
    sections: impl Iterator<Item = &'k Section<'k>>,
) -> Maml {
    let sections: Vec<&Section<'k>> = sections.collect();
    if sections.is_empty() {
        return Maml::default();
    }
    let content = rendered(context, |renderer| match sections.as_slice() {
        [one] => renderer.section_content(one),
        several => several.iter().for_each(|section| renderer.section(section)),
    });
    let mut maml = context.maml();
    maml.open_section(title);
    if sections.len() > 1 {
        maml.open_sections();
    }
    maml.append(&content.maml);
    if sections.len() > 1 {
        maml.close_sections();
    }
    maml.close_section();
    maml
}

fn rest<'k>(context: Context<'k>, links: impl Iterator<Item = &'k Section<'k>>) -> Maml {
    let mut maml = context.maml();
    maml.mark(context.title());
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
    maml
}
