//! Credentials from the credentials file.

use std::{error::Error as _, fs};

use modelarts::auth::ProfileProvider;
use proptest::{collection::vec, prelude::*};

use super::*;

fn provide(provider: &ProfileProvider) -> Result<Credentials, CredentialsError> {
    runtime().block_on(provider.provide())
}

/// Reads a file of these bytes. Errors lose the beginning of its path, which differs from run to run.
fn read(bytes: impl AsRef<[u8]>, profile: Option<&str>) -> Result<Credentials, String> {
    let home = TempDir::new().unwrap();
    write_profiles(&home, bytes);
    let mut provider = ProfileProvider::default().file(home.path().join(".huaweicloud/credentials"));
    if let Some(profile) = profile {
        provider = provider.profile(profile);
    }
    provide(&provider).map_err(|error| {
        assert_eq!(error.kind(), CredentialsErrorKind::Invalid);
        assert!(!printed(&error).concat().contains("MARKER"), "{error:?}");
        let message = error.to_string();
        message.split_once("credentials").unwrap().1.to_owned()
    })
}

const FILE: &str = "\u{feff}# comment = 1
; another
[basic]
ak = old-ak
ak = basic-ak
sk = basic-sk

[Basic]
ak = other
sk = other

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
    for file in [FILE, &FILE.replace('\n', "\r\n"), &FILE.replacen('\u{feff}', "", 1)] {
        assert_eq!(keys_of(&read(file, None).unwrap()), ("basic-ak", "basic-sk", None));
        let staging = read(file, Some("staging")).unwrap();
        assert_eq!(keys_of(&staging), ("staging-ak", "staging-sk", Some("staging-token")));
        assert_eq!(staging.project_id.unwrap().as_str(), "staging-project");
        assert_eq!(staging.region.unwrap().as_str(), "cn-north-1");
        assert_eq!(staging.iam_endpoint.unwrap(), "https://iam.example.com");
    }
    let marked = "\u{feff}[basic]\nak = ak\nsk = sk\n";
    assert_eq!(keys_of(&read(marked, None).unwrap()), ("ak", "sk", None));
}

#[test]
fn a_secret_may_hold_any_character() {
    for secret in [
        "a#b", "a;b", "#a", ";a", "a%b", "%(ak)s", "a=b==", "a:b", "\"a\"", "'a'", "a\\nb", "a b", "[a]", "ä🦀", "$a",
    ] {
        let credentials = read(format!("[basic]\nak = ak\nsk = {secret}\n"), None).unwrap();
        assert_eq!(keys_of(&credentials).1, secret);
    }
}

