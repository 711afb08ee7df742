//! `cargo xtask page-test`: the reference page in a real browser.
//!
//! The test drives Chromium through Playwright's library from npm, which downloads no browser. It is not part of
//! `cargo test`, which needs nothing but Rust.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    programs::succeed,
    publish::{DIST, WHOLE},
};
use anyhow::{Context, Result, bail};

/// Names under which systems install Chromium.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/// The folder of the test and its npm packages.
const SOURCE: &str = "tests/page";

/// Installs the pinned packages below `target/` and runs the test on this terminal.
pub fn run(root: &Path) -> Result<()> {
    let chromium = chromium()?;
    for tool in ["node", "npm"] {
        if find(tool).is_none() {
            bail!("no {tool} was found; install Node.js 20 or newer with npm (Debian: apt-get install nodejs npm)");
        }
    }
    let folder = root.join("target/page-test");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    for file in ["package.json", "package-lock.json", "page.test.mjs"] {
        let from = root.join(SOURCE).join(file);
        fs::copy(&from, folder.join(file)).with_context(|| format!("cannot copy {}", from.display()))?;
    }
    let mut install = Command::new("npm");
    install.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
    succeed(
        install.current_dir(&folder),
        "npm could not install the packages of tests/page",
    )?;
    let mut test = Command::new("node");
    test.args(["--test", "--test-reporter=spec", "page.test.mjs"])
        .env("MODELARTS_DIST", root.join(DIST))
        .env("MODELARTS_WHOLE", root.join(WHOLE))
        .env("MODELARTS_CHROMIUM", chromium);
    succeed(test.current_dir(&folder), "the reference page failed its test")
}

fn chromium() -> Result<PathBuf> {
    if let Some(path) = env::var_os("CHROMIUM").map(PathBuf::from) {
        if path.is_file() {
            return Ok(path);
        }
        bail!("CHROMIUM names {}, which is not a file", path.display());
    }
    BROWSERS.iter().find_map(|name| find(name)).context(
        "no Chromium was found; install it (Debian: apt-get install chromium), or name its program in CHROMIUM",
    )
}

/// A program of that name in `PATH`.
fn find(name: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    let name = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&folders)
        .map(|folder| folder.join(&name))
        .find(|path| path.is_file())
}
