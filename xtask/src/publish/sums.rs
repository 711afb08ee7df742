//! Digests, in the form that `sha256sum --check` reads.

use data_encoding::HEXLOWER;
use hmac_sha256::Hash;

/// A line for each file, in the order of their names.
pub fn sha256(files: &[(&str, String)]) -> String {
    let mut lines: Vec<_> = files
        .iter()
        .map(|(name, content)| (name, HEXLOWER.encode(&Hash::hash(content.as_bytes()))))
        .collect();
    lines.sort();
    lines
        .into_iter()
        .map(|(name, digest)| format!("{digest}  {name}\n"))
        .collect()
}
