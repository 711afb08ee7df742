//! Every vector under `tests/signing`, each of its three texts asserted, against both implementations.

use std::{borrow::Cow, fs, path::Path};

use modelarts::auth::{
    AccessKeys,
    signer::{CanonicalRequest, SignableRequest},
};
use serde_json::Value;

use super::reference;

struct Vector {
    name: String,
    request: Value,
    canonical_request: String,
    string_to_sign: String,
    authorization: String,
}

impl Vector {
    fn all() -> Vec<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("signing");
        let mut directories: Vec<_> = fs::read_dir(root)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_dir())
            .collect();
        directories.sort();
        directories.iter().map(|directory| Self::read(directory)).collect()
    }

    fn read(directory: &Path) -> Self {
        let read = |file: &str| fs::read_to_string(directory.join(file)).unwrap().replace("\r\n", "\n");
        let text = |file: &str| read(file).strip_suffix('\n').unwrap().to_owned();
        Self {
            name: directory.file_name().unwrap().to_str().unwrap().to_owned(),
            request: serde_json::from_str(&read("request.json")).unwrap(),
            canonical_request: text("canonical-request.txt"),
            string_to_sign: text("string-to-sign.txt"),
            authorization: text("authorization.txt"),
        }
    }

    fn text(&self, key: &str) -> &str {
        self.request[key].as_str().unwrap()
    }

    fn headers(&self) -> Vec<(&str, &str)> {
        let headers = self.request["headers"].as_object().unwrap();
        headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
            .collect()
    }

    fn query(&self) -> Vec<(&str, &str)> {
        let pairs = self.request["query"].as_array().unwrap();
        pairs
            .iter()
            .map(|pair| (pair[0].as_str().unwrap(), pair[1].as_str().unwrap()))
            .collect()
    }

    fn date(&self) -> &str {
        self.request["headers"]["X-Sdk-Date"].as_str().unwrap()
    }
}

#[test]
fn the_signer_reproduces_every_vector() {
    let vectors = Vector::all();
    assert_eq!(vectors.len(), 10);
    for vector in vectors {
        let name = &vector.name;
        let query = vector
            .query()
            .into_iter()
            .map(|(key, value)| (Cow::from(key), Cow::from(value)));
        let canonical = CanonicalRequest::new(SignableRequest {
            method: vector.text("method"),
            path: vector.text("path"),
            query: query.collect(),
            headers: vector.headers(),
            body: vector.text("body").as_bytes(),
        })
        .unwrap();
        assert_eq!(canonical.as_str(), vector.canonical_request, "{name}");
        assert_eq!(canonical.string_to_sign(vector.date()), vector.string_to_sign, "{name}");
        let keys = AccessKeys::new(vector.text("access_key"), vector.text("secret_key"));
        assert_eq!(
            canonical.authorization(&keys, vector.date()),
            vector.authorization,
            "{name}"
        );
    }
}

/// Otherwise the property tests would compare the signer with something that is wrong in the same way.
#[test]
fn the_reference_reproduces_every_vector() {
    for vector in Vector::all() {
        let name = &vector.name;
        let query: Vec<_> = vector
            .query()
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect();
        let canonical = reference::canonical_request(
            vector.text("method"),
            vector.text("path"),
            &query,
            &vector.headers(),
            vector.text("body").as_bytes(),
        );
        assert_eq!(canonical, vector.canonical_request, "{name}");
        let to_sign = reference::string_to_sign(vector.date(), &canonical);
        assert_eq!(to_sign, vector.string_to_sign, "{name}");
        let signed = canonical.lines().rev().nth(1).unwrap();
        let authorization =
            reference::authorization(vector.text("access_key"), vector.text("secret_key"), signed, &to_sign);
        assert_eq!(authorization, vector.authorization, "{name}");
    }
}
