//! One health set as a runbook: its content, and then its graph.

use rustc_hash::FxHashMap;

use super::command::{Command, CommandKey, parameters};
use super::format::{
    Block, Category, Flow, Format, HealthSet, Item, Metadata, Monitor, Probe, RUNBOOK_SCHEMA, Row,
    Runbook, Section, SourceArticle, Step,
};
use super::graph::Graph;
use super::node::NodeId;
use super::route::Routes;
use super::severity::severity;
use super::text::{self, Links};
use super::words::Words;
use crate::article::{self, Article, StepPath};
use crate::locale::Localized;
use crate::model::{self, DependencyId, KnowledgeBase, ListStyle, Node};
use crate::syntax::normal_text;

/// The runbook of `set`.
pub(super) fn runbook<'k>(
    kb: &'k KnowledgeBase<'k>,
    set: &'k model::HealthSet<'k>,
    words: &Words<'_>,
    links: &Links<'k>,
) -> Runbook<'k> {
    let mut builder = Builder::new(links, set);
    let introduction = builder.blocks(&set.introduction, None, None);
    let mut sections: Vec<Section<'_>> = set
        .sections
        .iter()
        .map(|section| builder.section(section))
        .collect();
    let Builder {
        commands,
        mut steps,
        ..
    } = builder;
    let routes = Routes::of(kb, set, &sections);
    let graph = Graph {
        commands: &commands,
        words,
        decision: &routes.decision(&set.monitors),
    };
    graph.connect(&mut sections, &mut steps);
    Runbook {
        schema: RUNBOOK_SCHEMA,
        format: Format::V1,
        slug: set.slug.clone(),
        health_set: health_set(kb, set),
        locales: set.articles.locales().collect(),
        source_locale: kb
            .source
            .filter(|source| set.articles.get(*source).is_some()),
        articles: set
            .articles
            .iter()
            .map(|(locale, article)| (locale, source_article(article)))
            .collect(),
        rows: set.rows.iter().map(row).collect(),
        probes: set.probes.iter().map(probe).collect(),
        monitors: set
            .monitors
            .iter()
            .map(|monitor| self::monitor(monitor, &routes))
            .collect(),
        dependencies: dependencies(kb, set),
        entry: routes.entry(),
        introduction,
        sections,
        steps,
        parameters: parameters(&commands),
        commands,
    }
}

fn health_set<'k>(kb: &'k KnowledgeBase<'k>, set: &'k model::HealthSet<'k>) -> HealthSet<'k> {
    let category = set.category.as_ref().and_then(|id| {
        let category = kb.categories.iter().find(|category| category.id == *id)?;
        Some(Category {
            id: &category.id,
            name: &category.name,
        })
    });
    HealthSet {
        id: &set.id,
        asset_id: set.asset_id.as_ref(),
        key: set.key.as_ref(),
        content: set.kind,
        title: set
            .articles
            .iter()
            .map(|(locale, article)| (locale, normal_text(&article.title.text)))
            .collect(),
        category,
        roles: &set.roles,
        description: &set.description,
        related: &set.related,
    }
}

fn source_article(article: &Article) -> SourceArticle<'_> {
    let metadata = article.metadata.iter().map(|line| Metadata {
        label: &line.label,
        value: &line.value,
    });
    SourceArticle {
        path: article.path.as_str(),
        hash: &article.hash,
        translation: article.translation,
        last_modified: article.last_modified(),
        metadata: metadata.collect(),
    }
}

fn row(row: &model::ProbeRow<'_>) -> Row {
    Row {
        probe: row.probe.clone(),
        health_set: row.health_set.clone(),
        dependencies: row.dependencies.clone(),
        monitors: row
            .monitors
            .iter()
            .map(|monitor| monitor.id.clone())
            .collect(),
    }
}

fn probe(probe: &model::Probe) -> Probe {
    Probe {
        id: probe.id.clone(),
        health_set: probe.health_set.clone(),
        identity: format!("{}\\{}", probe.health_set, probe.id),
        dependencies: probe.dependencies.clone(),
        monitors: probe.monitors.clone(),
    }
}

fn monitor(monitor: &model::Monitor, routes: &Routes<'_>) -> Monitor {
    Monitor {
        id: monitor.id.clone(),
        health_set: monitor.health_set.clone(),
        probes: monitor.probes.clone(),
        severity: severity(&monitor.id),
        recovery: routes.recovery(monitor),
    }
}

/// The dependencies that the rows name, in the order of the knowledge base.
fn dependencies<'k>(
    kb: &'k KnowledgeBase<'k>,
    set: &model::HealthSet<'_>,
) -> Vec<&'k model::Dependency> {
    let used: Vec<&DependencyId> = set.rows.iter().flat_map(|row| &row.dependencies).collect();
    kb.dependencies
        .iter()
        .filter(|dependency| used.contains(&&dependency.id))
        .collect()
}