/// The profile, a file, and the error after the name of the file.
const ERRORS: &str = r"
    basic   | [basic]\nak = MARKER                           | , section [basic] has ak, but no sk
    basic   | [basic]\nsk = MARKER                           | , section [basic] has sk, but no ak
    basic   | [basic]\nak =\nsk                              | , section [basic] has neither ak nor sk
    basic   | [basic]\nak = MARKER\nsk = MARKER\nAK = MARKER | , section [basic] has ak in both upper and lower case
    basic   | [basic]\nak = a\n[MARKER                       | , line 3 is neither a section nor `key = value`
    basic   | [basic]\n= MARKER                              | , line 2 is neither a section nor `key = value`
    basic   | [basic]\nak = a\nsk = s\nproject_id = a/b      | , section [basic], project_id: invalid project id: it has
    basic   | ak = MARKER\nsk = MARKER                       | has no section [basic]
    basic   | [default]\nak = MARKER\nsk = MARKER            | has no section [basic]
    default | ak = MARKER\nsk = MARKER                       | has no section [default]
    prod    | [basic]\nak = a\nsk = s                        | has no section [prod]
";

#[test]
fn errors_name_the_file_and_the_place() {
    for [profile, file, message] in rows(ERRORS) {
        let profile = Some(profile).filter(|profile| *profile != "basic");
        let error = read(file.replace("\\n", "\n"), profile).unwrap_err();
        assert!(error.trim().starts_with(message), "{error}");
    }
    assert_eq!(read(b"[basic]\nak = \xff\n", None).unwrap_err(), " is not valid utf-8");
    let error = read("\n".repeat((1 << 20) + 1), None).unwrap_err();
    assert_eq!(error, " is longer than 1048576 bytes");
    let folder = TempDir::new().unwrap();
    let error = provide(&ProfileProvider::default().file(folder.path())).unwrap_err();
    assert!(error.to_string().ends_with(" cannot be read"), "{error}");
    assert!(error.source().is_some());
}

#[test]
fn only_a_default_file_may_be_absent_and_a_changed_one_is_read_again() {
    use CredentialsErrorKind::{Invalid, NotConfigured};
    let (home, elsewhere) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let file = elsewhere.path().join("credentials");
    let variables = [("HUAWEICLOUD_SDK_CREDENTIALS_FILE", file.to_str().unwrap())];
    let at_home = ProfileProvider::new(&nothing_set().home(home.path()));
    let named = ProfileProvider::new(&Environment::fixed(variables).home(home.path()));
    let kind = |provider: &ProfileProvider| provide(provider).unwrap_err().kind();
    assert_eq!(kind(&ProfileProvider::new(&nothing_set())), NotConfigured);
    assert_eq!(kind(&at_home), NotConfigured);
    assert_eq!(kind(&at_home.clone().profile("staging")), NotConfigured);
    assert_eq!(kind(&named), Invalid);
    let message = provide(&named).unwrap_err().to_string();
    assert!(message.ends_with("credentials does not exist"), "{message}");

    write_profiles(&home, "[staging]\nak = staging\nsk = sk\n[empty]\n");
    fs::write(&file, "[other]\n").unwrap();
    assert_eq!(kind(&at_home), NotConfigured, "the section is absent");
    assert_eq!(kind(&at_home.clone().profile("empty")), Invalid);
    assert_eq!(kind(&named), Invalid);
    for round in ["first", "second"] {
        write_profiles(&home, format!("[basic]\nak = home-{round}\nsk = sk\n"));
        fs::write(&file, format!("[basic]\nak = elsewhere-{round}\nsk = sk\n")).unwrap();
        for (provider, place) in [(&at_home, "home"), (&named, "elsewhere")] {
            assert!(provider.invalidate());
            assert_eq!(keys_of(&provide(provider).unwrap()).0, format!("{place}-{round}"));
        }
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_pipe_that_nobody_writes_to_holds_up_nothing_but_its_call() {
    let folder = TempDir::new().unwrap();
    let pipe = folder.path().join("credentials");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let policy = quick().deadline(Duration::from_millis(200));
    let client = Client::builder()
        .environment(nothing_set())
        .endpoint("http://127.0.0.1:1")
        .project_id(PROJECT);
    let client = client
        .credentials(ProfileProvider::default().file(&pipe))
        .retry_policy(policy);
    let error = client.build().await.unwrap_err();
    assert_eq!(error.kind(), Timeout, "{error}");
    assert!(error.to_string().contains("the deadline of 200ms"), "{error}");
    // One that somebody writes to, as of a shell's `<(..)`, is read.
    let provider = ProfileProvider::default().file(&pipe);
    let reading = tokio::spawn(async move { provider.provide().await });
    tokio::task::spawn_blocking(move || fs::write(pipe, "[basic]\nak = ak\nsk = sk\n"))
        .await
        .unwrap()
        .unwrap();
    drop(reading);
}

#[cfg(unix)]
#[test]
fn a_file_that_everyone_can_read_brings_a_warning() {
    use std::os::unix::fs::PermissionsExt;
    let home = TempDir::new().unwrap();
    write_profiles(&home, "[basic]\nak = ak\nsk = MARKER\n");
    let file = home.path().join(".huaweicloud/credentials");
    for (mode, warnings) in [(0o600, 0), (0o640, 0), (0o644, 1)] {
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        let log = trace::Log::start();
        provide(&ProfileProvider::default().file(&file)).unwrap();
        let log = log.finish();
        assert_eq!(
            log.matches("every user of this machine can read the credentials file")
                .count(),
            warnings,
            "{log}"
        );
        assert!(!log.contains("MARKER"), "{log}");
    }
}

fn line() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "(ak|sk|AK|security_token|junk)( ?[=:] ?)(MARKER)?[ -~]{0,6}",
        1 => "(project_id|region|iam_endpoint) = [ -~]{0,6}",
        1 => Just("[basic]".to_owned()),
        1 => "\\[?[ -~]{0,4}MARKER[ -~]{0,4}\\]?",
        1 => any::<String>(),
    ]
}

proptest! {
    #[test]
    fn no_file_makes_it_panic_or_show_a_secret(
        lines in vec(line(), 0..8), end in prop_oneof![Just("\n"), Just("\r\n")], bytes in vec(any::<u8>(), 0..64),
    ) {
        if let Ok(credentials) = read(lines.join(end), None) {
            prop_assert!(!format!("{credentials:?}").contains("MARKER"), "{credentials:?}");
        }
        let _ = read(bytes, None);
    }

    #[test]
    fn keys_are_read_as_they_were_written(access in "[!-~&&[^\\[]]{1,20}", secret in "[!-~]([ -~]{0,38}[!-~])?") {
        let credentials = read(format!("[basic]\nak = {access}\nsk = {secret}\n"), None).unwrap();
        prop_assert_eq!(keys_of(&credentials), (access.as_str(), secret.as_str(), None));
    }
}
