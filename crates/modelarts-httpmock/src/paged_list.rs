//! Lists that the mock serves page by page.

use httpmock::HttpMockRequest;
use serde_json::{Value, json};

use crate::{payload::Operation, reply::Reply};

/// A list of which each request gets the page that it asks for, by `limit` and `continue` or `offset`.
pub(crate) struct PagedList {
    /// The documented payload, whose list is replaced by items of a page.
    template: Value,
    /// Key of the list in the template.
    key: String,
    items: Vec<Value>,
}

impl PagedList {
    /// A list in the place of the first array in the documented payload; nothing if there is none.
    pub(crate) fn new(operation: Operation, items: Vec<Value>) -> Option<Self> {
        let template: Value = serde_json::from_str(operation.default.body).ok()?;
        let key = template
            .as_object()?
            .iter()
            .find(|(_, value)| value.is_array())?
            .0
            .clone();
        Some(Self { template, key, items })
    }

    /// The empty page at the end of the documented list, for a request that goes on from its only page.
    pub(crate) fn end(operation: Operation, request: &HttpMockRequest) -> Option<Reply> {
        let goes_on = request.query_params().iter().any(|(key, _)| key == "continue");
        goes_on.then(|| Some(Self::new(operation, Vec::new())?.page(0, 0)))?
    }

    pub(crate) fn reply(&self, request: &HttpMockRequest) -> Reply {
        let query = request.query_params();
        let value = |name: &str| {
            query
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.as_str())
        };
        let total = self.items.len();
        let start = match value("continue") {
            Some(token) => token.strip_prefix("from-").and_then(|start| start.parse().ok()),
            None => value("offset").map_or(Some(0), |offset| offset.parse().ok()),
        };
        let Some(start) = start.filter(|start| *start <= total) else {
            return Reply::from(json!({ "error_code": "ModelArts.50004000", "error_msg": "Bad request." })).status(400);
        };
        let limit = value("limit")
            .and_then(|limit| limit.parse().ok())
            .filter(|limit| *limit > 0);
        let end = start.saturating_add(limit.unwrap_or(total)).min(total);
        self.page(start, end)
    }

    /// The items between two positions, in the documented payload.
    fn page(&self, start: usize, end: usize) -> Reply {
        let total = self.items.len();
        let mut page = self.template.clone();
        if let Some(list) = page.get_mut(&self.key) {
            *list = self.items.iter().take(end).skip(start).cloned().collect();
        }
        match page.get_mut("metadata") {
            Some(metadata) if end < total => {
                *metadata = json!({ "continue": format!("from-{end}"), "remainingItemCount": total - end });
            }
            Some(metadata) => *metadata = json!({}),
            None => {}
        }
        for (name, number) in [("count", end - start), ("total", total), ("total_count", total)] {
            if let Some(count) = page.get_mut(name) {
                *count = number.into();
            }
        }
        page.into()
    }
}
