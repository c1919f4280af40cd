//! Knowledge articles: what the console shows beside a monitor.
//!
//! [`text`] keeps out what SCOM refuses, [`maml`] writes only what the console renders, [`render`] and [`table`] turn nodes of the model
//! into that, [`article`] puts the articles together of pieces that monitors share, [`fragment`] fills their names into commands,
//! and [`finished`] keeps the articles and the verdict on them.

mod article;
mod context;
mod finished;
mod fragment;
mod maml;
mod overlay;
mod render;
mod table;
mod text;

pub use article::{Articles, MonitorKnowledge};
pub use context::Context;
pub use finished::{Article, SetArticles};
pub use overlay::overlay;
pub use render::Room;
