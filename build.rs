//! Lists the language files, so that adding a language is adding a file.

use std::error::Error;
use std::fs;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let root = std::env::var("CARGO_MANIFEST_DIR")?;
    let mut names = Vec::new();
    for entry in fs::read_dir(Path::new(&root).join("locales"))? {
        let name = entry?
            .file_name()
            .into_string()
            .map_err(|name| format!("locales/{}: the name is not UTF-8", name.display()))?;
        if name.ends_with(".toml") {
            names.push(name);
        }
    }
    names.sort();
    let line = |name: &String| {
        format!(
            "    ({name:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/locales/\", {name:?}))),\n"
        )
    };
    let list: String = names.iter().map(line).collect();
    let out = Path::new(&std::env::var("OUT_DIR")?).join("language_files.rs");
    fs::write(out, format!("&[\n{list}]\n"))?;
    #[allow(clippy::print_stdout, reason = "how a build script speaks to cargo")]
    {
        println!("cargo:rerun-if-changed=locales");
        println!("cargo:rerun-if-changed=build.rs");
    }
    Ok(())
}
