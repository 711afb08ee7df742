//! Building and running the programs that measure.

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result, bail};

use super::figures::Figures;

/// The programs, built.
pub(super) struct Programs<'a> {
    pub(super) root: &'a Path,
    folder: PathBuf,
}

impl<'a> Programs<'a> {
    /// Builds the measuring programs and the command, as a release.
    pub(super) fn build(root: &'a Path) -> Result<Self> {
        eprintln!("building the programs");
        let packages = ["--package", "modelarts-bench", "--package", "modelarts-cli"];
        let mut command = cargo(root);
        run(command.args(["build", "--release", "--quiet"]).args(packages))?;
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
        Ok(Self {
            root,
            folder: target.join("release"),
        })
    }

    /// A folder for what measuring leaves behind.
    pub(super) fn scratch(&self, name: &str) -> Result<PathBuf> {
        let folder = self.root.join("target/bench").join(name);
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        Ok(folder)
    }

    /// The path of a program.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name).with_extension(std::env::consts::EXE_EXTENSION)
    }

    /// Runs the program that measures time and memory.
    pub(super) fn times<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Result<Figures> {
        figures(Command::new(self.path("modelarts-bench")).args(arguments))
    }

    /// Runs the program that counts allocations.
    pub(super) fn allocations(&self, server: &Server) -> Result<Figures> {
        figures(Command::new(self.path("modelarts-count")).arg(&server.url))
    }

    /// Starts the server that all clients call.
    pub(super) fn serve(&self) -> Result<Server> {
        let mut command = Command::new(self.path("modelarts-bench"));
        command.arg("serve").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().context("cannot start the server")?;
        let mut url = String::new();
        if let Some(output) = process.stdout.take() {
            BufReader::new(output).read_line(&mut url)?;
        }
        let url = url.trim().to_owned();
        let server = Server { process, url };
        if server.url.is_empty() {
            bail!("the server did not say where it listens");
        }
        Ok(server)
    }
}

/// The server, which ends with the value.
pub(super) struct Server {
    process: Child,
    pub(super) url: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It ends by itself with its input; this only hurries it.
        drop(self.process.stdin.take());
        let _ended = self.process.wait();
    }
}

/// Cargo, as it was called for this program.
pub(super) fn cargo(folder: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder);
    command
}

/// Runs a program, and gives what it printed.
pub(super) fn run(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("cannot start {}", command.get_program().display()))?;
    if !output.status.success() {
        bail!("{} failed ({})", command.get_program().display(), output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a program that prints figures.
pub(super) fn figures(command: &mut Command) -> Result<Figures> {
    Figures::parse(&run(command)?)
}
