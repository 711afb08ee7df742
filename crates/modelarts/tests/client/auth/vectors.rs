//! The vectors under `tests/signing` of the workspace, for the signer and for the independent one.

use std::{collections::BTreeMap, fs, path::Path};

use modelarts::auth::{
    AccessKeys,
    signer::{CanonicalRequest, SignableRequest},
};
use serde::Deserialize;

use super::*;

#[derive(Deserialize)]
struct Vector {
    access_key: String,
    secret_key: String,
    method: String,
    path: String,
    query: Vec<(String, String)>,
    headers: BTreeMap<String, String>,
    body: String,
}

#[test]
fn every_vector_is_reproduced() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/signing");
    let folders = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path());
    let folders: Vec<_> = folders.filter(|path| path.is_dir()).collect();
    assert_eq!(folders.len(), 10);
    for folder in folders {
        let read = |file| fs::read_to_string(folder.join(file)).unwrap().replace("\r\n", "\n");
        let expected = ["canonical-request.txt", "string-to-sign.txt", "authorization.txt"];
        let expected = expected.map(|file| read(file).strip_suffix('\n').unwrap().to_owned());
        let vector: Vector = serde_json::from_str(&read("request.json")).unwrap();
        let headers = vector.headers.iter();
        let headers: Vec<_> = headers.map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let (method, path, body) = (vector.method.as_str(), vector.path.as_str(), vector.body.as_bytes());
        let (access, secret) = (vector.access_key.as_str(), vector.secret_key.as_str());
        let date = vector.headers["X-Sdk-Date"].as_str();

        let query = vector.query.iter();
        let canonical = CanonicalRequest::new(SignableRequest {
            method,
            path,
            query: query.map(|(name, value)| (name.into(), value.into())).collect(),
            headers: headers.clone(),
            body,
        });
        let canonical = canonical.unwrap();
        let to_sign = canonical.string_to_sign(date);
        let authorization = canonical.authorization(&AccessKeys::new(access, secret), date);
        assert_eq!(
            [canonical.as_str().to_owned(), to_sign, authorization],
            expected,
            "{folder:?}"
        );

        // Otherwise the signer could be compared with one that is wrong in the same way.
        let canonical = reference::canonical_request(method, path, &vector.query, &headers, body);
        let to_sign = reference::string_to_sign(date, &canonical);
        let signed = canonical.lines().rev().nth(1).unwrap();
        let authorization = reference::authorization(access, secret, signed, &to_sign);
        assert_eq!([canonical.clone(), to_sign, authorization], expected, "{folder:?}");
    }
}
