//! What a machine can hold of the house's order.

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Who may depend on whom. Development dependencies are free.
#[test]
fn the_crate_graph_is_the_one_in_architecture_md() {
    let allowed: &[(&str, &[&str])] = &[
        ("rafid-core", &["rafid-arabic"]),
        ("rafid-arabic", &[]),
        ("rafid-press", &[]),
        ("rafid-extract", &["rafid-core", "rafid-arabic"]),
        ("rafid-analysis", &["rafid-core", "rafid-arabic"]),
        ("rafid-pipeline", &["rafid-core", "rafid-arabic", "rafid-extract", "rafid-analysis"]),
        ("rafid-store", &["rafid-core", "rafid-arabic"]),
        ("rafid-web", &["rafid-core", "rafid-arabic", "rafid-analysis"]),
    ];
    for (name, may) in allowed {
        let manifest = std::fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).unwrap();
        let manifest: toml::Table = manifest.parse().unwrap();
        let dependencies = manifest["dependencies"].as_table().unwrap();
        for dependency in dependencies.keys().filter(|dependency| dependency.starts_with("rafid")) {
            assert!(may.contains(&dependency.as_str()), "{name} may not depend on {dependency}");
        }
    }
}

#[test]
fn drivers_live_in_the_store_only() {
    for entry in std::fs::read_dir(root().join("crates")).unwrap() {
        let dir = entry.unwrap().path();
        if dir.ends_with("rafid-store") {
            continue;
        }
        let manifest: toml::Table = std::fs::read_to_string(dir.join("Cargo.toml")).unwrap().parse().unwrap();
        for driver in ["rusqlite", "tantivy", "tokio-postgres", "async-nats"] {
            assert!(!manifest["dependencies"].as_table().unwrap().contains_key(driver), "{} depends on {driver}", dir.display());
        }
    }
}

/// Every attack of the list is the name of a test somewhere.
#[test]
fn every_attack_is_a_test() {
    fn tests_in(folder: &Path, names: &mut String) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("target") {
                tests_in(&path, names);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                names.extend(text.lines().filter(|line| line.contains("fn ")).flat_map(|line| [line, "\n"]));
            }
        }
    }
    let mut names = String::new();
    tests_in(&root().join("crates"), &mut names);
    let attacks = include_str!("attacks.txt").lines().filter(|line| !line.starts_with('#'));
    let missing: Vec<&str> = attacks.filter(|id| !names.contains(&format!("fn {}_", id.replace('-', "_")))).collect();
    assert!(missing.is_empty(), "without a test: {missing:?}");
}

#[test]
fn links_in_documents_lead_somewhere() {
    for document in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/glossary.md", "eval/README.md"] {
        let path = root().join(document);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{document}: {error}"));
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if target.starts_with("http") || target.starts_with('#') {
                continue;
            }
            let file = target.split('#').next().unwrap();
            assert!(path.parent().unwrap().join(file).exists(), "{document} links to {target}");
        }
    }
}

#[test]
fn every_crate_says_what_it_is_for() {
    for entry in std::fs::read_dir(root().join("crates")).unwrap() {
        let src = entry.unwrap().path().join("src");
        let main = ["lib.rs", "main.rs"].iter().map(|name| src.join(name)).find(|path| path.exists()).unwrap();
        let text = std::fs::read_to_string(&main).unwrap();
        let opening: Vec<&str> = text.lines().take_while(|line| line.starts_with("//!")).collect();
        assert!(opening.len() >= 3, "{} has no opening comment", main.display());
    }
}
