//! `cargo xtask docs check` as a maintainer meets it: what is printed, where, and the exit code.

use std::{
    fs,
    process::{Command, Output},
};

use tempfile::TempDir;
use xtask::command_line::Format;
use xtask::docs::{Recorded, check, read};

const PAGE: &str = include_str!("comets.rst");

/// What happened to the page since the second edition: old text and new text, of one length within tables.
const EDITS: [(&str, &str); 5] = [
    ("| name      | String ", "| title     | String "),
    ("-  **gas**: ions  ", "-  **ion**: gas   "),
    ("value is **10**.", "value is **20**."),
    ("plane     String  Plane.", "plane     Integer Plane."),
    ("\"period\" : 75,", "\"period\" : \"75\",\n         \"moons\" : 2,"),
];

/// A folder with the spec of one operation, two recorded editions of its page, and the page.
struct Root(TempDir);

impl Root {
    fn new() -> Self {
        let root = Self(TempDir::new().unwrap());
        for (file, text) in [
            ("openapi/common.yaml", include_str!("common.yaml")),
            ("openapi/provenance/sources.yaml", include_str!("sources.yaml")),
            ("openapi/comets.yaml", include_str!("comets.yaml")),
            ("openapi/README.md", "# Specs\n\n## To add an operation\n"),
        ] {
            root.write(file, text);
        }
        root.record("first", &PAGE.replace("   plane     String  Plane.\n", ""));
        root.record("second", PAGE);
        root
    }

    fn write(&self, file: &str, text: &str) {
        let path = self.0.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn record(&self, edition: &str, page: &str) {
        let recorded = Recorded::new("ListComets", edition, read(page.as_bytes()).unwrap());
        self.write(&format!("openapi/{}", recorded.path()), &recorded.to_yaml());
    }

    fn check(&self, arguments: &[&str]) -> Output {
        self.docs("check", arguments)
    }

    fn docs(&self, task: &str, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["--root", ".", "docs", task])
            .args(arguments)
            .current_dir(self.0.path())
            .output()
            .unwrap()
    }
}

fn edited() -> String {
    EDITS.iter().fold(PAGE.to_owned(), |page, (old, new)| {
        assert_eq!(page.matches(old).count(), 1, "{old:?}");
        page.replace(old, new)
    })
}

