//! How `cargo xtask` hands tasks on: with a program in place of cargo, which says what it was called with.

#![cfg(unix)]

use std::{
    fs::{self, File},
    os::unix::process::ExitStatusExt,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use tempfile::TempDir;

/// Stands in for cargo. It is never written to, which would keep it from being run in that moment.
const CARGO: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/handing_on/cargo.sh");

/// How a build of cargo ends that had nothing to compile, with a terminal and without.
const FINISHED: [&str; 2] = [
    "    Finished `dev` profile [unoptimized] target(s) in 0.1s\n",
    "\x1b[1m\x1b[92m    Finished\x1b[0m `dev` profile [unoptimized] target(s) in 0.1s\n",
];

/// What the cargo of a test does.
struct Cargo {
    program: PathBuf,
    /// Whether it has something to compile.
    compiles: bool,
    finished: &'static str,
    /// The exit code of each call, or `signal`.
    build: &'static str,
    run: &'static str,
}

/// It ends well, with nothing to compile.
fn cargo() -> Cargo {
    Cargo {
        program: CARGO.into(),
        compiles: false,
        finished: FINISHED[0],
        build: "0",
        run: "0",
    }
}

/// A folder with a text file.
fn folder() -> TempDir {
    let folder = TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    fs::write(folder.path().join("input"), "from the input\n").unwrap();
    folder
}

/// Runs xtask there, with the file as its input.
fn xtask(folder: &TempDir, arguments: &[&str], cargo: Cargo) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.env("CARGO", cargo.program).env("NO_COLOR", "1");
    command.env("COMPILES", if cargo.compiles { "1" } else { "" });
    command.env("FINISHED", cargo.finished);
    command.env("BUILD", cargo.build).env("RUN", cargo.run);
    command.args(arguments).current_dir(folder.path());
    let input = File::open(folder.path().join("input")).unwrap();
    command.stdin(input).output().unwrap()
}

/// Exit code, standard output and standard error.
fn parts(output: &Output) -> (Option<i32>, &str, &str) {
    let text = |bytes| std::str::from_utf8(bytes).unwrap();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// Both calls of cargo as they are printed, and the input.
fn calls(arguments: &str) -> String {
    let run = call("run", &format!(" --quiet -- {arguments}"));
    call("build", "") + &run + "from the input\n"
}

/// A call of cargo as it is printed.
fn call(subcommand: &str, rest: &str) -> String {
    let manifest = xtask::root().join("Cargo.toml");
    let manifest = manifest.display();
    let profile = if cfg!(debug_assertions) { "" } else { " --release" };
    format!("{subcommand} --package upkeep --manifest-path {manifest}{profile}{rest}\n")
}

#[test]
fn all_that_is_given_goes_in_and_all_that_comes_out_is_handed_back() {
    for finished in FINISHED {
        let folder = folder();
        let cargo = Cargo {
            finished,
            run: "2",
            ..cargo()
        };
        let output = xtask(&folder, &["docs", "check", "a page.rst", "--format=json"], cargo);
        let printed = calls("docs check a page.rst --format=json");
        // Nothing of a build that had nothing to do.
        let place = format!("in {}\n", folder.path().canonicalize().unwrap().display());
        assert_eq!(parts(&output), (Some(2), &*printed, &*place));
    }
}

#[test]
fn cargo_speaks_while_it_compiles() {
    let cargo = Cargo {
        compiles: true,
        ..cargo()
    };
    let output = xtask(&folder(), &["lint"], cargo);
    let (code, text, errors) = parts(&output);
    assert_eq!((code, text), (Some(0), &*calls("lint")));
    let lines: Vec<_> = errors.lines().collect();
    assert!(lines.len() == 2 && lines[0] == "   Compiling upkeep v0.1.0", "{errors}");
}

#[test]
fn what_cannot_be_built_is_not_run() {
    for build in ["101", "signal"] {
        let cargo = Cargo {
            compiles: true,
            build,
            ..cargo()
        };
        let output = xtask(&folder(), &["lint"], cargo);
        let said = "   Compiling upkeep v0.1.0\n";
        assert_eq!(parts(&output), (Some(101), &*call("build", ""), said), "{build}");
    }
}

/// So that whoever started it sees what ended it.
#[test]
fn a_signal_that_ends_the_task_ends_it_all() {
    let cargo = Cargo {
        run: "signal",
        ..cargo()
    };
    let output = xtask(&folder(), &["lint"], cargo);
    assert_eq!((output.status.code(), output.status.signal()), (None, Some(9)));
}

/// A task that cannot start says nothing about what it would have looked at.
#[test]
fn without_cargo_is_one_line() {
    let cargo = Cargo {
        program: Path::new(CARGO).with_file_name("missing"),
        ..cargo()
    };
    let output = xtask(&folder(), &["compat", "--base", "v1"], cargo);
    let (code, text, errors) = parts(&output);
    assert_eq!((code, text), (Some(101), ""));
    assert!(errors.starts_with("error: cannot start cargo: "), "{errors}");
    assert_eq!(errors.lines().count(), 1);
}

/// What can go together, and what starts from a default.
#[test]
fn a_corpus_can_be_brought_up_to_date() {
    let output = xtask(&folder(), &["fuzz", "--minimise"], cargo());
    assert_eq!(parts(&output).0, Some(0));
}

/// The package would have to be built for it.
#[test]
fn help_and_mistakes_start_nothing() {
    let folder = folder();
    for (arguments, code, expected) in [
        (
            &["docs", "--help"][..],
            0,
            "Prove that the specs cover every recorded page",
        ),
        (&["docs", "check", "--help"], 0, "--against <EDITION>"),
        (&["help", "compat"], 0, "Exit status 1 says that a version is too low"),
        (&["bench", "--help"], 0, "Generating the code"),
        (&["docs", "check"], 2, "Usage: cargo xtask docs check"),
        (
            &["compat", "--base", "v1", "--format", "xml"],
            2,
            "[possible values: text, json]",
        ),
        // It would never end.
        (&["fuzz", "--minutes", "0"], 2, "0 is not in 1.."),
        (&["fuzz", "--minimise", "--minutes", "3"], 2, "cannot be used with"),
    ] {
        let output = xtask(&folder, arguments, cargo());
        let (found, text, errors) = parts(&output);
        assert_eq!(found, Some(code), "{arguments:?}");
        assert!(text.contains(expected) || errors.contains(expected), "{text}{errors}");
        assert!(!text.contains("--package"), "{text}");
    }
}
