//! What it costs a program to depend on `modelarts`.

use std::{collections::BTreeSet, fs, path::PathBuf};

use anyhow::{Context, Result};

use super::{
    Bench,
    document::{Section, Target, bytes, number, table, times},
    programs::{cargo, run},
    regeneration::{Effort, effort},
};

/// The dependencies of the program that does it by hand: what the client has for the same request, and no more.
const BY_HAND: &str = r#"
hmac = { version = "0.13", default-features = false }
reqwest = { version = "0.13.5", default-features = false, features = ["gzip", "http2", "json", "rustls"] }
serde = { version = "1", features = ["derive"] }
sha2 = { version = "0.11", default-features = false }
"#;

pub(super) fn section(bench: &Bench<'_>) -> Result<Section> {
    let crates = bench.programs.root.join("crates/modelarts");
    let modelarts = Program::write(bench, "modelarts", &format!("modelarts = {{ path = {crates:?} }}"))?;
    let by_hand = Program::write(bench, "by_hand", BY_HAND)?;
    let (ours, theirs) = (modelarts.crates()?, by_hand.crates()?);
    let mut rows = vec![["crates".to_owned(), number(theirs), number(ours), times(ours / theirs)]];
    let mut targets = vec![Target::below("crates, against by hand", ours / theirs, 1.2, " x")];
    if !bench.quick {
        let (ours, theirs) = (modelarts.build()?, by_hand.build()?);
        let (a, b) = (modelarts.size()?, by_hand.size()?);
        rows.push(["a stripped release".to_owned(), bytes(b), bytes(a), times(a / b)]);
        targets.push(Target::below(
            "size of a stripped release, against by hand",
            a / b,
            1.2,
            " x",
        ));
        for (what, ours, theirs) in [
            ("cold release build, processor time", ours.processor, theirs.processor),
            ("cold release build, on the clock", ours.clock, theirs.clock),
        ] {
            let (ours, theirs) = (ours.as_secs_f64(), theirs.as_secs_f64());
            let seconds = |seconds| format!("{} s", number(seconds));
            rows.push([what.to_owned(), seconds(theirs), seconds(ours), times(ours / theirs)]);
        }
        let ratio = ours.processor.as_secs_f64() / theirs.processor.as_secs_f64();
        targets.push(Target::below(
            "cold release build in processor time, against by hand",
            ratio,
            1.2,
            " x",
        ));
    }
    let text = format!(
        "A program that lists pools, `tests/bench/cost/modelarts.rs`, against one that does the same call with `reqwest`, the \
         same TLS and features, `serde`, `hmac` and `sha2`, `tests/bench/cost/by_hand.rs`; versions as in `Cargo.lock`. The \
         latter knows two fields of a pool and one error.\n\n{}\n\
         What is larger is decoding, which is compiled for every field of every type of a response, if only once; the \
         retries, the credentials and the errors are the rest.\n",
        table(["", "by hand", "modelarts", "ratio"], rows)
    );
    Ok(Section {
        title: "Cost to depend on it",
        text,
        targets,
    })
}

/// A program outside the workspace.
struct Program {
    name: &'static str,
    folder: PathBuf,
}

impl Program {
    fn write(bench: &Bench<'_>, name: &'static str, dependencies: &str) -> Result<Self> {
        let folder = bench.programs.scratch("cost")?.join(name);
        fs::create_dir_all(folder.join("src"))?;
        let root = bench.programs.root;
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [dependencies]\ntokio = {{ version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }}\n{dependencies}\n\n\
             [profile.release]\nstrip = true\n"
        );
        fs::write(folder.join("Cargo.toml"), manifest)?;
        fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        let source = root.join("tests/bench/cost").join(name).with_extension("rs");
        fs::copy(&source, folder.join("src/main.rs")).with_context(|| format!("cannot copy {}", source.display()))?;
        Ok(Self { name, folder })
    }

    /// How many crates are built for it.
    fn crates(&self) -> Result<f64> {
        let mut tree = cargo(&self.folder);
        let tree = run(tree.args(["tree", "--edges=normal,build", "--prefix=none", "--format={p}"]))?;
        let crates: BTreeSet<_> = tree.lines().filter_map(|line| line.split(" (").next()).collect();
        Ok((crates.len() - 1) as f64)
    }

    /// Builds it from nothing.
    fn build(&self) -> Result<Effort> {
        let target = self.folder.join("target");
        if target.exists() {
            fs::remove_dir_all(&target)?;
        }
        eprintln!("  building {} from nothing", self.name);
        let mut build = cargo(&self.folder);
        build.env("CARGO_TARGET_DIR", &target);
        effort(build.args(["build", "--release", "--quiet"]))
    }

    /// How large it is.
    fn size(&self) -> Result<f64> {
        let program = self.folder.join("target/release").join(self.name);
        let program = program.with_extension(std::env::consts::EXE_EXTENSION);
        Ok(fs::metadata(program)?.len() as f64)
    }
}
