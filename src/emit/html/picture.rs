//! The picture of a health set: what its probes depend on, the probes, the monitors they feed, and the sections
//! that treat these. Drawn as inline SVG, so that it follows the colours of the page and every box can be a link.

use std::borrow::Cow;

use super::site::Site;
use super::svg::{Canvas, text_width};
use crate::locale::{InterfaceKey, Locale};
use crate::model::{DependencyId, HealthSet, Monitor, SectionId};

/// The height of a row and of a box in it, the gap between columns, and the room for titles, in CSS pixels.
const ROW: usize = 30;
const BOX: usize = 24;
const GAP: usize = 40;
const HEAD: usize = 28;

/// Monitors that no probe feeds and no section treats are drawn as one box if there are more than this.
const MOST_LOOSE_MONITORS: usize = 8;

/// A picture of at most this many rows is shown from the start; others when the reader asks.
const MOST_ROWS_SHOWN: usize = 6;

/// Labels are cut after this many characters, identifiers later than words; their title has the whole.
const LONGEST_LABEL: usize = 26;
const LONGEST_CODE: usize = 36;

/// A picture.
#[derive(Debug)]
pub(super) struct Picture {
    /// The SVG.
    svg: String,
    /// Whether it is small enough to be shown from the start.
    is_small: bool,
}

impl Picture {
    /// The SVG.
    pub(super) fn svg(&self) -> &str {
        &self.svg
    }

    /// Whether it is small enough to be shown from the start.
    pub(super) fn is_small(&self) -> bool {
        self.is_small
    }
}

struct Node<'a> {
    label: Cow<'a, str>,
    /// Where on the page it leads.
    anchor: Option<&'a str>,
    is_code: bool,
}

struct Column<'a> {
    title: InterfaceKey,
    nodes: Vec<Node<'a>>,
}

/// An edge from a node of a column to one of a later column.
struct Edge {
    from: (usize, usize),
    to: (usize, usize),
}

const DEPENDENCIES: usize = 0;
const PROBES: usize = 1;
const MONITORS: usize = 2;
const RECOVERIES: usize = 3;

struct Graph<'a> {
    columns: [Column<'a>; 4],
    edges: Vec<Edge>,
}

/// Draws `set` for a page in `locale` that shows the article in `shown`; nothing, if it has no monitors.
pub(super) fn draw(
    site: &Site<'_>,
    set: &HealthSet<'_>,
    locale: Locale,
    shown: Locale,
) -> Option<Picture> {
    if set.monitors.is_empty() {
        return None;
    }
    let graph = Graph::of(site, set, locale, shown);
    let rows = graph
        .columns
        .iter()
        .map(|column| column.nodes.len())
        .max()?;
    Some(Picture {
        svg: graph.svg(site, set, locale),
        is_small: rows <= MOST_ROWS_SHOWN,
    })
}

impl<'a> Graph<'a> {
    fn of(site: &'a Site<'_>, set: &'a HealthSet<'a>, locale: Locale, shown: Locale) -> Self {
        let column = |title| Column {
            title,
            nodes: Vec::new(),
        };
        let mut graph = Self {
            columns: [
                column(InterfaceKey::Dependencies),
                column(InterfaceKey::Probe),
                column(InterfaceKey::Monitors),
                column(InterfaceKey::Recovery),
            ],
            edges: Vec::new(),
        };
        graph.add_probes(site, set, locale);
        graph.add_monitors(site, set, locale, shown);
        graph
    }

    fn add_probes(&mut self, site: &'a Site<'_>, set: &'a HealthSet<'a>, locale: Locale) {
        let mut dependencies: Vec<&DependencyId> = Vec::new();
        for (at, probe) in set.probes.iter().enumerate() {
            self.columns[PROBES].nodes.push(Node {
                label: probe.id.as_str().into(),
                anchor: None,
                is_code: true,
            });
            for id in &probe.dependencies {
                let known = dependencies.iter().position(|other| *other == id);
                let place = known.unwrap_or_else(|| {
                    dependencies.push(id);
                    let name = site.kb.dependency(id);
                    let name = name.and_then(|name| name.name.resolve(locale, site.kb.source));
                    self.columns[DEPENDENCIES].nodes.push(Node {
                        label: name.map_or(id.as_str(), |(_, name)| name).into(),
                        anchor: None,
                        is_code: false,
                    });
                    dependencies.len() - 1
                });
                self.edges.push(Edge {
                    from: (DEPENDENCIES, place),
                    to: (PROBES, at),
                });
            }
        }
    }

