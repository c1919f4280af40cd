//! From the model to the elements of the pack.

mod exchange;
mod monitors;
mod plan;
mod recoveries;
mod standalone;
mod tasks;

use std::sync::Arc;

use super::element::{
    Allocator, ElementId, Foreign, Naming, Pack, Reference, Suffix, TargetProperty, Values, View,
    ViewKind, Words,
};
use crate::diagnostic::Location;
use crate::locale::InterfaceKey as Key;
use crate::model::{HealthGroup, HealthSetId, KnowledgeBase, Monitor, Slug};
use crate::workspace::{AlertOn, PackBase, PackConfig};

pub use plan::{Group, Plan, origin_of_probe, origin_of_set};

/// The registry key of Exchange 2013 and its successors, below `HKEY_LOCAL_MACHINE`.
const PRODUCT_KEY: &str = r"SOFTWARE\Microsoft\ExchangeServer\v15\Setup";

/// A pack and what its articles are about.
#[derive(Debug)]
pub struct Built<'k> {
    /// The pack.
    /// Shared with what keeps it for a later build.
    pub pack: Arc<Pack>,
    /// The articles: of which element, about what.
    pub articles: Vec<(Reference, Subject<'k>)>,
}

/// What an article is about.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'k> {
    /// A health set, by its place in the model.
    HealthSet(usize),
    /// The monitor that sums up a health set.
    RollUp(usize),
    /// A monitor.
    Monitor {
        /// The health set whose article has most to say about it, by its place in the model.
        article: usize,
        /// The health set it belongs to.
        owner: &'k HealthSetId,
        /// The monitor.
        monitor: &'k Monitor,
    },
    /// All health sets, beside the monitor of Microsoft.Exchange.15.
    Overlay,
}

impl Subject<'_> {
    /// The health set whose Markdown the article is made of, by its place in the model; `None` if it is made of none.
    pub fn article(&self) -> Option<usize> {
        match self {
            Self::HealthSet(at) | Self::RollUp(at) | Self::Monitor { article: at, .. } => Some(*at),
            Self::Overlay => None,
        }
    }
}

/// Where the monitors of a health set belong.
#[derive(Clone, Debug)]
struct Home {
    /// The class they target.
    target: Reference,
    /// The monitor above them.
    parent: Reference,
    /// The name of the computer.
    computer: TargetProperty,
}

/// A pack in the making.
#[derive(Debug)]
struct Builder<'k> {
    kb: &'k KnowledgeBase<'k>,
    plan: Plan<'k>,
    alert_on: AlertOn,
    ids: Allocator,
    pack: Pack,
    articles: Vec<(Reference, Subject<'k>)>,
}

/// Builds the pack. `name` is what its manifest says.
pub fn build<'k>(kb: &'k KnowledgeBase<'k>, config: &PackConfig, name: String) -> Built<'k> {
    let mut builder = Builder {
        kb,
        plan: Plan::new(kb),
        alert_on: config.alert_on(),
        ids: Allocator::new(&config.id),
        pack: Pack::new(config.id.clone(), config.version, name),
        articles: Vec::new(),
    };
    builder.name_of_pack(config);
    let homes = match config.base {
        PackBase::Standalone => builder.standalone(),
        PackBase::Exchange2013 => builder.extension(),
    };
    let units = builder.monitors(&homes);
    for unit in &units {
        let (at, within) = unit.plan;
        let plan = builder.plan.sets[at].monitors[within];
        let subject = Subject::Monitor {
            article: plan.article,
            owner: plan.owner,
            monitor: plan.monitor,
        };
        builder.articles.push(((&unit.id).into(), subject));
    }
    builder.tasks(&homes);
    builder.diagnostics(&homes, &units);
    builder.recoveries(&homes, &units);
    if config.base == PackBase::Exchange2013 {
        builder.articles.push((
            Foreign::EXCHANGE_HEALTH_SET_MONITOR.into(),
            Subject::Overlay,
        ));
    }
    Built {
        pack: Arc::new(builder.pack),
        articles: builder.articles,
    }
}

