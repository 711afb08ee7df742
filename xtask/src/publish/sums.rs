//! SHA-256 digests in the format of `sha256sum --check`.

use data_encoding::HEXLOWER;
use hmac_sha256::Hash;

/// A line for each file, ordered by name.
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
