//! What is promised about the package: the Rust it builds with, and what is in it.
#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::process::Command;

fn cargo(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(args)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "cargo {args:?}: {told}");
    String::from_utf8(output.stdout).unwrap()
}

/// `1.88` or `1.88.0` as numbers that can be compared.
fn version(text: &str) -> Vec<u32> {
    let mut parts: Vec<u32> = text.split('.').map(|part| part.parse().unwrap()).collect();
    parts.resize(3, 0);
    parts
}

#[test]
fn no_dependency_needs_a_newer_rust() {
    // Not offline: a build has downloaded what this platform needs, and this is about all of them.
    let metadata = cargo(&["metadata", "--format-version", "1", "--locked"]);
    let metadata: serde_json::Value = serde_json::from_str(&metadata).unwrap();
    let ours = version(env!("CARGO_PKG_RUST_VERSION"));
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 50);
    let newer: Vec<String> = packages
        .iter()
        .filter(|package| {
            package["rust_version"]
                .as_str()
                .is_some_and(|rust| version(rust) > ours)
        })
        .map(|package| format!("{} {}", package["name"], package["rust_version"]))
        .collect();
    assert_eq!(newer, Vec::<String>::new());
}

#[test]
fn the_package_has_what_it_needs_and_no_more() {
    let listed = cargo(&["package", "--list", "--allow-dirty", "--offline"]).replace('\\', "/");
    let files: Vec<&str> = listed.lines().collect();
    for needed in [
        "Cargo.lock",
        "build.rs",
        "src/main.rs",
        "locales/en-US.toml",
        "templates/article.hbs",
        "schemas/runbook.v1.schema.json",
        "README.md",
        "LICENSE-MIT",
        "LICENSE-APACHE",
    ] {
        assert!(files.contains(&needed), "{needed} is missing");
    }
    let kept_out = [
        "out/",
        "fuzz/",
        "tests/browser/",
        ".ci/",
        ".github/",
        "target/",
    ];
    for file in files {
        assert!(
            !kept_out.iter().any(|folder| file.starts_with(folder)),
            "{file}"
        );
    }
}
