//! Regions and the endpoints of their services.

use std::{borrow::Cow, convert::Infallible, fmt, str::FromStr};

/// Regions and their ModelArts endpoints, from groups of regions under one top-level domain.
macro_rules! endpoints {
    ($($domain:literal: $($id:literal)*;)*) => {
        &[$($(($id, concat!("https://modelarts.", $id, ".myhuaweicloud.", $domain)),)*)*]
    };
}

/// The regions that the vendor's SDKs list for ModelArts (`modelarts_region`; Python, Java and Go agree), and Europe.
const MODELARTS: &[(&str, &str)] = endpoints! {
    "com": "af-north-1" "af-south-1";
    // The only host under `.cn`. The SDKs agree on it for ModelArts, although most services of the region are under
    // `.com`, as ModelArts is in Terraform; `endpoint(..)` chooses between them.
    "cn": "ap-southeast-1";
    "com": "ap-southeast-2" "ap-southeast-3" "ap-southeast-4" "cn-east-3" "cn-east-4" "cn-north-1" "cn-north-11"
        "cn-north-12" "cn-north-2" "cn-north-4" "cn-north-9" "cn-south-1" "cn-southwest-2" "cn-southwest-3";
    // Not in the SDKs; Terraform's provider has this region under `.eu`.
    "eu": "eu-west-101";
    "com": "la-north-2" "la-south-2" "me-east-1" "sa-brazil-1" "tr-west-1";
};

/// Regions with an IAM host of their own, from `auth/endpoint.py` of the official Python SDK.
const REGIONAL_IAM: &str = "
    ae-ad-1 af-south-1 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 cn-east-2 cn-east-3 cn-east-4
    cn-east-5 cn-north-1 cn-north-2 cn-north-4 cn-north-9 cn-south-1 cn-south-2 cn-southwest-2 eu-west-0 la-north-2
    la-south-2 me-east-1 my-kualalumpur-1 na-mexico-1 ru-moscow-1 sa-brazil-1
";

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
        let known = known.map(|(_, endpoint)| (*endpoint).to_owned());
        known.or_else(|| {
            let european = || format!("https://modelarts.{}.myhuaweicloud.eu", self.0);
            self.is_european().then(european)
        })
    }

    /// The base URL of IAM for this region, without a slash at its end: its own, or the global one of its cloud.
    pub fn iam_endpoint(&self) -> String {
        if REGIONAL_IAM.split_whitespace().any(|id| id == self.0) {
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

impl<T: Into<String>> From<T> for Region {
    fn from(id: T) -> Self {
        Self::new(id.into())
    }
}

impl FromStr for Region {
    type Err = Infallible;

    fn from_str(id: &str) -> Result<Self, Self::Err> {
        Ok(id.into())
    }
}

#[cfg(test)]
mod tests {
    use super::Region;

    #[test]
    fn the_table_is_complete_and_sorted() {
        assert_eq!(Region::KNOWN.len(), 23, "22 of the sdks, and europe");
        assert!(Region::KNOWN.is_sorted());
    }

    #[test]
    fn endpoints_are_known_or_follow_the_european_pattern() {
        let modelarts = |id: &str, domain| Some(format!("https://modelarts.{id}.myhuaweicloud.{domain}"));
        for (id, domain) in [
            ("cn-north-4", "com"),
            ("ap-southeast-1", "cn"),
            ("eu-west-101", "eu"),
            ("eu-west-102", "eu"),
        ] {
            assert_eq!(Region::from(id).modelarts_endpoint(), modelarts(id, domain));
        }
        let unknown =
            "eu-west-0 eu-west-1.evil.example/ eu-west-1@evil eu-west-1# eu-west-1123456789 xx cn-north-4/ CN-NORTH-4";
        for id in unknown.split(' ').chain([""]) {
            assert_eq!(Region::from(id).modelarts_endpoint(), None, "{id}");
        }
    }

    #[test]
    fn iam_is_regional_european_or_global() {
        for (id, host) in [
            ("cn-north-4", "iam.cn-north-4.myhuaweicloud.com"),
            ("cn-north-12", "iam.myhuaweicloud.com"),
            ("eu-west-101", "iam.myhuaweicloud.eu"),
            ("eu-west-1.evil", "iam.myhuaweicloud.com"),
        ] {
            assert_eq!(Region::from(id).iam_endpoint(), format!("https://{host}"));
        }
    }
}
