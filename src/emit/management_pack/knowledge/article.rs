//! Whole knowledge articles: of a health set, and of each of its monitors.
//!
//! Section titles that the console translates itself are written by their canonical names.

use std::ops::Range;

use super::context::Context;
use super::finished::Piece;
use super::fragment::{Filling, SharedCommand};
use super::maml::{Maml, Runs, Style};
use super::overlay::listed;
use super::render::{Renderer, Room};
use super::table::dependency_names;
use crate::article::{SectionKind, Translation};
use crate::locale::InterfaceKey;
use crate::model::{DependencyId, HealthSet, HealthSetId, Monitor, Probe, Section, SectionId};

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

/// The articles of one health set and its monitors in one language: one text, of which each article is a number of pieces.
/// What several articles share is rendered once.
#[derive(Debug)]
pub struct Articles<'k> {
    context: Context<'k>,
    renderer: Renderer<'k>,
    shared: Shared<'k>,
    /// The pieces of all articles, one article behind the other, but for the last piece.
    pieces: Vec<Piece>,
    /// How many of them are of earlier articles.
    earlier: usize,
    /// Where the last one begins.
    last: usize,
}

/// What articles share.
#[derive(Debug, Default)]
struct Shared<'k> {
    /// That the text is not in this language, or not by a human.
    notices: Piece,
    /// The introduction and the explanation.
    explanation: Piece,
    causes: Piece,
    /// The sections of the resolutions.
    steps: Vec<Part<'k>>,
    /// Related health sets, links.
    rest: Piece,
}

#[derive(Debug)]
struct Part<'k> {
    section: &'k Section<'k>,
    piece: Piece,
    commands: Vec<SharedCommand>,
}

impl<'k> Articles<'k> {
    /// Renders what the articles of a health set are made of, in the memory of `room`.
    pub fn new(context: Context<'k>, mut room: Room) -> Self {
        room.pieces.clear();
        let mut articles = Self {
            context,
            pieces: std::mem::take(&mut room.pieces),
            renderer: Renderer::new(context, room),
            shared: Shared::default(),
            earlier: 0,
            last: 0,
        };
        let sections = &context.set.sections;
        let of_kind = |kind| sections.iter().filter(move |it| it.kind == kind);
        let shared = Shared {
            notices: articles.piece(|it| notices(it)),
            explanation: articles.piece(|it| explanation(it, of_kind(SectionKind::Explanation))),
            causes: articles
                .piece(|it| titled(it, title::CAUSES, of_kind(SectionKind::CommonIssues))),
            steps: sections
                .iter()
                .filter(|section| is_resolution(section.kind))
                .map(|section| articles.part(section))
                .collect(),
            rest: articles.piece(|it| rest(it, of_kind(SectionKind::MoreInformation))),
        };
        Self { shared, ..articles }
    }

    /// What all the articles that were made hold, and the memory they were made in.
    pub fn finish(self) -> Room {
        let mut room = self.renderer.finish();
        room.pieces = self.pieces;
        room
    }

    /// The pieces of the articles up to now.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The articles up to now.
    pub fn maml(&self) -> &Maml {
        &self.renderer.maml
    }

    fn piece(&mut self, render: impl FnOnce(&mut Renderer<'k>)) -> Piece {
        let start = self.maml().len();
        self.renderer.begin();
        render(&mut self.renderer);
        start..self.maml().len()
    }

    fn part(&mut self, section: &'k Section<'k>) -> Part<'k> {
        self.renderer.commands.clear();
        Part {
            section,
            piece: self.piece(|renderer| renderer.section(section)),
            commands: std::mem::take(&mut self.renderer.commands),
        }
    }

    /// The article of the health set, as the places of its pieces: everything its Markdown says.
    pub fn health_set(&mut self) -> Range<usize> {
        let id = &self.context.set.id;
        self.begin(InterfaceKey::HealthSetMonitorDescription, id, None);
        self.share(self.shared.explanation.clone());
        self.own().close_section();
        self.share(self.shared.causes.clone());
        if let Some(first) = self.shared.steps.first() {
            let start = first.piece.start;
            let end = self.shared.steps.last().map_or(start, |it| it.piece.end);
            self.own().open_section(title::RESOLUTIONS);
            self.own().open_sections();
            self.share(start..end);
            self.own().close_sections();
            self.own().close_section();
        }
        self.share(self.shared.rest.clone());
        self.end()
    }

