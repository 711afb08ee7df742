//! Credentials from the credentials file of the official SDKs.

use std::{
    collections::HashMap,
    fs::{File, Metadata},
    io::{self, Read},
    path::{Path, PathBuf},
    thread,
};

use configparser::ini::{Ini, IniDefault};
use tokio::sync::oneshot;

use super::{
    AccessKeys, Credentials, CredentialsError, CredentialsErrorKind, CredentialsFuture, CredentialsProvider,
    Environment,
};
use crate::ProjectId;

const NAME: &str = "profile";

/// The section that the official SDKs read for regional services.
const DEFAULT_PROFILE: &str = "basic";

/// Far longer than any credentials file, and short enough to read at once.
const MAX_FILE_SIZE: u64 = 1 << 20;

/// Credentials from `~/.huaweicloud/credentials`, the INI file of the official SDKs, or from the file that
/// `HUAWEICLOUD_SDK_CREDENTIALS_FILE` names. Each section is a profile; `[basic]` is the default one.
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
/// A value is everything after the first `=` or `:`, without surrounding white space. It has no comments, quotation
/// marks or escapes, since a secret may hold any character. Lines that begin with `#` or `;` are comments. The last of
/// several equal keys counts; a key in both upper and lower case is an error. Only this crate reads `region`.
///
/// ```no_run
/// use modelarts::{Client, auth::ProfileProvider};
///
/// # async fn example() -> Result<(), modelarts::Error> {
/// let staging = ProfileProvider::default().file("/run/keys").profile("staging");
/// let client = Client::builder().credentials(staging).build().await?; // with the region and project of the profile
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct ProfileProvider {
    file: Option<PathBuf>,
    /// Whether the file was named, so that its absence is an error.
    is_file_named: bool,
    profile: Option<String>,
}

impl Default for ProfileProvider {
    /// Reads the default profile, with the environment of the process.
    fn default() -> Self {
        Self::new(&Environment::process())
    }
}

impl ProfileProvider {
    /// Reads the default profile of the file that `environment` names, or of the one in its home directory.
    pub fn new(environment: &Environment) -> Self {
        let named = environment.get("HUAWEICLOUD_SDK_CREDENTIALS_FILE").map(PathBuf::from);
        let is_file_named = named.is_some();
        let default = || Some(environment.home_directory()?.join(".huaweicloud").join("credentials"));
        Self {
            file: named.or_else(default),
            is_file_named,
            profile: None,
        }
    }

    /// Reads this section instead of `[basic]`. It must exist.
    #[must_use]
    pub fn profile(mut self, profile: impl Into<String>) -> Self {
        self.profile = Some(profile.into());
        self
    }

    /// Reads this file. It must exist.
    #[must_use]
    pub fn file(mut self, file: impl Into<PathBuf>) -> Self {
        self.file = Some(file.into());
        self.is_file_named = true;
        self
    }

    async fn read(&self) -> Result<Credentials, CredentialsError> {
        // A file or a section that was named must exist; a default need not.
        let absent = |is_named, reason| {
            let kind = if is_named {
                CredentialsErrorKind::Invalid
            } else {
                CredentialsErrorKind::NotConfigured
            };
            CredentialsError::new(kind, NAME, reason)
        };
        let no_home = "there is no home directory to look for .huaweicloud/credentials in";
        let file = self.file.as_deref().ok_or_else(|| absent(false, no_home.to_owned()))?;
        let shown = file.display();
        #[cfg_attr(not(feature = "tracing"), expect(unused_variables, reason = "nobody is warned"))]
        let (text, is_public) = read_file(file.to_owned()).await.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => absent(self.is_file_named, format!("{shown} does not exist")),
            io::ErrorKind::FileTooLarge => invalid(format!("{shown} is longer than {MAX_FILE_SIZE} bytes")),
            io::ErrorKind::InvalidData => invalid(format!("{shown} is not valid utf-8")),
            _ => {
                let reason = format!("{shown} cannot be read");
                CredentialsError::with_source(CredentialsErrorKind::Invalid, NAME, reason, error)
            }
        })?;
        #[cfg(feature = "tracing")]
        if is_public {
            tracing::warn!(file = %shown, "every user of this machine can read the credentials file; `chmod 600` it");
        }
        let profile = self.profile.as_deref().unwrap_or(DEFAULT_PROFILE);
        let is_named = self.is_file_named || self.profile.is_some();
        let section = parse(&text, file)?
            .remove(profile)
            .ok_or_else(|| absent(is_named, format!("{shown} has no section [{profile}]")))?;
        let place = format!("{shown}, section [{profile}]");
        let credentials = credentials(&section).map_err(|problem| invalid(format!("{place}{problem}")))?;
        credentials.ok_or_else(|| absent(is_named, format!("{place} has neither ak nor sk")))
    }
}

