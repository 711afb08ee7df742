//! Shell completions, and the values that they offer.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process,
};

use clap_complete::{CompletionCandidate, env::Shells};
use modelarts::Region;

use crate::error::CommandError;

/// The variable by which a completion script asks for candidates.
pub(crate) const VARIABLE: &str = "MODELARTS_COMPLETE";

/// The script of a shell. It asks this program for candidates.
pub(crate) fn script(shell: &str) -> Result<Vec<u8>, CommandError> {
    let mut script = Vec::new();
    if let Some(shell) = Shells::builtins().completer(shell) {
        let written = shell.write_registration(VARIABLE, "modelarts", "modelarts", "modelarts", &mut script);
        written.map_err(|error| CommandError::system("cannot write the script", error))?;
    }
    Ok(script)
}

/// Regions whose endpoint is known.
pub(crate) fn regions() -> Vec<CompletionCandidate> {
    Region::KNOWN
        .iter()
        .map(|(id, _)| CompletionCandidate::new(*id))
        .collect()
}

/// Sections of the credentials file.
pub(crate) fn profiles() -> Vec<CompletionCandidate> {
    let named = env::var_os("HUAWEICLOUD_SDK_CREDENTIALS_FILE").map(PathBuf::from);
    let file = named.or_else(|| Some(env::home_dir()?.join(".huaweicloud").join("credentials")));
    let text = file.and_then(|file| fs::read_to_string(file).ok()).unwrap_or_default();
    let names = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix('[')?.strip_suffix(']'));
    names.map(CompletionCandidate::new).collect()
}

/// Pools of the last list.
pub(crate) fn pools() -> Vec<CompletionCandidate> {
    let ids = list()
        .and_then(|list| fs::read_to_string(list).ok())
        .unwrap_or_default();
    ids.lines().map(CompletionCandidate::new).collect()
}

/// Keeps ids of pools, one on a line, for completions. That they cannot be kept is no failure of the command.
pub(crate) fn remember(ids: &str) {
    let keep = |list: &Path| {
        fs::create_dir_all(list.parent()?).ok()?;
        // Another process never sees half of the list.
        let half = list.with_extension(process::id().to_string());
        fs::write(&half, ids).and_then(|()| fs::rename(&half, list)).ok()
    };
    list().and_then(|list| keep(&list));
}

/// The file with the pools of the last list.
fn list() -> Option<PathBuf> {
    let named = |variable| {
        env::var_os(variable)
            .filter(|folder| !folder.is_empty())
            .map(PathBuf::from)
    };
    let cache = named("XDG_CACHE_HOME").or_else(|| named("LOCALAPPDATA"));
    let cache = cache.or_else(|| Some(env::home_dir()?.join(".cache")));
    Some(cache?.join("modelarts").join("pools"))
}
