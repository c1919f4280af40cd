//! The stages one by one, under criterion, for comparing a change with what was before it:
//!
//! ```text
//! cargo bench --bench stages -- --save-baseline before
//! cargo bench --bench stages -- --baseline before
//! ```
#![allow(clippy::unwrap_used, reason = "a benchmark fails loudly")]
#![allow(missing_docs, reason = "criterion's macros document nothing")]

mod support;

use camino::Utf8Path;
use criterion::{Criterion, criterion_group, criterion_main};
use mpkc::build::emit;
use mpkc::compile::read;
use mpkc::emit::html::HtmlOptions;
use mpkc::workspace::{Config, Emit, discover};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn stages(criterion: &mut Criterion) {
    let config = Config::default();
    let input = [support::articles()];
    let find = || discover(&config, &input, Utf8Path::new("/nowhere")).unwrap();
    criterion.bench_function("find", |bench| bench.iter(find));
    let found = find();
    let recognise = || read(&found.sources, &config, &[], &[]).unwrap();
    criterion.bench_function("recognise", |bench| bench.iter(recognise));
    let articles = recognise();
    criterion.bench_function("align and check", |bench| {
        bench.iter(|| articles.compile(&config, &found.sources).diagnostics.len());
    });
    let compilation = articles.compile(&config, &found.sources);
    let options = HtmlOptions::default();
    for (name, target) in [
        ("pack", Emit::Pack),
        ("html", Emit::Html),
        ("runbooks", Emit::Runbook),
        ("cacao", Emit::Cacao),
    ] {
        criterion.bench_function(name, |bench| {
            bench.iter(|| emit(&articles, &compilation, &config, &options, &[target]));
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = stages
}
criterion_main!(benches);
