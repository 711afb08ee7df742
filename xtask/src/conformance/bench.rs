//! The folder that tools are installed into and run in, and the surroundings that they are given.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use serde_json::Value;

use super::{
    cases::{Case, cases},
    program::run,
};

/// Where the published document stands.
pub const DOCUMENT: &str = "openapi/dist/modelarts.openapi.json";

/// Why a tool could not be run: the end of a sentence that begins with "not run:".
#[derive(Debug)]
pub struct Missing(pub String);

/// What a check needs.
pub struct Bench {
    /// The workspace.
    pub root: PathBuf,
    /// The published document, as a file.
    pub document: PathBuf,
    /// What every client has to decode.
    pub cases: Vec<Case>,
    folder: PathBuf,
}

impl Bench {
    /// Reads the published document. Nothing is installed before a check asks for it.
    pub fn new(root: &Path) -> Result<Self> {
        let root = std::path::absolute(root)?;
        let document = root.join(DOCUMENT);
        let text = fs::read_to_string(&document).with_context(|| format!("cannot read {}", document.display()))?;
        let value: Value = serde_json::from_str(&text).with_context(|| format!("{DOCUMENT} is no JSON"))?;
        let folder = root.join("target/conformance");
        fs::create_dir_all(folder.join("home")).with_context(|| format!("cannot create {}", folder.display()))?;
        Ok(Self {
            root,
            document,
            cases: cases(&value),
            folder,
        })
    }

    /// The published document in another form, where there is one.
    pub fn other_document(&self, name: &str) -> Option<PathBuf> {
        let path = self.document.with_file_name(name);
        path.is_file().then_some(path)
    }

    /// An empty folder for what one check makes.
    pub fn work(&self, name: &str) -> Result<PathBuf> {
        let folder = self.folder.join("work").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).with_context(|| format!("cannot clear {}", folder.display()))?;
        }
        fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        Ok(folder)
    }

    /// A program that keeps to its own folder and calls nobody.
    pub fn tool(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = self.installer(program);
        command
            .env("HOME", self.folder.join("home"))
            .env("CI", "true")
            .env("DO_NOT_TRACK", "1")
            .env("NO_COLOR", "1")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true")
            .env("REDOCLY_TELEMETRY", "off")
            .env("GOCACHE", self.folder.join("cache/go-build"))
            .env("GOENV", "off")
            .env("GOFLAGS", "-mod=mod")
            .env("GOPATH", self.folder.join("cache/go"))
            .env("GOPROXY", "off")
            .env("GOTELEMETRY", "off")
            .env("GOTOOLCHAIN", "local");
        command
    }

    /// A program that may load packages, so it sees the settings of whoever runs it.
    fn installer(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(&self.folder)
            .env("PIP_CACHE_DIR", self.folder.join("cache/pip"))
            .env("PIP_DISABLE_PIP_VERSION_CHECK", "1")
            .env("SCARF_ANALYTICS", "false")
            .env("npm_config_cache", self.folder.join("cache/npm"));
        command
    }

    /// The virtual environment with these requirements, installed if need be. Its programs are in `bin`.
    pub fn python(&self, name: &str, requirements: &str) -> Result<PathBuf, Missing> {
        let folder = self.folder.join("venvs").join(name);
        run(self.installer("python3").arg("--version")).map_err(Missing)?;
        self.install(&folder, requirements, || {
            run(self.installer("python3").args(["-m", "venv"]).arg(&folder))?;
            let list = folder.join("requirements.txt");
            fs::write(&list, requirements).map_err(|error| format!("{}: {error}", list.display()))?;
            let pip = [
                "-m",
                "pip",
                "install",
                "--quiet",
                "--no-deps",
                "--only-binary=:all:",
                "--requirement",
            ];
            run(self.installer(folder.join("bin/python")).args(pip).arg(&list)).map(drop)
        })?;
        Ok(folder)
    }

    /// The folder of the programs that npm installs.
    pub fn node(&self) -> Result<PathBuf, Missing> {
        let folder = self.folder.join("npm");
        run(self.installer("npm").arg("--version")).map_err(Missing)?;
        let files = [
            ("package.json", PACKAGE),
            (
                "package-lock.json",
                include_str!("../../../conformance/package-lock.json"),
            ),
            (".npmrc", include_str!("../../../conformance/.npmrc")),
        ];
        self.install(&folder, &files.map(|(_, text)| text).concat(), || {
            for (name, text) in files {
                let path = folder.join(name);
                fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
                fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
            }
            run(self.installer("npm").arg("ci").current_dir(&folder)).map(drop)
        })?;
        Ok(folder.join("node_modules/.bin"))
    }

    /// Installs unless `pins` are what is installed. What was installed by half is installed again.
    fn install(&self, folder: &Path, pins: &str, steps: impl Fn() -> Result<(), String>) -> Result<(), Missing> {
        let mark = folder.join("installed");
        if fs::read_to_string(&mark).is_ok_and(|installed| installed == pins) {
            return Ok(());
        }
        let install = || {
            if folder.exists() {
                fs::remove_dir_all(folder).map_err(|error| error.to_string())?;
            }
            steps()?;
            fs::write(&mark, pins).map_err(|error| error.to_string())
        };
        install().map_err(|details| {
            // They name hosts and folders, which are no business of the page.
            eprintln!("{details}");
            Missing("its packages could not be installed".to_owned())
        })
    }
}

const PACKAGE: &str = include_str!("../../../conformance/package.json");

/// The name and version of a program that npm installs.
pub fn npm_version(package: &str) -> String {
    let pins: Value = serde_json::from_str(PACKAGE).unwrap_or_default();
    let version = pins["devDependencies"][package]
        .as_str()
        .unwrap_or("of no pinned version");
    format!("{package} {version}")
}

/// The name and version of the tool that a list of requirements begins with.
pub fn pip_version(requirements: &str) -> String {
    requirements.lines().next().unwrap_or_default().replacen("==", " ", 1)
}