    /// The article of the monitor that sums up the health set: what it is, and what belongs to it.
    pub fn roll_up(&mut self) -> Range<usize> {
        let id = &self.context.set.id;
        self.begin(InterfaceKey::HealthSetRollUpDescription, id, None);
        self.own().close_section();
        self.share(self.shared.rest.clone());
        self.end()
    }

    /// The article of one of the monitors.
    pub fn monitor(&mut self, knowledge: MonitorKnowledge<'k>) -> Range<usize> {
        let MonitorKnowledge { monitor, owner } = knowledge;
        let probes = self.probes(monitor);
        let filling = Filling {
            health_set: owner,
            probe: probes.first().map(|probe| (&probe.health_set, &probe.id)),
        };
        let name = Some(monitor.id.as_str());
        self.begin(InterfaceKey::MonitorDescription, owner, name);
        self.probed(monitor, &probes);
        self.own().close_section();
        self.share(self.shared.causes.clone());
        self.resolutions(monitor, filling);
        self.share(self.shared.rest.clone());
        self.end()
    }

    /// Begins an article, whose first words say what it is about.
    fn begin(&mut self, what: InterfaceKey, set: &HealthSetId, monitor: Option<&str>) {
        self.last = self.maml().len();
        self.renderer.begin();
        let values = [
            ("health-set", set.as_str()),
            ("monitor", monitor.unwrap_or_default()),
        ];
        let Context {
            languages, locale, ..
        } = self.context;
        self.own().open_section(title::SUMMARY);
        let mut words = std::mem::take(&mut self.renderer.words);
        words.clear();
        languages.fill_into(&mut words, locale, what, &values);
        self.own().para(&Style::Plain, &words);
        self.renderer.words = words;
        self.about(set);
    }

    /// Where what the article has alone is written.
    fn own(&mut self) -> &mut Maml {
        &mut self.renderer.maml
    }

    /// Puts a piece of several articles behind what was written.
    fn share(&mut self, piece: Piece) {
        let own = self.last..self.maml().len();
        if !own.is_empty() {
            // What it stands between in the article does not meet in the text either.
            self.own().part();
        }
        self.last = self.maml().len();
        let pieces = [own, piece].into_iter();
        self.pieces.extend(pieces.filter(|piece| !piece.is_empty()));
    }

    /// The places of the pieces of the article, which is finished.
    fn end(&mut self) -> Range<usize> {
        self.share(0..0);
        let earlier = std::mem::replace(&mut self.earlier, self.pieces.len());
        earlier..self.pieces.len()
    }

