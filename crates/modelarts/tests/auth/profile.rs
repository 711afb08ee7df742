//! Credentials from the credentials file.

use std::{fs, path::Path};

use modelarts::auth::{
    Credentials, CredentialsError, CredentialsErrorKind, CredentialsProvider, Environment, ProfileProvider,
};
use proptest::{collection::vec, prelude::*};
use tempfile::TempDir;

use super::keys_of;

fn write(directory: &TempDir, bytes: &[u8]) -> std::path::PathBuf {
    let file = directory.path().join("credentials");
    fs::write(&file, bytes).unwrap();
    file
}

/// Providers of files never wait, so any runtime does.
fn provide(provider: &ProfileProvider) -> Result<Credentials, CredentialsError> {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(provider.provide())
}

fn read(text: &str) -> Result<Credentials, CredentialsError> {
    let directory = tempfile::tempdir().unwrap();
    provide(&ProfileProvider::default().with_file(write(&directory, text.as_bytes())))
}

fn read_profile(text: &str, profile: &str) -> Result<Credentials, CredentialsError> {
    let directory = tempfile::tempdir().unwrap();
    provide(
        &ProfileProvider::default()
            .with_file(write(&directory, text.as_bytes()))
            .with_profile(profile),
    )
}

/// The message without the file's name, which differs from run to run.
fn message(error: &CredentialsError) -> String {
    let message = error.to_string();
    let (_, rest) = message.split_once("credentials").unwrap();
    rest.to_owned()
}

const FILE: &str = "\u{feff}# comment = 1
; another
[basic]
ak = basic-ak
sk = basic-sk

[staging]
AK=staging-ak
Sk: staging-sk
security_token = staging-token
project_id = staging-project
region = cn-north-1
iam_endpoint = https://iam.example.com
";

#[test]
fn profiles_are_sections() {
    assert_eq!(keys_of(&read(FILE).unwrap()), ("basic-ak", "basic-sk", None));
    let staging = read_profile(FILE, "staging").unwrap();
    assert_eq!(keys_of(&staging), ("staging-ak", "staging-sk", Some("staging-token")));
    assert_eq!(staging.project_id().unwrap().as_str(), "staging-project");
    assert_eq!(staging.region().unwrap().as_str(), "cn-north-1");
    assert_eq!(staging.iam_endpoint(), Some("https://iam.example.com"));
}

#[test]
fn keys_above_the_first_section_belong_to_no_profile() {
    let error = read_profile("ak = MARKER\nsk = MARKER\n", "default").unwrap_err();
    assert_eq!(message(&error), " has no section [default]");
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_line() {
    let credentials = read("\u{feff}[basic]\nak = ak\nsk = sk\n").unwrap();
    assert_eq!(keys_of(&credentials), ("ak", "sk", None));
}

#[test]
fn windows_line_ends_are_line_ends() {
    assert_eq!(
        keys_of(&read(&FILE.replace('\n', "\r\n")).unwrap()),
        ("basic-ak", "basic-sk", None)
    );
}

#[test]
fn a_secret_may_hold_any_character() {
    for secret in [
        "a#b", "a;b", "#a", ";a", "a%b", "%(ak)s", "a=b==", "a:b", "\"a\"", "'a'", "a\\nb", "a b", "[a]", "ä🦀", "$a",
    ] {
        let credentials = read(&format!("[basic]\nak = ak\nsk = {secret}\n")).unwrap();
        assert_eq!(keys_of(&credentials).1, secret);
    }
}

#[test]
fn sections_are_told_apart_by_case() {
    let text = "[basic]\nak = ak\nsk = sk\n[Basic]\nak = other\nsk = other\n";
    assert_eq!(keys_of(&read(text).unwrap()), ("ak", "sk", None));
}

#[test]
fn errors_name_the_file_and_the_place() {
    let fails = |text: &str| message(&read(text).unwrap_err());
    assert_eq!(fails("[basic]\nak = MARKER\n"), ", section [basic] has ak, but no sk");
    assert_eq!(fails("[basic]\nsk = MARKER\n"), ", section [basic] has sk, but no ak");
    assert_eq!(fails("[basic]\nak =\nsk\n"), ", section [basic] has neither ak nor sk");
    assert_eq!(
        fails("[basic]\nak = MARKER\nsk = MARKER\nAK = MARKER\n"),
        ", section [basic] has ak in small letters and in capitals"
    );
    assert_eq!(
        fails("[basic]\nak = a\n[MARKER\n"),
        ", line 3 is neither a section nor `key = value`"
    );
    assert_eq!(
        fails("[basic]\n= MARKER\n"),
        ", line 2 is neither a section nor `key = value`"
    );
    assert_eq!(fails("ak = MARKER\nsk = MARKER\n"), " has no section [basic]");
    assert_eq!(
        fails("[default]\nak = MARKER\nsk = MARKER\n"),
        " has no section [basic]"
    );
    assert!(
        fails("[basic]\nak = a\nsk = s\nproject_id = a/b\n")
            .starts_with(", section [basic], project_id: invalid project id")
    );
    assert_eq!(
        message(&read_profile(FILE, "prod").unwrap_err()),
        " has no section [prod]"
    );
}

#[test]
fn a_file_that_cannot_be_text_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let fails = |bytes: &[u8]| {
        let error = provide(&ProfileProvider::default().with_file(write(&directory, bytes))).unwrap_err();
        assert_eq!(error.kind(), CredentialsErrorKind::Invalid);
        message(&error)
    };
    assert_eq!(fails(b"[basic]\nak = \xff\n"), " is not valid utf-8");
    assert_eq!(fails(&vec![b'\n'; (1 << 20) + 1]), " is longer than 1048576 bytes");
    let error = provide(&ProfileProvider::default().with_file(directory.path())).unwrap_err();
    assert!(error.to_string().ends_with(" cannot be read"), "{error}");
    assert!(std::error::Error::source(&error).is_some());
}

