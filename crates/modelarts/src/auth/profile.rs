//! Credentials from the official SDKs' credentials file.

use std::{
    collections::HashMap,
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use configparser::ini::{Ini, IniDefault};

use super::{
    AccessKeys, Credentials, CredentialsError, CredentialsErrorKind, CredentialsFuture, CredentialsProvider,
    Environment,
};
use crate::ProjectId;

/// What this source calls itself.
const NAME: &str = "profile";

/// The section that the official SDKs read for services that belong to a region.
const DEFAULT_PROFILE: &str = "basic";

/// Far more than any credentials file, and little enough to read in one go.
const MAX_FILE_SIZE: u64 = 1 << 20;

/// Credentials from `~/.huaweicloud/credentials`, the official SDKs' INI file, or from the file that
/// `HUAWEICLOUD_SDK_CREDENTIALS_FILE` names. A section is a profile; `[basic]` is the default one.
///
/// ```ini
/// [basic]
/// ak = ...
/// sk = ...
/// project_id = 0123456789abcdef0123456789abcdef
///
/// [staging]
/// ak = ...
/// sk = ...
/// security_token = ...
/// region = cn-north-4
/// iam_endpoint = https://iam.cn-north-4.myhuaweicloud.com
/// ```
///
/// A value is everything after the first `=` (or `:`), without the white space around it: nothing in it is
/// a comment, a quotation or an escape, since a secret may hold any character. Lines that begin with `#`
/// or `;` are comments. Of a key that is repeated in its section, the last one counts; one that is spelled in small letters
/// and in capitals is refused. `region` is read by this crate only.
///
/// ```no_run
/// use modelarts::{Client, auth::ProfileProvider};
///
/// # async fn example() -> Result<(), modelarts::Error> {
/// let staging = ProfileProvider::default().with_file("/run/keys").with_profile("staging");
/// let client = Client::builder().credentials(staging).build().await?; // region and project are the profile's
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
pub struct ProfileProvider {
    environment: Environment,
    profile: Option<String>,
    file: Option<PathBuf>,
}

type Section = HashMap<String, Option<String>>;

impl ProfileProvider {
    /// Reads the default profile, of the file that `environment` leads to.
    pub fn new(environment: Environment) -> Self {
        Self {
            environment,
            profile: None,
            file: None,
        }
    }

    /// Reads the section of this name instead of `[basic]`. It is an error if there is none.
    #[must_use]
    pub fn with_profile(mut self, profile: impl Into<String>) -> Self {
        self.profile = Some(profile.into());
        self
    }

    /// Reads this file, wherever the environment leads. It is an error if there is none.
    #[must_use]
    pub fn with_file(mut self, file: impl Into<PathBuf>) -> Self {
        self.file = Some(file.into());
        self
    }

    fn read(&self) -> Result<Credentials, CredentialsError> {
        let named = self
            .file
            .clone()
            .or_else(|| self.environment.get("HUAWEICLOUD_SDK_CREDENTIALS_FILE").map(Into::into));
        // What somebody named must be there; what nobody asked for may be absent.
        let absent_file = if named.is_some() {
            CredentialsErrorKind::Invalid
        } else {
            CredentialsErrorKind::NotConfigured
        };
        let default = || Some(self.environment.home()?.join(".huaweicloud").join("credentials"));
        let Some(file) = named.or_else(default) else {
            let reason = "there is no home directory to look for .huaweicloud/credentials in";
            return Err(CredentialsError::new(CredentialsErrorKind::NotConfigured, NAME, reason));
        };
        let text = read_file(&file, absent_file)?;
        let mut sections = parse(text, &file)?;
        let profile = self.profile.as_deref().unwrap_or(DEFAULT_PROFILE);
        let section = sections.remove(profile).ok_or_else(|| {
            let kind = if self.profile.is_some() {
                CredentialsErrorKind::Invalid
            } else {
                absent_file
            };
            CredentialsError::new(kind, NAME, format!("{} has no section [{profile}]", file.display()))
        })?;
        let place = format!("{}, section [{profile}]", file.display());
        match credentials(&section, &place)? {
            Some(credentials) => Ok(credentials),
            None => {
                let kind = if self.profile.is_some() {
                    CredentialsErrorKind::Invalid
                } else {
                    absent_file
                };
                Err(CredentialsError::new(
                    kind,
                    NAME,
                    format!("{place} has neither ak nor sk"),
                ))
            }
        }
    }
}

/// The text of the file. Reading blocks, which is harmless for something this small and this seldom.
fn read_file(file: &Path, absent: CredentialsErrorKind) -> Result<String, CredentialsError> {
    let unreadable = |error: io::Error| {
        if error.kind() == io::ErrorKind::NotFound {
            return CredentialsError::new(absent, NAME, format!("{} does not exist", file.display()));
        }
        let reason = format!("{} cannot be read", file.display());
        CredentialsError::with_source(CredentialsErrorKind::Invalid, NAME, reason, error)
    };
    let mut bytes = Vec::new();
    File::open(file)
        .and_then(|opened| opened.take(MAX_FILE_SIZE + 1).read_to_end(&mut bytes))
        .map_err(unreadable)?;
    if bytes.len() as u64 > MAX_FILE_SIZE {
        return Err(invalid(format!(
            "{} is longer than {MAX_FILE_SIZE} bytes",
            file.display()
        )));
    }
    let text = String::from_utf8(bytes).map_err(|_| invalid(format!("{} is not valid utf-8", file.display())))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

fn parse(text: String, file: &Path) -> Result<HashMap<String, Section>, CredentialsError> {
    let mut syntax = IniDefault::default();
    syntax.case_sensitive = true;
    syntax.enable_inline_comments = false;
    // Keys above the first section belong to no profile, rather than to one called `default`.
    syntax.default_section = String::new();
    Ini::new_from_defaults(syntax).read(text).map_err(|message| {
        // Only the line is taken from the parser's message, which is free to quote the line itself.
        let digits = message.strip_prefix("line ").unwrap_or_default();
        let line: String = digits.chars().take_while(char::is_ascii_digit).collect();
        let place = if line.is_empty() {
            String::new()
        } else {
            format!(", line {line}")
        };
        invalid(format!(
            "{}{place} is neither a section nor `key = value`",
            file.display()
        ))
    })
}

/// The credentials that a section describes, if it has any; `place` says which one, for messages.
fn credentials(section: &Section, place: &str) -> Result<Option<Credentials>, CredentialsError> {
    // Keys are read without regard to case, as Python's `configparser` does for the official SDK.
    let get = |key: &str| {
        let mut spellings = section.iter().filter(|(name, _)| name.eq_ignore_ascii_case(key));
        let value = spellings.next().and_then(|(_, value)| value.as_deref());
        if spellings.next().is_some() {
            // Which of them stood last is not known any more.
            return Err(invalid(format!("{place} has {key} in small letters and in capitals")));
        }
        Ok(value.map(str::trim).filter(|value| !value.is_empty()))
    };
    let keys = match (get("ak")?, get("sk")?) {
        (Some(access_key), Some(secret_key)) => AccessKeys::new(access_key, secret_key),
        (Some(_), None) => return Err(invalid(format!("{place} has ak, but no sk"))),
        (None, Some(_)) => return Err(invalid(format!("{place} has sk, but no ak"))),
        (None, None) => return Ok(None),
    };
    let mut credentials = Credentials::from(match get("security_token")? {
        Some(token) => keys.with_security_token(token),
        None => keys,
    });
    if let Some(project_id) = get("project_id")? {
        let project_id =
            ProjectId::new(project_id).map_err(|error| invalid(format!("{place}, project_id: {error}")))?;
        credentials = credentials.with_project_id(project_id);
    }
    if let Some(region) = get("region")? {
        credentials = credentials.with_region(region.to_owned());
    }
    if let Some(iam_endpoint) = get("iam_endpoint")? {
        credentials = credentials.with_iam_endpoint(iam_endpoint);
    }
    Ok(Some(credentials))
}

fn invalid(reason: String) -> CredentialsError {
    CredentialsError::new(CredentialsErrorKind::Invalid, NAME, reason)
}

impl CredentialsProvider for ProfileProvider {
    fn name(&self) -> &str {
        NAME
    }

    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(async { self.read() })
    }
}
