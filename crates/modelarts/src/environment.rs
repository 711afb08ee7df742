//! Environment variables and the home directory, as a value.

use std::{collections::BTreeMap, env, fmt, path::PathBuf, sync::Arc};

/// The environment that settings are read from: that of the process, or a fixed one.
///
/// A program or a test can pass a fixed one without changing the environment of its process.
///
/// ```
/// use modelarts::auth::Environment;
///
/// let environment = Environment::fixed([("HUAWEICLOUD_SDK_AK", " key\n"), ("HUAWEICLOUD_SDK_SK", " \n")]);
/// assert_eq!(environment.get("HUAWEICLOUD_SDK_AK").as_deref(), Some("key"));
/// assert_eq!(environment.get("HUAWEICLOUD_SDK_SK"), None, "white space is not a value");
/// ```
#[derive(Clone, Default)]
pub struct Environment {
    /// The variables of a fixed environment; `None` for that of the process.
    fixed: Option<Arc<BTreeMap<String, String>>>,
    home: Option<PathBuf>,
}

impl Environment {
    /// The environment of this process, read whenever a variable is needed.
    pub fn process() -> Self {
        Self::default()
    }

    /// Exactly these variables, and no home directory.
    pub fn fixed<K: Into<String>, V: Into<String>>(variables: impl IntoIterator<Item = (K, V)>) -> Self {
        let variables = variables.into_iter().map(|(name, value)| (name.into(), value.into()));
        Self {
            fixed: Some(Arc::new(variables.collect())),
            home: None,
        }
    }

    /// Sets the home directory. The variables of the process are then not read, since they belong to another home.
    #[must_use]
    pub fn home(self, home: impl Into<PathBuf>) -> Self {
        Self {
            fixed: Some(self.fixed.unwrap_or_default()),
            home: Some(home.into()),
        }
    }

    /// The value of a variable without surrounding white space, or `None` if nothing is left of it: a secret that is
    /// mounted from a file often ends in a line break.
    pub fn get(&self, name: &str) -> Option<String> {
        let value = match &self.fixed {
            Some(variables) => variables.get(name)?.clone(),
            // What is not Unicode is refused later, with a message about the variable rather than about its absence.
            None => env::var_os(name)?.to_string_lossy().into_owned(),
        };
        let value = value.trim();
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// Whether a variable is set to `true`, in any case, or to `1`.
    pub(crate) fn is_enabled(&self, name: &str) -> bool {
        self.get(name)
            .is_some_and(|value| value.eq_ignore_ascii_case("true") || value == "1")
    }

    pub(crate) fn home_directory(&self) -> Option<PathBuf> {
        match self.fixed {
            Some(_) => self.home.clone(),
            None => env::home_dir(),
        }
    }
}

/// Omits the values, some of which are secret.
impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.fixed {
            Some(variables) => f.debug_set().entries(variables.keys()).finish(),
            None => f.write_str("Environment(process)"),
        }
    }
}
