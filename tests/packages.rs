//! What goes to a registry is complete; that it can be packaged is seen by CI, which does it.

use std::{fs, path::Path, process::Command};

use serde_json::Value;

fn output_of(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(xtask::root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The packages that cargo describes when it is asked with these arguments.
fn packages(arguments: &[&str]) -> Vec<Value> {
    let metadata = [&["metadata", "--offline", "--format-version", "1"], arguments].concat();
    let metadata: Value = serde_json::from_str(&output_of(env!("CARGO"), &metadata)).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

/// The packages that are published.
fn published() -> Vec<Value> {
    let mut packages = packages(&["--no-deps"]);
    packages.retain(|package| package["publish"].is_null());
    packages
}

#[test]
fn the_right_packages_are_published_and_say_what_they_are() {
    let changelog = fs::read_to_string(xtask::root().join("CHANGELOG.md")).unwrap();
    let mut names = Vec::new();
    for package in published() {
        let heading = format!("## [{}]", package["version"].as_str().unwrap());
        assert!(changelog.contains(&heading), "no section {heading}");
        let name = package["name"].as_str().unwrap().to_owned();
        let description = package["description"].as_str().unwrap();
        assert!(description.ends_with('.'), "{name}");
        assert_eq!(package["license"], "MIT OR Apache-2.0", "{name}");
        assert_eq!(package["readme"], "README.md", "{name}");
        let keywords = package["keywords"].as_array().unwrap().len();
        assert!((1..=5).contains(&keywords), "a registry takes up to five: {name}");
        assert!(!package["categories"].as_array().unwrap().is_empty(), "{name}");
        assert!(package["rust_version"].is_string(), "{name}");
        let folder = Path::new(package["manifest_path"].as_str().unwrap()).parent().unwrap();
        for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
            let text = fs::read_to_string(xtask::root().join(licence)).unwrap();
            let copy = fs::read_to_string(folder.join(licence)).ok();
            assert_eq!(copy, Some(text), "{name}: {licence}");
        }
        names.push(name);
    }
    names.sort_unstable();
    assert_eq!(
        names,
        ["modelarts", "modelarts-api", "modelarts-cli", "modelarts-httpmock"]
    );
}

/// As `1.88` or `1.88.0`.
fn compiler(version: &Value) -> Option<Vec<u32>> {
    let numbers = version.as_str()?.split('.').map(|number| number.parse().unwrap());
    Some(numbers.chain([0, 0]).take(3).collect())
}

/// CI compiles with the oldest compiler where it is installed; this much is known where it is not.
#[test]
fn no_dependency_asks_for_a_newer_compiler_than_is_promised() {
    let promised = compiler(&published()[0]["rust_version"]).unwrap();
    let version = output_of("rustc", &["-vV"]);
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let dependencies = packages(&["--filter-platform", host]);
    assert!(dependencies.len() > 100, "{}", dependencies.len());
    for package in dependencies {
        let asked = compiler(&package["rust_version"]);
        assert!(
            asked.is_none_or(|asked| asked <= promised),
            "{} {}",
            package["name"],
            package["rust_version"]
        );
    }
}
