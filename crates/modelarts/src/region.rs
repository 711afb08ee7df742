//! Regions, and where the services of each are found.

use std::{borrow::Cow, convert::Infallible, fmt, str::FromStr};

use crate::auth::Environment;

/// A region's id, with its endpoint under a top-level domain.
macro_rules! modelarts {
    ($id:literal, $domain:literal) => {
        ($id, concat!("https://modelarts.", $id, ".myhuaweicloud.", $domain))
    };
}

/// Every region that the vendor's SDKs list for ModelArts, with its endpoint, and Europe.
///
/// Source: `modelarts_region` of the official SDKs (Python, Java and Go agree).
const MODELARTS: &[(&str, &str)] = &[
    modelarts!("af-north-1", "com"),
    modelarts!("af-south-1", "com"),
    // The one host under `.cn`: every SDK has it so for ModelArts, although most other services of the
    // region are under `.com`. Terraform uses `.com` here too; `endpoint(..)` chooses between them.
    modelarts!("ap-southeast-1", "cn"),
    modelarts!("ap-southeast-2", "com"),
    modelarts!("ap-southeast-3", "com"),
    modelarts!("ap-southeast-4", "com"),
    modelarts!("cn-east-3", "com"),
    modelarts!("cn-east-4", "com"),
    modelarts!("cn-north-1", "com"),
    modelarts!("cn-north-11", "com"),
    modelarts!("cn-north-12", "com"),
    modelarts!("cn-north-2", "com"),
    modelarts!("cn-north-4", "com"),
    modelarts!("cn-north-9", "com"),
    modelarts!("cn-south-1", "com"),
    modelarts!("cn-southwest-2", "com"),
    modelarts!("cn-southwest-3", "com"),
    // In no SDK's table: Terraform's provider puts this region under `.eu`.
    modelarts!("eu-west-101", "eu"),
    modelarts!("la-north-2", "com"),
    modelarts!("la-south-2", "com"),
    modelarts!("me-east-1", "com"),
    modelarts!("sa-brazil-1", "com"),
    modelarts!("tr-west-1", "com"),
];

/// Every region that has an IAM host of its own: `auth/endpoint.py` of the official Python SDK.
const REGIONAL_IAM: &[&str] = &[
    "ae-ad-1",
    "af-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "cn-east-2",
    "cn-east-3",
    "cn-east-4",
    "cn-east-5",
    "cn-north-1",
    "cn-north-2",
    "cn-north-4",
    "cn-north-9",
    "cn-south-1",
    "cn-south-2",
    "cn-southwest-2",
    "eu-west-0",
    "la-north-2",
    "la-south-2",
    "me-east-1",
    "my-kualalumpur-1",
    "na-mexico-1",
    "ru-moscow-1",
    "sa-brazil-1",
];

/// A region id, as `cn-north-4`.
///
/// Any text makes a `Region`: whether it has a known endpoint shows when one is asked for, so that a
/// region newer than this crate works with an explicit endpoint.
///
/// ```
/// use modelarts::{Region, auth::Environment};
///
/// const HOME: Region = Region::from_static("cn-north-4");
///
/// let nothing_set = Environment::fixed::<&str, &str>([]);
/// assert_eq!(HOME.modelarts_endpoint(&nothing_set)?, "https://modelarts.cn-north-4.myhuaweicloud.com");
/// assert!(Region::new("mars-1").modelarts_endpoint(&nothing_set).is_err());
/// # Ok::<(), modelarts::UnknownRegion>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(Cow<'static, str>);

impl Region {
    /// Every region with a known ModelArts endpoint, as `(id, endpoint)`, sorted by id.
    pub const KNOWN: &'static [(&'static str, &'static str)] = MODELARTS;

    /// Names a region.
    pub fn new(id: impl Into<Cow<'static, str>>) -> Self {
        Self(id.into())
    }

    /// Names a region in a constant.
    pub const fn from_static(id: &'static str) -> Self {
        Self(Cow::Borrowed(id))
    }

