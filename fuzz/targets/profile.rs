//! Credentials files: those that somebody may have written, whose meaning is known, and any bytes at all.
#![no_main]

use std::{fs, sync::LazyLock};

use arbitrary::Arbitrary;
use libfuzzer_sys::{Corpus, fuzz_target};
use modelarts::auth::{AccessKeys, Credentials, CredentialsError, CredentialsProvider, Identity, ProfileProvider};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

#[derive(Arbitrary, Debug)]
enum File<'a> {
    Bytes(&'a [u8]),
    Lines {
        lines: Vec<Line<'a>>,
        carriage_return: bool,
    },
}

#[derive(Arbitrary, Debug)]
enum Line<'a> {
    Blank,
    Comment(bool, &'a str),
    Section(Section),
    Pair(Key, Capitals, bool, &'a str),
}

#[derive(Arbitrary, Debug, PartialEq, Clone, Copy)]
enum Section {
    Basic,
    Capital,
    Other,
}

#[derive(Arbitrary, Debug, PartialEq, Clone, Copy)]
enum Key {
    AccessKey,
    SecretKey,
    SecurityToken,
    Region,
    Other,
}

type Capitals = bool;

struct Setup {
    folder: TempDir,
    runtime: Runtime,
}

static SETUP: LazyLock<Setup> = LazyLock::new(|| Setup {
    // In memory, where there is such a place.
    folder: tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap(),
    runtime: Builder::new_current_thread().build().unwrap(),
});

fuzz_target!(|file: File<'_>| -> Corpus {
    match file {
        File::Bytes(bytes) => {
            if let Ok(credentials) = read(bytes) {
                check_shown(&credentials);
            }
        }
        File::Lines { lines, carriage_return } => {
            let Some(text) = written(&lines, if carriage_return { "\r\n" } else { "\n" }) else {
                return Corpus::Reject;
            };
            let value = |key| meant(&lines, key);
            match (value(Key::AccessKey), value(Key::SecretKey), read(text.as_bytes())) {
                (_, _, Err(error)) if is_spelled_twice(&lines) => check_told(&error, &lines),
                (Some(access_key), Some(secret_key), Ok(credentials)) => {
                    let keys = keys(&credentials);
                    assert_eq!(
                        (keys.access_key(), keys.secret_key().expose()),
                        (access_key, secret_key)
                    );
                    assert_eq!(
                        keys.security_token().map(|token| token.expose()),
                        value(Key::SecurityToken)
                    );
                    assert_eq!(credentials.region.as_ref().map(|region| region.as_str()), value(Key::Region));
                    check_shown(&credentials);
                }
                (Some(_), Some(_), Err(error)) => panic!("{error}"),
                (_, _, Ok(_)) => panic!("credentials come from a file that has none"),
                (_, _, Err(error)) => check_told(&error, &lines),
            }
        }
    }
    Corpus::Keep
});

fn read(bytes: &[u8]) -> Result<Credentials, CredentialsError> {
    let Setup { folder, runtime } = &*SETUP;
    let file = folder.path().join("credentials");
    fs::write(&file, bytes).unwrap();
    runtime.block_on(ProfileProvider::default().file(file).provide())
}

/// The file, unless a text in it has a line break.
fn written(lines: &[Line<'_>], end: &str) -> Option<String> {
    let mut file = String::new();
    for line in lines {
        match line {
            Line::Blank => {}
            Line::Comment(number_sign, text) => {
                file.push(if *number_sign { '#' } else { ';' });
                file.push_str(one_line(text)?);
            }
            Line::Section(section) => file.push_str(match section {
                Section::Basic => "[basic]",
                Section::Capital => "[Basic]",
                Section::Other => "[other]",
            }),
            Line::Pair(key, capitals, equals, value) => {
                let name = match key {
                    Key::AccessKey => "ak",
                    Key::SecretKey => "sk",
                    Key::SecurityToken => "security_token",
                    Key::Region => "region",
                    Key::Other => "junk",
                };
                file.push_str(&if *capitals {
                    name.to_uppercase()
                } else {
                    name.to_owned()
                });
                file.push(if *equals { '=' } else { ':' });
                file.push_str(one_line(value)?);
            }
        }
        file.push_str(end);
    }
    Some(file)
}

fn one_line(text: &str) -> Option<&str> {
    (!text.contains(['\n', '\r'])).then_some(text)
}

/// The last value of `key` in the default profile.
fn meant<'a>(lines: &[Line<'a>], wanted: Key) -> Option<&'a str> {
    let (_, _, last) = basic(lines).filter(|(key, _, _)| *key == wanted).last()?;
    Some(last.trim()).filter(|value| !value.is_empty())
}

/// Whether a key that is read is spelled in small letters and in capitals in the default profile.
fn is_spelled_twice(lines: &[Line<'_>]) -> bool {
    let has = |wanted, wanted_capitals| {
        basic(lines).any(|(key, capitals, _)| key == wanted && capitals == wanted_capitals && key != Key::Other)
    };
    basic(lines).any(|(key, _, _)| has(key, true) && has(key, false))
}

/// The pairs of the default profile, which may be in several pieces.
fn basic<'a>(lines: &[Line<'a>]) -> impl Iterator<Item = (Key, Capitals, &'a str)> {
    let mut section = None;
    lines.iter().filter_map(move |line| match line {
        Line::Section(name) => {
            section = Some(*name);
            None
        }
        Line::Pair(key, capitals, _, value) if section == Some(Section::Basic) => Some((*key, *capitals, *value)),
        _ => None,
    })
}

fn keys(credentials: &Credentials) -> &AccessKeys {
    match &credentials.identity {
        Identity::Keys(keys) => keys,
        other => panic!("a file holds keys, not {other:?}"),
    }
}

/// `Debug` says the same whatever the secrets are.
fn check_shown(credentials: &Credentials) {
    let mut stand_in = match keys(credentials).security_token() {
        Some(_) => AccessKeys::temporary("a", "b", "c").into(),
        None => Credentials::new("a", "b"),
    };
    stand_in.project_id.clone_from(&credentials.project_id);
    stand_in.region.clone_from(&credentials.region);
    stand_in.iam_endpoint.clone_from(&credentials.iam_endpoint);
    assert_eq!(format!("{credentials:?}"), format!("{stand_in:?}"));
}

/// An error tells no value of the file: it says the same when they are others.
fn check_told(error: &CredentialsError, lines: &[Line<'_>]) {
    let stand_ins = lines.iter().map(|line| match line {
        Line::Blank | Line::Comment(..) => Line::Blank,
        Line::Section(section) => Line::Section(*section),
        Line::Pair(key, capitals, equals, value) => {
            let value = if value.trim().is_empty() { "" } else { "value" };
            Line::Pair(*key, *capitals, *equals, value)
        }
    });
    let stand_ins: Vec<Line<'_>> = stand_ins.collect();
    let text = written(&stand_ins, "\n").expect("no value has a line break");
    let other = read(text.as_bytes()).expect_err("the values decide nothing");
    assert_eq!(format!("{error} {error:?}"), format!("{other} {other:?}"));
}
