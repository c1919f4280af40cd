//! What the fuzz targets share: a whole run of the compiler in memory.

use camino::Utf8PathBuf;
use mpkc::build;
use mpkc::compile;
use mpkc::emit::html::HtmlOptions;
use mpkc::report::Report;
use mpkc::workspace::{Config, Discovered, Emit, Source};

/// Compiles `files` (a label such as `es-ES/a.md`, and bytes) with `config`, and makes the outputs of `targets` and the report.
pub fn run(files: &[(&str, &[u8])], config: &Config, targets: &[Emit]) {
    let sources: Vec<Source> = files
        .iter()
        .enumerate()
        .map(|(number, (label, bytes))| {
            let folder = label.split('/').next().unwrap_or_default();
            let mut source = Source::new(
                Utf8PathBuf::from(*label),
                Utf8PathBuf::from(*label),
                folder.parse().ok(),
                Ok(bytes.to_vec()),
            );
            source.id = mpkc::diagnostic::SourceId(number as u32);
            source
        })
        .collect();
    let Ok(articles) = compile::read(&sources, config, &[], &[]) else {
        return;
    };
    let compilation = articles.compile(config, &sources);
    let options = HtmlOptions {
        templates: Vec::new(),
        edit_link: config.html.edit_link.clone(),
    };
    let outputs = build::emit(&articles, &compilation, config, &options, targets);
    let found = Discovered {
        sources,
        ..Discovered::default()
    };
    let sources = &found.sources;
    let report = Report::new(
        &found,
        &articles,
        &compilation.knowledge,
        &compilation.diagnostics,
    );
    assert_eq!(report.totals.diagnostics, compilation.diagnostics.len());
    for pair in outputs.files.windows(2) {
        assert_ne!(pair[0].path, pair[1].path, "two outputs of one name");
    }
    for diagnostic in &compilation.diagnostics {
        if let Some(at) = diagnostic.primary {
            let source = &sources[at.source.0 as usize];
            assert!(
                source
                    .text
                    .get(at.span.start as usize..at.span.end as usize)
                    .is_some(),
                "{diagnostic:?} is no place in the text"
            );
        }
    }
}
