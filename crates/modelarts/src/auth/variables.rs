//! The environment variables and the home directory, as a value.

use std::{collections::BTreeMap, env, fmt, path::PathBuf, sync::Arc};

/// Where settings are read from: the process's own environment, or a fixed one.
///
/// Everything that looks at the environment takes it from here, so a program (or a test) can hand in
/// another one without changing that of its whole process.
///
/// ```
/// use modelarts::auth::Environment;
///
/// let environment = Environment::fixed([("HUAWEICLOUD_SDK_AK", "key"), ("HUAWEICLOUD_SDK_SK", " \n")]);
/// assert_eq!(environment.get("HUAWEICLOUD_SDK_AK").as_deref(), Some("key"));
/// assert_eq!(environment.get("HUAWEICLOUD_SDK_SK"), None, "white space is no value");
/// ```
#[derive(Clone, Default)]
pub struct Environment(Source);

#[derive(Clone, Default)]
enum Source {
    #[default]
    Process,
    Fixed {
        variables: Arc<BTreeMap<String, String>>,
        home: Option<PathBuf>,
    },
}

impl Environment {
    /// The environment of this process, read each time something is asked for.
    pub fn process() -> Self {
        Self(Source::Process)
    }

    /// Exactly these variables, and no home directory.
    pub fn fixed<K: Into<String>, V: Into<String>>(variables: impl IntoIterator<Item = (K, V)>) -> Self {
        let variables = variables.into_iter().map(|(name, value)| (name.into(), value.into()));
        Self(Source::Fixed {
            variables: Arc::new(variables.collect()),
            home: None,
        })
    }

    /// The same variables, with another home directory. The process's own environment becomes one without
    /// any variables, since the two would not belong together.
    #[must_use]
    pub fn with_home(self, home: impl Into<PathBuf>) -> Self {
        let variables = match self.0 {
            Source::Process => Arc::default(),
            Source::Fixed { variables, .. } => variables,
        };
        Self(Source::Fixed {
            variables,
            home: Some(home.into()),
        })
    }

    /// The value of a variable. One that is empty, or only white space, counts as not set, and white space
    /// around a value is dropped: a secret that is mounted from a file often ends in a line break.
    pub fn get(&self, name: &str) -> Option<String> {
        let value = match &self.0 {
            // A value that is not Unicode can be no credential; what is left of it is refused later, with
            // a message about the variable rather than about its absence.
            Source::Process => env::var_os(name)?.to_string_lossy().into_owned(),
            Source::Fixed { variables, .. } => variables.get(name)?.clone(),
        };
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// Whether a variable is set to `true` or `1`, in any case of letters.
    pub(crate) fn is_enabled(&self, name: &str) -> bool {
        self.get(name)
            .is_some_and(|value| value.eq_ignore_ascii_case("true") || value == "1")
    }

    /// The user's home directory.
    pub(crate) fn home(&self) -> Option<PathBuf> {
        match &self.0 {
            Source::Process => env::home_dir(),
            Source::Fixed { home, .. } => home.clone(),
        }
    }
}

/// Names no values, since some are secrets.
impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Source::Process => f.write_str("Environment(process)"),
            Source::Fixed { variables, .. } => {
                f.write_str("Environment")?;
                f.debug_set().entries(variables.keys()).finish()
            }
        }
    }
}