/// Exit code, standard output and standard error.
fn parts(output: &Output) -> (Option<i32>, &str, &str) {
    let text = |bytes| std::str::from_utf8(bytes).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// What is printed of a page that changed.
fn changed(page: &str, arguments: &[&str]) -> String {
    let root = Root::new();
    root.write("page.rst", page);
    let output = root.check(&[&["page.rst"], arguments].concat());
    let (code, text, errors) = parts(&output);
    assert_eq!((code, errors), (Some(1), ""), "{text}");
    text.to_owned()
}

#[test]
fn nothing_changed_is_one_line_and_exit_0() {
    let root = Root::new();
    root.write("page.rst", &PAGE.replace("Years.", "In years"));
    let output = root.check(&["page.rst"]);
    let line = "page.rst: ListComets as in second (2025-01), nothing changed\n";
    assert_eq!(parts(&output), (Some(0), line, ""));
    let output = root.check(&["page.rst", "--format", "json"]);
    assert_eq!(parts(&output), (Some(0), "[]\n", ""));
}

#[test]
fn each_change_is_a_line_and_exit_1() {
    insta::assert_snapshot!("text", changed(&edited(), &[]));
    insta::assert_snapshot!("json", changed(&edited(), &["--format", "json"]));
}

/// That an example has another type is told at the very field, whatever changed around it.
#[test]
fn a_type_that_the_example_contradicts_is_named_where_it_is() {
    let page = PAGE.replace("`Orbit <", "`Track <").replace("** Orbit", "** Track");
    let text = changed(
        &page.replace("plane     String  Plane.", "plane     Integer Plane."),
        &[],
    );
    let lines: Vec<_> = text.lines().filter_map(|line| line.split_once("comets[]")).collect();
    assert!(lines[0].1.ends_with("orbit: type renamed Orbit -> Track"), "{text}");
    assert!(
        lines[1]
            .1
            .ends_with("plane: type String -> Integer (the example has another type)"),
        "{text}"
    );
    assert_eq!(lines.len(), 2, "{text}");
}

/// A pipe gets a line for each change; a terminal gets them below the part of the page that they are in.
#[test]
fn a_terminal_gets_lines_that_fit() {
    let root = Root::new();
    root.write("page.rst", &edited());
    let (specs, page) = (root.0.path().join("openapi"), root.0.path().join("page.rst"));
    let report = check::run(&specs, &[page.clone(), page], None, Format::Text, Some(64));
    assert_eq!(report.code(), 1);
    let printed = report.printed.replace(&format!("{}/", root.0.path().display()), "");
    insta::assert_snapshot!("terminal", printed);
    let json = check::run(&specs, &[], None, Format::Json, Some(64));
    assert_eq!(json.printed, "[]\n");
}

#[test]
fn an_edition_can_be_named() {
    insta::assert_snapshot!("against", changed(PAGE, &["--against", "first"]));
    let root = Root::new();
    root.write("page.rst", PAGE);
    let output = root.check(&["page.rst", "--against", "third"]);
    let sentence =
        "error: page.rst: describes ListComets, of which no edition `third` is recorded; there are first, second\n";
    assert_eq!(parts(&output), (Some(2), "", sentence));
}

#[test]
fn a_page_that_cannot_be_read_keeps_no_other_from_being_checked() {
    let root = Root::new();
    root.write("page.rst", PAGE);
    root.write("menu.txt", "Home\nProducts\n");
    let output = root.check(&["missing.rst", "menu.txt", "page.rst"]);
    let (code, text, errors) = parts(&output);
    assert_eq!(
        (code, text),
        (
            Some(2),
            "page.rst: ListComets as in second (2025-01), nothing changed\n"
        )
    );
    let errors: Vec<_> = errors.lines().collect();
    assert_eq!(errors.len(), 2, "{errors:?}");
    assert!(
        errors[0].starts_with("error: missing.rst: cannot be read: "),
        "{}",
        errors[0]
    );
    assert!(errors[1].starts_with("error: menu.txt: "), "{}", errors[1]);
}

#[test]
fn an_operation_that_no_spec_has_is_new() {
    let edits = [
        ("ListComets", "ShowPlanet"),
        ("/comets", "/planets/{name}"),
        ("| tail ", "| ring "),
    ];
    let page = edits
        .iter()
        .fold(PAGE.to_owned(), |page, (old, new)| page.replace(old, new));
    insta::assert_snapshot!("new", changed(&page.replace("| comets ", "| planet "), &[]));
}

#[test]
fn an_operation_whose_uri_changed_is_known_again() {
    // By the vendor's name of it, or by its fields where the page has no name.
    for name in [":original_name: ListComets.html\n\n.. _ListComets:\n", ""] {
        let page = PAGE.replace(":original_name: ListComets.html\n\n.. _ListComets:\n", name);
        let text = changed(&page.replace("GET /v1/", "GET /v2/"), &[]);
        assert_eq!(text.lines().count(), 3, "{text}");
        let line = "uri \u{b7} path: path /v1/{project_id}/comets -> /v2/{project_id}/comets";
        assert!(text.contains(line), "{text}");
    }
}

#[test]
fn to_record_a_page_that_cannot_be_read_is_exit_2_as_well() {
    let root = Root::new();
    root.write("page.rst", PAGE);
    root.write("menu.txt", "Home\nProducts\n");
    for page in ["missing.rst", "menu.txt"] {
        let output = root.docs("record", &[page, "--edition", "second"]);
        let (code, text, error) = parts(&output);
        assert_eq!((code, text), (Some(2), ""), "{error}");
        assert!(error.starts_with(&format!("error: cannot read {page}: ")), "{error}");
        assert_eq!(error.lines().count(), 1, "{error}");
    }
    // A page that was read and cannot be kept under this name is another matter.
    let output = root.docs("record", &["page.rst", "--edition", "third"]);
    assert_eq!(parts(&output).0, Some(1));
}

#[test]
fn specs_that_cannot_be_read_are_exit_2() {
    let root = Root::new();
    root.write("page.rst", PAGE);
    fs::remove_file(root.0.path().join("openapi/common.yaml")).unwrap();
    let output = root.check(&["page.rst"]);
    let (code, text, errors) = parts(&output);
    assert_eq!((code, text), (Some(2), ""));
    assert!(
        errors.starts_with("error: cannot read ./openapi/common.yaml"),
        "{errors}"
    );
    // JSON stays JSON.
    let output = root.check(&["page.rst", "--format", "json"]);
    assert_eq!(parts(&output).1, "[]\n");
}