    /// What the catalogue says a health set is for, and notices about the text.
    fn about(&mut self, id: &HealthSetId) {
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
            self.own().mark(place.map(|(_, place)| *place));
            self.own().para(&Style::Plain, text);
            self.renderer.begin();
        }
        self.share(self.shared.notices.clone());
    }

    fn probes(&self, monitor: &Monitor) -> Vec<&'k Probe> {
        let probes = self.context.set.probes.iter();
        probes
            .filter(|probe| monitor.probes.contains(&probe.id))
            .collect()
    }

    /// A table of the probes that feed a monitor, and what they depend on.
    fn probed(&mut self, monitor: &'k Monitor, probes: &[&'k Probe]) {
        let context = &self.context;
        if probes.is_empty() {
            let dependencies = self.dependencies_without_probe(monitor);
            let maml = &mut self.renderer.maml;
            maml.para(&Style::Plain, context.word(InterfaceKey::NoProbe));
            if !dependencies.is_empty() {
                let names = dependency_names(context, dependencies).join(", ");
                let mut runs = Runs::default();
                context.push_label(&mut runs, context.word(InterfaceKey::Dependencies));
                runs.push(&Style::Plain, &names);
                maml.runs(&runs);
            }
            return;
        }
        let has_dependencies = self.says_dependencies();
        let dependencies = has_dependencies.then_some(InterfaceKey::Dependencies);
        let columns = [InterfaceKey::Probe, InterfaceKey::HealthSet];
        let maml = &mut self.renderer.maml;
        maml.open_table();
        maml.open_header();
        for key in columns.into_iter().chain(dependencies) {
            maml.heading_cell(context.word(key));
        }
        maml.close_header();
        for probe in probes {
            maml.open_row();
            maml.cell([probe.id.as_str()]);
            maml.cell([probe.health_set.as_str()]);
            if has_dependencies {
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
    fn resolutions(&mut self, monitor: &Monitor, filling: Filling<'_>) {
        self.renderer.begin();
        self.own().open_section(title::RESOLUTIONS);
        let steps = std::mem::take(&mut self.shared.steps);
        let wanted = |part: &&Part<'_>| concerns(part.section, monitor.recovery.as_ref());
        let mut parts = steps.iter().filter(wanted).peekable();
        if monitor.recovery.is_none() {
            let of_all = |part: &&Part<'_>| {
                part.section.kind != SectionKind::UserAction
                    && part.section.kind != SectionKind::Verification
            };
            let word = match steps.iter().filter(wanted).any(|part| of_all(&part)) {
                true => InterfaceKey::NoOwnRecovery,
                false => InterfaceKey::NoRecovery,
            };
            let word = self.context.word(word);
            self.own().para(&Style::Plain, word);
        }
        if parts.peek().is_some() {
            self.own().open_sections();
            parts.for_each(|part| self.fill(part, filling));
            self.own().close_sections();
        }
        self.own().close_section();
        self.shared.steps = steps;
    }

    /// Puts a part behind what was written, with the names of a monitor in its commands.
    fn fill(&mut self, part: &Part<'_>, filling: Filling<'_>) {
        let mut at = part.piece.start;
        let commands = part.commands.iter();
        for command in commands.filter(|it| it.is_filled_by(filling)) {
            self.share(at..command.place.start);
            command.fill(self.own(), filling);
            at = command.place.end;
        }
        self.share(at..part.piece.end);
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

/// In which language the text really is, and whether a machine translated it.
fn notices(renderer: &mut Renderer<'_>) {
    let context = renderer.context;
    let Some((locale, article)) = context
        .set
        .articles
        .resolve(context.locale, context.kb.source)
    else {
        return;
    };
    let maml = &mut renderer.maml;
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
        maml.para(&Style::Plain, &notice);
    }
    if article.translation == Some(Translation::Machine) {
        maml.para(&Style::Plain, context.word(InterfaceKey::MachineTranslated));
    }
}

fn explanation<'k>(renderer: &mut Renderer<'k>, sections: impl Iterator<Item = &'k Section<'k>>) {
    renderer.nodes(&renderer.context.set.introduction);
    let mut sections = sections.peekable();
    if sections.peek().is_some() {
        renderer.maml.open_sections();
        sections.for_each(|section| renderer.section(section));
        renderer.maml.close_sections();
    }
}

/// Sections under a title of the console: one without its own heading, several each with its own.
fn titled<'k>(
    renderer: &mut Renderer<'k>,
    title: &str,
    sections: impl Iterator<Item = &'k Section<'k>>,
) {
    let sections: Vec<&Section<'k>> = sections.collect();
    if sections.is_empty() {
        return;
    }
    renderer.maml.open_section(title);
    if let [one] = sections.as_slice() {
        renderer.section_content(one);
    } else {
        renderer.maml.open_sections();
        sections
            .iter()
            .for_each(|section| renderer.section(section));
        renderer.maml.close_sections();
    }
    renderer.maml.close_section();
}

fn rest<'k>(renderer: &mut Renderer<'k>, links: impl Iterator<Item = &'k Section<'k>>) {
    let context = renderer.context;
    let related = context
        .set
        .related
        .iter()
        .filter_map(|slug| context.kb.by_slug(slug));
    let related: Vec<&HealthSet<'_>> = related.collect();
    if !related.is_empty() {
        let maml = &mut renderer.maml;
        maml.open_section(title::ADDITIONAL);
        maml.open_sections();
        maml.open_section(context.word(InterfaceKey::RelatedHealthSets));
        maml.open_list();
        for set in related {
            maml.open_item();
            listed(&context, maml, set);
            maml.close_item();
        }
        maml.close_list();
        maml.close_section();
        maml.close_sections();
        maml.close_section();
    }
    titled(renderer, title::EXTERNAL, links);
}
