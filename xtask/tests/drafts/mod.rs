//! `cargo xtask docs draft` and what follows it, on pages that contradict themselves in every way that is settled.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use tempfile::TempDir;
use xtask::{
    command_line::Format,
    docs::{
        draft::{self, Batch},
        survey,
    },
    generate,
    lint::{self, Finding},
    provenance::Provenance,
    spec::{Bundle, Specs, examples, files_in, json_schema},
};

fn openapi() -> PathBuf {
    xtask::root().join("openapi")
}

fn pages() -> Vec<PathBuf> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = files_in(&[tests.join("tests/drafts/pages")]).unwrap();
    pages.push(tests.join("docpages/tests/pages/start-firing.rst"));
    pages
}

fn draft(pages: &[PathBuf], folder: &Path) -> Batch {
    draft::run(&openapi(), pages, folder, None).unwrap()
}

/// Drafts beside the contracts of the repository, in a copy of them.
fn draft_beside(pages: &[PathBuf], folder: &Path) -> Batch {
    draft::run(&openapi(), pages, folder, Some("otc-2025-08")).unwrap()
}

fn copy_of_contracts() -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files(&openapi()) {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Every file of a folder, by name.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let files = files_in(&[folder.to_owned()]).unwrap().into_iter();
    let name = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
    files
        .map(|path| (name(&path), fs::read_to_string(path).unwrap()))
        .collect()
}

fn findings(folder: &Path) -> Vec<Finding> {
    let specs = Specs::load(folder).unwrap();
    lint::findings(&specs, &Provenance::load(&specs).unwrap())
}

#[test]
fn contracts_are_as_the_snapshots_show_and_lack_what_the_lint_names_alone() {
    let folder = TempDir::new().unwrap();
    let batch = draft(&pages(), folder.path());
    let report = batch.report(Format::Text).replace(env!("CARGO_MANIFEST_DIR"), "xtask");
    assert_eq!((batch.code(), batch.errors.len()), (0, 0), "{report}");
    insta::assert_snapshot!("report", report);
    for (name, text) in files(folder.path()) {
        if name.ends_with("stars.yaml") || name.ends_with("star.yaml") {
            insta::assert_snapshot!(name.replace('/', "."), text);
        }
    }
    let gaps: usize = batch.drafts.iter().map(|draft| draft.gaps).sum();
    let (mut undescribed, mut others) = (0, Vec::new());
    for finding in findings(folder.path()) {
        match finding.rule {
            "missing-description" => undescribed += 1,
            rule => others.push((rule, finding.file)),
        }
    }
    assert_eq!(others, [("untyped", "list-stars.yaml".to_owned())]);
    // Two tags, in the document that the contracts share.
    assert_eq!(undescribed, gaps + 2);
}

#[test]
fn examples_are_kept_and_valid() {
    let folder = TempDir::new().unwrap();
    draft(&pages(), folder.path());
    let specs = Specs::load(folder.path()).unwrap();
    let bundle = Bundle::new(&specs).unwrap();
    for example in examples(&specs) {
        let schema = json_schema(&bundle.value, example.schema.unwrap());
        let payload = example.payload(&specs).unwrap();
        assert!(jsonschema::draft7::is_valid(&schema, &payload), "{:?}", example.file());
    }
    let kept = examples(&specs)
        .iter()
        .filter(|example| example.document.name != "common.yaml" && !example.is_constructed())
        .count();
    // One of stars, one of an update, two of a firing; and a failure of two, of one response.
    assert_eq!(kept, 4);
    let failures = examples(&specs);
    let failures = failures.iter().filter(|example| example.document.name == "common.yaml");
    let failures = failures.filter_map(|example| example.file());
    let failures: Vec<_> = failures
        .filter(|file| file.contains("stars") || file.contains("firing"))
        .collect();
    assert_eq!(
        failures,
        [
            "examples/error_404.list_stars.json",
            "examples/error_404.start_firing.json"
        ]
    );
}

#[test]
fn a_failure_becomes_another_example_of_the_shared_response() {
    let folder = copy_of_contracts();
    let before = files(folder.path());
    let batch = draft_beside(&pages(), folder.path());
    let note = "common.yaml: NotFound has another example, list_stars_404";
    assert_eq!(batch.drafts[0].notes, [note]);
    let mut after = files(folder.path());
    let is_new = |line: &&str| !before["common.yaml"].contains(line);
    let new: Vec<_> = after["common.yaml"].lines().filter(is_new).collect();
    insta::assert_snapshot!("failures", new.join("\n"));
    let specs = Specs::load(folder.path()).unwrap();
    let not_found = &specs.common().value["components"]["responses"]["NotFound"];
    let shown = not_found["content"]["application/json"]["examples"]
        .as_object()
        .unwrap();
    assert_eq!(
        shown["list_stars_404"]["externalValue"],
        "examples/error_404.list_stars.json"
    );
    // Nothing else that exists is changed.
    after.retain(|name, _| name != "common.yaml" && before.contains_key(name));
    assert!(after.iter().all(|(name, text)| before[name] == *text));
    let unlike = |finding: &Finding| !["missing-description", "operation-tag", "untyped"].contains(&finding.rule);
    let findings: Vec<_> = findings(folder.path()).into_iter().filter(unlike).collect();
    assert_eq!(findings, []);
    // The same failure needs no second example.
    for file in batch.drafts[0]
        .files
        .iter()
        .filter(|file| !file.to_str().unwrap().contains("error"))
    {
        fs::remove_file(folder.path().join(file)).unwrap();
    }
    let again = draft_beside(&pages()[..1], folder.path());
    assert_eq!((again.code(), again.drafts[0].notes.as_slice()), (0, &[][..]));
}