#[test]
fn the_file_is_where_the_environment_says_or_at_home() {
    let home = tempfile::tempdir().unwrap();
    let nothing = Environment::fixed::<String, String>([]).with_home(home.path());
    let error = provide(&ProfileProvider::new(nothing.clone())).unwrap_err();
    assert_eq!(
        error.kind(),
        CredentialsErrorKind::NotConfigured,
        "nobody asked for the file at home"
    );

    fs::create_dir(home.path().join(".huaweicloud")).unwrap();
    fs::write(
        home.path().join(".huaweicloud/credentials"),
        "[basic]\nak = home\nsk = sk\n",
    )
    .unwrap();
    assert_eq!(
        keys_of(&provide(&ProfileProvider::new(nothing.clone())).unwrap()).0,
        "home"
    );

    let elsewhere = tempfile::tempdir().unwrap();
    let file = write(&elsewhere, b"[basic]\nak = elsewhere\nsk = sk\n");
    let pointing = |file: &Path| {
        let variables = [("HUAWEICLOUD_SDK_CREDENTIALS_FILE", file.to_str().unwrap())];
        ProfileProvider::new(Environment::fixed(variables).with_home(home.path()))
    };
    assert_eq!(keys_of(&provide(&pointing(&file)).unwrap()).0, "elsewhere");
    let error = provide(&pointing(&elsewhere.path().join("absent"))).unwrap_err();
    assert_eq!(
        error.kind(),
        CredentialsErrorKind::Invalid,
        "somebody asked for this file"
    );
    assert!(error.to_string().ends_with("absent does not exist"));

    let homeless = ProfileProvider::new(Environment::fixed::<String, String>([]));
    assert_eq!(
        provide(&homeless).unwrap_err().kind(),
        CredentialsErrorKind::NotConfigured
    );
}

#[test]
fn a_changed_file_is_read_again() {
    let directory = tempfile::tempdir().unwrap();
    let provider = ProfileProvider::default().with_file(write(&directory, b"[basic]\nak = old\nsk = sk\n"));
    assert_eq!(keys_of(&provide(&provider).unwrap()).0, "old");
    write(&directory, b"[basic]\nak = new\nsk = sk\n");
    assert!(provider.invalidate());
    assert_eq!(keys_of(&provide(&provider).unwrap()).0, "new");
}

/// What no error may show.
const MARKER: &str = "S3CR3T";

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "(ak|sk|AK|security_token|junk)( ?[=:] ?)(S3CR3T)?[ -~]{0,6}",
        1 => "(project_id|region|iam_endpoint) = [ -~]{0,6}",
        1 => Just("[basic]".to_owned()),
        1 => "\\[?[ -~]{0,4}S3CR3T[ -~]{0,4}\\]?",
        1 => any::<String>(),
    ]
}

proptest! {
    #[test]
    fn no_file_makes_it_panic_or_tell_a_secret(lines in vec(line(), 0..8), end in prop_oneof![Just("\n"), Just("\r\n")]) {
        let printed = match read(&lines.join(end)) {
            Ok(credentials) => format!("{credentials:?}"),
            Err(error) => format!("{error} {error:?} {error:#?}"),
        };
        prop_assert!(!printed.contains(MARKER), "{}", printed);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in vec(any::<u8>(), 0..64)) {
        let directory = tempfile::tempdir().unwrap();
        let _ = provide(&ProfileProvider::default().with_file(write(&directory, &bytes)));
    }

    #[test]
    fn keys_come_back_as_they_were_written(access in "[!-~&&[^\\[]]{1,20}", secret in "[!-~]([ -~]{0,38}[!-~])?") {
        let credentials = read(&format!("[basic]\nak = {access}\nsk = {secret}\n")).unwrap();
        prop_assert_eq!(keys_of(&credentials), (access.as_str(), secret.as_str(), None));
    }
}
