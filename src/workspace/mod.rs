//! Files: the configuration, the articles on disk, and the outputs. The only stage that touches the disk.

mod config;
mod discover;
mod output;
mod source;

pub use config::{AlertOn, Config, ConfigError, Emit, HtmlConfig, PackBase, PackConfig};
pub use discover::{DiscoverError, Discovered, discover, roots};
pub use output::{
    Outcome, OutputDifference, OutputError, OutputFile, OutputPath, Written, compare, write,
};
pub use source::{Source, SourceError};
