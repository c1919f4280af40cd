//! Files: the configuration, the articles on disk, and the outputs. The only stage that touches the disk.

mod again;
mod config;
mod content;
mod discover;
mod file_state;
mod output;
mod prepared;
mod read;
mod replace;
mod source;
mod stamp;

pub use config::{
    AlertOn, CONFIG_FILE, Config, ConfigError, Emit, HtmlConfig, PackBase, PackConfig,
};
pub use content::Content;
pub use discover::{DiscoverError, Discovered, Survey, discover, roots, survey};
pub use file_state::FileState;
pub use output::{
    Outcome, OutputDifference, OutputError, OutputFile, OutputPath, Written, compare, read_output,
    write,
};
pub use read::{LARGEST_FILE, read_at_most, read_file, read_text, read_with_state};
pub use replace::replace;
pub use source::{Source, SourceError, Version};
pub use stamp::{Stamp, StampPlace, StampedFile};