struct Builder<'l, 'k> {
    links: &'l Links<'k>,
    set: &'k model::HealthSet<'k>,
    commands: Vec<Command>,
    /// For each command of the model, the command of the runbook.
    keys: Vec<CommandKey>,
    steps: Vec<Step<'k>>,
}

impl<'l, 'k> Builder<'l, 'k> {
    /// Commands with the same text are the same command.
    fn new(links: &'l Links<'k>, set: &'k model::HealthSet<'k>) -> Self {
        let mut commands: Vec<Command> = Vec::new();
        let mut by_text: FxHashMap<&str, CommandKey> = FxHashMap::default();
        let mut keys = Vec::with_capacity(set.commands.len());
        for command in &set.commands {
            let key = *by_text.entry(&command.text).or_insert_with(|| {
                let key = CommandKey(commands.len());
                commands.push(Command::new(key, &command.text, &command.shape));
                key
            });
            keys.push(key);
        }
        Self {
            links,
            set,
            commands,
            keys,
            steps: Vec::new(),
        }
    }

    fn section(&mut self, section: &'k model::Section<'k>) -> Section<'k> {
        let id = NodeId::of_section(&self.set.slug, &section.id);
        let blocks = self.blocks(&section.nodes, Some(section), None);
        Section {
            kind: section.kind,
            heading: &section.headings,
            treats: &section.treats,
            actions: Vec::new(),
            flow: None,
            blocks,
            sections: section
                .children
                .iter()
                .map(|child| self.section(child))
                .collect(),
            lines: self.lines(&section.texts, |section| Some(section.span.start)),
            id,
        }
    }

    fn blocks(
        &mut self,
        nodes: &'k [Node<'k>],
        section: Option<&'k model::Section<'k>>,
        parent: Option<&NodeId>,
    ) -> Vec<Block<'k>> {
        nodes
            .iter()
            .filter_map(|node| match node {
                Node::Prose { references, text } => {
                    let mut block = text::block(self.links, text)?;
                    if let Block::Text(text) = &mut block {
                        text.references = references
                            .iter()
                            .map(|step| NodeId::of_step(&self.set.slug, step))
                            .collect();
                    }
                    Some(block)
                }
                Node::Command { command } => self
                    .keys
                    .get(command.0)
                    .map(|&command| Block::Command { command }),
                Node::List(list) => Some(self.list(list, section, parent)),
            })
            .collect()
    }

    fn list(
        &mut self,
        list: &'k model::List<'k>,
        section: Option<&'k model::Section<'k>>,
        parent: Option<&NodeId>,
    ) -> Block<'k> {
        if let Some(section) = section
            && list.items.iter().all(|item| item.step.is_some())
        {
            let steps = list
                .items
                .iter()
                .filter_map(|item| self.step(item, section, parent));
            return Block::Steps {
                steps: steps.collect(),
            };
        }
        let items = list.items.iter().map(|item| Item {
            blocks: self.blocks(&item.nodes, section, parent),
        });
        Block::List {
            numbered: list.style != ListStyle::Bullets,
            items: items.collect(),
        }
    }

    /// Adds a step before its sub-steps.
    fn step(
        &mut self,
        item: &'k model::Item<'k>,
        section: &'k model::Section<'k>,
        parent: Option<&NodeId>,
    ) -> Option<NodeId> {
        let step = item.step.as_ref()?;
        let id = NodeId::of_step(&self.set.slug, step);
        let at = self.steps.len();
        self.steps.push(Step {
            id: id.clone(),
            section: NodeId::of_section(&self.set.slug, &section.id),
            parent: parent.cloned(),
            number: item.number,
            actions: Vec::new(),
            flow: Flow::Outcomes(Vec::new()),
            blocks: Vec::new(),
            lines: self.lines(&section.texts, |section| {
                find_step(&section.blocks, &step.path)
            }),
        });
        let blocks = self.blocks(&item.nodes, Some(section), Some(&id));
        self.steps[at].blocks = blocks;
        Some(id)
    }

    /// The line in each language of what `place` finds in its section.
    fn lines(
        &self,
        sections: &Localized<&article::Section>,
        place: impl Fn(&article::Section) -> Option<u32>,
    ) -> Localized<usize> {
        sections
            .iter()
            .filter_map(|(locale, section)| {
                let article = self.set.articles.get(locale)?;
                Some((locale, article.lines.line(place(section)?)))
            })
            .collect()
    }
}

/// Where the step `path` begins.
fn find_step(blocks: &[article::Block], path: &StepPath) -> Option<u32> {
    blocks.iter().find_map(|block| match block {
        article::Block::Steps(steps) => steps.steps.iter().find_map(|step| {
            if step.path == *path {
                Some(step.span.start)
            } else if path.0.starts_with(&step.path.0) {
                find_step(&step.blocks, path)
            } else {
                None
            }
        }),
        article::Block::Items(list) => list.items.iter().find_map(|item| find_step(item, path)),
        _ => None,
    })
}
