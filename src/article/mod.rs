//! What the author of one language wrote, typed: sections by kind, probe rows, procedures, commands,
//! references and notes. Structure tells the kinds apart, never words: the same rules serve every language.

mod body;
mod catalogue;
mod identifier;
mod probe_table;
mod recognise;
mod reference;
mod section;
mod types;

pub use catalogue::{Catalogue, CatalogueCategory, CatalogueEntry};
pub use identifier::{is_monitor_like, same_humps};
pub use recognise::{
    Candidate, LARGEST_ARTICLE, MOST_PARTS, Recognised, Rejection, is_health_set_article,
    locale_in_url, looks_like_article, recognise,
};
pub use reference::{StepReference, StepTarget};
pub use types::{
    Article, ArticleKind, Block, CellText, CommandUse, Heading, ItemList, ListedTitle,
    MetadataLine, MonitorCell, Named, Note, Paragraph, ProbeCells, ProbeTable, Quote, Section,
    SectionKind, Step, StepPath, StepSegment, Steps, SubHeading, TableBlock, Translation,
};
