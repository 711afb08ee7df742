//! IDs that operations need: the account's own, since no example works for everybody.

use std::collections::BTreeMap;

use modelarts::{Client, Error};
use serde_json::Value;

use crate::generated::Operation;

/// IDs by parameter; none where the account has nothing to name.
pub(super) struct Ids<'a>(BTreeMap<&'a str, Result<Option<String>, Error>>);

impl<'a> Ids<'a> {
    /// Looks up an ID for each of these parameters that needs one.
    pub(super) async fn look_up(client: &Client, parameters: impl Iterator<Item = &'a str>) -> Self {
        let mut ids = BTreeMap::new();
        for parameter in parameters {
            let list = match parameter {
                "pool_name" | "name" => Operation::LIST_POOLS,
                "network_name" => Operation::LIST_NETWORKS,
                _ => continue,
            };
            if !ids.contains_key(parameter) {
                ids.insert(parameter, first(client, &list).await);
            }
        }
        Self(ids)
    }

    /// The value of a parameter: an ID of the account, or else the example.
    pub(super) fn value(&self, parameter: &str, example: &str) -> Result<Option<String>, Error> {
        let found = self.0.get(parameter).cloned();
        found.unwrap_or_else(|| Ok(Some(example.to_owned())))
    }
}

/// The first ID of a list.
async fn first(client: &Client, list: &Operation) -> Result<Option<String>, Error> {
    let found = list.request(client).await?;
    let id = found.pointer("/items/0/metadata/name").and_then(Value::as_str);
    Ok(id.map(str::to_owned))
}