#[test]
fn nothing_that_exists_is_written_over() {
    let folder = TempDir::new().unwrap();
    draft(&pages()[..1], folder.path());
    let before = files(folder.path());
    let again = draft(&pages()[..1], folder.path());
    assert_eq!((again.code(), files(folder.path()) == before), (1, true));
    assert_eq!(
        again.drafts[0].questions[0].reason,
        "list-stars.yaml has the operation; nothing was drafted"
    );
    // A later page has another type of a name that is taken.
    let other = before["list-stars.yaml"].replace("period: {type: integer, format: int64", "period: {type: boolean");
    fs::write(folder.path().join("list-stars.yaml"), other).unwrap();
    let later = draft(&pages()[1..], folder.path());
    assert_eq!(later.code(), 0);
    assert!(files(folder.path())["update-star.yaml"].contains("    UpdateStarOrbit:"));
    fs::write(folder.path().join("list-stars.yaml"), &before["list-stars.yaml"]).unwrap();
    assert!(
        findings(folder.path())
            .iter()
            .all(|finding| ["missing-description", "operation-tag", "untyped"].contains(&finding.rule))
    );
}

#[test]
fn types_of_contracts_are_not_drafted_again() {
    let moons = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drafts/moons");
    let moons = files_in(&[moons]).unwrap();
    let (together, later) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    draft(&moons, together.path());
    let first = draft(&moons[..1], later.path());
    assert_eq!(first.drafts[0].notes, ["MoonApiVersion is ApiVersion of common.yaml"]);
    let second = draft(&moons[1..], later.path());
    let advice = "ShowMoonResponse is Moon of list-moons.yaml, which should be in a file without operations";
    assert_eq!(second.drafts[0].notes, [advice]);
    let [mut together, mut later] = [files(together.path()), files(later.path())];
    // The later page alone shows no example, so that its payload has each field of the type.
    let payload = "examples/constructed/show_moon.response.json";
    let [one, other] = [together.remove(payload), later.remove(payload)].map(|text| {
        let payload: serde_json::Value = serde_json::from_str(&text.unwrap()).unwrap();
        payload
    });
    assert_eq!(one, other);
    assert_eq!(together["list-moons.yaml"], later["list-moons.yaml"]);
    assert_eq!(together["show-moon.yaml"], later["show-moon.yaml"]);
    assert!(later["show-moon.yaml"].contains("schema: {$ref: 'list-moons.yaml#/components/schemas/Moon'}"));
    insta::assert_snapshot!("moons", later["list-moons.yaml"]);
}

#[test]
fn an_example_with_a_comma_too_many_is_repaired() {
    let folder = TempDir::new().unwrap();
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/drafts/moons/list-moons.rst");
    let batch = draft(&[page], folder.path());
    assert_eq!(batch.code(), 0);
    let settled = &batch.drafts[0].settled[0];
    let documented = "example response 200: the example is not JSON: trailing comma at line 5 column 3.";
    assert_eq!(
        [settled.aspect, &settled.documented, &settled.actual],
        ["response-example", documented, "It is kept without a comma too many."]
    );
    let payload = &files(folder.path())["examples/list_moons.response.json"];
    let payload: serde_json::Value = serde_json::from_str(payload).unwrap();
    assert_eq!(
        payload,
        serde_json::json!({ "moons": [{ "apiVersion": "v2", "name": "Io" }] })
    );
}

#[test]
fn a_page_that_cannot_be_read_keeps_no_other_from_being_drafted() {
    let folder = TempDir::new().unwrap();
    let mut pages = pages();
    pages.insert(0, openapi().join("README.md"));
    let batch = draft(&pages, folder.path());
    assert_eq!((batch.code(), batch.drafts.len()), (2, 3));
    assert!(batch.errors[0].contains("README.md: "), "{}", batch.errors[0]);
    assert!(batch.report(Format::Json).contains("\"operation\": \"UpdateStar\""));
}

#[test]
fn bindings_are_generated_elsewhere_with_what_compiles_them() {
    let (folder, out) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    draft(&pages(), folder.path());
    let lines = generate::elsewhere(xtask::root(), folder.path(), out.path()).unwrap();
    assert!(lines.last().unwrap().starts_with("3 operations, "), "{lines:?}");
    let files = files(out.path());
    assert!(files["crates/modelarts-api/tests/examples.rs"].contains("types::UpdateStarRequest"));
    assert!(files["crates/modelarts-api/src/generated/client.rs"].contains("pub struct Star {"));
    assert!(files["crates/modelarts-httpmock/src/lib.rs"].contains("mod generated;"));
    let again = generate::elsewhere(xtask::root(), folder.path(), out.path()).unwrap();
    assert_eq!(again.len(), 2, "{again:?}");
}

#[test]
fn a_survey_counts_contradictions_by_kind() {
    insta::assert_snapshot!("survey", survey::run(&openapi(), &pages()).unwrap());
}
