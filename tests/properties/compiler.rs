//! The whole compiler in memory.

use mpkc::build::{Outputs, emit};
use mpkc::compile::{Compilation, read};
use mpkc::diagnostic::SourceId;
use mpkc::emit::html::HtmlOptions;
use mpkc::workspace::{Config, Emit, Source};

/// An article of health set `Abc` in `locale` with this body.
pub fn article(locale: &str, body: &str) -> String {
    let locale = locale.to_ascii_lowercase();
    format!(
        "---\ntitle: x\nms:mtpsurl: https://docs.contoso.com/{locale}/library/ms.exch.scom.abc(v=EXCHG.150)\n---\n# Abc\n\n{body}\n"
    )
}

/// Sources of these labels and bytes. The first folder of a label is the locale.
pub fn sources<B: AsRef<[u8]>>(files: &[(&str, B)]) -> Vec<Source> {
    let source = |(number, (label, bytes)): (usize, &(&str, B))| {
        let folder = label.split('/').next().and_then(|tag| tag.parse().ok());
        let bytes = Ok(bytes.as_ref().to_vec());
        let mut source = Source::new((*label).into(), (*label).into(), folder, bytes);
        source.id = SourceId(number as u32);
        source
    };
    files.iter().enumerate().map(source).collect()
}

/// Compiles these files, and shows the result to `look`.
pub fn compile<B: AsRef<[u8]>, T>(
    files: &[(&str, B)],
    look: impl FnOnce(&Compilation<'_>) -> T,
) -> T {
    let config = Config::default();
    let sources = sources(files);
    let articles = read(&sources, &config, &[], &[]).expect("built-in languages");
    look(&articles.compile(&config, &sources))
}

/// All outputs of these files.
pub fn outputs<B: AsRef<[u8]>>(files: &[(&str, B)]) -> Outputs {
    let config = Config::default();
    let sources = sources(files);
    let articles = read(&sources, &config, &[], &[]).expect("built-in languages");
    let compilation = articles.compile(&config, &sources);
    let targets = [Emit::Pack, Emit::Html, Emit::Runbook, Emit::Cacao];
    emit(
        &articles,
        &compilation,
        &config,
        &HtmlOptions::default(),
        &targets,
    )
}