    fn add_monitors(
        &mut self,
        site: &'a Site<'_>,
        set: &'a HealthSet<'a>,
        locale: Locale,
        shown: Locale,
    ) {
        let is_loose = |monitor: &&Monitor| monitor.probes.is_empty() && monitor.recovery.is_none();
        let loose = set.monitors.iter().filter(is_loose).count();
        let folds = loose > MOST_LOOSE_MONITORS;
        let mut recoveries: Vec<&SectionId> = Vec::new();
        for monitor in &set.monitors {
            if folds && is_loose(&monitor) {
                continue;
            }
            let at = self.columns[MONITORS].nodes.len();
            self.columns[MONITORS].nodes.push(Node {
                label: monitor.id.as_str().into(),
                anchor: Some(monitor.id.as_str()),
                is_code: true,
            });
            self.connect_probes(set, monitor, at);
            let Some(id) = &monitor.recovery else {
                continue;
            };
            let known = recoveries.iter().position(|other| *other == id);
            let place = known.unwrap_or_else(|| {
                recoveries.push(id);
                self.columns[RECOVERIES]
                    .nodes
                    .push(recovery(set, id, shown));
                recoveries.len() - 1
            });
            self.edges.push(Edge {
                from: (MONITORS, at),
                to: (RECOVERIES, place),
            });
        }
        if folds {
            let first = set.monitors.iter().find(is_loose);
            let word = site.languages.text(locale, InterfaceKey::Monitors);
            self.columns[MONITORS].nodes.push(Node {
                label: format!("{word} ({loose})").into(),
                anchor: first.map(|first| first.id.as_str()),
                is_code: false,
            });
        }
    }

    fn connect_probes(&mut self, set: &HealthSet<'_>, monitor: &Monitor, at: usize) {
        for (place, probe) in set.probes.iter().enumerate() {
            if monitor.probes.contains(&probe.id) {
                self.edges.push(Edge {
                    from: (PROBES, place),
                    to: (MONITORS, at),
                });
            }
        }
    }

    fn svg(&self, site: &Site<'_>, set: &HealthSet<'_>, locale: Locale) -> String {
        let mut x = 1;
        let mut places = [(0, 0); 4];
        for (column, place) in self.columns.iter().zip(&mut places) {
            if !column.nodes.is_empty() {
                let width = column.width(site.languages.text(locale, column.title));
                *place = (x, width);
                x += width + GAP;
            }
        }
        let rows = self.columns.iter().map(|column| column.nodes.len()).max();
        let height = HEAD + rows.unwrap_or(0) * ROW;
        let id = set.id.as_str();
        let fill = |key| site.languages.fill(locale, key, &[("health-set", id)]);
        let mut canvas = Canvas::new(
            (x - GAP + 1, height),
            &fill(InterfaceKey::Picture),
            &fill(InterfaceKey::PictureDescription),
        );
        let top = |column: usize, at: usize| {
            let free = rows.unwrap_or(0) - self.columns[column].nodes.len();
            HEAD + free * ROW / 2 + at * ROW
        };
        for edge in &self.edges {
            let ((from, at), (to, place)) = (edge.from, edge.to);
            let start = (places[from].0 + places[from].1, top(from, at) + BOX / 2);
            canvas.curve(start, (places[to].0, top(to, place) + BOX / 2));
        }
        for (number, column) in self.columns.iter().enumerate() {
            let (x, width) = places[number];
            if !column.nodes.is_empty() {
                canvas.label((x, 14), "head", site.languages.text(locale, column.title));
            }
            for (at, node) in column.nodes.iter().enumerate() {
                let place = (x, top(number, at), width, BOX);
                let class = if node.is_code { "code" } else { "term" };
                let label = node.shortened();
                let href = node.anchor.map(|anchor| ["#", anchor].concat());
                canvas.node(place, class, &label, &node.label, href.as_deref());
            }
        }
        canvas.finish()
    }
}

impl Column<'_> {
    fn width(&self, title: &str) -> usize {
        let nodes = self.nodes.iter();
        let widest = nodes.map(|node| text_width(&node.shortened(), node.is_code) + 20);
        widest.max().unwrap_or(0).max(text_width(title, false))
    }
}

fn recovery<'a>(set: &'a HealthSet<'a>, id: &'a SectionId, shown: Locale) -> Node<'a> {
    let heading = set
        .section(id)
        .and_then(|section| section.headings.get(shown));
    Node {
        label: heading.map_or(&*id.0, String::as_str).into(),
        anchor: heading.map(|_| &*id.0),
        is_code: false,
    }
}

impl Node<'_> {
    /// The label, not too long for a box.
    fn shortened(&self) -> Cow<'_, str> {
        let most = if self.is_code {
            LONGEST_CODE
        } else {
            LONGEST_LABEL
        };
        if self.label.len() <= most {
            return Cow::Borrowed(&self.label);
        }
        let end = |count: usize| self.label.char_indices().nth(count).map(|(at, _)| at);
        match (end(most), end(most - 1)) {
            (Some(_), Some(end)) => format!("{}\u{2026}", &self.label[..end]).into(),
            _ => Cow::Borrowed(&self.label),
        }
    }
}
