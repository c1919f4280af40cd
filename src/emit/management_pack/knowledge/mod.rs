//! Knowledge articles: what the console shows beside a monitor.
//!
//! [`text`] keeps out what SCOM refuses, [`maml`] writes only what the console renders, [`render`] turns nodes of the
//! model into that, [`fragment`] shares it between monitors, and [`article`] puts the articles together.

mod article;
mod fragment;
mod maml;
mod render;
mod text;

pub use article::{Article, Articles, MonitorKnowledge, overlay};
pub use text::{expression_length, is_refused};