impl Builder<'_> {
    fn name_of_pack(&mut self, config: &PackConfig) {
        let name = match &config.name {
            Some(name) => Words::Fixed(name.clone()),
            None => Words::Plain(Key::PackName),
        };
        self.pack.names.push(Naming {
            element: None,
            part: None,
            name,
            description: Some(Words::Plain(Key::PackDescription)),
        });
    }

    /// The folder with its views: the state of servers, that of health sets if they are objects of their own, and
    /// the alerts of either.
    fn views(&mut self, servers: &Reference, health_sets: Option<&Reference>) {
        let folder = self.ids.allocate(&[], Suffix::Folder);
        self.named(
            &folder,
            None,
            Words::Plain(Key::ViewFolder),
            Key::ViewFolderDescription,
        );
        self.pack.folder = Some(folder);
        if let Some(target) = health_sets {
            let (name, description) = (Key::ViewHealthSets, Key::ViewHealthSetsDescription);
            self.view("HealthSets", ViewKind::State, target, name, description);
        }
        let (name, description) = (Key::ViewServers, Key::ViewServersDescription);
        self.view("Servers", ViewKind::State, servers, name, description);
        let (name, description) = (Key::ViewAlerts, Key::ViewAlertsDescription);
        let target = health_sets.unwrap_or(servers);
        self.view(
            "ActiveAlerts",
            ViewKind::ActiveAlerts,
            target,
            name,
            description,
        );
    }

    fn view(
        &mut self,
        part: &str,
        kind: ViewKind,
        target: &Reference,
        name: Key,
        description: Key,
    ) {
        let id = self.ids.allocate(&[part], Suffix::View);
        self.named(&id, None, Words::Plain(name), description);
        self.pack.views.push(View {
            id,
            target: target.clone(),
            kind,
        });
    }

    /// The part of an ID that names a group: of a category, what managed availability calls it, or the health set that
    /// its ID is made of.
    fn group_id(&self, group: Group) -> String {
        match group {
            Group::Category(at) => {
                let category = &self.kb.categories[at];
                if let Some(group) = HealthGroup::of_category(&category.id) {
                    return group.name().to_owned();
                }
                let named = |set: &&HealthSetId| {
                    Slug::of_text(set.as_str())
                        .is_some_and(|slug| slug.as_str() == category.id.as_str())
                };
                let set = category.health_sets.iter().find(named);
                set.map_or(category.id.as_str(), HealthSetId::as_str)
                    .to_owned()
            }
            Group::Uncategorized => "Uncategorized".to_owned(),
            Group::All => "All".to_owned(),
        }
    }

    fn named(&mut self, id: &ElementId, part: Option<&'static str>, name: Words, description: Key) {
        self.pack.names.push(Naming {
            element: Some(id.clone()),
            part,
            name,
            description: Some(Words::Plain(description)),
        });
    }

    fn named_part(&mut self, id: &ElementId, part: &'static str, key: Key) {
        self.pack.names.push(Naming {
            element: Some(id.clone()),
            part: Some(part),
            name: Words::Plain(key),
            description: None,
        });
    }

    /// Remembers what an element comes from.
    fn from(&mut self, id: &ElementId, origin: Option<Location>) {
        if let Some(origin) = origin {
            self.pack.origins.insert(id.clone(), origin);
        }
    }

    fn grouped(&mut self, id: &ElementId, group: Group, name: Key, description: Key) {
        if let Group::Category(at) = group {
            let headings = &self.kb.categories[at].headings;
            let first = self.kb.source.or(headings.locales().next());
            let heading = first.and_then(|locale| headings.resolve(locale, self.kb.source));
            self.from(id, heading.map(|(_, place)| *place));
        }
        let words = |key| Words::Group(group, key);
        self.pack
            .names
            .push(naming(id, words(name), words(description)));
    }

    fn sentence(&mut self, id: &ElementId, name: Key, description: Key, values: &Values) {
        let words = |key| Words::Sentence(key, Arc::clone(values));
        self.pack
            .names
            .push(naming(id, words(name), words(description)));
    }
}

fn naming(id: &ElementId, name: Words, description: Words) -> Naming {
    Naming {
        element: Some(id.clone()),
        part: None,
        name,
        description: Some(description),
    }
}
