//! Knowledge articles: what the console shows beside a monitor.
//!
//! [`text`] keeps out what SCOM refuses, [`maml`] writes only what the console renders, [`render`] and [`table`] turn nodes of the model
//! into that, [`fragment`] shares it between monitors, and [`article`] puts the articles together.

mod article;
mod fragment;
mod maml;
mod overlay;
mod render;
mod table;
mod text;

pub use article::{Article, Articles, MonitorKnowledge};
pub use maml::Maml;
pub use overlay::overlay;
pub use render::Context;