/// The text of the file, and whether every user of the machine can read it.
///
/// It has a thread of its own: opening a pipe, or a file of a network that does not answer, may take forever, which must
/// hold up neither a worker of async code nor the end of a runtime.
async fn read_file(file: PathBuf) -> io::Result<(String, bool)> {
    let (sender, receiver) = oneshot::channel();
    thread::Builder::new().spawn(move || sender.send(read_file_blocking(&file)))?;
    receiver.await.unwrap_or_else(|error| Err(io::Error::other(error)))
}

fn read_file_blocking(path: &Path) -> io::Result<(String, bool)> {
    let mut text = String::new();
    let file = File::open(path)?;
    let is_public = is_public(&file.metadata()?);
    file.take(MAX_FILE_SIZE + 1).read_to_string(&mut text)?;
    if text.len() as u64 > MAX_FILE_SIZE {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok((text, is_public))
}

#[cfg(unix)]
fn is_public(metadata: &Metadata) -> bool {
    metadata.is_file() && std::os::unix::fs::MetadataExt::mode(metadata) & 0o004 != 0
}

/// Elsewhere permissions are not in the metadata.
#[cfg(not(unix))]
fn is_public(_: &Metadata) -> bool {
    false
}

type Section = HashMap<String, Option<String>>;

fn parse(text: &str, file: &Path) -> Result<HashMap<String, Section>, CredentialsError> {
    let mut syntax = IniDefault::default();
    syntax.case_sensitive = true;
    syntax.enable_inline_comments = false;
    // Keys above the first section belong to no profile, rather than to one called `default`.
    syntax.default_section = String::new();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).to_owned();
    Ini::new_from_defaults(syntax).read(text).map_err(|message| {
        // Only the line number is taken from the parser's message, which may quote the line.
        let digits = message.strip_prefix("line ").unwrap_or_default();
        let line = digits.split(|character: char| !character.is_ascii_digit()).next();
        let line = line
            .filter(|line| !line.is_empty())
            .map(|line| format!(", line {line}"));
        let place = format!("{}{}", file.display(), line.unwrap_or_default());
        invalid(format!("{place} is neither a section nor `key = value`"))
    })
}

/// The credentials in a section, unless it has no keys. A problem is a text that follows the name of the section.
fn credentials(section: &Section) -> Result<Option<Credentials>, String> {
    let get = |key| value(section, key);
    let mut credentials = match (get("ak")?, get("sk")?, get("security_token")?) {
        (Some(access_key), Some(secret_key), Some(token)) => {
            AccessKeys::temporary(access_key, secret_key, token).into()
        }
        (Some(access_key), Some(secret_key), None) => Credentials::new(access_key, secret_key),
        (Some(_), None, _) => return Err(" has ak, but no sk".to_owned()),
        (None, Some(_), _) => return Err(" has sk, but no ak".to_owned()),
        (None, None, _) => return Ok(None),
    };
    let project_id = get("project_id")?.map(ProjectId::new).transpose();
    credentials.project_id = project_id.map_err(|error| format!(", project_id: {error}"))?;
    credentials.region = get("region")?.map(Into::into);
    credentials.iam_endpoint = get("iam_endpoint")?.map(str::to_owned);
    Ok(Some(credentials))
}

/// The value of a key in any case, as Python's `configparser` reads it for the official SDK.
fn value<'a>(section: &'a Section, key: &str) -> Result<Option<&'a str>, String> {
    let mut spellings = section.iter().filter(|(name, _)| name.eq_ignore_ascii_case(key));
    let value = spellings.next().and_then(|(_, value)| value.as_deref());
    if spellings.next().is_some() {
        // The parser does not tell which of them came last.
        return Err(format!(" has {key} in both upper and lower case"));
    }
    Ok(value.map(str::trim).filter(|value| !value.is_empty()))
}

fn invalid(reason: String) -> CredentialsError {
    CredentialsError::new(CredentialsErrorKind::Invalid, NAME, reason)
}

impl CredentialsProvider for ProfileProvider {
    fn name(&self) -> &str {
        NAME
    }

    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(self.read())
    }
}
