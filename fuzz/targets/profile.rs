//! Credentials files: one of plain lines means what they say, and nothing shown of any file depends on a secret.
#![no_main]

use std::{fs, sync::LazyLock};

use libfuzzer_sys::fuzz_target;
use modelarts::auth::{AccessKeys, Credentials, CredentialsError, CredentialsProvider, Identity, ProfileProvider};
use tempfile::TempDir;

// In memory, where there is such a folder.
static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
    let in_memory = tempfile::tempdir_in("/dev/shm");
    in_memory.or_else(|_| tempfile::tempdir()).unwrap()
});

fuzz_target!(|bytes: &[u8]| {
    let outcome = read(bytes);
    if let Ok(credentials) = &outcome {
        check_debug(credentials);
    }
    let text = std::str::from_utf8(bytes).unwrap_or("not a plain line");
    let Some(lines) = text.lines().map(plain).collect::<Option<Vec<_>>>() else {
        return;
    };
    let pairs = default_profile(&lines);
    let value = |key: &str| {
        let (_, value) = pairs.iter().rfind(|(name, _)| name.eq_ignore_ascii_case(key))?;
        Some(value.trim()).filter(|value| !value.is_empty())
    };
    let is_spelled_twice = pairs.iter().any(|(name, _)| {
        let others = pairs.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
        *name != "junk" && *name != "JUNK" && others.into_iter().any(|(other, _)| other != name)
    });
    match (value("ak"), value("sk"), outcome) {
        (Some(access_key), Some(secret_key), Ok(credentials)) if !is_spelled_twice => {
            let keys = keys(&credentials);
            assert_eq!(
                (keys.access_key(), keys.secret_key().expose()),
                (access_key, secret_key)
            );
            assert_eq!(
                keys.security_token().map(|token| token.expose()),
                value("security_token")
            );
            assert_eq!(credentials.region.as_ref().map(|region| region.as_str()), value("region"));
        }
        (Some(_), Some(_), Err(error)) if !is_spelled_twice => panic!("{error}"),
        (_, _, Ok(_)) => panic!("credentials come from a file that has none"),
        (_, _, Err(error)) => check_error(&error, &lines),
    }
});

fn read(bytes: &[u8]) -> Result<Credentials, CredentialsError> {
    let file = FOLDER.path().join("credentials");
    fs::write(&file, bytes).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(ProfileProvider::default().file(file).provide())
}

#[derive(Clone, Copy)]
enum Line<'a> {
    Blank,
    Section(&'a str),
    Pair(&'a str, &'a str),
}

/// A line of a form whose meaning is obvious.
fn plain(line: &str) -> Option<Line<'_>> {
    if line.contains('\r') {
        return None;
    }
    if line.is_empty() || line.starts_with(['#', ';']) {
        return Some(Line::Blank);
    }
    if ["[basic]", "[Basic]", "[other]"].contains(&line) {
        return Some(Line::Section(line));
    }
    let (name, value) = line.split_once(['=', ':'])?;
    let names = ["ak", "sk", "security_token", "region", "junk"];
    let is_known = names.iter().any(|known| name == *known || name == known.to_uppercase());
    is_known.then_some(Line::Pair(name, value))
}

/// The pairs of `[basic]`, which may be in several pieces.
fn default_profile<'a>(lines: &[Line<'a>]) -> Vec<(&'a str, &'a str)> {
    let mut section = "";
    let mut pairs = Vec::new();
    for line in lines {
        match *line {
            Line::Blank => {}
            Line::Section(name) => section = name,
            Line::Pair(name, value) if section == "[basic]" => pairs.push((name, value)),
            Line::Pair(..) => {}
        }
    }
    pairs
}

fn keys(credentials: &Credentials) -> &AccessKeys {
    match &credentials.identity {
        Identity::Keys(keys) => keys,
        other => panic!("a file holds keys, not {other:?}"),
    }
}

/// `Debug` is the same for other secrets.
fn check_debug(credentials: &Credentials) {
    let mut other = match keys(credentials).security_token() {
        Some(_) => AccessKeys::temporary("a", "b", "c").into(),
        None => Credentials::new("a", "b"),
    };
    other.project_id.clone_from(&credentials.project_id);
    other.region.clone_from(&credentials.region);
    other.iam_endpoint.clone_from(&credentials.iam_endpoint);
    assert_eq!(format!("{credentials:?}"), format!("{other:?}"));
}

/// An error is the same for other values and comments.
fn check_error(error: &CredentialsError, lines: &[Line<'_>]) {
    let others = lines.iter().map(|line| match line {
        Line::Blank => "\n".to_owned(),
        Line::Section(section) => format!("{section}\n"),
        Line::Pair(name, value) if value.trim().is_empty() => format!("{name}=\n"),
        Line::Pair(name, _) => format!("{name}=value\n"),
    });
    let other = read(others.collect::<String>().as_bytes()).expect_err("values do not decide whether a file is valid");
    assert_eq!(format!("{error} {error:?}"), format!("{other} {other:?}"));
}