    /// The region's id.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The base URL of ModelArts in this region, without a slash at its end.
    ///
    /// The environment variable `HUAWEICLOUD_SDK_REGION_MODELARTS_<REGION>` (the id in capitals, hyphens
    /// as underscores) comes first, as in the official SDKs, which allow several URLs there, separated by
    /// commas: the first is taken.
    ///
    /// # Errors
    ///
    /// [`UnknownRegion`] when neither the environment nor [`Region::KNOWN`] has the region, and it is not
    /// one of the European regions that follow a pattern (`eu-west-1..`).
    pub fn modelarts_endpoint(&self, environment: &Environment) -> Result<String, UnknownRegion> {
        if let Some(endpoint) = self.overridden_endpoint(environment) {
            return Ok(endpoint);
        }
        if let Some((_, endpoint)) = MODELARTS.iter().find(|(id, _)| *id == self.0) {
            return Ok((*endpoint).to_owned());
        }
        if self.is_european() {
            return Ok(format!("https://modelarts.{}.myhuaweicloud.eu", self.0));
        }
        Err(UnknownRegion { region: self.clone() })
    }

    /// The base URL of IAM, which knows the projects, for this region, without a slash at its end.
    ///
    /// `HUAWEICLOUD_SDK_IAM_ENDPOINT` comes first. A region without an IAM host of its own uses its
    /// cloud's global one, so there is an answer for every region.
    pub fn iam_endpoint(&self, environment: &Environment) -> String {
        if let Some(endpoint) = Self::overridden_iam_endpoint(environment) {
            return endpoint;
        }
        if REGIONAL_IAM.contains(&&*self.0) {
            format!("https://iam.{}.myhuaweicloud.com", self.0)
        } else if self.is_european() {
            "https://iam.myhuaweicloud.eu".to_owned()
        } else {
            "https://iam.myhuaweicloud.com".to_owned()
        }
    }

    /// What the environment says about where IAM is, for every region.
    pub(crate) fn overridden_iam_endpoint(environment: &Environment) -> Option<String> {
        environment
            .get("HUAWEICLOUD_SDK_IAM_ENDPOINT")
            .map(|endpoint| without_final_slash(&endpoint))
    }

    fn overridden_endpoint(&self, environment: &Environment) -> Option<String> {
        let id = self.0.to_ascii_uppercase().replace('-', "_");
        let endpoints = environment.get(&format!("HUAWEICLOUD_SDK_REGION_MODELARTS_{id}"))?;
        endpoints
            .split(',')
            .map(without_final_slash)
            .find(|endpoint| !endpoint.is_empty())
    }

    /// Terraform's rule for the European cloud. The rest of the id is checked, since it becomes part of a
    /// host name, and must not be able to change which host that is.
    fn is_european(&self) -> bool {
        self.0
            .strip_prefix("eu-west-1")
            .is_some_and(|rest| rest.len() <= 8 && rest.bytes().all(|byte| byte.is_ascii_digit()))
    }
}

fn without_final_slash(endpoint: &str) -> String {
    endpoint.trim().trim_end_matches('/').to_owned()
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Region {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Region {
    fn from(id: &str) -> Self {
        Self::new(id.to_owned())
    }
}

impl From<&String> for Region {
    fn from(id: &String) -> Self {
        Self::new(id.clone())
    }
}

impl FromStr for Region {
    type Err = Infallible;

    fn from_str(id: &str) -> Result<Self, Self::Err> {
        Ok(id.into())
    }
}

impl From<String> for Region {
    fn from(id: String) -> Self {
        Self::new(id)
    }
}

/// A region whose ModelArts endpoint is not known.
///
/// The message names the regions that are; `endpoint(..)` on the client's builder serves any other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRegion {
    region: Region,
}

impl UnknownRegion {
    /// The region that was asked for.
    pub fn region(&self) -> &Region {
        &self.region
    }
}

impl fmt::Display for UnknownRegion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "no known modelarts endpoint for region {:?}; known regions: ",
            self.region.as_str()
        )?;
        for (position, (id, _)) in MODELARTS.iter().enumerate() {
            let separator = if position == 0 { "" } else { ", " };
            write!(f, "{separator}{id}")?;
        }
        f.write_str("; for any other, give its url with `endpoint(..)`")
    }
}

impl std::error::Error for UnknownRegion {}
