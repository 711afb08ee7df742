//! Regions and the endpoints of their services.

use std::{borrow::Cow, convert::Infallible, fmt, str::FromStr};

/// A row of [`Region::KNOWN`], for a region under a top-level domain.
macro_rules! modelarts {
    ($id:literal, $domain:literal) => {
        ($id, concat!("https://modelarts.", $id, ".myhuaweicloud.", $domain))
    };
}

/// The regions that the vendor's SDKs list for ModelArts (`modelarts_region`; Python, Java and Go agree), and Europe.
const MODELARTS: &[(&str, &str)] = &[
    modelarts!("af-north-1", "com"),
    modelarts!("af-south-1", "com"),
    // The only host under `.cn`. The SDKs agree on it for ModelArts, although most services of the region are under
    // `.com`, as ModelArts is in Terraform; `endpoint(..)` chooses between them.
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
    // Not in the SDKs; Terraform's provider has this region under `.eu`.
    modelarts!("eu-west-101", "eu"),
    modelarts!("la-north-2", "com"),
    modelarts!("la-south-2", "com"),
    modelarts!("me-east-1", "com"),
    modelarts!("sa-brazil-1", "com"),
    modelarts!("tr-west-1", "com"),
];

/// Regions with an IAM host of their own, from `auth/endpoint.py` of the official Python SDK.
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

/// A region id, such as `cn-north-4`.
///
/// Any text makes a `Region`, so that a region newer than this crate works with an explicit endpoint. Whether its
/// endpoint is known shows when it is needed.
///
/// ```
/// use modelarts::Region;
///
/// const HOME: Region = Region::from_static("cn-north-4");
///
/// let endpoint = HOME.modelarts_endpoint();
/// assert_eq!(endpoint.as_deref(), Some("https://modelarts.cn-north-4.myhuaweicloud.com"));
/// assert!(Region::new("mars-1").modelarts_endpoint().is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(Cow<'static, str>);

impl Region {
    /// Every region with a known ModelArts endpoint, as `(id, endpoint)`, sorted by id.
    pub const KNOWN: &'static [(&'static str, &'static str)] = MODELARTS;

    /// A region of this id.
    pub fn new(id: impl Into<Cow<'static, str>>) -> Self {
        Self(id.into())
    }

    /// A region of this id, for constants.
    pub const fn from_static(id: &'static str) -> Self {
        Self(Cow::Borrowed(id))
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The base URL of ModelArts in this region, without a slash at its end, if it is known: the region is in
    /// [`Region::KNOWN`], or one of the European regions, which follow a pattern (`eu-west-1..`).
    pub fn modelarts_endpoint(&self) -> Option<String> {
        let known = MODELARTS.iter().find(|(id, _)| *id == self.0);
        match known {
            Some((_, endpoint)) => Some((*endpoint).to_owned()),
            None => self
                .is_european()
                .then(|| format!("https://modelarts.{}.myhuaweicloud.eu", self.0)),
        }
    }

    /// The base URL of IAM for this region, without a slash at its end: its own, or the global one of its cloud.
    pub fn iam_endpoint(&self) -> String {
        if REGIONAL_IAM.contains(&&*self.0) {
            format!("https://iam.{}.myhuaweicloud.com", self.0)
        } else if self.is_european() {
            "https://iam.myhuaweicloud.eu".to_owned()
        } else {
            "https://iam.myhuaweicloud.com".to_owned()
        }
    }

    /// Terraform's rule for the European cloud. The rest of the id becomes part of a host name, so it is checked: it
    /// must not change which host that is.
    fn is_european(&self) -> bool {
        self.0
            .strip_prefix("eu-west-1")
            .is_some_and(|rest| rest.len() <= 8 && rest.bytes().all(|byte| byte.is_ascii_digit()))
    }
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

#[cfg(test)]
mod tests {
    use super::Region;

    #[test]
    fn the_table_is_complete_sorted_and_well_formed() {
        assert_eq!(Region::KNOWN.len(), 23, "22 of the sdks, and europe");
        assert!(Region::KNOWN.is_sorted());
        for (id, endpoint) in Region::KNOWN {
            let domain = match *id {
                "ap-southeast-1" => "cn",
                "eu-west-101" => "eu",
                _ => "com",
            };
            assert_eq!(*endpoint, format!("https://modelarts.{id}.myhuaweicloud.{domain}"));
            assert_eq!(Region::new(*id).modelarts_endpoint().unwrap(), *endpoint);
        }
    }

    #[test]
    fn european_regions_follow_the_pattern_and_no_other_text_does() {
        let endpoint = Region::new("eu-west-102").modelarts_endpoint().unwrap();
        assert_eq!(endpoint, "https://modelarts.eu-west-102.myhuaweicloud.eu");
        for id in [
            "eu-west-0",
            "eu-west-1.evil.example/",
            "eu-west-1@evil",
            "eu-west-1#",
            "eu-west-1123456789",
            "",
            "xx",
            "cn-north-4/",
            "CN-NORTH-4",
        ] {
            assert_eq!(Region::new(id).modelarts_endpoint(), None, "{id}");
        }
    }

    #[test]
    fn iam_is_regional_european_or_global() {
        for (id, expected) in [
            ("cn-north-4", "https://iam.cn-north-4.myhuaweicloud.com"),
            ("cn-north-12", "https://iam.myhuaweicloud.com"),
            ("eu-west-101", "https://iam.myhuaweicloud.eu"),
            ("eu-west-1.evil", "https://iam.myhuaweicloud.com"),
        ] {
            assert_eq!(Region::new(id).iam_endpoint(), expected);
        }
    }
}
